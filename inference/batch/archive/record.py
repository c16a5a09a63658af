"""What a run says of itself in run.json: what was asked for, of what pack, on which machines, and how far it came."""

from __future__ import annotations

import hashlib
import json
import time
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from inference.batch.shards.shard import WHOLE_TEXT, shard_of
from inference.batch.workers.port import Became, Done, Host
from inference.core.errors import UsageError
from inference.files.atomic_file import write_whole
from inference.files.names import shown_path

RECORD = "run.json"
FORMAT = 1
_LATER_COUNTS = ("passed_over", "passed_over_digest")  # that older files lack
PATHS = "PATH"  # as the help of the command calls what is to be analysed
NO_RUN = "There is no run.json in {out}: it is no folder of a run with --shard, --on, --only table or a list."
IS_MERGED = "What {out} holds was merged already: give the folders of the runs themselves."
DIFFERS = "{name} was {before} in the run that is there, and is {now} now. Give the same, another --out or --overwrite."


@dataclass(frozen=True, slots=True)
class Asked:
    """What decides what is written of a film: options by their names, the pack, and which films (``shard``).

    Names are those of the command line, without dashes.
    """

    options: Mapping[str, Any]
    pack: Mapping[str, str]
    shard: str = WHOLE_TEXT


@dataclass(slots=True)
class Counts:
    """How many films: in the list, done (in this run and before), failed, passed over, and twice in the list.

    ``passed_over_digest`` says which were passed over, as the sum of :func:`digest_of_name`.
    """

    listed: int = 0
    done: int = 0
    done_before: int = 0
    failed: int = 0
    passed_over: int = 0
    passed_over_digest: int = 0
    twice: int = 0
    kinds: Counter[str] = field(default_factory=Counter)

    def take(self, done: Done) -> None:
        """Count what became of a film."""
        self.done += done.became is Became.DONE
        self.failed += done.became is Became.FAILED
        if done.became is Became.PASSED_OVER:
            self.passed_over += 1
            self.passed_over_digest = added(self.passed_over_digest, digest_of_name(done.task.film))
        if done.failure is not None:
            self.kinds[done.failure.kind] += 1


def digest_of_name(film: str) -> int:
    """A number of 52 bits for a film's name: what JSON holds exactly wherever it is read."""
    return int.from_bytes(hashlib.blake2b(film.encode("utf-8"), digest_size=8).digest(), "big") >> 12


def added(*digests: int) -> int:
    """The sum of digests, in as many bits: it is the same for the same names in whichever order and parts."""
    return sum(digests) % (1 << 52)


class Record:
    """The run.json of a run, written anew as it goes on."""

    def __init__(self, out: Path, asked: Asked, software: str, *, name_hosts: bool = True) -> None:
        self._path, self._asked, self._software, self._name_hosts = out / RECORD, asked, software, name_hosts
        self._started, self._clock = _now(), time.monotonic()
        self._earlier = 0.0

    def go_on(self) -> None:
        """Go on where an earlier run stopped; raises ``UsageError`` where it was asked for something else, by name."""
        before = read_record(self._path.parent)
        refuse_other(asked_in(before), self._asked)
        self._started, self._earlier = before["started"], float(before["seconds"])

    def write(self, counts: Counts, hosts: Iterable[Host], *, complete: bool) -> None:
        """Say how far the run came."""
        seconds = time.monotonic() - self._clock
        facts = {
            "format": FORMAT,
            "software": self._software,
            **asdict(self._asked),
            "started": self._started,
            "written": _now(),
            "seconds": round(self._earlier + seconds, 1),
            "complete": complete,
            "counts": {**asdict(counts), "kinds": dict(counts.kinds)},
            "films_per_second": round(counts.done / seconds, 3) if seconds > 0 else None,
            "hosts": self._hosts(hosts),
            "use": "research only, not a medical device",
        }
        text = json.dumps(facts, ensure_ascii=False, indent=2, default=str) + "\n"
        write_whole(self._path, text.encode("utf-8"), overwrite=True)

    def _hosts(self, hosts: Iterable[Host]) -> list[dict[str, Any]]:
        """Each kind of machine with its workers; names are left out where they are not to be written."""
        found: Counter[str] = Counter()
        for host in hosts:
            facts = {"cores": host.cores, "versions": dict(host.versions), "notice": host.notice}
            found[json.dumps({"name": host.name, **facts} if self._name_hosts else facts, sort_keys=True)] += 1
        return [{**json.loads(facts), "workers": count} for facts, count in found.items()]


def read_record(out: Path) -> dict[str, Any]:
    """The run.json of a folder; raises ``UsageError`` where there is none, or none that is understood."""
    path = out / RECORD
    try:
        found: dict[str, Any] = json.loads(path.read_bytes())
        if found["format"] != FORMAT:
            raise UsageError(f"{shown_path(path)} is of a format that is not known here.")
        if "merged" in found:
            raise UsageError(IS_MERGED.format(out=shown_path(out)))
        _check(found)
    except (FileNotFoundError, NotADirectoryError):
        raise UsageError(NO_RUN.format(out=shown_path(out))) from None
    except OSError as error:
        raise UsageError(f"{shown_path(path)} cannot be read: {error.strerror}.") from None
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        raise UsageError(f"{shown_path(path)} is not understood: it is damaged, or of another program.") from None
    return found


def _check(found: Mapping[str, Any]) -> None:
    """Raise one of the errors of odd JSON where a run.json lacks what is asked of it."""
    found["options"].items(), found["pack"].get("hash", "")[:12], found["complete"], float(found["seconds"])
    shard_of(found["shard"])
    counts = {**dict.fromkeys(_LATER_COUNTS, 0), **found["counts"]}
    if not all(isinstance(counts[name], int) for name in ("done", "done_before", "failed", *_LATER_COUNTS)):
        raise TypeError("counts are numbers")
    datetime.fromisoformat(found["started"])


def asked_in(record: Mapping[str, Any]) -> Asked:
    """What the run of a run.json was asked for."""
    return Asked(record["options"], record["pack"], record["shard"])


def refuse_other(before: Asked, now: Asked, *, but: Iterable[str] = ()) -> None:
    """Raise ``UsageError`` for the first thing, by its name, that two runs were not asked for alike; ``but`` these."""
    for name, one, other in differences(before, now):
        if name not in but:
            raise UsageError(DIFFERS.format(name=name, before=one, now=other))


def differences(before: Asked, now: Asked) -> list[tuple[str, str, str]]:
    """What two runs were not asked for alike: its name as it is typed, and both values."""
    old, new = _flat(before), _flat(now)
    names = [name for name in {**old, **new} if old.get(name) != new.get(name)]
    return [(name, old.get(name, "not given"), new.get(name, "not given")) for name in names]


def _flat(asked: Asked) -> dict[str, str]:
    """All of it as text, as JSON has it."""
    options = {_typed(name): value for name, value in asked.options.items()}
    pack = {"the pack": asked.pack.get("hash", "")[:12] or "none"}
    values = {**options, **pack, "--shard": asked.shard}
    return {name: json.dumps(value, ensure_ascii=False, default=str).strip('"') for name, value in values.items()}


def _typed(name: str) -> str:
    """An option as it is typed."""
    return PATHS if name == "paths" else f"--{name.replace('_', '-')}"


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
