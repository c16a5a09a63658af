"""EfficientNet-Lite 0: a start's weights, batch norms and all, give the same maps as written out step by step."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from inference.recipes.bundled_pack import lite_network
from inference.training.fitting import efficientnet_lite
from inference.training.fitting.efficientnet_lite import EPSILON, STAGES
from inference.training.fitting.network import NetworkOptions

pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")
Floats = NDArray[np.float32]
SIDE = 64


def norm(random: np.random.Generator, name: str, channels: int) -> dict[str, Floats]:
    return {
        f"{name}.weight": random.uniform(0.5, 1.5, channels).astype(np.float32),
        f"{name}.bias": random.normal(0, 0.1, channels).astype(np.float32),
        f"{name}.running_mean": random.normal(0, 0.1, channels).astype(np.float32),
        f"{name}.running_var": random.uniform(0.5, 1.5, channels).astype(np.float32),
    }


def kernel(random: np.random.Generator, *shape: int) -> Floats:
    """Out, in, rows, columns."""
    return random.normal(0, (shape[1] * shape[2] * shape[3]) ** -0.5, shape).astype(np.float32)


def start(path: Path) -> dict[str, Floats]:
    random = np.random.default_rng(0)
    values = {"_conv_stem.weight": kernel(random, 32, 3, 3, 3), **norm(random, "_bn0", 32)}
    width, number = 32, 0
    for expansion, size, channels, repeats, _ in STAGES:
        for _ in range(repeats):
            block, wide = f"_blocks.{number}.", width * expansion
            if expansion > 1:
                values |= {f"{block}_expand_conv.weight": kernel(random, wide, width, 1, 1)}
                values |= norm(random, f"{block}_bn0", wide)
            values |= {f"{block}_depthwise_conv.weight": kernel(random, wide, 1, size, size)}
            values |= norm(random, f"{block}_bn1", wide)
            values |= {f"{block}_project_conv.weight": kernel(random, channels, wide, 1, 1)}
            values |= norm(random, f"{block}_bn2", channels)
            width, number = channels, number + 1
    values |= {"_conv_head.weight": kernel(random, 1280, width, 1, 1), **norm(random, "_bn1", 1280)}
    np.savez(path, **values)  # type: ignore[arg-type]  # numpy's stub takes its own options for them
    return values


def written_out(values: dict[str, Floats], grey: Floats) -> Floats:
    """The last map as the network's authors describe it, with colours and batch norms."""
    import keras

    def step(tensor: Any, conv: str, bn: str, stride: int = 1, *, active: bool = True) -> Any:
        weights = values[f"{conv}.weight"].transpose(2, 3, 1, 0)
        if "depthwise" in conv:
            tensor = keras.ops.depthwise_conv(tensor, weights.transpose(0, 1, 3, 2), stride, "same")
        else:
            tensor = keras.ops.conv(tensor, weights, stride, "same")
        mean, variance = values[f"{bn}.running_mean"], values[f"{bn}.running_var"]
        tensor = (tensor - mean) / np.sqrt(variance + EPSILON) * values[f"{bn}.weight"] + values[f"{bn}.bias"]
        return keras.ops.relu6(tensor) if active else tensor

    tensor = step(np.repeat(grey, 3, axis=-1), "_conv_stem", "_bn0", 2)
    number = 0
    for expansion, _, _, repeats, first in STAGES:
        for repeat in range(repeats):
            block, stride, before = f"_blocks.{number}.", first if repeat == 0 else 1, tensor
            if expansion > 1:
                tensor = step(tensor, f"{block}_expand_conv", f"{block}_bn0")
            tensor = step(tensor, f"{block}_depthwise_conv", f"{block}_bn1", stride)
            tensor = step(tensor, f"{block}_project_conv", f"{block}_bn2", active=False)
            tensor = before + tensor if stride == 1 and before.shape == tensor.shape else tensor
            number += 1
    return np.asarray(step(tensor, "_conv_head", "_bn1"))


def test_a_start_gives_the_maps_of_the_network_it_was_taken_from(tmp_path: Path) -> None:
    import keras

    values = start(tmp_path / "start.npz")
    model = lite_network.training_network(NetworkOptions(SIDE, channels=8, outputs=2, dropout=0.0))
    lite_network.start(model, efficientnet_lite.read_start(tmp_path / "start.npz"))
    film = np.random.default_rng(1).uniform(-1, 1, (2, SIDE, SIDE, 1)).astype(np.float32)
    last = next(layer for layer in model.layers if layer.name == "top").input
    given = np.asarray(keras.Model(model.input, last).predict_on_batch(film))
    assert given.shape == (2, SIDE // 32, SIDE // 32, efficientnet_lite.DEEP)
    assert given == pytest.approx(written_out(values, film), abs=1e-4)
