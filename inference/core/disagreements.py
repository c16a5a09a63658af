"""Where a reader's unaided calls and the model contradict each other."""

from __future__ import annotations

from inference.core.analysis import Analysis, ScoreState
from inference.core.findings import Finding
from inference.core.reader_annotations import ReaderAnnotations, UnaidedCall


def disagreements(reader: ReaderAnnotations, analysis: Analysis) -> tuple[Finding, ...]:
    """Findings the reader called present and the model puts below its operating point, or absent and above."""
    opposite = {(UnaidedCall.PRESENT, ScoreState.BELOW), (UnaidedCall.ABSENT, ScoreState.ABOVE)}
    return tuple(
        result.finding
        for result in analysis.results
        if (reader.calls.get(result.finding.key), result.state) in opposite
    )
