"""Shared fixtures: no display, no GPU, no settings but the test's own, and no thread left behind."""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("PYTEST_QT_API", "pyside6")  # not in pyproject.toml: pytest-qt is loaded only where Qt is
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")
if "PYTEST_XDIST_WORKER" in os.environ:  # there is one process or more for each processor: each computes on one thread
    for library in ("OMP_NUM", "OPENBLAS_NUM", "TF_NUM_INTRAOP", "TF_NUM_INTEROP"):
        os.environ.setdefault(f"{library}_THREADS", "1")

import gc
import sys
import threading
import warnings
from collections.abc import Generator, Iterator
from contextlib import closing
from pathlib import Path

import psutil
import pytest
from hypothesis import HealthCheck, settings

from inference.reading.files.reader_process import ReaderProcess
from inference.report.page import png
from inference.report.page.film.report import Fineness
from tests.inference.model_pack.packs import write_compiled_pack
from tests.needs import NOTHING_SKIPPED, QT, QT_FOLDERS, QT_LOADS, QT_REASON, no_skip_where_none_may_be, summary
from tests.reading import lend
from tests.together import made_once, of_the_run

HERE = Path(__file__).parent
PROCESS_BYTES = 3 << 30  # that a process of tests comes to take
ENDING_S = 5.0  # for each thread that a test left, which closing the program waits for no longer than 0.7 s
settings.register_profile("beside other load", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("beside other load")
pytest_plugins = ["pytestqt.plugin", "tests.viewer.patience"] if QT_LOADS else []  # without Qt the first ends the run


def pytest_xdist_auto_num_workers() -> int:
    """One process more than processors, as far as memory goes: tests wait for servers, processes and the disk."""
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(processors + 1, psutil.virtual_memory().total // PROCESS_BYTES))


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Leave out the tests of the window where Qt does not load; the summary says so."""
    left_out = not QT_LOADS and not NOTHING_SKIPPED and collection_path.parent == HERE
    return True if left_out and collection_path.name in QT_FOLDERS else None


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Skip a file of tests that asks for Qt where Qt does not load."""
    report = yield
    if report.failed and not QT_LOADS and "cannot open shared object file" in str(report.longrepr):
        report.outcome = "skipped"
        report.longrepr = (str(collector.path), 0, QT_REASON)
    return no_skip_where_none_may_be(report)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Fail what is skipped where nothing may be."""
    return no_skip_where_none_may_be((yield))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of the whole program, and those of the window, by where they stand."""
    for item in items:
        if any(HERE / name in item.path.parents for name in QT_FOLDERS):
            item.add_marker(QT)
        if HERE / "e2e" in item.path.parents:
            item.add_marker(pytest.mark.e2e)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say in one line what was skipped for what is not installed, and how to have it."""
    skipped = terminalreporter.stats.get("skipped", [])
    line = summary(skipped, HERE)
    if line:
        terminalreporter.write_line(line, yellow=True)


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings and logs go where the test can see them, never to the developer's own."""
    for name in ("config", "state", "data"):
        monkeypatch.setenv(f"XDG_{name.upper()}_HOME", str(tmp_path / name))
    monkeypatch.setenv("XDG_CACHE_HOME", str(of_the_run(tmp_path_factory) / "cache"))  # which number format is fastest
    runtime = tmp_path_factory.mktemp("run")  # not in the test's own folder, whose files some tests count
    runtime.chmod(0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(runtime))


@pytest.fixture(autouse=True, scope="module")
def small_heap() -> None:
    """What earlier tests and TensorFlow left, millions of objects, is not gone through at each collection anew."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def reader_process() -> Iterator[ReaderProcess]:
    """The reading process of this run."""
    with closing(ReaderProcess()) as process:
        yield process


@pytest.fixture(scope="session")
def reader_beside() -> Iterator[ReaderProcess]:
    """The process of this run that reads for work ahead; tests wait for it, so it has a usual priority."""
    with closing(ReaderProcess()) as process:
        yield process


@pytest.fixture(autouse=True)
def one_reading_process(
    reader_process: ReaderProcess, reader_beside: ReaderProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All films are read in one process, or ahead in another; a module about their death has a fixture of this name."""
    lend(reader_process, reader_beside, monkeypatch)


@pytest.fixture(autouse=True)
def coarse_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reports leave at half their fineness, which is a third of their cost.

    Where pages are looked at closely, as by all tests of reports, a fixture of this name does nothing.
    """
    monkeypatch.setattr(Fineness, "page", property(lambda fineness: fineness.value[0] / 2))
    monkeypatch.setattr(Fineness, "films", property(lambda fineness: fineness.value[1] / 2))
    monkeypatch.setattr(png, "COMPRESSION", 1)


@pytest.fixture(autouse=True)
def own_hooks(monkeypatch: pytest.MonkeyPatch) -> None:
    """The program replaces what Python calls when something goes wrong; afterwards it is the test's again."""
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(sys, "unraisablehook", sys.unraisablehook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    monkeypatch.setattr(warnings, "showwarning", warnings.showwarning)


@pytest.fixture(autouse=True)
def no_hard_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that ends while its engine is at work ends hard; the process of the tests goes on, and waits for it."""
    monkeypatch.setattr(os, "_exit", lambda _status: None)


@pytest.fixture(autouse=True)
def no_thread_left() -> Iterator[None]:
    """Whatever a test starts has ended when it ends, or ends within the moment that a busy machine takes for it."""
    yield
    ours = [thread for thread in threading.enumerate() if thread.name.startswith("thoracam")]
    for thread in ours:
        thread.join(ENDING_S)
    assert [thread.name for thread in ours if thread.is_alive()] == []


@pytest.fixture(autouse=True)
def no_window_left() -> Iterator[None]:
    """Windows end with their test: Qt would dress those that stay again with each later one, and take ever longer."""
    yield
    if "PySide6.QtWidgets" in sys.modules:
        from tests.viewer.hands import delete_windows  # Qt only where a test brought it

        delete_windows()


@pytest.fixture(scope="session")
def tiny_pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A compiled model pack that likes bright corners (pneumothorax) and dark ones (pleural effusion)."""
    return made_once(tmp_path_factory, "tiny-pack", write_compiled_pack)
