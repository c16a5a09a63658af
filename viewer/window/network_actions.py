"""The Network menu: its dialogs, and what follows from them. Nothing uses the network before a dialog says so."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtWidgets import QMainWindow

from inference.core.errors import ThoraCamError, UsageError
from inference.network.connection.tls import server_context
from inference.network.nodes.arrangements import Arrangements, save_arrangements
from inference.network.nodes.node import DicomNode, Node
from inference.network.query.criteria import Criteria
from inference.network.receiver.options import EVERYWHERE, LOOPBACK, ReceiverOptions, allowed_from
from inference.network.study_request import StudyRequest
from viewer.commands import enablement as needs
from viewer.commands.command import Command
from viewer.control.controller import Controller
from viewer.control.network.arrivals import ReceiverSource, Tally
from viewer.network.nodes_dialog import NodesDialog
from viewer.network.receive_dialog import ReceiveDialog
from viewer.network.search_dialog import SearchDialog
from viewer.window.file_actions import FileActions
from viewer.window.node_actions import NodeActions, say_failure
from viewer.window.send_actions import Maker, SendActions
from viewer.window.watch_actions import WatchActions
from viewer.worklist.worklist_view import WorklistView

if TYPE_CHECKING:
    from inference.network.query.search import Expected, InstanceFound, SeriesFound, StudiesPage


class NetworkActions:
    """Opens the dialogs over ``window`` and keeps those opened last; ``sending`` is what is sent from here."""

    def __init__(
        self,
        window: QMainWindow,
        controller: Controller,
        files: FileActions,
        maker: Callable[[], Maker],
        worklist: WorklistView,
    ) -> None:
        self._window, self._controller = window, controller
        self.sending = SendActions(window, controller, maker, worklist.selected_films)
        self._network = controller.network
        self.node_actions = NodeActions(window, controller.network)
        self.watching = WatchActions(window, controller, maker)
        self.search_dialog: SearchDialog | None = None
        self.receive_dialog: ReceiveDialog | None = None
        files.fetch_requested = self.fetch_requested
        self._network.receiver.changed = self._show_receiving
        self._network.receiver.listed = self._send_back

    def commands(self) -> dict[str, Command]:
        """The commands of the menu by name of action."""
        network = self._network
        return {
            "network_search": Command(self.search),
            "network_priors": Command(self.fetch_priors, needs.film),
            "network_send": Command(self.send, needs.film),
            "network_queue": Command(self.sending.show_queue),
            "network_receive": Command(self.receive, checked=lambda: network.receiver.going),
            "network_watch": Command(self.watching.show, checked=lambda: network.watch.going),
            "network_nodes": Command(self.show_nodes),
            "network_record": Command(self.node_actions.show_record),
        }

    @property
    def nodes_dialog(self) -> NodesDialog | None:
        """The dialog of nodes that was opened last."""
        return self.node_actions.dialog

    def show_nodes(self) -> None:
        """Set up nodes, and say which is asked for priors."""
        self.node_actions.show(self._nodes() or ())

    # -- search and retrieve --------------------------------------------------------------------------------------

    def search(self) -> None:
        """Search a node and retrieve studies."""
        nodes = self._some_nodes()
        if nodes is None:
            return
        dialog = SearchDialog(nodes, self._window)
        dialog.search_wanted.connect(partial(self._search, dialog))
        dialog.expected_wanted.connect(partial(self._expected, dialog))
        dialog.series_wanted.connect(partial(self._series, dialog))
        dialog.instances_wanted.connect(partial(self._instances, dialog))
        dialog.fetch_wanted.connect(partial(self._fetch, dialog))
        self.search_dialog = dialog
        dialog.show()

    def _search(self, dialog: SearchDialog, name: str, criteria: object, page: int) -> None:
        def done(value: object) -> None:
            dialog.show_page(cast("StudiesPage", value))

        assert isinstance(criteria, Criteria)
        if (node := self._node(name, dialog.say)) is not None:
            self._network.search(node, criteria, page, done, partial(say_failure, dialog.say))

    def _expected(self, dialog: SearchDialog, name: str) -> None:
        def done(value: object) -> None:
            dialog.show_expected(cast("list[tuple[Expected, bool]]", value))

        if (node := self._node(name, dialog.say)) is not None:
            self._network.expected(node, done, partial(say_failure, dialog.say))

    def _series(self, dialog: SearchDialog, name: str, study_uid: str) -> None:
        def done(value: object) -> None:
            dialog.studies.show_series(study_uid, cast("list[SeriesFound]", value))

        if (node := self._node(name, dialog.say)) is not None:
            self._network.series(node, study_uid, done, partial(say_failure, dialog.say))

    def _instances(self, dialog: SearchDialog, name: str, study_uid: str, series_uid: str) -> None:
        def done(value: object) -> None:
            dialog.studies.show_instances(study_uid, series_uid, cast("list[InstanceFound]", value))

        if (node := self._node(name, dialog.say)) is not None:
            self._network.instances(node, study_uid, series_uid, done, partial(say_failure, dialog.say))

    def _fetch(self, dialog: SearchDialog, name: str, wanted: tuple[tuple[str, str], ...]) -> None:
        if (node := self._node(name, dialog.say)) is not None:
            self._network.fetching.fetch(node, wanted)

    def fetch_priors(self) -> None:
        """Retrieve the earlier studies of the open patient from the node that has priors."""
        film = self._controller.session.film
        if film is None or self._some_nodes() is None:
            return
        name = self._network.arrangements.priors_node
        if not name:
            self._say_usage("Choose in the dialog of nodes which one has the priors.")
        elif not film.entry.identity.patient_id.strip():
            self._say_usage("This film names no patient ID, by which priors are found.")
        elif (node := self._node(name)) is not None:
            self._network.fetching.fetch_priors(node, film.entry.identity)

    def fetch_priors_by_itself(self) -> None:
        """The same without a click, once for each patient, where the user has said so."""
        film = self._controller.session.film
        if film is not None and self._network.fetching.priors_wanted_by_itself(film.entry.identity):
            self.fetch_priors()

    def fetch_requested(self, request: Path) -> None:
        """Retrieve the study that another program asked for by a link or a command line."""
        try:
            asked = StudyRequest.taken(request)
            self._network.fetching.fetch(self._network.nodes.set_up(asked.node), [(asked.study_uid, "")])
        except ThoraCamError as error:
            self._controller.messages.show_failure(error)

    # -- send -----------------------------------------------------------------------------------------------------

    def send(self, films: tuple[Path, ...] = ()) -> None:
        """Ask what of the open film, of ``films`` or of others goes to which node, and send it."""
        nodes = self._some_nodes()
        if nodes is not None:
            self.sending.ask(nodes, films)

    # -- what arrives ---------------------------------------------------------------------------------------------

    def receive(self) -> None:
        """Set up the receiver, and turn it on or off."""
        receiver = self._network.receiver
        dialog = ReceiveDialog(self._network.arrangements, self._nodes() or (), self._window)
        dialog.start_wanted.connect(self._start_receiver)
        dialog.stop_wanted.connect(receiver.stop)
        dialog.tally = self._tally
        self.receive_dialog = dialog
        self._show_receiving()
        dialog.open()

    def _start_receiver(self, arranged: object) -> None:
        assert isinstance(arranged, Arrangements)
        nodes = self._network.nodes
        try:
            options = ReceiverOptions(
                arranged.inbox,
                arranged.port,
                arranged.ae_title,
                EVERYWHERE if arranged.allowed else LOOPBACK,
                tuple(allowed_from(line) for line in arranged.allowed),
                arranged.tls,
                tuple(node.ae_title for node in nodes.all() if isinstance(node, DicomNode)),
            ).checked()
            if options.tls is not None:
                server_context(options.tls)  # says in words where a certificate is none
            save_arrangements(arranged)
        except ThoraCamError as error:
            self._controller.messages.show_failure(error)
            if self.receive_dialog is not None:
                say_failure(self.receive_dialog.say, error)
            return
        self._network.receiver.start(ReceiverSource(options, nodes))

    def _tally(self) -> Tally:
        source = self._network.receiver.source
        return source.tally if isinstance(source, ReceiverSource) else Tally()

    def _send_back(self, films: tuple[Path, ...]) -> None:
        """Analyse films that were received and send the results to a node, where that is wanted."""
        node = self._network.arrangements.send_back
        if node:
            self.sending.send_back(node, films)

    def _show_receiving(self) -> None:
        if self.receive_dialog is not None:
            self.receive_dialog.show_going(going=self._network.receiver.going)

    # -- said -----------------------------------------------------------------------------------------------------

    def _nodes(self) -> tuple[Node, ...] | None:
        """The nodes; None where their file is not understood, which is said."""
        try:
            return self._network.nodes.all()
        except UsageError as error:
            self._controller.messages.show_failure(error)
            return None

    def _node(self, name: str, say: Callable[[str], None] | None = None) -> Node | None:
        """The node of this name; None where it was removed meanwhile, which is said."""
        try:
            return self._network.nodes.named(name)
        except UsageError as error:
            if say is None:
                self._controller.messages.show_failure(error)
            else:
                say_failure(say, error)
            return None

    def _some_nodes(self) -> tuple[Node, ...] | None:
        nodes = self._nodes()
        if nodes == ():
            self._say_usage("No node is set up yet: File, Network, Nodes adds one.")
        return nodes or None

    def _say_usage(self, words: str) -> None:
        self._controller.messages.show_failure(UsageError(words))
