"""Numbers in words: what is rounded never says other than the state beside it."""

from __future__ import annotations

import pytest

from inference.core.analysis import FindingResult, ScoreState
from inference.core.findings import FINDINGS
from inference.text.wording import probability_text


@pytest.mark.parametrize(
    ("probability", "operating_point", "state", "said"),
    [
        (0.497, 0.5, ScoreState.BELOW, "49.7 %"),
        (0.4996, 0.5, ScoreState.NOT_SURE, "49.9 %"),
        (0.0304, 0.031, ScoreState.BELOW, "3.0 %"),
        (0.5, 0.5, ScoreState.ABOVE, "50 %"),
        (0.503, 0.5, ScoreState.ABOVE, "50 %"),
        (0.494, 0.5, ScoreState.BELOW, "49 %"),
        (0.004, 0.006, ScoreState.BELOW, "< 1 %"),
        (0.995, 0.998, ScoreState.BELOW, "99.5 %"),
        (0.4, None, ScoreState.NOT_ANALYSED, "40 %"),
        (None, 0.5, ScoreState.FAILED, "–"),
    ],
)
def test_a_number_that_misses_its_operating_point_never_reads_like_it(
    probability: float | None, operating_point: float | None, state: ScoreState, said: str
) -> None:
    result = FindingResult(FINDINGS[0], state, probability=probability, operating_point=operating_point)
    assert probability_text(result) == said
