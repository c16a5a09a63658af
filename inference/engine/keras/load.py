"""Loads a pack's Keras model without running code from it; every failure is a refusal of the pack."""

from __future__ import annotations

import json
import math
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np

from inference.core.errors import PackMalformed, PackMismatch, PackUnsafe
from inference.engine.keras.runtime.tensorflow_import import keras
from inference.model_pack import ModelPack
from inference.model_pack.files import read_architecture, with_input_shape
from inference.model_pack.weight_files import check_weights_file

WEIGHTS_A_BYTE = 4  # half of one as float16; more where zeros are packed
MOST_VALUES = 1 << 28  # that one layer makes of a film: 1 GB; those of known networks are a hundredth of it


def load_model(pack: ModelPack, weights: str = "", dtypes: dict[str, str] | None = None) -> Any:
    """The pack's Keras model with its weights (or the file ``weights`` of the pack).

    ``dtypes`` names a dtype policy by layer, for mixed precision. Raises ``PackUnsafe`` for code, ``PackMalformed``
    for an architecture Keras cannot build and ``PackMismatch`` for weights that do not belong to it.
    """
    path = pack.path(pack.network.architecture)
    if path.suffix == ".keras" and not dtypes:
        parameters = _check_parameters(pack, read_architecture(pack))
        _check_weights(pack, path, parameters)
        model = _guarded(pack, lambda: keras().saving.load_model(path, compile=False, safe_mode=True))
        _check_finite(pack, model, path)
        return model
    model = build_model(pack, dtypes)
    load_weights(pack, model, pack.path(weights or pack.network.weights or pack.network.architecture))
    return model


def build_model(pack: ModelPack, dtypes: dict[str, str] | None = None) -> Any:
    """The pack's Keras model with random weights; raises as :func:`load_model`."""
    description = read_architecture(pack)
    if dtypes:
        _set_policies(description, dtypes)
    _check_parameters(pack, description)
    text = json.dumps(description)
    model = _guarded(pack, lambda: keras().models.model_from_json(text))
    _check_shapes(pack, model)
    return model


def layer_names(pack: ModelPack) -> tuple[str, ...]:
    """The names of the network's layers in its own order, nested ones after the model that holds them."""
    return tuple(dict.fromkeys(_names(read_architecture(pack)["config"])))


def load_weights(pack: ModelPack, model: Any, path: Path) -> None:
    """Fill the model from a Keras 3 ``.weights.h5``, a ``.keras`` or a legacy HDF5 file; raises ``PackMismatch``."""
    try:
        fill(model, path)
    except ValueError as error:
        raise PackMismatch(pack.folder, f"{path.name} does not fit the network: {error}") from error


def fill(model: Any, path: Path) -> None:
    """Load a weights file whole; raises ``ValueError`` with one line where any part of it does not fit.

    Keras only warns when it leaves layers at random values; here that is an error.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", UserWarning)
            check_weights_file(path, model.count_params())
            model.load_weights(path)
    except (ValueError, OSError, KeyError, IndexError, AttributeError, RuntimeError, UserWarning, BadZipFile) as error:
        raise ValueError(_short(error)) from error
    require_finite(model)


def _check_weights(pack: ModelPack, path: Path, parameters: int) -> None:
    try:
        check_weights_file(path, parameters)
    except (ValueError, OSError, BadZipFile) as error:
        raise PackMismatch(pack.folder, f"{path.name} cannot be used: {_short(error)}") from error


def _check_parameters(pack: ModelPack, description: dict[str, Any]) -> int:
    """Refuse a network of more weights than its files can hold, or that makes too much of a film, before any memory is
    taken; says how many weights it has.

    Within the scope Keras knows the shapes of variables and makes none.
    """
    names = {pack.network.weights, pack.network.architecture, *(spec.weights for spec in pack.judged)} - {""}
    held = max(pack.path(name).stat().st_size for name in names)
    text = json.dumps(with_input_shape(description, (pack.input.rows, pack.input.columns, pack.input.channels)))

    def count() -> tuple[int, int]:
        with keras().StatelessScope(initialize_variables=False):
            model = keras().models.model_from_json(text)
            return int(model.count_params()), max(map(_values_of, _layers(model)))

    wanted, most = _guarded(pack, count)
    if wanted > WEIGHTS_A_BYTE * held:
        raise PackMismatch(pack.folder, f"The network has {wanted} weights, more than its files can hold.")
    if most > MOST_VALUES:
        raise PackMismatch(pack.folder, f"A layer of the network makes {most} values of a film, which is unreasonable.")
    return int(wanted)


def _layers(model: Any) -> Iterator[Any]:
    """The layers of a network, those of nested ones too."""
    for layer in model.layers:
        yield layer
        if hasattr(layer, "layers"):
            yield from _layers(layer)


def _values_of(layer: Any) -> int:
    """How many values a layer makes of a film; what is known of their number."""
    made = layer.output if isinstance(layer.output, list | tuple) else [layer.output]
    return sum(math.prod(side or 1 for side in tensor.shape) for tensor in made if hasattr(tensor, "shape"))


def require_finite(model: Any) -> None:
    """Raise ``ValueError`` where a weight is no finite number: what such a network says is no figure."""
    for weight in model.weights:
        values = np.asarray(weight.numpy())
        if values.dtype.kind not in "biu" and not np.isfinite(values.astype(np.float64, copy=False)).all():
            raise ValueError(f"{weight.path} holds weights that are no finite numbers")


def _check_finite(pack: ModelPack, model: Any, path: Path) -> None:
    try:
        require_finite(model)
    except ValueError as error:
        raise PackMismatch(pack.folder, f"{path.name} cannot be used: {error}") from error


def _guarded(pack: ModelPack, build: Any) -> Any:
    """What ``build`` returns; Keras's many errors for a bad description become two of ours."""
    try:
        return build()
    except (ValueError, TypeError, KeyError, AttributeError, IndexError, OSError) as error:
        if "unsafe" in str(error).lower() or "safe_mode" in str(error):
            raise PackUnsafe(pack.folder, "The network would run code when loaded.") from error
        raise PackMalformed(pack.folder, f"Keras cannot build the network: {_short(error)}") from error


def _check_shapes(pack: ModelPack, model: Any) -> None:
    """One image in, enough outputs out; raises ``PackMismatch``."""
    if len(model.inputs) != 1 or len(model.outputs) != 1:
        raise PackMismatch(pack.folder, "The network must have one input and one output.")
    shape = tuple(model.outputs[0].shape)
    needed = max(spec.output for spec in pack.judged) + 1
    if len(shape) != 2 or shape[1] is None or shape[1] < needed:
        raise PackMismatch(pack.folder, f"The network's output is {list(shape)}; model.toml needs {needed} values.")


def _names(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for layer in value.get("layers", []):
            if layer["class_name"] != "InputLayer":
                yield str(layer["config"]["name"])
            yield from _names(layer["config"])


def _set_policies(value: Any, dtypes: dict[str, str]) -> None:
    """Write the dtype policies into the layers' descriptions, at any depth."""
    if isinstance(value, list):
        for item in value:
            _set_policies(item, dtypes)
    elif isinstance(value, dict):
        config = value.get("config")
        if isinstance(config, dict) and config.get("name") in dtypes and "class_name" in value:
            config["dtype"] = dtypes[config["name"]]
        for item in value.values():
            _set_policies(item, dtypes)


def _short(error: BaseException) -> str:
    """The first line of what Keras says, at most 200 letters."""
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:200]
