"""What the program says when something that the user asked for has ended: exported, copied, printed, cancelled."""

from __future__ import annotations

from pathlib import Path

from inference.text.error_messages import ErrorMessage
from inference.text.messages import UserMessage, outcome_message
from viewer.state.session import BusyKind

_EXPORTED, _COPIED, _PRINTED, _CANCELLED = "Exported", "Copied", "Sent to the printer", "Cancelled"
_FILE, _FILES = "{name}, in", "{name} files, in"  # the folder follows
_FILM = "The film as shown is on the clipboard, {name} pixels."
_REPORT = "The report is with the printer {name}."
_STOPPED = "Stopped:"  # what was stopped follows
_WITHOUT_IDENTITY, _WITHOUT_TEXT = "Identity was left out.", "Identity and the texts of annotations were left out."
_WITH_IDENTITY = "The patient's identity is in it."
_AFTERWARDS = {
    BusyKind.SCANNING: "Nothing was added to the worklist.",
    BusyKind.READING: "Go to the film again to open it.",
    BusyKind.ANALYSING: "Analyse this film starts it again.",
    BusyKind.TESTING: "The heatmaps stay untested.",
    BusyKind.EXPORTING: "Nothing was written.",
    BusyKind.EXPORTING_BATCH: "Films that were done stay; Pass over films that are done goes on from there.",
    BusyKind.PRINTING: "Nothing was printed.",
    BusyKind.FETCHING: "What came before stays in the folder of received films.",
    BusyKind.SENDING: "What was not sent waits in the queue.",
    BusyKind.COLLECTING: "No score was taken.",
}
_FETCHED, _SENT, _CAME, _LEFT = "Fetched", "Sent", "Films that came: {name}, from", "Objects that arrived: {name}."
_ARRIVED_AT = "Objects that arrived: {name}, at"  # the node follows
_NOT_ALL = "Not all came: fetch the study again to see what is missing."
_NOTHING_CAME, _WAITING = "Nothing new was there.", "The rest waits: File, Network, Queue shows why."
_JOINED, _OBJECTS = "Joined to the films of the list", "Objects that speak of films of the list: {name}."
_WHERE_OBJECTS = "View, Objects of other programs shows them for the film that is open."
_RESTARTED = "The receiver ended and was started again"
_CUT_OFF = "Its process ended without being asked. Films that were whole are kept."
_SEND_AGAIN = "Senders that were cut off may send again."
SENTENCES = (
    *(_RESTARTED, _CUT_OFF, _SEND_AGAIN),
    *(_JOINED, _OBJECTS, _WHERE_OBJECTS),
    *(_FETCHED, _SENT, _CAME, _LEFT, _ARRIVED_AT, _NOT_ALL, _NOTHING_CAME, _WAITING),
    *(_EXPORTED, _COPIED, _PRINTED, _CANCELLED, _FILE, _FILES, _FILM, _REPORT, _STOPPED),
    *(_WITHOUT_IDENTITY, _WITHOUT_TEXT, _WITH_IDENTITY, *_AFTERWARDS.values()),
)


def exported(path: Path, files: int, *, anonymized: bool) -> UserMessage:
    """An export of one file, or of so many files in the folder ``path``."""
    is_folder = files != 1 or path.is_dir()
    name, where = (str(files), path) if is_folder else (path.name, path.parent)
    return _message(_EXPORTED, _FILES if is_folder else _FILE, name, str(where), _identity(anonymized=anonymized))


def copied(size: tuple[int, int], *, left_out: bool) -> UserMessage:
    """A film of so many columns and rows on the clipboard; ``left_out``: texts of annotations that are shown."""
    pixels = f"{size[0]} \u00d7 {size[1]}"
    return _message(_COPIED, _FILM, pixels, "", _WITHOUT_TEXT if left_out else _WITHOUT_IDENTITY)


def printed(printer: str, *, anonymized: bool) -> UserMessage:
    """A report that is with a printer."""
    return _message(_PRINTED, _REPORT, printer, "", _identity(anonymized=anonymized))


def fetched(films: int, node: str, *, whole: bool = True) -> UserMessage:
    """A retrieval of so many films from a node; ``whole``: nothing that it has was left out."""
    hint = _NOT_ALL if not whole else "" if films else _NOTHING_CAME
    return _message(_FETCHED, _CAME, str(films), f"{node}.", hint)


def sent(arrived: int, waiting: int, node: str) -> UserMessage:
    """So many objects that a node took, and so many that it did not yet."""
    pattern, where = (_ARRIVED_AT, f"{node}.") if node else (_LEFT, "")
    return _message(_SENT, pattern, str(arrived), where, _WAITING if waiting else "")


def receiver_restarted() -> UserMessage:
    """A receiver whose process ended while it was on."""
    return _message(_RESTARTED, _CUT_OFF, "", "", _SEND_AGAIN)


def objects_joined(count: int) -> UserMessage:
    """So many objects of other programs that were opened, and belong to films of the list."""
    return _message(_JOINED, _OBJECTS, str(count), "", _WHERE_OBJECTS)


def cancelled(kind: BusyKind) -> UserMessage:
    """Work that the user stopped, and what that leaves."""
    return _message(_CANCELLED, _STOPPED, "", kind.value, _AFTERWARDS[kind])


def _identity(*, anonymized: bool) -> str:
    return _WITHOUT_IDENTITY if anonymized else _WITH_IDENTITY


def _message(title: str, pattern: str, name: str, detail: str, hint: str) -> UserMessage:
    return outcome_message(ErrorMessage(title, pattern, hint), name, detail)
