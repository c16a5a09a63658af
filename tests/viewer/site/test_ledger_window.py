"""*How it does here* in the real window: films count as they are read, numbers lead to their films."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QTableView
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from inference.core.annotation import Annotation, AnnotationKind
from inference.core.reader_annotations import UnaidedCall
from inference.site.ledger import counts
from inference.site.ledger.counts import Question
from inference.site.ledger.sight import Arm
from inference.site.ledger.store import Ledger, ledger_path
from tests.inference.site.simulated import PACK_HASH, sight, simulated
from tests.viewer.hands import Build, analysed
from viewer.app.application import Application
from viewer.site.ledger.ledger_dialog import LedgerDialog


def shown(program: Application, qtbot: QtBot) -> LedgerDialog:
    """The dialog, once it shows what the ledger holds."""
    program.window.commands.run("ledger")
    dialog = program.window.site.ledger_dialog
    assert dialog is not None
    qtbot.waitUntil(lambda: bool(dialog.agreement.summary.text()), timeout=10_000)
    return dialog


def choose(box: object, value: object) -> None:
    box.setCurrentIndex(box.findData(value))  # type: ignore[attr-defined]
    box.activated.emit(box.currentIndex())  # type: ignore[attr-defined]


def texts(table: QTableView, row: int) -> list[str]:
    model = table.model()
    return [str(model.index(row, column, QModelIndex()).data()) for column in range(model.columnCount())]


def reads(arm: Arm) -> list[counts.Count]:
    return counts.counts(Ledger(ledger_path()), Question(arm))


def test_an_assessment_counts_with_the_models_word(program: Application, qtbot: QtBot) -> None:
    program.controller.assessments.judge("pneumothorax", 0)  # agree
    dialog = shown(program, qtbot)
    assert [(one.finding, one.word, one.films) for one in reads(Arm.AIDED)] == [("pneumothorax", "present", 1)]
    assert reads(Arm.UNAIDED) == []
    assert dialog.agreement.summary.text().startswith("No unaided reads yet")
    choose(dialog.agreement.arm, Arm.AIDED)
    qtbot.waitUntil(lambda: dialog.agreement.model.rowCount() == 1, timeout=10_000)
    assert texts(dialog.agreement.table, 0)[:2] == ["Pneumothorax", "1"]


def test_calls_count_when_the_model_was_revealed_and_not_before(program: Application, qtbot: QtBot) -> None:
    window, controller = program.window, program.controller
    controller.unaided.want(wanted=True)
    controller.assessments.judge("pneumothorax", tuple(UnaidedCall).index(UnaidedCall.PRESENT))
    controller.unaided.call_rest_absent()
    window.site.keeper.note()
    shown(program, qtbot)
    assert reads(Arm.UNAIDED) == []
    controller.unaided.reveal()
    dialog = shown(program, qtbot)
    qtbot.waitUntil(lambda: dialog.agreement.model.rowCount() > 0, timeout=10_000)
    assert {(one.finding, one.word) for one in reads(Arm.UNAIDED)} >= {("pneumothorax", "present")}
    assert "You and the model agree on" in dialog.agreement.summary.text()


def test_a_number_leads_to_its_films_and_a_film_is_opened(program: Application, films: Path, qtbot: QtBot) -> None:
    controller, first = program.controller, program.controller.session.current
    controller.assessments.judge("pneumothorax", 0)
    program.window.site.keeper.note()
    controller.travel.go(1)
    qtbot.waitUntil(lambda: analysed(program), timeout=20_000)
    dialog = shown(program, qtbot)
    choose(dialog.agreement.arm, Arm.AIDED)
    qtbot.waitUntil(lambda: dialog.agreement.model.rowCount() == 1, timeout=10_000)
    table = dialog.agreement.table
    table.clicked.emit(table.model().index(0, dialog.agreement.model.first_share + 1))  # both present
    list_ = dialog.agreement.films
    qtbot.waitUntil(lambda: list_.model.rowCount() == 1, timeout=10_000)
    assert "1 films behind this number" in list_.title.text()
    list_.view.doubleClicked.emit(list_.model.index(0, 0))
    assert controller.session.current == first
    Ledger(ledger_path()).keep([sight(5)])
    dialog.agreement.film_wanted.emit(Path("/films/5.dcm"))
    assert "is not where it was" in list_.title.text()


def test_a_region_drawn_unaided_counts_so_and_one_drawn_after_does_not(program: Application, qtbot: QtBot) -> None:
    controller, keeper = program.controller, program.window.site.keeper
    controller.unaided.want(wanted=True)
    controller.annotations.add(Annotation(0, AnnotationKind.ELLIPSE, ((10.0, 10.0), (60.0, 60.0))))
    controller.annotations.belong(1, "pneumothorax")
    controller.unaided.call("pneumothorax", UnaidedCall.PRESENT)
    controller.unaided.call_rest_absent()
    controller.unaided.reveal()
    keeper.note()
    controller.annotations.add(Annotation(0, AnnotationKind.ARROW, ((0.0, 0.0), (40.0, 40.0))))
    controller.annotations.belong(2, "pneumothorax")
    keeper.note()
    dialog = shown(program, qtbot)
    qtbot.waitUntil(lambda: dialog.agreement.model.rowCount() > 0, timeout=10_000)
    model = dialog.agreement.model
    heads = [model.headerData(column, Qt.Orientation.Horizontal) for column in range(model.columnCount())]
    assert heads[-2:] == ["Heatmap:\nhits", "Heatmap:\noverlap"]
    assert [len(counts.regions(Ledger(ledger_path()), Question(arm))) for arm in Arm] == [1, 1]
    row = next(row for row in range(model.rowCount()) if texts(dialog.agreement.table, row)[0] == "Pneumothorax")
    assert texts(dialog.agreement.table, row)[-1].endswith(" %")
    dialog.agreement.table.clicked.emit(model.index(row, model.columnCount() - 1))
    qtbot.waitUntil(lambda: dialog.agreement.films.model.rowCount() == 1, timeout=10_000)


def test_what_is_turned_off_does_not_count(program: Application, qtbot: QtBot) -> None:
    program.window.settings.now = program.settings.now.__class__(ledger=False)
    program.controller.assessments.judge("pneumothorax", 0)
    shown(program, qtbot)
    assert reads(Arm.AIDED) == []


def test_truth_csv_and_emptying(program: Application, qtbot: QtBot, tmp_path: Path) -> None:
    sights, _ = simulated(60)
    Ledger(ledger_path()).keep(sights)
    dialog = shown(program, qtbot)
    choose(dialog.agreement.pack, PACK_HASH)
    columns = dialog.agreement.model.columnCount()
    truth = tmp_path / "truth.csv"
    truth.write_text("film,pneumothorax\n" + "\n".join(f"{number}.dcm,{number % 2}" for number in range(60)))
    dialog.bring_truth(truth)
    qtbot.waitUntil(lambda: dialog.agreement.model.columnCount() == columns + 4, timeout=10_000)
    dialog.agreement.no_truth.click()
    qtbot.waitUntil(lambda: dialog.agreement.model.columnCount() == columns, timeout=10_000)
    dialog.export(tmp_path / "figures.csv")
    qtbot.waitUntil(lambda: (tmp_path / "figures.csv").exists(), timeout=10_000)
    assert (tmp_path / "figures.csv").read_text().count("\n") == 8
    dialog.empty()
    qtbot.waitUntil(lambda: dialog.agreement.model.rowCount() == 0, timeout=10_000)


def test_drift_shows_three_lights_and_the_films_behind_them(program: Application, qtbot: QtBot) -> None:
    sights, _ = simulated(400)
    Ledger(ledger_path()).keep(sights)
    dialog = shown(program, qtbot)
    choose(dialog.agreement.pack, PACK_HASH)
    dialog.tabs.setCurrentIndex(1)
    qtbot.waitUntil(lambda: len(dialog.drift.cards) == 3, timeout=10_000)
    card = dialog.drift.cards[0]
    card.films.click()
    assert dialog.drift.films.model.rowCount() > 0
    assert dialog.drift.weeks.rowCount() > 30


def test_the_ledger_stands_there_once(program: Application, qtbot: QtBot) -> None:
    first, second = shown(program, qtbot), shown(program, qtbot)
    qtbot.waitUntil(lambda: not isValid(first))
    assert second.isVisible()


def test_a_damaged_ledger_is_said_where_it_was_asked_for(build: Build, qtbot: QtBot) -> None:
    ledger_path().parent.mkdir(parents=True)
    ledger_path().write_bytes(b"none" * 500)
    program = build()
    assert shown(program, qtbot).agreement.summary.text().startswith("Ledger not usable.")
