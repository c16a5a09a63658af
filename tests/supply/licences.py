"""Collects the licences of all bundled parts into ``resources/licences``: an index and each text once.

Run after changing ``requirements.lock``, with ``uv run python -m tests.supply.renew``.
"""

from __future__ import annotations

import hashlib
import re
import subprocess
import tempfile
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from importlib import metadata
from pathlib import Path

import tomli_w

import resources
from tests.supply.lock import ROOT, Pinned, pinned

OURS, OURS_NAME = "LICENSE", "ThoraCAM"  # the program itself
TEXTS = Path(__file__).parent / "texts"  # those that no distribution brings
FOLDER = resources.path("licences")
BY_HAND = tomllib.loads((Path(__file__).parent / "by_hand.toml").read_text("utf-8"))
_NAMED_LIKE_ONE = re.compile(r"^(licen[cs]e|copying|notice|authors)|third.?party|licen[cs]e", re.IGNORECASE)
_NOT_A_TEXT = re.compile(r"\.(py|pyc|so|json|toml)$")
_PASSED_OVER = {"include", "tests"}  # headers of parts that THIRD_PARTY_NOTICES names


@dataclass(frozen=True, slots=True)
class Part:
    """A bundled part: ``texts`` are files below ``resources/licences``; ``marker`` says for which Python it holds."""

    name: str
    version: str
    licence: str
    texts: list[str]
    note: str = ""
    marker: str = ""


@dataclass(slots=True)
class Collection:
    """Parts, and the texts by the name of the file that keeps each once."""

    parts: list[Part] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)

    def keep(self, text: str) -> str:
        """Keep a text once; returns its file."""
        name = f"texts/{hashlib.sha256(text.encode()).hexdigest()[:12]}.txt"
        self.texts[name] = text
        return name


def collected() -> Collection:
    """Everything that is bundled; distributions for other versions of Python are fetched to be looked at."""
    found = Collection()
    for part in BY_HAND["part"]:
        texts = [found.keep(_by_hand(name)) for name in part["texts"]]
        found.parts.append(Part(part["name"], "", part["licence"], texts, part["note"]))
    for entry in pinned():
        found.parts.append(part_of(entry, found))
    return found


def part_of(entry: Pinned, found: Collection) -> Part:
    """One distribution with its texts; raises ``LookupError`` where licence or text is not known."""
    lenders = [item for item in pinned() if item.name in BY_HAND["borrowed"].get(entry.name, [])]
    with looked_at(entry) as own:
        licence = BY_HAND["licence"].get(entry.name) or own.metadata["License-Expression"]
        texts = list(_texts_in(own))
    for lender in lenders:
        with looked_at(lender) as other:
            texts += _texts_in(other)
    texts += [_by_hand(name) for name in BY_HAND["added"].get(entry.name, [])]
    kept = list(dict.fromkeys(map(found.keep, texts)))
    if not licence or not kept:
        raise LookupError(f"{entry.name} states no SPDX licence or brings no text; add it to by_hand.toml")
    return Part(entry.name, entry.version, licence, kept, BY_HAND["note"].get(entry.name, ""), entry.marker)


def write(found: Collection, folder: Path = FOLDER) -> None:
    """Write the index and the texts; texts that nothing refers to any more go."""
    (folder / "texts").mkdir(parents=True, exist_ok=True)
    for path in (folder / "texts").iterdir():
        path.unlink()
    for name, text in found.texts.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    index = {"part": [{key: value for key, value in asdict(part).items() if value != ""} for part in found.parts]}
    (folder / "parts.toml").write_text(tomli_w.dumps(index), encoding="utf-8", newline="\n")


def installed(entry: Pinned) -> metadata.Distribution | None:
    """The distribution as it is installed here, if it is, in this version."""
    try:
        found = metadata.distribution(entry.name)
    except metadata.PackageNotFoundError:
        return None
    return found if found.version == entry.version else None


@contextmanager
def looked_at(entry: Pinned) -> Iterator[metadata.Distribution]:
    """The distribution as it is installed here, or fetched to be looked at."""
    found = installed(entry)
    if found is not None:
        yield found
        return
    with tempfile.TemporaryDirectory() as folder:
        yield _fetched(entry, Path(folder))


def _texts_in(found: metadata.Distribution) -> Iterator[str]:
    for file in sorted(found.files or [], key=str):
        if _NAMED_LIKE_ONE.search(file.name) and not _NOT_A_TEXT.search(file.name) and not _PASSED_OVER & {*file.parts}:
            text = _tidy(Path(str(file.locate())))
            if text.strip():  # imagecodecs brings empty ones for what its wheels do not contain
                yield text


def _by_hand(name: str) -> str:
    return _tidy(ROOT / name if name == OURS else TEXTS / name)


def _tidy(path: Path) -> str:
    """A text without what differs between systems and copies of it: line ends, spaces at ends of lines."""
    text = path.read_text("utf-8", "replace").replace("\r\n", "\n").strip("\n")
    return "\n".join(line.rstrip() for line in text.split("\n")) + "\n"


def _fetched(entry: Pinned, folder: Path) -> metadata.Distribution:
    """A distribution for another Python or system, unpacked into a folder."""
    python = next((version for version in ("3.12", "3.13", "3.11") if version in entry.marker), "3.12")
    platform = ["--python-platform", "windows"] if "win32" in entry.marker else []
    wanted = f"{entry.name}=={entry.version}"
    command = [
        "uv",
        "pip",
        "install",
        "-q",
        "--no-deps",
        "--python-version",
        python,
        *platform,
        "--target",
        str(folder),
        wanted,
    ]
    subprocess.run(command, check=True)
    return next(iter(metadata.distributions(path=[str(folder)])))
