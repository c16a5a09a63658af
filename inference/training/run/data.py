"""A user's table and films made ready to learn from: read, matched with the network, split; what is left out, said."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from inference.core.errors import UsageError
from inference.core.findings import BY_KEY
from inference.files.atomic_file import write_whole
from inference.files.safe_cells import safe_cell
from inference.model_pack.trained_on import NO_FILMS, TrainedOn, record_of
from inference.training.data.column_names import keys_of
from inference.training.data.labels import LabelTable, SkippedRow
from inference.training.data.split import Split, split_by_patient, write_split
from inference.training.fitting.networks import NetworkPlan
from inference.training.fitting.train import LabelledFilms
from inference.training.run.films import read_films
from inference.training.run.start import known_patients

SKIPPED, SPLIT = "skipped.csv", "split.csv"


@dataclass(frozen=True, slots=True, eq=False)
class TrainingData:
    """What a network learns from; ``keys`` names the finding of each output that the pack keeps, in their order.

    ``reasons`` says by key why a finding of the table is not learnt. ``film_hashes`` are in the table's order; ``seen``
    is what the start learnt from.
    """

    films: LabelledFilms
    keys: Mapping[str, str]
    reasons: Mapping[str, str]
    film_hashes: tuple[str, ...] = ()
    seen: TrainedOn = NO_FILMS

    @property
    def record(self) -> bytes | None:
        """What the pack says of the films it learnt from, and its start before it; None where that is not known."""
        pairs = zip(self.films.table.films, self.film_hashes, strict=True)
        learnt = self.films.split.training
        return record_of((film_hash for film, film_hash in pairs if film.patient in learnt), self.seen)

    def counts(self, patients: frozenset[str], name: str) -> tuple[int, int]:
        """Films of these patients with and without what a name stands for."""
        values = self.films.table.only(patients).column(name)
        return int((values == 1).sum()), int((values == 0).sum())


def matched(table: LabelTable, plan: NetworkPlan) -> LabelTable:
    """The table as the network can learn it; films of which nothing is known join ``skipped``.

    Raises UsageError where no column names a finding, or a network of one output is asked for more than one.
    """
    keys = keys_of(table.names)
    if not keys:
        raise UsageError(f"No column of the labels names a finding; the findings are {', '.join(BY_KEY)}.")
    if plan.output == "probabilities":
        if len(keys) > 1:
            raise UsageError(
                f"The network {plan.name} looks for one finding, and the labels name {len(keys)} ({', '.join(keys)}). "
                f"Leave one column, or take {plan.name}-multi."
            )
        table = table.named(tuple(keys))
    known = [bool(np.isfinite(film.targets).any()) for film in table.films]
    told = (SkippedRow(0, f"{film.file}: no label") for film, kept in zip(table.films, known, strict=True) if not kept)
    films = tuple(film for film, kept in zip(table.films, known, strict=True) if kept)
    return replace(table, films=films, skipped=(*table.skipped, *told))


def training_data(
    table: LabelTable,
    root: Path,
    side: int,
    *,
    share: float,
    seed: int,
    progress: Callable[[int, int], None],
    seen: TrainedOn = NO_FILMS,
) -> TrainingData:
    """Films and split of a matched table; ``seen`` is what the start learnt from.

    A finding that one side lacks films with or without is learnt beside the others and not kept. Raises UsageError
    where nothing is left to learn.
    """
    table, stack, hashes = read_films(table, root, side, progress)
    if not table.films:
        raise UsageError(f"None of the films in the labels can be read below {root.name}.")
    keys = keys_of(table.names)
    rare_first = sorted(keys, key=lambda name: float((table.column(name) == 1).sum()))
    split = split_by_patient(table, rare_first, share=share, seed=seed)
    reasons = one_sided(table, split, tuple(keys))
    kept = {name: key for name, key in keys.items() if name not in reasons}
    if not kept:
        why = "; ".join(f"{name}: {reason}" for name, reason in reasons.items())
        raise UsageError(f"No finding has films of both kinds on both sides of the split: {why}.")
    ordered = table.named((*kept, *(name for name in table.names if name not in kept)))
    films = LabelledFilms(ordered, stack, split, tuple(kept), known_patients(table, hashes, seen))
    return TrainingData(films, kept, {keys[name]: reason for name, reason in reasons.items()}, hashes, seen)


def one_sided(table: LabelTable, split: Split, names: Sequence[str]) -> dict[str, str]:
    """Why some names cannot be learnt or measured: a side of the split has films of one kind only."""
    reasons: dict[str, str] = {}
    for side, patients in (("validation", split.validation), ("training", split.training)):
        part = table.only(patients)
        for name in names:
            values = part.column(name)
            yes, no = int((values == 1).sum()), int((values == 0).sum())
            if not yes or not no:
                reasons[name] = f"the {side} side has {yes} films with it and {no} without"
    return reasons


def write_records(work: Path, data: TrainingData) -> None:
    """Write who is on which side, and every row and film that was left out with its reason."""
    write_split(work / SPLIT, data.films.split)
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(("line", "reason"))
    writer.writerows((row.line or "", safe_cell(row.reason)) for row in data.films.table.skipped)
    write_whole(work / SKIPPED, stream.getvalue().encode("utf-8"), overwrite=True)
