"""Tables of several runs made one: what is there twice, what failed, and what is missing."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from inference.batch.archive.record import PATHS, Asked, added, asked_in, differences, digest_of_name, read_record
from inference.batch.archive.run import Namer
from inference.batch.archive.tables import (
    FAILURE_COLUMNS,
    FAILURES,
    RESULTS,
    Stream,
    films_of,
    line,
    rows_text,
)
from inference.batch.shards.digest_set import DigestSet
from inference.batch.shards.film_list import FilmList
from inference.batch.shards.shard import shard_of
from inference.core.errors import UsageError
from inference.files.names import shown_path
from inference.files.safe_cells import safe_cell
from inference.report.output.csv_json import COLUMNS, FOLDER

TWICE, MISSING = "twice.csv", "missing.csv"
TWICE_COLUMNS, MISSING_COLUMNS = ("film", "kept of", "left out of"), ("what", "of", "why")
SHARD, RUN, FILM = "shard", "run", "film"  # that is missing, wholly or in part
MIXED = "{name} is {one} in {first} and {other} in {second}. Give --mixed to merge them all the same."


@dataclass(slots=True)
class Merged:
    """What came together: films done and failed, passed over, twice and missing, and the rows of results.csv."""

    films: int = 0
    rows: int = 0
    failed: int = 0
    passed_over: int = 0
    twice: int = 0
    missing: int = 0
    runs: list[dict[str, Any]] = field(default_factory=list)

    def facts(self) -> dict[str, Any]:
        """All of it for run.json."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Whole:
    """Against what the runs are held: a list, with what tables call its films."""

    films: FilmList
    name: Namer


def merge(outs: Sequence[Path], into: Path, *, mixed: bool = False, whole: Whole | None = None) -> Merged:
    """Write the tables of several runs as one into a folder; a film that several have is taken from the first.

    ``twice.csv`` and ``missing.csv`` say which and why; what the runs say of themselves shows what is missing, and
    ``whole``, where it is given. Raises ``UsageError`` where they are of different packs or options, unless ``mixed``.
    """
    records = [read_record(out) for out in outs]
    if not mixed:
        _refuse_mixed(outs, [asked_in(record) for record in records])
    for out in outs:  # before a table that may be there already is begun anew
        next(films_of(out / RESULTS), None)
        next(films_of(out / FAILURES, FAILURE_COLUMNS), None)
    merged = Merged(
        passed_over=sum(int(record["counts"].get("passed_over", 0)) for record in records),
        runs=[_said(out, record) for out, record in zip(outs, records, strict=True)],
    )
    with ExitStack() as files:
        results = files.enter_context(Stream(into / RESULTS, COLUMNS))
        failures = files.enter_context(Stream(into / FAILURES, FAILURE_COLUMNS))
        twice = files.enter_context(Stream(into / TWICE, TWICE_COLUMNS))
        missing = files.enter_context(Stream(into / MISSING, MISSING_COLUMNS))
        done = _take_results(outs, into, results, twice, merged)
        failed = _take_failures(outs, failures, done, merged)
        passed_over = added(*(int(record["counts"].get("passed_over_digest", 0)) for record in records))
        for row in (*_missing_runs(outs, records), *_missing_films(whole, done, failed, passed_over)):
            missing.write(line(row))
            merged.missing += 1
    return merged


def _refuse_mixed(outs: Sequence[Path], asked: Sequence[Asked]) -> None:
    for out, other in zip(outs[1:], asked[1:], strict=True):
        for name, one, two in differences(asked[0], other):
            if name not in ("--shard", PATHS):
                first, second = shown_path(outs[0]), shown_path(out)
                raise UsageError(MIXED.format(name=name, one=one, first=first, other=two, second=second))


def _said(out: Path, record: dict[str, Any]) -> dict[str, Any]:
    kept = ("pack", "shard", "complete", "counts", "seconds", "hosts", "software")
    return {"out": shown_path(out), **{name: record.get(name) for name in kept}}


def _take_results(outs: Sequence[Path], into: Path, results: Stream, twice: Stream, merged: Merged) -> DigestSet:
    """All films of all tables, each once; their folders are told from the new table's place."""
    done = DigestSet()
    kept: dict[str, DigestSet] = {}
    for out in outs:
        here = kept.setdefault(str(out), DigestSet())
        for film in films_of(out / RESULTS):
            if done.add(film.film):
                here.add(film.film)
                rows = [{**row, FOLDER: _folder(row[FOLDER], out, into)} for row in film.rows]
                results.write(rows_text(rows))
                merged.films, merged.rows = merged.films + 1, merged.rows + len(rows)
            else:
                first = next(name for name, films in kept.items() if film.film in films)
                twice.write(line((film.film, shown_path(first), shown_path(out))))
                merged.twice += 1
    return done


def _folder(folder: str, out: Path, into: Path) -> str:
    """A film's folder as seen from the merged table; as it is where it lies on another drive."""
    if not folder:
        return ""
    try:
        return safe_cell(Path(os.path.relpath(out / folder, into)).as_posix())
    except ValueError:
        return str(out / folder)


def _take_failures(outs: Sequence[Path], failures: Stream, done: DigestSet, merged: Merged) -> DigestSet:
    """Films that no run could do, each once."""
    failed = DigestSet()
    for out in outs:
        for film in films_of(out / FAILURES, FAILURE_COLUMNS):
            if film.film not in done and failed.add(film.film):
                failures.write(line((film.film, film.rows[0]["kind"], film.rows[0]["sentence"])))
                merged.failed += 1
    return failed


def _missing_runs(outs: Sequence[Path], records: Sequence[dict[str, Any]]) -> Iterator[tuple[str, str, str]]:
    """Shards that nobody gave, and runs that did not come to their end."""
    shards = [shard_of(record["shard"]) for record in records]
    parts = {shard.of for shard in shards}
    for of in sorted(parts):
        there = {shard.number for shard in shards if shard.of == of}
        for number in sorted(set(range(1, of + 1)) - there):
            yield SHARD, f"{number}/{of}", "no folder of it was given"
    for out, record in zip(outs, records, strict=True):
        if not record["complete"]:
            yield RUN, shown_path(out), f"shard {record['shard']} did not come to its end; --resume goes on with it"


def _missing_films(
    whole: Whole | None, done: DigestSet, failed: DigestSet, passed_over: int
) -> Iterator[tuple[str, str, str]]:
    """Films of the list that are in no table; of files in folders, where they are not those that were passed over."""
    if whole is None:
        return
    found: dict[str, None] = {}
    for listed in whole.films.films():
        film = whole.name(listed.path)
        if film in done or film in failed:
            continue
        if listed.named:
            yield FILM, film, "it is in no table"
        else:
            found[film] = None
    if added(*map(digest_of_name, found)) != passed_over:
        yield from ((FILM, film, "it is in no table: passed over, or not reached") for film in found)
