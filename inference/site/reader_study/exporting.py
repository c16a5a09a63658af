"""Reads as tables: all of them as CSV, and each finding in the forms that iMRMC and MRMCaov read.

iMRMC (DIDSR, FDA): rows of reader, case, modality, score, and a row of truth for each case, by the reader ``-1`` in
its own ``.imrmc`` file and ``truth`` in the data frame of its R package. MRMCaov (Smith, Hillis): a long data frame of
reader, treatment, case, truth (1 or 0), rating.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from inference.core.errors import AlreadyThere
from inference.files.atomic_file import write_whole
from inference.site.reader_study.results_file import Place, Read, Results
from inference.site.reader_study.study_file import ArmKind, Stage, Study
from inference.site.reader_study.truth import Truths

COLUMNS = (
    *("reader", "session", "arm", "kind", "heat", "stage", "case", "finding", "rating", "truth"),
    *("seconds", "away_seconds", "model_probability", "model", "time_utc"),
)


@dataclass(frozen=True, slots=True)
class Score:
    """One rating of one finding on one film, in a way of reading."""

    reader: str
    modality: str
    case: int
    finding: str
    rating: int
    truth: bool | None


def modalities(study: Study) -> list[str]:
    """The ways of reading: the arms, and those that reveal the model later twice, before and after."""
    return [modality(study, arm.name, stage) for arm in study.arms for stage in arm.stages]


def modality(study: Study, name: str, stage: Stage) -> str:
    """What a rating counts for: its arm, or what was said there before the model was revealed."""
    arm = next(arm for arm in study.arms if arm.name == name)
    before = arm.kind is ArmKind.AI_SECOND and stage is Stage.UNAIDED
    return f"{name} (before)" if before else name


def scores(study: Study, results: Results, truths: Truths) -> list[Score]:
    """Every rating of finished reads, in a fixed order."""
    found = [
        Score(
            place.reader,
            modality(study, place.arm, place.stage),
            place.case,
            key,
            rating,
            truths.get((place.case, key)),
        )
        for place, read in results.reads.items()
        for key, rating in read.ratings.items()
    ]
    return sorted(found, key=lambda score: (score.finding, score.reader, score.modality, score.case))


def write_exports(
    folder: Path, study: Study, results: Results, truths: Truths, *, overwrite: bool = False
) -> list[Path]:
    """Write ``reads.csv``, and for each finding whose truth is known the files of both programs; returns the paths.

    Raises ``AlreadyThere`` and other ``ExportError`` kin.
    """
    files = {"reads.csv": reads_csv(study, results, truths)}
    every = scores(study, results, truths)
    for key in study.findings:
        known = [score for score in every if score.finding == key and score.truth is not None]
        if known:
            files[f"{key}.imrmc"] = imrmc_file(study, known)
            files[f"{key}.imrmc.csv"] = imrmc_csv(known)
            files[f"{key}.mrmcaov.csv"] = mrmcaov_csv(known)
    for name in files:
        if not overwrite and (folder / name).exists():  # before the first is written: all tables or none
            raise AlreadyThere(folder / name)
    return [
        write_whole(folder / name, text.encode("utf-8"), overwrite=overwrite, private=True)
        for name, text in files.items()
    ]


def reads_csv(study: Study, results: Results, truths: Truths) -> str:
    """Every rating with its times and what the model had said."""
    arms = {arm.name: arm for arm in study.arms}

    def rows(place: Place, read: Read) -> Iterator[Sequence[object]]:
        arm = arms[place.arm]
        for key, rating in read.ratings.items():
            truth, said = truths.get((place.case, key)), read.said.get(key)
            yield (
                *(place.reader, place.session + 1, arm.name, arm.kind.value, int(arm.heat), place.stage.value),
                *(place.case, key, rating, "" if truth is None else int(truth), f"{read.seconds:.2f}"),
                *(f"{read.away:.2f}", "" if said is None else f"{said:.4f}", read.model),
                read.time.isoformat(timespec="seconds"),
            )

    return _csv(COLUMNS, (row for place, read in results.reads.items() for row in rows(place, read)))


def imrmc_csv(known: Sequence[Score]) -> str:
    """The data frame of iMRMC's R package."""
    rows = [("truth", case, "truth", int(truth)) for case, truth in _truths(known)]
    rows += [(score.reader, score.case, score.modality, score.rating) for score in known]
    return _csv(("readerID", "caseID", "modalityID", "score"), rows)


def imrmc_file(study: Study, known: Sequence[Score]) -> str:
    """The file of iMRMC's own program, with its counts at the head."""
    truths = _truths(known)
    positives = sum(truth for _, truth in truths)
    counts = {
        "N0": len(truths) - positives,
        "N1": positives,
        "NR": len({score.reader for score in known}),
        "NM": len({score.modality for score in known}),
    }
    head = [f"Reader study {study.digest}", f"finding {known[0].finding}", ""]
    head += [f"{name}: {count}" for name, count in counts.items()]
    rows = [f"-1,{case},0,{int(truth)}" for case, truth in truths]
    rows += [f"{score.reader},{score.case},{score.modality},{score.rating}" for score in known]
    return "\n".join([*head, "", "BEGIN DATA:", *rows, ""])


def mrmcaov_csv(known: Sequence[Score]) -> str:
    """The long data frame of MRMCaov: ``mrmc(empirical_auc(truth, rating), treatment, reader, case, data = d)``."""
    rows = [(score.reader, score.modality, score.case, int(bool(score.truth)), score.rating) for score in known]
    return _csv(("reader", "treatment", "case", "truth", "rating"), rows)


def _truths(known: Sequence[Score]) -> list[tuple[int, bool]]:
    return sorted({(score.case, bool(score.truth)) for score in known})


def _csv(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return out.getvalue()
