"""The user's intents about the worklist: search, order, filter, what is closed, which studies are reviewed."""

from __future__ import annotations

from dataclasses import replace

from viewer.control.session_changes import SessionChanges
from viewer.control.travel import Travel
from viewer.state.worklist_order import (
    FilmFilter,
    WorklistOrder,
    arranged,
    filtered,
    is_reviewed,
    searched,
    updated,
    with_review_toggled,
)


class WorklistControl:
    """Changes what is listed and how; where one goes in it is for ``travel``."""

    def __init__(self, changes: SessionChanges, travel: Travel) -> None:
        self._changes, self._travel = changes, travel

    def search(self, text: str) -> None:
        """List only films of which these words are known."""
        self._changes.become(searched(self._changes.session, text))

    def arrange(self, order: str) -> None:
        """List the studies in this order, as things stand now."""
        self._changes.become(arranged(self._changes.session, WorklistOrder(order)))

    def keep(self, kept: str) -> None:
        """List only films of this kind, as things stand now."""
        self._changes.become(filtered(self._changes.session, FilmFilter(kept)))

    def update(self) -> None:
        """Bring order, search and filter to what is known now."""
        self._changes.become(updated(self._changes.session))

    def close_film(self) -> None:
        """Close the open film: the next one is shown."""
        current = self._changes.session.current
        if current is not None:
            self._travel.close({current})

    def close_study(self) -> None:
        """Close all films of the open study."""
        study = self._changes.session.worklist.study_of(self._changes.session.current)
        if study is not None:
            self._travel.close({entry.path for entry in study.films})

    def close_all(self) -> None:
        """Close every film; exports go on."""
        self._travel.start_over()

    def set_reviewed(self, digests: frozenset[str]) -> None:
        """Know which studies were reviewed before."""
        self._changes.become(replace(self._changes.session, reviewed=digests))

    def is_reviewed(self) -> bool:
        """Whether the open study is noted as reviewed."""
        return is_reviewed(self._changes.session)

    def toggle_reviewed(self) -> None:
        """Note the open study as reviewed, or take that back."""
        self._changes.become(with_review_toggled(self._changes.session))
