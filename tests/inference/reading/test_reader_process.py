"""Reading in a process of its own: whatever a decoder does, the program goes on."""

from __future__ import annotations

import multiprocessing
import os
import resource
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from inference.core.cancel import Cancelled, CancelToken
from inference.core.errors import DamagedFilm, FileMissing, FilmTooLarge, NoReader, NotAFilm
from inference.core.limits import GIGA, Limits
from inference.reading import read_film, scan
from inference.reading.files.reader_process import ReaderProcess
from inference.text.messages import message_for
from tests.builders import phantom, write_dicom


@pytest.fixture
def reader() -> Iterator[ReaderProcess]:
    made = ReaderProcess()
    yield made
    made.close()


@pytest.fixture
def film(tmp_path: Path) -> Path:
    return write_dicom(
        tmp_path / "film.dcm", phantom(), PatientName="Kim^Yuna=金^由奈", SpecificCharacterSet="ISO_IR 192"
    )


@contextmanager
def few_files(left: int) -> Iterator[None]:
    """Let this process open only so many more files, as a system under pressure does."""
    limits = resource.getrlimit(resource.RLIMIT_NOFILE)
    free = os.dup(0)
    os.close(free)
    resource.setrlimit(resource.RLIMIT_NOFILE, (free + left, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, limits)


def reader_pid(reader: ReaderProcess) -> int:
    assert reader.pid is not None
    return reader.pid


def test_a_film_arrives_as_it_was_read(reader: ReaderProcess, film: Path) -> None:
    here, there = read_film(film), reader.read(film)
    assert np.array_equal(here.pixels, there.pixels)
    assert (here.film_hash, here.identity, here.default_voi) == (there.film_hash, there.identity, there.default_voi)
    assert not there.pixels.flags.writeable


def test_a_film_arrives_at_the_cost_of_a_few_copies(reader: ReaderProcess, tmp_path: Path) -> None:
    film = write_dicom(tmp_path / "film.dcm", np.zeros((3000, 2500), np.uint16))
    pixels = reader.read(film).pixels

    def least(work: Callable[[], object]) -> float:
        found = []
        for _ in range(7):
            started = time.process_time()
            work()
            found.append(time.process_time() - started)
        return min(found)

    assert least(lambda: reader.read(film)) < 5 * least(pixels.copy)


def test_refusals_keep_their_kind_and_their_words(reader: ReaderProcess, tmp_path: Path, film: Path) -> None:
    note = tmp_path / "note.dcm"
    note.write_text("<html></html>", encoding="utf-8")
    with pytest.raises(NotAFilm) as refused:
        reader.read(note)
    assert refused.value.path == note
    with pytest.raises(FileMissing):
        reader.read(tmp_path / "gone.dcm")
    cut = tmp_path / "cut.dcm"
    cut.write_bytes(film.read_bytes()[:-15_300])
    with pytest.raises(DamagedFilm, match="bytes"):
        reader.read(cut)


def test_limits_hold_in_the_reading_process_and_give_it_room(film: Path) -> None:
    rows, columns = phantom().shape
    small, large = ReaderProcess(limits=Limits(frame_pixels=rows * columns - 1)), Limits(decoded_bytes=8 * GIGA)
    try:
        with pytest.raises(FilmTooLarge, match=f"{rows} x {columns}"):
            small.read(film)
    finally:
        small.close()
    assert ReaderProcess(limits=large).memory == 4 * ReaderProcess().memory


def test_a_crash_costs_one_film_and_the_next_one_opens(reader: ReaderProcess, film: Path) -> None:
    reader.read(film)
    [child] = [child for child in multiprocessing.active_children() if child.pid == reader.pid]
    os.kill(reader_pid(reader), signal.SIGSEGV)
    child.join()
    assert reader.read(film).shape == phantom().shape


@pytest.mark.parametrize("left", [0, 2, 4])
def test_a_process_that_cannot_be_started_is_said_and_tried_again(reader: ReaderProcess, film: Path, left: int) -> None:
    read_film(film)  # what it imports is imported
    with few_files(left):
        reader.start()  # says nothing: the reading does
        for _ in range(2):
            with pytest.raises(NoReader) as refused:
                reader.read(film)
            assert "the system did not start the process" in message_for(refused.value).text
    assert reader.read(film).shape == phantom().shape


def test_a_crash_while_reading_is_said_as_a_damaged_film(reader: ReaderProcess, film: Path) -> None:
    reader.read(film)
    pid = reader_pid(reader)
    os.kill(pid, signal.SIGSTOP)  # it takes the request and does not answer
    killer = threading.Timer(0.3, os.kill, (pid, signal.SIGKILL))
    killer.start()
    with pytest.raises(DamagedFilm, match="started anew"):
        reader.read(film)
    killer.join()
    assert reader.read(film).shape == phantom().shape


def test_a_decoder_that_hangs_is_stopped(film: Path) -> None:
    reader = ReaderProcess()
    reader.read(film)
    reader.seconds = 0.3
    os.kill(reader_pid(reader), signal.SIGSTOP)
    with pytest.raises(DamagedFilm, match="longer than"):
        reader.read(film)
    reader.close()


def test_cancelling_ends_the_reading(reader: ReaderProcess, film: Path) -> None:
    reader.read(film)
    os.kill(reader_pid(reader), signal.SIGSTOP)
    token = CancelToken()
    threading.Timer(0.2, token.cancel).start()
    started = time.monotonic()
    with pytest.raises(Cancelled):
        reader.read(film, token=token)
    assert time.monotonic() - started < 5
    assert reader.read(film).shape == phantom().shape


def test_a_cancelled_reading_that_ends_soon_keeps_its_process(reader: ReaderProcess, film: Path) -> None:
    reader.read(film)
    pid = reader_pid(reader)
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        reader.read(film, token=token)
    reader.read(film)
    assert reader.pid == pid


def test_memory_is_bounded(film: Path) -> None:
    small = ReaderProcess(memory=900 << 20)
    large = film.with_name("large.dcm")
    write_dicom(large, np.zeros((12_000, 12_000), np.uint16))
    with pytest.raises(FilmTooLarge):
        small.read(large)
    assert small.read(film).shape == phantom().shape
    small.close()


def test_closing_leaves_no_process(reader: ReaderProcess, film: Path) -> None:
    reader.read(film)
    pid = reader_pid(reader)
    reader.close()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_films_found_in_the_reading_process_are_those_found_here(reader: ReaderProcess, film: Path) -> None:
    (film.parent / "note.dcm").write_text("<html></html>", encoding="utf-8")
    here, there = scan([film.parent]), reader.scan([film.parent])
    assert there.studies == here.studies
    assert [(type(one), one.path, one.detail) for one in there.skipped] == [
        (type(one), one.path, one.detail) for one in here.skipped
    ]
    assert there.skipped


def test_a_look_that_was_given_up_ends_soon(reader: ReaderProcess, film: Path) -> None:
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        reader.scan([film], token=token)
    assert reader.scan([film]).studies
