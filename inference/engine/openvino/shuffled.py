"""A compiled form with its weights shuffled from the top, layer by layer: for the sanity check of its heatmaps."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from inference.engine.openvino.compiled_form import CompiledForm
from inference.engine.openvino.split import LAYERS, of_film

SEED = 20_240
TRIES = 20
STEPS = (0.25, 0.5, 0.75, 1.0)  # shares of the layers of weights, from the top


@dataclass(frozen=True, slots=True)
class Stage:
    """A form whose head and topmost ``layers`` of ``total`` layers of weights are shuffled."""

    form: CompiledForm
    layers: int
    total: int


def stages(form: CompiledForm, seed: int = SEED) -> Iterator[Stage]:
    """The form with its head shuffled, and then more and more layers below it, down to the first.

    The weights of a layer change places; each filter keeps its length, so that what follows stays in its range. Where
    the graph computes gradients too, it holds weights twice: equal values are exchanged alike everywhere then.
    """
    constants = _shuffled_head(form, np.random.default_rng(seed))
    total = len(_layers(form.model))
    done = 0
    if constants is not None:
        yield Stage(replace(form, constants=constants), 0, total)
    for share in STEPS:
        count = max(1, round(share * total))
        if count > done or share == 1.0:
            done = count
            model = form.model.clone()
            _shuffle(model, count, seed, by_value=any(group.logits for group in form.form.groups))
            yield Stage(replace(form, model=model, constants=constants or form.constants), count, total)


def _shuffled_head(form: CompiledForm, random: np.random.Generator) -> dict[str, NDArray[np.float32]] | None:
    """The constants with the weights of heads shuffled; None where the graph holds the heads itself."""
    names = {name for group in form.form.groups for name in (group.weights, group.kernel) if name}
    if not names:
        return None
    return {
        name: _mixed(values, random) if name in names else values for name, values in sorted(form.constants.items())
    }


def _layers(model: Any) -> list[Any]:
    """The layers of weights that the film passes, the first one first."""
    return [node for node in of_film(model) if node.get_type_name() in LAYERS and _constant(node) is not None]


def _constant(node: Any) -> Any:
    """The weights of a layer as they stand in the graph; None where both its inputs come from the film."""
    for value in list(node.input_values())[::-1]:
        source = value.get_node()
        while source.get_type_name() in ("Convert", "Reshape", "Transpose"):
            source = source.input_value(0).get_node()
        if source.get_type_name() == "Constant":
            return source
    return None


def _shuffle(model: Any, count: int, seed: int, *, by_value: bool) -> None:
    """Shuffle the topmost ``count`` layers of a graph in place."""
    from openvino import opset1

    for place, node in enumerate(reversed(_layers(model)[-count:])):
        held = _constant(node)
        values = np.array(held.data)
        random = np.random.default_rng([seed, place])
        made = _exchanged(values, seed) if by_value else _permuted(values, random)
        fresh = opset1.constant(made.astype(values.dtype))
        for target in held.output(0).get_target_inputs():
            target.replace_source_output(fresh.output(0))


def _permuted(values: NDArray[Any], random: np.random.Generator) -> NDArray[np.float32]:
    """All values in other places; each filter (along the first axis) as long as it was."""
    plain = values.astype(np.float32)
    mixed = _mixed(plain, random)
    rows, new = plain.reshape(len(plain), -1), mixed.reshape(len(plain), -1)
    lengths, made = (np.sqrt(np.square(some).sum(axis=1)) for some in (rows, new))
    scale = np.divide(lengths, made, out=np.ones_like(made), where=made > 0)
    return np.asarray((new * scale[:, None]).reshape(plain.shape), np.float32)


def _mixed(values: NDArray[Any], random: np.random.Generator) -> NDArray[np.float32]:
    """All values in other places; of a few it takes more than one draw until they are."""
    plain = values.astype(np.float32)
    for _ in range(TRIES):
        mixed = random.permutation(plain.reshape(-1)).reshape(plain.shape)
        if not np.array_equal(mixed, plain):
            break
    return mixed


def _exchanged(values: NDArray[Any], seed: int) -> NDArray[np.float32]:
    """Each value exchanged for another of the same array, equal ones alike: the same wherever a copy lies turned."""
    plain = values.astype(np.float32)
    known, places = np.unique(plain, return_inverse=True)
    mixed = np.random.default_rng([seed, known.size]).permutation(known)
    return np.asarray(mixed[places].reshape(plain.shape), np.float32)
