"""``thoracam`` and ``python -m viewer``: the viewer, or one of the commands of ``inference.cli.main``."""

from __future__ import annotations

import atexit
import gc
import multiprocessing
import os
import sys
from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path

from inference.text.one_line import one_line
from viewer.app.display_server import why_no_window

NETWORK = ("node", "send", "receive", "query", "fetch", "watch")
SITE = ("ledger", "tune", "study", "record")
WORDS = (
    *("analyze", "merge", "render", "info", "media", "model", "train", "evaluate"),
    *(*NETWORK, *SITE, "self-test", "help"),
)
COMMANDS = {*WORDS, "-h", "--help", "--version"}
NEW_WINDOW = "--new-window"
WRONG_USAGE = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program; returns its exit status."""
    multiprocessing.freeze_support()  # in a built program the reading process starts here
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # NumPy's own threads would spin beside those of the engine
    _have_somewhere_to_write()
    given = list(sys.argv[1:] if arguments is None else arguments)
    verb, words = (given[0], given[1:]) if given[:1] in (["view"], ["open"]) else ("view", given)
    if _is_command(given) or (verb == "open" and not words):
        return _command(given)
    if _is_link(words) or (verb == "open" and "--study" in words):
        return _open_study(words)
    options = [word for word in words if word.startswith("-") and word not in ("--", NEW_WINDOW)]
    if options:
        sys.stderr.write(f"thoracam: unknown option {options[0]!a}; see thoracam --help\n")
        return WRONG_USAGE
    meant = _misspelt(words) if verb == "view" else ""
    if meant:
        sys.stderr.write(f"thoracam: {one_line(words[0])} is neither a command nor a file. Did you mean {meant}?\n")
        return WRONG_USAGE
    paths = tuple(Path(word).absolute() for word in words if word not in ("--", NEW_WINDOW))
    if verb == "open" and not _is_report(Path(words[0])):
        return WRONG_USAGE
    reason = why_no_window()
    if reason:
        return _without_window(verb, paths, reason)
    return _view(paths, alone=NEW_WINDOW in words)


def _is_link(words: Sequence[str]) -> bool:
    return len(words) == 1 and words[0].startswith("thoracam:")


def _open_study(words: Sequence[str]) -> int:
    """Have the window fetch and show a study that another program names."""
    from inference.cli.commands.terminal import complain
    from inference.core.errors import ThoraCamError
    from inference.network.study_request import request_of

    try:
        request = request_of(words)
    except ThoraCamError as error:
        complain("open", error)
        return WRONG_USAGE
    reason = why_no_window()
    if reason:
        sys.stderr.write(f"No window: {reason}\nthoracam fetch retrieves a study without one.\n")
        return WRONG_USAGE
    return _view((request.left(),), alone=False)


def _misspelt(words: Sequence[str]) -> str:
    """The command that the first word comes near, where no file is called so; empty for none."""
    if not words or Path(words[0]).exists():
        return ""
    return next(iter(get_close_matches(words[0], sorted(COMMANDS), n=1, cutoff=0.75)), "")


def _have_somewhere_to_write() -> None:
    """A program started from a menu of Windows has no output at all; what would be said there goes nowhere."""
    if sys.stderr is None:
        sys.stdout = sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - open to the end


def _is_report(path: Path) -> bool:
    """Whether the file is a report; says on standard error why not."""
    from inference.cli.commands.terminal import complain
    from inference.core.errors import ThoraCamError
    from inference.report.output.reopen import read_report  # reads pixels, which the window needs later

    try:
        read_report(path)
    except ThoraCamError as error:
        complain(path, error)
        return False
    return True


def _is_command(given: Sequence[str]) -> bool:
    """Whether this is for ``inference.cli.main``: one of its commands, or help on one of ours."""
    if given[:1] in (["view"], ["open"]):
        return bool({"-h", "--help"} & set(given))
    return bool(given) and given[0] in COMMANDS


def _command(arguments: list[str]) -> int:
    """Run a command; at the end of the process nobody looks for circles among all that it imported and loaded."""
    atexit.register(gc.freeze)
    from inference.cli.main import (
        main as run_command,  # imports decoders and report writers that the window needs later
    )

    return run_command(arguments)


def _view(paths: tuple[Path, ...], *, alone: bool) -> int:
    from viewer.app.single_instance import handed_on  # Qt only where there is a window

    if not alone and handed_on(paths):
        return 0
    from viewer.app.early_reader import started_reader  # before all that the window imports

    reader = started_reader()
    from viewer.app.application import run

    return run(paths, alone=alone, reader=reader)


def _without_window(verb: str, paths: tuple[Path, ...], reason: str) -> int:
    if verb == "open":
        sys.stderr.write(f"No window: {reason}\nA report is opened in the window only.\n")
        return WRONG_USAGE
    from viewer.app.without_window import analyze_instead  # NumPy only where there is no window

    return analyze_instead(paths, reason, _command)


if __name__ == "__main__":
    sys.exit(main())
