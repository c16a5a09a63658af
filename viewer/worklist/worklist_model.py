"""The rows of the worklist: patients, studies and films; what stands in a row is worked out when it is seen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont

from viewer.state.session import FilmState, Session
from viewer.state.worklist_order import StudyProgress, patient_key, patient_title, progress_of
from viewer.style.rich_text import plain_in_rich
from viewer.style.theme import scaled, toned
from viewer.style.translation import tr
from viewer.worklist.film_line import FilmLine, film_line

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
    """A film, and the study it belongs to."""

    study: Study
    entry: FilmEntry


Row = PatientRow | StudyRow | FilmRow


class WorklistModel(QAbstractListModel):
    """Knows the session that is shown; rows are made anew only where the worklist is another.

    A ``compact`` list has films alone: each row says whose it is.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self.compact, self._were_compact = Session(), False, False
        self._rows: list[Row] = []
        self._places: dict[Path, int] = {}
        self._lines: dict[Path, FilmLine] = {}
        self._fonts = {PatientRow: _heading_font(13), StudyRow: _heading_font(12)}

    # -- shown ----------------------------------------------------------------------------------------------------

    def list_films(self, session: Session) -> None:
        """Make the rows anew: other films, another order, or patients to be named otherwise.

        Where there are only more films below, the rows that there were stay.
        """
        before, self._session = self._session, session
        self._lines.clear()
        if self._rows and _goes_on(before, session) and self.compact == self._were_compact:
            self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1))
            if rows := self._made(session, len(before.order)):
                self.beginInsertRows(_NOWHERE, len(self._rows), len(self._rows) + len(rows) - 1)
                self._add(rows)
                self.endInsertRows()
            return
        self.beginResetModel()
        self._were_compact = self.compact
        self._rows, self._places = [], {}
        self._add(self._made(session, 0))
        self.endResetModel()

    def _made(self, session: Session, first: int) -> list[Row]:
        rows = _rows(session, first)
        return [row for row in rows if isinstance(row, FilmRow)] if self.compact else list(rows)

    def _add(self, rows: list[Row]) -> None:
        films = ((place, row) for place, row in enumerate(rows, len(self._rows)) if isinstance(row, FilmRow))
        self._places.update((row.entry.path, place) for place, row in films)
        self._rows += rows

    def show_films(self, session: Session) -> None:
        """The same rows; what is known of their films may be more."""
        self._session = session
        self._lines.clear()
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

    def line(self, row: FilmRow) -> FilmLine:
        """What the row of a film says; put together once for each session shown, since views ask several times."""
        path = row.entry.path
        if path not in self._lines:
            self._lines[path] = film_line(self._session, row.study, row.entry)
        return self._lines[path]

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
            case Role.ForegroundRole:
                return toned(self.line(row).tone) if isinstance(row, FilmRow) else None
            case Role.TextAlignmentRole if isinstance(row, FilmRow):
                return Qt.AlignmentFlag.AlignHCenter
        return None

    def _text(self, row: Row) -> str:
        match row:
            case PatientRow(text):
                return text
            case StudyRow(study):
                return f"{SIGNS[progress_of(self._session, study)]} {study.title}"
            case FilmRow(_, entry):
                line = self.line(row)
                below = " ".join(filter(None, (line.state, line.badges)))
                return line.text if self.compact else f"{entry.label}\n{below}"

    def _tip(self, row: Row) -> str:
        match row:
            case PatientRow(text):
                return text
            case StudyRow(study):
                return f"{study.title}: {tr(progress_of(self._session, study).value)}"
            case FilmRow():
                return self.line(row).tip


def _rows(session: Session, first: int = 0) -> Iterator[Row]:
    """The rows of the films from the ``first`` on, with the headings that they need below those before them."""
    worklist = session.worklist
    above = worklist.study_of(session.order[first - 1]) if first else None
    patient = patient_key(above) if above is not None else ""
    for path in session.order[first:]:
        study = worklist.study_of(path)
        assert study is not None
        if study is not above:
            if (key := patient_key(study)) != patient:
                yield PatientRow(_patient_text(session, study, worklist.numbers[key]))
            yield StudyRow(study)
            patient, above = key, study
        yield FilmRow(study, session.films[path].entry)


def _goes_on(before: Session, session: Session) -> bool:
    """Whether the list is the one before, and perhaps more below it."""
    films, studies = len(before.order), len(before.studies)
    return (
        session.corners == before.corners
        and session.order[:films] == before.order
        and session.studies[:studies] == before.studies
    )


def _patient_text(session: Session, study: Study, number: int) -> str:
    """Who the films are of; only a number where corner annotations are not shown in full."""
    title = patient_title(study) if session.corners == "full" else ""
    return title or tr("Patient {number}").format(number=number)


def _heading_font(size: int) -> QFont:
    font = QFont()
    font.setPixelSize(scaled(size))
    font.setBold(True)
    return font
