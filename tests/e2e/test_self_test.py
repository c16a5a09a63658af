"""``thoracam self-test`` says whether an installation is whole, and what is broken where it is not."""

from __future__ import annotations

import shutil
import sys
import tomllib
from pathlib import Path

import pytest
from pydicom.uid import UID, AllTransferSyntaxes

import resources
from inference.cli.commands import self_checks
from inference.reading.dicom.pixel_data.transfer_syntaxes import DEFLATED_FRAMES, PLAIN_FRAMES, why_not_read
from tests.builders import write_dicom
from tests.encodings import PHANTOM
from viewer.__main__ import main

NO_PACK = "no-such-pack"  # spares the tests that are about something else the loading of a network


@pytest.fixture
def streams(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the program's streams, which the self-test takes for its own."""
    folder = shutil.copytree(resources.path("streams"), tmp_path / "streams")
    monkeypatch.setattr(self_checks, "STREAMS", folder)
    return folder


def line_of(check: str, said: str) -> str:
    return next(line for line in said.splitlines() if line.startswith(f"{check}: "))


def test_a_whole_installation_is_ok(tiny_pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["self-test", "--model", str(tiny_pack)]) == 0
    said = capsys.readouterr().out
    assert line_of("Transfer syntaxes", said) == "Transfer syntaxes: 18 decoded to the known picture"
    assert "read back as written" in line_of("Exports", said)
    assert said.endswith("\nOK\n")


def test_there_is_a_stream_for_every_transfer_syntax_that_is_read() -> None:
    table = tomllib.loads((resources.path("streams") / "streams.toml").read_text("utf-8"))
    assert {line["syntax"] for line in table["stream"]} == set(filter(is_read, known_syntaxes()))


def known_syntaxes() -> set[str]:
    return {str(syntax) for syntax in AllTransferSyntaxes} | {str(PLAIN_FRAMES), str(DEFLATED_FRAMES)}


def is_read(syntax: str) -> bool:
    return not why_not_read(UID(syntax))


def test_a_damaged_pack_is_not_ok_and_what_needs_it_is_not_tried(
    tiny_pack: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pack = shutil.copytree(tiny_pack, tmp_path / "pack")
    weights = next(path for path in sorted(pack.iterdir()) if path.suffix in (".h5", ".keras"))
    weights.write_bytes(weights.read_bytes()[:-1] + b"?")
    assert main(["self-test", "--model", str(pack)]) == 1
    said = capsys.readouterr()
    assert "Model does not match its description" in line_of("Model pack", said.err)
    assert line_of("Sample film", said.out) == "Sample film: not tried, for the model pack was not loaded"
    assert said.out.endswith("NOT OK: 3 of 6 checks failed\n")


def test_a_damaged_stream_is_not_ok_and_is_named(streams: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = streams / "jpeg-ls.dcm"
    path.write_bytes(path.read_bytes()[:-900])
    assert main(["self-test", "--model", NO_PACK]) == 1
    said = line_of("Transfer syntaxes", capsys.readouterr().err)
    assert "FAILED. Part of the program is broken." in said
    assert "The film jpeg-ls.dcm (1.2.840.10008.1.2.4.80) is not decoded" in said


def test_a_codec_that_gives_other_pixels_is_not_ok(streams: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_dicom(streams / "rle.dcm", PHANTOM.pixels ^ 1, syntax="1.2.840.10008.1.2.5", **PHANTOM.tags)
    assert main(["self-test", "--model", NO_PACK]) == 1
    said = line_of("Transfer syntaxes", capsys.readouterr().err)
    assert "The film rle.dcm (1.2.840.10008.1.2.5) shows another picture: 1 of 4095 levels away" in said


def test_streams_that_are_missing_are_not_ok(streams: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.rmtree(streams)
    assert main(["self-test", "--model", NO_PACK]) == 1
    assert "cannot be used (No such file or directory)" in line_of("Transfer syntaxes", capsys.readouterr().err)


def test_a_library_that_is_missing_is_not_ok_and_is_named(
    tiny_pack: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in [name for name in sys.modules if name.startswith("inference.report.dicom")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "highdicom", None)
    assert main(["self-test", "--model", str(tiny_pack)]) == 1
    said = capsys.readouterr()
    assert "module highdicom is missing or does not load" in line_of("Exports", said.err)
    assert said.out.endswith("NOT OK: 1 of 6 checks failed\n")
