"""``thoracam`` and ``python -m viewer``: the viewer, or one of the commands of ``inference.cli``."""

from __future__ import annotations

import multiprocessing
import sys
from collections.abc import Sequence
from pathlib import Path

from viewer.screen import why_no_window

COMMANDS = {"analyze", "render", "info", "model", "train", "evaluate", "self-test", "-h", "--help", "--version"}
WRONG_USAGE = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program; returns its exit status."""
    multiprocessing.freeze_support()  # in a built program the reading process starts here
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given and given[0] in COMMANDS:
        return _command(given)
    if given[:1] == ["view"]:
        if {"-h", "--help"} & set(given):
            return _command(given)
        given = given[1:]
    options = [word for word in given if word.startswith("-") and word != "--"]
    if options:
        sys.stderr.write(f"thoracam: unknown option {options[0]}; see thoracam --help\n")
        return WRONG_USAGE
    return _view(tuple(Path(word) for word in given if word != "--"))


def _command(arguments: list[str]) -> int:
    from inference.cli import main as run_command  # imports decoders and report writers that the window needs later

    return run_command(arguments)


def _view(paths: tuple[Path, ...]) -> int:
    reason = why_no_window()
    if reason:
        sys.stderr.write(
            f"thoracam: {reason}\n"
            "The viewer needs a display. Without one, analyse films with:\n"
            "  thoracam analyze PATH ... --out DIR\n"
        )
        return WRONG_USAGE
    from viewer.app import run  # Qt only where there is a window

    return run(paths)


if __name__ == "__main__":
    sys.exit(main())
