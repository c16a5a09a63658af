"""``thoracam fetch``: a study of a node into a folder."""

from __future__ import annotations

import argparse
from pathlib import Path

from inference.cli.commands.arguments import Commands, add_command
from inference.cli.commands.terminal import show_progress, tell, warn
from inference.cli.network.typed import NODE_HELP, asking_secrets, port
from inference.core.cancel import CancelToken
from inference.network.inbox.inbox import Inbox
from inference.network.inbox.place import made_folder
from inference.network.nodes.node_store import NodeStore
from inference.network.receiver.options import LOOPBACK
from inference.network.record import Did, NetworkRecord

EXAMPLES = (
    ("A study, whichever way the node offers", "thoracam fetch archive --study 1.2.3 --into films"),
    (
        "By C-MOVE: the archive knows this computer by our AE title at this port",
        "thoracam fetch archive --study 1.2.3 --into films --by move --port 11113 --bind 192.0.2.8",
    ),
)


def add_parser(commands: Commands[argparse.ArgumentParser]) -> None:
    """Add ``fetch``."""
    words = (
        "Retrieve a study or a series: by C-GET, by C-MOVE to a receiver that is open as long, or by WADO-RS. Files "
        "are kept as they come, named by hashes, each once."
    )
    command = add_command(commands, "fetch", summary="retrieve a study of a node", description=words, examples=EXAMPLES)
    command.add_argument("node", metavar="NODE", help=NODE_HELP)
    command.add_argument("--study", required=True, metavar="UID", help="the study's UID, as query shows it")
    command.add_argument("--series", default="", metavar="UID", help="one series of it")
    command.add_argument("--into", type=Path, required=True, metavar="DIR", help="where its films go")
    words = "get: over our association; move: the node sends to our receiver; auto: the first that works (auto)"
    command.add_argument("--by", choices=("auto", "get", "move"), default="auto", help=words)
    words = "where our receiver listens for C-MOVE, as the node knows it; without it there is none"
    command.add_argument("--port", type=port, default=None, metavar="P", help=words)
    words = f"the address of this computer at which it listens ({LOOPBACK})"
    command.add_argument("--bind", default=LOOPBACK, metavar="ADDRESS", help=words)
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Retrieve; 1 where something did not come."""
    from inference.network.query.fetch import fetch, receiver_for  # the libraries of the network take half a second
    from inference.network.query.wanted import By, Wanted

    node, record = NodeStore().named(options.node), NetworkRecord()
    made_folder(options.into)
    with record.of_failure(Did.FETCHED, node.name, uid=options.study), Inbox(options.into) as inbox:
        receiver = None if options.port is None else receiver_for(node, inbox, options.port, options.bind)
        wanted = Wanted(options.study, options.series, By(options.by), receiver)
        found = fetch(node, wanted, inbox, asking_secrets(), progress=_drawn, token=CancelToken())
    record.note(Did.FETCHED, node.name, found.by, count=len(found.paths), uid=options.study)
    for note in found.notes:
        warn(note)
    there = f", {found.duplicates} were there already" if found.duplicates else ""
    failed = f", {found.failed} failed" if found.failed else ""
    tell(f"{len(found.paths)} objects by {found.by} in {options.into}{there}{failed}.")
    return 1 if found.failed or not (found.paths or found.duplicates) else 0


def _drawn(done: int, total: int) -> None:
    if total:
        show_progress(done, total, "receiving")
