"""The user's intents about the worklist: search, order, and which studies are reviewed."""

from __future__ import annotations

from dataclasses import replace

from viewer.control.session_changes import SessionChanges
from viewer.state.worklist_order import WorklistOrder, arranged, is_reviewed, searched, with_review_toggled


class WorklistControl:
    """Changes what is listed and how; where one goes in it is for ``travel``."""

    def __init__(self, changes: SessionChanges) -> None:
        self._changes = changes

    def search(self, text: str) -> None:
        """List only films of which these words are known."""
        self._changes.become(searched(self._changes.session, text))

    def arrange(self, order: str) -> None:
        """List the studies in this order, as things stand now."""
        self._changes.become(arranged(self._changes.session, WorklistOrder(order)))

    def set_reviewed(self, digests: frozenset[str]) -> None:
        """Know which studies were reviewed before."""
        self._changes.become(replace(self._changes.session, reviewed=digests))

    def is_reviewed(self) -> bool:
        """Whether the open study is noted as reviewed."""
        return is_reviewed(self._changes.session)

    def toggle_reviewed(self) -> None:
        """Note the open study as reviewed, or take that back."""
        self._changes.become(with_review_toggled(self._changes.session))
