"""``thoracam record verify | show``: the record of use on the command line."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from inference.cli.commands.arguments import Commands, add_command
from inference.cli.commands.terminal import tell, warn, write_text
from inference.core.errors import UsageError
from inference.site.record import record_folder, verified
from inference.site.record.lines import End
from inference.site.record.use_record import files_of

EXAMPLES = (
    ("Is the record of this computer whole?", "thoracam record verify"),
    ("What is in it", "thoracam record show"),
)
VERIFY_EXAMPLES = (
    ("Is the record of this computer whole?", "thoracam record verify"),
    (
        "Is it still the one whose end was noted a month ago?",
        "thoracam record verify --noted 1207:9f2c41d07ab3f6f2b0ad3d2f3c8c1f5f1d1c07b7a9a0e4b6b1b3a5e1f7c2d8e0",
    ),
    ("A copy of it", "thoracam record verify --folder backup/record"),
)
SHOW_EXAMPLES = (
    ("As it is written, a line of JSON each", "thoracam record show --json"),
    ("To be read", "thoracam record show"),
)
_FOLDER = "folder of the record (that of this computer's user)"


def add_parser(commands: Commands[argparse.ArgumentParser]) -> None:
    """Add ``record`` and its commands; each sets ``run``."""
    words = (
        "The record of use says what was shown, revealed, called, changed, exported and sent, without identity. It is "
        "kept where the settings ask for it, each line with the digest of the one before it."
    )
    record = add_command(
        commands, "record", summary="verify and show the record of use", description=words, examples=EXAMPLES
    )
    inner = record.add_subparsers(title="commands", dest="record_command", required=True, metavar="COMMAND")
    words = "find lines that were changed, removed, inserted or moved, and an end that was cut off"
    check = add_command(inner, "verify", summary=words, examples=VERIFY_EXAMPLES)
    check.add_argument("--folder", type=Path, default=None, metavar="DIR", help=_FOLDER)
    words = "an end that it had once, as this command said it: it must still be in it"
    check.add_argument("--noted", type=_end, default=None, metavar="COUNT:DIGEST", help=words)
    check.set_defaults(run=verify)
    show = add_command(inner, "show", summary="print what is in the record", examples=SHOW_EXAMPLES)
    show.add_argument("--folder", type=Path, default=None, metavar="DIR", help=_FOLDER)
    show.add_argument("--json", action="store_true", help="the lines as they are written")
    show.set_defaults(run=print_lines)


def verify(options: argparse.Namespace) -> int:
    """Say whether a record is whole; 1 where it is not."""
    folder = _folder(options)
    found = verified(folder, options.noted)
    for fault in found.faults:
        warn(f"{fault.file}{f', line {fault.line}' if fault.line else ''}: {fault.sentence}")
    if found.unacknowledged:
        tell(f"{found.unacknowledged} lines at the end were written while the program or the computer stopped.")
    tell(f"{found.end.count} lines in {found.files} files. Its end, to be noted elsewhere:")
    tell(f"{found.end.count}:{found.end.digest}")
    tell("The record is whole." if found.whole else f"The record is not whole: {len(found.faults)} faults.")
    return 0 if found.whole else 1


def print_lines(options: argparse.Namespace) -> int:
    """Print the lines of a record; what is no line is left out."""
    for file in files_of(_folder(options)):
        for text in file.read_text(encoding="utf-8", errors="replace").splitlines():
            write_text((text if options.json else _told(text)) + "\n")
    return 0


def _told(text: str) -> str:
    try:
        line = json.loads(text)
        facts = {key: value for key, value in line.items() if key not in ("n", "at", "did", "film", "before", "digest")}
        more = "  ".join(f"{key}: {value}" for key, value in facts.items())
        return f"{line['n']:6}  {line['at']}  {line['did']:13}  {line['film'][:8]:8}  {more}".rstrip()
    except (ValueError, KeyError, TypeError, AttributeError):
        return "(no line of a record)"


def _folder(options: argparse.Namespace) -> Path:
    folder: Path = options.folder or record_folder()
    if not files_of(folder):
        raise UsageError(
            f"There is no record of use in {folder}. It is off until the settings of the window ask for it."
        )
    return folder


def _end(text: str) -> End:
    """``COUNT:DIGEST``; an argparse type."""
    count, _, digest = text.partition(":")
    if not count.isdecimal() or len(digest) != 64:
        raise argparse.ArgumentTypeError("must be what `thoracam record verify` said: COUNT:DIGEST")
    return End(int(count), digest)
