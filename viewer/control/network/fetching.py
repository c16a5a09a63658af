"""Studies of nodes on their way into the worklist: each joins it when it has come, newest priors first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

from inference.core.cancel import CancelToken
from inference.core.film import Identity
from inference.core.ports import Progress, ProgressCallback
from inference.network.inbox.place import made_folder
from inference.network.nodes.arrangements import Arrangements
from inference.network.nodes.node import Node
from inference.network.nodes.secrets import Secrets
from inference.network.query.criteria import Criteria
from inference.network.record import Did, NetworkRecord
from viewer.control.controller_port import ControllerPort
from viewer.control.jobs.job_registry import Answer
from viewer.control.jobs.worker import Lane, Work
from viewer.control.network.arrivals import Arrivals
from viewer.control.opening.opening import Opening
from viewer.state.outcomes import fetched
from viewer.state.session import BusyKind

if TYPE_CHECKING:  # the libraries of the network come with the first piece of work
    from inference.network.query.search import StudyFound

MOST_PRIORS = 3
MOST_STUDIES = 500  # of a patient, of which the newest are looked for: a node orders them as it likes
Uids = tuple[str, str]  # of a study, and of a series; an empty one is the whole study


class Network(Protocol):
    """What is known of the network when something is fetched."""

    secrets: Secrets
    record: NetworkRecord
    receiver: Arrivals

    @property
    def arrangements(self) -> Arrangements:
        """What was set up besides nodes."""


@dataclass(frozen=True, slots=True)
class _Going:
    """A retrieval under way: what is left of it, and what came so far."""

    node: Node
    left: tuple[Uids, ...]
    films: int = 0
    whole: bool = True


class Fetching:
    """One study after another, on a thread of its own; cancelling one leaves out those after it."""

    def __init__(self, network: Network, port: ControllerPort, opening: Opening) -> None:
        self._network, self._port, self._opening = network, port, opening
        self._asked_priors: set[str] = set()

    def fetch(self, node: Node, wanted: Sequence[Uids]) -> None:
        """Retrieve studies, or a series of one; each joins the worklist when it has come."""
        self._go_on(_Going(node, tuple(wanted)))

    def fetch_priors(self, node: Node, who: Identity) -> None:
        """Retrieve the newest earlier studies of a patient that are not open."""
        open_now = {state.entry.identity.study_uid for state in self._port.session.films.values()}
        network = self._network

        def priors(token: CancelToken, _progress: ProgressCallback) -> tuple[Uids, ...]:
            from inference.network.query.search import search_studies

            asked = Criteria(patient_id=who.patient_id)
            with network.record.of_failure(Did.QUERIED, node.name):
                page = search_studies(node, asked, network.secrets, size=MOST_STUDIES, token=token)
            return tuple((uid, "") for uid in prior_uids(page.studies, who, open_now))

        def found(value: object) -> None:
            self._go_on(_Going(node, cast("tuple[Uids, ...]", value)))

        self._asked_priors.add(who.patient_id)
        self._wait_for(priors, found)

    def priors_wanted_by_itself(self, who: Identity) -> bool:
        """Whether the priors of a patient are to be fetched without a click, and were not yet."""
        arranged = self._network.arrangements
        asked = who.patient_id in self._asked_priors
        return bool(arranged.priors_by_itself and arranged.priors_node and who.patient_id and not asked)

    def _go_on(self, going: _Going) -> None:
        if not going.left:
            self._port.messages.tell(fetched(going.films, going.node.name, whole=going.whole))
            return

        def came(value: object) -> None:
            paths, whole = cast("tuple[list[Path], bool]", value)
            if paths:
                self._opening.bring_in([paths[0].parent], Lane.FETCH)
            self._go_on(_Going(going.node, going.left[1:], going.films + len(paths), going.whole and whole))

        self._wait_for(_fetch_work(self._network, going.node, going.left[0]), came)

    def _wait_for(self, work: Work, done: Answer) -> None:
        number = self._port.jobs.submit(Lane.FETCH, work, done, self._port.messages.show_failure)
        self._port.waiting.wait_for(number, BusyKind.FETCHING, "asking the node")


def prior_uids(studies: Sequence[StudyFound], who: Identity, open_now: set[str]) -> list[str]:
    """The newest earlier studies of the very same patient number that are not open, newest first."""
    earlier = [
        study
        for study in studies
        if study.patient_id == who.patient_id
        and study.study_uid not in open_now
        and (not who.study_date or study.date < who.study_date)
        and (not study.modalities or {"DX", "CR"} & set(study.modalities.replace(",", " ").split()))
    ]
    newest = sorted(earlier, key=lambda study: (study.date, study.time), reverse=True)
    return [study.study_uid for study in newest[:MOST_PRIORS]]


def _fetch_work(network: Network, node: Node, wanted: Uids) -> Work:
    """The work of retrieving a study; answers its films that are there afterwards, and whether all came."""
    arranged, secrets, record = network.arrangements, network.secrets, network.record
    folder, listening = arranged.inbox, arranged.ae_title if network.receiver.going else ""
    uid, series_uid = wanted

    def work(token: CancelToken, progress: ProgressCallback) -> tuple[list[Path], bool]:
        from inference.network.inbox.inbox import Inbox
        from inference.network.query.fetch import fetch, receiver_for
        from inference.network.query.wanted import Wanted
        from inference.network.record import hashed

        with Inbox(made_folder(folder)) as inbox:
            receiver = None if listening else receiver_for(node, inbox, arranged.port)
            asked = Wanted(uid, series_uid, receiver=receiver, listening=listening)
            with record.of_failure(Did.FETCHED, node.name, uid=uid):
                got = fetch(node, asked, inbox, secrets, progress=_progress_of(progress), token=token)
            record.note(Did.FETCHED, node.name, got.by, count=len(got.paths), uid=uid)
        return sorted((folder / hashed(uid)).glob("*.dcm")), not got.failed

    return work


def _progress_of(progress: ProgressCallback) -> Callable[[int, int], None]:
    return lambda done, total: progress(Progress(done / total if total else 0.0, "receiving films"))
