"""The bill of materials is that of the lock, is CycloneDX, comes out the same each time, and names no index."""

from __future__ import annotations

import json
from typing import Any

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

import inference
from tests.supply.licences import Part
from tests.supply.lock import pinned
from tests.supply.sbom import FILE_HASH, SBOM, bill
from tests.supply.test_licences import PARTS

TEXT = SBOM.read_text("utf-8")
FOUND: dict[str, Any] = json.loads(TEXT)


def parts() -> list[Part]:
    plain = {"version": "", "note": "", "marker": ""}
    return [Part(**{**plain, **part}) for part in PARTS]


def test_it_holds_to_the_schema() -> None:
    validator = JsonStrictValidator(SchemaVersion.V1_6)
    assert validator.validate_str(TEXT) is None
    assert validator.validate_str(TEXT.replace('"library"', '"librarian"')) is not None


def test_it_is_what_the_parts_make_each_time() -> None:
    assert bill(parts()) == bill(parts()) == TEXT


def test_it_names_every_distribution_of_the_lock_with_its_hashes() -> None:
    named = {(item["name"], item.get("version")): item for item in FOUND["components"]}
    for entry in pinned():
        item = named[entry.name, entry.version]
        assert item["purl"] == f"pkg:pypi/{entry.name}@{entry.version}"
        assert {found["value"] for found in item["properties"] if found["name"] == FILE_HASH} == {*entry.hashes}
        assert item["licenses"]


def test_it_is_about_this_version_of_the_program() -> None:
    assert FOUND["metadata"]["component"]["version"] == inference.__version__


def test_no_host_is_in_it_but_those_of_schema_and_tool() -> None:
    hosts = {word.split("/")[2] for word in TEXT.split('"') if "://" in word}
    assert hosts <= {"cyclonedx.org"}
