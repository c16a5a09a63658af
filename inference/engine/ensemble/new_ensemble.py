"""An ensemble made of packs: copies of them in one folder, and a description."""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import tomli_w

from inference.core.cancel import CancelToken
from inference.core.errors import AlreadyThere, UsageError
from inference.core.findings import EXTRA, FINDINGS
from inference.engine.openvino.apart import work_apart
from inference.engine.openvino.check_films import check_films
from inference.files.atomic_folder import replaced_folder
from inference.files.names import distinct
from inference.model_pack import MANIFEST, FindingSpec, Kind, ModelPack, load_pack, sha256_of
from inference.model_pack.parse import MOST_MEMBERS

SECONDS = 900.0
PLACE = f"{__name__}:measured"
LIMITS = "The mean of several networks; nothing was measured. Half stands for the mean of their own operating points."
FARTHEST = 60.0  # log-odds between which an operating point is sought


def make_ensemble(sources: Sequence[Path], target: Path, title: str = "") -> tuple[float, int]:
    """Write an ensemble of packs into the new folder ``target``; the seconds a film takes, and its peak memory in MB.

    The memory is 0 where the system does not say it. Raises UsageError, AlreadyThere and PackError.
    """
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise AlreadyThere(target)
    packs = [load_pack(source) for source in sources]
    if not 2 <= len(packs) <= MOST_MEMBERS:
        raise UsageError(f"An ensemble has 2 to {MOST_MEMBERS} members.")
    if any(pack.kind is Kind.ENSEMBLE for pack in packs):
        raise UsageError("An ensemble cannot be a member of another.")
    with replaced_folder(target) as fresh:
        names: list[str] = []
        for pack in packs:
            names.append(distinct(_folder_name(pack.name), names))
            _copied(pack, fresh / names[-1])
        manifest = _manifest(target.name, title, packs, names)
        manifest["files"] = {f"{name}/{MANIFEST}": sha256_of(fresh / name / MANIFEST) for name in names}
        (fresh / MANIFEST).write_text(tomli_w.dumps(manifest), encoding="utf-8", newline="\n")
        load_pack(fresh)
        seconds, memory = work_apart(PLACE, (fresh,), target, seconds=SECONDS)
    return seconds, memory


def measured(folder: Path) -> tuple[float, int]:
    """The seconds that a film takes once all is loaded, and the peak memory of this process in MB."""
    from inference.engine.factory import open_engine  # it opens ensembles, too

    engine, film = open_engine(folder).override(), check_films()[0]
    engine.warm_up()
    started = time.perf_counter()
    engine.analyse(film, token=CancelToken())
    return time.perf_counter() - started, _peak_memory()


def _peak_memory() -> int:
    if sys.platform == "win32":
        return 0
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return int(peak >> (20 if sys.platform == "darwin" else 10))


def _folder_name(name: str) -> str:
    """A pack's name as far as a member's folder may have it."""
    kept = "".join(letter if letter.isascii() and (letter.isalnum() or letter in "-_") else "-" for letter in name)
    return kept.strip("-_")[:60] or "member"


def _copied(pack: ModelPack, folder: Path) -> None:
    """The files of a pack that its description names, and that itself."""
    for name in (MANIFEST, *(name for name, _ in pack.files)):
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(pack.path(name), place)


def _manifest(name: str, title: str, packs: Sequence[ModelPack], folders: Sequence[str]) -> dict[str, Any]:
    specs = {spec.finding: [one for pack in packs for one in pack.judged if one.finding == spec.finding]
             for pack in packs for spec in pack.judged}  # fmt: skip
    tables = {finding.key: _finding(place, own) for place, (finding, own) in enumerate(specs.items())}
    titles = {finding.key: finding.title for finding in specs}
    extra = {key: table for key, table in tables.items() if key.startswith(EXTRA)}
    return {
        "format": 1,
        "name": name,
        "version": "0.0.0",
        "title": title or f"Mean of {', '.join(pack.title for pack in packs)}",
        "kind": str(Kind.ENSEMBLE),
        "licence": "; ".join(dict.fromkeys(pack.licence for pack in packs)),
        "citations": list(dict.fromkeys(one for pack in packs for one in pack.citations)),
        "members": list(folders),
        "findings": [{"key": key, **table} for key, table in tables.items() if key not in extra],
        "extra": [{"key": key.removeprefix(EXTRA), "title": titles[key], **table} for key, table in extra.items()],
        "not_analysed": [
            {"key": finding.key, "reason": packs[0].reason(finding)} for finding in FINDINGS if finding not in specs
        ],
    }


def _finding(output: int, specs: Sequence[FindingSpec]) -> dict[str, Any]:
    """A finding whose number is half where the log-odds are the mean of those at the members' operating points."""
    points = [_log_odds_at(spec) for spec in specs]
    return {
        "output": output,
        "operating_point": 0.5,
        "calibration": {"kind": "temperature", "temperature": 1.0, "bias": -sum(points) / len(points)},
        "experimental": True,
        "index": True,
        "limits": LIMITS,
    }


def _log_odds_at(spec: FindingSpec) -> float:
    """The network's log-odds at which the calibrated probability reaches the operating point; by halving."""
    low, high = -FARTHEST, FARTHEST
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (low, middle) if spec.calibration.probability(middle) >= spec.operating_point else (middle, high)
    return (low + high) / 2
