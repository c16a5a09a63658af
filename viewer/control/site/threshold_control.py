"""Scores of own films for tuning, and thresholds put in force, brought in, withdrawn; all on the worker's thread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, cast

from inference.core.cancel import CancelToken
from inference.core.errors import FilmError, UsageError
from inference.core.ports import Progress, ProgressCallback
from inference.site.thresholds import file
from inference.site.thresholds.collected import Collected, from_results, results_below
from inference.site.thresholds.file import Signed
from inference.site.thresholds.store import ThresholdStore
from viewer.control.controller_port import ControllerPort
from viewer.control.jobs.job_registry import Answer
from viewer.control.jobs.worker import Lane
from viewer.state.session import BusyKind

if TYPE_CHECKING:
    from inference.model_pack import ModelPack

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class PackFacts:
    """Which model is tuned, and what is in force for it."""

    name: str
    pack_hash: str
    in_force: Signed | None


class ThresholdControl:
    """Holds no widget; films are analysed behind the window's own, and that can be cancelled as any other work."""

    def __init__(self, port: ControllerPort, store: ThresholdStore | None = None) -> None:
        self._port, self.store = port, store or ThresholdStore()
        self._collecting: int | None = None

    def look(self, folder: Path, done: Callable[[PackFacts], None]) -> None:
        """Say which model lies in a folder, and what is in force for it."""

        def work() -> PackFacts:
            pack: ModelPack = import_module("inference.model_pack").load_pack(folder)
            return PackFacts(f"{pack.name} {pack.version}", pack.pack_hash, self.store.of_pack(pack.pack_hash))

        self._submit(work, done)

    def collect(
        self, folder: Path, pack_hash: str, done: Callable[[Collected], None], failed: Callable[[object], None]
    ) -> None:
        """The scores of films below a folder, or of results of ``analyze`` there; a film that fails is left out."""
        reader, engine = self._port.films.reader.beside, self._port.films.engine

        def work(token: CancelToken, progress: ProgressCallback) -> Collected:
            results = results_below(folder)
            if results:
                return from_results(results, pack_hash)
            entries = [entry for study in reader.scan([folder], token).studies for entry in study.films]
            if not entries:
                raise UsageError("There is no film, and no result of analyze, in that folder.")
            found = Collected()
            for place, entry in enumerate(entries):
                token.raise_if_cancelled()
                progress(Progress(place / len(entries), entry.path.name))
                try:
                    found.add(engine.analyse(reader.read(entry.path, token), token=token))
                except FilmError:
                    found.refused += 1
            return found

        self.cancel()
        self._collecting = self._port.jobs.submit(Lane.MANY, work, cast("Answer", done), failed)
        self._port.waiting.wait_for(self._collecting, BusyKind.COLLECTING, "looking for films")

    def cancel(self) -> None:
        """Collect no further."""
        self._port.jobs.drop(self._collecting)
        self._port.waiting.show_newest()
        self._collecting = None

    def put_in_force(self, signed: Signed, done: Callable[[object], None]) -> None:
        """Use these from now on."""
        self._submit(lambda: self.store.put_in_force(signed), done)

    def withdraw(self, pack_hash: str, done: Callable[[object], None]) -> None:
        """Use those of a pack no more."""
        self._submit(lambda: self.store.withdraw(pack_hash), done)

    def bring(self, path: Path, done: Callable[[Signed], None]) -> None:
        """Put in force what another workstation signed off."""

        def work() -> Signed:
            file.usable(path)
            signed = file.read(path)
            self.store.put_in_force(signed)
            return signed

        self._submit(work, done)

    def export(self, path: Path, signed: Signed, done: Callable[[object], None]) -> None:
        """Write a file for other workstations."""
        self._submit(lambda: file.write(path, signed, overwrite=True), done)

    def _submit(self, work: Callable[[], T], done: Callable[[T], None]) -> None:
        answer, failed = cast("Answer", done), self._port.messages.show_failure
        self._port.jobs.submit(Lane.KEEP, lambda _token, _progress: work(), answer, failed)
