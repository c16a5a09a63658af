"""The settings in use: read once, changed by whoever offers a choice, written when told."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from viewer.state import settings
from viewer.state.session import Session


class SettingsStore:
    """``now`` are the settings in use; a file that could not be read is kept aside, and ``was_damaged`` says so."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.was_damaged = settings.set_aside_damaged(path) is not None
        self.now = settings.load(path)

    def take_from(self, session: Session) -> None:
        """Remember what was chosen for all films, and which studies were reviewed."""
        self.now = replace(
            self.now,
            opacity=session.overlay.opacity,
            colormap=session.overlay.colormap,
            corners=session.corners,
            reviewed=tuple(sorted(session.reviewed)),
            read_first=session.read_unaided,
        )

    def save(self) -> None:
        """Write them now. Raises ``OSError``."""
        settings.save(self.now, self.path)
