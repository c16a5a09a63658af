"""What ``thoracam analyze`` takes for more films than one machine does in a night."""

from __future__ import annotations

import argparse

from inference.batch.shards.film_list import COLUMNS, is_list
from inference.batch.shards.shard import WHOLE, shard_of
from inference.cli.archive.places import place_of
from inference.cli.commands.arguments import ALONE, count
from inference.core.errors import UsageError

OF_MANY = ("workers", "per_worker_threads", "column", "parquet", "profile", "no_hosts")


def add_archive(command: argparse.ArgumentParser) -> None:
    """Add the group."""
    words = "more films than one machine does in a night: thoracam help archive"
    group = command.add_argument_group("an archive", words)
    words = "do part K of N of the films, shared out by a hash of each one's path in the list or folder (1/1)"
    group.add_argument("--shard", type=_shard, default=WHOLE, metavar="K/N", help=words)
    words = (
        "who does the films: local:N (N processes here), ray (a Ray of its own here), ray://HOST (a Ray cluster), "
        "ray:auto (that of which this machine is a node)"
    )
    group.add_argument("--on", type=_place, metavar="WHERE", help=words)
    words = "workers on Ray, each with an engine of its own (as many as there is room for)"
    group.add_argument("--workers", type=count, metavar="N", help=words)
    words = "cores of each worker (local: its share; ray: 1)"
    group.add_argument("--per-worker-threads", type=count, metavar="N", help=words)
    words = f"column of a list in CSV that holds paths ({', '.join(COLUMNS)}, or the first)"
    group.add_argument("--column", default="", metavar="NAME", help=words)
    group.add_argument("--parquet", action="store_true", help="results.parquet beside results.csv (extra `parquet`)")
    group.add_argument("--profile", action="store_true", help="say at the end what a film cost, stage by stage")
    group.add_argument("--no-hosts", action="store_true", help="leave names of machines out of run.json")


def of_many(options: argparse.Namespace) -> bool:
    """Whether the options ask for a run over an archive; raises ``UsageError`` for what only such a run has."""
    lists = any(is_list(path) for path in options.paths)
    if lists or options.on is not None or options.shard != WHOLE or options.only == ALONE:
        return True
    asked = [name for name in OF_MANY if vars(options)[name]]
    if asked:
        raise UsageError(f"--{asked[0].replace('_', '-')} goes with --on, --shard or a list of films.")
    return False


def _shard(text: str) -> object:
    try:
        return shard_of(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _place(text: str) -> object:
    try:
        return place_of(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None
