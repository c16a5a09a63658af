"""The settings in use: read once, changed by whoever offers a choice, written when told."""

from __future__ import annotations

import errno
from dataclasses import replace
from pathlib import Path

from inference.files.file_lock import locked
from viewer.state import settings
from viewer.state.session import Session


class SettingsStore:
    """``now`` are the settings in use.

    A file that is no TOML is kept aside, and ``was_damaged`` says so. One that cannot be read now is ``withheld`` and
    left as it is. What another window writes meanwhile is not lost.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.was_damaged = settings.set_aside_damaged(path) is not None
        self.withheld = settings.is_withheld(path)
        self.now = self._known = settings.load(path)

    def take_from(self, session: Session) -> None:
        """Remember what was chosen for all films, and which studies were reviewed."""
        self.now = replace(
            self.now,
            opacity=session.overlay.opacity,
            colormap=session.overlay.colormap,
            corners=session.corners,
            reviewed=tuple(sorted(session.reviewed)),
            read_first=session.read_unaided,
            layout=session.layout.value,
        )

    def save(self) -> None:
        """Write what was chosen here; what others chose meanwhile stays. Raises ``OSError``."""
        with locked(self.path.with_name(f".{self.path.name}.lock"), wait=2):
            if settings.is_withheld(self.path):
                raise OSError(errno.EIO, "what is there cannot be read")
            settings.save(settings.merged(self._known, self.now, settings.load(self.path)), self.path)
        self._known = self.now
