"""What a command does, as callables: the other half of a row of the table of actions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from viewer.commands.enablement import Need, nothing


@dataclass(frozen=True, slots=True)
class Command:
    """``run`` does it, once ``needs`` has nothing to say against it.

    ``checked`` tells of a command that is on or off which it is; ``released`` ends one that lasts only while its key
    is held.
    """

    run: Callable[[], object]
    needs: Need = nothing
    checked: Callable[[], bool] | None = None
    released: Callable[[], object] | None = None
