"""Compiles a pack: its network in OpenVINO's form, proved against Keras, and entered into ``model.toml``."""

from __future__ import annotations

import logging
import tomllib
from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np
import tomli_w
from numpy.typing import NDArray

from inference.core.cancel import CancelToken
from inference.core.errors import CannotCompile
from inference.core.ports import no_progress
from inference.engine.activations import Backend
from inference.engine.device_and_precision import EXACT
from inference.engine.familiarity import features_of
from inference.engine.keras.compiling.conversion import converted
from inference.engine.keras.compiling.export import exported
from inference.engine.keras.runtime.opener import open_backend
from inference.engine.openvino.check_films import check_films
from inference.engine.openvino.compiled_form import NAME, PLACE, Form, check_input, read_form, source_of
from inference.engine.openvino.opener import backend_on
from inference.engine.openvino.openvino_import import openvino
from inference.engine.pack_engine import default_method
from inference.files.atomic_file import write_whole
from inference.imaging.model_input import model_input
from inference.model_pack import MANIFEST, ModelPack, load_pack, sha256_of
from inference.model_pack.parse import COMPILED_WEIGHTS

log = logging.getLogger(__name__)
Floats = NDArray[np.float32]
CLOSE = 1e-4  # how far probabilities and heatmaps may be from Keras's, of a heatmap in parts of its greatest value


@dataclass(frozen=True, slots=True, eq=False)
class _Found:
    """What a backend makes of one input: calibrated probabilities (n,), log-odds (n,) and heatmaps (n, h, w).

    ``features`` (k,) are those by which the pack knows films.
    """

    probabilities: Floats
    log_odds: Floats
    maps: Floats
    features: Floats


def compile_pack(folder: Path) -> None:
    """Add the compiled form to a pack, in place of an older one; raises ``CannotCompile`` and ``PackError``.

    Nothing of the pack changes where that fails.
    """
    pack = load_pack(folder)
    files = compile_into(pack, folder)
    table = tomllib.loads((folder / MANIFEST).read_text("utf-8"))
    table["network"]["compiled"] = NAME
    table["files"] = dict(sorted({**table["files"], **{file.name: sha256_of(file) for file in files}}.items()))
    write_whole(folder / MANIFEST, tomli_w.dumps(table).encode("utf-8"), overwrite=True)


def add_compiled_form(folder: Path) -> bool:
    """Compile a pack that was just made, and say whether that went well; where not, TensorFlow runs it all the same."""
    import keras

    if keras.backend.backend() != "tensorflow":
        log.warning("The pack has no compiled form: only Keras on TensorFlow makes one; it is made on first use")
        return False
    try:
        compile_pack(folder)
    except CannotCompile as error:
        log.warning("The pack has no compiled form: %s", error.detail)
        return False
    return True


def compile_folder(pack: Path, folder: Path) -> None:
    """Write the compiled form of the pack in a folder into another one; raises as :func:`compile_pack`."""
    compile_into(load_pack(pack), folder)


def compile_into(pack: ModelPack, folder: Path) -> tuple[Path, Path]:
    """Write a pack's compiled form into a folder and prove it there; raises as :func:`compile_pack`."""
    reference = open_backend(pack, EXACT)
    found = _found(pack, reference, check_input(pack.input))
    target_layer, networks = exported(pack)
    form = Form(
        format=1,
        source=source_of(pack),
        target_layer=target_layer,
        groups=tuple(group for network in networks for group in network.groups),
        log_odds=tuple(map(float, found.log_odds)),
        heat=tuple(float(np.abs(heat).mean()) for heat in found.maps),
    )
    files = folder / NAME, (folder / NAME).with_suffix(COMPILED_WEIGHTS)
    try:
        model = converted(networks)
        model.set_rt_info(msgspec.json.encode(form).decode("ascii"), PLACE)
        openvino().save_model(model, str(files[0]), compress_to_fp16=False)
        _prove(pack, reference, files[0])
    except BaseException:
        for file in files:
            file.unlink(missing_ok=True)
        raise
    return files


def _prove(pack: ModelPack, reference: Backend, path: Path) -> None:
    """Hold the written form against Keras on the check films; raises ``CannotCompile``."""
    backend = backend_on(pack, read_form(pack, path), EXACT)
    for values in (check_input(pack.input), *(model_input(film, pack.input)[0] for film in check_films())):
        expected, found = _found(pack, reference, values), _found(pack, backend, values)
        greatest = np.abs(expected.maps).max(axis=(1, 2), keepdims=True)
        scores = float(np.abs(found.probabilities - expected.probabilities).max())
        heat = float((np.abs(found.maps - expected.maps) / np.maximum(1.0, greatest)).max())
        features = float(
            (np.abs(found.features - expected.features) / np.maximum(1.0, np.abs(expected.features))).max()
        )
        if not features <= CLOSE:
            raise CannotCompile(f"It differs from the network: pooled features by {features:.1g}.")
        if not max(scores, heat) <= CLOSE:
            raise CannotCompile(f"It differs from the network: probabilities by {scores:.1g}, heatmaps by {heat:.1g}.")


def _found(pack: ModelPack, backend: Backend, values: Floats) -> _Found:
    activations = backend.forward(values, CancelToken(), no_progress)
    pairs = zip(pack.judged, activations.log_odds, strict=True)
    probabilities = [spec.calibration.probability(float(value)) for spec, value in pairs]
    maps = backend.maps(activations, default_method(pack))
    features = np.asarray(features_of(activations), np.float32)
    return _Found(np.asarray(probabilities, np.float32), activations.log_odds, maps, features)
