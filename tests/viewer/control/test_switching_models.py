"""Switching the model while work is under way, or while more than the open film is shown: each says its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from inference.core.analysis import Analysis
from inference.core.cancel import CancelToken
from inference.core.film import Identity, Radiograph
from inference.core.ports import ProgressCallback, no_progress
from inference.engine.occlusion import Patch
from inference.reading.files.scan import FilmEntry, ScanResult, Study
from tests import fakes
from tests.fakes import FakeEngine, FakeReader
from tests.viewer.fake_service import FakeService
from viewer.control.controller import Controller
from viewer.control.jobs.worker import Lane

NOW, PRIOR = Path("now.dcm"), Path("prior.dcm")
DAYS = {NOW: "2026-02-01", PRIOR: "2026-01-01"}


class TwoDays(FakeReader):
    """Two films of one patient; that of now has two frames."""

    def __init__(self) -> None:
        super().__init__({NOW: replace(fakes.film("now"), frames=2), PRIOR: fakes.film("prior")})

    def scan(self, paths: Sequence[Path], token: CancelToken) -> ScanResult:
        entries = tuple(FilmEntry(path, Identity(patient_id="7", study_date=DAYS[path]), "PA") for path in self.films)
        return ScanResult((Study("study", "Study", entries),), ())


class Named(FakeEngine):
    """Says which pack it is."""

    def __init__(self, pack: str) -> None:
        super().__init__()
        self.pack = pack

    def analyse(
        self, radiograph: Radiograph, *, token: CancelToken, progress: ProgressCallback = no_progress
    ) -> Analysis:
        found = super().analyse(radiograph, token=token, progress=progress)
        return replace(found, provenance=replace(found.provenance, pack_name=self.pack))


@pytest.fixture
def service() -> FakeService:
    return FakeService()


@pytest.fixture
def controller(service: FakeService) -> Controller:
    made = Controller(service, TwoDays(), Named("first"), second=Named("second"))
    service.handle = made.handle
    made.opening.open_paths((NOW, PRIOR))
    service.work_off()
    made.travel.select(NOW)
    service.work_off()
    assert not made.session.ahead.going  # nothing but what is shown is worked on
    return made


def said(controller: Controller, path: Path) -> tuple[str, str]:
    """Whose analysis of a film is shown, and whose is kept beside."""
    film = controller.session.films[path]
    shown, kept = film.analysis, film.second_opinion
    return shown.provenance.pack_name if shown else "", kept.provenance.pack_name if kept else ""


def test_the_prior_beside_is_judged_by_the_other_model_too(controller: Controller, service: FakeService) -> None:
    controller.layout.toggle_prior()
    service.work_off()
    controller.analysing.switch_model()
    service.work_off()
    assert said(controller, NOW) == said(controller, PRIOR) == ("second", "first")


def test_the_prior_beside_gets_heatmaps_of_another_kind_too(controller: Controller, service: FakeService) -> None:
    controller.layout.toggle_prior()
    service.work_off()
    controller.analysing.set_method("layercam")
    service.work_off()
    found = controller.session.films[PRIOR].analysis
    assert found is not None
    assert found.provenance.method == "layercam"


def test_a_late_answer_about_the_prior_is_not_taken_for_the_other_models(
    controller: Controller, service: FakeService
) -> None:
    controller.changes.learn(PRIOR, analysis=None)
    controller.layout.toggle_prior()
    late = service.start(Lane.ANALYSE)
    controller.analysing.switch_model()
    controller.handle(late)
    assert said(controller, PRIOR) == ("", "")
    service.work_off()
    assert said(controller, PRIOR) == ("second", "")


def test_a_late_test_of_heatmaps_is_not_taken_for_the_other_models(
    controller: Controller, service: FakeService
) -> None:
    controller.analysing.test_heatmaps()
    late = service.start(Lane.ANALYSE)
    controller.analysing.switch_model()
    controller.handle(late)
    assert said(controller, NOW) == ("", "first")


def test_an_occlusion_of_the_model_before_is_over(controller: Controller, service: FakeService) -> None:
    controller.analysing.occlude(Patch(10, 10, 8))
    service.work_off()
    assert controller.session.occlusion is not None
    controller.analysing.switch_model()
    assert controller.session.occlusion is None


def test_another_frame_forgets_what_both_said_of_the_one_before(controller: Controller, service: FakeService) -> None:
    controller.analysing.switch_model()
    service.work_off()
    controller.travel.go_to_frame(1)
    assert said(controller, NOW) == ("", "")


def test_a_film_made_negative_forgets_what_both_said_of_it_before(controller: Controller, service: FakeService) -> None:
    controller.analysing.switch_model()
    service.work_off()
    controller.analysing.invert_and_analyse()
    assert said(controller, NOW) == ("", "")
