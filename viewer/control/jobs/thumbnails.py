"""Small pictures of the films in sight: made when the reading thread has nothing else to do, the latest kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import cast

import numpy as np
from cachetools import LRUCache
from numpy.typing import NDArray

from inference.core.cancel import CancelToken
from inference.core.ports import ProgressCallback
from inference.text.messages import message_for
from viewer.control.jobs.film_jobs import Reader
from viewer.control.jobs.job_registry import JobRegistry
from viewer.control.jobs.worker import Lane, Urgency, Work
from viewer.control.session_changes import SessionChanges
from viewer.state.image_pyramid import thumbnail

Picture = NDArray[np.uint8]
Show = Callable[[Path, Picture], None]
KEPT_BYTES = 32 << 20  # about 500 pictures


class Thumbnails:
    """Only what is wanted now is made; what is ready is told to whoever listens."""

    def __init__(
        self, changes: SessionChanges, jobs: JobRegistry, reader: Reader, kept_bytes: int = KEPT_BYTES
    ) -> None:
        self._changes, self._jobs, self._reader = changes, jobs, reader
        self._kept: LRUCache[Path, Picture] = LRUCache(kept_bytes, getsizeof=lambda picture: picture.nbytes)
        self._asked: dict[Path, int] = {}
        self._shows: list[Show] = []
        changes.listen(lambda session: bool(session.films), self._forget)

    def listen(self, show: Show) -> Callable[[], None]:
        """Be told of each picture that was wanted and is ready; returns what ends that."""
        self._shows.append(show)
        return lambda: self._shows.remove(show)

    def want(self, paths: Sequence[Path]) -> None:
        """Have the pictures of these films, the first before the others; what else was wanted is dropped."""
        for path in [path for path in self._asked if path not in paths]:
            self._jobs.drop(self._asked.pop(path))
        for path in paths:
            if path in self._kept:
                self._show(path, self._kept[path])
            elif path not in self._asked and self._can_be_read(path):
                self._make(path)

    def _can_be_read(self, path: Path) -> bool:
        state = self._changes.session.films.get(path)
        return state is not None and state.failure is None

    def _make(self, path: Path) -> None:
        def made(value: object) -> None:
            del self._asked[path]
            self._kept[path] = cast("Picture", value)
            self._show(path, self._kept[path])

        def failed(error: object) -> None:
            assert isinstance(error, Exception)
            del self._asked[path]
            self._changes.learn(path, failure=message_for(error))

        self._asked[path] = self._jobs.submit(Lane.READ, self._making(path), made, failed, Urgency.IDLE)

    def _making(self, path: Path) -> Work:
        """The work of drawing a film's first frame small; one whose pixels are there is not read again."""
        state = self._changes.session.films[path]
        known = state.radiograph if state.frame == 0 else None

        def work(token: CancelToken, _progress: ProgressCallback) -> Picture:
            return thumbnail(known if known is not None else self._reader.read(path, token))

        return work

    def _show(self, path: Path, picture: Picture) -> None:
        for show in tuple(self._shows):
            show(path, picture)

    def _forget(self, something_is_open: bool) -> None:
        """A film that is opened anew may have changed on the disk."""
        if not something_is_open:
            self._kept.clear()
