"""The table of truth: what came out for films of the ledger, by file name, accession number or film hash."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePath

from inference.core.errors import TruthUnusable
from inference.core.findings import BY_KEY
from inference.files.spreadsheet import LabelError, Row, rows_of
from inference.site.ledger.store import Ledger

_BY_NAME, _BY_ACCESSION, _BY_HASH = "name", "accession", "film"
_COLUMNS = {
    **dict.fromkeys(("film", "file", "path", "name", "file name", "filename"), _BY_NAME),
    **dict.fromkeys(("accession", "accession number", "accessionnumber"), _BY_ACCESSION),
    **dict.fromkeys(("hash", "film hash", "film_hash"), _BY_HASH),
}
_TRUE = frozenset({"1", "yes", "y", "true", "present", "positive", "+"})
_FALSE = frozenset({"0", "no", "n", "false", "absent", "negative", "-"})


@dataclass(frozen=True, slots=True)
class Brought:
    """What became of a table: films that have an outcome now, rows of films that are not in the ledger, and rows whose
    name several films bear, which were left out.
    """

    films: int
    unknown: int
    ambiguous: int


def bring_truth(ledger: Ledger, table: Path) -> Brought:
    """Take the outcomes of a CSV or XLSX table, in place of those that were there. Raises ``TruthUnusable``.

    A column ``film``, ``accession`` or ``hash`` says which film, a column for each finding, by key or title, whether it
    has it: 1 or 0, yes or no; blank where nobody knows.
    """
    try:
        rows = rows_of(table)
    except LabelError as problem:
        raise TruthUnusable(table, str(problem)) from problem
    names = {name: _plain(name) for name in (rows[0].cells if rows else ())}
    keys = {name: _COLUMNS[plain] for name, plain in names.items() if plain in _COLUMNS}
    findings = {name: key for name, plain in names.items() if (key := plain.replace(" ", "_")) in BY_KEY}
    if not keys or not findings:
        raise TruthUnusable(table, "it has no column that names films" if not keys else "it has no column of a finding")
    column = sorted(keys, key=lambda name: (_BY_HASH, _BY_ACCESSION, _BY_NAME).index(keys[name]))[0]
    return _taken(ledger, rows, column, keys[column], findings)


def forget_truth(ledger: Ledger) -> None:
    """Go back to agreement alone."""
    with ledger.opened() as file:
        file.execute("delete from truths")


def _taken(ledger: Ledger, rows: Iterable[Row], column: str, by: str, findings: Mapping[str, str]) -> Brought:
    films, value = _films_by(ledger, by), _value_of(ledger, by)
    found: dict[str, dict[str, bool]] = {}
    unknown = ambiguous = 0
    for row in rows:
        hashes = films.get(value(row.cells.get(column, "")), set())
        if len(hashes) != 1:
            unknown, ambiguous = unknown + (not hashes), ambiguous + bool(hashes)
            continue
        said = {key: fact for name, key in findings.items() if (fact := _fact(row.cells.get(name, ""))) is not None}
        found.setdefault(next(iter(hashes)), {}).update(said)
    with ledger.opened() as file:
        file.execute("delete from truths")
        lines = [(film, key, fact) for film, said in found.items() for key, fact in said.items()]
        file.executemany("insert into truths values (?, ?, ?)", lines)
    return Brought(sum(bool(said) for said in found.values()), unknown, ambiguous)


def _films_by(ledger: Ledger, by: str) -> dict[str, set[str]]:
    """Film hashes by what the table calls films; a file name is known without its ending too."""
    with ledger.opened() as file:
        rows = file.execute(f"select {by}, film from films").fetchall()  # noqa: S608 - one of three names of ours
    films: dict[str, set[str]] = {}
    for name, film in rows:
        for known in {name, PurePath(name).stem} if by == _BY_NAME else {name}:
            films.setdefault(known, set()).add(film)
    films.pop("", None)
    return films


def _value_of(ledger: Ledger, by: str) -> Callable[[str], str]:
    """How a cell of the table is brought into the form that the ledger keeps."""
    if by == _BY_ACCESSION:
        return ledger.digest
    return _bare_name if by == _BY_NAME else lambda cell: cell.strip().casefold()


def _bare_name(cell: str) -> str:
    return re.split(r"[/\\]", cell.strip())[-1].casefold()


def _plain(name: str) -> str:
    return " ".join(name.replace("_", " ").casefold().split())


def _fact(cell: str) -> bool | None:
    plain = cell.strip().casefold()
    return True if plain in _TRUE else False if plain in _FALSE else None
