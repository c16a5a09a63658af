"""What the commands say on a terminal: sentences on standard error, and a progress bar where somebody looks."""

from __future__ import annotations

import sys
from pathlib import Path

from inference.text.messages import UserMessage, message_for

BAR = 30


def complain(path: Path | str, error: Exception) -> None:
    """Say in a line what went wrong with a file, and what to do."""
    say(path, message_for(error))


def say(path: Path | str, message: UserMessage) -> None:
    """Say in a line what is the matter with a file."""
    clear()
    sys.stderr.write(f"{path}: {message.title}. {message.text} {message.hint}\n")


def warn(sentence: str) -> None:
    """Say a sentence that is no failure."""
    clear()
    sys.stderr.write(f"{sentence}\n")


def write_text(text: str) -> None:
    """Write a text on standard output; letters that it has no code for become question marks."""
    code = sys.stdout.encoding or "utf-8"
    sys.stdout.write(text.encode(code, "replace").decode(code))


def show_progress(done: int, total: int, words: str) -> None:
    """Draw a bar of films done, only on a terminal."""
    if not sys.stderr.isatty():
        return
    filled = BAR * done // max(total, 1)
    sys.stderr.write(f"\r\x1b[2K[{'█' * filled}{'·' * (BAR - filled)}] {done}/{total} {words[:48]}")
    if done >= total:
        sys.stderr.write("\n")
    sys.stderr.flush()


def clear() -> None:
    """Take the bar away before a sentence."""
    if sys.stderr.isatty():
        sys.stderr.write("\r\x1b[2K")
