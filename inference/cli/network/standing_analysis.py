"""The engine kept ready for films that come one after another, as ``thoracam analyze`` would take each."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import resources
from inference.cli.commands.analyze import engine_of, over
from inference.cli.commands.limit_options import limits_of
from inference.cli.commands.terminal import complain
from inference.core.errors import DiskFull, ThoraCamError, UsageError
from inference.engine.checked_engine import CheckedEngine
from inference.reading import scan
from inference.reading.files.reader_process import ReaderProcess
from inference.reading.files.scan import worth_telling

# What `thoracam analyze` has beyond what is said of each film: of one run over many, which this is not.
OF_A_RUN = {
    **dict.fromkeys(("studies", "summary", "seed_csv", "sort_normal_abnormal"), False),
    "jobs": 1,
    "resume": False,
    "overwrite": True,
    "beside": True,
}
ROOM_AGAIN = 60.0  # seconds after which films that a full disk had no room for are tried anew


class StandingAnalysis:
    """Engine and reading process, opened at the first film; to be closed."""

    def __init__(self, options: argparse.Namespace) -> None:
        if len(options.model) > 1:
            raise UsageError("Films that come one by one are read by one model: give --model once.")
        pack = options.model[0] if options.model else resources.DEFAULT_PACK
        self._options = argparse.Namespace(**{**vars(options), "model": pack})
        self._reader = ReaderProcess(limits=limits_of(options))
        self._engine: CheckedEngine | None = None

    def close(self) -> None:
        """End the reading process."""
        self._reader.close()

    def analyse(self, paths: Sequence[Path], out: Path) -> int:
        """Write the reports of these films into a folder, beside those of others; answers how many films failed.

        What is no film is passed over. Raises ``DiskFull`` where films are left to do once there is room, and
        ``ThoraCamError`` where the engine cannot be opened.
        """
        found = scan(paths, limits_of(self._options))
        found = replace(found, skipped=tuple(error for error in found.skipped if worth_telling(error)))
        films = [film for study in found.studies for film in study.films]
        if not films and not found.skipped:
            return 0
        if self._engine is None:
            self._reader.start()
            self._engine = engine_of(self._options)
        options = argparse.Namespace(**{**vars(self._options), **OF_A_RUN, "out": out, "paths": list(paths)})
        try:
            return over(found, options, self._engine, self._reader)
        except DiskFull:
            raise
        except ThoraCamError as error:
            complain(out, error)
            return len(films)
