"""Studies and reads to count, without a film."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from inference.site.reader_study.progress import places_of, standing
from inference.site.reader_study.results_file import Read, ResultsFile, results_path
from inference.site.reader_study.study_file import FORMAT, Arm, ArmKind, Stage, Study, StudyFilm

UNAIDED = Arm("Unaided", ArmKind.UNAIDED)
AI_FIRST = Arm("AI first", ArmKind.AI_FIRST, heat=True)
AI_SECOND = Arm("AI second", ArmKind.AI_SECOND, heat=True)
BEGIN = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


def study_of(
    films: int = 20,
    arms: tuple[Arm, ...] = (UNAIDED, AI_FIRST),
    listed: tuple[StudyFilm, ...] | None = None,
    **changes: Any,
) -> Study:
    """A study of so many films that are not there, or of those listed."""
    made = tuple(StudyFilm(case, f"films/{case}.dcm", f"{case:064x}") for case in range(1, films + 1))
    plain = {"format": FORMAT, "title": "A study", "seed": 7, "findings": ("pneumothorax",)}
    return Study(**{**plain, "arms": arms, "films": made if listed is None else listed, **changes})


def is_sick(case: int) -> bool:
    """Every second film has the finding."""
    return case % 2 == 0


def rating_of(case: int, stage: Stage) -> int:
    """A reader who is unsure of every fifth film, and surer with the model's word."""
    surest = 5 if is_sick(case) else 1
    return 6 - surest if case % 5 == 0 and stage is Stage.UNAIDED else surest


def read_all_sessions(
    study_path: Path, study: Study, reader: str, ratings: Mapping[tuple[int, str], int] | None = None
) -> Path:
    """Read a study to its end, a film a minute, each session when it opens; returns the file of reads."""
    path, time = results_path(study_path, reader), BEGIN
    file = ResultsFile(path, study, reader)
    while not (stands := standing(study, reader, file.results, time)).finished:
        if stands.next is None:
            assert stands.opens is not None
            time = stands.opens
            continue
        for place in places_of(study, reader, stands.next.read):
            time += timedelta(minutes=1)
            known = ratings or {}
            value = known.get((place.case, place.stage), rating_of(place.case, place.stage))
            model = "" if place.stage is Stage.UNAIDED else "f" * 64
            file.add(Read(at=place, ratings=dict.fromkeys(study.findings, value), seconds=10.0, model=model, time=time))
    file.close()
    return path


def truths_of(study: Study) -> dict[tuple[int, str], bool]:
    """What is true of every film and finding."""
    return {(film.case, key): is_sick(film.case) for film in study.films for key in study.findings}
