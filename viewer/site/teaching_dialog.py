"""Tools > Teaching: a film, a question, the learner points or calls; then the answer appears, and results over time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QWidget

from inference.core.errors import ThoraCamError
from inference.core.film import Identity, Radiograph
from inference.core.findings import FINDINGS
from inference.site.teaching.answers import TeachingAnswer, add_answer, empty_answers, read_answers, results
from inference.site.teaching.painted import TeachingFilm
from inference.site.teaching.questions import Question, questions
from inference.text.messages import message_for
from viewer.control.site_films import SiteFilms
from viewer.site.film_view import Drag, FilmView
from viewer.site.teaching_mask import Mask, is_near, read_mask, shaded
from viewer.site.teaching_side import TeachingSide
from viewer.style.theme import open_at
from viewer.style.translation import spoken, tr

Region = Callable[[Path, tuple[int, int], str], Mask | None]  # of a film, its shape, the finding's key
KEYS = tuple(finding.key for finding in FINDINGS)


class TeachingDialog(QDialog):
    """Asks about ``painted`` films, or about ``own`` ones, of which ``region_of`` tells where a finding was drawn."""

    def __init__(
        self,
        painted: Sequence[TeachingFilm],
        own: Sequence[TeachingFilm],
        region_of: Region,
        films: SiteFilms,
        drag: Drag,
        parent: QWidget,
        chance: Random | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("teaching")
        self.setWindowTitle(tr("Teaching"))
        open_at(self, 1200, 720)
        self._sources = (tuple(painted), tuple(own))
        self._region_of, self._films, self._chance = region_of, films, chance or Random()  # noqa: S311 - no secret
        self.view, self.side = FilmView(drag, self), TeachingSide(own=len(own), parent=self)
        self._queue: list[Question] = []
        self._number: int | None = None
        self.question: Question | None = None
        self.film: Radiograph | None = None
        self.region: Mask | None = None
        self.answered = False
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.view, 1)
        layout.addWidget(self.side)
        self.view.clicked.connect(self._point)
        self.side.present.clicked.connect(lambda: self._answer(called=True))
        self.side.absent.clicked.connect(lambda: self._answer(called=False))
        self.side.onward.clicked.connect(self.ask_next)
        self.side.chosen.connect(self.begin)
        self.side.empty.clicked.connect(self._empty)
        self._show_results()
        self.begin()

    # -- questions ------------------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Ask about the findings and films that are chosen, from the beginning."""
        key = self.side.finding
        films = self._sources[self.side.own_chosen]
        self._queue = questions(films, (key,) if key else KEYS, self._chance)
        self.ask_next()

    def ask_next(self) -> None:
        """Ask about the next film; after the last they are shuffled anew."""
        if not self._queue:
            films = self._sources[self.side.own_chosen]
            key = self.side.finding
            self._queue = questions(films, (key,) if key else KEYS, self._chance)
        self._films.drop(self._number)
        self.question = self._queue.pop() if self._queue else None
        self.film = self.region = None
        self.answered = False
        self.view.hide_film()
        if self.question is None:
            self.side.say_nothing_to_ask()
            return
        self.side.say_waiting()
        path = self.question.film.path
        self._number = self._films.read(lambda: path, self._have, self._miss)

    def _have(self, value: object) -> None:
        assert isinstance(value, Radiograph)
        assert self.question is not None
        self.film = replace(value, source=Path("film"), identity=Identity(), notes=())
        self.view.show_film(self.film)
        self.side.ask(self.question)

    def _miss(self, error: object) -> None:
        assert isinstance(error, Exception)
        message = spoken(message_for(error))
        self.side.say(message.title, f"{message.text} {message.hint}")

    # -- answers --------------------------------------------------------------------------------------------------

    def _point(self, point: QPointF) -> None:
        """A place on the film, in shares of it, is where the learner sees the finding."""
        self._answer(called=True, at=(point.x(), point.y()))

    def _answer(self, *, called: bool, at: tuple[float, float] | None = None) -> None:
        question, film = self.question, self.film
        if question is None or film is None or self.answered:
            return
        self.answered = True
        self.region = self._mask(question, film)
        pointed = is_near(self.region, *at) if at is not None and self.region is not None else None
        if self.region is not None:
            self.view.shade(shaded(self.region))
        self.side.tell(question, called=called, pointed=pointed, masked=self.region is not None)
        try:
            add_answer(
                TeachingAnswer(
                    finding=question.finding,
                    called=called,
                    true=question.present,
                    pointed=pointed,
                    painted=question.film.painted,
                )
            )
        except ThoraCamError as error:
            self._miss(error)
        self._show_results()

    def _mask(self, question: Question, film: Radiograph) -> Mask | None:
        if not question.present:
            return None
        if question.film.mask is not None:
            return read_mask(question.film.mask)
        return self._region_of(question.film.path, film.shape, question.finding)

    def _show_results(self) -> None:
        self.side.show_results(results(read_answers(), KEYS))

    def _empty(self) -> None:
        """Forget all answers, once the learner has said so twice."""
        if not self.side.confirm_emptying():
            return
        try:
            empty_answers()
        except ThoraCamError as error:
            self._miss(error)
        self._show_results()

    # -- the window -----------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """P present, A absent, Enter the next film, I invert, Space reset; Esc closes."""
        acts: dict[int, Callable[[], object]] = {
            Qt.Key.Key_P: lambda: self._answer(called=True),
            Qt.Key.Key_A: lambda: self._answer(called=False),
            Qt.Key.Key_Return: self.ask_next,
            Qt.Key.Key_Enter: self.ask_next,
            Qt.Key.Key_I: self.view.toggle_invert,
            Qt.Key.Key_Space: self.view.reset,
            Qt.Key.Key_Escape: self.close,
        }
        act = acts.get(event.key())
        if act is not None:
            act()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Wait for no film any more."""
        self._films.drop(self._number)
        event.accept()
