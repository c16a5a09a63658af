"""What leaves for a terminal: nothing of a path, a film or a pack forges lines or colours; any encoding takes it."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from inference.cli.commands import terminal
from inference.cli.main import main
from inference.files.names import safe_name
from inference.training.evaluation.evaluation_report import _csv
from tests.builders import phantom, write_dicom

FORGED = "a\x1b[31m\r\nOK: all done\x9b2J\u202e.dcm"


@pytest.mark.skipif(sys.platform == "win32", reason="no such names there")
def test_control_letters_of_a_path_do_not_reach_the_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / FORGED).write_bytes(b"nothing")
    assert main(["render", str(tmp_path / FORGED), "--out", str(tmp_path / "out")]) == 1
    assert main(["model", "info", str(tmp_path / FORGED)]) == 2
    said = capsys.readouterr().err
    assert len(said.splitlines()) == 2
    assert all(letter.isprintable() or letter == "\n" for letter in said)


def test_control_letters_of_a_command_line_do_not_either(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["render", "film.dcm", "--out", "x", "--\x1b[31m\nOK"])
    assert "\x1b" not in capsys.readouterr().err


def test_control_letters_of_a_film_do_not_forge_lines(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    film = write_dicom(tmp_path / "film.dcm", phantom(), StudyDescription="Chest\nFilm hash:       forged\x1b[2J")
    assert main(["info", str(film)]) == 0
    said = capsys.readouterr().out
    assert "\x1b" not in said
    assert not [line for line in said.splitlines() if line.endswith("forged")]
    assert main(["info", "--json", str(film)]) == 0


def test_a_stream_of_few_letters_takes_every_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = io.BytesIO()
    for name in ("stdout", "stderr"):
        monkeypatch.setattr(sys, name, io.TextIOWrapper(raw, encoding="cp1252", errors="strict", write_through=True))
    terminal.tell("한국어")
    terminal.warn("흉부.dcm: not a film")
    terminal.write_json({"name": "김"})
    assert b"???" in raw.getvalue()


def test_a_long_name_becomes_one_that_every_disk_takes() -> None:
    for letter in ("x", "가", "\U00020000"):
        assert 0 < len(safe_name(letter * 300).encode("utf-8")) <= 180


def test_a_name_that_no_disk_takes_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    film = write_dicom(tmp_path / "film.dcm", phantom())
    long = tmp_path / ("x" * 300)
    for words in (["render", film, "--out", long], ["render", long, "--out", tmp_path / "out"], ["info", long]):
        assert main([str(word) for word in words]) == 1
    assert main(["model", "check", str(long)]) in (1, 2)
    assert main(["analyze", str(film), "--out", str(long)]) == 1
    assert main(["analyze", str(long), "--out", str(tmp_path / "reports")]) in (1, 2)
    assert "Traceback" not in capsys.readouterr().err


def test_deeply_nested_descriptions_of_a_pack_are_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "model.toml").write_text("a = " + "[" * 100_000, encoding="utf-8")
    assert main(["model", "check", str(tmp_path)]) == 1
    assert "Model not understood" in capsys.readouterr().err


@pytest.mark.slow
@pytest.mark.parametrize("changed", [{"KERAS_BACKEND": "nothing"}, {"TMPDIR": "/nowhere", "KERAS_BACKEND": "mxnet"}])
def test_a_backend_that_is_not_there_is_said(tiny_pack: Path, tmp_path: Path, changed: dict[str, str]) -> None:
    shutil.copytree(tiny_pack, tmp_path / "pack")
    command = [sys.executable, "-m", "viewer", "model", "compile", str(tmp_path / "pack")]
    run = subprocess.run(command, env={**os.environ, **changed}, capture_output=True, text=True, check=False)
    assert "Traceback" not in run.stderr
    assert run.returncode == 1


def test_tables_of_an_evaluation_hold_no_formulas() -> None:
    rows = [("=cmd()", "-0.25", "@x", "+1", 3), ("-2+3", "a", "", "-", 0.5)]
    assert _csv(rows).decode() == "'=cmd(),-0.25,'@x,+1,3\r\n'-2+3,a,,'-,0.5\r\n"
