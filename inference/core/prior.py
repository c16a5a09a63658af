"""Which earlier film of a patient a film is compared with, and whether two results may be; careful about who it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from inference.core.analysis import Analysis
from inference.core.film import Identity

Key = TypeVar("Key")


def priors_of(now: Identity, others: Mapping[Key, Identity]) -> list[Key]:
    """The earlier films of the patient, the best to compare with first: of the same view, then the newest."""
    earlier = [key for key, who in others.items() if is_prior(who, now)]
    return sorted(earlier, key=lambda key: (_view(others[key]) == _view(now), when(others[key])), reverse=True)


def is_prior(then: Identity, now: Identity) -> bool:
    """The same patient number, nothing that speaks for another person, and taken before."""
    if not now.patient_id.strip() or then.patient_id.strip() != now.patient_id.strip():
        return False
    pairs = (
        (_name(then.patient_name), _name(now.patient_name)),
        (then.birth_date, now.birth_date),
        (then.sex, now.sex),
    )
    if any(one and other and one != other for one, other in pairs):
        return False
    return bool(then.study_date and now.study_date) and when(then) < when(now)


def comparable(now: Analysis, before: Analysis) -> bool:
    """Whether two analyses come from the same weights in the same precision."""
    one, other = now.provenance, before.provenance
    return (one.pack_hash, one.precision) == (other.pack_hash, other.precision)


def when(who: Identity) -> tuple[str, str]:
    """Day and time of a film, which sort by age; empty where they are not known."""
    return who.study_date, who.study_time


def _name(name: str) -> str:
    return " ".join(name.replace("^", " ").casefold().split())


def _view(who: Identity) -> str:
    return who.view_position.strip().upper()
