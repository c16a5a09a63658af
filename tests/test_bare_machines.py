"""Machines without a display or the system's libraries: what is said, done instead, and which tests are skipped."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

import resources
from tests import needs
from tests.elf import needed_by
from viewer.__main__ import main
from viewer.app.display_server import why_no_window
from viewer.app.qt_libraries import OF_PLATFORM, PACKAGES, Load, missing_packages, plugin_of, why_qt_does_not_load
from viewer.app.without_window import analyze_instead, analyze_line, new_folder

ON_EVERY_LINUX = re.compile(r"(lib(c|m|dl|rt|pthread|gcc_s|stdc\+\+|z|zstd|resolv)|ld-linux.*)\.so.*")
OPTION = re.compile(r"--(?:extra|group)=\w+")
NO_QT = """
import ctypes, sys
lacking = "libEGL.so.1: cannot open shared object file"

class Lacking(ctypes.CDLL):
    def __init__(self, name, *given, **words):
        if name is not None and ("libEGL" in str(name) or "/platforms/" in str(name)):
            raise OSError(lacking)
        super().__init__(name, *given, **words)

class NoQt:
    def find_spec(self, name, path=None, target=None):
        if name.startswith("PySide6.Qt"):
            raise ImportError(lacking)

ctypes.CDLL = Lacking
sys.meta_path.insert(0, NoQt())
"""  # a sitecustomize.py: the interpreter as it is on a machine without Qt's libraries
ROOT = Path(__file__).parent.parent
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="other systems bring what Qt needs")
Screen = Callable[..., None]
Said = pytest.CaptureFixture[str]


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch) -> Screen:
    """Leaves nothing of a display in the environment but what is given."""

    def only(**given: str) -> None:
        for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
            monkeypatch.delenv(name, raising=False)
        for name, value in given.items():
            monkeypatch.setenv(name, value)

    return only


def system(*lacking: str) -> Load:
    """A system that lacks these libraries; where it lacks any, none of Qt's plug-ins loads."""

    def load(library: str) -> None:
        if library in lacking or (lacking and "/platforms/" in library):
            raise OSError(f"{library}: cannot open shared object file")

    return load


def skipped(reason: str) -> pytest.TestReport:
    where = ("test_a.py", 1, f"Skipped: {reason}")
    return pytest.TestReport("test_a.py::test", ("test_a.py", 1, "test"), {}, "skipped", where, "setup")


def skipped_for(package: str) -> pytest.TestReport:
    return skipped(needs.REASON + package)


@pytest.mark.parametrize("platform", ["xcb", "wayland", "offscreen"])
def test_every_library_that_qt_asks_of_the_system_has_its_package(platform: str) -> None:
    plugin = plugin_of(platform)
    assert plugin is not None
    own = plugin.parents[2] / "lib"
    asking, asked = [plugin], set[str]()
    while asking:
        new = set(needed_by(asking.pop())) - asked
        asking += [own / name for name in new if (own / name).exists()]
        asked |= new
    foreign = {name for name in asked if not (own / name).exists() and not ON_EVERY_LINUX.fullmatch(name)}
    assert foreign == set(PACKAGES | OF_PLATFORM.get(platform, {}))


def test_packages_are_named_once_and_only_for_what_is_missing() -> None:
    lacking = system("libglib-2.0.so.0", "libgthread-2.0.so.0", "libxcb-cursor.so.0")
    assert missing_packages("xcb", lacking) == ("libglib2.0-0", "libxcb-cursor0")
    assert missing_packages("offscreen", lacking) == ("libglib2.0-0",)
    assert missing_packages("xcb", system()) == ()


def test_what_to_install_is_said_before_qt_ends_the_process() -> None:
    said = why_qt_does_not_load("xcb", system("libEGL.so.1", "libxcb-cursor.so.0"))
    assert said.endswith("on Debian and Ubuntu: apt-get install libegl1 libxcb-cursor0")
    assert why_qt_does_not_load("xcb", system()) == ""


def test_a_library_that_no_table_knows_is_named_as_the_system_names_it() -> None:
    said = why_qt_does_not_load("xcb", system("libnew.so.7"))
    assert said.startswith("Qt does not load: ")
    assert "cannot open shared object file" in said


def test_without_a_display_both_reasons_are_given(screen: Screen) -> None:
    screen()
    assert why_no_window(system()) == "There is no display (neither DISPLAY nor WAYLAND_DISPLAY is set)."
    assert why_no_window(system("libEGL.so.1")).startswith("There is no display")
    assert why_no_window(system("libEGL.so.1")).endswith("apt-get install libegl1")


def test_wayland_alone_needs_none_of_the_libraries_of_x11(screen: Screen) -> None:
    screen(WAYLAND_DISPLAY="wayland-0")
    assert why_no_window(system()) == ""
    assert why_no_window(system("libwayland-client.so.0")).endswith("apt-get install libwayland-client0")


def test_a_platform_without_a_screen_needs_no_display(screen: Screen) -> None:
    screen(QT_QPA_PLATFORM="offscreen:size=800x600")
    assert why_no_window(system()) == ""


def test_without_a_window_the_films_are_analysed_into_a_new_folder_and_it_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "thoracam-reports").mkdir()
    lines: list[list[str]] = []

    def command(line: list[str]) -> int:
        lines.append(line)
        Path(line[line.index("--out") + 1]).mkdir()
        return 0

    assert analyze_instead((), "There is no display.", command) == 0
    said = capsys.readouterr()
    assert said.out == f"Reports: {tmp_path / 'thoracam-reports-2'} (summary.html shows all films)\n"
    assert said.err.startswith("No window: There is no display.\n")
    assert lines[0][:2] == ["analyze", str(resources.path("samples"))]


def test_a_run_that_writes_nothing_names_no_reports(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    monkeypatch.chdir(tmp_path)
    assert analyze_instead((tmp_path / "gone.dcm",), "There is no display.", lambda _line: 2) == 2
    assert capsys.readouterr().out == ""
    assert list(tmp_path.iterdir()) == []


def test_films_that_were_named_are_analysed_instead_of_the_bundled_study(tmp_path: Path) -> None:
    films = (tmp_path / "a.dcm", tmp_path / "b.dcm")
    line = analyze_line(films, tmp_path / "reports")
    assert line[1:5] == [*map(str, films), "--out", str(tmp_path / "reports")]


def test_reports_of_an_earlier_start_stay(tmp_path: Path) -> None:
    first = new_folder(tmp_path)
    first.mkdir()
    assert new_folder(tmp_path).name == "thoracam-reports-2"


def test_a_report_is_not_opened_without_a_window(screen: Screen, monkeypatch: pytest.MonkeyPatch, capsys: Said) -> None:
    screen()
    monkeypatch.setattr("viewer.__main__._is_report", lambda _path: True)
    assert main(["open", "report.png"]) == 2
    assert "There is no display" in capsys.readouterr().err


def test_one_line_names_what_to_install_for_the_tests_that_were_skipped(tmp_path: Path) -> None:
    missing = [skipped_for(package) for package in ("dcmtk", "dicom3tools", "dcmtk")]
    line = needs.summary([*missing, skipped("there is a GPU")], tmp_path)
    assert line.startswith("Skipped: 3 tests and ")
    assert "dcmtk dicom3tools" in line
    assert "\n" not in line


def test_tests_of_the_window_that_are_named_are_skipped_where_qt_does_not_load(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(NO_QT)
    named = ["tests/viewer/state/test_presets.py", "tests/viewer/findings", "tests/snapshots/test_scales.py"]
    known = {**os.environ, "PYTHONPATH": os.pathsep.join([str(tmp_path), str(ROOT)])}
    known.pop("THORACAM_NOTHING_SKIPPED", None)
    line = [sys.executable, "-m", "pytest", "-n", "0", "-q", "-p", "no:cacheprovider", *named]
    done = subprocess.run(line, cwd=ROOT, env=known, capture_output=True, text=True, check=False)
    assert re.search("; to run them: apt-get install .*libegl1", done.stdout), done.stdout + done.stderr
    assert (done.returncode, "error" in done.stdout, "passed" in done.stdout) == (0, False, False), done.stdout


def test_pynetdicoms_programs_do_not_pass_for_dcmtks_where_that_is_not_installed() -> None:
    ours = Path(sys.executable).parent
    assert (ours / "storescu").exists()
    line = [sys.executable, "-c", "import shutil, tests; print(shutil.which('storescu'))"]
    known = {**os.environ, "PATH": str(ours)}
    assert subprocess.run(line, cwd=ROOT, env=known, capture_output=True, text=True, check=True).stdout == "None\n"


def test_what_uv_installs_is_not_asked_of_the_system(tmp_path: Path) -> None:
    line = needs.summary([skipped_for("--extra=parquet"), skipped_for("--group=jax"), skipped_for("dcmtk")], tmp_path)
    assert re.search(r"apt-get install .*\bdcmtk\b.*, and uv run --extra=parquet --group=jax pytest$", line)


def test_a_test_of_a_module_that_is_not_installed_names_the_option_that_brings_it() -> None:
    with pytest.raises(pytest.skip.Exception, match="not installed: --extra=parquet"):
        needs.module("no_module_of_this_name", "--extra=parquet")
    needs.module("json", "--extra=parquet")


def test_what_a_skipped_test_tells_uv_to_bring_is_in_the_project() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    known = {f"--extra={name}" for name in project["project"]["optional-dependencies"]}
    known |= {f"--group={name}" for name in project["dependency-groups"]}
    others = [path for path in (ROOT / "tests").rglob("test_*.py") if path != Path(__file__)]
    asked = {option for path in others for option in OPTION.findall(path.read_text("utf-8"))}
    assert {"--extra=cluster", "--extra=parquet", "--group=jax"} <= asked <= known


def test_where_nothing_may_be_skipped_a_skip_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    where = ("test_a.py", 1, "Skipped: not installed: dcmtk")
    report = pytest.TestReport("test_a.py::test", ("test_a.py", 1, "test"), {}, "skipped", where, "setup")
    monkeypatch.setattr(needs, "NOTHING_SKIPPED", True)
    assert needs.no_skip_where_none_may_be(report).failed
    assert "dcmtk" in str(report.longrepr)
