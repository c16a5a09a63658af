"""Whether the computer runs on its battery, and waiting until it may not; where nobody can say, it is on the mains."""

from __future__ import annotations

import time
from pathlib import Path

from inference.core.cancel import CancelToken

SUPPLIES = Path("/sys/class/power_supply")  # of Linux
LOOK_S, STEP_S = 10.0, 0.1  # between two looks, and between two checks of the token


class Power:
    """Asks the system, whose ``supplies`` are folders with a file for each fact."""

    def __init__(self, supplies: Path = SUPPLIES, look_s: float = LOOK_S) -> None:
        self._supplies, self._look_s = supplies, look_s

    def on_battery(self) -> bool:
        """Whether a battery of the computer itself discharges, and no mains supply is there."""
        try:
            found = [_facts(supply) for supply in self._supplies.iterdir()]
        except OSError:
            return False
        if any(kind == "Mains" and online == "1" for kind, online, _, _ in found):
            return False
        batteries = (status for kind, _, status, scope in found if kind == "Battery" and scope != "Device")
        return "Discharging" in batteries

    def wait_a_while(self, token: CancelToken) -> None:
        """Return when it is time to ask again; raises ``Cancelled`` when the token is set."""
        until = time.monotonic() + self._look_s
        while time.monotonic() < until:
            token.raise_if_cancelled()
            time.sleep(STEP_S)


def _facts(supply: Path) -> tuple[str, str, str, str]:
    return _fact(supply, "type"), _fact(supply, "online"), _fact(supply, "status"), _fact(supply, "scope")


def _fact(supply: Path, name: str) -> str:
    try:
        return (supply / name).read_text("ascii", "replace").strip()
    except OSError:
        return ""
