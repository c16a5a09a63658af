"""When objects of other programs are looked for, and whose they are: step by step, with fakes around the controller."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from inference.core.cancel import CancelToken
from inference.core.film import Radiograph
from inference.core.film_objects import FilmFacts, FilmObject, FilmReport, ObjectKind, Origin, RelatedObject, ReportItem
from inference.reading.files.scan import ScanResult
from tests.fakes import FakeReader, film
from tests.viewer.control.desk import A, B, Desk
from viewer.control.jobs.worker import Lane
from viewer.control.objects.object_control import MOST_LOOKED_AT
from viewer.state.objects.shown import objects_of


class ReaderOfObjects(FakeReader):
    """Finds reports on the film of the UID "A" beside the films."""

    def __init__(self, films: dict[Path, Radiograph | Exception], count: int = 1) -> None:
        super().__init__(films)
        self.count, self.asked = count, list[Path]()

    def scan(self, paths: Sequence[Path], token: CancelToken) -> ScanResult:
        found = super().scan(paths, token)
        names = (Path(f"report-{number}.dcm") for number in range(self.count))
        return replace(found, related=tuple(RelatedObject(name, ObjectKind.REPORT, "S", "P", "1") for name in names))

    def read_object(self, path: Path, film: FilmFacts, token: CancelToken) -> FilmObject | None:
        self.asked.append(path)
        return FilmReport(Origin("Elsewhere"), ReportItem("Report")) if film.sop_uid == "A" else None


def of(uid: str) -> Radiograph:
    """A film whose pixels are those of the other."""
    plain = film("same")
    return replace(plain, identity=replace(plain.identity, sop_uid=uid, study_uid="S", patient_id="P"))


def opened(count: int = 1) -> tuple[Desk, ReaderOfObjects]:
    desk = Desk({A: of("A"), B: of("B")})
    reader = ReaderOfObjects(desk.reader.films, count)
    desk.controller.opening._port.films.reader = reader  # noqa: SLF001 - what a window would be built with
    return desk.open(), reader


def names(desk: Desk) -> list[str]:
    return [found.path.name for found in objects_of(desk.controller.session)]


def test_objects_wait_until_the_film_has_its_bars() -> None:
    desk, reader = opened()
    desk.service.work_off(Lane.READ)
    assert reader.asked == []
    desk.service.work_off(Lane.ANALYSE)
    desk.service.work_off(Lane.READ)
    assert names(desk) == ["report-0.dcm"]


def test_a_film_with_the_same_pixels_has_none_of_anothers_objects() -> None:
    desk, _ = opened()
    for _round in range(3):
        desk.service.work_off(Lane.ANALYSE)
        desk.service.work_off(Lane.READ)
    assert names(desk) == ["report-0.dcm"]
    desk.controller.travel.select(B)
    assert names(desk) == []
    for _round in range(3):
        desk.service.work_off(Lane.READ)
        desk.service.work_off(Lane.ANALYSE)
    assert names(desk) == []
    desk.controller.travel.select(A)
    assert names(desk) == ["report-0.dcm"]


def test_of_very_many_objects_some_are_looked_at_and_the_rest_is_said() -> None:
    desk, reader = opened(MOST_LOOKED_AT + 5)
    for _round in range(2):
        desk.service.work_off(Lane.ANALYSE)
        desk.service.work_off(Lane.READ)
    assert len(reader.asked) == MOST_LOOKED_AT
    assert desk.controller.session.others.left == 5
