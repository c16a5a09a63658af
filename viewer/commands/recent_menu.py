"""The menu of what was opened lately."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QMenu, QWidget

from viewer.style.translation import tr


class RecentMenu(QMenu):
    """Shows the paths that ``recent`` gives, and hands the one that is picked to ``open_path``."""

    def __init__(
        self, parent: QWidget, recent: Callable[[], Sequence[str]], open_path: Callable[[Path], object]
    ) -> None:
        super().__init__(tr("Open recent"), parent)
        self.setObjectName("recentMenu")
        self._recent, self._open_path = recent, open_path

    def fill(self) -> None:
        """Show what was opened until now; with nothing in it, it does not open."""
        self.clear()
        for name in self._recent():
            self.addAction(name.replace("&", "&&")).triggered.connect(partial(self._open, Path(name)))
        self.setEnabled(not self.isEmpty())

    def _open(self, path: Path, _checked: bool = False) -> None:
        self._open_path(path)
