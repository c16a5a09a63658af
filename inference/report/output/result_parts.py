"""Parts of ``result.json`` that stand for themselves: what was tested and checked, as plain values for JSON."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from typing import Any

from inference.core.analysis import Analysis, Faithfulness, Stability


def familiarity(analysis: Analysis) -> dict[str, Any] | None:
    """How far the film lies from those the model knows; None where the pack does not say it."""
    found = analysis.familiarity
    return None if found is None else {**asdict(found), "unlike": found.unlike}


def check(analysis: Analysis) -> dict[str, object] | None:
    """What the film check said, and whether the film was analysed although it was refused."""
    if analysis.check is None:
        return None
    said = {"verdict": str(analysis.check.outcome), "reasons": list(analysis.check.reasons)}
    return {**said, "analysed_anyway": analysis.override}


def faithfulness(found: Faithfulness | None) -> dict[str, float] | None:
    """What became of the probability without the hottest place; None where nobody tested it."""
    if found is None:
        return None
    return {
        "drop": found.drop,
        "random_drop": found.random_drop,
        "share": found.share,
        "regions": found.regions,
    }


def stability(found: Stability) -> dict[str, Any]:
    """The spread of the probability over small views, the states of these, and how far the heatmaps agree."""
    low, high = found.low_high
    return {
        "low": low,
        "high": high,
        "deviation": found.deviation,
        "views": len(found.views),
        "states": {str(state): count for state, count in sorted(Counter(found.states).items())},
        "changes": found.changes,
        "overlap": found.overlap,
    }
