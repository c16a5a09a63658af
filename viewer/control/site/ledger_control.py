"""Keeps in the ledger what the reader and the model said of films that were looked at, and asks it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TypeVar, cast

from inference.core.cancel import CancelToken
from inference.core.ports import ProgressCallback
from inference.core.reader_annotations import ReaderAnnotations
from inference.imaging.sharpness import sharpness
from inference.site.ledger.sight import FilmFacts, sight_of
from inference.site.ledger.store import Ledger, ledger_path
from viewer.control.controller_port import ControllerPort
from viewer.control.jobs.job_registry import Answer
from viewer.control.jobs.worker import Lane
from viewer.state.session import FilmState, film_hash

T = TypeVar("T")


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """A film with the model's word on it, as the reader sees both, and what the reader said."""

    state: FilmState
    reading: ReaderAnnotations

    @property
    def film_hash(self) -> str:
        """Which film it is."""
        return film_hash(self.state)

    @property
    def said(self) -> bool:
        """Whether the reader has said something of the model's findings, or drawn where one is."""
        drawn = any(one.heat is not None for one in self.reading.annotations)
        return drawn or self.reading.revealed or bool(self.reading.assessments)


class LedgerControl:
    """Writes and asks on the thread that keeps what the user made; a disk that refuses is said once."""

    def __init__(self, port: ControllerPort, path: Path | None = None) -> None:
        self._port, self._path = port, path
        self._refused = False

    @cached_property
    def ledger(self) -> Ledger:
        """The ledger's file, made when it is first needed; on the worker's thread alone."""
        return Ledger(self._path or ledger_path())

    def keep(self, seen: Seen) -> None:
        """Keep a film as it was seen."""
        state, reading = seen.state, seen.reading

        def work(_token: CancelToken, _progress: ProgressCallback) -> None:
            analysis = state.analysis
            assert analysis is not None
            self.ledger.keep([sight_of(_facts(state), analysis, reading)])

        self._port.jobs.submit(Lane.KEEP, work, lambda _none: None, self._not_kept)

    def ask(
        self, question: Callable[[Ledger], T], done: Callable[[T], None], failed: Callable[[object], None] | None = None
    ) -> None:
        """Have a question answered; what fails is said, and ``failed`` is told."""

        def work(_token: CancelToken, _progress: ProgressCallback) -> T:
            return question(self.ledger)

        def not_answered(error: object) -> None:
            self._port.messages.show_failure(error)
            if failed is not None:
                failed(error)

        answer = cast("Answer", done)
        self._port.jobs.submit(Lane.KEEP, work, answer, not_answered)

    def _not_kept(self, error: object) -> None:
        if not self._refused:
            self._refused = True
            self._port.messages.show_failure(error)


def _facts(state: FilmState) -> FilmFacts:
    """What the ledger keeps of the film itself; sharpness takes a few milliseconds."""
    film, analysis = state.radiograph, state.analysis
    assert analysis is not None
    who, day = state.entry.identity, analysis.provenance.created[:10]
    return FilmFacts(
        analysis.film_hash,
        str(state.entry.path),
        day,
        who.view_position,
        "" if film is None else film.device,
        who.accession,
        None if film is None or film.truncated is not None else sharpness(film),
    )
