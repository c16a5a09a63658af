"""Reports and pictures on their way out of the program: the work of exporting, printing and copying."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from inference.annotations.store import AnnotationStore
from inference.core.cancel import CancelToken
from inference.core.film import Radiograph
from inference.core.ports import Engine
from inference.core.reader_annotations import ReaderAnnotations
from viewer.control.controller_port import ControllerPort
from viewer.control.jobs.job_registry import Answer
from viewer.control.jobs.worker import Lane, Work
from viewer.state.session import BusyKind

if TYPE_CHECKING:
    from inference.reading import ScanResult


@dataclass(frozen=True, slots=True)
class BatchPorts:
    """What an export of many films needs of the program.

    The hash of the pack in use, its engine, whatever reads films, what readers said of them by film hash, and whatever
    finds films among files.
    """

    pack_hash: Callable[[], str]
    engine: Engine
    read: Callable[[Path, CancelToken], Radiograph]
    known: Callable[[str], ReaderAnnotations]
    scan: Callable[[Sequence[Path], CancelToken], ScanResult]


class ExportQueue:
    """Exports of the open film go one after the other, an export of many films beside whatever else goes on."""

    def __init__(self, port: ControllerPort, store: AnnotationStore) -> None:
        self._port, self._store = port, store
        self._drawing: dict[str, int] = {}

    def export(self, kind: BusyKind, work: Work, done: Answer) -> None:
        """Write a report; ``done`` is told what was written."""
        number = self._port.jobs.submit(Lane.EXPORT, work, done, self._port.messages.show_failure)
        self._port.waiting.wait_for(number, kind, "drawing")

    def draw(self, what: str, work: Work, done: Answer) -> None:
        """Draw something small; a newer wish for the same thing replaces one under way."""
        self._port.jobs.drop(self._drawing.get(what))
        failed = self._port.messages.show_failure
        self._drawing[what] = self._port.jobs.submit(Lane.EXPORT, work, done, failed)

    def export_batch(self, work: Work, done: Answer) -> None:
        """Export many films; shown as what is waited for whenever nothing else is."""
        number = self._port.jobs.submit(Lane.MANY, work, done, self._port.messages.show_failure)
        self._port.waiting.wait_for(number, BusyKind.EXPORTING_BATCH, "waiting")

    def batch_ports(self, pack_hash: Callable[[], str]) -> BatchPorts:
        """What a run over many films needs of this program."""
        reader = self._port.films.reader
        return BatchPorts(pack_hash, self._port.films.engine, reader.read, self._store.load, reader.scan)
