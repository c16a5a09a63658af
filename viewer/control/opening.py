"""Opening files and folders: the films below them are listed and the first is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

from inference.core.cancel import CancelToken
from inference.core.ports import ProgressCallback
from inference.text.messages import message_for, nothing_found, own_pages, skipped_files
from viewer.control import report_restore, session_restore
from viewer.control.controller_port import ControllerPort
from viewer.control.film_jobs import Reader
from viewer.control.job_registry import JobRegistry
from viewer.control.worker import Lane, Urgency
from viewer.state import session as states
from viewer.state.saved_session import SavedSession
from viewer.state.thumbnail import thumbnail
from viewer.state.worklist_order import with_patients_together

if TYPE_CHECKING:  # the DICOM library comes with the first film, after the window
    from inference.reading import ScanResult
    from inference.report.page.provenance import Reopened


class Desk(ControllerPort, report_restore.Shows, session_restore.Shows, Protocol):
    """The part of the controller that is used here."""

    def select(self, path: Path) -> None:
        """Show this film at once and have it analysed."""


class Opening:
    """Lists what the user names, takes up what was open before, and makes the thumbnails."""

    def __init__(self, desk: Desk, jobs: JobRegistry, reader: Reader, analyses: report_restore.Analyses) -> None:
        self._desk, self._jobs, self._reader, self._analyses = desk, jobs, reader, analyses

    def open_paths(self, paths: Sequence[Path], also: Sequence[Path] = ()) -> None:
        """Find the films below these paths, list them and open the first.

        Where a report is among them, its film is looked for, ``also`` in these places, and shown as the report does.
        """
        wanted = tuple(paths)
        if not wanted:
            return

        places = (*self._desk.session.order, *also)

        def work(token: CancelToken, _progress: ProgressCallback) -> tuple[Reopened | None, ScanResult]:
            report = self._reader.reopen(wanted, places, token)
            return report, self._reader.scan(wanted if report is None else (report.film,), token)

        def listed(value: object) -> None:
            report, found = cast("tuple[Reopened | None, ScanResult]", value)
            self._listed(found, wanted if report is None else (report.film,))
            if report is not None:
                report_restore.restore(self._desk, self._analyses, report)

        number = self._jobs.submit(Lane.READ, work, listed, self._desk.show_failure)
        self._desk.wait_for(number, "Looking for films", "reading headers")

    def take_up(self, was: SavedSession) -> None:
        """Open again what was open, as it was shown; films that are no longer there are said as always."""

        def work(token: CancelToken, _progress: ProgressCallback) -> ScanResult:
            return self._reader.scan(was.opened, token)

        def listed(value: object) -> None:
            found, session = cast("ScanResult", value), self._desk.session
            offer = session.offer if not found.studies else None  # a disk that is away may come back
            self._desk.become(replace(session, comparing=was.comparing, offer=offer))
            self._listed(found, was.opened, was)
            session_restore.show_overlay_again(self._desk, was)

        self._analyses.set_method(was.method or self._desk.session.method)
        number = self._jobs.submit(Lane.READ, work, listed, self._desk.show_failure)
        self._desk.wait_for(number, "Looking for films", "reading headers")

    def _listed(self, result: ScanResult, opened: tuple[Path, ...], was: SavedSession | None = None) -> None:
        session = with_patients_together(states.with_studies(self._desk.session, result.studies))
        if result.skipped or result.own:
            left_out = skipped_files(result.skipped) if result.skipped else own_pages(result.own)
            session = replace(session, notice=left_out)
        if not result.studies:
            self._desk.become(replace(session, notice=session.notice or nothing_found()))
            return
        session = states.with_opened(session, opened)
        self._desk.become(session if was is None else session_restore.as_it_was(session, was))
        notice = session.notice
        current = was.current if was is not None else None
        first = result.studies[0].films[0].path
        self._desk.select(current if current is not None and current in session.films else first)
        if notice is not None:
            self._desk.become(replace(self._desk.session, notice=notice))
        self._make_thumbnails()

    def _make_thumbnails(self) -> None:
        for path, state in self._desk.session.films.items():
            if state.thumbnail is None:
                self._make_thumbnail(path)

    def _make_thumbnail(self, path: Path) -> None:
        def work(token: CancelToken, _progress: ProgressCallback) -> object:
            return thumbnail(self._reader.read(path, token))

        def made(value: object) -> None:
            self._desk.learn(path, thumbnail=value)

        def failed(error: object) -> None:
            assert isinstance(error, Exception)
            self._desk.learn(path, failure=message_for(error))

        self._jobs.submit(Lane.READ, work, made, failed, Urgency.IDLE)
