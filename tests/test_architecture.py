"""The house rules that a machine can hold."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from itertools import chain
from pathlib import Path

import pytest

from tests import needs

ROOT = Path(__file__).parent.parent
TOP_LEVEL = {"viewer", "inference", "resources", "tests", "pyproject.toml", "build_installer.spec", "README.md"}
ALSO = {"LICENSE", "requirements.lock"}


def _tracked() -> list[str]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    return listed.stdout.split("\n")[:-1]


def _modules_after(statement: str) -> set[str]:
    code = f"import sys; {statement}; print('\\n'.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_the_top_level_holds_exactly_what_the_design_says() -> None:
    tops = {name.split("/")[0] for name in _tracked()}
    assert {name for name in tops if not name.startswith(".")} == TOP_LEVEL | ALSO


def test_importing_the_engine_imports_neither_tensorflow_nor_qt() -> None:
    modules = _modules_after("import inference.cli.main, inference.engine.keras, inference.report.page.png")
    assert not {name for name in modules if name.split(".")[0] in {"tensorflow", "keras", "PySide6", "pyqtgraph"}}


@needs.QT
def test_importing_the_window_imports_neither_tensorflow_nor_pydicom() -> None:
    modules = _modules_after("import viewer.app.application")
    assert not {name for name in modules if name.split(".")[0] in {"tensorflow", "keras", "pydicom"}}


@needs.QT
def test_importing_the_window_imports_nothing_that_draws_or_writes_reports() -> None:
    modules = _modules_after("import viewer.app.application")
    assert not {name for name in modules if name.split(".")[0] in {"PIL", "arabic_reshaper", "fontTools", "openpyxl"}}
    assert not {name for name in modules if name.startswith(("inference.report.output.", "inference.batch"))}


def test_the_reading_process_is_started_before_what_decodes_is_imported() -> None:
    modules = _modules_after("import inference.reading.files.reader_process")
    assert not {name for name in modules if name.split(".")[0] in {"pydicom", "imagecodecs", "cv2"}}


def test_a_run_starts_its_reading_process_before_what_decodes_draws_or_computes_is_imported() -> None:
    modules = _modules_after("from inference.cli.main import parser; parser('analyze')")
    late = {"pydicom", "imagecodecs", "PIL", "openvino", "openpyxl", "psutil"}
    assert not {name for name in modules if name.split(".")[0] in late}
    assert "inference.model_pack" not in modules


def test_only_the_worker_makes_threads() -> None:
    makers = re.compile(r"\bThread\(|ThreadPoolExecutor\(|QThread\b|QThreadPool\b")
    found = {
        name
        for name in _tracked()
        if name.startswith("viewer/") and name.endswith(".py") and makers.search((ROOT / name).read_text("utf-8"))
    }
    assert found == {"viewer/control/jobs/worker.py"}


def test_failure_sentences_are_made_in_one_place() -> None:
    makers = re.compile(r"\bUserMessage\(")
    found = {
        name
        for name in _tracked()
        if name.split("/")[0] in {"viewer", "inference"}
        and name.endswith(".py")
        and makers.search((ROOT / name).read_text("utf-8"))
    }
    assert found == {"inference/text/messages.py"}


def test_every_dependency_is_pinned_exactly() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    pinned = {line.split("==")[0] for line in project["tool"]["uv"]["constraint-dependencies"]}
    wanted = [*project["project"]["dependencies"], *chain(*project["dependency-groups"].values())]
    names = {re.split(r"[<>=\[;]", line)[0].lower() for line in wanted}
    assert names <= pinned


def test_the_lock_for_pip_holds_the_pinned_versions_with_hashes_and_no_address() -> None:
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    pinned = {line.split(" ;")[0] for line in project["tool"]["uv"]["constraint-dependencies"]}
    locked = set(re.findall(r"^([a-z0-9-]+==[^\s;\\]+)", lock, re.MULTILINE))
    assert locked
    assert locked <= pinned
    assert lock.count("--hash=sha256:") > len(locked)
    assert "://" not in lock
