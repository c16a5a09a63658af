"""The dialog of nodes, and what follows from it: they are kept, tested, and asked for priors; the record."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from msgspec.structs import replace
from PySide6.QtWidgets import QMainWindow

from inference.core.errors import NetworkError, ThoraCamError
from inference.network.nodes import secrets as keyring
from inference.network.nodes.arrangements import save_arrangements
from inference.network.nodes.node import DicomNode, Login, Node, WebNode
from inference.text.messages import message_for
from viewer.control.network.network_control import NetworkControl
from viewer.network.nodes_dialog import NodesDialog
from viewer.network.record_dialog import RecordDialog
from viewer.style.translation import spoken, tr


def say_failure(say: Callable[[str], None], error: object) -> None:
    """Say in a dialog what went wrong."""
    assert isinstance(error, Exception)
    message = spoken(message_for(error))
    hint = message.hint if isinstance(error, NetworkError) else ""
    say(" ".join(filter(None, (f"{message.title}.", message.text, hint))))


class NodeActions:
    """Opens dialogs over ``window``; ``dialog`` and ``record_dialog`` are those that were opened last."""

    def __init__(self, window: QMainWindow, network: NetworkControl) -> None:
        self._window, self._network = window, network
        self.dialog: NodesDialog | None = None
        self.record_dialog: RecordDialog | None = None

    def show(self, nodes: Sequence[Node]) -> None:
        """Show these nodes."""
        dialog = NodesDialog(nodes, self._network.arrangements, self._window)
        dialog.kept.connect(partial(self._keep_node, dialog))
        dialog.removed.connect(partial(self._remove_node, dialog))
        dialog.test_wanted.connect(partial(self._test_node, dialog))
        dialog.priors_chosen.connect(partial(self._choose_priors, dialog))
        self.dialog = dialog
        dialog.open()

    def show_record(self) -> None:
        """Show what was done on the network."""
        record = self._network.record
        self.record_dialog = RecordDialog(list(record.lines()), str(record.path), self._window)
        self.record_dialog.open()

    def _keep_node(self, dialog: NodesDialog, node: object, secret: str) -> None:
        assert isinstance(node, DicomNode | WebNode)
        try:
            before = self._network.nodes.add(node)
            dialog.show_nodes(self._network.nodes.all(), node.name)
        except ThoraCamError as error:
            say_failure(dialog.say, error)
            return
        self._remember(node, secret, dialog, anew=keyring.forget_replaced(before, node))

    def _remember(self, node: Node, secret: str, dialog: NodesDialog, *, anew: bool) -> None:
        if anew and not secret:
            dialog.say(tr("Saved. The server or login is another one: type the password or token anew."))
        elif isinstance(node, WebNode) and node.login is not Login.NONE and secret:
            there = self._network.secrets.remember(node, secret)
            dialog.say(tr("Saved.") if there else tr(keyring.NO_KEYRING))
        else:
            dialog.say(tr("Saved."))

    def _remove_node(self, dialog: NodesDialog, name: str) -> None:
        try:
            node = self._network.nodes.remove(name)
            dialog.show_nodes(self._network.nodes.all())
        except ThoraCamError as error:
            say_failure(dialog.say, error)
            return
        keyring.forget_replaced(node, None)

    def _test_node(self, dialog: NodesDialog, node: object, secret: str) -> None:
        assert isinstance(node, DicomNode | WebNode)
        if isinstance(node, WebNode) and secret:
            self._network.secrets.know(node, secret)

        def done(seconds: object) -> None:
            dialog.say(tr("{node} answers, in {seconds} s.").format(node=node.name, seconds=f"{seconds:.2f}"))

        self._network.test(node, done, partial(say_failure, dialog.say))

    def _choose_priors(self, dialog: NodesDialog, name: str, by_itself: bool) -> None:
        try:
            save_arrangements(replace(self._network.arrangements, priors_node=name, priors_by_itself=by_itself))
        except ThoraCamError as error:
            say_failure(dialog.say, error)
