"""Files made up by a fuzzer that follows the branches of the reader: each opens or is refused by a typed error.

Run: ``uv run --group fuzz python -m tests.fuzz.read_film SECONDS RUNS`` (Linux on x86-64). It ends after whichever is
first and fails on any other error, on a file that takes 5 s and when it grows to 2 GB; the file is kept beside.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["inference.reading", "pydicom.filereader", "pydicom.encaps"]):
    from inference.reading.files.read_film import UNFORESEEN, read_film
    from inference.reading.files.scan import scan

from inference.core.errors import FilmError
from inference.core.limits import GIGA, MEGA, Limits
from inference.imaging.display_pipeline import render
from inference.report.film_info import info_text
from inference.text.messages import message_for
from tests.encodings import ENCODINGS

LONGEST = 16_384  # bytes of a made-up file
LIMITS = Limits(frame_pixels=20 * MEGA, decoded_bytes=GIGA // 5)  # a genuine film of 200 Mpx may take more than 2 GB
BOUNDS = ("-timeout=5", "-rss_limit_mb=2048", f"-max_len={LONGEST}", "-seed=1", "-print_final_stats=1", "-verbosity=1")


def look_at(path: Path) -> None:
    """Open, render and describe a file, or take the sentence of its refusal; list it."""
    scan([path], LIMITS)
    try:
        film = read_film(path, limits=LIMITS)
    except FilmError as error:
        if UNFORESEEN in error.detail or not message_for(error).text:
            raise AssertionError(error.detail) from error
        return
    assert render(film).shape == film.shape
    assert info_text(film)


def main(seconds: int, runs: int) -> None:
    """Fuzz from one sound film in each encoding; ends the process."""
    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder) / "corpus"
        corpus.mkdir()
        for number, write in enumerate(ENCODINGS.values()):
            write(corpus / str(number))
        path = Path(folder) / "film"

        def one(content: bytes) -> None:
            path.write_bytes(content)
            look_at(path)

        atheris.Setup([sys.argv[0], str(corpus), f"-max_total_time={seconds}", f"-runs={runs}", *BOUNDS], one)
        atheris.Fuzz()


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
