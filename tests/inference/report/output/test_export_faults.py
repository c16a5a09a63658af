"""An export from the window is there whole or not at all, wherever writing fails: a file, or a folder of all parts."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from inference.core.errors import DiskFull
from inference.core.film import Radiograph
from inference.core.findings import PNEUMOTHORAX
from inference.reading import read_film
from inference.report.output.export import Part, Parts, write_export
from inference.report.page.options import ReportOptions
from tests.builders import phantom, write_dicom
from tests.inference.report.output.test_film_folder import contents, failing
from tests.inference.report.page.report_pages import analysis_with, positive

ALL: Parts = frozenset(Part)


@pytest.fixture
def film(tmp_path: Path) -> Radiograph:
    return read_film(write_dicom(tmp_path / "film.dcm", phantom(), PatientName="Doe^Jane"))


def write(path: Path, film: Radiograph, parts: Parts, *, overwrite: bool = False) -> None:
    options = ReportOptions(anonymize=True, overwrite=overwrite)
    write_export(path, film, analysis_with(film, positive(PNEUMOTHORAX)), options, parts)


@pytest.mark.slow
def test_a_full_disk_at_any_write_of_a_folder_leaves_nothing_or_the_earlier_one(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, film: Radiograph
) -> None:
    out = tmp_path / "out"
    with failing(monkeypatch, "write", 0, 0) as counted:
        write(out / "earlier", film, ALL)
    before = contents(out / "earlier")
    assert counted.used >= len(before) >= len(Part)
    for at in range(1, counted.used + 1):
        with failing(monkeypatch, "write", at, errno.ENOSPC), pytest.raises(DiskFull):
            write(out / "new" if at % 2 else out / "earlier", film, ALL, overwrite=not at % 2)
        assert [path.name for path in out.iterdir()] == ["earlier"]
        assert contents(out / "earlier") == before


@pytest.mark.parametrize("part", [Part.REPORT_PNG, Part.REPORT_PDF, Part.JSON])
def test_a_full_disk_leaves_the_file_that_was_there(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, film: Radiograph, part: Part
) -> None:
    path = tmp_path / "out" / f"mine{part.ending}"
    for earlier in (False, True):
        if earlier:
            path.write_bytes(b"mine")
        with failing(monkeypatch, "write", 1, errno.ENOSPC), pytest.raises(DiskFull):
            write(path, film, frozenset({part}), overwrite=earlier)
        assert contents(path.parent) == ({path.name: b"mine"} if earlier else {})


def test_an_export_over_an_earlier_one_leaves_the_users_own_files(tmp_path: Path, film: Radiograph) -> None:
    out = tmp_path / "out"
    write(out, film, frozenset({Part.JSON, Part.OVERLAYS, Part.CSV}))
    users = ["overlay-mine.png", "overlay-pneumothorax.txt", "dicom/mine.dcm", "report.txt"]
    for name in users:
        (out / name).parent.mkdir(exist_ok=True)
        (out / name).write_text(name)
    write(out, film, frozenset({Part.JSON, Part.FILM}), overwrite=True)
    assert [name for name in users if not (out / name).is_file()] == []
    assert not list(out.glob("overlay-pneumothorax.png"))
    assert not (out / "result.csv").exists()
