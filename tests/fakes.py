"""Fakes at the ports: a reader without files, an engine without a network; none needs Qt."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from copy import copy
from pathlib import Path
from typing import Self

import numpy as np

from inference.core.analysis import Analysis, FindingResult, Heatmap, Placement, Provenance, ScoreState
from inference.core.cancel import CancelToken
from inference.core.film import Identity, Radiograph, read_only
from inference.core.film_objects import FilmFacts, FilmObject
from inference.core.findings import FINDINGS, PNEUMOTHORAX, Finding
from inference.core.ports import Progress, ProgressCallback, no_progress
from inference.reading.files.scan import FilmEntry, ScanResult, Study
from inference.report.page.provenance import Reopened
from tests.builders import radiograph


class FakeReader:
    """Knows a few films by their path."""

    def __init__(self, films: dict[Path, Radiograph | Exception]) -> None:
        self.films = films
        self.read_count = 0
        self.closed = 0

    @property
    def beside(self) -> Self:
        return self

    def scan(self, paths: Sequence[Path], token: CancelToken) -> ScanResult:
        wanted = [path for path in self.films if path in paths] or list(self.films)  # a film, or the folder of all
        entries = tuple(FilmEntry(path, Identity(), path.name) for path in wanted)
        return ScanResult((Study("study", "Study", entries),), ())

    def close(self) -> None:
        self.closed += 1

    def reopen(self, paths: Sequence[Path], places: Sequence[Path], token: CancelToken) -> Reopened | None:
        return None

    def read_object(self, path: Path, film: FilmFacts, token: CancelToken) -> FilmObject | None:
        return None

    def document(self, path: Path) -> bytes:
        return b""

    def read(self, path: Path, token: CancelToken, frame: int = 0) -> Radiograph:
        self.read_count += 1
        found = self.films[path]
        if isinstance(found, Exception):
            raise found
        return found


class FakeEngine:
    """Scores every film 0.9 for pneumothorax; fails when told to."""

    def __init__(self, error: Exception | None = None) -> None:
        self.error = error
        self.method = "gradcam"
        self.notice = ""
        self.settled = 0
        self.analysed: list[str] = []

    def warm_up(self) -> None:
        if self.error is not None:
            raise self.error

    def analyse(
        self, radiograph: Radiograph, *, token: CancelToken, progress: ProgressCallback = no_progress
    ) -> Analysis:
        progress(Progress(0.5, "looking"))
        token.raise_if_cancelled()
        if self.error is not None:
            raise self.error
        self.analysed.append(radiograph.film_hash)
        return analysis_of(radiograph, method=self.method)

    def settle(self, token: CancelToken) -> None:
        token.raise_if_cancelled()
        self.settled += 1

    def probabilities(self, radiograph: Radiograph, token: CancelToken) -> dict[Finding, float]:
        token.raise_if_cancelled()
        return {PNEUMOTHORAX: 0.9}

    def results(self, radiograph: Radiograph, token: CancelToken) -> tuple[FindingResult, ...]:
        token.raise_if_cancelled()
        return tuple(one for one in analysis_of(radiograph, method=self.method).results if one.analysed)

    def with_method(self, method: str) -> Self:
        other = copy(self)
        other.method = method
        return other

    def override(self) -> Self:
        return self


def analysis_of(film: Radiograph, probability: float = 0.9, *, method: str = "gradcam") -> Analysis:
    """An analysis that found a pneumothorax in the top left quarter, and was not trained for the rest."""
    values = np.zeros((4, 4), np.float32)
    values[0, 0] = 1.0
    rows, columns = film.shape
    found = FindingResult(
        PNEUMOTHORAX,
        ScoreState.ABOVE,
        probability=probability,
        score=probability,
        operating_point=0.5,
        grey_band=(0.4, 0.6),
        heatmap=Heatmap(PNEUMOTHORAX, read_only(values), full_scale=1.0),
    )
    rest = {
        finding.key: FindingResult(finding, ScoreState.NOT_ANALYSED, reason="This model was not trained for it.")
        for finding in FINDINGS
    }
    results = tuple(found if finding == PNEUMOTHORAX else rest[finding.key] for finding in FINDINGS)
    made = Provenance(
        software="ThoraCAM test",
        pack_name="fake",
        pack_version="1",
        pack_hash="0" * 64,
        film_hash=film.film_hash,
        method=method,
        device="cpu",
        precision="float32",
        created="2026-01-05T10:15:00Z",
        seconds=0.1,
    )
    return Analysis(film.film_hash, results, Placement(64 / columns, 64 / rows, 0.0, 0.0, (64, 64)), made)


def film(name: str, *, rows: int = 60, columns: int = 50) -> Radiograph:
    """A film that differs from every film of another name."""
    pixels = np.random.default_rng(zlib.crc32(name.encode())).integers(0, 255, (rows, columns)).astype(np.float32)
    return radiograph(pixels, source=Path(name))
