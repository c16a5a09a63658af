"""What the folder of each film of a run is called: by patient and date, or by a number that a key table explains."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from inference.core.errors import ExportError
from inference.core.film import Identity
from inference.files.atomic_file import write_whole
from inference.files.names import distinct, folder_names, safe_name, shown_path
from inference.files.safe_cells import bare_cell, safe_cell
from inference.report.film_info import readable_name
from inference.report.output.csv_json import COLUMNS, FOLDER, Row
from inference.report.output.film_folder import MANIFEST

KEY_COLUMNS = ("folder", "file")
NO_KEY = "It is no key table of an earlier run: move it away, or export into another folder."
KEPT_APART = "Which film has which number stands in a key table beside the folder: keep it apart from what you hand on."
_LONGEST_WHO = 40  # letters of name and number of a patient, before the date


def names_by_patient(
    paths: Sequence[Path], who: Mapping[Path, Identity], table: Path | None = None, *, beside: bool = False
) -> dict[Path, str]:
    """Each film's folder: patient and date of the film, its file's name where several share them or none is known.

    A film keeps the folder that the ``table`` of an earlier run names, as long as it is of the same patient and day,
    and the one that 0.1 gave it, which called all by their files. ``beside``: other films of that table keep theirs.
    """
    before, by_0_1 = ({}, {}) if table is None else (_named_before(table), _named_by_0_1(table))
    films = {shown_path(path) for path in paths}
    others = [folder for film, folder in before.items() if film not in films] if beside else []
    labels = {path: _label(who.get(path, Identity())) for path in paths}
    counts = Counter(label.casefold() for label in labels.values())
    by_file = folder_names([path for path in paths if not labels[path]])
    names: dict[Path, str] = {}
    for path, label in labels.items():
        long = safe_name(f"{label} {path.stem or path.name}")
        name = by_file.get(path) or (long if counts[label.casefold()] > 1 else label)
        known = before.get(shown_path(path))
        kept = by_0_1.get(shown_path(path)) or (known if label and known in (label, long) else name)
        names[path] = distinct(kept, [*names.values(), *others])
    return names


def _named_before(table: Path) -> dict[str, str]:
    """Folders by the films that an earlier run's table names; none where there is no such table."""
    return {bare_cell(row.get("film") or ""): bare_cell(row.get(FOLDER) or "") for row in _rows(table)}


def earlier_rows(table: Path, but: Sequence[str] = ()) -> list[Row]:
    """The rows of an earlier run's table, without those of these films; none where there is no such table."""
    left_out = set(but)
    found = ({column: row.get(column) or "" for column in COLUMNS} for row in _rows(table))
    return [row for row in found if bare_cell(row["film"]) not in left_out]


def _named_by_0_1(table: Path) -> dict[str, str]:
    """The same of a table without folders, as far as there is a film's folder of the name that it had then."""
    rows = _rows(table)
    files = dict.fromkeys(bare_cell(row.get("film") or "") for row in rows if FOLDER not in row)
    names = folder_names([Path(file) for file in files if file])
    return {shown_path(path): name for path, name in names.items() if (table.parent / name / MANIFEST).is_file()}


def _rows(table: Path) -> list[dict[str, str]]:
    try:
        with table.open(encoding="utf-8", newline="") as handle:
            return list(csv.DictReader(handle))
    except (OSError, ValueError, csv.Error):
        return []


def _label(who: Identity) -> str:
    """Patient and date; empty where nobody is named."""
    named = " ".join(filter(None, (readable_name(who.patient_name), who.patient_id)))
    return safe_name(f"{safe_name(named)[:_LONGEST_WHO]} {who.study_date}") if named.strip() else ""


def key_table(out: Path) -> Path:
    """Where the key table of a run into ``out`` lies: beside it, so that it does not leave with it."""
    place = out.absolute()
    return place.with_name(f"{place.name}-key.csv")


def names_by_number(paths: Sequence[Path], out: Path) -> dict[Path, str]:
    """Each film's folder: ``film-0001``, ...; films that the key table knows keep their numbers, and it is written.

    Raises ``ExportError`` and its kin, also where another file has the key table's name.
    """
    place = key_table(out)
    known = _read_key(place)
    last = max((int(name.rpartition("-")[2]) for name in known.values()), default=0)
    names = {}
    for path in paths:
        file = shown_path(path.absolute())
        if file not in known:
            last += 1
            known[file] = f"film-{last:04}"
        names[path] = known[file]
    write_whole(place, _written_key(known), overwrite=True)
    return names


def _read_key(place: Path) -> dict[str, str]:
    """Folders by the files that they are of; none where there is no table yet."""
    try:
        with place.open(encoding="utf-8", newline="") as handle:
            header, *lines = csv.reader(handle)
            if tuple(header) != KEY_COLUMNS:
                raise ExportError(place, NO_KEY)
            known = {bare_cell(file): folder for folder, file in lines}
            _ = [int(folder.removeprefix("film-")) for folder in known.values()]
            return known
    except FileNotFoundError:
        return {}
    except (ValueError, csv.Error):
        raise ExportError(place, NO_KEY) from None
    except OSError as error:
        raise ExportError(place, error.strerror or "") from None


def _written_key(known: Mapping[str, str]) -> bytes:
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(KEY_COLUMNS)
    writer.writerows((folder, safe_cell(file)) for file, folder in known.items())
    return buffer.getvalue().encode("utf-8")
