"""What the commands say on a terminal: sentences on standard error, and a progress bar where somebody looks."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import TextIO

from inference.text.messages import UserMessage, message_for
from inference.text.one_line import lines, one_line

BAR = 30


def complain(path: Path | str, error: Exception) -> None:
    """Say in a line what went wrong with a file, and what to do."""
    say(path, message_for(error))


def say(path: Path | str, message: UserMessage) -> None:
    """Say in a line what is the matter with a file."""
    warn(f"{path}: {message.title}. {message.text} {message.hint}")


def warn(sentence: str) -> None:
    """Say a sentence in a line on standard error."""
    clear()
    _write(sys.stderr, f"{one_line(sentence)}\n")


def tell(sentence: str) -> None:
    """Say a sentence in a line on standard output."""
    write_text(f"{one_line(sentence)}\n")


def write_text(text: str) -> None:
    """Write a text of several lines on standard output."""
    _write(sys.stdout, lines(text))
    sys.stdout.flush()


def write_json(value: object) -> None:
    """Write a value as JSON on standard output; control characters of any kind are escaped."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    _write(
        sys.stdout, re.sub("[\x7f-\x9f\u2028\u2029\ud800-\udfff]", lambda found: f"\\u{ord(found[0]):04x}", text) + "\n"
    )


def _write(stream: TextIO, text: str) -> None:
    """What leaves for a terminal goes through here; letters that it has no code for become question marks."""
    code = stream.encoding or "utf-8"
    stream.write(text.encode(code, "replace").decode(code))


def show_progress(done: int, total: int, words: str) -> None:
    """Draw a bar of films done, only on a terminal."""
    if not sys.stderr.isatty():
        return
    filled = BAR * done // max(total, 1)
    _write(sys.stderr, f"\r\x1b[2K[{'█' * filled}{'·' * (BAR - filled)}] {done}/{total} {one_line(words[:48])}")
    if done >= total:
        sys.stderr.write("\n")
    sys.stderr.flush()


def clear() -> None:
    """Take the bar away before a sentence."""
    if sys.stderr.isatty():
        sys.stderr.write("\r\x1b[2K")
