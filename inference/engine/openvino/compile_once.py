"""The compiled form of a pack that brings none: made once, in a process of its own, and kept by the pack's hash."""

from __future__ import annotations

import logging
import tempfile
from importlib.util import find_spec
from pathlib import Path

from inference.core.errors import EngineError, PackError
from inference.engine.openvino.apart import work_apart
from inference.engine.openvino.compiled_form import NAME, CompiledForm, read_form
from inference.model_pack import ModelPack

log = logging.getLogger(__name__)

COMPILE_SECONDS = 900.0  # the slowest pack of seven Xceptions takes some minutes on one old core
MAKER = "inference.engine.keras.compiling.compile_pack:compile_folder"
HOW = (
    "This model has no compiled form, and to make one TensorFlow is needed, which is not part of this installation. "
    "Use ThoraCAM with training, or ask whoever made the model to run thoracam model compile on it."
)


def form_of(pack: ModelPack, cache: Path | None) -> CompiledForm:
    """The pack's own compiled form; else the one in the cache folder, or one that is made now.

    Raises ``PackError`` for a form that is not the pack's, ``CannotCompile`` where none can be made, and
    ``EngineError`` where TensorFlow is needed and not there.
    """
    if pack.network.compiled:
        return read_form(pack, pack.path(pack.network.compiled))
    kept = cache / "compiled" / pack.pack_hash / NAME if cache else None
    if kept is not None and kept.is_file():
        try:
            return read_form(pack, kept)
        except PackError:
            log.warning("a compiled form in the cache cannot be used and is made anew")
    return _made_now(pack, kept.parent if kept else None)


def _made_now(pack: ModelPack, folder: Path | None) -> CompiledForm:
    """Make it in a folder that keeps it, or where that takes no files, in one that does not."""
    if find_spec("tensorflow") is None:
        raise EngineError(HOW)
    if folder is not None:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            (folder / "in-use").touch()
        except OSError as error:
            log.warning("compiled forms are made anew at each start: %s", error.strerror)
        else:
            _compile_apart(pack, folder)
            return read_form(pack, folder / NAME)
    with tempfile.TemporaryDirectory(prefix="thoracam-", ignore_cleanup_errors=True) as own:
        _compile_apart(pack, Path(own))
        return read_form(pack, Path(own) / NAME)


def _compile_apart(pack: ModelPack, folder: Path) -> None:
    """Compile in a child process; raises what stopped it."""
    work_apart(MAKER, (pack.folder, folder), pack.folder, seconds=COMPILE_SECONDS)
