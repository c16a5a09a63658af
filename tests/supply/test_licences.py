"""Every bundled part is named with its licence and its text, as ``requirements.lock`` has it."""

from __future__ import annotations

import re
import sys
import tomllib
from typing import Any

import pytest
from packaging.licenses import canonicalize_license_expression

from tests.supply.licences import FOLDER, Collection, installed, part_of
from tests.supply.lock import LOCK, pinned

PARTS: list[dict[str, Any]] = tomllib.loads((FOLDER / "parts.toml").read_text("utf-8"))["part"]
MOST_BYTES = 2_000_000


def test_every_distribution_of_the_lock_has_its_entry_in_this_version() -> None:
    known = {(part["name"], part["version"]) for part in PARTS if "version" in part}
    assert known == {(entry.name, entry.version) for entry in pinned()}


def test_no_line_of_the_lock_is_overlooked() -> None:
    assert len(pinned()) == sum(
        "==" in line and not line.startswith(" ") for line in LOCK.read_text("utf-8").split("\n")
    )


@pytest.mark.skipif(sys.platform != "linux", reason="wheels of other systems bring other texts")
def test_what_is_installed_here_says_the_same_as_the_collection() -> None:
    recorded = {(part["name"], part.get("version")): part for part in PARTS}
    found = Collection()
    for entry in pinned():
        if installed(entry):
            part, known = part_of(entry, found), recorded[entry.name, entry.version]
            assert (part.licence, part.texts, part.note) == (known["licence"], known["texts"], known.get("note", ""))
    for name, text in found.texts.items():
        assert (FOLDER / name).read_text("utf-8") == text


def test_every_licence_is_an_expression_that_machines_read() -> None:
    for part in PARTS:
        assert canonicalize_license_expression(part["licence"]) == part["licence"], part["name"]


def test_every_text_is_there_once_and_used() -> None:
    used = {name for part in PARTS for name in part["texts"]}
    there = {path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*.txt")}
    assert used == there
    texts = [(FOLDER / name).read_text("utf-8") for name in there]
    assert all(text.strip() for text in texts)
    assert len(set(texts)) == len(texts)


def test_what_is_not_on_the_lock_is_named_too() -> None:
    names = {part["name"] for part in PARTS}
    assert names >= {
        "ThoraCAM",
        "Python",
        "Noto Sans KR",
        "DejaVu Sans",
        "MobileNetV2 start weights",
        "NIH ChestX-ray14",
    }
    notes = {part["name"]: part.get("note", "") for part in PARTS}
    assert "LGPL" in notes["pyside6-essentials"]


def test_no_part_puts_the_installed_program_under_the_gpl() -> None:
    copyleft = {part["name"]: part["licence"] for part in PARTS if re.search(r"(?<!L)GPL", part["licence"])}
    assert all(re.fullmatch(r".*GPL-[23].0-or-later WITH \S+-exception\S*", licence) for licence in copyleft.values())
    assert not any("libjpeg" in part["name"] for part in PARTS)


def test_every_part_has_a_text_or_a_note() -> None:
    assert all(part["texts"] or part.get("note") for part in PARTS)


def test_the_collection_is_of_modest_size() -> None:
    assert sum(path.stat().st_size for path in FOLDER.rglob("*") if path.is_file()) < MOST_BYTES
