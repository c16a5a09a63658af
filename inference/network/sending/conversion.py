"""An object in another transfer syntax, without loss of what it has: made in a process of its own, as films are read.

A codec that crashes or hangs on a film costs this film, and not the program.
"""

from __future__ import annotations

import multiprocessing
from pathlib import Path

from pydicom.uid import UID

from inference.core.errors import DamagedFilm, ExportError, FilmError
from inference.files.atomic_file import write_whole

SECONDS = 120.0
NEW_META = "with a new file meta group"


def converted(path: Path, target: Path, syntax: UID) -> Path:
    """Write the object of a file in another syntax and with a whole file meta group; answers ``target``.

    Raises ``DamagedFilm`` where it cannot be decoded.
    """
    child = multiprocessing.get_context("spawn").Process(
        target=_convert, args=(path, target, str(syntax)), name="thoracam-converter", daemon=True
    )
    child.start()
    child.join(SECONDS)
    if child.is_alive():
        child.kill()
        child.join()
    if child.exitcode != 0 or not target.exists():
        raise DamagedFilm(path, "it could not be brought into a form that the node takes")
    return target


def _convert(path: Path, target: Path, syntax: str) -> None:
    from inference.reading.dicom.pixel_data import decoders  # registers itself with pydicom
    from inference.report.deidentify.dataset import as_file
    from inference.report.deidentify.source import read_source_whole

    assert decoders.PLUGIN
    try:
        found = read_source_whole(path)
        if found is None:
            raise SystemExit(1)
        data, stored = found
        if stored.is_encapsulated and syntax != stored:
            data.decompress(as_rgb=True, generate_instance_uid=False, decoding_plugin=decoders.PLUGIN)
        write_whole(target, as_file(data, UID(syntax)), private=True)
    except (FilmError, ExportError, ValueError, RuntimeError, AttributeError, NotImplementedError):
        raise SystemExit(1) from None
