"""The player of a reader study: it covers the screen, shows one film and what is asked of it, and nothing else."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QStackedWidget, QWidget

from inference.core.errors import ThoraCamError
from inference.core.findings import BY_KEY
from inference.core.study_errors import ModelOfStudyDiffers
from inference.site.reader_study.results_file import ResultsFile
from inference.site.reader_study.study_file import Scale, Study
from inference.text.messages import message_for
from viewer.control.site_films import SiteFilms
from viewer.site.film_view import Drag, FilmView
from viewer.site.study_clock import ActiveClock
from viewer.site.study_films import StudyFilms
from viewer.site.study_page import WordsPage
from viewer.site.study_reading import StudyReading
from viewer.site.study_shown import heat_of, is_of_another_model, word_of
from viewer.site.study_side import StudySide
from viewer.site.study_typing import TypedRating
from viewer.site.study_words import away_words, block_words, end_words, pause_words
from viewer.style.translation import spoken, tr

KEEP_TIME_MS = 5000
Own = Callable[[], object]


class StudyPlayer(QDialog):
    """Plays a study for one reader, from where the file of reads stands; ``ended`` tells that it is closed.

    What is seen follows from the reading in ``_show`` alone, and the clock runs exactly while the film is seen.
    """

    ended = Signal()

    def __init__(
        self,
        study: Study,
        study_path: Path,
        reader: str,
        file: ResultsFile,
        films: SiteFilms,
        drag: Drag,
        parent: QWidget,
    ) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setObjectName("studyPlayer")
        self.setWindowTitle(tr("Reader study"))
        self.setModal(True)
        self.study, self._file_name = study, file.path.name
        self.clock = ActiveClock(time.monotonic)
        self.reading = StudyReading(study, reader, file, self.clock)
        self.films = StudyFilms(study, study_path, films, self._show)
        self.view, self.side, self.page = FilmView(drag, self), StudySide(study, self), WordsPage(self)
        self._current, self._typed = "", TypedRating(study.scale)
        self._introduced: tuple[int, int] | None = None
        self._paused = self._away = self._over = False
        self._failure: ThoraCamError | None = None
        self._acts: tuple[Own, Own] = (self._show, self._show)
        self._lay_out()
        self._keeper = QTimer(self)
        self._keeper.setInterval(KEEP_TIME_MS)
        self._keeper.timeout.connect(lambda: self._kept(self.reading.keep_time))
        self._keeper.start()
        application = QCoreApplication.instance()
        assert application is not None
        application.aboutToQuit.connect(self.close)
        self._want()
        self._show()

    def _lay_out(self) -> None:
        film = QWidget(self)
        beside = QHBoxLayout(film)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(0)
        beside.addWidget(self.view, 1)
        beside.addWidget(self.side)
        self.pages = QStackedWidget(self)
        self.pages.addWidget(self.page)
        self.pages.addWidget(film)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.pages)
        self.page.first_wanted.connect(lambda: self._acts[0]())
        self.page.second_wanted.connect(lambda: self._acts[1]())
        self.side.ratings.rated.connect(self._rate)
        self.side.onward.clicked.connect(self._onward)

    # -- what is seen ---------------------------------------------------------------------------------------------

    @property
    def film_is_seen(self) -> bool:
        """Whether the film is seen, and not a page of words."""
        return self.pages.currentIndex() == 1

    def _show(self) -> None:
        """Show what the reading asks for now."""
        if self._over:
            return
        asked = self.reading.asked
        if self._failure is not None:
            self._say_failure(self._failure, self._try_again)
        elif asked is None:
            self._say(*end_words(self.reading.standing, self._file_name), tr("Close"), self.close)
        elif self._paused:
            self._say(*pause_words(self.study), tr("Go on (Enter)"), self._resume, tr("Stop for today"), self.close)
        elif self._away:
            self._say(*away_words())
        elif self._introduced != (asked.read.session, asked.read.arm):
            place, films = self.reading.place_in_block
            words = block_words(self.study, self.reading.arm, films, place - 1)
            self._say(*words, tr("Begin (Enter)"), self._begin_block, tr("Not now"), self.close)
        else:
            self._show_film(asked.read.case)

    def _show_film(self, case: int) -> None:
        film, analysis = self.films.film(case), self.films.analysis(case)
        failure, silence = self.films.failure(case), self.films.silence(case)
        if failure is not None:
            self._say_failure(failure, self._read_again)
        elif film is None or (self.reading.aided and analysis is None and silence is None):
            self._say(tr("The film is coming …"), "")
        elif self.reading.aided and is_of_another_model(self.reading, analysis):
            self._failure = ModelOfStudyDiffers(self._file_name)
            self._show()
        else:
            self.side.ratings.show_word(*word_of(self.reading, analysis, silence))
            shown = heat_of(self.reading, analysis, self.view.overlay, begun=self.clock.running)
            self.view.show_film(film, analysis if shown.chosen else None, shown)
            self._current = self._current if self._current in self.study.findings else self.study.findings[0]
            self.side.show_reading(self.reading, self._current)
            self.pages.setCurrentIndex(1)
            if not self.clock.running:
                self.clock.run()

    def _say(
        self, title: str, text: str, first: str = "", act: Own | None = None, second: str = "", other: Own | None = None
    ) -> None:
        """Show words in the place of the film; the clock stands still."""
        self.clock.stop(away=self._away)
        self._acts = (act or (lambda: None), other or (lambda: None))
        self.page.show_words(title, text, first, second)
        self.pages.setCurrentIndex(0)

    def _say_failure(self, error: Exception, again: Own) -> None:
        message = spoken(message_for(error))
        self._say(message.title, f"{message.text}\n\n{message.hint}", tr("Try again"), again, tr("Stop"), self.close)

    # -- what the hand does ---------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Every key is the player's own; none leads out of it."""
        event.accept()
        key = Qt.Key.Key_Return if event.key() == Qt.Key.Key_Enter else event.key()
        if not self.film_is_seen:
            if key == Qt.Key.Key_Return:
                self._acts[0]()
        elif event.text().isdigit():
            self._type(int(event.text()))
        else:
            self._keys().get(key, lambda: None)()

    def _keys(self) -> dict[int, Own]:
        keys = Qt.Key
        five = self.study.scale is Scale.FIVE
        return {
            keys.Key_Return: self._onward if five else self._confirm,
            keys.Key_Down: lambda: self._step(1),
            keys.Key_Up: lambda: self._step(-1),
            keys.Key_Backspace: self._back if five else self._untype,
            keys.Key_PageUp: self._back,
            keys.Key_M: self.view.toggle_overlay,
            keys.Key_I: self.view.toggle_invert,
            keys.Key_Space: self.view.reset,
            keys.Key_Escape: self.pause,
            keys.Key_P: self.pause,
        }

    def _type(self, digit: int) -> None:
        value = self._typed.digit(digit)
        if value is not None:
            self._rate(self._current, value)
            if self.study.scale is Scale.FIVE:
                self._step(1, wrap=False)

    def _untype(self) -> None:
        value = self._typed.erase()
        if value is not None:
            self._rate(self._current, value)

    def _confirm(self) -> None:
        """Go to the next finding that is not rated; to the next film where all are."""
        self._typed.clear()
        self._onward()

    def _rate(self, key: str, value: int) -> None:
        self._current = key
        self.side.say("")
        self._kept(lambda: self.reading.rate(key, value))
        self._show()

    def _step(self, step: int, *, wrap: bool = True) -> None:
        keys = self.study.findings
        place = keys.index(self._current) + step
        self._typed.clear()
        self._current = keys[place % len(keys)] if wrap else keys[min(max(place, 0), len(keys) - 1)]
        self._show()

    def _onward(self) -> None:
        unrated = self.reading.unrated
        if unrated:
            self._current = unrated[0]
            self.side.say(tr("Still to rate: {finding}").format(finding=tr(BY_KEY[unrated[0]].title)))
            self._show()
            return
        assert self.reading.asked is not None
        analysis = self.films.analysis(self.reading.asked.place.case)
        self._kept(lambda: self.reading.finish(analysis))
        self._next()

    def _back(self) -> None:
        self._kept(self.reading.keep_time)
        if self.reading.back():
            self._next()
        else:
            self.side.say(tr("This study does not let you go back here."))

    def _next(self) -> None:
        self._current = self.study.findings[0]
        self._typed.clear()
        self.side.say("")
        self._want()
        self._show()

    def _want(self) -> None:
        """Have the film that is asked read, and the next ahead."""
        if self.reading.asked is not None:
            self.films.want(self.reading.asked.read)
        if self.reading.following is not None:
            self.films.want(self.reading.following, ahead=True)

    def _begin_block(self) -> None:
        if self.reading.asked is not None:
            self._introduced = (self.reading.asked.read.session, self.reading.asked.read.arm)
        self._show()

    def pause(self) -> None:
        """Hide the film and stop the clock, until the reader goes on."""
        self._kept(self.reading.keep_time)
        self._paused = True
        self._show()

    def _resume(self) -> None:
        self._paused = False
        self._show()

    def _kept(self, act: Own) -> None:
        """Do what writes; a disk that does not take it stops the reading."""
        try:
            act()
        except ThoraCamError as error:
            self._failure = error
            self._show()

    def _try_again(self) -> None:
        self._failure = None
        self._show()

    def _read_again(self) -> None:
        if self.reading.asked is not None:
            self.films.try_again(self.reading.asked.read)
        self._show()

    # -- the window -----------------------------------------------------------------------------------------------

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """With the window behind another the film is hidden and the clock stands still."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self._away == self.isActiveWindow():
            self._away = not self.isActiveWindow()
            self._show()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Keep the time of the film in hand; it is asked again the next time."""
        if not self._over:
            self._kept(self.reading.keep_time)
            self._over = True
            self._keeper.stop()
            self.films.close()
            self.reading.close()
            self.ended.emit()
        event.accept()
