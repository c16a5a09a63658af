"""The rows of the worklist: patients, studies and films; what stands in a row is worked out when it is seen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont

from inference.core.analysis import ScoreState
from viewer.state.session import FilmState, Session, unaided
from viewer.state.worklist_order import StudyProgress, patient_key, patient_title, progress_of
from viewer.style.rich_text import plain_in_rich
from viewer.style.theme import scaled, toned
from viewer.style.translation import tr

if TYPE_CHECKING:  # the DICOM library comes with the first film, after the window
    from inference.reading import FilmEntry, Study

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
SIGNS = {StudyProgress.NEW: "○", StudyProgress.ANALYSED: "●", StudyProgress.REVIEWED: "✓"}
_NOWHERE = QModelIndex()


@dataclass(frozen=True, slots=True)
class PatientRow:
    """A heading that says who the studies below it are of."""

    text: str


@dataclass(frozen=True, slots=True)
class StudyRow:
    """A heading that names a study."""

    study: Study


@dataclass(frozen=True, slots=True)
class FilmRow:
    """A film."""

    entry: FilmEntry


Row = PatientRow | StudyRow | FilmRow


class WorklistModel(QAbstractListModel):
    """Knows the session that is shown; rows are made anew only where the worklist is another."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = Session()
        self._rows: list[Row] = []
        self._places: dict[Path, int] = {}
        self._fonts = {PatientRow: _heading_font(13), StudyRow: _heading_font(12)}

    # -- shown ----------------------------------------------------------------------------------------------------

    def list_films(self, session: Session) -> None:
        """Make the rows anew: other films, another order, or patients to be named otherwise."""
        self.beginResetModel()
        self._session = session
        self._rows = list(_rows(session))
        self._places = {row.entry.path: place for place, row in enumerate(self._rows) if isinstance(row, FilmRow)}
        self.endResetModel()

    def show_films(self, session: Session) -> None:
        """The same rows; what is known of their films may be more."""
        self._session = session
        if self._rows:
            self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1))

    @property
    def rows(self) -> list[Row]:
        """What is listed, from top to bottom."""
        return self._rows

    def place(self, path: Path | None) -> Index:
        """Where a film is; an invalid index where it is not listed."""
        row = None if path is None else self._places.get(path)
        return _NOWHERE if row is None else self.index(row)

    def film(self, index: Index) -> FilmState | None:
        """What is known of the film in a row; None for a heading."""
        row = self._rows[index.row()]
        return self._session.films[row.entry.path] if isinstance(row, FilmRow) else None

    # -- asked for by the view ------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = _NOWHERE) -> int:  # noqa: N802 - Qt's name
        """How many rows there are."""
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Films can be picked, headings cannot."""
        if index.isValid() and isinstance(self._rows[index.row()], FilmRow):
            return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return Qt.ItemFlag.NoItemFlags

    def data(self, index: Index, role: int = Role.DisplayRole) -> object:
        """What stands in a row."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        match role:
            case Role.DisplayRole:
                return self._text(row)
            case Role.ToolTipRole:
                return plain_in_rich(self._tip(row))
            case Role.FontRole if not isinstance(row, FilmRow):
                return self._fonts[type(row)]
            case Role.ForegroundRole if not isinstance(row, FilmRow):
                return toned("#c9d3de" if isinstance(row, PatientRow) else "#9aa6b3")
            case Role.TextAlignmentRole if isinstance(row, FilmRow):
                return Qt.AlignmentFlag.AlignHCenter
        return None

    def _text(self, row: Row) -> str:
        match row:
            case PatientRow(text):
                return text
            case StudyRow(study):
                return f"{SIGNS[progress_of(self._session, study)]} {study.title}"
            case FilmRow(entry):
                state = self._session.films[entry.path]
                return f"{entry.label}\n{_state_line(state, hidden=unaided(self._session, state))}"

    def _tip(self, row: Row) -> str:
        match row:
            case PatientRow(text):
                return text
            case StudyRow(study):
                return f"{study.title}: {tr(progress_of(self._session, study).value)}"
            case FilmRow(entry):
                return entry.path.name


def _rows(session: Session) -> Iterator[Row]:
    numbers: dict[str, int] = {}
    patient = ""
    for study in session.studies:
        key = patient_key(study)
        number = numbers.setdefault(key, len(numbers) + 1)
        entries = [entry for entry in study.films if entry.path not in session.worklist.hidden]
        if entries and key != patient:
            patient = key
            yield PatientRow(_patient_text(session, study, number))
        if entries:
            yield StudyRow(study)
        yield from map(FilmRow, entries)


def _patient_text(session: Session, study: Study, number: int) -> str:
    """Who the films are of; only a number where corner annotations are not shown in full."""
    title = patient_title(study) if session.corners == "full" else ""
    return title or tr("Patient {number}").format(number=number)


def _heading_font(size: int) -> QFont:
    font = QFont()
    font.setPixelSize(scaled(size))
    font.setBold(True)
    return font


def _state_line(state: FilmState, *, hidden: bool) -> str:
    if state.failure is not None:
        return tr("cannot be opened")
    if hidden:
        return tr("unaided read")
    if state.analysis is None:
        return tr("not analysed yet")
    if not any(result.analysed for result in state.analysis.results):
        return tr("not analysed")
    if state.analysis.unlike:
        return tr("unlike the films known")
    above = sum(result.state is ScoreState.ABOVE for result in state.analysis.results)
    if above == 0:
        return tr("none above")
    return tr("1 finding above") if above == 1 else tr("{count} findings above").format(count=above)
