"""What ``thoracam self-test`` checks: each check returns what it found, or raises what is wrong."""

from __future__ import annotations

import tempfile
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray
from pydicom.uid import UID

import resources
from inference.core.analysis import Analysis, Placement
from inference.core.cancel import CancelToken
from inference.core.errors import FilmError, SelfTestFailed
from inference.core.film import Radiograph
from inference.engine.checked_engine import CheckedEngine
from inference.engine.factory import open_engine
from inference.imaging.heat_on_film import cell_at, to_film
from inference.imaging.model_input import Fit, InputSpec, placement
from inference.reading import scan
from inference.reading.files.reader_process import ReaderProcess
from inference.report.output.export import Part, write_export
from inference.report.output.reopen import read_report
from inference.report.page.options import ReportOptions, plain_picture
from inference.text.messages import message_for

STREAMS = resources.path("streams")
SHAPES = ((300, 300), (400, 250), (250, 400))
LEVELS = 4095
PARTS = frozenset({Part.REPORT_PNG, Part.REPORT_PDF, Part.FILM, Part.CSV, Part.JSON, Part.DICOM})
ODD_NAME = "thoracam-흉부-é-"  # of the temporary folder: exports must not mind letters of any script


class NotTried(Exception):
    """A check that needs what another one did not get."""


@dataclass(frozen=True, slots=True)
class Stream:
    """One line of ``streams.toml``: a film and how far its pixels may be off, in levels of 4095."""

    file: str
    syntax: str
    levels: int
    apart: int


class Bench:
    """The checks in their order; a later one uses what an earlier one loaded."""

    Check: TypeAlias = Callable[[], str]

    def __init__(self, pack: Path, reader: ReaderProcess) -> None:
        self._pack, self._reader = pack, reader
        self._engine: CheckedEngine | None = None
        self._sample: tuple[Radiograph, Analysis] | None = None

    def geometry(self) -> str:
        """A heatmap hot in one corner is hottest in that corner of the film, for every shape and fit."""
        for shape in SHAPES:
            for fit in Fit:
                place = placement(shape, InputSpec(rows=256, columns=256, fit=fit))
                for corner in ((0.1, 0.1), (0.1, 0.9), (0.9, 0.1), (0.9, 0.9)):
                    _check_corner(shape, place, corner)
        return "a hot corner stays in its corner"

    def streams(self) -> str:
        """The known picture comes out of every transfer syntax, decoded in the reading process as films are."""
        lines = tomllib.loads((STREAMS / "streams.toml").read_text(encoding="utf-8"))["stream"]
        picture = _picture(STREAMS / "picture.png")
        for line in lines:
            self._check_stream(Stream(**line), picture)
        return f"{len(lines)} decoded to the known picture"

    def pack(self) -> str:
        """The pack's files are those it promises, and its network loads."""
        engine = open_engine(self._pack)
        engine.warm_up()
        self._engine = engine
        return f"{engine.pack.name} {engine.pack.version}"

    def sample(self) -> str:
        """A bundled film is analysed and has a score for a finding at least."""
        if self._engine is None:
            raise NotTried("for the model pack was not loaded")
        path = scan((resources.path("samples"),)).studies[0].films[0].path
        film = self._reader.read(path)
        analysis = self._engine.analyse(film, token=CancelToken())
        scored = sum(result.analysed for result in analysis.results)
        if not scored:
            raise SelfTestFailed("the sample film was not scored for any finding")
        self._sample = film, analysis
        return f"{scored} findings scored in {analysis.provenance.seconds:.2f} s"

    def exports(self) -> str:
        """Report, film, tables, PDF and DICOM are written; the PNGs are read back to the pixel, DICOM as a film."""
        if self._sample is None:
            raise NotTried("for the sample film was not analysed")
        film, analysis = self._sample
        with tempfile.TemporaryDirectory(prefix=ODD_NAME) as folder:
            out = write_export(Path(folder) / "out", film, analysis, ReportOptions(), PARTS).path
            self._check_exports(out, film)
        return "PNG and DICOM read back as written; PDF written"

    def network(self) -> str:
        """The libraries of the network load and name what they speak; nothing is asked of the network."""
        from inference.network.dimse.commitment import PUSH_MODEL
        from inference.network.dimse.storage_classes import STORAGE_CLASSES

        names = [one.name for one in (*STORAGE_CLASSES, UID(PUSH_MODEL))]
        if all(name[:1].isdigit() for name in names):  # its dictionary is missing; the newest class it does not name
            raise SelfTestFailed("the library of the network does not know its SOP classes")
        return f"{len(names)} SOP classes known; no network was used"

    def _check_stream(self, stream: Stream, picture: NDArray[np.float32]) -> None:
        try:
            film = self._reader.read(STREAMS / stream.file)
        except FilmError as error:
            raise SelfTestFailed(
                f"the film {stream.file} ({stream.syntax}) is not decoded: {message_for(error).text}"
            ) from None
        if film.transfer_syntax != stream.syntax or film.pixels.shape != picture.shape:
            raise SelfTestFailed(f"the film {stream.file} is not that of {stream.syntax} that belongs there")
        apart = float(np.abs(film.pixels * (LEVELS / stream.levels) - picture).max())
        if apart > stream.apart:
            raise SelfTestFailed(
                f"the film {stream.file} ({stream.syntax}) shows another picture: {apart:.0f} of {LEVELS} levels away"
            )

    def _check_exports(self, out: Path, film: Radiograph) -> None:
        facts, same = read_report(out / Part.REPORT_PNG.file)
        if not same or facts["film_hash"] != film.film_hash:
            raise SelfTestFailed("the PNG report that was written does not read back as it was written")
        if not np.array_equal(_picture(out / Part.FILM.file), plain_picture(film, ReportOptions())):
            raise SelfTestFailed("the PNG of the film that was written does not read back as it was written")
        from inference.report.dicom.files import REPORT  # highdicom takes a second to import

        self._reader.read(out / Part.DICOM.file / REPORT)


def _picture(path: Path) -> NDArray[np.float32]:
    """A grey PNG of 8 or 16 bits; the path may be in any script, which OpenCV's own reading of files does not take."""
    pixels = cv2.imdecode(np.frombuffer(path.read_bytes(), np.uint8), cv2.IMREAD_UNCHANGED)
    if pixels is None:
        raise SelfTestFailed(f"{path.name} is no picture")
    return pixels.astype(np.float32)


def _check_corner(shape: tuple[int, int], place: Placement, corner: tuple[float, float]) -> None:
    """``corner``: row and column as shares of what the input shows of the film."""
    scales, offsets = (place.scale_y, place.scale_x), (place.offset_y, place.offset_x)
    ends = [
        (max(-offset / scale, 0.0), min((side - offset) / scale, size))
        for scale, offset, side, size in zip(scales, offsets, place.input_shape, shape, strict=True)
    ]
    row, column = (first + share * (last - first) for (first, last), share in zip(ends, corner, strict=True))
    heat = np.zeros((16, 16), np.float32)
    heat[cell_at(row, column, place, (16, 16))] = 1.0
    film = to_film(heat, place, shape)
    hottest = np.unravel_index(int(film.argmax()), film.shape)
    off = max(abs(hottest[0] - row) / shape[0], abs(hottest[1] - column) / shape[1])
    if off > 1 / 12:
        raise SelfTestFailed(f"an overlay lies {off:.0%} of the film away from its place")
