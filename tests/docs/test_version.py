"""The version stands in one place; whatever needs it reads it there."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import inference

ROOT = Path(__file__).parents[2]
PLACE = "inference/__init__.py"
MADE_OF_IT = {"resources/licences/sbom.cdx.json"}  # by tests.supply.renew, and held to it by tests/supply
PIN = re.compile(r"^\s*\"?[\w.-]+==|^version = ", re.MULTILINE)  # of somebody else's package


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    return [ROOT / name for name in listed.stdout.split("\n")[:-1] if (ROOT / name).is_file()]


def text_of(path: Path) -> str:
    content = path.read_bytes()
    return "" if b"\0" in content else content.decode("utf-8", "replace")


def test_no_other_file_states_the_version() -> None:
    stated = re.compile(rf"(?<![\d.]){re.escape(inference.__version__)}(?![\d.]*\d)")
    found = {
        path.relative_to(ROOT).as_posix()
        for path in tracked()
        for line in text_of(path).split("\n")
        if stated.search(line) and not PIN.match(line)
    }
    assert found - MADE_OF_IT == {PLACE}


def test_no_name_of_a_built_package_states_a_version() -> None:
    named = re.compile(r"thoracam[_-]v?\d+\.\d+", re.IGNORECASE)
    told = [path for path in tracked() if path.suffix in {".md", ".sh", ".iss", ".spec"} and "tests" not in path.parts]
    assert [path.name for path in told if named.search(text_of(path))] == []


def test_packaging_reads_it_there() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert project["project"]["dynamic"] == ["version"]
    assert "version" not in project["project"]
    assert project["tool"]["hatch"]["version"] == {"path": PLACE}
    assert {"file": PLACE} in project["tool"]["uv"]["cache-keys"]


def test_shell_reads_the_same() -> None:
    command = r"""sed -n 's/^__version__ = "\(.*\)"/\1/p' inference/__init__.py"""
    for name in ("resources/installer/linux.sh", "resources/installer/macos.sh", "tests/e2e/frozen.sh"):
        assert command in (ROOT / name).read_text("utf-8")
    line = next(line for line in (ROOT / PLACE).read_text("utf-8").split("\n") if line.startswith("__version__"))
    assert line == f'__version__ = "{inference.__version__}"'


def test_the_program_says_it() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "viewer", "--version"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout == f"ThoraCAM {inference.__version__}\n"
