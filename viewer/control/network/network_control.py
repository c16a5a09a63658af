"""What a reader asks of nodes: test, search, fetch, priors, send. Each is work; answers come to the session."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast

from inference.core.cancel import CancelToken
from inference.core.errors import FolderInUse
from inference.core.ports import Progress, ProgressCallback
from inference.network.nodes.arrangements import Arrangements, load_arrangements
from inference.network.nodes.node import Node
from inference.network.nodes.node_store import NodeStore
from inference.network.nodes.secrets import Secrets
from inference.network.query.criteria import Criteria
from inference.network.record import Did, NetworkRecord
from inference.network.sending.queue import Entry, Outgoing, SendQueue, State
from inference.text.messages import message_for
from viewer.control.controller_port import ControllerPort
from viewer.control.jobs.job_registry import Answer
from viewer.control.jobs.worker import Lane, Urgency, Work
from viewer.control.network.arrivals import Arrivals
from viewer.control.network.fetching import Fetching
from viewer.control.opening.opening import Opening
from viewer.state.outcomes import sent
from viewer.state.session import BusyKind
from viewer.style.translation import spoken

if TYPE_CHECKING:  # the libraries of the network come with the first piece of work
    pass

MOST_PRIORS = 3
Told = Callable[[], None]


class NetworkControl:
    """Holds no widget. ``secrets`` are the keyring's, and what was typed while the program runs.

    ``exported`` is what was exported last as DICOM, and whether without identity.
    """

    def __init__(self, port: ControllerPort, opening: Opening) -> None:
        self._port, self._opening = port, opening
        self.nodes, self.secrets, self.record = NodeStore(), Secrets(), NetworkRecord()
        self.receiver = Arrivals(port, opening, Lane.RECEIVE)
        self.watch = Arrivals(port, opening, Lane.WATCH)
        self.fetching = Fetching(self, port, opening)
        self.exported: tuple[Path, bool] | None = None
        self._sending: int | None = None
        self._heard = False  # what became of it

    @property
    def arrangements(self) -> Arrangements:
        """What was set up of the network, as the file has it now."""
        return load_arrangements()

    def close(self) -> None:
        """Listen to nobody any more."""
        self.receiver.stop()
        self.watch.stop()

    # -- asked of nodes -------------------------------------------------------------------------------------------

    def test(self, node: Node, done: Answer, failed: Answer) -> int:
        """Ask whether a node answers; ``done`` is told the seconds."""
        secrets, record = self.secrets, self.record

        def work(_token: CancelToken, _progress: ProgressCallback) -> float:
            from inference.network.answer import answer_seconds

            with record.of_failure(Did.TESTED, node.name):
                seconds = answer_seconds(node, secrets)
            record.note(Did.TESTED, node.name, "answers")
            return seconds

        return self._port.jobs.submit(Lane.NETWORK, work, done, failed)

    def search(self, node: Node, criteria: Criteria, page: int, done: Answer, failed: Answer) -> int:
        """Ask for a page of studies; ``done`` is told the ``StudiesPage``."""
        secrets, record = self.secrets, self.record

        def work(token: CancelToken, _progress: ProgressCallback) -> object:
            from inference.network.query.search import search_studies

            with record.of_failure(Did.QUERIED, node.name):
                found = search_studies(node, criteria, secrets, page=page, token=token)
            record.note(Did.QUERIED, node.name, "answered", count=len(found.studies))
            return found

        return self._port.jobs.submit(Lane.NETWORK, work, done, failed)

    def series(self, node: Node, study_uid: str, done: Answer, failed: Answer) -> int:
        """Ask for the series of a study; ``done`` is told a list of ``SeriesFound``."""
        secrets, record = self.secrets, self.record

        def work(token: CancelToken, _progress: ProgressCallback) -> object:
            from inference.network.query.search import search_series

            with record.of_failure(Did.QUERIED, node.name, uid=study_uid):
                return search_series(node, study_uid, secrets, token)

        return self._port.jobs.submit(Lane.NETWORK, work, done, failed)

    def instances(self, node: Node, study_uid: str, series_uid: str, done: Answer, failed: Answer) -> int:
        """Ask for the objects of a series; ``done`` is told a list of ``InstanceFound``."""
        secrets, record = self.secrets, self.record

        def work(token: CancelToken, _progress: ProgressCallback) -> object:
            from inference.network.query.search import search_instances

            with record.of_failure(Did.QUERIED, node.name, uid=study_uid):
                return search_instances(node, study_uid, series_uid, secrets, token)

        return self._port.jobs.submit(Lane.NETWORK, work, done, failed)

    def expected(self, node: Node, done: Answer, failed: Answer) -> int:
        """Ask a modality worklist for today; ``done`` is told pairs of what is expected and whether it is here."""
        record, films = self.record, [state.entry.identity for state in self._port.session.films.values()]

        def work(token: CancelToken, _progress: ProgressCallback) -> object:
            from inference.network.query.arrived import Arrived
            from inference.network.query.criteria import dates_from
            from inference.network.query.search import search_worklist

            with record.of_failure(Did.QUERIED, node.name):
                found, arrived = search_worklist(node, dates_from("today"), token=token), Arrived.of(films)
            record.note(Did.QUERIED, node.name, "answered", count=len(found))
            return [(one, arrived.has(one)) for one in found]

        return self._port.jobs.submit(Lane.NETWORK, work, done, failed)

    def cancel(self, number: int | None) -> None:
        """Wait for an answer no more."""
        self._port.jobs.drop(number)

    # -- sent -----------------------------------------------------------------------------------------------------

    def send(self, node: str, objects: Sequence[Outgoing]) -> None:
        """Queue objects, made to be sent or as they lie, and send what waits."""

        def work(token: CancelToken, progress: ProgressCallback) -> tuple[int, int]:
            queue = SendQueue()
            numbers = queue.add_all(node, objects)
            _send_due(self, queue, token, progress)
            found = queue.entries(numbers)
            done = sum(entry.state in (State.ACCEPTED, State.VERIFIED) for entry in found)
            return done, len(found) - done

        self._send(node, work)

    def send_waiting(self, *, again: bool) -> None:
        """Send what is due; where it is tried ``again`` what failed too, and the user waits for it."""
        if self._port.jobs.awaits(self._sending) or (self._stopped and not again):
            return

        def work(token: CancelToken, progress: ProgressCallback) -> tuple[int, int]:
            queue = SendQueue()
            if again:
                queue.again(time.time())
            return _send_due(self, queue, token, progress), 0

        self._send("", work, waited_for=again)

    @property
    def _stopped(self) -> bool:
        """Whether the user stopped what was being sent: it waits until they send something, or try again."""
        return self._sending is not None and not self._heard

    def _send(self, node: str, work: Work, *, waited_for: bool = True) -> None:
        def done(value: object) -> None:
            self._heard = True
            arrived, waiting = cast("tuple[int, int]", value)
            if waited_for or arrived:
                self._port.messages.tell(sent(arrived, waiting, node))

        def failed(error: object) -> None:
            self._heard = True
            self._port.messages.show_failure(error)

        jobs, self._heard = self._port.jobs, False
        self._sending = jobs.submit(Lane.SEND, work, done, failed, Urgency.SOON)
        if waited_for:
            self._port.waiting.wait_for(self._sending, BusyKind.SENDING, "asking the node")


def _in_a_line(error: BaseException) -> str:
    """What happened, in the language in use: it stays in the queue."""
    message = spoken(message_for(error))
    return f"{message.title}. {message.text}"


class _Listener:
    """Tells the window how far sending is."""

    def __init__(self, progress: ProgressCallback, total: int) -> None:
        self._progress, self._total, self._ended = progress, max(total, 1), set[int]()

    def moved(self, entry: Entry, state: State, _said: str) -> None:
        """An object came to a new state."""
        if state is not State.WAITING:
            self._ended.add(entry.number)
        self._progress(Progress(min(len(self._ended) / self._total, 1.0), "sending objects"))


def _send_due(control: NetworkControl, queue: SendQueue, token: CancelToken, progress: ProgressCallback) -> int:
    """Send all that is due, and what comes due meanwhile; what a node that is away does not take waits."""
    total = sum(entry.state is State.WAITING for entry in queue.entries())
    if not total and not queue.unasked(time.time()):
        return 0
    from inference.network.sending.sender import Sender  # the libraries of the network

    sender = Sender(queue, _Listener(progress, total), _in_a_line, nodes=control.nodes, secrets=control.secrets)
    try:
        with queue.worked_on():
            return sender.run_due(token)
    except FolderInUse:  # another process sends them
        return 0
