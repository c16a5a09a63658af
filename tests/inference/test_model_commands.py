"""``thoracam model ...`` in words."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest

from inference.errors import PackMismatch, UsageError
from inference.model_commands import add_model_commands
from tests.inference.packs import write_tiny_pack


def run(*arguments: str) -> int:
    parser = argparse.ArgumentParser()
    add_model_commands(parser.add_subparsers())
    options = parser.parse_args(["model", *arguments])
    status: int = options.run(options)
    return status


def test_check_loads_and_runs_the_pack(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("check", str(write_tiny_pack(tmp_path / "tiny"))) == 0
    said = capsys.readouterr().out
    assert "8 x 8 cells" in said
    assert "Target layer: features." in said
    assert said.endswith("OK\n")


def test_check_refuses_a_changed_pack(tmp_path: Path) -> None:
    folder = write_tiny_pack(tmp_path / "tiny")
    (folder / "MODEL_CARD.md").write_text("changed")
    with pytest.raises(PackMismatch):
        run("check", "--files-only", str(folder))


def test_info_says_what_the_pack_promises(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("info", str(write_tiny_pack(tmp_path / "tiny"))) == 0
    said = capsys.readouterr().out
    assert "Tiny test network (tiny 0.0.1, multi)" in said
    assert "Pneumothorax: operating point 0.5, not sure from 0.45 to 0.55" in said
    assert "Rib fracture: not analysed. The tiny test network was not trained for it." in said


def test_import_of_an_empty_folder_is_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        run("import-seed", str(tmp_path), "--out", str(tmp_path / "pack"))
