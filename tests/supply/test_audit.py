"""An audit that could not ask says so; only one that asked about everything says that nothing is known."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.supply.audit import CLEAN, KNOWN, NOT_ASKED, answer_of, verdict

NAMES = ("numpy", "pillow")
FINE: dict[str, Any] = {"name": "numpy", "version": "2.4.6", "vulns": []}
BAD: dict[str, Any] = {"name": "pillow", "version": "1.0", "vulns": [{"id": "PYSEC-1", "fix_versions": ["1.1"]}]}
SKIPPED: dict[str, Any] = {"name": "pillow", "skip_reason": "Dependency not found"}


def judged(*reports: str) -> tuple[int, str]:
    return verdict([answer_of(report) for report in reports], NAMES)


def report(*dependencies: dict[str, Any]) -> str:
    return json.dumps({"dependencies": dependencies, "fixes": []})


def test_all_asked_and_nothing_known_is_clean() -> None:
    status, words = judged(report(FINE, {**FINE, "name": "pillow"}))
    assert status == CLEAN
    assert "Nothing is known against the 2" in words


def test_what_is_known_is_named() -> None:
    status, words = judged(report(FINE, BAD))
    assert (status, words) == (KNOWN, "KNOWN against pillow: PYSEC-1")


@pytest.mark.parametrize("said", ["", "Traceback (most recent call last)", "[]", '{"dependencies": 3}', report()])
def test_no_report_is_not_a_clean_one(said: str) -> None:
    status, words = judged(said)
    assert status == NOT_ASKED
    assert words.startswith("NOT CHECKED")
    assert "2 of 2" in words


def test_what_was_skipped_was_not_asked_about() -> None:
    status, words = judged(report(FINE, SKIPPED))
    assert status == NOT_ASKED
    assert "1 of 2" in words


def test_another_service_can_answer_what_the_first_could_not() -> None:
    assert judged(report(FINE, SKIPPED), report({**FINE, "name": "pillow"}))[0] == CLEAN
    assert judged(report(FINE, SKIPPED), report(BAD))[0] == KNOWN
