"""Who waits for which piece of work: answers nobody waits for any more are dropped."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Protocol

from viewer.control.jobs.worker import Done, Event, Failed, Lane, Urgency, Work

log = logging.getLogger(__name__)

Answer = Callable[[object], None]


class Service(Protocol):
    """The part of the worker that is used here."""

    def submit(self, lane: Lane, work: Work, urgency: Urgency = Urgency.NOW) -> int:
        """Queue work; returns its number."""

    def cancel(self, number: int) -> None:
        """Ask work to stop."""


class JobRegistry:
    """Work under way, by number, each with what to do with its answer or its error."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._answers: dict[int, tuple[Answer, Answer]] = {}

    def submit(self, lane: Lane, work: Work, done: Answer, failed: Answer, urgency: Urgency = Urgency.NOW) -> int:
        """Queue work; ``done`` takes its answer, ``failed`` its error. Returns its number."""
        number = self._service.submit(lane, work, urgency)
        self._answers[number] = (done, failed)
        return number

    def adopt(self, number: int, done: Answer, failed: Answer) -> None:
        """Have somebody else take the answer of work under way."""
        self._answers[number] = (done, failed)

    def awaits(self, number: int | None) -> bool:
        """Whether somebody waits for the answer of this work still."""
        return number in self._answers

    def drop(self, number: int | None) -> None:
        """Cancel work and forget who waited for it."""
        if number is not None:
            self._answers.pop(number, None)
            self._service.cancel(number)

    def answer(self, event: Event) -> None:
        """Hand an ended piece of work to whoever waits for it."""
        answers = self._answers.pop(event.number, None)
        if answers is None:
            return
        if isinstance(event, Done):
            answers[0](event.value)
        elif isinstance(event, Failed):
            log.warning("work failed: %s", type(event.error).__name__)
            answers[1](event.error)
