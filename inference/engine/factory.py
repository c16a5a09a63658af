"""The engine that runs a pack, as this program runs it."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import platformdirs

import resources
from inference.core.film import Radiograph
from inference.engine.byte_cache import DEFAULT_BYTES
from inference.engine.checked_engine import CheckedEngine
from inference.engine.keras import KerasEngine
from inference.model_pack import AS_STATED, Prevalence, load_pack, objection, restated
from inference.reading import scan
from inference.reading.files.reader_process import ReaderProcess


def open_engine(
    folder: Path = resources.DEFAULT_PACK,
    *,
    device: str = "auto",
    precision: str = "auto",
    method: str | None = None,
    cache_bytes: int = DEFAULT_BYTES,
    yielding: bool = False,
    prevalence: Prevalence = AS_STATED,
) -> CheckedEngine:
    """An engine for the pack in a folder, behind the film check; raises ``PackError`` when the pack cannot be used.

    On a processor with bf16 units ``precision="auto"`` tries the faster formats on the bundled sample films, once, and
    keeps in the cache folder which of them agreed with float32. With ``yielding`` the CPU does the work where the
    GPU asked for is not there, and the notice says so; else that is an ``EngineError``. Probabilities are restated for
    ``prevalence``; what of it the pack cannot give is left as it is, and the notice says so.
    """
    stated = load_pack(folder)
    pack = restated(stated, prevalence)
    precision_cache = platformdirs.user_cache_path("thoracam", appauthor=False) / "numerics.json"
    engine = KerasEngine(
        pack,
        device=device,
        precision=precision,
        method=method,
        cache_bytes=cache_bytes,
        check_films=_check_films,
        precision_cache=precision_cache,
        yielding=yielding,
    )
    return CheckedEngine(engine, objection(stated, prevalence))


def _check_films() -> Sequence[Radiograph]:
    """The samples, decoded in another process: a decoder holds Python's lock, and with it the window."""
    entries = [entry for study in scan((resources.path("samples"),)).studies for entry in study.films]
    with closing(ReaderProcess()) as reader:
        return [reader.read(entry.path) for entry in entries]
