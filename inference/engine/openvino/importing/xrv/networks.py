"""DenseNet and ResNet as torchxrayvision builds them, from their weights by name, as graphs of OpenVINO.

Sources: Huang et al., Densely Connected Convolutional Networks, CVPR 2017; He et al., Deep Residual Learning for Image
Recognition, CVPR 2016; names of weights as torchvision gives them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from inference.engine.openvino.openvino_import import openvino

Weights = Mapping[str, NDArray[Any]]
EPSILON = 1e-5  # of batch norms
MOST_BLOCKS, MOST_LAYERS = 8, 128
_OLD_LAYER = re.compile(r"(denselayer\d+\.(?:norm|relu|conv))\.(\d)\.")
UNUSED = ("num_batches_tracked", "op_threshs")


@dataclass(frozen=True, slots=True, eq=False)
class BuiltNetwork:
    """A network from a film (1, side, side, 1) to ``logits`` (1, outputs); ``map`` is the last map before pooling."""

    model: Any
    logits: Any
    map: Any
    architecture: str


def named(tensors: Weights) -> dict[str, NDArray[Any]]:
    """The weights under the names that torchvision gives them today, without a module's name around them."""
    found = {_OLD_LAYER.sub(r"\1\2.", name): value for name, value in tensors.items()}
    for start in ("features.conv0.weight", "conv1.weight"):
        holder = next((name[: -len(start)] for name in found if name.endswith(start)), None)
        if holder is not None:
            return {name[len(holder) :]: value for name, value in found.items() if name.startswith(holder)}
    raise ValueError("it holds neither a DenseNet nor a ResNet of torchxrayvision")


def built(tensors: Weights, side: int) -> BuiltNetwork:
    """The network whose weights these are; raises ``ValueError`` where they are of none that is known."""
    openvino()
    weights = _Taken(named(tensors))
    network = _DenseNet if "features.conv0.weight" in weights.names else _ResNet
    return network(weights, side).build()


class _Taken:
    """Weights that are taken one by one, so that in the end none is left over."""

    def __init__(self, weights: Mapping[str, NDArray[Any]]) -> None:
        self._weights = {name: value for name, value in weights.items() if not name.endswith(UNUSED)}
        self.names = set(self._weights)

    def take(self, name: str, axes: int) -> NDArray[np.float32]:
        """The tensor of this name, in float32, finite and of so many axes."""
        self.names.discard(name)
        if name not in self._weights:
            raise ValueError(f"it has no weights {name}")
        value = np.ascontiguousarray(self._weights[name], np.float32)
        if value.ndim != axes or not value.size:
            raise ValueError(f"its weights {name} are of shape {list(value.shape)}")
        if not np.isfinite(value).all():
            raise ValueError(f"its weights {name} are no finite numbers")
        return value

    def count(self, pattern: str) -> int:
        """How many different numbers stand in names of this pattern."""
        found = {match.group(1) for match in map(re.compile(pattern).match, self._weights) if match}
        return len(found)

    def end(self) -> None:
        """Raise where weights are left over: the network is another one."""
        if self.names:
            raise ValueError(f"it holds weights ({sorted(self.names)[0]}) of another network")


class _Graph:
    """Steps that both networks are made of."""

    architecture = ""

    def __init__(self, weights: _Taken, side: int) -> None:
        from openvino import opset13

        self.ops, self.weights = opset13, weights
        self.film = opset13.parameter([1, side, side, 1], np.float32, name="film")
        self.start = opset13.transpose(self.film, opset13.constant(np.array([0, 3, 1, 2], np.int64)))

    def convolved(self, value: Any, name: str, *, stride: int = 1) -> Any:
        """A convolution whose padding keeps the size, but for its stride."""
        kernel = self.weights.take(f"{name}.weight", 4)
        pads = [side // 2 for side in kernel.shape[2:]]
        if kernel.shape[1] != int(value.get_output_partial_shape(0)[1].get_length()):
            raise ValueError(f"its weights {name}.weight are of shape {list(kernel.shape)}")
        return self.ops.convolution(value, self.ops.constant(kernel), [stride] * 2, pads, pads, [1, 1])

    def normed(self, value: Any, name: str) -> Any:
        """A batch norm at rest."""
        parts = [self.weights.take(f"{name}.{part}", 1) for part in ("weight", "bias", "running_mean", "running_var")]
        channels = int(value.get_output_partial_shape(0)[1].get_length())
        if any(part.size != channels for part in parts) or (parts[3] < 0).any():
            raise ValueError(f"its weights {name} do not fit the network")
        return self.ops.batch_norm_inference(value, *map(self.ops.constant, parts), EPSILON)

    def pooled(self, value: Any) -> Any:
        """The first pooling: the greatest of 3 x 3, at every second place."""
        from openvino import opset1  # later ones say where the greatest was, too

        return opset1.max_pool(value, [2, 2], [1, 1], [1, 1], [3, 3])

    def judged(self, value: Any, name: str) -> BuiltNetwork:
        """Pooling of the whole map and the dense layer ``name``."""
        ops, weights = self.ops, self.weights.take(f"{name}.weight", 2)
        bias = self.weights.take(f"{name}.bias", 1)
        channels = int(value.get_output_partial_shape(0)[1].get_length())
        if weights.shape != (bias.size, channels):
            raise ValueError(f"its weights {name}.weight are of shape {list(weights.shape)}")
        self.weights.end()
        mean = ops.reduce_mean(value, ops.constant(np.array([2, 3], np.int64)), keep_dims=False)
        logits = ops.add(ops.matmul(mean, ops.constant(weights), False, True), ops.constant(bias))
        model = openvino().Model([ops.result(logits)], [self.film], self.architecture)
        return BuiltNetwork(model, logits.output(0), value.output(0), self.architecture)


class _DenseNet(_Graph):
    """DenseNet; torchxrayvision's is DenseNet-121: blocks of 6, 12, 24 and 16 layers."""

    architecture = "DenseNet"

    def build(self) -> BuiltNetwork:
        """The whole network."""
        ops = self.ops
        value = ops.relu(self.normed(self.convolved(self.start, "features.conv0", stride=2), "features.norm0"))
        value = self.pooled(value)
        blocks = self.weights.count(r"features\.denseblock(\d+)\.")
        if not 0 < blocks <= MOST_BLOCKS:
            raise ValueError("its weights are of no DenseNet")
        for block in range(1, blocks + 1):
            value = self._block(value, f"features.denseblock{block}")
            if block < blocks:
                value = self._transition(value, f"features.transition{block}")
        value = ops.relu(self.normed(value, "features.norm5"))
        value.set_friendly_name("features.norm5.relu")
        return self.judged(value, "classifier")

    def _block(self, value: Any, name: str) -> Any:
        layers = self.weights.count(re.escape(name) + r"\.denselayer(\d+)\.")
        if not 0 < layers <= MOST_LAYERS:
            raise ValueError(f"its weights {name} are of no DenseNet")
        for layer in range(1, layers + 1):
            at = f"{name}.denselayer{layer}"
            made = self.ops.relu(self.normed(value, f"{at}.norm1"))
            made = self.ops.relu(self.normed(self.convolved(made, f"{at}.conv1"), f"{at}.norm2"))
            value = self.ops.concat([value, self.convolved(made, f"{at}.conv2")], 1)
        return value

    def _transition(self, value: Any, name: str) -> Any:
        made = self.convolved(self.ops.relu(self.normed(value, f"{name}.norm")), f"{name}.conv")
        return self.ops.avg_pool(made, [2, 2], [0, 0], [0, 0], [2, 2], False)


class _ResNet(_Graph):
    """ResNet of bottlenecks; torchxrayvision's is ResNet-50: stages of 3, 4, 6 and 3 blocks."""

    architecture = "ResNet"

    def build(self) -> BuiltNetwork:
        """The whole network."""
        value = self.ops.relu(self.normed(self.convolved(self.start, "conv1", stride=2), "bn1"))
        value = self.pooled(value)
        for stage in range(1, 5):
            blocks = self.weights.count(rf"layer{stage}\.(\d+)\.")
            if not 0 < blocks <= MOST_LAYERS:
                raise ValueError("its weights are of no ResNet")
            for block in range(blocks):
                value = self._bottleneck(value, f"layer{stage}.{block}", 2 if stage > 1 and block == 0 else 1)
        value.set_friendly_name("layer4")
        return self.judged(value, "fc")

    def _bottleneck(self, value: Any, name: str, stride: int) -> Any:
        ops = self.ops
        made = ops.relu(self.normed(self.convolved(value, f"{name}.conv1"), f"{name}.bn1"))
        made = ops.relu(self.normed(self.convolved(made, f"{name}.conv2", stride=stride), f"{name}.bn2"))
        made = self.normed(self.convolved(made, f"{name}.conv3"), f"{name}.bn3")
        if f"{name}.downsample.0.weight" in self.weights.names:
            value = self.normed(self.convolved(value, f"{name}.downsample.0", stride=stride), f"{name}.downsample.1")
        return ops.relu(ops.add(made, value))
