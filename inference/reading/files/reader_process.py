"""Reading in a process of its own: a codec that crashes, hangs or eats memory costs one film, never the program."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import pickle
import signal
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from importlib import import_module
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from inference.core import errors
from inference.core.cancel import Cancelled, CancelToken
from inference.core.errors import DamagedFilm, FilmError, FilmTooLarge, NoReader
from inference.core.film import Radiograph
from inference.core.film_objects import FilmFacts, FilmObject
from inference.core.limits import DEFAULT_LIMITS, Limits

if TYPE_CHECKING:
    from inference.reading.files.scan import ScanResult

SECONDS = 60.0  # a film of 200 Mpx takes about 10 s here
BYTES = 8 << 30  # address space of the reading process: the largest film allowed several times over, and its libraries
POLL_SECONDS = 0.05  # between two checks of the token
NICENESS = 10  # of one that nobody waits for
PATIENCE = 0.75  # seconds a cancelled reading may still take: most films are done by then, and a new process costs more


@dataclass(frozen=True, slots=True)
class _Asked:
    path: Path
    frame: int
    limits: Limits
    film: FilmFacts | None = None  # of which the object at the path is to speak
    among: tuple[Path, ...] = ()  # places that films are looked for in; then nothing is read


@dataclass(frozen=True, slots=True)
class _Refused:
    """An error as plain values: exceptions with arguments of their own do not travel between processes."""

    kind: str
    path: Path
    detail: str

    @staticmethod
    def of(error: FilmError) -> _Refused:
        return _Refused(type(error).__name__, error.path, error.detail)

    @property
    def error(self) -> FilmError:
        kind: type[FilmError] = getattr(errors, self.kind)
        return kind(self.path, self.detail)


class ReaderProcess:
    """Reads films in one child process, started at first use and again after each failure; safe from any thread.

    ``seconds`` and ``memory`` hold for films within the default limits and grow with higher ones; a ``quiet`` one has a
    low priority.
    """

    def __init__(
        self, *, seconds: float = SECONDS, memory: int = BYTES, limits: Limits = DEFAULT_LIMITS, quiet: bool = False
    ) -> None:
        larger = max(limits.frame_pixels / DEFAULT_LIMITS.frame_pixels, 1.0)
        heavier = max(limits.decoded_bytes / DEFAULT_LIMITS.decoded_bytes, 1.0)
        self.seconds, self.memory, self._limits = seconds * larger, round(memory * heavier), limits
        self._quiet = quiet
        self._lock = threading.Lock()
        self._child: SpawnProcess | None = None
        self._pipe: Connection | None = None

    @property
    def pid(self) -> int | None:
        """The child process; None while there is none."""
        return None if self._child is None else self._child.pid

    def read(self, path: Path, frame: int = 0, *, token: CancelToken | None = None) -> Radiograph:
        """Read a film as :func:`read_film` does; a crash or an overlong reading is a ``DamagedFilm``.

        Raises ``NoReader`` where the system starts no child process; a later reading tries anew.
        Raises ``Cancelled`` when the token is set meanwhile; a reading that does not end soon by itself is ended then.
        """
        answer = self._ask(_Asked(Path(path), frame, self._limits), token or CancelToken())
        assert isinstance(answer, Radiograph)
        answer.pixels.flags.writeable = False  # an array that travelled can be written to again
        return answer

    def read_object(self, path: Path, film: FilmFacts, *, token: CancelToken | None = None) -> FilmObject | None:
        """Read an object about a film as ``read_object`` of ``inference.reading.objects`` does; raises as ``read``."""
        answer = self._ask(_Asked(Path(path), 0, self._limits, film), token or CancelToken())
        assert answer is None or isinstance(answer, FilmObject)
        return answer

    def scan(self, paths: Sequence[Path], *, token: CancelToken | None = None) -> ScanResult:
        """Find films as ``scan`` does; there is at least one path, and ``seconds`` for each. Raises as ``read``."""
        asked = _Asked(Path(paths[0]), 0, self._limits, among=tuple(map(Path, paths)))
        answer: Any = self._ask(asked, token or CancelToken())
        found: ScanResult = replace(answer, skipped=tuple(refused.error for refused in answer.skipped))
        return found

    def _ask(self, asked: _Asked, token: CancelToken) -> object:
        with self._lock:
            try:
                pipe = self._connected()
            except OSError as error:
                raise NoReader(asked.path, error.strerror or "") from None
            try:
                pipe.send(asked)
                answer = self._answer(pipe, asked, token)
            except (EOFError, OSError):
                self._end()
                broke = "decoding it broke the reading process, which was started anew"
                raise DamagedFilm(asked.path, broke) from None
            except BaseException:
                self._end()
                raise
        token.raise_if_cancelled()
        if isinstance(answer, _Refused):
            raise answer.error
        return answer

    def start(self) -> None:
        """Start the child process, so that it is ready when the first film is asked for; where it fails, that says."""
        with self._lock, contextlib.suppress(OSError):
            self._connected()

    def close(self) -> None:
        """End the child process."""
        with self._lock:
            self._end()

    def _connected(self) -> Connection:
        if self._child is None or self._pipe is None or not self._child.is_alive():
            self._end()
            self._child, self._pipe = _started(self.memory, quiet=self._quiet)
        return self._pipe

    def _answer(self, pipe: Connection, asked: _Asked, token: CancelToken) -> object:
        seconds, patience = self.seconds * max(len(asked.among), 1), PATIENCE
        deadline = time.monotonic() + seconds
        while not pipe.poll(POLL_SECONDS):
            if token.cancelled:
                patience -= POLL_SECONDS
                if patience < 0:
                    raise Cancelled
            if time.monotonic() > deadline:
                raise DamagedFilm(asked.path, f"decoding it took longer than {seconds:.0f} s and was stopped")
        return _received(pipe)

    def _end(self) -> None:
        if self._pipe is not None:
            self._pipe.close()
        if self._child is not None:
            self._child.kill()
            self._child.join()
            self._child.close()
        self._pipe, self._child = None, None


def _started(memory: int, *, quiet: bool) -> tuple[SpawnProcess, Connection]:
    """A child process and our end of the pipe to it; raises ``OSError`` where the system starts none."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    try:
        child = context.Process(target=_serve, args=(theirs, memory, quiet), name="thoracam-reader", daemon=True)
        child.start()
    except BaseException:
        ours.close()
        raise
    finally:
        theirs.close()
    return child, ours


def _serve(pipe: Connection, memory: int, quiet: bool) -> None:
    """The child: read what is asked for until nobody asks any more.

    What decodes is imported here and in ``_read`` alone, so that the parent starts the child before it imports its own.
    """
    if quiet:
        _give_way()
    import_module("inference.reading.files.read_film")
    _bound_memory(memory)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which ends this process when it is done
    with contextlib.suppress(EOFError, BrokenPipeError):
        while True:
            asked: _Asked = pipe.recv()
            _send(pipe, _read(asked))


def _send(pipe: Connection, answer: object) -> None:
    """Send a film with its arrays as they lie in memory (PEP 574): a pickle would copy them, which costs more than
    reading most films.
    """
    arrays: list[pickle.PickleBuffer] = []
    head = pickle.dumps(answer, protocol=5, buffer_callback=arrays.append)
    raw = [array.raw() for array in arrays]
    pipe.send((head, [view.nbytes for view in raw]))
    for view in raw:
        _send_raw(pipe, view)


def _received(pipe: Connection) -> object:
    head, sizes = pipe.recv()
    buffers = [_receive_raw(pipe, np.empty(size, np.uint8)) for size in sizes]
    return pickle.loads(head, buffers=buffers)  # noqa: S301 (of our own child)


def _send_raw(pipe: Connection, view: memoryview) -> None:
    if sys.platform == "win32":
        pipe.send_bytes(view)
        return
    while view.nbytes:
        view = view[os.write(pipe.fileno(), view) :]


def _receive_raw(pipe: Connection, array: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Fill an array from the pipe; ``recv_bytes`` would bring it together out of many pieces, at five times the cost.

    Raises ``EOFError`` where the other end is gone.
    """
    left = array.data
    if sys.platform == "win32":
        pipe.recv_bytes_into(left)
        return array
    while left.nbytes:
        count = os.readv(pipe.fileno(), [left])
        if not count:
            raise EOFError
        left = left[count:]
    return array


def _give_way() -> None:
    """Lower the priority of this process, where the system has such."""
    if sys.platform != "win32":
        os.nice(NICENESS)


def _read(asked: _Asked) -> object:
    from inference.reading.files.read_film import read_film

    try:
        if asked.among:
            return _scanned(asked)
        if asked.film is not None:
            from inference.reading.objects.read_object import read_object  # no film on its way to its bars needs it

            return read_object(asked.path, asked.film, asked.limits)
        return read_film(asked.path, asked.frame, asked.limits)
    except FilmError as error:
        return _Refused.of(error)
    except MemoryError:
        return _Refused(FilmTooLarge.__name__, asked.path, "decoding it takes more memory than a film may")


def _scanned(asked: _Asked) -> object:
    """What ``scan`` finds, its errors as plain values."""
    from inference.reading.files.scan import scan

    found = scan(asked.among, asked.limits)
    return replace(found, skipped=tuple(map(_Refused.of, found.skipped)))  # type: ignore[arg-type]  # to travel


def _bound_memory(memory: int) -> None:
    """Bound the child's address space where the system can (not on Windows and macOS)."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource  # not on Windows

        most = min(memory, sys.maxsize)
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
