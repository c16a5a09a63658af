"""``thoracam merge``: the tables of several runs made one."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from inference.batch.archive import parquet
from inference.batch.archive.merge import MISSING, TWICE, Merged, Whole, merge
from inference.batch.archive.record import FORMAT, RECORD
from inference.batch.archive.run import path_name
from inference.batch.archive.tables import RESULTS
from inference.batch.run_lock import held
from inference.batch.shards.film_list import FilmList
from inference.cli.archive.many import expand
from inference.cli.commands.arguments import Commands, add_command
from inference.cli.commands.terminal import tell, warn
from inference.core.errors import AlreadyThere, UsageError
from inference.core.software import SOFTWARE
from inference.files.atomic_file import write_whole

EXAMPLES = (
    ("The parts of an archive as one table", "thoracam merge part-1 part-2 part-3 --out all"),
    ("Say too which films of the list are in none of them", "thoracam merge part-* --out all --list films.csv"),
)


def add_parser(commands: Commands[argparse.ArgumentParser]) -> None:
    """Add ``merge``."""
    command = add_command(
        commands,
        "merge",
        summary="the tables of several runs over an archive made one",
        description="Write results.csv and failures.csv of several runs as one, each film once, and twice.csv and "
        "missing.csv: what several runs have, and which parts, runs and films are missing. Films' folders stay where "
        "they are. Runs of different packs or options are refused.",
        examples=EXAMPLES,
    )
    command.add_argument("outs", nargs="+", type=Path, metavar="OUT", help="folders of runs")
    command.add_argument("--out", type=Path, required=True, metavar="DIR", help="folder for the tables")
    words = "what the runs were of, as it was given to them: films of it that no table has are said"
    command.add_argument("--list", type=Path, action="append", default=[], metavar="PATH", help=words)
    command.add_argument("--column", default="", metavar="NAME", help="column of the list that holds paths")
    command.add_argument("--mixed", action="store_true", help="merge also runs of different packs or options")
    command.add_argument("--parquet", action="store_true", help="results.parquet beside results.csv (extra `parquet`)")
    command.add_argument("--overwrite", action="store_true", help="replace tables that are there already")
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Merge; 1 where something is missing."""
    if options.parquet:
        parquet.check_installed()
    if options.out.absolute() in {out.absolute() for out in options.outs}:
        raise UsageError("--out is one of the folders that are merged: give another.")
    if (options.out / RESULTS).exists() and not options.overwrite:
        raise AlreadyThere(options.out / RESULTS, "--overwrite replaces it")
    films = FilmList(options.list, expand, options.column)
    films.check_lists()  # before anything is written
    with held(options.out, depths=("*",)):
        merged = merge(
            options.outs, options.out, mixed=options.mixed, whole=Whole(films, path_name) if options.list else None
        )
        facts = {"format": FORMAT, "software": SOFTWARE, "merged": merged.facts(), "use": "research only"}
        text = json.dumps(facts, ensure_ascii=False, indent=2) + "\n"
        write_whole(options.out / RECORD, text.encode("utf-8"), overwrite=True)
    if options.parquet:
        parquet.write_parquet(options.out / RESULTS)
    _say(merged)
    return 1 if merged.missing else 0


def _say(merged: Merged) -> None:
    tell(f"{merged.films:,} films with {merged.rows:,} rows, {merged.failed:,} films that failed.")
    if merged.twice:
        warn(f"{merged.twice:,} films are there twice, and were taken from the first folder that has them: {TWICE}.")
    if merged.missing:
        warn(f"{merged.missing:,} parts, runs or films are missing: {MISSING} names them.")
