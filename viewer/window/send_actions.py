"""Sending from the window: what of which films goes to a node, and the queue of what does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QMainWindow

from inference.core.errors import ThoraCamError
from inference.network.nodes.node import Node
from inference.network.sending.queue import Entry, Outgoing, SendQueue, queue_path
from inference.site.record.lines import Did, Fact
from viewer.control.controller import Controller
from viewer.control.jobs.worker import Work
from viewer.network.queue_dialog import QueueDialog
from viewer.network.send_dialog import SendDialog, SendRequest, SendScope
from viewer.state.session import Session, film_hash
from viewer.style.translation import tr

SEND_EVERY_MS = 15_000
Made = Callable[[list[Outgoing]], object]


class Maker(Protocol):
    """What makes the objects that are sent."""

    def make_to_send(self, asked: SendRequest, done: Made) -> None:
        """Of the open film, of many, or of what was exported."""

    def make_results(self, films: Sequence[Path], done: Made) -> None:
        """Of films that arrived."""

    def results_into(self, folder: Path, paths: Sequence[Path], *, anonymize: bool) -> Work:
        """The work of writing reports of files that arrived into a folder."""


class SendActions:
    """Opens the dialogs over ``window``; ``selected`` are the films that are picked out in the worklist."""

    def __init__(
        self,
        window: QMainWindow,
        controller: Controller,
        maker: Callable[[], Maker],
        selected: Callable[[], tuple[Path, ...]],
    ) -> None:
        self._window, self._controller, self._maker, self._selected = window, controller, maker, selected
        self._network = controller.network
        self.dialog: SendDialog | None = None
        self.queue_dialog: QueueDialog | None = None
        self._timer = QTimer(window)
        self._timer.setInterval(SEND_EVERY_MS)
        self._timer.timeout.connect(self.send_due)
        self._timer.start()

    def ask(self, nodes: Sequence[Node], films: tuple[Path, ...] = ()) -> None:
        """Ask what of the open film, of ``films`` or of others goes to which node, and send it."""
        scopes = _scopes(self._controller.session, self._selected(), films, self._network.exported)
        if not scopes:
            return
        several = next((place for place, scope in enumerate(scopes) if len(scope.films) > 1), 0)
        first = several if films or len(self._selected()) > 1 else 0
        dialog = SendDialog(nodes, scopes, chosen=first, parent=self._window)
        dialog.accepted.connect(partial(self._send, dialog))
        self.dialog = dialog
        dialog.open()

    def _send(self, dialog: SendDialog) -> None:
        request = dialog.request
        alone = not request.films and request.folder is None
        film = film_hash(self._controller.session.film) if alone else ""

        def made(objects: list[Outgoing]) -> None:
            facts: dict[str, Fact] = {"to": request.node, "objects": len(objects), "identity": not request.anonymize}
            self._controller.use_log.note(Did.SENT, film, **facts)
            self._network.send(request.node, objects)

        self._maker().make_to_send(request, made)

    def send_back(self, node: str, films: tuple[Path, ...]) -> None:
        """Analyse films that were received and send the results to a node."""
        self._controller.use_log.note(Did.SENT, to=node, films=len(films), identity=True)
        self._maker().make_results(films, partial(self._network.send, node))

    def send_due(self) -> None:
        """Send what waits and is due, if anything ever was queued; said only where something arrived."""
        if queue_path().exists():
            self._network.send_waiting(again=False)

    def show_queue(self) -> None:
        """Show what was sent and what waits."""
        try:
            queue = SendQueue()
            queue.entries()
        except ThoraCamError as error:
            self._controller.messages.show_failure(error)
            return

        def look() -> Sequence[Entry]:
            try:
                return queue.entries()
            except ThoraCamError as error:
                self._controller.messages.show_failure(error)
                return ()

        dialog = QueueDialog(look, self._window)

        def changed(act: Callable[[], object]) -> None:
            try:
                act()
            except ThoraCamError as error:
                self._controller.messages.show_failure(error)
            dialog.look_again()

        dialog.again_wanted.connect(partial(changed, lambda: self._network.send_waiting(again=True)))
        dialog.cancel_wanted.connect(partial(changed, queue.cancel))
        dialog.forget_wanted.connect(partial(changed, queue.forget))
        self.queue_dialog = dialog
        dialog.open()


def _scopes(
    session: Session, selected: tuple[Path, ...], films: tuple[Path, ...], exported: tuple[Path, bool] | None
) -> list[SendScope]:
    """What can be sent together; the open film, or what was asked for, first."""
    found, state = list[SendScope](), session.shown_film
    if films:
        found.append(_of(session, tr("The films chosen"), films))
    if state is not None and state.radiograph is not None:
        picture = state.radiograph.from_picture
        analysed = state.analysis is not None
        found.append(SendScope(tr("The open film"), analysed=analysed, dicom=not picture, picture=picture))
    if len(selected) > 1:
        found.append(_of(session, tr("The films selected in the worklist"), selected))
    study = None if session.current is None else session.worklist.study_of(session.current)
    if study is not None and len(study.films) > 1:
        found.append(_of(session, tr("All films of this study"), tuple(film.path for film in study.films)))
    if len(session.order) > 1:
        found.append(_of(session, tr("All films listed"), tuple(session.order)))
    if exported is not None and exported[0].exists():
        title = tr("What was exported last: {name}").format(name=exported[0].name)
        found.append(SendScope(title, folder=exported[0], anonymized=exported[1]))
    return found


def _of(session: Session, title: str, films: tuple[Path, ...]) -> SendScope:
    known = [session.films[path].entry.identity for path in films if path in session.films]
    pictures = sum(not one.sop_uid for one in known)
    return SendScope(f"{title} ({len(films)})", films, dicom=pictures < len(known), picture=bool(pictures))
