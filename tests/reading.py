"""Two reading processes for all tests but those about their bounds and their end; starting one takes seconds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from inference.core.cancel import CancelToken
from inference.core.film import Radiograph
from inference.core.limits import DEFAULT_LIMITS, Limits
from inference.reading.files.reader_process import ReaderProcess

STARTED_BY = (
    "inference.reading.files.reader_process",  # the window
    "inference.engine.factory",
    "inference.cli.commands.analyze_options",
    "inference.cli.commands.render",
    "inference.training.run.films",
    "inference.training.evaluation.pack_evaluation",
    "inference.cli.archive.opening",
)
HERE = Path.cwd()


class LentReader(ReaderProcess):
    """Reads in a process that others use too, and leaves it running."""

    def __init__(self, process: ReaderProcess) -> None:
        super().__init__()
        self._process = process

    def read(self, path: Path, frame: int = 0, *, token: CancelToken | None = None) -> Radiograph:
        """Read a film."""
        return self._process.read(path, frame, token=token)

    def start(self) -> None:
        """Have it ready."""
        self._process.start()


def lend(process: ReaderProcess, beside: ReaderProcess, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the program read in these processes, the one for all that it does and the one for its work ahead.

    That is where it asks for the usual bounds, and stands where the tests began.
    """

    def reader(*, limits: Limits = DEFAULT_LIMITS, quiet: bool = False, **bounds: Any) -> ReaderProcess:
        if limits == DEFAULT_LIMITS and not bounds and Path.cwd() == HERE:
            return LentReader(beside if quiet else process)
        return ReaderProcess(limits=limits, quiet=quiet, **bounds)

    for module in STARTED_BY:
        monkeypatch.setattr(f"{module}.ReaderProcess", reader)
