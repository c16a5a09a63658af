"""A controller with fakes around it, worked off step by step."""

from __future__ import annotations

from pathlib import Path

from inference.annotations.store import AnnotationStore
from inference.core.film import Radiograph
from tests.fakes import FakeEngine, FakeReader, film
from tests.viewer.fake_service import FakeService
from viewer.control.beside.use_log import Record
from viewer.control.controller import Controller
from viewer.control.jobs.power import Power
from viewer.control.jobs.worker import Lane

Films = dict[Path, Radiograph | Exception]
A, B, C = Path("a.dcm"), Path("b.dcm"), Path("c.dcm")


class Desk:
    """A controller with fakes around it."""

    def __init__(
        self,
        films: dict[Path, Radiograph | Exception] | None = None,
        engine: FakeEngine | None = None,
        store: AnnotationStore | None = None,
        power: Power | None = None,
        record: Record | None = None,
        reader: FakeReader | None = None,
    ) -> None:
        self.service = FakeService()
        self.reader = reader or FakeReader(films or {A: film("a"), B: film("b"), C: film("c")})
        self.engine = engine or FakeEngine()
        self.controller = Controller(self.service, self.reader, self.engine, store, power, record=record)
        self.service.handle = self.controller.handle

    def open(self) -> Desk:
        self.controller.opening.open_paths((Path("folder"),))
        self.service.work_off(Lane.READ)
        return self

    def hash_of(self, path: Path) -> str:
        found = self.reader.films[path]
        assert isinstance(found, Radiograph)
        return found.film_hash
