"""Ports that load what they need at first use, on the worker's thread, so that the window is up first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from inference.cancel import CancelToken
from inference.engine import Engine, ProgressCallback, no_progress
from inference.types import Analysis, Radiograph

if TYPE_CHECKING:
    from inference.reading import ScanResult


class LazyReader:
    """Reads films; imports the DICOM library with the first one."""

    def scan(self, paths: Sequence[Path]) -> ScanResult:
        """List the films below these paths."""
        result: ScanResult = import_module("inference.reading").scan(paths)
        return result

    def read(self, path: Path) -> Radiograph:
        """Read one film."""
        film: Radiograph = import_module("inference.reading").read_film(path)
        return film


class LazyEngine:
    """An engine that is built when it is first needed."""

    def __init__(self, build: Callable[[], Engine]) -> None:
        self._build = build
        self._engine: Engine | None = None

    def warm_up(self) -> None:
        """Build the engine and run it once."""
        self._get().warm_up()

    def analyse(
        self, radiograph: Radiograph, *, token: CancelToken, progress: ProgressCallback = no_progress
    ) -> Analysis:
        """Judge one film."""
        return self._get().analyse(radiograph, token=token, progress=progress)

    def _get(self) -> Engine:
        if self._engine is None:
            self._engine = self._build()
        return self._engine
