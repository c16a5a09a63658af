"""``thoracam self-test``: is this installation whole? Every part that can be missing or broken is used once."""

from __future__ import annotations

import argparse
from contextlib import closing
from pathlib import Path

from inference.cli.commands.arguments import Commands, add_command, add_pack
from inference.cli.commands.self_checks import Bench, NotTried
from inference.cli.commands.terminal import tell, warn
from inference.core.errors import SelfTestFailed, ThoraCamError
from inference.reading.files.reader_process import ReaderProcess
from inference.text.messages import message_for

NOT_OK = 1
EXAMPLES = (
    ("The installation as it is", "thoracam self-test"),
    ("With a model pack of your own", "thoracam self-test --model my-pack"),
)


def add_parser(commands: Commands[argparse.ArgumentParser]) -> None:
    """Add ``self-test``."""
    command = add_command(
        commands,
        "self-test",
        summary="is this installation whole? use every part of it once",
        description="Load the model pack, decode a film in each transfer syntax, analyse the sample, check the "
        "geometry of overlays, read exports back, load what the network needs. The last line is OK, or NOT OK with "
        "exit status 1.",
        examples=EXAMPLES,
    )
    add_pack(command)
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Run every check and say what each found; the last line is OK, or NOT OK with exit status 1."""
    with closing(ReaderProcess()) as reader:
        bench = Bench(options.model, reader)
        checks = {
            "Geometry of overlays": bench.geometry,
            "Transfer syntaxes": bench.streams,
            "Model pack": bench.pack,
            "Sample film": bench.sample,
            "Exports": bench.exports,
            "Network": bench.network,
        }
        failed = sum(not _passes(name, check) for name, check in checks.items())
    tell(f"NOT OK: {failed} of {len(checks)} checks failed" if failed else "OK")
    return NOT_OK if failed else 0


def _passes(name: str, check: Bench.Check) -> bool:
    """Run one check and say how it went; a library that is not there, or a folder that is not, fails it too."""
    try:
        tell(f"{name}: {check()}")
    except NotTried as reason:
        tell(f"{name}: not tried, {reason}")
        return False
    except (ThoraCamError, ImportError, OSError) as error:
        message = message_for(error if isinstance(error, ThoraCamError) else SelfTestFailed(_plainly(error)))
        warn(f"{name}: FAILED. {message.title}. {message.text} {message.hint}")
        return False
    return True


def _plainly(error: ImportError | OSError) -> str:
    if isinstance(error, ImportError):
        return f"the program's module {error.name or '?'} is missing or does not load"
    name = Path(str(error.filename or "?")).name
    return f"the file {name} cannot be used ({error.strerror or type(error).__name__})"
