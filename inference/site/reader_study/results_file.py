"""What a reader said, append-only: JSON lines, the first a header, each other one thing that happened.

A line that was half written when the program was killed is left out, and gone with the next that is written.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import Annotated, BinaryIO

import msgspec
from msgspec import Meta, Struct

from inference.core.errors import FileMissing
from inference.core.software import SOFTWARE
from inference.core.study_errors import ResultsClash, ResultsDamaged, ResultsInUse, ResultsOfAnother
from inference.files.atomic_file import typed_errors
from inference.files.file_lock import Held, lock_file
from inference.site.reader_study.study_file import Stage, Study

FORMAT = "thoracam reads 1"
ENDING = ".reads.jsonl"
Rating = Annotated[int, Meta(ge=0, le=100)]
Seconds = Annotated[float, Meta(ge=0, le=1e7)]


class Header(Struct, frozen=True, kw_only=True):
    """Of which study, by which readers (codes; several after a merge), written by which program."""

    format: str = FORMAT
    study: str
    readers: tuple[str, ...]
    software: str = SOFTWARE


class Place(Struct, frozen=True, kw_only=True):
    """Which rating of which film: ``arm`` by its name."""

    reader: str
    session: int
    arm: str
    case: int
    stage: Stage


class Rated(Struct, frozen=True, kw_only=True, tag="rated"):
    """A film in hand was rated for a finding (empty: only its clock went on), after ``seconds`` before it."""

    at: Place
    finding: str = ""
    value: Rating = 0
    seconds: Seconds = 0.0
    away: Seconds = 0.0


class Read(Struct, frozen=True, kw_only=True, tag="read"):
    """A film is read: its ``ratings`` by finding, ``seconds`` spent before it, ``away`` with the window behind another.

    ``model`` is the hash of the pack whose word was shown, ``said`` its probabilities by finding; both empty before.
    Of two reads at one place the later counts. ``time`` is UTC.
    """

    at: Place
    ratings: dict[str, Rating]
    seconds: Seconds
    away: Seconds = 0.0
    model: str = ""
    said: dict[str, Annotated[float, Meta(ge=0, le=1)]] = {}
    time: datetime


Event = Rated | Read


@dataclass(frozen=True, slots=True)
class InHand:
    """A film that was begun: what is rated of it so far, and its clocks."""

    ratings: dict[str, int] = field(default_factory=dict)
    seconds: float = 0.0
    away: float = 0.0


@dataclass(frozen=True, slots=True)
class Results:
    """What a file holds: ``reads`` by place, the last of each; ``begun`` by place what is not finished."""

    header: Header
    reads: dict[Place, Read] = field(default_factory=dict)
    begun: dict[Place, InHand] = field(default_factory=dict)

    def heard(self, event: Event) -> Results:
        """The same after one more thing happened."""
        if isinstance(event, Read):
            begun = {place: known for place, known in self.begun.items() if place != event.at}
            return replace(self, reads={**self.reads, event.at: event}, begun=begun)
        known = self.begun.get(event.at, InHand())
        ratings = {**known.ratings, event.finding: event.value} if event.finding else known.ratings
        return replace(self, begun={**self.begun, event.at: InHand(ratings, event.seconds, event.away)})


def results_path(study_path: Path, reader: str) -> Path:
    """Where the reads of a reader are kept: beside the study."""
    return study_path.with_name(f"{study_path.stem}.{reader}{ENDING}")


def read_results(path: Path) -> Results:
    """All that a file holds, but a last line that was never finished. Raises ``FileMissing`` or ``ResultsDamaged``."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise FileMissing(path, error.strerror or "") from error
    return _understood(path, data[: _whole(data)])


def _whole(data: bytes) -> int:
    """How many bytes are whole lines."""
    return data.rfind(b"\n") + 1


def _understood(path: Path, data: bytes) -> Results:
    lines = data.splitlines()
    try:
        header = msgspec.json.decode(lines[0], type=Header) if lines else None
        if header is None or header.format != FORMAT:
            raise ResultsDamaged(path, "its first line is not that of a file of reads")
        return _all_heard(Results(header), lines[1:])
    except (ValueError, msgspec.ValidationError) as error:
        raise ResultsDamaged(path, str(error)) from error


def _all_heard(results: Results, lines: list[bytes]) -> Results:
    decoder = msgspec.json.Decoder(Event)
    reads: dict[Place, Read] = {}
    begun: dict[Place, InHand] = {}
    for line in lines:  # in place: a file of ten thousand reads is one pass
        event = decoder.decode(line)
        if isinstance(event, Read):
            reads[event.at] = event
            begun.pop(event.at, None)
        else:
            known = begun.get(event.at, InHand())
            ratings = {**known.ratings, event.finding: event.value} if event.finding else known.ratings
            begun[event.at] = InHand(ratings, event.seconds, event.away)
    return replace(results, reads=reads, begun=begun)


class ResultsFile:
    """The open file of one reader in one study; every event is in the system's hands before ``add`` returns.

    A read also waits for the disk. Raises ``ResultsDamaged``, ``ResultsOfAnother``, ``ResultsClash``, ``ResultsInUse``,
    or ``ExportError`` kin.
    """

    def __init__(self, path: Path, study: Study, reader: str) -> None:
        self.path = path
        self._held = ExitStack()  # lock and file, as long as the study is read
        with self._held:
            with typed_errors(path):
                self._lock()
                self._file: BinaryIO = self._held.enter_context(path.open("a+b", buffering=0))
            self.results = self._taken_up(study, reader)
            self._held = self._held.pop_all()

    def _lock(self) -> None:
        try:
            self._held.enter_context(lock_file(self.path.with_name(f".{self.path.name}.lock")))
        except Held:
            raise ResultsInUse(self.path) from None

    def _taken_up(self, study: Study, reader: str) -> Results:
        self._file.seek(0)
        data = self._file.read()
        whole = _whole(data)
        if whole < len(data):
            self._file.truncate(whole)
        if not whole:
            header = Header(study=study.digest, readers=(reader,))
            self._write(header, durable=True)
            return Results(header)
        results = _understood(self.path, data[:whole])
        check_study(self.path, results, study)
        if results.header.readers != (reader,):
            raise ResultsClash(self.path, "it holds the reads of somebody else")
        return results

    def add(self, event: Event) -> None:
        """Keep what happened."""
        self._write(event, durable=isinstance(event, Read))
        self.results = self.results.heard(event)

    def close(self) -> None:
        """Let go of the file."""
        self._held.close()

    def _write(self, told: Header | Event, *, durable: bool) -> None:
        with typed_errors(self.path):
            self._file.write(msgspec.json.encode(told) + b"\n")
            if durable:
                os.fsync(self._file.fileno())


def check_study(path: Path, results: Results, study: Study) -> None:
    """Raise ``ResultsOfAnother`` where a file was read with another study than this, and ``ResultsDamaged`` where it
    says what nobody can have said in this one.
    """
    if results.header.study != study.digest:
        raise ResultsOfAnother(path)
    cases = {film.case for film in study.films}
    stages = {arm.name: arm.stages for arm in study.arms}
    for place in (*results.reads, *results.begun):
        if place.case not in cases or place.stage not in stages.get(place.arm, ()):
            raise ResultsDamaged(path, f"the study has no case {place.case} in arm “{place.arm}”, {place.stage.value}")
    low, high = study.scale.ends
    every: Iterator[tuple[Place, Read | InHand]] = chain(results.reads.items(), results.begun.items())
    for place, said in every:
        for key, rating in said.ratings.items():
            if key not in study.findings or not low <= rating <= high:
                raise ResultsDamaged(path, f"case {place.case} has a rating that the study does not ask for: {key}")


def now() -> datetime:
    """The time to write, UTC."""
    return datetime.now(UTC)


def told(results: Results) -> Iterator[bytes]:
    """A file that holds these finished reads, line by line."""
    yield msgspec.json.encode(results.header) + b"\n"
    for read in results.reads.values():
        yield msgspec.json.encode(read) + b"\n"
