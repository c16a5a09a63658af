"""What a run over many films is asked for, and whom it asks and tells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from inference.core.analysis import Analysis
from inference.core.film import Identity, Radiograph
from inference.core.findings import FINDINGS, Finding
from inference.core.reader_annotations import ReaderAnnotations
from inference.report.output.film_folder import FolderParts
from inference.report.page.options import ReportOptions


@dataclass(frozen=True, slots=True)
class BatchOptions:
    """What a run writes below ``out``; ``report`` says how films are shown and whether identity is left out.

    ``tables``: results.csv. ``who``: what is known of the patients before films are read, for the names of folders and
    for priors; ``known``: what the same engine said of films of theirs that are not in the run.
    ``studies``: films that belong together, whose studies get a report of their own where they have several films.
    ``handed_on``: the folder that leaves as a whole where ``out`` lies in it; a key table of numbers stands beside it.
    ``beside``: films that an earlier run did and this one does not stay in the table, and keep their folders.
    ``resume`` passes over films that an earlier run did with the same pack and options; ``jobs`` films are written at
    once, and ``analysts`` analysed, as many as the engine takes at once.
    """

    out: Path
    report: ReportOptions
    parts: FolderParts
    findings: Sequence[Finding] = FINDINGS
    resume: bool = False
    jobs: int = 1
    analysts: int = 1
    tables: bool = True
    who: Mapping[Path, Identity] = field(default_factory=dict)
    summary: bool = False
    seed_csv: bool = False
    sort_normal_abnormal: bool = False
    studies: Sequence[Sequence[Path]] = ()
    known: Mapping[Path, Analysis] = field(default_factory=dict)
    beside: bool = False
    handed_on: Path | None = None


class FinalPart(StrEnum):
    """What is written when the films are done."""

    STUDIES = "Reports of studies"
    SUMMARY = "Summary"
    MEDIA = "Media (DICOMDIR)"


class FilmAnalyser(Protocol):
    """What analyses films."""

    @property
    def pack_hash(self) -> str:
        """The pack in use."""

    def prepare(self, film: Radiograph) -> None:
        """Do what may be done ahead of the analysis."""

    def analyse(self, film: Radiograph) -> Analysis:
        """Analyse one film; without what a reader said."""

    def reader(self, film: Radiograph) -> ReaderAnnotations | None:
        """What a reader said and drew on a film, as far as it is to leave; None for nothing."""


class BatchListener(Protocol):
    """Whoever wants to know how the run goes; called on the thread of the run, or ``note`` on that of a writer."""

    def failed(self, path: Path, error: Exception) -> None:
        """A film could not be done."""

    def note(self, name: str, sentence: str) -> None:
        """Somebody must look at what was written of a film."""

    def step(self, done: int, total: int, name: str) -> None:
        """So many films are done."""

    def at_work(self, done: int, total: int, what: str) -> None:
        """So many films are done, and a film or a file of one is at hand."""

    def finish(self, part: FinalPart, done: int, total: int) -> None:
        """All films are done; of what is written about several of them so much is."""
