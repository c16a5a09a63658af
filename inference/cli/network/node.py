"""``thoracam node list | add | remove | test | record``: the nodes that the other commands of the network name."""

from __future__ import annotations

import argparse

from inference.cli.commands.arguments import Commands, add_command
from inference.cli.commands.terminal import tell, warn, write_json, write_text
from inference.cli.network.typed import NODE_HELP, asked, asking_secrets
from inference.core.errors import UsageError
from inference.network.nodes import secrets
from inference.network.nodes.node import (
    OUR_AE_TITLE,
    DicomNode,
    Login,
    Node,
    Syntaxes,
    Tls,
    WebNode,
    checked_url,
    typed_node,
)
from inference.network.nodes.node_store import NodeStore, checked_node
from inference.network.record import Did, NetworkRecord

EXAMPLES = (
    ("An archive that speaks DICOM", "thoracam node add archive --dicom PACS@192.0.2.7:11112"),
    ("Does it answer?", "thoracam node test archive"),
    ("All nodes", "thoracam node list"),
)
ADD_EXAMPLES = (
    (
        "By DICOM, with TLS and a certificate of ours",
        "thoracam node add archive --dicom PACS@192.0.2.7:2762 --tls --authority ca.pem --certificate me.pem",
    ),
    (
        "By DICOMweb, with a password that goes into the keyring",
        "thoracam node add web --url https://pacs.example/dicom-web --login password --user reader",
    ),
)
LIST_EXAMPLES = (("All nodes", "thoracam node list"), ("For another program", "thoracam node list --json"))
REMOVE_EXAMPLES = (("One by its name", "thoracam node remove archive"), ("What is left", "thoracam node list"))
TEST_EXAMPLES = (
    ("One that was added", "thoracam node test archive"),
    ("One that was not", "thoracam node test PACS@192.0.2.7:11112"),
)
RECORD_EXAMPLES = (
    ("What was sent, received and asked for", "thoracam node record"),
    ("For another program", "thoracam node record --json"),
)
CLEAR = "Its URL begins with http, so the password or token, and every film, crosses the network unencrypted."
UNCHECKED = "Its certificate is not checked: anybody between here and there may read and change what is sent."


def add_parser(commands: Commands[argparse.ArgumentParser]) -> None:
    """Add ``node`` and its sub-commands; each sets ``run``."""
    summary = "other programs on the network: list, add, remove, test"
    node = add_command(commands, "node", summary=summary, examples=EXAMPLES)
    inner = node.add_subparsers(title="commands", dest="node_command", required=True, metavar="COMMAND")
    listing = add_command(inner, "list", summary="show all nodes", examples=LIST_EXAMPLES)
    listing.add_argument("--json", action="store_true", help="as JSON")
    listing.set_defaults(run=list_nodes)
    _add_add(inner)
    remove = add_command(inner, "remove", summary="forget a node and its secret", examples=REMOVE_EXAMPLES)
    remove.add_argument("name", metavar="NAME", help="the node's name")
    remove.set_defaults(run=remove_node)
    words = "say whether a node answers (C-ECHO, or a small QIDO-RS query), and if not, why"
    test = add_command(inner, "test", summary=words, examples=TEST_EXAMPLES)
    test.add_argument("node", metavar="NODE", help=NODE_HELP)
    test.set_defaults(run=test_node)
    words = "show what was sent, received and asked for: no names, UIDs as hashes"
    record = add_command(inner, "record", summary=words, examples=RECORD_EXAMPLES)
    record.add_argument("--json", action="store_true", help="as JSON")
    record.set_defaults(run=show_record)


def _add_add(inner: Commands[argparse.ArgumentParser]) -> None:
    words = "Keep a node under a name; one of that name is replaced. A password or token is asked for and goes into "
    words += "the system's keyring, never into a file."
    add = add_command(inner, "add", summary="keep a node", description=words, examples=ADD_EXAMPLES)
    add.add_argument("name", metavar="NAME", help="what to call it")
    kind = add.add_mutually_exclusive_group(required=True)
    kind.add_argument("--dicom", metavar="AE@HOST:PORT", help="a node that associations are made with")
    kind.add_argument("--url", metavar="URL", help="a DICOMweb service, the URL below which /studies lies")
    add.add_argument("--our-ae-title", default=OUR_AE_TITLE, metavar="AE", help=f"our name there ({OUR_AE_TITLE})")
    add.add_argument("--uncompressed", action="store_true", help="send compressed films uncompressed to it")
    logins = [str(one) for one in Login]
    add.add_argument("--login", choices=logins, default=logins[0], help="how a DICOMweb service knows us (none)")
    add.add_argument("--user", default="", metavar="NAME", help="with --login password")
    tls = add.add_argument_group("TLS")
    tls.add_argument("--tls", action="store_true", help="speak TLS with a DICOM node; https says it of a URL")
    tls.add_argument("--authority", default="", metavar="PEM", help="whose certificates are trusted (the system's)")
    tls.add_argument("--certificate", default="", metavar="PEM", help="ours, for a node that asks for one")
    tls.add_argument("--key", default="", metavar="PEM", help="the key of our certificate")
    tls.add_argument("--no-check", action="store_true", help="trust any certificate")
    tls.add_argument("--answer-seconds", type=float, default=30.0, metavar="N", help="patience for an answer (30)")
    words = "patience until a connection is made (10)"
    add.add_argument("--connect-seconds", type=float, default=10.0, metavar="N", help=words)
    add.set_defaults(run=add_node)


def list_nodes(options: argparse.Namespace) -> int:
    """Write every node and where it is."""
    nodes = NodeStore().all()
    if options.json:
        write_json([{"name": node.name, "kind": kind_of(node), "address": node.address} for node in nodes])
        return 0
    for node in nodes:
        tell(f"{node.name:<20} {kind_of(node):<9} {node.address}{security_of(node)}")
    if not nodes:
        tell("No node is set up, so nothing of this program uses the network.")
    return 0


def add_node(options: argparse.Namespace) -> int:
    """Keep a node and ask for its secret."""
    node = checked_node(_web(options) if options.url else _dicom(options))
    replaced = NodeStore().add(node)
    secrets.forget_replaced(replaced, node)
    tell(f"{node.name}: {'replaced' if replaced else 'added'}. thoracam node test says whether it answers.")
    if isinstance(node, WebNode):
        if node.url.startswith("http:") and node.login is not Login.NONE:
            warn(CLEAR)
        if node.login is not Login.NONE and not secrets.keep(node, asked(node, new=True)):
            warn(secrets.NO_KEYRING)
    if node.tls is not None and not node.tls.check:
        warn(UNCHECKED)
    return 0


def _dicom(options: argparse.Namespace) -> DicomNode:
    typed = typed_node(options.dicom)
    if typed is None:
        raise UsageError("A DICOM node is AE@HOST:PORT, as PACS@192.0.2.7:11112.")
    tls = _tls(options)
    return DicomNode(
        name=options.name,
        ae_title=typed.ae_title,
        host=typed.host,
        port=typed.port,
        our_ae_title=options.our_ae_title,
        tls=tls if options.tls or tls != Tls() else None,
        connect_seconds=options.connect_seconds,
        answer_seconds=options.answer_seconds,
        syntaxes=Syntaxes.PLAIN if options.uncompressed else Syntaxes.STORED,
    )


def _web(options: argparse.Namespace) -> WebNode:
    login = Login(options.login)
    if login is Login.PASSWORD and not options.user:
        raise UsageError("--login password goes with --user.")
    return WebNode(
        name=options.name,
        url=checked_url(options.url),
        login=login,
        user=options.user,
        tls=_tls(options),
        connect_seconds=options.connect_seconds,
        answer_seconds=options.answer_seconds,
    )


def _tls(options: argparse.Namespace) -> Tls:
    return Tls(
        authority=options.authority, certificate=options.certificate, key=options.key, check=not options.no_check
    )


def remove_node(options: argparse.Namespace) -> int:
    """Forget a node."""
    node = NodeStore().remove(options.name)
    secrets.forget_replaced(node, None)
    tell(f"{node.name}: removed.")
    return 0


def test_node(options: argparse.Namespace) -> int:
    """Say whether a node answers; a failure is said by whoever runs the command."""
    from inference.network.answer import answer_seconds  # the libraries of the network take half a second

    node, record = NodeStore().named(options.node), NetworkRecord()
    with record.of_failure(Did.TESTED, node.name):
        seconds = answer_seconds(node, asking_secrets())
    record.note(Did.TESTED, node.name, "answers")
    tell(f"{node.name} answers, in {seconds:.2f} s.")
    return 0


def show_record(options: argparse.Namespace) -> int:
    """Write the record."""
    lines = list(NetworkRecord().lines())
    if options.json:
        write_json(lines)
        return 0
    columns = ("time", "did", "node", "count", "outcome", "uid")
    write_text("".join("  ".join(str(line.get(column, "")) for column in columns) + "\n" for line in lines))
    return 0


def kind_of(node: Node) -> str:
    """The protocol of a node."""
    return "DICOM" if isinstance(node, DicomNode) else "DICOMweb"


def security_of(node: Node) -> str:
    """What keeps strangers out, behind an address."""
    if isinstance(node, DicomNode):
        return "" if node.tls is None else " TLS" if node.tls.check else " TLS, unchecked"
    return "" if node.login is Login.NONE else f" {node.login.value}"
