"""Evidence that lies where the finding cannot be: on a film whose chest is found, and silence where it is not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import resources
from inference.core import findings
from inference.core.analysis import Analysis, EvidenceLocation, FindingResult, Heatmap, ScoreState
from inference.core.cancel import CancelToken
from inference.core.film import Radiograph, read_only
from inference.core.findings import FINDINGS, Finding
from inference.engine.evidence_location import EvidenceLocator
from inference.engine.factory import open_engine
from inference.imaging.heat_on_film import cell_at
from inference.imaging.model_input import InputSpec, placement
from inference.reading import read_film
from inference.report.output.csv_json import rows
from inference.report.page.film.report import film_report
from inference.report.page.options import ReportOptions
from inference.text.wording import evidence_location_text
from tests.builders import phantom, radiograph
from tests.fakes import analysis_of

GRID = (28, 28)
LUNG, HEART, UPPER, NECK, LETTER, BELOW, ARM = (
    (0.40, 0.75),
    (0.62, 0.52),
    (0.25, 0.50),
    (0.06, 0.50),
    (0.06, 0.08),
    (0.97, 0.25),
    (0.45, 0.03),
)


@pytest.fixture(scope="module")
def film() -> Radiograph:
    return read_film(resources.path("samples") / "max" / "1-pa.dcm")


def location_of(film: Radiograph, finding: Finding, at: tuple[float, float], **changes: object) -> FindingResult:
    """The result of a finding whose map is hot in one cell, at shares of the film's height and width."""
    made = hot(film, finding, at, **changes)
    return EvidenceLocator().located(made, film).result(finding)


def hot(film: Radiograph, finding: Finding, at: tuple[float, float], **changes: object) -> Analysis:
    place = placement(film.shape, InputSpec(448, 448), film.pixel_aspect)
    values = np.full(GRID, -0.01, np.float32)
    values[cell_at(at[0] * film.shape[0], at[1] * film.shape[1], place, GRID)] = 0.02
    result = FindingResult(
        finding, ScoreState.ABOVE, 0.9, operating_point=0.5, heatmap=Heatmap(finding, read_only(values), 0.02)
    )
    made = analysis_of(film)
    result = replace(result, **changes)  # type: ignore[arg-type]  # the fields' own types
    results = tuple(result if item.finding == finding else replace(item, heatmap=None) for item in made.results)
    return replace(made, results=results, placement=place)


@pytest.mark.parametrize("finding", FINDINGS, ids=lambda finding: finding.key)
@pytest.mark.parametrize("place", [LETTER, BELOW, ARM], ids=["letter", "abdomen", "arm"])
def test_evidence_on_a_letter_in_the_abdomen_or_beside_the_chest_is_far_from_every_finding(
    film: Radiograph, finding: Finding, place: tuple[float, float]
) -> None:
    found = location_of(film, finding, place)
    assert found.evidence_location is not None
    assert found.evidence_location.outside
    assert evidence_location_text(found).startswith(
        f"{found.evidence_location.share * 100:.0f} % of the strongest evidence lies outside the"
    )


@pytest.mark.parametrize(
    ("finding", "place", "far"),
    [
        (findings.PNEUMOTHORAX, LUNG, False),
        (findings.PLEURAL_EFFUSION, LUNG, False),
        (findings.PLEURAL_EFFUSION, NECK, True),
        (findings.TENSION_PNEUMOTHORAX, UPPER, False),
        (findings.RIB_FRACTURE, LUNG, False),
        (findings.PERICARDIAL_EFFUSION, HEART, False),
        (findings.PERICARDIAL_EFFUSION, LUNG, True),
        (findings.MEDIASTINUM_ABNORMALITY, UPPER, False),
        (findings.MEDIASTINUM_ABNORMALITY, LUNG, True),
    ],
    ids=lambda value: getattr(value, "key", None),
)
def test_each_finding_has_its_own_field(
    film: Radiograph, finding: Finding, place: tuple[float, float], far: bool
) -> None:
    found = location_of(film, finding, place)
    assert found.evidence_location is not None
    assert found.evidence_location.outside is far
    assert bool(evidence_location_text(found)) is far


def test_nothing_is_said_of_a_finding_that_is_not_called(film: Radiograph) -> None:
    assert location_of(film, findings.PNEUMOTHORAX, LETTER, state=ScoreState.NOT_SURE).evidence_location is not None
    assert location_of(film, findings.PNEUMOTHORAX, LETTER, state=ScoreState.BELOW).evidence_location is None


def test_nothing_is_said_of_the_films_main_direction(film: Radiograph) -> None:
    made = hot(film, findings.PNEUMOTHORAX, LETTER)
    eigen = replace(made, provenance=replace(made.provenance, method="eigencam"))
    assert EvidenceLocator().located(eigen, film) is eigen


@pytest.mark.parametrize("kind", ["noise", "ramp", "knee"])
def test_where_no_chest_is_found_nothing_is_said(kind: str) -> None:
    random = np.random.default_rng(0)
    y, x = np.indices((300, 260)).astype(np.float32)
    pixels = {
        "noise": random.normal(100, 20, (300, 260)),
        "ramp": x + y,
        "knee": 200 * np.exp(-(((x - 130) / 40) ** 2)) + 0.2 * y,
    }[kind]
    blank = radiograph(pixels.astype(np.float32))
    assert location_of(blank, findings.PNEUMOTHORAX, LETTER).evidence_location is None


def test_the_engine_of_a_pack_says_it_with_its_analysis(tiny_pack: Path, film: Radiograph) -> None:
    engine = open_engine(tiny_pack, device="cpu", precision="float32").override()
    made = engine.analyse(film, token=CancelToken())
    called = [item for item in made.results if item.state in (ScoreState.ABOVE, ScoreState.NOT_SURE)]
    assert called
    assert [item.evidence_location is not None for item in called] == [
        not item.heatmap.empty for item in called if item.heatmap
    ]
    other = engine.with_method("hirescam").analyse(film, token=CancelToken())
    assert [item.evidence_location for item in other.results] == [
        item.evidence_location for item in made.results
    ]  # one linear head: one map


def test_nothing_is_said_of_a_film_that_the_check_refuses(tiny_pack: Path, film: Radiograph) -> None:
    turned = replace(film, pixels=read_only(np.rot90(film.pixels, 2)), film_hash="turned", vois=())
    made = open_engine(tiny_pack, device="cpu", precision="float32").override().analyse(turned, token=CancelToken())
    assert made.override
    assert any(item.state in (ScoreState.ABOVE, ScoreState.NOT_SURE) for item in made.results)
    assert all(item.evidence_location is None for item in made.results)


def test_a_report_and_the_table_say_it() -> None:
    film = radiograph(phantom())
    far = replace(analysis_of(film).results[1], evidence_location=EvidenceLocation("pleura", 0.62))
    made = analysis_of(film)
    warned = replace(made, results=tuple(far if item.finding == far.finding else item for item in made.results))
    words = " ".join(
        getattr(item, "text", "")
        for page in film_report(film, warned, ReportOptions(keys=())).pages
        for item in page.items
    )
    assert "62 % of the strongest evidence lies outside the lungs and the pleura." in words
    assert [row["evidence_outside"] for row in rows("film.png", film, warned)].count("0.620") == 1
