"""What a learner answered, over time: a file of lines in the program's own folder, and the shares by finding."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import platformdirs
from msgspec import Struct

from inference.core.statistics.small_samples import wilson
from inference.files.atomic_file import typed_errors
from inference.files.private_file import append_private


class TeachingAnswer(Struct, frozen=True, kw_only=True):
    """One answer: what was ``called``, what is ``true``, and whether the place that was pointed at was right.

    ``pointed`` is None where nothing was pointed at, or nothing is there. ``painted``: the film was synthetic.
    """

    finding: str
    called: bool
    true: bool
    pointed: bool | None = None
    painted: bool = True
    time: datetime = msgspec.field(default_factory=lambda: datetime.now(UTC))


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many, with its 95 % interval (Wilson)."""

    hits: int
    count: int

    @property
    def interval(self) -> tuple[float, float]:
        """The interval; all there is without any."""
        return wilson(self.hits / self.count, self.count) if self.count else (0.0, 1.0)


@dataclass(frozen=True, slots=True)
class FindingResults:
    """Answers for one finding: films with it that were ``found``, without it that were ``cleared``, places ``hit``."""

    finding: str
    found: Share
    cleared: Share
    hit: Share
    recent: Share


RECENT = 20  # answers that say how it goes now


def answers_path() -> Path:
    """Where answers are kept on this system."""
    return platformdirs.user_data_path("thoracam", appauthor=False) / "teaching.jsonl"


def add_answer(answer: TeachingAnswer, path: Path | None = None) -> None:
    """Keep one more; raises ``ExportError`` kin."""
    place = path or answers_path()
    with typed_errors(place), append_private(place) as file:
        file.write(msgspec.json.encode(answer).decode() + "\n")


def read_answers(path: Path | None = None) -> list[TeachingAnswer]:
    """All that are kept, in their order; lines that were cut or changed are left out."""
    try:
        lines = (path or answers_path()).read_bytes().splitlines()
    except OSError:
        return []
    found: list[TeachingAnswer] = []
    for line in lines:
        try:
            found.append(msgspec.json.decode(line, type=TeachingAnswer))
        except (ValueError, msgspec.ValidationError):
            continue
    return found


def empty_answers(path: Path | None = None) -> None:
    """Forget all answers; raises ``ExportError`` kin."""
    place = path or answers_path()
    with typed_errors(place):
        place.unlink(missing_ok=True)


def results(answers: Sequence[TeachingAnswer], findings: Sequence[str]) -> list[FindingResults]:
    """The shares for each finding that was asked."""
    by_finding = {key: [answer for answer in answers if answer.finding == key] for key in findings}
    return [_result(key, own) for key, own in by_finding.items() if own]


def _result(key: str, own: Sequence[TeachingAnswer]) -> FindingResults:
    present, absent = [item for item in own if item.true], [item for item in own if not item.true]
    pointed = [item for item in present if item.pointed is not None]
    last = own[-RECENT:]
    return FindingResults(
        key,
        Share(sum(item.called for item in present), len(present)),
        Share(sum(not item.called for item in absent), len(absent)),
        Share(sum(bool(item.pointed) for item in pointed), len(pointed)),
        Share(sum(item.called == item.true for item in last), len(last)),
    )
