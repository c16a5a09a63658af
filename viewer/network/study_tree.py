"""What a node found, as a tree: studies, their series, the objects of those; each level is asked for when opened."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from inference.report.film_info import readable_name
from viewer.style.translation import marked, tr

if TYPE_CHECKING:  # the libraries of the network come with the first search
    from inference.network.query.search import Expected, InstanceFound, SeriesFound, StudyFound

COLUMNS = (
    marked("Date"),
    marked("Patient"),
    marked("Patient ID"),
    marked("Birth date"),
    marked("Modality"),
    marked("Description"),
    marked("Accession number"),
    marked("Objects"),
)
MODALITY, DESCRIPTION, OBJECTS = 4, 5, 7
UIDS = int(Qt.ItemDataRole.UserRole)  # of the study and the series; none for what is only expected
Item = QTreeWidgetItem


class StudyTree(QTreeWidget):
    """Shows what was found; tells which level below is wanted."""

    series_wanted = Signal(str)  # the UID of a study
    instances_wanted = Signal(str, str)  # the UIDs of a study and a series

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Studies"))
        self.setHeaderLabels([tr(words) for words in COLUMNS])
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setUniformRowHeights(True)
        self.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.header().setSectionResizeMode(DESCRIPTION, QHeaderView.ResizeMode.Stretch)
        self.header().setStretchLastSection(False)
        self.itemExpanded.connect(self._ask_below)

    def show_studies(self, studies: Sequence[StudyFound]) -> None:
        """Show studies, closed."""
        self.clear()
        for study in studies:
            cells = (
                f"{study.date} {study.time}".strip(),
                readable_name(study.patient_name),
                study.patient_id,
                study.birth_date,
                study.modalities,
                study.description,
                study.accession,
                str(study.objects or ""),
            )
            self.addTopLevelItem(_opening(Item(list(cells)), study.study_uid, ""))

    def show_expected(self, found: Sequence[tuple[Expected, bool]]) -> None:
        """Show what is planned, and what of it has arrived; nothing lies below."""
        self.clear()
        for one, arrived in found:
            when, state = f"{one.date} {one.time}".strip(), tr("arrived") if arrived else tr("expected")
            who = (readable_name(one.patient_name), one.patient_id, "")
            self.addTopLevelItem(Item([when, *who, one.modality, one.description, one.accession, state]))

    def show_series(self, study_uid: str, found: Sequence[SeriesFound]) -> None:
        """Show the series of a study."""
        if (item := self._item(study_uid)) is not None:
            item.takeChildren()
            for series in found:
                cells = [""] * len(COLUMNS)
                cells[0] = tr("Series {number}").format(number=series.number).strip()
                cells[MODALITY], cells[DESCRIPTION] = series.modality, series.description
                cells[OBJECTS] = str(series.objects or "")
                item.addChild(_opening(Item(cells), study_uid, series.series_uid))

    def show_instances(self, study_uid: str, series_uid: str, found: Sequence[InstanceFound]) -> None:
        """Show the objects of a series, which come with it."""
        if (item := self._item(study_uid, series_uid)) is not None:
            item.takeChildren()
            for one in found:
                cells = [""] * len(COLUMNS)
                cells[0] = tr("Object {number}").format(number=one.number).strip()
                cells[DESCRIPTION] = one.kind
                below = Item(cells)
                below.setFlags(Qt.ItemFlag.ItemIsEnabled)
                item.addChild(below)

    def chosen(self) -> tuple[tuple[str, str], ...]:
        """The UIDs of the studies and series that are picked out; a series goes with its study if that is, too."""
        found = [item.data(0, UIDS) for item in self.selectedItems()]
        pairs = [(str(one[0]), str(one[1])) for one in found if one]
        whole = {study for study, series in pairs if not series}
        return tuple(pair for pair in pairs if not pair[1] or pair[0] not in whole)

    def _item(self, study_uid: str, series_uid: str = "") -> Item | None:
        studies = [self.topLevelItem(row) for row in range(self.topLevelItemCount())]
        below = [item.child(row) for item in studies if item is not None for row in range(item.childCount())]
        wanted = (study_uid, series_uid)
        return next((item for item in (*studies, *below) if item is not None and _uids(item) == wanted), None)

    def _ask_below(self, item: Item) -> None:
        uids = _uids(item)
        if uids is None or item.childCount():
            return
        if uids[1]:
            self.instances_wanted.emit(*uids)
        else:
            self.series_wanted.emit(uids[0])


def _uids(item: Item) -> tuple[str, str] | None:
    found = item.data(0, UIDS)
    return (str(found[0]), str(found[1])) if found else None


def _opening(item: Item, study_uid: str, series_uid: str) -> Item:
    item.setData(0, UIDS, (study_uid, series_uid))
    item.setChildIndicatorPolicy(Item.ChildIndicatorPolicy.ShowIndicator)
    return item
