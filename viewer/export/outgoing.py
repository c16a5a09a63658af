"""What is sent to nodes: made on the worker, of the open film, of many films, or of what was exported."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from inference.network.sending.queue import Outgoing
from inference.report.page.options import Observer, SeenArea
from inference.text.messages import films_not_done
from viewer.control.controller import Controller
from viewer.control.export_queue import BatchPorts
from viewer.control.jobs.worker import Work
from viewer.export.batch_export_dialog import BatchExportRequest
from viewer.export.batch_export_job import arrived_work
from viewer.export.forms import dicom_form, page_form
from viewer.export.send_job import Made, folder_work, many_work, results_work, send_work
from viewer.network.send_dialog import SendRequest
from viewer.state.session import BusyKind
from viewer.state.settings_store import SettingsStore

Take = Callable[[list[Outgoing]], object]


class OutgoingMaker:
    """Makes objects, and notes what was exported; ``area`` tells what of the open film is seen."""

    def __init__(
        self,
        controller: Controller,
        settings: SettingsStore,
        pack_hash: Callable[[], str],
        area: Callable[[], SeenArea | None],
    ) -> None:
        self._controller, self._settings, self._pack_hash, self._area = controller, settings, pack_hash, area

    def note_exported(self, path: Path, *, anonymized: bool) -> None:
        """Note an export, if it holds DICOM."""
        holds = next(path.rglob("*.dcm"), None) is not None if path.is_dir() else path.suffix == ".dcm"
        if holds:
            self._controller.network.exported = (path, anonymized)

    def make_to_send(self, asked: SendRequest, done: Take) -> None:
        """Make what is to be sent; ``done`` takes the objects."""
        settings, session, exports = self._settings.now, self._controller.session, self._controller.exports
        forms, taken = (dicom_form(settings), page_form(settings)), partial(self._made, done)
        if asked.folder is not None:
            exports.export(BusyKind.EXPORTING, folder_work(asked.folder), taken)
        elif asked.films:
            observer = Observer("" if asked.anonymize else settings.reader, settings.institution)
            exports.export_batch(many_work(session, asked, self._tools(), observer, *forms), taken)
        else:
            work = send_work(session, asked, settings.institution, *forms, self._area())
            exports.export(BusyKind.EXPORTING, work, taken)

    def make_results(self, films: Sequence[Path], done: Take) -> None:
        """Analyse films that arrived; ``done`` takes their results as DICOM."""
        settings, session = self._settings.now, self._controller.session
        work = results_work(session, films, self._tools(), dicom_form(settings), page_form(settings))
        self._controller.exports.export_batch(work, partial(self._made, done))

    def results_into(self, folder: Path, paths: Sequence[Path], *, anonymize: bool) -> Work:
        """The work of writing the results of files that came into a folder; films done there before are passed over."""
        settings, files, parts = self._settings.now, tuple(paths), frozenset({"overlays"})
        request = BatchExportRequest(folder, (files,), parts, anonymize=anonymize, resume=True, jobs=1)
        observer, forms = Observer(organization=settings.institution), (dicom_form(settings), page_form(settings))
        return arrived_work(self._controller.session, request, self._tools(), observer, *forms)

    def _tools(self) -> BatchPorts:
        return self._controller.exports.batch_ports(self._pack_hash)

    def _made(self, done: Take, value: object) -> None:
        assert isinstance(value, Made)
        if value.failed:
            self._controller.messages.notify(films_not_done(value.failed))
        if value.objects:
            done(value.objects)
