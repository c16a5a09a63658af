"""A run says what it does before it does it, so that nobody waits in silence."""

from __future__ import annotations

from pathlib import Path

from inference.batch.batch_run import BatchRun
from inference.batch.run_options import BatchOptions, FinalPart
from inference.core.analysis import Analysis
from inference.core.film import Radiograph
from inference.report.output.film_folder import FolderParts
from inference.report.page.options import ReportOptions
from tests.builders import phantom, radiograph
from tests.fakes import analysis_of


class Analyser:
    """Finds the same on every film."""

    pack_hash = "0" * 64

    def prepare(self, film: Radiograph) -> None:
        """Nothing."""

    def analyse(self, film: Radiograph) -> Analysis:
        return analysis_of(film)

    def reader(self, film: Radiograph) -> None:
        """Nobody said anything."""


class Heard:
    """Remembers what was told, in its order."""

    def __init__(self) -> None:
        self.at_hand: list[str] = []
        self.parts: list[tuple[FinalPart, int]] = []

    def failed(self, path: Path, error: Exception) -> None:
        raise error

    def note(self, name: str, sentence: str) -> None:
        """Of no matter."""

    def step(self, done: int, total: int, name: str) -> None:
        self.at_hand.append(f"done {name}")

    def at_work(self, done: int, total: int, what: str) -> None:
        self.at_hand.append(what)

    def finish(self, part: FinalPart, done: int, total: int) -> None:
        self.parts.append((part, done))


def test_each_file_is_named_before_it_is_made_and_the_rest_in_shares(tmp_path: Path) -> None:
    heard, paths = Heard(), tuple(tmp_path / f"{name}.dcm" for name in "ab")
    options = BatchOptions(tmp_path / "out", ReportOptions(), FolderParts(pdf=True), summary=True, studies=(paths,))
    run = BatchRun(options, paths, Analyser(), heard)
    run.run(lambda path: radiograph(phantom(600, 500), source=path))
    assert {"report", "report.png", "report.pdf"} & set(heard.at_hand)  # whatever was at hand when the run looked up
    assert heard.at_hand[-1] == "done b.dcm"
    studies = [done for part, done in heard.parts if part is FinalPart.STUDIES]
    assert studies == sorted(studies)
    assert len(studies) >= 8  # loaded, set, page after page
    assert [done for part, done in heard.parts if part is FinalPart.SUMMARY] == [0, 50]
