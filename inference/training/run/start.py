"""What the first weights of a run have seen before: figures of films that they learnt from would prove nothing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from inference.model_pack.trained_on import NO_FILMS, TrainedOn, trained_on
from inference.training.data.labels import LabelTable
from inference.training.fitting.imagenet import IMAGENET


def seen_by(start: Path | str | None) -> TrainedOn:
    """The films that a start learnt from: none for random weights and ImageNet, else as far as its pack records it."""
    if start is None or start == IMAGENET:
        return NO_FILMS
    path = Path(start)
    return trained_on(path if path.is_dir() else path.parent)


def known_patients(table: LabelTable, film_hashes: Sequence[str], seen: TrainedOn) -> frozenset[str]:
    """The patients of whom the start learnt from a film; ``film_hashes`` in the table's order."""
    pairs = zip(table.films, film_hashes, strict=True)
    return frozenset(film.patient for film, film_hash in pairs if seen.knows(film_hash))
