"""What reading may cost: the first bytes of what is no film, an archive's directory once, a decoder's time bounded."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from inference.cli.main import main
from inference.core.errors import DamagedFilm, FileMissing
from inference.files.generated_files import page_text
from inference.reading import read_film, scan
from inference.reading.files import reader_process
from inference.reading.files.reader_process import ReaderProcess
from tests.builders import phantom, write_dicom, write_png

SMALL = phantom(16, 16)


# row 25: render, info, train and evaluate read within the bounds of time and memory


@pytest.mark.parametrize("command", ["render", "info"])
def test_commands_read_in_the_supervised_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    def too_long(_self: ReaderProcess, path: Path, *_rest: Any, **_words: Any) -> Any:
        raise DamagedFilm(path, "decoding it took longer than 60 s and was stopped")

    monkeypatch.setattr(ReaderProcess, "read", too_long)
    path = write_dicom(tmp_path / "film.dcm", SMALL)
    out = ["--out", str(tmp_path / "film.png")] if command == "render" else []
    assert main([command, str(path), *out]) == 1
    assert "longer than 60 s" in capsys.readouterr().err


def test_no_command_reads_films_in_its_own_process() -> None:
    root = Path(reader_process.__file__).parents[3]
    found = [
        path.relative_to(root).as_posix()
        for folder in ("inference", "viewer")
        for path in (root / folder).rglob("*.py")
        if re.search(r"import .*\bread_film\b", path.read_text("utf-8")) and "inference/reading/" not in path.as_posix()
    ]
    ours = ("inference/recipes/", "inference/report/deidentify/", "inference/engine/openvino/check_films.py")  # bundled
    assert [name for name in found if not name.startswith(ours)] == []


# row 31: an archive of N films is read in N


def many(path: Path, count: int) -> Path:
    film = write_dicom(path.with_suffix(".dcm"), SMALL).read_bytes()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as opened:
        for number in range(count):
            opened.writestr(f"study/{number:04}.dcm", film)
    return path


def test_the_directory_of_an_archive_is_read_once_for_all_its_films(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, opened = many(tmp_path / "films.zip", 60), 0
    real = zipfile.ZipFile.__init__

    def counted(self: zipfile.ZipFile, *given: Any, **words: Any) -> None:
        nonlocal opened
        opened += 1
        real(self, *given, **words)

    monkeypatch.setattr(zipfile.ZipFile, "__init__", counted)
    films = [film.path for study in scan([path]).studies for film in study.films]
    assert len(films) == 60
    for film in films:
        np.testing.assert_array_equal(read_film(film).pixels, SMALL)
    assert opened <= 4, opened


def test_an_archive_that_was_written_anew_is_read_anew(tmp_path: Path) -> None:
    path = many(tmp_path / "films.zip", 1)
    [film] = [film.path for study in scan([path]).studies for film in study.films]
    other = write_dicom(tmp_path / "other.dcm", SMALL[::-1].copy()).read_bytes()
    with zipfile.ZipFile(path, "w") as opened:
        opened.writestr("more/of/it.txt", "x" * 1000)
        opened.writestr("study/0000.dcm", other)
    np.testing.assert_array_equal(read_film(film).pixels, SMALL[::-1])


@pytest.mark.parametrize("spoilt", [slice(40, 104), slice(0, 30), slice(26, 30)])
def test_a_spoilt_member_is_damage(tmp_path: Path, spoilt: slice) -> None:
    path = many(tmp_path / "films.zip", 2)
    films = [film.path for study in scan([path]).studies for film in study.films]
    content = bytearray(path.read_bytes())
    content[spoilt] = b"\xfe" * (spoilt.stop - spoilt.start)
    path.write_bytes(content)
    with pytest.raises((DamagedFilm, FileMissing)):
        read_film(films[0])


# row 32: what is no picture of ours is looked at by its first eight bytes


def test_eight_bytes_of_a_file_tell_that_it_is_no_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[int] = []

    class Watched(io.FileIO):
        def read(self, size: int | None = -1, /) -> bytes:
            content = super().read(size)
            read.append(len(content or b""))
            return content or b""

    path = write_dicom(tmp_path / "film.dcm", phantom(600, 600))
    monkeypatch.setattr(Path, "open", lambda self, *_given, **_words: Watched(str(self)))
    assert page_text(path) is None
    assert sum(read) == 8


def test_a_picture_of_others_is_still_told_from_a_page(tmp_path: Path) -> None:
    assert page_text(write_png(tmp_path / "film.png", SMALL)) is None
    assert len(scan([tmp_path]).studies) == 1
