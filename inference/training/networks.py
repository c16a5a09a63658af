"""The networks a user can train, by name, and how each begins: our own, the seed's Xception, any of Keras's."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from inference.training.network import HEAD, TARGET_LAYER, NetworkOptions, evidence_network, read_tflite, start_from

SEED_TARGET = "top_conv"
SEED_CHANNELS = 3


class UnknownNetwork(ValueError):
    """A name that is no network here; the message names those that are."""


@dataclass(frozen=True, slots=True)
class NetworkPlan:
    """What is known of a network before it is built.

    Channels of its input, its target layer, the layers of its head (that no start fills), and what its output is.
    """

    name: str
    build: Callable[[NetworkOptions], Any]
    channels: int
    target_layer: str
    head: tuple[str, ...] = ("logits",)
    output: str = "logits"


def plan_of(name: str) -> NetworkPlan:
    """The plan of a network; raises UnknownNetwork for a name neither ours nor of ``keras.applications``."""
    ours = {
        "mobilenetv2-multi": NetworkPlan(name, evidence_network, 1, TARGET_LAYER, ("lateral", "top", HEAD)),
        "xception": NetworkPlan(name, seed_network, 3, SEED_TARGET, (SEED_TARGET, "predictions"), "probabilities"),
        "xception-multi": NetworkPlan(name, xception_multi, 3, SEED_TARGET, (SEED_TARGET, HEAD)),
    }
    if name in ours:
        return ours[name]
    if name not in application_names():
        raise UnknownNetwork(f"{name} is none of {', '.join((*ours, *application_names()))}")
    return NetworkPlan(name, lambda options: application_network(name, options), SEED_CHANNELS, TARGET_LAYER)


def application_names() -> tuple[str, ...]:
    """The networks of this Keras's ``keras.applications``."""
    import keras

    members = inspect.getmembers(keras.applications, callable)
    return tuple(name for name, _ in members if name[:1].isupper())


def seed_network(options: NetworkOptions) -> Any:
    """The seed's binary network, exactly: Xception, a 32x32 convolution to 3 channels, mean, dropout, one sigmoid."""
    return _seed_head(options, outputs=1, activation="sigmoid", name="predictions")


def xception_multi(options: NetworkOptions) -> Any:
    """The seed's trunk and convolution with a logit per finding."""
    return _seed_head(options, outputs=options.outputs, activation=None, name=HEAD)


def application_network(name: str, options: NetworkOptions) -> Any:
    """A network of ``keras.applications`` without its top, then a mean over its last map and a logit per finding.

    The last map is named ``TARGET_LAYER``. Input is in -1..1 whatever the network was first trained with; networks
    that scale their own input are built without that step.
    """
    import keras

    trunk = _trunk(name, options.side)
    evidence = keras.layers.Activation("linear", name=TARGET_LAYER)(trunk.output)
    pooled = keras.layers.GlobalAveragePooling2D(name="pool")(evidence)
    dropped = keras.layers.Dropout(options.dropout, name="dropout")(pooled)
    return keras.Model(trunk.input, keras.layers.Dense(options.outputs, name=HEAD)(dropped), name=name.lower())


def begin(model: Any, source: str | Path | None) -> None:
    """Give a network its first weights: a TFLite file (our own network only), a Keras weights file, or None for random.

    A whole ``.keras`` file gives its weights to the layers of the same name and shape.
    """
    if source is None:
        return
    path = Path(source)
    if path.suffix == ".tflite":
        start_from(model, read_tflite(path))
    elif path.suffix == ".keras":
        _take_over(model, path)
    else:
        model.load_weights(path)


def _take_over(model: Any, path: Path) -> None:
    import keras

    given = {layer.name: layer for layer in keras.saving.load_model(path, compile=False, safe_mode=True).layers}
    for layer in model.layers:
        weights = given[layer.name].get_weights() if layer.name in given else []
        if [value.shape for value in weights] == [tuple(variable.shape) for variable in layer.weights]:
            layer.set_weights(weights)


def _trunk(name: str, side: int) -> Any:
    import keras

    build = getattr(keras.applications, name)
    settings: dict[str, Any] = {"include_top": False, "weights": None, "input_shape": (side, side, SEED_CHANNELS)}
    if "include_preprocessing" in inspect.signature(build).parameters:
        settings["include_preprocessing"] = False
    return build(**settings)


def _seed_head(options: NetworkOptions, *, outputs: int, activation: str | None, name: str) -> Any:
    import keras

    trunk = _trunk("Xception", options.side)
    kernel = options.side // 32  # as large as the trunk's map: 32 at the seed's 1,024 pixels
    convolved = keras.layers.Conv2D(3, kernel, padding="same", use_bias=False, name=SEED_TARGET)(trunk.output)
    pooled = keras.layers.GlobalAveragePooling2D()(convolved)
    dropped = keras.layers.Dropout(0.2)(pooled)
    return keras.Model(trunk.input, keras.layers.Dense(outputs, activation=activation, name=name)(dropped))
