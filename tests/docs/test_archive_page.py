"""The page on archives: its script does parts as SLURM and Kubernetes ask for them; its manifests can be started."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
from pathlib import Path
from typing import Any

import pytest

import resources
from inference.cli.main import parser
from tests import needs

PAGE = resources.path("docs/archive.md").read_text("utf-8")
SHIM = """#!/bin/sh
echo "$@" >> "$OUT/asked"
mkdir -p "$OUT/part-3"
printf '{ "complete": %s }' "${COMPLETE:-true}" > "$OUT/part-3/run.json"
exit "${STATUS:-0}"
"""


def blocks(kind: str) -> list[str]:
    return re.findall(rf"```{kind}\n(.*?)```", PAGE, re.DOTALL)


def do_part(folder: Path, **environment: str) -> tuple[int, str]:
    """What the script of the page asks ``thoracam`` for, and its exit status."""
    (folder / "bin").mkdir()
    (folder / "bin" / "thoracam").write_text(SHIM)
    (folder / "bin" / "thoracam").chmod(0o755)
    (script := folder / "shard.sh").write_text(blocks("sh")[0])
    known = {"PATH": f"{folder / 'bin'}:{os.environ['PATH']}", "OUT": str(folder), "LIST": "films.csv", **environment}
    status = subprocess.run(["sh", str(script)], env=known, check=False).returncode
    return status, (folder / "asked").read_text().strip()


SLURM = {"SLURM_ARRAY_TASK_ID": "3", "SLURM_ARRAY_TASK_COUNT": "64", "SLURM_CPUS_PER_TASK": "4"}
KUBERNETES = {"JOB_COMPLETION_INDEX": "2", "PARTS": "64", "CORES": "4"}


@pytest.mark.parametrize("environment", [SLURM, KUBERNETES], ids=["slurm", "kubernetes"])
def test_the_script_asks_for_the_part_of_its_place_in_the_array(environment: dict[str, str], tmp_path: Path) -> None:
    status, asked = do_part(tmp_path, **environment)
    assert status == 0
    options = parser().parse_args(shlex.split(asked))
    assert (str(options.shard), options.on.count, options.resume) == ("3/64", 4, True)
    assert options.out == tmp_path / "part-3"


@pytest.mark.parametrize(
    ("ended", "complete", "status"), [("1", "true", 0), ("1", "false", 1), ("2", "true", 2), ("130", "false", 130)]
)
def test_a_part_with_failed_films_is_done_and_one_that_was_cut_off_is_not(
    ended: str, complete: str, status: int, tmp_path: Path
) -> None:
    assert do_part(tmp_path, **SLURM, STATUS=ended, COMPLETE=complete)[0] == status


def test_the_manifests_start_what_there_is() -> None:
    needs.module("yaml", "--extra=cluster")  # Ray brings it
    import yaml

    job, ray_job = (yaml.safe_load(text) for text in blocks("yaml"))
    asked: Any = parser().parse_args(shlex.split(ray_job["spec"]["entrypoint"])[1:])
    assert (asked.on.address, asked.per_worker_threads, asked.resume) == ("auto", 1, True)
    assert ray_job["spec"]["rayClusterSpec"]["authOptions"] == {"mode": "token"}
    spec = job["spec"]
    known = {item["name"]: item["value"] for item in spec["template"]["spec"]["containers"][0]["env"]}
    assert known["PARTS"] == str(spec["completions"])
