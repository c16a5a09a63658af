"""Holding a record against itself: whether a line was changed, removed, inserted or moved, or the end cut off.

What nobody can find in the record alone is that all of it was made anew by somebody who may write the folder: for that
an earlier end (count and digest), noted elsewhere, is held against it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from inference.core.errors import RecordNotKept
from inference.site.record.lines import MOST_BYTES, NOTHING_BEFORE, End, read_line
from inference.site.record.use_record import files_of, read_head

CHANGED = "This line was changed."
NO_LINE = "This is no line of a record."
MISSING = "{count} lines are missing before this one."
ONE_MISSING = "One line is missing before this one."
ELSEWHERE = "This line stands where line {number} belongs: it was inserted or moved."
NOT_FOLLOWING = "This line does not follow the one before it, which was changed or exchanged."
CUT_OFF = "The record ends after line {count}, but had {known} lines: its end was cut off."
OTHER_END = "The last line is not the one that head.json names: its end was exchanged."
NO_HEAD = "head.json is missing or damaged, so that nobody can say whether the end was cut off."
NOT_EXPECTED = "Line {number} is not the one that was noted: the record was made anew, or cut off."


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is wrong with a record: the file, the line in it from 1 (0 for none), and a sentence."""

    file: str
    line: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Verification:
    """What was found: where the record ends, ``unacknowledged`` lines that a crash left, and all ``faults``."""

    end: End
    files: int
    unacknowledged: int
    faults: tuple[Fault, ...]

    @property
    def whole(self) -> bool:
        """Whether nothing is wrong."""
        return not self.faults


def verified(folder: Path, noted: End | None = None) -> Verification:
    """Read a whole record and say what is wrong with it; ``noted`` is an end that it had once.

    Raises ``RecordNotKept`` where it cannot be read.
    """
    try:
        head = read_head(folder)
        files = files_of(folder)
        walk = _Walk(noted)
        for file in files:
            walk.through(file)
    except OSError as error:
        raise RecordNotKept(folder, error.strerror or "") from error
    faults, beyond = list(walk.faults), 0
    last = files[-1].name if files else ""
    if head is None:
        faults += [Fault(last, 0, NO_HEAD)] if files else []
    elif walk.end.count < head.count:
        faults.append(Fault(last, walk.place, CUT_OFF.format(count=walk.end.count, known=head.count)))
    elif head.count and walk.digests.get(head.count) != head.digest:
        faults.append(Fault(last, walk.place, OTHER_END))
    else:
        beyond = walk.end.count - head.count
    if noted is not None and noted.count and not walk.met:
        faults.append(Fault(last, 0, NOT_EXPECTED.format(number=noted.count)))
    return Verification(walk.end, len(files), beyond, tuple(faults))


class _Walk:
    """Goes through the lines, file by file; after a fault the line's own word is what the next one is held against."""

    def __init__(self, noted: End | None) -> None:
        self.end, self.place, self.faults, self.met = End(0, NOTHING_BEFORE), 0, list[Fault](), False
        self.digests: dict[int, str] = {}
        self._noted = noted

    def through(self, file: Path) -> None:
        """Look at every line of a file."""
        for self.place, text in enumerate(_lines(file), start=1):
            sentence = self._look(text)
            if sentence:
                self.faults.append(Fault(file.name, self.place, sentence))

    def _look(self, text: bytes) -> str:
        line = read_line(text) if text.endswith(b"\n") and len(text) <= MOST_BYTES else None
        if line is None:
            return NO_LINE
        before, self.end = self.end, End(max(line.number, self.end.count), line.digest)
        self.digests = {line.number: line.digest, **{n: d for n, d in self.digests.items() if n > line.number - 256}}
        if self._noted is not None and (line.number, line.digest) == (self._noted.count, self._noted.digest):
            self.met = line.genuine
        if not line.genuine:
            return CHANGED
        gap = line.number - before.count - 1
        if gap > 0:
            return ONE_MISSING if gap == 1 else MISSING.format(count=gap)
        if gap < 0:
            return ELSEWHERE.format(number=before.count + 1)
        return "" if line.before == before.digest else NOT_FOLLOWING


def _lines(file: Path) -> Iterator[bytes]:
    """Lines of a file, none held longer than it may be."""
    with file.open("rb") as opened:
        while text := opened.readline(MOST_BYTES + 1):
            yield text
