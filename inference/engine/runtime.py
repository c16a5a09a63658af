"""What engines for different methods share: the loaded networks and what is known of recent films."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from inference.core.cancel import CancelToken
from inference.core.errors import EngineError, ThoraCamError
from inference.core.film import Radiograph
from inference.core.ports import Progress, ProgressCallback
from inference.engine.activations import ActivationsAndGradients, Backend
from inference.engine.byte_cache import DEFAULT_BYTES, ByteCache
from inference.imaging.model_input import model_input
from inference.model_pack import ModelPack, ReferenceFilms, read_reference_films

Floats = NDArray[np.float32]
Result = TypeVar("Result")

PREPARED_BYTES = 64 << 20  # five inputs of 1024 x 1024 x 3


class Opener(Protocol):
    """Makes a pack's networks ready to run: on a library, a device and in a number format."""

    @property
    def notice(self) -> str:
        """A sentence about how the networks had to be opened; empty when all is as asked."""

    def open(self) -> Backend:
        """The loaded networks; raises ``PackError`` and ``EngineError``."""

    def guarded(self, work: Callable[[], Result]) -> Result:
        """What ``work`` returns; the library's errors become the engine's."""

    def fall_back(self, error: ThoraCamError) -> bool:
        """Whether there is another way after this error; :meth:`open` takes that from then on."""

    def settle(self, token: CancelToken) -> None:
        """Find out what it takes time to find out, for the next :meth:`open`; raises ``Cancelled``."""


class Runtime:
    """One pack on this machine, loaded once, on first need; safe from any thread."""

    def __init__(self, pack: ModelPack, opener: Opener, cache_bytes: int = DEFAULT_BYTES) -> None:
        self._pack = pack
        self._opener = opener
        self._recent: ByteCache[ActivationsAndGradients] = ByteCache(cache_bytes)
        self._prepared: ByteCache[Floats] = ByteCache(PREPARED_BYTES)
        self._backend: Backend | None = None
        self._reference: ReferenceFilms | None = None
        self._lock = threading.RLock()

    @property
    def notice(self) -> str:
        """A sentence about how the networks had to run; empty when all is as asked."""
        return self._opener.notice

    @property
    def cached_bytes(self) -> int:
        """How much is kept of recent films."""
        return self._recent.held

    def backend(self) -> Backend:
        """The loaded networks; the first call loads them."""
        with self._lock:
            if self._backend is None:
                self._backend = self._opener.open()
            return self._backend

    def reference_films(self) -> ReferenceFilms | None:
        """What the pack's reference films look like to its network; the first call reads them."""
        with self._lock:
            if self._reference is None:
                self._reference = read_reference_films(self._pack)
            return self._reference

    def settle(self, token: CancelToken) -> None:
        """Find out how the networks run fastest here; what is open stays as it is. Raises ``Cancelled``."""
        self._opener.settle(token)

    def activations(self, film: Radiograph, token: CancelToken, progress: ProgressCallback) -> ActivationsAndGradients:
        """The film's activations and gradients, from the cache where it was run before."""
        known = self._recent.get(_key(film))
        if known is None:
            progress(Progress(0.02, "Preparing the film"))
            values = self._prepared.take(_key(film))
            values = model_input(film, self._pack.input)[0] if values is None else values
            token.raise_if_cancelled()
            known = self.forward(values, token, progress)
            self._recent.put(_key(film), known, known.size)
        return known

    def prepare(self, film: Radiograph) -> None:
        """Make a film's input and keep it for :meth:`activations`."""
        if self._recent.get(_key(film)) is None:
            values, _ = model_input(film, self._pack.input)
            self._prepared.put(_key(film), values, values.nbytes)

    def forward(self, values: Floats, token: CancelToken, progress: ProgressCallback) -> ActivationsAndGradients:
        """Run the networks; where a device fails or is full, go on with the CPU from here on."""
        backend = self.backend()
        try:
            return self._opener.guarded(lambda: backend.forward(values, token, progress))
        except EngineError as error:
            if not self._falls_back(backend, error):
                raise
        return self.forward(values, token, progress)

    def _falls_back(self, backend: Backend, error: EngineError) -> bool:
        """Whether another way is there to go on; of several threads that fail alike, the first one turns to it."""
        with self._lock:
            if self._backend is backend:
                if not self._opener.fall_back(error):
                    return False
                self._backend = None
        return True


def _key(film: Radiograph) -> tuple[str, float]:
    return film.film_hash, film.pixel_aspect
