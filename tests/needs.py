"""What some tests need beside Python: where it is not installed they are skipped, and one line says what to install.

``THORACAM_NOTHING_SKIPPED=1``, as in ``.ci/run``, makes a failure of each test that would be skipped.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path
from typing import TypeVar

import pytest

from viewer.app.qt_libraries import missing_packages, why_qt_does_not_load

NOTHING_SKIPPED = os.environ.get("THORACAM_NOTHING_SKIPPED", "") not in ("", "0")
Report = TypeVar("Report", pytest.TestReport, pytest.CollectReport)
QT_PLATFORM = "offscreen"
QT_LOADS = not why_qt_does_not_load(QT_PLATFORM)
QT_FOLDERS = ("viewer", "snapshots")  # below this one: all there needs Qt, its fixtures too
REASON = "not installed: "
QT_REASON = REASON + " ".join(missing_packages(QT_PLATFORM))
QT = pytest.mark.skipif(not QT_LOADS, reason=QT_REASON)


def program(name: str, package: str) -> pytest.MarkDecorator:
    """Skip where a program is not installed; ``package`` is what Debian and Ubuntu call its package."""
    return pytest.mark.skipif(shutil.which(name) is None, reason=REASON + package)


def no_skip_where_none_may_be(report: Report) -> Report:
    """The report, as a failure where it says that something was skipped and nothing may be."""
    if NOTHING_SKIPPED and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped, and nothing may be: {report.longrepr}"
    return report


def no_special_rights() -> list[str]:
    """What starts a command so that permissions hold for it, also where the tests run as root."""
    if os.geteuid() != 0:
        return []
    this_program("setpriv", "util-linux")
    return ["setpriv", "--bounding-set", "-dac_override,-dac_read_search", "--"]


def this_program(name: str, package: str) -> None:
    """Skip the test that runs where a program is not installed."""
    if shutil.which(name) is None:
        pytest.skip(REASON + package)


def missing(package: str) -> None:
    """Skip the test that runs for want of a package."""
    pytest.skip(REASON + package)


def module(name: str, option: str) -> None:
    """Skip the test that runs where a Python module is not installed; ``option`` is what makes uv install it."""
    if find_spec(name) is None:
        pytest.skip(REASON + option)


def summary(reports: Iterable[pytest.TestReport | pytest.CollectReport], folders: Path) -> str:
    """What was skipped for what is not installed, in a line; empty where nothing was. ``folders`` hold all tests."""
    said = [(report, _packages(report)) for report in reports]
    packages = {package for _, names in said for package in names}
    tests = sum(isinstance(report, pytest.TestReport) and bool(names) for report, names in said)
    files = sum(isinstance(report, pytest.CollectReport) and bool(names) for report, names in said)
    if not QT_LOADS:
        files += sum(1 for name in QT_FOLDERS for _ in (folders / name).rglob("test_*.py"))
        packages |= set(missing_packages(QT_PLATFORM))
    if not packages:
        return ""
    options = sorted(name for name in packages if name.startswith("--"))
    of_system = sorted(packages.difference(options))
    install = [f"apt-get install {' '.join(of_system)}"] if of_system else []
    run = [f"uv run {' '.join(options)} pytest"] if options else []
    return f"Skipped: {tests} tests and {files} files of tests; to run them: {', and '.join([*install, *run])}"


def _packages(report: pytest.TestReport | pytest.CollectReport) -> list[str]:
    """The packages that a skipped test or file of tests lacked, and the options of uv that bring them."""
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else ""
    return reason.partition(REASON)[2].split()
