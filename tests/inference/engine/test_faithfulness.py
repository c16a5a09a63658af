"""The probability drops where the heatmap is hot, and not elsewhere, if the heatmap is faithful."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from inference.core.analysis import Analysis, FindingResult, Heatmap, Provenance, ScoreState
from inference.core.cancel import Cancelled, CancelToken
from inference.core.film import Radiograph
from inference.core.findings import FINDINGS, PLEURAL_EFFUSION, PNEUMOTHORAX, Finding
from inference.engine.faithfulness import elsewhere, faithfulness, hottest, without
from inference.imaging.model_input import InputSpec, placement
from tests.inference.reading.films import film_of

SPOT = (slice(10, 30), slice(50, 70))  # a twentieth of 100 x 80 pixels


def spotted() -> Radiograph:
    pixels = np.full((100, 80), 40.0, np.float32)
    pixels[SPOT] = 240.0
    return film_of(pixels)


class SpotScorer:
    """Sees nothing but the spot: 0.9 with it, 0.1 without."""

    def __init__(self) -> None:
        self.asked = 0

    def probabilities(self, radiograph: Radiograph, token: CancelToken) -> dict[Finding, float]:
        self.asked += 1
        bright = float((radiograph.pixels[SPOT] > 140).mean())
        return {PNEUMOTHORAX: 0.1 + 0.8 * bright, PLEURAL_EFFUSION: 0.2}


def analysis_of(film: Radiograph, state: ScoreState = ScoreState.ABOVE) -> Analysis:
    heat = np.zeros((20, 20), np.float32)
    heat[2:6, 12:18] = 1.0  # over the spot: the film is 100 x 80, stretched
    heatmap = Heatmap(PNEUMOTHORAX, heat, 1.0)
    results = tuple(
        FindingResult(finding, state, 0.9, 0.9, 0.5, None, heatmap)
        if finding is PNEUMOTHORAX
        else FindingResult(finding, ScoreState.NOT_ANALYSED)
        for finding in FINDINGS
    )
    from inference.imaging.model_input import Fit

    place = placement(film.shape, InputSpec(100, 80, fit=Fit.STRETCH))
    made = Provenance("x", "x", "1", "p", film.film_hash, "gradcam", "cpu", "float32", "", 0.0)
    return Analysis(film.film_hash, results, place, made)


def test_the_hottest_share_is_exactly_that_many_pixels() -> None:
    heat = np.arange(400, dtype=np.float32).reshape(20, 20)
    mask = hottest(heat, 0.05)
    assert mask.sum() == 20
    assert mask[19].all()


def test_ties_do_not_make_the_region_larger() -> None:
    assert hottest(np.zeros((10, 10), np.float32), 0.05).sum() == 5


def test_the_region_takes_on_its_surrounding() -> None:
    film = spotted()
    mask = film.pixels > 140
    blurred = without(film, mask)
    np.testing.assert_allclose(blurred.pixels, 40.0, atol=0.01)
    assert blurred.film_hash != film.film_hash
    assert not blurred.pixels.flags.writeable


def test_pixels_outside_the_region_stay() -> None:
    film = spotted()
    mask = np.zeros(film.shape, np.bool_)
    mask[:10, :10] = True
    np.testing.assert_array_equal(without(film, mask).pixels[~mask], film.pixels[~mask])


def test_other_places_have_the_same_size() -> None:
    mask = hottest(np.arange(8000, dtype=np.float32).reshape(100, 80))
    for other, _ in zip(elsewhere(mask, np.random.default_rng(0)), range(5), strict=False):
        assert other.sum() == mask.sum()


def test_a_faithful_heatmap_drops_the_probability_more_than_chance() -> None:
    film = spotted()
    (found,) = faithfulness(SpotScorer(), film, analysis_of(film), token=CancelToken())
    assert found.finding is PNEUMOTHORAX
    assert found.probability == 0.9
    assert found.drop > 0.5
    assert found.random_drop < 0.2


def test_each_finding_costs_eleven_forwards() -> None:
    film, scorer = spotted(), SpotScorer()
    faithfulness(scorer, film, analysis_of(film), token=CancelToken())
    assert scorer.asked == 11


def test_the_same_seed_gives_the_same_figures() -> None:
    film = spotted()
    first, second = (faithfulness(SpotScorer(), film, analysis_of(film), token=CancelToken()) for _ in range(2))
    assert first == second


def test_findings_that_are_not_positive_are_left_out() -> None:
    film = spotted()
    assert faithfulness(SpotScorer(), film, analysis_of(film, ScoreState.BELOW), token=CancelToken()) == ()


def test_a_finding_without_an_evidence_map_is_left_out() -> None:
    film = spotted()
    analysis = analysis_of(film)
    against = Heatmap(PNEUMOTHORAX, -np.ones((20, 20), np.float32), 1.0)
    results = tuple(replace(item, heatmap=against) if item.heatmap else item for item in analysis.results)
    assert faithfulness(SpotScorer(), film, replace(analysis, results=results), token=CancelToken()) == ()


def test_cancelling_stops_it() -> None:
    film, token = spotted(), CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        faithfulness(SpotScorer(), film, analysis_of(film), token=token)
