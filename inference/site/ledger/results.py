"""A ledger in memory of the results that ``analyze --annotations`` wrote: read from their ``result.json``."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from inference.core.analysis import ScoreState
from inference.core.errors import UsageError
from inference.core.findings import BY_KEY
from inference.core.reader_annotations import CHANGED, Agreement, UnaidedCall
from inference.site.ledger.sight import Arm, FilmFacts, Read, Region, Score, Sight, word_meant
from inference.site.ledger.store import Ledger

RESULT = "result.json"
_COUNTED = frozenset({ScoreState.ABOVE, ScoreState.NOT_SURE, ScoreState.BELOW})


def ledger_of_results(folder: Path) -> Ledger:
    """All results below a folder, counted and not kept. Raises ``UsageError`` where there is none."""
    paths = sorted(folder.rglob(RESULT))
    if not paths:
        raise UsageError(f"There is no result.json below {folder}.")
    ledger = Ledger(None)
    ledger.keep(_sight(path) for path in paths)
    return ledger


def _sight(path: Path) -> Sight:
    try:
        facts = json.loads(path.read_text(encoding="utf-8"))
        return _of(facts, path)
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise UsageError(f"{path.parent.name}/{path.name} is no result of this program.") from error


def _of(facts: dict[str, Any], path: Path) -> Sight:
    made, items = facts["provenance"], facts["findings"]
    day = date.fromisoformat(str(made["created"])[:10] or "1970-01-01").isoformat()
    film = FilmFacts(str(facts["film"]["hash"]), str(facts["film"]["name"] or path.parent.name), day)
    if len({item["finding"] for item in items}) < len(items):
        raise ValueError("a finding twice")
    scores = tuple(
        Score(
            *(BY_KEY[item["finding"]].key, _share(item["score"]), _share(item["probability"]), item["state"]),
            str((item.get("site") or {}).get("state", "")),
        )
        for item in items
        if item["state"] in _COUNTED
    )
    refused = all(item["state"] == ScoreState.NOT_ANALYSED for item in items)
    unlike = (facts.get("familiarity") or {}).get("percentile")
    unlike = None if unlike is None else float(unlike)
    pack, preparation = f"{made['pack_name']} {made['pack_version']}", made.get("preparation", "1")
    regions = tuple(_regions(facts.get("marks") or [], {score.finding for score in scores}, made["pack_hash"]))
    return Sight(film, pack, made["pack_hash"], preparation, refused, unlike, scores, tuple(_reads(items)), regions)


def _share(value: object) -> float:
    """A number from 0 to 1; raises ``ValueError`` for anything else, as NaN."""
    if isinstance(value, int | float) and 0 <= value <= 1:
        return float(value)
    raise ValueError("no number between 0 and 1")


def _reads(items: list[dict[str, Any]]) -> Iterator[Read]:
    for item in items:
        said = item.get("reader") or {}
        if item["state"] not in _COUNTED:
            continue
        if said.get("call") and not said.get("call_author"):
            call = UnaidedCall(said["call"]).value
            yield Read(item["finding"], Arm.UNAIDED, call, call)
        if said.get("verdict") and _is_own(said.get("author", "")):
            choice = Agreement(said["verdict"])
            yield Read(item["finding"], Arm.AIDED, word_meant(choice, ScoreState(item["state"])), choice.value)


def _regions(marks: list[dict[str, Any]], judged: set[str], pack_hash: str) -> Iterator[Region]:
    """A result does not say whether a region was drawn before the model was shown: none counts as unaided."""
    for number, mark in enumerate(marks):
        heat = mark.get("heat")
        if heat and heat["pack"] == pack_hash and mark.get("finding") in judged and not mark.get("author"):
            yield Region(mark["finding"], Arm.AIDED, number, bool(heat["hit"]), heat["overlap"])


def _is_own(author: str) -> bool:
    return not author or author.endswith(CHANGED)
