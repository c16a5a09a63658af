"""An engine that says something of all seven findings, as full as a panel can get."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from inference.core.analysis import (
    Analysis,
    EvidenceLocation,
    Faithfulness,
    Familiarity,
    FindingResult,
    Heatmap,
    ScoreState,
)
from inference.core.cancel import CancelToken
from inference.core.film import Radiograph, read_only
from inference.core.findings import FINDINGS, Finding
from inference.core.ports import ProgressCallback, no_progress
from tests.fakes import FakeEngine, analysis_of

ABOVE, NOT_SURE, BELOW = ScoreState.ABOVE, ScoreState.NOT_SURE, ScoreState.BELOW
PROBABILITIES = {ABOVE: 0.994, NOT_SURE: 0.5, BELOW: 0.004}
UNLIKE = Familiarity(percentile=99.5, distance=12.0, limit=99.0)
SICK = (BELOW, ABOVE, ABOVE, NOT_SURE, BELOW, ABOVE, BELOW)
WELL = (BELOW,) * 7


class SevenResults(FakeEngine):
    """Judges every film alike: ``states`` are those of the seven findings."""

    def __init__(self, states: tuple[ScoreState, ...] = SICK, *, full: bool = False) -> None:
        super().__init__()
        self.states, self.full = states, full

    def analyse(
        self, radiograph: Radiograph, *, token: CancelToken, progress: ProgressCallback = no_progress
    ) -> Analysis:
        super().analyse(radiograph, token=token, progress=progress)
        return analysis_with(radiograph, self.states, full=self.full)


def analysis_with(film: Radiograph, states: tuple[ScoreState, ...], *, full: bool = False) -> Analysis:
    """An analysis with these states; ``full``: tested, with evidence outside, on an unlike film."""
    results = tuple(_result(finding, state, full=full) for finding, state in zip(FINDINGS, states, strict=True))
    return replace(analysis_of(film), results=results, familiarity=UNLIKE if full else None)


def _result(finding: Finding, state: ScoreState, *, full: bool) -> FindingResult:
    values = np.zeros((4, 4), np.float32)
    values[FINDINGS.index(finding) % 4, 1] = 1.0
    tested = Faithfulness(finding, 0.9, 0.03, 0.01, 0.05, 10) if full and state is ABOVE else None
    return FindingResult(
        finding,
        state,
        probability=PROBABILITIES[state],
        score=PROBABILITIES[state],
        operating_point=0.5,
        grey_band=(0.35, 0.65),
        heatmap=Heatmap(finding, read_only(values), full_scale=1.0),
        experimental=full,
        faithfulness=tested,
        evidence_location=EvidenceLocation("pleura", 0.62) if full else None,
    )
