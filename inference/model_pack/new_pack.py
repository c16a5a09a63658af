"""A pack of a network that says nothing of itself: what its user says of it, as ``model.toml``."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from inference.core.errors import CannotCompile, NetworkUnusable, OutOfMemory, PackError, PackUnsafe, UsageError
from inference.core.findings import FINDINGS, Finding
from inference.imaging.model_input import InputSpec

UNMEASURED = "Nothing was measured; the operating point is a guess."


@contextmanager
def made_of(source: Path) -> Iterator[None]:
    """While a pack is made of a file: whatever stops it is said of the file, which the user knows, not of a pack."""
    try:
        yield
    except PackUnsafe as error:
        error.pack = source
        raise
    except (PackError, CannotCompile, OutOfMemory) as error:
        raise NetworkUnusable(source, error.detail) from error


@dataclass(frozen=True, slots=True)
class NewPack:
    """What a file with a network cannot say of itself.

    ``findings`` are those of its outputs, in their order, None for an output that is no finding; ``input`` says how
    films enter it, rows, columns and channels aside; ``target_layer`` is found where it is empty; ``side`` is the
    input's where the network takes any.
    """

    findings: tuple[Finding | None, ...]
    input: InputSpec
    target_layer: str = ""
    side: int | None = None
    title: str = ""


def check_outputs(outputs: int, wanted: NewPack) -> None:
    """Raise ``UsageError`` where there is not one finding, or none, for each of the network's outputs."""
    if outputs != len(wanted.findings):
        raise UsageError(
            f"The network has {outputs} outputs and {len(wanted.findings)} findings were named. Name one for each, in "
            "their order, with none for an output that is no finding."
        )


def manifest_of(wanted: NewPack, name: str, title: str, shape: tuple[int, int, int]) -> dict[str, Any]:
    """``model.toml`` for a network that takes ``shape`` (rows, columns, channels), but for network and files.

    ``title`` is for where none is wanted.
    """
    spec = wanted.input
    return {
        "format": 1,
        "name": name,
        "version": "0.0.0",
        "title": wanted.title or title,
        "kind": "multi",
        "licence": "as its makers say",
        "citations": [],
        "input": {
            "rows": shape[0],
            "columns": shape[1],
            "channels": shape[2],
            "fit": spec.fit.value,
            "resize": spec.resize.value,
            "normalise": spec.normalise.value,
            "range": list(spec.range),
        },
        "findings": [_finding(finding, place) for place, finding in enumerate(wanted.findings) if finding],
        "not_analysed": [
            {"key": finding.key, "reason": "This network does not look for it."}
            for finding in FINDINGS
            if finding not in wanted.findings
        ],
    }


def _finding(finding: Finding, output: int) -> dict[str, Any]:
    return {
        "key": finding.key,
        "output": output,
        "operating_point": 0.5,
        "experimental": True,
        "limits": UNMEASURED,
    }
