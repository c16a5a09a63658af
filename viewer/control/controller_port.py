"""What the parts of the controller share."""

from __future__ import annotations

from dataclasses import dataclass

from viewer.control.jobs.film_jobs import FilmJobs
from viewer.control.jobs.job_registry import JobRegistry
from viewer.control.messages import Messages
from viewer.control.session_changes import SessionChanges
from viewer.control.waiting import Waiting
from viewer.state.session import Session


@dataclass(frozen=True, slots=True)
class ControllerPort:
    """The session and its changes, the work under way and that of films, what is said, and what is waited for."""

    changes: SessionChanges
    jobs: JobRegistry
    films: FilmJobs
    messages: Messages
    waiting: Waiting

    @property
    def session(self) -> Session:
        """What is open now."""
        return self.changes.session
