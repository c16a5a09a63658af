"""A Keras model as one flat graph of tensors, nested models dissolved, so that it can be split anywhere."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from inference.engine.keras.runtime.tensorflow_import import keras


@dataclass(slots=True)
class Graph:
    """The tensors of a model from ``input`` to ``output``; layers (and their weights) are the model's own."""

    input: Any
    output: Any = None
    _made: dict[str, list[Any]] = field(default_factory=dict)

    def outputs_of(self, name: str) -> list[Any]:
        """What the layer ``name`` gives, once for each of its uses."""
        return self._made.get(name, [])

    def producer(self, tensor: Any) -> Any:
        """The operation that gives a tensor."""
        return tensor._keras_history.operation  # noqa: SLF001 (Keras has no public way from a tensor to its layer)

    def parents(self, tensor: Any) -> list[Any]:
        """The tensors that a tensor is computed from, in order; none for the input."""
        history = tensor._keras_history  # noqa: SLF001 (as above)
        node = history.operation._inbound_nodes[history.node_index]  # noqa: SLF001 (as above)
        return [] if node.is_input else list(node.input_tensors)

    def apply(self, operation: Any, *args: Any, **kwargs: Any) -> Any:
        """What an operation gives; a nested model is dissolved into its layers."""
        if isinstance(operation, keras().Model):
            return self.dissolve(operation, args[0] if len(args) == 1 else args)
        made = operation(*args, **kwargs)
        self._made.setdefault(operation.name, []).append(made)
        return made

    def dissolve(self, model: Any, inputs: Any) -> Any:
        """Run a functional or sequential model's layers on symbolic inputs, one by one."""
        if isinstance(model, keras().Sequential):
            for layer in model.layers:
                inputs = self.apply(layer, inputs)
            return inputs
        return model._run_through_graph(inputs, call_fn=self.apply)  # noqa: SLF001 (clone_model's own way; it would copy)


def flat_graph(model: Any, input_shape: tuple[int, int, int]) -> Graph:
    """The model as one flat graph for films of (rows, columns, channels)."""
    graph = Graph(keras().Input(input_shape, dtype=model.inputs[0].dtype))
    made = graph.dissolve(model, graph.input)
    graph.output = made[0] if isinstance(made, list | tuple) else made
    return graph


def parents_first(graph: Graph, tensors: list[Any]) -> list[Any]:
    """All tensors that ``tensors`` are made of, and these, each once and after its parents."""
    done: set[int] = set()
    order: list[Any] = []
    pending = [(tensor, False) for tensor in reversed(tensors)]
    while pending:
        item, ready = pending.pop()
        if ready:
            order.append(item)
        elif id(item) not in done:
            done.add(id(item))
            pending.append((item, True))
            pending.extend((parent, False) for parent in reversed(graph.parents(item)))
    return order
