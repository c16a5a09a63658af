"""Comparisons within a run: earlier films of a patient come first; what was said of them is kept for the later ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from inference.core.analysis import Analysis, FindingResult, Placement, Provenance, ScoreState
from inference.core.film import Identity
from inference.core.findings import BY_KEY
from inference.core.prior import comparable, is_prior, priors_of, when
from inference.report.page.options import PriorResults


class Priors:
    """What is compared with what: films of ``paths``, and those whose results are ``known`` already, by ``who`` says.

    Filled by the threads of a run, of which each film has one at a time.
    """

    def __init__(self, paths: Sequence[Path], who: Mapping[Path, Identity], known: Mapping[Path, Analysis]) -> None:
        self._paths, self._who = tuple(paths), who
        self._judged = {path: _slim(analysis) for path, analysis in known.items()}
        self._seen: set[Path] = set()
        self._patients: dict[str, dict[Path, Identity]] = {}
        for path in {**dict.fromkeys(paths), **known}:
            if number := self._identity(path).patient_id.strip():
                self._patients.setdefault(number, {})[path] = self._identity(path)

    def in_order(self) -> tuple[Path, ...]:
        """All films of the run, those of each patient by their age in the places that the patient's films have."""
        order = list(self._paths)
        places: dict[str, list[int]] = {}
        for place, path in enumerate(order):
            if path in self._others(path):
                places.setdefault(self._identity(path).patient_id.strip(), []).append(place)
        for found in places.values():
            by_age = sorted((self._paths[place] for place in found), key=lambda path: when(self._identity(path)))
            for place, path in zip(found, by_age, strict=True):
                order[place] = path
        return tuple(order)

    def keep(self, path: Path, analysis: Analysis) -> None:
        """Remember what was said of a film that is a prior of another."""
        others = self._others(path)
        if any(is_prior(self._identity(path), who) for who in others.values()):
            self._judged[path] = _slim(analysis)

    def keep_again(self, path: Path, facts: dict[str, Any]) -> None:
        """Remember what an earlier run said of a film, by its ``result.json``."""
        self.keep(path, _analysis_again(facts))

    def seen(self, path: Path) -> None:
        """A film could be read."""
        self._seen.add(path)

    def same_as(self, path: Path, facts: dict[str, Any]) -> bool:
        """Whether an earlier run compared a film, by its ``result.json``, with what this one would."""
        read = {other: who for other, who in self._others(path).items() if other in self._seen or other in self._judged}
        best = next(iter(priors_of(self._identity(path), read)), None)
        was = (facts.get("prior") or {}).get("hash")
        if best is None:
            return was is None
        before = self._judged.get(best)
        if before is None:  # it is judged anew
            return False
        return was == (before.film_hash if comparable(_analysis_again(facts), before) else None)

    def of(self, path: Path, analysis: Analysis) -> PriorResults | None:
        """What a film is compared with: its best prior that was judged, where the same model did."""
        judged = {other: who for other, who in self._others(path).items() if other in self._judged}
        for prior in priors_of(self._identity(path), judged)[:1]:
            if comparable(analysis, self._judged[prior]):
                return PriorResults(self._identity(prior).study_date, self._judged[prior])
        return None

    def _identity(self, path: Path) -> Identity:
        return self._who.get(path, Identity())

    def _others(self, path: Path) -> dict[Path, Identity]:
        """The films of the same patient number, itself among them."""
        return self._patients.get(self._identity(path).patient_id.strip(), {})


def _slim(analysis: Analysis) -> Analysis:
    """Without maps, which nobody compares."""
    return replace(analysis, results=tuple(replace(one, heatmap=None) for one in analysis.results))


def _analysis_again(facts: dict[str, Any]) -> Analysis:
    """What a ``result.json`` says of a film, as far as it is compared."""
    results = (
        FindingResult(BY_KEY[one["finding"]], ScoreState(one["state"]), one["probability"]) for one in facts["findings"]
    )
    place = Placement(**{**facts["placement"], "input_shape": tuple(facts["placement"]["input_shape"])})
    return Analysis(facts["film"]["hash"], tuple(results), place, Provenance(**facts["provenance"]))
