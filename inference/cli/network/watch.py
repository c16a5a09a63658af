"""``thoracam watch``: films are analysed as they come into a folder."""

from __future__ import annotations

import argparse
import time
from contextlib import closing
from pathlib import Path

from inference.batch.run_lock import held
from inference.cli.commands.analyze_options import add_analysis
from inference.cli.commands.arguments import Commands, add_command
from inference.cli.commands.terminal import complain, tell
from inference.cli.network.standing_analysis import ROOM_AGAIN, StandingAnalysis
from inference.core.errors import DiskFull, UsageError
from inference.network.watch.watched_folder import MEMORY, WatchedFolder

EXAMPLES = (
    ("Reports of all that a modality puts into a folder", "thoracam watch incoming --out reports"),
    ("Once, as a scheduled task", "thoracam watch incoming --out reports --once"),
    ("DICOM results besides, without identity", "thoracam watch incoming --out reports --dicom --anonymize"),
)


def add_parser(commands: Commands[argparse.ArgumentParser]) -> None:
    """Add ``watch``."""
    words = (
        "Look into a folder again and again (network drives too), and analyse each film that has stopped growing, "
        "once, as analyze does. Nothing in the folder is changed or moved. What was done is remembered in the reports' "
        "folder. Ctrl+C ends it."
    )
    command = add_command(
        commands, "watch", summary="analyse what comes into a folder", description=words, examples=EXAMPLES
    )
    command.add_argument("folder", type=Path, metavar="DIR", help="the folder to look into")
    command.add_argument("--out", type=Path, required=True, metavar="DIR", help="folder for the reports")
    command.add_argument("--every", type=_seconds, default=5.0, metavar="SECONDS", help="between two looks (5)")
    command.add_argument("--once", action="store_true", help="end when all that is there is done")
    add_analysis(command)
    command.set_defaults(run=run)


def _seconds(text: str) -> float:
    value = float(text)
    if not 0.05 <= value <= 86_400:
        raise argparse.ArgumentTypeError("must lie between 0.05 and 86400")
    return value


def run(options: argparse.Namespace) -> int:
    """Look until somebody ends it; with ``--once`` 1 where a film failed."""
    if not options.folder.is_dir():
        raise UsageError(f"“{options.folder.name}” is no folder.")
    if options.out.absolute() == options.folder.absolute():
        raise UsageError("Reports go into another folder than the one that is watched.")
    options.out.mkdir(parents=True, exist_ok=True)
    folder = options.folder.absolute()  # a file is known by its path, from wherever this is started
    watched = WatchedFolder(folder, options.out / MEMORY, leave_out=(options.out.absolute(),))
    with held(options.out), closing(StandingAnalysis(options)) as analysis:
        return _looked(options, watched, analysis)


def _looked(options: argparse.Namespace, watched: WatchedFolder, analysis: StandingAnalysis) -> int:
    failed = 0
    tell(f"Looking into {options.folder} every {options.every:g} s.")
    while True:
        settled = watched.look()
        if settled:
            try:
                failed += analysis.analyse(settled, options.out, done=watched.taken)
            except DiskFull as error:
                complain(options.out, error)
                if options.once:
                    return 1
                time.sleep(ROOM_AGAIN)
                continue
            tell(f"{len(settled)} files done.")
        elif options.once and not watched.growing:
            return 1 if failed else 0
        time.sleep(options.every)
