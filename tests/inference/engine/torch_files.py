"""Files as PyTorch writes them, made without PyTorch, and the small networks of films that they hold."""

from __future__ import annotations

import io
import pickle
import struct
import sys
import types
import zipfile
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from onnx import helper, numpy_helper

Weights = dict[str, NDArray[Any]]
MAGIC, PROTOCOL = 0x1950A86A20F9469CFC6C, 1001
NAMES = {np.dtype("f4"): "FloatStorage", np.dtype("i8"): "LongStorage", np.dtype("f2"): "HalfStorage"}


class Stored:
    """A tensor that is to be written under a key."""

    def __init__(self, key: str, values: NDArray[Any]) -> None:
        self.key, self.values = key, np.ascontiguousarray(values)


@contextmanager
def pretended(*names: str) -> Iterator[dict[str, Any]]:
    """Modules of PyTorch that have the names which its files hold, for as long as one is written."""
    made: dict[str, Any] = {}
    before = {}
    for full in names:
        module, _, name = full.rpartition(".")
        parts = module.split(".")
        for end in range(1, len(parts) + 1):
            part = ".".join(parts[:end])
            if part not in made:
                before[part] = sys.modules.get(part)
                made[part] = sys.modules[part] = types.ModuleType(part)
        kind = type(name, (), {"__module__": module, "__qualname__": name})
        setattr(made[module], name, kind)
        made[full] = kind
    try:
        yield made
    finally:
        for part, earlier in before.items():
            if earlier is None:
                del sys.modules[part]
            else:
                sys.modules[part] = earlier


REBUILD = "torch._utils._rebuild_tensor_v2"
OWN = (
    REBUILD,
    *(f"torch.{name}" for name in NAMES.values()),
    "torchxrayvision.models.DenseNet",
    "torch.nn.modules.ReLU",
)


def pickled(whole: Any, made: Mapping[str, Any], *, legacy: bool) -> bytes:
    """The pickle, with tensors as references to what lies outside it."""

    class Writer(pickle.Pickler):
        def reducer_override(self, item: Any) -> Any:
            if isinstance(item, Stored):
                steps = [stride // item.values.itemsize for stride in item.values.strides]
                arguments: Any = (Reference(item), 0, item.values.shape, tuple(steps), False, OrderedDict())
                return made[REBUILD], arguments
            return NotImplemented

        def persistent_id(self, item: Any) -> Any:
            if isinstance(item, Reference):
                kind = made[f"torch.{NAMES[item.of.values.dtype]}"]
                about = ("storage", kind, item.of.key, "cpu", item.of.values.size)
                return (*about, None) if legacy else about
            return None

    file = io.BytesIO()
    Writer(file, 2).dump(whole)
    return file.getvalue()


class Reference:
    """The numbers of a tensor, as the pickle refers to them."""

    def __init__(self, of: Stored) -> None:
        self.of = of


def state_dict(weights: Weights) -> tuple[Any, list[Stored]]:
    """Weights by name, and what is to be stored."""
    stored = [Stored(str(number), values) for number, values in enumerate(weights.values())]
    return OrderedDict(zip(weights, stored, strict=True)), stored


def module_of(weights: Weights, made: Mapping[str, Any], **attributes: Any) -> tuple[Any, list[Stored]]:
    """The weights as a tree of modules, as a whole network is written."""
    tree, stored = {}, []
    whole = _module(made)
    whole.__dict__.update(attributes)
    for number, (name, values) in enumerate(weights.items()):
        *path, last = name.split(".")
        at = whole
        for part in path:
            at = at.__dict__["_modules"].setdefault(part, _module(made))
        item = Stored(str(number), values)
        stored.append(item)
        at.__dict__["_buffers" if last.startswith(("running", "num", "op_")) else "_parameters"][last] = item
        tree[name] = item
    return whole, stored


def _module(made: Mapping[str, Any]) -> Any:
    item = made["torchxrayvision.models.DenseNet"]()
    item.__dict__.update(training=False, _parameters=OrderedDict(), _buffers=OrderedDict(), _modules=OrderedDict())
    return item


def write_zip(path: Path, content: bytes, stored: list[Stored], *, packed: bool = False) -> Path:
    """The present form."""
    how = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
    with zipfile.ZipFile(path, "w", how) as archive:
        archive.writestr("archive/data.pkl", content)
        archive.writestr("archive/byteorder", "little")
        for item in stored:
            archive.writestr(f"archive/data/{item.key}", item.values.tobytes())
        archive.writestr("archive/version", "3\n")
    return path


def write_legacy(path: Path, content: bytes, stored: list[Stored]) -> Path:
    """The form before 1.6."""
    parts = [pickle.dumps(MAGIC, 2), pickle.dumps(PROTOCOL, 2), pickle.dumps({"little_endian": True}, 2), content]
    parts.append(pickle.dumps([item.key for item in stored], 2))
    parts += [struct.pack("<q", item.values.size) + item.values.tobytes() for item in stored]
    path.write_bytes(b"".join(parts))
    return path


def saved(weights: Weights, path: Path, *, legacy: bool = False, whole: bool = False, **attributes: Any) -> Path:
    """A file as ``torch.save`` writes it, of weights by name or of a ``whole`` network with its attributes."""
    with pretended(*OWN) as made:
        item, stored = module_of(weights, made, **attributes) if whole else state_dict(weights)
        content = pickled(item, made, legacy=legacy)
    return write_legacy(path, content, stored) if legacy else write_zip(path, content, stored)


class Network:
    """Steps of ONNX and, beside them, weights as PyTorch names them."""

    def __init__(self, seed: int = 0) -> None:
        self._random = np.random.default_rng(seed)
        self.weights: Weights = {}
        self.steps: list[Any] = []
        self.count = 0

    def add(self, kind: str, *inputs: str, **attributes: Any) -> str:
        """One step; the name of its output."""
        self.count += 1
        name = f"{kind.lower()}{self.count}"
        self.steps.append(helper.make_node(kind, list(inputs), [name], **attributes))
        return name

    def _numbers(self, name: str, *shape: int, low: float = -0.6, high: float = 0.6) -> str:
        self.weights[name] = self._random.uniform(low, high, shape).astype(np.float32)
        return name

    def conv(self, value: str, name: str, made: int, of: int, side: int, stride: int = 1) -> str:
        """A convolution."""
        weights = self._numbers(f"{name}.weight", made, of, side, side)
        return self.add("Conv", value, weights, strides=[stride] * 2, pads=[side // 2] * 4)

    def norm(self, value: str, name: str, channels: int, *, bent: bool = True) -> str:
        """A batch norm, and a ReLU."""
        parts = [self._numbers(f"{name}.{part}", channels) for part in ("weight", "bias", "running_mean")]
        parts.append(self._numbers(f"{name}.running_var", channels, low=0.3, high=2))
        self.weights[f"{name}.num_batches_tracked"] = np.array(7, np.int64)
        made = self.add("BatchNormalization", value, *parts, epsilon=1e-5)
        return self.add("Relu", made) if bent else made

    def pool(self, value: str) -> str:
        """The first pooling."""
        return self.add("MaxPool", value, kernel_shape=[3, 3], strides=[2, 2], pads=[1, 1, 1, 1])

    def end(self, value: str, name: str, outputs: int, of: int) -> Any:
        """Pooling and the dense layer: the whole as a model of ONNX."""
        flat = self.add("Flatten", self.add("GlobalAveragePool", value))
        weights, bias = self._numbers(f"{name}.weight", outputs, of), self._numbers(f"{name}.bias", outputs)
        self.steps.append(helper.make_node("Gemm", [flat, weights, bias], ["logits"], transB=1))
        graph = helper.make_graph(
            self.steps,
            "network",
            [helper.make_tensor_value_info("film", 1, None)],
            [helper.make_tensor_value_info("logits", 1, None)],
            [numpy_helper.from_array(item, key) for key, item in self.weights.items() if item.ndim],
        )
        return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)])


def dense_net(outputs: int = 18) -> tuple[Any, Weights]:
    """A small DenseNet: blocks of two layers and of one."""
    net, grown = Network(), 4
    value = net.norm(net.conv("film", "features.conv0", 8, 1, 7, 2), "features.norm0", 8)
    value, channels = net.pool(value), 8
    for block, layers in ((1, 2), (2, 1)):
        for layer in range(1, layers + 1):
            at = f"features.denseblock{block}.denselayer{layer}"
            made = net.norm(value, f"{at}.norm1", channels)
            made = net.norm(net.conv(made, f"{at}.conv1", 6, channels, 1), f"{at}.norm2", 6)
            value = net.add("Concat", value, net.conv(made, f"{at}.conv2", grown, 6, 3), axis=1)
            channels += grown
        if block == 1:
            made = net.norm(value, "features.transition1.norm", channels)
            made = net.conv(made, "features.transition1.conv", channels // 2, channels, 1)
            value, channels = net.add("AveragePool", made, kernel_shape=[2, 2], strides=[2, 2]), channels // 2
    value = net.norm(value, "features.norm5", channels)
    return net.end(value, "classifier", outputs, channels), net.weights


def res_net(outputs: int = 18) -> tuple[Any, Weights]:
    """A small ResNet: one bottleneck a stage, two in the last."""
    net = Network(1)
    value, channels = net.pool(net.norm(net.conv("film", "conv1", 4, 1, 7, 2), "bn1", 4)), 4
    for stage, blocks in enumerate((1, 1, 1, 2), start=1):
        for block in range(blocks):
            at, stride = f"layer{stage}.{block}", 2 if stage > 1 and block == 0 else 1
            made = net.norm(net.conv(value, f"{at}.conv1", 3, channels, 1), f"{at}.bn1", 3)
            made = net.norm(net.conv(made, f"{at}.conv2", 3, 3, 3, stride), f"{at}.bn2", 3)
            made = net.norm(net.conv(made, f"{at}.conv3", 8, 3, 1), f"{at}.bn3", 8, bent=False)
            if block == 0:
                down = net.conv(value, f"{at}.downsample.0", 8, channels, 1, stride)
                value = net.norm(down, f"{at}.downsample.1", 8, bent=False)
            value, channels = net.add("Relu", net.add("Add", made, value)), 8
    return net.end(value, "fc", outputs, channels), net.weights
