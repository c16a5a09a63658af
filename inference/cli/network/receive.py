"""``thoracam receive``: a receiver that other programs send films to, which analyses them and sends results back."""

from __future__ import annotations

import argparse
from contextlib import ExitStack, closing
from pathlib import Path

from inference.cli.commands.arguments import Commands, add_command, between, count
from inference.cli.commands.terminal import tell
from inference.cli.network.typed import port
from inference.core.errors import UsageError
from inference.core.limits import GIGA
from inference.network.connection.bounds import Bounds
from inference.network.nodes.node import OUR_AE_TITLE, DicomNode, Tls
from inference.network.nodes.node_store import NodeStore
from inference.network.receiver.options import LOOPBACK, ReceiverOptions, allowed_from

EXAMPLES = (
    ("From this computer alone, kept in a folder", "thoracam receive --port 11112 --into inbox"),
    (
        "From one archive, analysed, results back to it",
        "thoracam receive --port 11112 --into inbox --bind 0.0.0.0 --allow PACS@192.0.2.7 --analyse --send-back a",
    ),
    (
        "With TLS, for clients with a certificate of ours",
        "thoracam receive --port 2762 --into inbox --certificate me.pem --key me.key --authority ca.pem",
    ),
)


def add_parser(commands: Commands[argparse.ArgumentParser]) -> None:
    """Add ``receive``."""
    words = (
        "Receive DICOM objects (C-STORE) in a process of its own, bounded in memory, disk, associations and bytes. "
        "Files are kept byte for byte, named by hashes, whole or not at all; what is not what it says goes into "
        "quarantine. Only this computer is heard unless --bind says otherwise. Ctrl+C ends it."
    )
    command = add_command(
        commands, "receive", summary="receive films from other programs", description=words, examples=EXAMPLES
    )
    command.add_argument("--port", type=port, required=True, metavar="P", help="where to listen")
    command.add_argument("--ae-title", default=OUR_AE_TITLE, metavar="T", help=f"our AE title ({OUR_AE_TITLE})")
    command.add_argument("--into", type=Path, required=True, metavar="DIR", help="where objects are kept")
    words = f"address to listen at ({LOOPBACK}: this computer alone; 0.0.0.0: every network)"
    command.add_argument("--bind", default=LOOPBACK, metavar="ADDRESS", help=words)
    words = "who may send: AE, AE@ADDRESS, @ADDRESS or AE@NETWORK/BITS; again for each"
    command.add_argument("--allow", action="append", default=[], metavar="AE@ADDRESS", help=words)
    _add_after(command)
    _add_bounds(command)
    command.set_defaults(run=run)


def _add_after(command: argparse.ArgumentParser) -> None:
    group = command.add_argument_group("what is done with a study")
    group.add_argument("--analyse", "--analyze", action="store_true", help="analyse each study when it is complete")
    words = "where the reports go (DIR/reports of --into)"
    group.add_argument("--out", type=Path, default=None, metavar="DIR", help=words)
    words = "with --analyse: results as DICOM to this node"
    group.add_argument("--send-back", default="", metavar="NODE", help=words)
    words = "a study is complete when nothing of it came for so long (10)"
    group.add_argument("--pause", type=between(0, 86_400), default=10.0, metavar="SECONDS", help=words)
    tls = command.add_argument_group("TLS")
    tls.add_argument("--certificate", default="", metavar="PEM", help="ours: with it only TLS is spoken")
    tls.add_argument("--key", default="", metavar="PEM", help="its key")
    tls.add_argument("--authority", default="", metavar="PEM", help="only clients with a certificate of its are heard")


def _add_bounds(command: argparse.ArgumentParser) -> None:
    bounds = Bounds()
    group = command.add_argument_group("bounds", "what senders may take; more is refused, and they may try again")
    words = f"associations at once ({bounds.associations})"
    group.add_argument("--most-associations", type=count, default=bounds.associations, metavar="N", help=words)
    words = f"of the folder ({bounds.folder_bytes // GIGA})"
    group.add_argument(
        "--most-gigabytes", type=between(0.001, 1e6), default=bounds.folder_bytes / GIGA, metavar="N", help=words
    )
    words = f"objects within a minute ({bounds.objects_a_minute})"
    group.add_argument("--most-objects-a-minute", type=count, default=bounds.objects_a_minute, metavar="N", help=words)


def run(options: argparse.Namespace) -> int:
    """Receive until somebody ends it."""
    from inference.cli.network.received import Desk  # the engine and the network's libraries take seconds

    if options.send_back and not options.analyse:
        raise UsageError("--send-back goes with --analyse.")
    nodes = NodeStore()
    if options.send_back:
        nodes.named(options.send_back)
    receiver = receiver_options(options, nodes)
    with ExitStack() as stack:
        desk = stack.enter_context(closing(Desk(options, receiver, nodes)))
        tell(f"Listening at {options.bind}, port {desk.port}, as {options.ae_title}. Ctrl+C ends it.")
        desk.serve()
    return 1


def receiver_options(options: argparse.Namespace, nodes: NodeStore) -> ReceiverOptions:
    """What the command line asks for; raises ``UsageError`` for what makes no sense."""
    bounds = Bounds(
        associations=options.most_associations,
        connections=2 * options.most_associations,
        folder_bytes=round(options.most_gigabytes * GIGA),
        objects_a_minute=options.most_objects_a_minute,
    )
    tls = Tls(authority=options.authority, certificate=options.certificate, key=options.key)
    return ReceiverOptions(
        options.into,
        options.port,
        options.ae_title,
        options.bind,
        tuple(allowed_from(text) for text in options.allow),
        tls if options.certificate else None,
        tuple(node.ae_title for node in nodes.all() if isinstance(node, DicomNode)),
        bounds,
    ).checked()
