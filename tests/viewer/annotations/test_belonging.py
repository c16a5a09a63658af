"""A region or an arrow belongs to a finding: how its heat meets it is said, stored and counted."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtWidgets import QMenu

from inference.annotations.export import measured_annotations
from inference.annotations.serialization import from_dict, to_dict
from inference.annotations.store import MemoryAnnotationStore
from inference.core.annotation import Annotation, AnnotationKind
from inference.core.reader_annotations import ReaderAnnotations, heat_of_findings
from tests.viewer.control.desk import A, B, Desk
from viewer.app.application import Application

BOX = Annotation(0, AnnotationKind.RECTANGLE, ((1.0, 1.0), (11.0, 13.0)))  # in the quarter where the fake's map is hot


@pytest.fixture
def desk() -> Desk:
    made = Desk(store=MemoryAnnotationStore()).open()
    made.service.work_off()
    return made


def drawn(desk: Desk) -> Annotation:
    [one] = desk.controller.session.reading.annotations
    return one


def test_a_region_is_held_against_the_heat_of_its_finding_and_kept(desk: Desk) -> None:
    desk.controller.annotations.add(BOX)
    assert drawn(desk).heat is None
    desk.controller.annotations.belong(1, "pneumothorax")
    heat = drawn(desk).heat
    assert heat is not None
    assert heat.hit
    assert heat.overlap is not None
    assert heat.overlap > 0.5
    desk.service.work_off()
    stored = desk.controller.exports._store.load(desk.hash_of(A))  # noqa: SLF001 - what is kept
    assert list(heat_of_findings(stored)) == [(drawn(desk), heat)]


def test_a_region_that_moves_is_measured_anew_and_undo_measures_it_back(desk: Desk) -> None:
    annotations = desk.controller.annotations
    annotations.add(BOX)
    annotations.belong(1, "pneumothorax")
    before = drawn(desk)
    away = Annotation(1, AnnotationKind.RECTANGLE, ((30.0, 40.0), (40.0, 50.0)), finding="pneumothorax")
    annotations.change(away)
    assert drawn(desk).heat is not None
    assert drawn(desk).heat != before.heat
    annotations.undo()
    assert drawn(desk) == before
    annotations.belong(1, "")
    assert drawn(desk).heat is None
    annotations.undo()
    assert drawn(desk) == before
    annotations.undo()
    assert drawn(desk).finding == ""


def test_a_region_drawn_unaided_is_measured_when_the_model_speaks_and_not_before(desk: Desk) -> None:
    controller = desk.controller
    controller.unaided.want(True)
    controller.travel.select(B)
    desk.service.work_off()
    controller.annotations.add(BOX)
    controller.annotations.belong(1, "pneumothorax")
    assert drawn(desk).heat is None
    controller.unaided.call_rest_absent()
    controller.unaided.reveal()
    assert drawn(desk).heat is not None


def test_what_was_measured_before_is_not_seen_in_an_unaided_read(desk: Desk) -> None:
    desk.controller.annotations.add(BOX)
    desk.controller.annotations.belong(1, "pneumothorax")
    desk.controller.unaided.want(True)
    assert [one.heat for one in desk.controller.session.drawn] == [None]
    assert drawn(desk).heat is not None


def test_a_length_belongs_to_nothing(desk: Desk) -> None:
    desk.controller.annotations.add(Annotation(0, AnnotationKind.LENGTH, ((1, 1), (9, 9))))
    desk.controller.annotations.belong(1, "pneumothorax")
    assert drawn(desk).finding == ""


def test_files_keep_it_and_those_without_it_open(desk: Desk) -> None:
    desk.controller.annotations.add(BOX)
    plain = json.loads(json.dumps(to_dict(desk.controller.session.reading)))
    assert "finding" not in plain["marks"][0]
    assert from_dict(plain) == desk.controller.session.reading
    desk.controller.annotations.belong(1, "pneumothorax")
    reading = desk.controller.session.reading
    assert from_dict(json.loads(json.dumps(to_dict(reading)))) == reading
    plain["marks"][0]["finding"] = "gout"
    with pytest.raises(ValueError, match="none of the seven"):
        from_dict(plain)


def test_results_say_finding_and_heat(desk: Desk) -> None:
    desk.controller.annotations.add(BOX)
    desk.controller.annotations.belong(1, "pneumothorax")
    film = desk.controller.session.radiograph
    assert film is not None
    [told] = measured_annotations(film, desk.controller.session.reading)
    assert told["finding"] == "pneumothorax"
    assert isinstance(told["heat"], dict)
    assert told["heat"]["hit"] is True
    assert any("hottest place inside, overlap" in line for line in told["lines"])  # type: ignore[attr-defined]


def test_another_readers_regions_are_not_counted() -> None:
    from inference.core.annotation import HeatInRegion

    heat = HeatInRegion(True, 0.5, 0.5, "a" * 64)
    own, theirs = (
        Annotation(number, AnnotationKind.ELLIPSE, ((1, 1), (9, 9)), author=author, finding="hemothorax", heat=heat)
        for number, author in ((1, ""), (2, "Kim"))
    )
    assert list(heat_of_findings(ReaderAnnotations(annotations=(own, theirs)))) == [(own, heat)]


def test_the_menu_of_an_annotation_offers_the_findings(program: Application, tmp_path: Path) -> None:
    controller, window = program.controller, program.window
    controller.annotations.add(Annotation(0, AnnotationKind.ELLIPSE, ((10.0, 10.0), (60.0, 60.0))))
    [one] = controller.session.reading.annotations
    menu = window.menus._of_annotation(one, window.viewports.film)  # noqa: SLF001 - without a pointer over it
    below = next(action.menu() for action in menu.actions() if action.text() == "Belongs to finding")
    assert isinstance(below, QMenu)
    action = next(action for action in below.actions() if action.text() == "Pneumothorax")
    action.trigger()
    [one] = controller.session.reading.annotations
    assert one.finding == "pneumothorax"
    assert one.heat is not None
    window.commands.run("measurements")
    assert "Pneumothorax: hottest place" in window.measurements.list.item(0).text()
