"""Files and folders that this user may not read: a sentence for each, exit 1, and everything else is done.

The tests may run as root, whom no permission stops; the program is then started without the right to ignore them.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import needs
from tests.builders import phantom, write_dicom
from tests.e2e.hot_corner import hot_corner
from tests.inference.reading.test_scan import archive

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="permissions are otherwise there")


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """Two films to read; four not: in a file, an archive, a folder not to be listed, one not to be entered."""
    made = tmp_path / "films"
    (made / "shut").mkdir(parents=True)
    (made / "listed").mkdir()
    write_dicom(made / "good.dcm", hot_corner())
    write_dicom(made / "shut" / "inside.dcm", phantom())
    write_dicom(made / "listed" / "known.dcm", phantom())
    archive(made / "secret.zip", write_dicom(made / "secret.dcm", phantom()))
    (made / "ward").mkdir()
    write_dicom(made / "ward" / "other.dcm", hot_corner())
    modes = {"secret.dcm": 0, "secret.zip": 0, "shut": 0, "listed": 0o444}
    for name, mode in modes.items():
        (made / name).chmod(mode)
    yield made
    for name in modes:
        (made / name).chmod(0o700)  # so that the folder can be removed


def thoracam(*words: str | Path) -> subprocess.CompletedProcess[str]:
    """The command line as a user without special rights runs it."""
    command = [*needs.no_special_rights(), sys.executable, "-m", "viewer", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def said_of(run: subprocess.CompletedProcess[str], folder: Path) -> dict[str, str]:
    """What was said of each file below the folder."""
    lines = (line.partition(": ") for line in run.stderr.splitlines() if line.startswith(str(folder)))
    return {str(Path(place).relative_to(folder)): sentence for place, _, sentence in lines}


def test_what_may_not_be_read_is_said_and_the_rest_is_done(folder: Path, tiny_pack: Path, tmp_path: Path) -> None:
    run = thoracam("analyze", folder, "--out", tmp_path / "out", "--model", tiny_pack, "--anyway")
    assert run.returncode == 1
    assert "Traceback" not in run.stderr
    said = said_of(run, folder)
    assert set(said) == {"secret.dcm", "secret.zip", "shut", "listed/known.dcm"}
    for name, sentence in said.items():
        assert f"“{Path(name).name}” is not there, or you may not read it. Permission denied." in sentence
    assert {path.parent.name for path in (tmp_path / "out").glob("*/report.png")} == {
        "Test Film T-1 good",
        "Test Film T-1 other",
    }


def test_nothing_but_what_may_not_be_read_is_a_failure_and_no_wrong_command(
    folder: Path, tiny_pack: Path, tmp_path: Path
) -> None:
    """Also a file named in a folder that may not be entered, where even its being there cannot be asked."""
    named = (folder / "shut" / "inside.dcm", folder / "shut", folder / "secret.zip")
    run = thoracam("analyze", *named, "--out", tmp_path / "out", "--model", tiny_pack)
    assert run.returncode == 1
    assert "Traceback" not in run.stderr
    assert set(said_of(run, folder)) == {"shut/inside.dcm", "shut", "secret.zip"}


def test_a_film_that_may_not_be_read_is_not_rendered_and_the_next_one_is(folder: Path, tmp_path: Path) -> None:
    run = thoracam("render", folder / "secret.dcm", folder / "good.dcm", "--out", tmp_path / "shown")
    assert run.returncode == 1
    assert set(said_of(run, folder)) == {"secret.dcm"}
    assert [path.name for path in (tmp_path / "shown").iterdir()] == ["good.png"]


def test_labels_that_may_not_be_read_are_said(folder: Path, tmp_path: Path) -> None:
    labels = tmp_path / "labels.csv"
    labels.write_text("path,patient,pneumothorax\ngood.dcm,1,0\n", encoding="utf-8")
    labels.chmod(0)
    run = thoracam("evaluate", "--labels", labels, "--films", folder, "--out", tmp_path / "judged")
    assert run.returncode == 2
    assert "labels.csv cannot be read: Permission denied." in run.stderr
    assert "Traceback" not in run.stderr
