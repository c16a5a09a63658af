"""Everything that leaves the window: export dialogs, clipboard, printer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import cast

import numpy as np
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QMainWindow

from inference.core.reader_annotations import (
    ReaderAnnotations,
    has_free_text,
    without_hidden,
)
from inference.report.output.export import Written
from inference.report.page.options import Observer, Paper, SeenArea
from inference.site.record.lines import Did
from inference.text.messages import films_not_done, look_before_handing_on, paper_too_small
from viewer.control.controller import Controller
from viewer.dialogs.impression_dialog import ImpressionDialog
from viewer.export.batch_export_dialog import BatchExportDialog
from viewer.export.batch_export_job import BatchExportResult, batch_work, study_choices
from viewer.export.export_dialog import ExportDialog
from viewer.export.export_job import (
    Pixels,
    copy_work,
    export_work,
    preview_work,
    print_film_work,
    print_work,
    report_names,
)
from viewer.export.export_request import ExportRequest
from viewer.export.forms import dicom_form, page_form, with_dicom_form
from viewer.export.identity_dialog import IdentityDialog
from viewer.export.left_out import may_stay
from viewer.export.outgoing import OutgoingMaker
from viewer.export.printing import paper_of, print_pages
from viewer.export.seen_area import seen_area
from viewer.state.outcomes import copied, exported, printed
from viewer.state.session import BusyKind, Session, film_hash
from viewer.state.settings_store import SettingsStore
from viewer.style.translation import tr
from viewer.viewport.linked_cameras import LinkedCameras


class ExportController:
    """Asks over ``window`` and tells what was written and where; the work itself is done on the worker.

    ``annotations_shown`` tells whether the reader's annotations are on the screen.
    """

    def __init__(
        self,
        window: QMainWindow,
        controller: Controller,
        settings: SettingsStore,
        annotations_shown: Callable[[], bool],
        pack_folder: Callable[[], Path],
        send: Callable[..., object],
        cameras: LinkedCameras,
    ) -> None:
        self._window, self._controller, self._settings = window, controller, settings
        self._annotations_shown, self._pack_folder, self._cameras = annotations_shown, pack_folder, cameras
        self.send = send  # asks what goes to which node, of the open film or of those given
        self.outgoing = OutgoingMaker(controller, settings, self._pack_hash, self._area)
        self.dialog: ExportDialog | None = None
        self.impression_dialog: ImpressionDialog | None = None
        self.batch_dialog: BatchExportDialog | None = None

    @property
    def _session(self) -> Session:
        return self._controller.session

    def ask(self) -> None:
        """Ask what of the open film goes where, then write it."""
        state = self._session.shown_film
        if state is None or state.radiograph is None or state.analysis is None:
            return
        settings = self._settings.now
        folder = Path(settings.export_folder or Path.home())
        names = report_names(state.radiograph, folder)
        dialog = ExportDialog(
            folder,
            names,
            reader=settings.reader,
            picture=state.radiograph.from_picture,
            stays=may_stay(self._session, annotations_shown=self._annotations_shown()),
            sized=state.radiograph.spacing is not None,
            size=state.radiograph.shape[::-1],
            form=dicom_form(settings),
            parent=self._window,
        )
        dialog.impression_wanted.connect(partial(self.write_impression, dialog))
        dialog.preview_wanted.connect(partial(self._preview, dialog))
        dialog.accepted.connect(partial(self._export, dialog))
        dialog.send_wanted.connect(partial(QTimer.singleShot, 0, partial(self.send)))
        self.dialog = dialog
        dialog.open()

    def _area(self) -> SeenArea | None:
        film = self._session.radiograph
        return None if film is None else seen_area(self._cameras, film)

    def _preview(self, dialog: ExportDialog, request: object) -> None:
        def drawn(pixels: object) -> None:
            if self.dialog is dialog:
                dialog.show_preview(cast("Pixels", pixels))

        settings = self._settings.now
        asked = replace(cast("ExportRequest", request), annotations_shown=self._annotations_shown())
        work = preview_work(self._session, asked, settings.institution, page_form(settings))
        self._controller.exports.draw("preview", work, drawn)

    def _export(self, dialog: ExportDialog) -> None:
        request, session = dialog.request, self._session
        if request is None or session.film is None:
            return
        request = replace(request, annotations_shown=self._annotations_shown(), area=self._area())
        settings = with_dicom_form(self._settings.now, request.dicom)
        settings = replace(settings, export_folder=str(request.path.parent), reader=request.reader)
        self._settings.now = settings
        work = export_work(session, request, settings.institution, page_form(settings))
        done = partial(self._exported, film_hash(session.film), anonymized=request.anonymize)
        self._controller.exports.export(BusyKind.EXPORTING, work, done)

    def _exported(self, film: str, value: object, *, anonymized: bool) -> None:
        assert isinstance(value, Written)
        self._controller.use_log.note(Did.EXPORTED, film, to="files", identity=not anonymized)
        self._tell_written(value.path, anonymized=anonymized)
        if value.notes:
            self._controller.messages.notify(look_before_handing_on(value.path.name, value.notes))

    def write_impression(self, over: ExportDialog | None = None) -> None:
        """Ask for what the reader makes of the open film, and keep it; phrases are kept in the settings.

        An export dialog, ``over`` which it is asked, takes in what was written.
        """
        if not film_hash(self._session.film):
            return
        known, phrases = self._session.reading.impression, self._settings.now.phrases
        dialog = ImpressionDialog(known, phrases, over or self._window)
        dialog.accepted.connect(partial(self._keep_impression, dialog, over))
        self.impression_dialog = dialog
        dialog.open()

    def _keep_impression(self, dialog: ImpressionDialog, over: ExportDialog | None) -> None:
        self._settings.now = replace(self._settings.now, phrases=dialog.phrases)
        self._controller.assessments.write_impression(dialog.text)
        if over is not None:
            over.show_written(written=has_free_text(self._session.reading))

    def ask_batch(self) -> None:
        """Ask which studies go where, then write them."""
        settings = self._settings.now
        folder = Path(settings.export_folder or Path.home())
        shown = self._annotations_shown()
        dialog = BatchExportDialog(folder, study_choices(self._session), annotations_shown=shown, parent=self._window)
        dialog.accepted.connect(partial(self._export_batch, dialog))
        dialog.send_wanted.connect(self._send_chosen)
        self.batch_dialog = dialog
        dialog.open()

    def _send_chosen(self, films: object) -> None:
        """Ask which node the films of the dialog go to, once that is closed."""
        QTimer.singleShot(0, partial(self.send, cast("tuple[Path, ...]", films)))

    def _export_batch(self, dialog: BatchExportDialog) -> None:
        request, exports = dialog.request, self._controller.exports
        if request is None:
            return
        settings, folder = self._settings.now, str(request.folder.parent)
        self._settings.now = replace(settings, export_folder=folder)
        observer = Observer(settings.reader, settings.institution)
        work = batch_work(
            self._session,
            request,
            self._controller.exports.batch_ports(self._pack_hash),
            observer,
            dicom_form(settings),
            page_form(settings),
        )
        exports.export_batch(work, partial(self._exported_batch, anonymized=request.anonymize))

    def _exported_batch(self, value: object, *, anonymized: bool) -> None:
        assert isinstance(value, BatchExportResult)
        self._controller.use_log.note(Did.EXPORTED, to="folder of many films", identity=not anonymized)
        self._tell_written(value.folder, anonymized=anonymized)
        if value.failed:
            self._controller.messages.notify(films_not_done(value.failed))
        elif value.notes:
            self._controller.messages.notify(look_before_handing_on(value.folder.name, value.notes))

    def _tell_written(self, path: Path, *, anonymized: bool) -> None:
        files = sum(1 for found in path.rglob("*") if found.is_file()) if path.is_dir() else 1
        self.outgoing.note_exported(path, anonymized=anonymized)
        self._controller.messages.tell(exported(path, files, anonymized=anonymized), path)

    def _pack_hash(self) -> str:
        """The hash of the pack in use; reads and checks the pack."""
        found: str = import_module("inference.model_pack").load_pack(self._pack_folder()).pack_hash
        return found

    def copy(self) -> None:
        """Put the film as shown, with overlays and annotations, on the clipboard; without identity."""
        state = self._session.shown_film
        if state is None or state.radiograph is None:
            return

        shown = self._annotations_shown()
        left_out, film = shown and _has_text(self._session.reading), film_hash(state)

        def drawn(pixels: object) -> None:
            image = _image(cast("Pixels", pixels))
            QGuiApplication.clipboard().setImage(image)
            self._controller.use_log.note(Did.EXPORTED, film, to="clipboard", identity=False)
            self._controller.messages.tell(copied((image.width(), image.height()), left_out=left_out))

        work = copy_work(self._session, annotations_shown=shown, anonymize=True)
        self._controller.exports.draw("clipboard", work, drawn)

    def print_report(self) -> None:
        """Ask whether identity is left out and for a printer, then print the report of the open film."""
        state = self._session.shown_film
        if state is None or state.radiograph is None or state.analysis is None:
            return
        found = self._ask_printer(tr("Print report"), "ThoraCAM report")
        if found is None:
            return
        printer, anonymized = found
        settings = self._settings.now
        form, shown = page_form(settings), self._annotations_shown()
        work = print_work(self._session, settings.institution, form, annotations_shown=shown, anonymize=anonymized)
        done = partial(self._printed, printer, film_hash(state), anonymized=anonymized)
        self._controller.exports.export(BusyKind.PRINTING, work, done)

    def print_film(self) -> None:
        """Ask as for a report, then print the open film as large as it is, on as many sheets as it takes."""
        state = self._session.film
        if state is None or state.radiograph is None or state.radiograph.spacing is None:
            return
        found = self._ask_printer(tr("Print film in real size"), "ThoraCAM film")
        if found is None:
            return
        printer, anonymized = found
        paper = paper_of(printer)
        if paper is None:
            self._controller.messages.notify(paper_too_small())
            return
        form = replace(page_form(self._settings.now), paper=paper)
        shown = self._annotations_shown()
        work = print_film_work(self._session, form, annotations_shown=shown, anonymize=anonymized)
        done = partial(self._printed, printer, film_hash(state), anonymized=anonymized, paper=paper)
        self._controller.exports.export(BusyKind.PRINTING, work, done)

    def _ask_printer(self, title: str, name: str) -> tuple[QPrinter, bool] | None:
        """The printer that was chosen, and whether identity is left out; None where nothing is to be printed."""
        written = has_free_text(self._session.reading)
        asked = IdentityDialog(title, tr("Choose a printer …"), self._window, written=written)
        if asked.exec() != QDialog.DialogCode.Accepted:
            return None
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(name)
        if QPrintDialog(printer, self._window).exec() != QDialog.DialogCode.Accepted:
            return None
        return printer, asked.anonymized

    def _printed(
        self, printer: QPrinter, film: str, pixels: object, *, anonymized: bool, paper: Paper | None = None
    ) -> None:
        self._controller.use_log.note(Did.EXPORTED, film, to="printer", identity=not anonymized)
        print_pages(printer, [_image(page) for page in cast("tuple[Pixels, ...]", pixels)], paper)
        name = printer.printerName() or Path(printer.outputFileName()).name
        self._controller.messages.tell(printed(name, anonymized=anonymized))


def _has_text(reading: ReaderAnnotations) -> bool:
    """Whether annotations that are seen hold words of the reader, which go with identity."""
    return any(annotation.text for annotation in without_hidden(reading).annotations)


def _image(pixels: Pixels) -> QImage:
    """RGB uint8 (rows, columns, 3) as an image that owns its pixels."""
    rows, columns = pixels.shape[:2]
    data = np.ascontiguousarray(pixels).data
    return QImage(data, columns, rows, 3 * columns, QImage.Format.Format_RGB888).copy()
