"""The dialog of settings: changes a copy; nothing happens before it is accepted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QFrame,
    QGroupBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from viewer.dialogs.form_search import show_found
from viewer.dialogs.limit_fields import LimitFields
from viewer.state.ahead import AheadWish
from viewer.state.settings import (
    CAPTURE_SYNTAXES,
    CORNERS,
    DEVICES,
    LANGUAGES,
    PAPERS,
    PRECISIONS,
    REOPENING,
    REPORT_CLASSES,
    REPORT_THEMES,
    TEXT_PERCENTS,
    THEMES,
    Settings,
)
from viewer.style.calm_inputs import CalmComboBox
from viewer.style.theme import open_at
from viewer.style.translation import marked, tr

WORDS = {
    "dark": marked("Dark"),
    "dim": marked("Dim (for a dark room)"),
    "full": marked("Full"),
    "anonymised": marked("Anonymised"),
    "none": marked("None"),
    "auto": marked("As fits this computer"),
    "cpu": marked("Processor (CPU)"),
    "gpu": marked("Graphics card (GPU)"),
    "npu": marked("Neural processor (NPU)"),
    "ask": marked("Ask"),
    "always": marked("Open it again"),
    "never": marked("Forget it"),
    "mains": marked("While on mains power"),
    "any power": marked("Always"),
    "off": marked("Never"),
    "explicit": marked("Uncompressed, as every archive takes it"),
    "jpeg-ls": marked("JPEG-LS, without loss and smaller"),
    "comprehensive": marked("Comprehensive SR, as every archive takes it"),
    "comprehensive-3d": marked("Comprehensive 3D SR"),
    "light": marked("Light, as on paper"),
    "a4": marked("A4"),
    "letter": marked("Letter"),
}
PREVALENCES = (0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5)


class SettingsDialog(QDialog):
    """Shows the settings; ``chosen`` are those wanted, after ``accepted``."""

    keys_wanted = Signal()
    presets_wanted = Signal()

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("settingsDialog")
        self.setWindowTitle(tr("Settings"))
        self.chosen = settings
        self.language = self._choice(LANGUAGES, settings.language, tr("Language"))
        self.theme = self._choice(_named(THEMES), settings.theme, tr("Theme"))
        percents = {str(percent): f"{percent} %" for percent in TEXT_PERCENTS}
        self.text = self._choice(percents, str(settings.text_percent), tr("Text size"))
        self.corners = self._choice(_named(CORNERS), settings.corners, tr("Text in the corners of a film"))
        self.reopen = self._choice(_named(REOPENING), settings.reopen, tr("What was open last time"))
        self.work_ahead = self._choice(_named([*AheadWish]), settings.work_ahead, tr("Analyse films of the list ahead"))
        self.keys, self.presets = QPushButton(tr("Edit keys …"), self), QPushButton(tr("Window presets …"), self)
        known = tr("The model that comes with the program")
        self.pack = self._folder(settings.pack, known, tr("Folder of the model pack"))
        self.second_pack = self._folder(settings.second_pack, tr("None"), tr("Folder of a second model pack"))
        self.browse, self.browse_second = (QPushButton(tr("Browse …"), self) for _ in range(2))
        for button in (self.keys, self.presets, self.browse, self.browse_second):
            button.setAutoDefault(False)
        self.device = self._choice(_named(DEVICES), settings.device, tr("Device"))
        self.precision = self._choice(_named(PRECISIONS), settings.precision, tr("Precision"))
        stated = tr("Prevalence for which probabilities are stated")
        self.prevalence = self._choice(_prevalences(settings.prevalence), repr(settings.prevalence), stated)
        self._make_report_fields(settings)
        self.drag_swapped = self._tick(tr("Left drag across changes the level"), on=settings.drag_swapped)
        self.drag_upside_down = self._tick(tr("Left drag up makes darker"), on=settings.drag_upside_down)
        self.sticky_tools = self._tick(tr("Tools of measurement stay in hand after use"), on=settings.sticky_tools)
        self.read_first = self._tick(tr("Unaided read: hide the AI until all is called"), on=settings.read_first)
        self.small_views = self._tick(tr("Whiskers: look at ten small views of the open film"), on=settings.small_views)
        self.ledger = self._tick(tr("Count here what I read (How it does here)"), on=settings.ledger)
        self.record_use = self._tick(tr("Keep a record of use, without identity"), on=settings.record_use)
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(tr("Search settings"))
        self.search.setAccessibleName(tr("Search settings"))
        self.search.setClearButtonEnabled(True)
        self.nothing = QLabel(tr("No setting is called so."), self)
        self.nothing.hide()
        self._groups: list[QGroupBox] = []
        self._lay_out()
        self.search.textChanged.connect(self._find)
        self.keys.clicked.connect(self.keys_wanted)
        self.presets.clicked.connect(self.presets_wanted)
        self.browse.clicked.connect(lambda: self._browse(self.pack))
        self.browse_second.clicked.connect(lambda: self._browse(self.second_pack))

    def _make_report_fields(self, settings: Settings) -> None:
        self.institution = QLineEdit(settings.institution, self)
        self.institution.setAccessibleName(tr("Institution"))
        self.institution.setPlaceholderText(tr("A line at the head of every report"))
        self.institution.setMaxLength(120)
        self.dicom_pictures = self._choice(_named(CAPTURE_SYNTAXES), settings.dicom_pictures, tr("Pictures as DICOM"))
        self.dicom_report = self._choice(_named(REPORT_CLASSES), settings.dicom_report, tr("Structured reports"))
        self.report_theme = self._choice(_named(REPORT_THEMES), settings.report_theme, tr("Report pages as PNG"))
        self.report_paper = self._choice(_named(PAPERS), settings.report_paper, tr("Paper of reports"))
        self.dicom_document = self._tick(tr("Report as encapsulated PDF too"), on=settings.dicom_document)
        self.dicom_state = self._tick(tr("Film as seen as presentation state (GSPS) too"), on=settings.dicom_state)
        self.dicom_keys = self._tick(
            tr("Key object selections (KO) of films with a finding, or flagged, too"), on=settings.dicom_keys
        )
        self.dicom_maps = self._tick(tr("Heatmaps as data (parametric map) too"), on=settings.dicom_maps)

    def _folder(self, text: str, otherwise: str, name: str) -> QLineEdit:
        line = QLineEdit(text, self)
        line.setPlaceholderText(otherwise)
        line.setAccessibleName(name)
        return line

    def _tick(self, text: str, *, on: bool) -> QCheckBox:
        box = QCheckBox(text, self)
        box.setChecked(on)
        return box

    def _choice(self, choices: Mapping[str, str], current: str, name: str) -> QComboBox:
        box = CalmComboBox(self)
        box.setAccessibleName(name)
        for key, text in choices.items():
            box.addItem(text, key)
        box.setCurrentIndex(box.findData(current))
        return box

    def _lay_out(self) -> None:
        pack, second = QHBoxLayout(), QHBoxLayout()
        for row, line, button in ((pack, self.pack, self.browse), (second, self.second_pack, self.browse_second)):
            row.addWidget(line, 1)
            row.addWidget(button)
        inner = QWidget(self)
        column = QVBoxLayout(inner)
        window_form = self._group(tr("Appearance"), column)
        window_form.addRow(tr("Language"), self.language)
        window_form.addRow(tr("Theme"), self.theme)
        window_form.addRow(tr("Text size"), self.text)
        window_form.addRow(tr("Corner annotations"), self.corners)
        window_form.addRow(tr("Keys"), self.keys)
        window_form.addRow(tr("Window presets"), self.presets)
        window_form.addRow(tr("What was open last time"), self.reopen)
        for tick in (self.drag_swapped, self.drag_upside_down, self.sticky_tools, self.read_first, self.ledger):
            window_form.addRow("", tick)
        model_form = self._group(tr("Model (from the next start on)"), column)
        model_form.addRow(tr("Model pack"), pack)
        model_form.addRow(tr("Second model pack"), second)
        model_form.addRow(tr("Device"), self.device)
        model_form.addRow(tr("Precision"), self.precision)
        window_form.addRow(tr("Analyse films of the list ahead"), self.work_ahead)
        model_form.addRow(tr("Prevalence"), self.prevalence)
        for tick in (self.small_views, self.record_use):
            window_form.addRow("", tick)
        self._lay_out_reports(self._group(tr("Reports"), column))
        reading_form = self._group(tr("Films are read up to (from the next start on)"), column)
        self.limits = LimitFields(self.chosen.limits, reading_form, self)
        self.usual_limits = QPushButton(tr("As the program comes"), self)
        self.usual_limits.setAutoDefault(False)
        self.usual_limits.clicked.connect(self.limits.reset)
        reading_form.addRow("", self.usual_limits)
        column.addWidget(self.nothing)
        buttons = QDialogButtonBox(self)
        self.save = buttons.addButton(tr("Save"), QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self._accept)
        buttons.rejected.connect(self.reject)
        column.addStretch(1)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(inner)
        whole = QVBoxLayout(self)
        whole.addWidget(self.search)
        whole.addWidget(area)
        whole.addWidget(buttons)
        open_at(self, 620, 720)

    def _lay_out_reports(self, form: QFormLayout) -> None:
        form.addRow(tr("Institution"), self.institution)
        form.addRow(tr("Report pages as PNG"), self.report_theme)
        form.addRow(tr("Paper of reports"), self.report_paper)
        form.addRow(tr("Pictures as DICOM"), self.dicom_pictures)
        form.addRow(tr("Structured reports"), self.dicom_report)
        form.addRow("", self.dicom_document)
        form.addRow("", self.dicom_state)
        form.addRow("", self.dicom_keys)
        form.addRow("", self.dicom_maps)

    def _group(self, title: str, column: QVBoxLayout) -> QFormLayout:
        box = QGroupBox(title)
        column.addWidget(box)
        self._groups.append(box)
        return QFormLayout(box)

    def _find(self, text: str) -> None:
        """Show the settings whose words or choices hold the text; of a group so called all."""
        found = [show_found(box, text.strip().casefold()) for box in self._groups]
        self.nothing.setVisible(not any(found))

    def _browse(self, line: QLineEdit) -> None:
        folder = QFileDialog.getExistingDirectory(self, tr("Folder of the model pack"), line.text())
        if folder:
            line.setText(folder)

    def _accept(self) -> None:
        self.chosen = replace(
            self.chosen,
            language=self.language.currentData(),
            theme=self.theme.currentData(),
            text_percent=int(self.text.currentData()),
            corners=self.corners.currentData(),
            reopen=self.reopen.currentData(),
            work_ahead=self.work_ahead.currentData(),
            pack=self.pack.text().strip(),
            second_pack=self.second_pack.text().strip(),
            device=self.device.currentData(),
            precision=self.precision.currentData(),
            prevalence=float(self.prevalence.currentData()),
            institution=self.institution.text().strip(),
            dicom_pictures=self.dicom_pictures.currentData(),
            dicom_document=self.dicom_document.isChecked(),
            dicom_state=self.dicom_state.isChecked(),
            dicom_keys=self.dicom_keys.isChecked(),
            dicom_maps=self.dicom_maps.isChecked(),
            dicom_report=self.dicom_report.currentData(),
            report_theme=self.report_theme.currentData(),
            report_paper=self.report_paper.currentData(),
            drag_swapped=self.drag_swapped.isChecked(),
            drag_upside_down=self.drag_upside_down.isChecked(),
            read_first=self.read_first.isChecked(),
            ledger=self.ledger.isChecked(),
            sticky_tools=self.sticky_tools.isChecked(),
            small_views=self.small_views.isChecked(),
            record_use=self.record_use.isChecked(),
            limits=self.limits.chosen,
        )
        self.accept()


def _prevalences(chosen: float) -> dict[str, str]:
    """Those to choose from, and the one chosen in the file; 0 leaves it to the model."""
    shares = sorted({*PREVALENCES, chosen} - {0.0})
    return {repr(0.0): tr("As the model states it"), **{repr(share): f"{share * 100:.3g} %" for share in shares}}


def _named(choices: Sequence[str]) -> dict[str, str]:
    return {choice: tr(WORDS[choice]) if choice in WORDS else choice for choice in choices}
