"""Work ahead through the list, as the window shows it: which film is analysed now, and whether it may go on."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


class AheadWish(StrEnum):
    """When the films of the list are analysed before anybody opens them."""

    MAINS = "mains"
    ALWAYS = "any power"
    NEVER = "off"


@dataclass(frozen=True, slots=True)
class Ahead:
    """``running`` is the film under way; ``going`` is False while paused; ``on_battery``: it waits for the mains."""

    running: Path | None = None
    going: bool = False
    on_battery: bool = False
