"""What is true of the films of a study: a table of its own, which no reader is given.

CSV with a row a film: ``case`` (its number in the study) or ``film`` (its file name or path), and a column for each
finding, by its key, with 1 for present and 0 for absent; an empty field is not known. Semicolons and tabs may stand
between fields too, and an Excel file (XLSX) in place of the CSV. Two rows that contradict each other are refused.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePath

from inference.core.errors import FileMissing
from inference.core.study_errors import TruthMalformed
from inference.files.atomic_file import write_whole
from inference.files.spreadsheet import LabelError, rows_of
from inference.site.reader_study.study_file import Study

Truths = Mapping[tuple[int, str], bool]
_YES, _NO = frozenset({"1", "1.0", "true", "yes", "present"}), frozenset({"0", "0.0", "false", "no", "absent"})
_MOST_BYTES = 32 << 20


def truth_path(study_path: Path) -> Path:
    """Where the truth is kept unless said otherwise: beside the study."""
    return study_path.with_name(f"{study_path.stem}.truth.csv")


def read_truth(path: Path, study: Study) -> Truths:
    """Whether a finding is there, by (case, finding's key). Raises ``FileMissing`` or ``TruthMalformed``."""
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise TruthMalformed(path, "it is too large")
        rows = rows_of(path)
    except LabelError as error:
        raise TruthMalformed(path, str(error)) from error
    except OSError as error:
        raise FileMissing(path, error.strerror or "") from error
    known: dict[tuple[int, str], bool] = {}
    for row in rows:
        case = _case_of(row.cells, study)
        for place, present in _told(row.cells, case, study, path, row.line) if case is not None else ():
            if known.setdefault(place, present) != present:
                raise TruthMalformed(path, f"line {row.line} says of {place[1]} the opposite of an earlier line")
    if not known:
        raise TruthMalformed(path, "none of its rows is of a film and a finding of this study")
    return known


def _told(
    row: Mapping[str, str], case: int, study: Study, path: Path, line: int
) -> Iterable[tuple[tuple[int, str], bool]]:
    for key in study.findings:
        text = row.get(key, "").lower()
        if text in _YES or text in _NO:
            yield (case, key), text in _YES
        elif text:
            raise TruthMalformed(path, f"line {line} says of {key} neither 1 nor 0")


def _case_of(row: Mapping[str, str], study: Study) -> int | None:
    number = row.get("case", "")
    if number.isdigit():
        return next((film.case for film in study.films if str(film.case) == (number.lstrip("0") or "0")), None)
    name = row.get("film") or row.get("file") or ""
    if not name:
        return None
    found = [film.case for film in study.films if name in (film.path, PurePath(film.path).name)]
    return found[0] if len(found) == 1 else None


def write_truth(path: Path, study: Study, truths: Truths, *, overwrite: bool = False) -> None:
    """Write it by the numbers of films; raises ``ExportError`` kin."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("case", *study.findings))
    for film in study.films:
        told = [truths.get((film.case, key)) for key in study.findings]
        writer.writerow((film.case, *("" if value is None else int(value) for value in told)))
    write_whole(path, out.getvalue().encode("utf-8"), overwrite=overwrite, private=True)


def missing(study: Study, truths: Truths) -> int:
    """Of how many films and findings the truth is not known."""
    return len(study.films) * len(study.findings) - len(truths)
