"""What an export of many films needs of the program."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from inference.core.cancel import CancelToken
from inference.core.film import Radiograph
from inference.core.ports import Engine
from inference.core.reader_annotations import ReaderAnnotations


@dataclass(frozen=True, slots=True)
class BatchPorts:
    """The hash of the pack in use, its engine, whatever reads films, and what readers said of them by film hash."""

    pack_hash: Callable[[], str]
    engine: Engine
    read: Callable[[Path, CancelToken], Radiograph]
    known: Callable[[str], ReaderAnnotations]
