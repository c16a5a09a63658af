"""Work on a pack that may take for ever, with an end to waiting: nothing stops TensorFlow, but nobody has to wait."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

from inference.core.errors import PackError
from inference.model_pack import ModelPack

LOAD_SECONDS = 300.0  # the slowest pack of seven Xceptions loads in 40 s on one old core
Result = TypeVar("Result")


def within_time(pack: ModelPack, work: Callable[[], Result], seconds: float | None = None) -> Result:
    """What ``work`` returns or raises; ``PackError`` where it takes longer than ``seconds`` (``LOAD_SECONDS``).

    What goes on then ends with the program.
    """
    most = LOAD_SECONDS if seconds is None else seconds
    results: list[Result] = []
    failures: list[BaseException] = []

    def run() -> None:
        try:
            results.append(work())
        except BaseException as error:  # noqa: BLE001 - raised again where it is waited for
            failures.append(error)

    thread = threading.Thread(target=run, name="load-pack", daemon=True)
    thread.start()
    thread.join(most)
    if failures:
        raise failures[0]
    if not results:
        raise PackError(pack.folder, f"It takes longer than {most:g} s to load, and is given up.")
    return results[0]
