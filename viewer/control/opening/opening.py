"""Opening files and folders: the films below them are listed and the first is shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, cast

from inference.core.cancel import CancelToken
from inference.core.ports import ProgressCallback
from inference.text.messages import nothing_found, own_pages, skipped_files
from viewer.control.analysis import AnalysisControl
from viewer.control.controller_port import ControllerPort
from viewer.control.jobs.job_registry import Answer
from viewer.control.jobs.worker import Lane, Work
from viewer.control.opening.report_restore import ReportRestore
from viewer.control.opening.session_restore import OverlayRestore, as_it_was
from viewer.control.travel import Travel
from viewer.control.view_control import ViewControl
from viewer.state import transitions
from viewer.state.layout import Layout
from viewer.state.objects.shown import unexplained, with_found_objects
from viewer.state.outcomes import objects_joined
from viewer.state.saved_session import SavedSession
from viewer.state.session import BusyKind
from viewer.state.worklist import without_films_of

if TYPE_CHECKING:  # the DICOM library comes with the first film, after the window
    from inference.reading import ScanResult
    from inference.report.page.provenance import Reopened


class Opening:
    """Lists what the user names, and restores what was open before."""

    def __init__(
        self,
        port: ControllerPort,
        travel: Travel,
        analysing: AnalysisControl,
        view: ViewControl,
        reports: ReportRestore,
    ) -> None:
        self._port, self._travel, self._analysing, self._view, self._reports = port, travel, analysing, view, reports

    def open_paths(self, paths: Sequence[Path], also: Sequence[Path] = ()) -> None:
        """Find the films below these paths, list them and open the first.

        Where a report is among them, its film is looked for, ``also`` in these places, and shown as the report does.
        """
        wanted, reader = tuple(paths), self._port.films.reader
        if not wanted:
            return
        places = (*self._port.session.order, *also)

        def work(token: CancelToken, _progress: ProgressCallback) -> tuple[Reopened | None, ScanResult]:
            report = reader.reopen(wanted, places, token)
            return report, reader.scan(wanted if report is None else (report.film,), token)

        def listed(value: object) -> None:
            report, found = cast("tuple[Reopened | None, ScanResult]", value)
            self._list(found, wanted if report is None else (report.film,))
            if report is not None:
                self._reports.restore(report)

        self._scan(work, listed)

    def bring_in(
        self, paths: Sequence[Path], lane: Lane, then: Callable[[tuple[Path, ...]], object] | None = None
    ) -> None:
        """List films that came from elsewhere; the reader stays where they are, at the first film where there was none.

        They are looked at on the ``lane`` that they came by, beside the films that somebody waits for. What is no film
        is passed over; ``then`` is told those that are new in the worklist.
        """
        wanted, reader = tuple(paths), self._port.films.reader

        def work(token: CancelToken, _progress: ProgressCallback) -> ScanResult:
            return reader.beside.scan(wanted, token)

        def listed(value: object) -> None:
            found, changes = cast("ScanResult", value), self._port.changes
            if not found.studies:  # objects of others may have come alone, after their films
                changes.become(with_found_objects(changes.session, found.related, found.keys))
                return
            known = changes.session.films.keys()
            new = tuple(film.path for study in found.studies for film in study.films if film.path not in known)
            session = transitions.with_opened(transitions.with_arrived(changes.session, found.studies), wanted)
            changes.become(with_found_objects(session, found.related, found.keys))
            if session.current is None:
                self._travel.select(found.studies[0].films[0].path)
            if then is not None and new:
                then(new)

        self._port.jobs.submit(lane, work, listed, self._port.messages.show_failure)

    def restore(self, saved: SavedSession) -> None:
        """Open again what was open, as it was shown; films that are no longer there are said as always."""
        reader = self._port.films.reader

        def work(token: CancelToken, _progress: ProgressCallback) -> ScanResult:
            return reader.scan(saved.opened, token)

        def listed(value: object) -> None:
            found, session = cast("ScanResult", value), self._port.session
            offer = session.offer if not found.studies else None  # a disk that is away may come back
            layout = Layout.PRIOR if saved.comparing else session.layout
            self._port.changes.become(replace(session, layout=layout, offer=offer))
            self._list(found, saved.opened, saved)
            OverlayRestore(self._port.changes, self._view, saved).begin()

        with self._port.changes.together():
            self._analysing.set_method(saved.method or self._port.session.method)
            self._scan(work, listed)

    def _scan(self, work: Work, listed: Answer) -> None:
        number = self._port.jobs.submit(Lane.READ, work, listed, self._port.messages.show_failure)
        self._port.waiting.wait_for(number, BusyKind.SCANNING, "reading headers")

    def _list(self, result: ScanResult, opened: tuple[Path, ...], saved: SavedSession | None = None) -> None:
        changes = self._port.changes
        closed = frozenset[Path]() if saved is None else saved.closed
        studies = without_films_of(result.studies, closed)
        session = transitions.with_studies(changes.session, studies)
        session = with_found_objects(session, result.related, result.keys)
        skipped = unexplained(session, result)
        if skipped or result.own:
            session = replace(session, notice=skipped_files(skipped) if skipped else own_pages(result.own))
        if not studies:
            joined = bool(result.related or result.keys) and not skipped
            told = session.notice if joined else session.notice or nothing_found()
            changes.become(replace(session, notice=told))
            if joined:
                self._port.messages.tell(objects_joined(len(result.related) + len(result.keys)))
            return
        session = transitions.with_opened(replace(session, closed=session.closed | closed), opened)
        changes.become(session if saved is None else as_it_was(session, saved))
        current = saved.current if saved is not None else None
        first = studies[0].films[0].path
        self._travel.select(current if current is not None and current in session.films else first)
        if session.notice is not None:
            changes.become(replace(changes.session, notice=session.notice))
