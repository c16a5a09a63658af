"""Scores of own films for tuning, from analyses or from the ``result.json`` of films that ``analyze`` has done."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from inference.core.analysis import Analysis
from inference.core.errors import UsageError
from inference.core.findings import BY_KEY
from inference.core.software import PREPARATION
from inference.core.statistics.metrics import Floats

RESULT = "result.json"
_MOST_BYTES = 8 << 20


@dataclass(slots=True)
class Collected:
    """Raw scores by the finding's key, and how many films gave none; each film counts once, by its hash."""

    scores: dict[str, list[float]] = field(default_factory=dict)
    refused: int = 0
    unlike: int = 0
    _films: dict[str, tuple[dict[str, float], bool]] = field(default_factory=dict)

    @property
    def films(self) -> int:
        """How many films were taken, refused ones too."""
        return len(self._films)

    def of(self, finding: str) -> Floats:
        """The scores for one finding."""
        return np.array(self.scores.get(finding, []), np.float64)

    def add(self, analysis: Analysis) -> None:
        """Take the scores of a film."""
        found = {result.finding.key: result.score for result in analysis.results if result.score is not None}
        self._take(analysis.film_hash, found, unlike=analysis.unlike)

    def add_result(self, facts: dict[str, Any]) -> None:
        """Take the scores of a film from what ``result.json`` says."""
        found = {item["finding"]: item["score"] for item in facts["findings"] if item["score"] is not None}
        self._take(facts["film"]["hash"], found, unlike=bool((facts.get("familiarity") or {}).get("unlike")))

    def join(self, other: Collected) -> None:
        """Take the films of another collection that are not here yet."""
        for film, (found, unlike) in other._films.items():
            self._take(film, found, unlike=unlike)

    def _take(self, film: str, found: dict[str, float], *, unlike: bool) -> None:
        if film in self._films:
            return
        self._films[film] = found, unlike
        self.refused += not found
        self.unlike += unlike
        for key, score in found.items():
            self.scores.setdefault(key, []).append(float(score))


def results_below(path: Path) -> list[Path]:
    """The results of films that ``analyze`` wrote below a folder; none where it holds films."""
    if path.is_file() and path.suffix == ".csv":  # the table that lies beside them
        path = path.parent
    return sorted(path.rglob(RESULT)) if path.is_dir() else []


def from_results(paths: list[Path], pack_hash: str) -> Collected:
    """The scores in these results. Raises ``UsageError`` where one is of another pack or preparation, or is none."""
    found = Collected()
    for facts in _facts(paths, pack_hash):
        found.add_result(facts)
    return found


def _facts(paths: list[Path], pack_hash: str) -> Iterator[dict[str, Any]]:
    for path in paths:
        try:
            if path.stat().st_size > _MOST_BYTES:
                raise ValueError("too large")
            facts = json.loads(path.read_text(encoding="utf-8"))
            made = facts["provenance"]
            same = made["pack_hash"] == pack_hash and made.get("preparation", "1") == PREPARATION
            _check(facts)
        except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
            raise UsageError(f"{path.parent.name}/{path.name} is no result of this program.") from error
        if not same:
            raise UsageError(f"{path.parent.name}/{path.name} is of another model or preparation; analyse again.")
        yield facts


def _check(facts: dict[str, Any]) -> None:
    """Raise one of the errors of odd JSON where a film's hash or scores are not what this program writes."""
    facts["film"]["hash"].encode()
    (facts.get("familiarity") or {}).get("unlike")
    for item in facts["findings"]:
        if item["finding"] not in BY_KEY or not (item["score"] is None or 0 <= item["score"] <= 1):
            raise ValueError("no finding, or no score between 0 and 1")
