"""The program that comes without TensorFlow: it reads, and says what to install for the rest."""

from __future__ import annotations

from pathlib import Path

import pytest

from inference.cli.commands import needs_training
from inference.cli.main import main


@pytest.fixture(autouse=True)
def no_tensorflow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(needs_training, "find_spec", lambda name: None)


@pytest.mark.parametrize(
    "command",
    [
        ["train", "--labels", "labels.csv", "--films", "films", "--out", "pack"],
        ["model", "new", "net.keras", "--findings", "pneumothorax", "--out", "pack"],
        ["model", "import-seed", "weights", "--out", "pack"],
        ["model", "compile", "pack"],
    ],
)
def test_what_needs_it_says_what_to_install(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(command) == 2
    assert "Install ThoraCAM with training" in capsys.readouterr().err


def test_a_compiled_pack_is_checked_without_it(tiny_pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["model", "check", str(tiny_pack)]) == 0
    said = capsys.readouterr()
    assert "cpu (OpenVINO)" in said.out + said.err
    assert "Compiled form: network.xml" in said.out + said.err
