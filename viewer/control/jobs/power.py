"""Whether the computer runs on its battery, and waiting until it may not; where nobody can say, it is on the mains."""

from __future__ import annotations

import time
from collections.abc import Callable

from inference.core.cancel import CancelToken

LOOK_S, STEP_S = 10.0, 0.1  # between two looks, and between two checks of the token


def plugged_in() -> bool | None:
    """Whether the mains supply this computer, by what its system says; None where there is no battery or no answer."""
    import psutil  # in the thread that works ahead, not at the start

    try:
        battery = psutil.sensors_battery()
    except (AttributeError, OSError):  # a system without such a question, or one that keeps the answer back
        return None
    return None if battery is None else battery.power_plugged


class Power:
    """Asks whether the computer is ``plugged_in``."""

    def __init__(self, plugged_in: Callable[[], bool | None] = plugged_in, look_s: float = LOOK_S) -> None:
        self._plugged_in, self._look_s = plugged_in, look_s

    def on_battery(self) -> bool:
        """Whether a battery of the computer itself is all that supplies it."""
        return self._plugged_in() is False

    def wait_a_while(self, token: CancelToken) -> None:
        """Return when it is time to ask again; raises ``Cancelled`` when the token is set."""
        until = time.monotonic() + self._look_s
        while time.monotonic() < until:
            token.raise_if_cancelled()
            time.sleep(STEP_S)
