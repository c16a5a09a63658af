"""What ``thoracam receive`` does with what came: says it, analyses complete studies, sends results back."""

from __future__ import annotations

import argparse
import time
from contextlib import suppress
from pathlib import Path

from inference.cli.commands.analyze_options import add_parser as add_analyze
from inference.cli.commands.terminal import complain, tell, warn
from inference.cli.network.send import Progress
from inference.cli.network.standing_analysis import ROOM_AGAIN, StandingAnalysis
from inference.cli.network.typed import asking_secrets
from inference.core.cancel import CancelToken
from inference.core.errors import DiskFull, FolderInUse, ThoraCamError, UsageError
from inference.files.atomic_file import write_whole
from inference.network.inbox.completion import StudyClock
from inference.network.inbox.inbox import Inbox
from inference.network.inbox.place import made_folder
from inference.network.nodes.node_store import NodeStore
from inference.network.receiver.committing import commit
from inference.network.receiver.events import CannotListen, CommitmentAsked, Event, ObjectCame, Restarted, Turned
from inference.network.receiver.options import ReceiverOptions
from inference.network.receiver.receiver_process import ReceiverProcess
from inference.network.record import Did, NetworkRecord
from inference.network.sending.queue import SendQueue
from inference.network.sending.sender import Sender
from inference.report.output.film_folder import MANIFEST
from inference.text.messages import in_a_line

_TICK = 0.2  # seconds in which nothing happens before the clock is looked at
_SEND_AGAIN = 60.0  # seconds after which sending is tried anew where the queue could not be worked on
UNFINISHED = ".thoracam-unfinished"  # in the reports of a study that are not all written or sent
_FILM = "film.dcm"  # a copy of the film beside its results, which the sender has


class Desk:
    """One receiver and all that follows from it, on one thread; to be closed."""

    def __init__(self, options: argparse.Namespace, receiver: ReceiverOptions, nodes: NodeStore) -> None:
        made_folder(receiver.folder)
        self._options, self._nodes, self._record = options, nodes, NetworkRecord()
        self._inbox, self._clock = Inbox(receiver.folder), StudyClock(options.pause)
        self._out = options.out or receiver.folder / "reports"
        self._analysis = StandingAnalysis(_analyze_options(options)) if options.analyse else None
        self._queue = SendQueue() if options.send_back else None
        self._sender = (
            Sender(self._queue, Progress(0), in_a_line, nodes=nodes, secrets=asking_secrets()) if self._queue else None
        )
        self._sends_from = 0.0
        self._receiver = ReceiverProcess(receiver)
        self.port = self._receiver.start()
        self._take_up()

    def close(self) -> None:
        """End the receiver and the reading process."""
        self._receiver.close()
        if self._analysis is not None:
            self._analysis.close()

    def serve(self) -> None:
        """Go on until the receiver ends for good; raises ``UsageError`` then."""
        while True:
            event = self._receiver.poll(_TICK)
            if event is not None:
                self._heard(event)
                continue
            for study in self._clock.complete(time.monotonic()):
                self._complete(study)
            self._send_back()

    def _send_back(self) -> None:
        """Send what is due; where another process sends now, it takes that with it."""
        if self._sender is None or self._queue is None or time.monotonic() < self._sends_from:
            return
        try:
            if self._sender.pause() == 0:
                with suppress(FolderInUse), self._queue.worked_on():
                    self._sender.run_due(CancelToken())
        except ThoraCamError as error:  # a full disk: receiving goes on
            complain(self._queue.path, error)
            self._sends_from = time.monotonic() + _SEND_AGAIN

    def _take_up(self) -> None:
        """Analyse what an earlier run received and did not come to."""
        if self._analysis is None:
            return
        for study, files in self._inbox.studies():
            out = self._out / study
            if (out / UNFINISHED).exists() or _newest(files) > _newest(sorted(out.glob(f"*/{MANIFEST}"))):
                self._clock.note(study, time.monotonic())

    def _heard(self, event: Event) -> None:
        if isinstance(event, ObjectCame):
            outcome = "duplicate" if event.duplicate else "kept"
            self._record.note(Did.RECEIVED, event.sender, outcome, count=1, uid=event.study_uid)
            if not event.duplicate:
                self._clock.note(event.study, time.monotonic())
        elif isinstance(event, Turned):
            self._record.note(Did.REFUSED, event.sender, event.why)
            warn(f"{event.sender}: {event.why}.")
        elif isinstance(event, CommitmentAsked):
            self._commit(event)
        elif isinstance(event, Restarted):
            warn("The receiver's process ended and was started anew. Senders that were cut off may send again.")
            self._take_up()  # what it took and did not come to tell of
        elif isinstance(event, CannotListen):
            raise UsageError(event.why)

    def _complete(self, study: str) -> None:
        files = sorted((self._inbox.folder / study).glob("*.dcm"))
        tell(f"Study {study}: {len(files)} objects.")
        if self._analysis is None:
            return
        out = self._out / study
        unfinished = out / UNFINISHED
        try:
            write_whole(unfinished, b"", overwrite=True)
            self._analysis.analyse(files, out)
            if self._queue is not None:
                results = [path for path in sorted(out.glob("*/dicom/*.dcm")) if path.name != _FILM]
                self._queue.add(self._options.send_back, results)
            unfinished.unlink(missing_ok=True)
        except DiskFull as error:
            complain(out, error)
            self._clock.note(study, time.monotonic() + ROOM_AGAIN)
        except ThoraCamError as error:
            complain(out, error)

    def _commit(self, asked: CommitmentAsked) -> None:
        """Tell a sender which of its objects are safe here."""
        try:
            commit(asked, self._inbox, self._nodes, self._record)
        except ThoraCamError as error:  # also: nodes or certificates that were changed meanwhile
            complain(asked.sender, error)


def _newest(files: list[Path]) -> float:
    return max((path.stat().st_mtime for path in files), default=0.0)


def _analyze_options(options: argparse.Namespace) -> argparse.Namespace:
    """What ``thoracam analyze --dicom`` would be told."""
    top = argparse.ArgumentParser()
    add_analyze(top.add_subparsers())
    line = ["analyze", str(options.into), "--out", str(options.into), *(["--dicom"] if options.send_back else [])]
    return top.parse_args(line)
