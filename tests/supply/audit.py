"""Asks what is known against the pinned distributions: ``uv run python -m tests.supply.audit``.

Exit 0: all were asked about and nothing is known. 1: something is known. 3: not all could be asked, as without a
network. pip-audit alone calls that last case clean, hence this module.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from tests.supply.lock import LOCK, pinned

TOOL = "pip-audit@2.10.1"  # in an environment of its own: nothing here imports it
SERVICES = ("pypi", "osv")
CLEAN, KNOWN, NOT_ASKED = 0, 1, 3
SECONDS = 120


@dataclass(frozen=True, slots=True)
class Answer:
    """``known``: what a service knows against a distribution; empty for one that it was asked about in vain."""

    known: Mapping[str, tuple[str, ...]]


def answer_of(report: str) -> Answer:
    """What a report of pip-audit (JSON) says of the distributions that it really asked about."""
    try:
        found: list[dict[str, Any]] = json.loads(report)["dependencies"]
        asked = [item for item in found if "vulns" in item and "skip_reason" not in item]
    except (ValueError, KeyError, TypeError):
        return Answer({})
    return Answer({item["name"]: tuple(vuln["id"] for vuln in item["vulns"]) for item in asked})


def verdict(answers: Iterable[Answer], names: Iterable[str]) -> tuple[int, str]:
    """Exit status and words."""
    known: dict[str, set[str]] = {}
    for answer in answers:
        for name, identifiers in answer.known.items():
            known.setdefault(name, set()).update(identifiers)
    wanted = set(names)
    against = {name: sorted(known[name]) for name in sorted(wanted & set(known)) if known[name]}
    silent = sorted(wanted - set(known))
    lines = [f"KNOWN against {name}: {', '.join(identifiers)}" for name, identifiers in against.items()]
    if silent:
        lines.append(
            f"NOT CHECKED: no advisory service could be asked about {len(silent)} of {len(wanted)} distributions."
        )
    if not lines:
        lines.append(f"Nothing is known against the {len(wanted)} distributions of the lock.")
    return (KNOWN if against else NOT_ASKED if silent else CLEAN), "\n".join(lines)


def main() -> int:
    """Ask the services in turn, the second only about what the first could not say."""
    names = {entry.name for entry in pinned()}
    answers: list[Answer] = []
    for service in SERVICES:
        answers.append(answer_of(_report(service)))
        if names <= {name for answer in answers for name in answer.known}:
            break
    status, words = verdict(answers, names)
    sys.stdout.write(words + "\n")
    return status


def _report(service: str) -> str:
    options = ("--vulnerability-service", service, "--format", "json", "--progress-spinner", "off", "--timeout", "10")
    command = ["uvx", TOOL, "--disable-pip", "--require-hashes", "-r", str(LOCK), *options]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())
