"""The record of use as the window keeps it: every step, no words, nothing while it is off."""

from __future__ import annotations

from typing import Any

import pytest

from inference.core.annotation import Annotation, AnnotationKind
from inference.core.errors import RecordNotKept
from inference.core.findings import FINDINGS
from inference.site.record.lines import Did, End, Use
from tests.viewer.control.desk import A, B, Desk
from viewer.control.jobs.worker import Lane


class MemoryRecord:
    """Keeps lines; refuses when told to."""

    def __init__(self) -> None:
        self.uses: list[Use] = []
        self.full = False

    def append(self, uses: list[Use]) -> End:
        if self.full:
            raise RecordNotKept("record")
        self.uses += uses
        return End(len(self.uses), "d" * 64)

    def told(self) -> list[tuple[str, dict[str, Any]]]:
        return [(use.did.name, dict(use.facts)) for use in self.uses]


@pytest.fixture
def record() -> MemoryRecord:
    return MemoryRecord()


@pytest.fixture
def desk(record: MemoryRecord) -> Desk:
    made = Desk(record=record)
    made.controller.use_log.use(on=True)
    return made.open()


def test_a_read_from_the_film_to_the_export_is_told(desk: Desk, record: MemoryRecord) -> None:
    controller = desk.controller
    desk.service.work_off(Lane.ANALYSE, Lane.KEEP)
    controller.assessments.judge("pneumothorax", 0)
    controller.annotations.add(Annotation(0, AnnotationKind.LENGTH, ((1, 1), (9, 9)), text="Smith"))
    controller.assessments.write_note("pneumothorax", "Smith")
    controller.use_log.note(Did.EXPORTED, desk.hash_of(A), parts=["report"], identity=False)
    controller.travel.select(B)
    desk.service.work_off()
    told = record.told()
    assert [did for did, _ in told] == [
        *("BEGAN", "SHOWN", "RESULTS", "CALLED", "CHANGED", "CHANGED", "EXPORTED", "SHOWN", "RESULTS"),
    ]
    assert told[2][1]["above"] == ["pneumothorax"]
    assert told[3][1] == {"finding": "pneumothorax", "assessment": "accept"}
    assert {use.film_hash for use in record.uses[1:7]} == {desk.hash_of(A)}
    assert "Smith" not in str(record.uses)
    assert controller.session.recorded == len(told)


def test_an_unaided_read_is_told_in_its_order(desk: Desk, record: MemoryRecord) -> None:
    desk.controller.unaided.want(True)
    desk.controller.travel.select(B)
    desk.service.work_off()
    desk.controller.assessments.judge("pneumothorax", 0)
    desk.controller.unaided.call_rest_absent()
    desk.controller.unaided.reveal()
    desk.service.work_off()
    told = [did for did, facts in record.told()[record.told().index(("SHOWN", {"unaided": True})) :]]
    assert told == ["SHOWN", *["CALLED"] * len(FINDINGS), *["REVEALED", "RESULTS"]] or told == [
        "SHOWN",
        *["CALLED"] * len(FINDINGS),
        *["RESULTS", "REVEALED"],
    ]


def test_nothing_is_told_while_it_is_off(record: MemoryRecord) -> None:
    made = Desk(record=record).open()
    made.service.work_off()
    made.controller.use_log.note(Did.SENT, "f" * 64)
    made.service.work_off()
    assert record.uses == []
    assert made.controller.session.recorded is None


def test_its_own_end_is_told(desk: Desk, record: MemoryRecord) -> None:
    desk.controller.use_log.use(on=False)
    desk.service.work_off()
    assert record.told()[-1][0] == "ENDED"
    assert desk.controller.session.recorded is None


def test_a_disk_that_refuses_is_said_once_and_no_line_is_lost(desk: Desk, record: MemoryRecord) -> None:
    record.full = True
    desk.service.work_off()
    assert desk.controller.session.notice is not None
    assert desk.controller.session.notice.title == "Use not recorded"
    desk.controller.messages.dismiss_notice()
    desk.controller.assessments.judge("pneumothorax", 0)
    desk.service.work_off()
    assert desk.controller.session.notice is None
    record.full = False
    desk.controller.assessments.judge("pneumothorax", 2)
    desk.service.work_off()
    assert [did for did, _ in record.told()][:3] == ["BEGAN", "SHOWN", "RESULTS"]
