"""``thoracam send``: DICOM files to a node, through a queue that survives what may happen meanwhile."""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from inference.cli.commands.arguments import Commands, add_command, count
from inference.cli.commands.terminal import complain, show_progress, tell, warn
from inference.cli.network.typed import NODE_HELP, asking_secrets
from inference.core.cancel import CancelToken
from inference.core.errors import FilmError, FolderInUse, NoPixels, UsageError
from inference.files.atomic_file import temporary_beside, write_whole
from inference.network.nodes.node_store import NodeStore
from inference.network.record import hashed
from inference.network.sending.queue import NOT_ASKED, Entry, SendQueue, State
from inference.reading.files.reader_process import ReaderProcess
from inference.text.messages import in_a_line

if TYPE_CHECKING:
    from inference.network.sending.sender import Sender

EXAMPLES = (
    ("The results of a run", "thoracam send --to archive reports/*/dicom"),
    ("Films, without the patients' identity", "thoracam send --to PACS@192.0.2.7:11112 films --deidentify"),
    ("What is in the queue, and what became of it", "thoracam send --queue"),
    ("Go on with what an earlier run left", "thoracam send --resume"),
)
DONE = (State.ACCEPTED, State.VERIFIED)


def add_parser(commands: Commands[argparse.ArgumentParser]) -> None:
    """Add ``send``."""
    words = (
        "Send DICOM files, or all below folders, to a node (C-STORE, or STOW-RS). What cannot be sent now is tried "
        "again after growing pauses; what a node took is verified by asking back where it answers queries. "
        "Ctrl+C leaves the rest in the queue."
    )
    command = add_command(commands, "send", summary="send DICOM files to a node", description=words, examples=EXAMPLES)
    command.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="DICOM files, or folders of them")
    command.add_argument("--to", default="", metavar="NODE", help=NODE_HELP)
    command.add_argument(
        "--deidentify", action="store_true", help="send films as copies without the patient's identity"
    )
    command.add_argument("--tries", type=count, default=4, metavar="N", help="after how many an object has failed (4)")
    group = command.add_argument_group("the queue").add_mutually_exclusive_group()
    group.add_argument("--queue", action="store_true", help="show each object and its state")
    group.add_argument("--resume", action="store_true", help="send what waits, and try again what failed")
    group.add_argument("--cancel", action="store_true", help="send nothing of what waits")
    group.add_argument("--forget", action="store_true", help="forget what is done or was taken back")
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Queue and send; 1 where an object of these did not arrive."""
    queue = SendQueue()
    if options.queue or options.cancel or options.forget:
        return _looked_after(options, queue)
    if options.resume:
        queue.again(time.time())
        return _sent(queue, None, options.tries)
    if not options.to or not options.paths:
        raise UsageError("Say what to send, and where: thoracam send --to NODE PATH ...")
    node = NodeStore().named(options.to)
    files = list(_files(options.paths))
    paths = _copies(queue, files) if options.deidentify else files
    if not paths:
        raise UsageError("There is no file below the paths given.")
    numbers = queue.add(options.to, paths, copies=options.deidentify)
    tell(f"{len(numbers)} objects for {node.name} ({node.address}).")
    status = _sent(queue, numbers, options.tries)
    return 1 if len(paths) < len(files) else status


def _looked_after(options: argparse.Namespace, queue: SendQueue) -> int:
    if options.cancel:
        tell(f"{queue.cancel()} objects taken back.")
    elif options.forget:
        tell(f"{queue.forget()} objects forgotten.")
    else:
        for entry in queue.entries():
            tell(f"{entry.number:>6}  {entry.state:<9} {entry.node:<16} {entry.title}  {entry.said}")
    return 0


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    """The files named, and those below the folders named that are named like DICOM or by no ending at all."""
    for path in paths:
        if not path.exists():
            raise UsageError(f"“{path.name}” is not there.")
        if not path.is_dir():
            yield path
            continue
        yield from (one for one in sorted(path.rglob("*")) if one.is_file() and _may_be_dicom(one))


def _may_be_dicom(path: Path) -> bool:
    named = path.suffix.lower() in ("", ".dcm", ".dicom") and not path.name.startswith(".")
    return named and path.name.upper() != "DICOMDIR"


def _copies(queue: SendQueue, files: Sequence[Path]) -> list[Path]:
    """De-identified copies of films, which go when they were sent; what is no film is said and left out."""
    from inference.report.deidentify.dataset import deidentified_film  # DICOM writers take a second to import
    from inference.report.deidentify.uids import NewUids

    uids, made = NewUids(), []
    with closing(ReaderProcess()) as reader:
        for path in files:
            try:
                copy = deidentified_film(reader.read(path), uids)
            except NoPixels as error:
                complain(path, NoPixels(path, f"only films can be sent without identity: {error.detail}"))
                continue
            except FilmError as error:
                complain(path, error)
                continue
            for note in copy.notes:
                warn(f"{path.name}: {note}")
            target = temporary_beside(queue.copies / hashed(str(path))).with_suffix(".dcm")
            made.append(write_whole(target, copy.data, private=True))
    return made


class Progress:
    """Says on the terminal where objects come to."""

    def __init__(self, total: int) -> None:
        self._total, self._done = total, set[int]()

    def moved(self, entry: Entry, state: State, said: str) -> None:
        """Say what needs a word, and draw the bar."""
        if state is not State.WAITING:
            self._done.add(entry.number)
        if said and state is not State.VERIFIED and NOT_ASKED not in said:
            warn(f"{entry.title}: {state}. {said}")
        show_progress(min(len(self._done), self._total), self._total, f"sending to {entry.node}")


def _sent(queue: SendQueue, numbers: list[int] | None, tries: int) -> int:
    """Send all that waits until nothing does; 1 where one of these objects did not arrive."""
    waiting = [entry for entry in queue.entries() if entry.state is State.WAITING]
    mine = numbers if numbers is not None else [entry.number for entry in waiting]
    if not waiting:
        return _summary(queue.entries(mine))
    from inference.network.sending.sender import Sender  # takes half a second, and urllib3 looks for IPv6

    try:
        with queue.worked_on():
            _until_done(Sender(queue, Progress(len(waiting)), in_a_line, secrets=asking_secrets(), tries=tries))
    except FolderInUse:
        tell("Another process sends now, and takes these with it: thoracam send --queue shows how far it is.")
        return 0
    except KeyboardInterrupt:
        left = sum(entry.state is State.WAITING for entry in queue.entries(mine))
        warn(f"{left} objects stay in the queue: thoracam send --resume goes on with them.")
        raise
    return _summary(queue.entries(mine))


def _until_done(sender: Sender) -> None:
    while (pause := sender.pause()) is not None:
        if pause > 0:
            warn(f"The next try is in {pause:.0f} s.")
            time.sleep(pause)
        sender.run_due(CancelToken())


def _summary(entries: Sequence[Entry]) -> int:
    by_state = {state: sum(entry.state is state for entry in entries) for state in State}
    words = ", ".join(f"{number} {state}" for state, number in by_state.items() if number)
    tell(f"{len(entries)} objects: {words}." if entries else "Nothing waits.")
    if by_state[State.ACCEPTED]:
        tell("Accepted: the node took them, and was not asked, or did not say, whether it has them.")
    return 0 if all(entry.state in DONE for entry in entries) else 1
