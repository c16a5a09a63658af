"""What wraps the built program, as far as it can be held without building it; ``frozen.sh`` does the rest."""

from __future__ import annotations

import ast
import plistlib
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

import resources
from inference import __version__
from inference.network.study_request import SCHEME, StudyRequest
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


def windows_registry() -> dict[tuple[str, str], str]:
    """What the recipe of Windows writes into the registry: the data by key and name of the value."""
    text = (INSTALLER / "windows.iss").read_text("utf-8").split("[Registry]")[1].split("\n[")[0]
    found = {}
    for line in text.splitlines():
        if line.startswith("Root:"):
            assert line.startswith("Root: HKA;"), "for whom it is installed, with no more rights than that"
            parts = dict(re.findall(r'(\w+): (?:"((?:[^"]|"")*)"|\w+)', line))
            found[parts["Subkey"], parts.get("ValueName", "")] = parts.get("ValueData", "").replace('""', '"')
    return found


def test_windows_starts_the_program_with_a_link_as_its_only_word() -> None:
    registry, key = windows_registry(), r"Software\Classes\thoracam"
    assert registry[key, ""].startswith("URL:")
    assert registry[key, "URL Protocol"] == ""  # without it no browser hands a link on
    command = registry[rf"{key}\shell\open\command", ""]
    link = "thoracam://study?node=my%20archive&uid=1.2.3"
    words = re.findall(r'"([^"]*)"', command.replace("{app}", r"C:\Program Files\ThoraCAM").replace("%1", link))
    assert words == [r"C:\Program Files\ThoraCAM\thoracamw.exe", link]
    asked = StudyRequest.of_link(words[1])
    assert (asked.node, asked.study_uid) == ("my archive", "1.2.3")


def test_films_are_offered_to_the_program_on_windows_and_taken_from_no_other() -> None:
    registry = windows_registry()
    view = '"{app}\\thoracamw.exe" view "%1"'
    assert registry[r"Software\Classes\ThoraCAM.Film\shell\open\command", ""] == view
    assert registry[r"Software\Classes\Directory\shell\ThoraCAM\command", ""] == view
    endings = {key for key, _ in registry if re.fullmatch(r"Software\\Classes\\\.\w+.*", key)}
    assert endings == {rf"Software\Classes\.{one}\OpenWithProgids" for one in ("dcm", "dicom")}


def test_macos_reads_from_the_info_plist_which_links_and_films_are_the_programs() -> None:
    tree = ast.parse((ROOT / "build_installer.spec").read_text("utf-8"))
    [made] = (
        one.value for one in tree.body if isinstance(one, ast.Assign) and ast.unparse(one.targets[0]) == "MAC_PLIST"
    )
    whole = eval(ast.unparse(made), {"__version__": __version__, "__builtins__": {}})  # noqa: S307 - of our own recipe
    plist = plistlib.loads(plistlib.dumps(whole))  # as macOS has it
    assert [one["CFBundleURLSchemes"] for one in plist["CFBundleURLTypes"]] == [[SCHEME]]
    [films] = plist["CFBundleDocumentTypes"]
    assert films["CFBundleTypeExtensions"] == ["dcm", "dicom"]
    assert films["LSHandlerRank"] == "Alternate"  # offered, never taken from another viewer
    assert plist["CFBundleShortVersionString"] == __version__


def test_linux_hands_a_link_on_as_one_word() -> None:
    entry = (INSTALLER / "thoracam-link.desktop").read_text("utf-8")
    assert f"MimeType=x-scheme-handler/{SCHEME};" in entry
    assert "Exec=thoracam %u" in entry
    assert "thoracam-link.desktop" in (INSTALLER / "linux.sh").read_text("utf-8")


def test_a_link_that_breaks_out_of_its_quotes_does_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    """As a browser that escapes nothing would hand it to the command of Windows."""
    assert main(["thoracam://study?node=a&uid=1", "send", "--to", "STRANGER@192.0.2.1:104", "C:\\films"]) == 2
    assert "unknown option '--to'" in capsys.readouterr().err


def test_the_menu_entry_starts_the_viewer_as_the_command_line_has_it(capsys: pytest.CaptureFixture[str]) -> None:
    entry = (INSTALLER / "thoracam.desktop").read_text("utf-8")
    assert "Exec=thoracam view %F" in entry
    with pytest.raises(SystemExit):
        main(["view", "--help"])
    assert "usage: thoracam view" in capsys.readouterr().out
