"""What wraps the built program, as far as it can be held without building it; ``frozen.sh`` does the rest."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

import resources
from tests import needs
from viewer.__main__ import main

ROOT = Path(__file__).parents[2]
INSTALLER = resources.path("installer")


def test_the_tensorflow_that_goes_in_is_the_pinned_one_with_hashes() -> None:
    lock = (INSTALLER / "tensorflow-cpu.lock").read_text("utf-8")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    pinned = [pin for pin in project["tool"]["uv"]["constraint-dependencies"] if pin.startswith("tensorflow==")]
    assert [f"tensorflow=={version}" for version in re.findall(r"^tensorflow-cpu==(\S+)", lock, re.MULTILINE)] == pinned
    assert "--hash=sha256:" in lock
    assert "://" not in lock


@pytest.mark.parametrize("name", ["linux.sh", "macos.sh", "head.sh", "AppRun"])
def test_recipes_are_scripts_that_a_shell_understands(name: str) -> None:
    path = INSTALLER / name
    shell = path.read_text("utf-8").splitlines()[0].rsplit("/", 1)[-1].split()[-1]
    assert subprocess.run([shell, "-n", str(path)], check=False).returncode == 0


@pytest.mark.parametrize("name", ["windows.iss", "macos.sh"])
def test_recipes_that_were_never_run_say_so_at_their_head(name: str) -> None:
    assert "NOT RUN YET" in "\n".join((INSTALLER / name).read_text("utf-8").splitlines()[:5])


@needs.program("desktop-file-validate", "desktop-file-utils")
@pytest.mark.parametrize("name", ["thoracam.desktop", "thoracam-link.desktop"])
def test_the_menu_entries_are_valid(name: str) -> None:
    path = str(INSTALLER / name)
    done = subprocess.run(["desktop-file-validate", path], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")


def test_links_of_other_programs_reach_the_program_on_every_system() -> None:
    assert "MimeType=x-scheme-handler/thoracam;" in (INSTALLER / "thoracam-link.desktop").read_text("utf-8")
    assert "thoracam-link.desktop" in (INSTALLER / "linux.sh").read_text("utf-8")
    assert r"Software\Classes\thoracam\shell\open\command" in (INSTALLER / "windows.iss").read_text("utf-8")
    assert '"CFBundleURLSchemes": ["thoracam"]' in (ROOT / "build_installer.spec").read_text("utf-8")


def test_the_menu_entry_starts_the_viewer_as_the_command_line_has_it(capsys: pytest.CaptureFixture[str]) -> None:
    entry = (INSTALLER / "thoracam.desktop").read_text("utf-8")
    assert "Exec=thoracam view %F" in entry
    with pytest.raises(SystemExit):
        main(["view", "--help"])
    assert "usage: thoracam view" in capsys.readouterr().out
