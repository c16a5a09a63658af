"""The pages of a report on disk: all or none, none of an earlier report among them, nobody else's file replaced."""

from __future__ import annotations

from pathlib import Path

import pytest

from inference.core.cancel import Cancelled, CancelToken
from inference.core.errors import AlreadyThere, DiskFull
from inference.files.atomic_file import write_whole
from inference.report.output import report_files
from inference.report.output.report_files import write_pages
from inference.report.page.film.report import film_report
from inference.report.page.options import ReportOptions
from inference.report.page.png import report_pngs
from tests.builders import phantom, radiograph
from tests.fakes import analysis_of

TOKEN = CancelToken()


@pytest.fixture(scope="module")
def pages() -> list[bytes]:
    """Three pages of a report."""
    film = radiograph(phantom(60, 50))
    made = list(report_pngs(film_report(film, analysis_of(film), ReportOptions()), ReportOptions()))
    return [*made, made[-1]][:3]


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_report_with_fewer_pages_leaves_none_of_the_earlier_one(pages: list[bytes], tmp_path: Path) -> None:
    first = tmp_path / "mine.png"
    write_pages(first, pages, token=TOKEN)
    assert names(tmp_path) == ["mine-2.png", "mine-3.png", "mine.png"]
    write_pages(first, pages[:2], overwrite=True, token=TOKEN)
    assert names(tmp_path) == ["mine-2.png", "mine.png"]


def test_a_file_of_somebody_elses_behind_the_last_page_stays(pages: list[bytes], tmp_path: Path) -> None:
    (tmp_path / "mine-3.png").write_bytes(b"a picture of my own")
    write_pages(tmp_path / "mine.png", pages[:2], overwrite=True, token=TOKEN)
    assert (tmp_path / "mine-3.png").read_bytes() == b"a picture of my own"


def test_a_file_in_the_place_of_a_further_page_is_not_replaced_unasked(pages: list[bytes], tmp_path: Path) -> None:
    (tmp_path / "mine-2.png").write_bytes(b"mine")
    with pytest.raises(AlreadyThere):
        write_pages(tmp_path / "mine.png", pages, token=TOKEN)
    assert names(tmp_path) == ["mine-2.png"]
    assert (tmp_path / "mine-2.png").read_bytes() == b"mine"


@pytest.mark.parametrize("failing", range(3))
def test_a_full_disk_leaves_no_page_and_names_the_first(
    pages: list[bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: int
) -> None:
    written: list[Path] = []

    def write(path: Path, data: bytes, *, overwrite: bool) -> Path:
        if len(written) == failing:
            raise DiskFull(path)
        written.append(path)
        return write_whole(path, data, overwrite=overwrite)

    monkeypatch.setattr(report_files, "write_whole", write)
    with pytest.raises(DiskFull) as failed:
        write_pages(tmp_path / "mine.png", pages, token=TOKEN)
    assert failed.value.path == tmp_path / "mine.png"
    assert names(tmp_path) == []


def test_a_cancelled_report_leaves_no_page(pages: list[bytes], tmp_path: Path) -> None:
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        write_pages(tmp_path / "mine.png", pages, token=token)
    assert names(tmp_path) == []
