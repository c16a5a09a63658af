"""The engine kept ready for films that come one after another, as ``thoracam analyze`` would take each."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
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
    "overwrite": True,
    "beside": True,
}
ROOM_AGAIN = 60.0  # seconds after which films that a full disk had no room for are tried anew
_FULL_FOR = 3  # films one after another that find no room: then there is none for any


class StandingAnalysis:
    """Engine and reading process, opened at the first film; to be closed."""

    def __init__(self, options: argparse.Namespace) -> None:
        if len(options.model) > 1:
            raise UsageError("Films that come one by one are read by one model: give --model once.")
        pack = options.model[0] if options.model else resources.DEFAULT_PACK
        self._options = argparse.Namespace(**{**vars(options), "model": pack})
        self._reader = ReaderProcess(limits=limits_of(options))
        self._engine: CheckedEngine | None = None
        self._without_room: set[Path] = set()  # who come after all others

    def close(self) -> None:
        """End the reading process."""
        self._reader.close()

    def analyse(
        self, paths: Sequence[Path], out: Path, done: Callable[[list[Path]], object] = lambda paths: None
    ) -> int:
        """Write the reports of these films into a folder, beside those of others; answers how many films failed.

        What is no film is passed over, and a film whose report is there whole is not analysed again. ``done`` is told
        the files that need no further look. Raises ``DiskFull`` where some do, once there is room, after the others
        were tried, and ``ThoraCamError`` where the engine cannot be opened.
        """
        ordered = sorted(paths, key=self._without_room.__contains__)
        try:
            failed = self._run(ordered, out)
        except DiskFull:
            return self._one_by_one(ordered, out, done)
        self._without_room.difference_update(paths)
        done(ordered)
        return failed

    def _one_by_one(self, paths: Sequence[Path], out: Path, done: Callable[[list[Path]], object]) -> int:
        failed, in_a_row, full = 0, 0, None
        for path in paths:
            try:
                failed += self._run([path], out)
                done([path])
                in_a_row = 0
                self._without_room.discard(path)
            except DiskFull as error:
                full, in_a_row = error, in_a_row + 1
                self._without_room.add(path)
                if in_a_row == _FULL_FOR:
                    break
        if full is not None:
            raise full
        return failed

    def _run(self, paths: Sequence[Path], out: Path) -> int:
        found = scan(paths, limits_of(self._options))
        found = replace(found, skipped=tuple(error for error in found.skipped if worth_telling(error)))
        films = [film for study in found.studies for film in study.films]
        if not films and not found.skipped:
            return 0
        if self._engine is None:
            self._reader.start()
            self._engine = engine_of(self._options)
        of_run = {**OF_A_RUN, "resume": not (self._options.anonymize and self._options.dicom)}  # pseudonyms are new
        options = argparse.Namespace(**{**vars(self._options), **of_run, "out": out, "paths": list(paths)})
        try:
            return over(found, options, self._engine, self._reader)
        except DiskFull:
            raise
        except ThoraCamError as error:
            complain(out, error)
            return len(films)
