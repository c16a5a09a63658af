"""The networks a user can train, by name, and how each begins: our own, the seed's Xception, any of Keras's."""

from __future__ import annotations

import importlib
import inspect
import json
import warnings
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from inference.engine.keras.load import WEIGHTS_A_BYTE, require_finite
from inference.imaging.model_input import Fit, InputSpec, Normalise, Resize
from inference.model_pack import load_pack
from inference.model_pack.files import MAX_ARCHITECTURE, read_architecture
from inference.model_pack.weight_files import check_archive, check_weights_file
from inference.training.fitting.network import (
    EXACT,
    HEAD,
    TARGET_LAYER,
    NetworkOptions,
    evidence_network,
    lite_evidence_network,
    read_tflite,
    start_from,
)

SEED_TARGET = "top_conv"
SEED_CHANNELS = 3
CONFIG = "config.json"  # in a ``.keras`` archive
ANY_INPUT = InputSpec(0, 0)
SOFTENED = InputSpec(0, 0, resize=Resize.GAUSSIAN)
SEED_INPUT = InputSpec(
    0, 0, SEED_CHANNELS, Fit.STRETCH, Resize.LINEAR, Normalise.MINMAX, low=0.0, high=1.0, range=(0.0, 1.0)
)


class UnknownNetwork(ValueError):
    """A name that is no network here (the message names those that are), or a network that is not of some size."""


class StartError(ValueError):
    """First weights that do not fit the network, or cannot be read."""


@dataclass(frozen=True, slots=True)
class NetworkPlan:
    """What is known of a network before it is built.

    Channels of its input, its target layer, the layers of its head (that no start fills; the last gives the output),
    what its output is, how films enter it (rows and columns aside), and the network of ``keras.applications`` that its
    trunk is.
    """

    name: str
    build: Callable[[NetworkOptions], Any]
    channels: int
    target_layer: str
    head: tuple[str, ...] = ("logits",)
    output: str = "logits"
    input: InputSpec = ANY_INPUT
    application: str = ""

    def input_at(self, side: int) -> InputSpec:
        """How films enter the network built for this side."""
        return replace(self.input, rows=side, columns=side, channels=self.channels)

    def built(self, options: NetworkOptions) -> Any:
        """The network; raises UnknownNetwork where there is none of that size, or none with a map of the film."""
        try:
            model = self.build(options)
        except ValueError as problem:
            raise UnknownNetwork(self._no_network(options, first_line(problem))) from problem
        rows, columns = model.get_layer(self.target_layer).output.shape[1:3]
        if min(rows, columns) < 2:
            raise UnknownNetwork(self._no_network(options, "its last map has one cell, which is no heatmap"))
        return model

    def _no_network(self, options: NetworkOptions, why: str) -> str:
        return f"the network {self.name} cannot be built for {options.side} pixels: {why}; try another --side"


def plan_of(name: str) -> NetworkPlan:
    """The plan of a network; raises UnknownNetwork for a name neither ours nor of ``keras.applications``."""
    ours = {
        "mobilenetv2-multi": NetworkPlan(
            name, evidence_network, 1, TARGET_LAYER, ("lateral", "top", HEAD), application="MobileNetV2"
        ),
        "efficientnet-lite0-multi": NetworkPlan(
            name, lite_evidence_network, 1, TARGET_LAYER, ("lateral", "top", HEAD), input=SOFTENED
        ),
        "xception": NetworkPlan(
            name, seed_network, 3, SEED_TARGET, (SEED_TARGET, "predictions"), "probabilities", SEED_INPUT, "Xception"
        ),
        "xception-multi": NetworkPlan(
            name, xception_multi, 3, SEED_TARGET, (SEED_TARGET, HEAD), input=SEED_INPUT, application="Xception"
        ),
    }
    if name in ours:
        return ours[name]
    if name not in application_names():
        raise UnknownNetwork(f"the network {name} is none of {', '.join((*ours, *application_names()))}")
    entering = replace(ANY_INPUT, range=first_range(name))
    return NetworkPlan(
        name,
        lambda options: application_network(name, options),
        SEED_CHANNELS,
        TARGET_LAYER,
        input=entering,
        application=name,
    )


def application_names() -> tuple[str, ...]:
    """The networks of this Keras's ``keras.applications``."""
    import keras

    members = inspect.getmembers(keras.applications, callable)
    return tuple(name for name, _ in members if name[:1].isupper())


def first_range(name: str) -> tuple[float, float]:
    """What black and white were to a network of ``keras.applications`` when it first learnt, by Keras's own rule.

    Where the rule has a number for each colour it is their mean, since a film is grey.
    """
    import keras

    rule = importlib.import_module(getattr(keras.applications, name).__module__).preprocess_input
    black, white = (float(np.mean(rule(np.full((1, 1, 1, 3), value, np.float32)))) for value in (0, 255))
    return black, white


def seed_network(options: NetworkOptions) -> Any:
    """The seed's binary network, exactly: Xception, a 32x32 convolution to 3 channels, mean, dropout, one sigmoid."""
    return _seed_head(options, outputs=1, activation="sigmoid", name="predictions")


def xception_multi(options: NetworkOptions) -> Any:
    """The seed's trunk and convolution with a logit per finding."""
    return _seed_head(options, outputs=options.outputs, activation=None, name=HEAD)


def application_network(name: str, options: NetworkOptions) -> Any:
    """A network of ``keras.applications`` without its top, then a mean over its last map and a logit per finding.

    The last map is named ``TARGET_LAYER``. Films enter as the network was first trained, see ``first_range``.
    """
    import keras

    trunk = trunk_of(name, options.side)
    evidence = keras.layers.Activation("linear", name=TARGET_LAYER)(trunk.output)
    pooled = keras.layers.GlobalAveragePooling2D(name="pool")(evidence)
    dropped = keras.layers.Dropout(options.dropout, name="dropout")(pooled)
    return keras.Model(
        trunk.input, keras.layers.Dense(options.outputs, name=HEAD, dtype=EXACT)(dropped), name=name.lower()
    )


def begin(model: Any, source: Path | None) -> int:
    """Give a network its first weights; says how many of its layers got any.

    ``source`` is a TFLite file (our own network only), a Keras weights file, or None for random; a whole ``.keras``
    file or a model pack gives its weights to the layers of the same name and shape. Raises StartError, or PackError
    for a pack that cannot be used.
    """
    if source is None:
        return 0
    try:
        taken = _begun(model, source)
        require_finite(model)
    except (ValueError, TypeError, OSError, KeyError, IndexError, AttributeError, zipfile.BadZipFile) as problem:
        raise StartError(f"the start {source.name} does not fit: {first_line(problem)}") from problem
    if not taken:
        raise StartError(f"no layer of {source.name} has the name and shape of one of the network")
    return taken


def first_line(problem: Exception) -> str:
    """What an error of Keras's says, in one line."""
    return (str(problem).strip().splitlines() or [type(problem).__name__])[0]


def _begun(model: Any, path: Path) -> int:
    if path.is_dir() or path.suffix == ".keras":
        return _take_over(model, _pack_model(path) if path.is_dir() else _keras_model(path))
    if path.suffix == ".tflite":
        start_from(model, read_tflite(path))
    else:
        check_weights_file(path, model.count_params())
        model.load_weights(path)
    return sum(bool(layer.weights) for layer in model.layers)


def _take_over(model: Any, whole: Any) -> int:
    given = {layer.name: layer for layer in whole.layers}
    taken = 0
    for layer in model.layers:
        weights = given[layer.name].get_weights() if layer.name in given else []
        if weights and [value.shape for value in weights] == [tuple(variable.shape) for variable in layer.weights]:
            layer.set_weights(weights)
            taken += 1
    if 0 < taken < 0.5 * sum(bool(layer.weights) for layer in model.layers):
        raise ValueError(f"it is of another network: only {taken} of its layers are like this one's; try --network")
    return taken


def _check_fit(text: str, path: Path) -> None:
    """Refuse a described network of more weights than its file can hold, and a file of far more than it has.

    None of the weights is made. Raises ``ValueError``.
    """
    import keras

    with keras.StatelessScope(initialize_variables=False):
        wanted = int(keras.models.model_from_json(text).count_params())
    if wanted > WEIGHTS_A_BYTE * path.stat().st_size:
        raise ValueError(f"it describes {wanted} weights, more than it can hold")
    check_weights_file(path, wanted)


def _keras_model(path: Path) -> Any:
    import keras

    check_archive(path)
    with zipfile.ZipFile(path) as archive:
        if archive.getinfo(CONFIG).file_size > MAX_ARCHITECTURE:
            raise ValueError("it describes itself at unreasonable length")
        text = archive.read(CONFIG).decode("utf-8")
    _check_fit(text, path)
    return keras.saving.load_model(path, compile=False, safe_mode=True)


def _pack_model(folder: Path) -> Any:
    import keras

    pack = load_pack(folder)
    if pack.members or not pack.network.of_keras:
        raise ValueError("its network is none of Keras's, and cannot be trained on here")
    if not pack.network.weights:
        return _keras_model(pack.path(pack.network.architecture))
    text = json.dumps(read_architecture(pack))
    _check_fit(text, pack.path(pack.network.weights))
    model = keras.models.model_from_json(text)
    model.load_weights(pack.path(pack.network.weights))
    return model


def trunk_of(name: str, side: int, weights: str | None = None) -> Any:
    """A network of ``keras.applications`` without its top, with random weights or those that Keras has by a name."""
    import keras

    build = getattr(keras.applications, name)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # that weights of 224 pixels serve another side, which they do
        return build(include_top=False, weights=weights, input_shape=(side, side, SEED_CHANNELS))


def _seed_head(options: NetworkOptions, *, outputs: int, activation: str | None, name: str) -> Any:
    import keras

    trunk = trunk_of("Xception", options.side)
    kernel = options.side // 32  # as large as the trunk's map: 32 at the seed's 1,024 pixels
    convolved = keras.layers.Conv2D(3, kernel, padding="same", use_bias=False, name=SEED_TARGET)(trunk.output)
    pooled = keras.layers.GlobalAveragePooling2D()(convolved)
    dropped = keras.layers.Dropout(0.2)(pooled)
    return keras.Model(trunk.input, keras.layers.Dense(outputs, activation=activation, name=name, dtype=EXACT)(dropped))
