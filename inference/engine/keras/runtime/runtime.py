"""What engines for different methods share: the loaded networks and what is known of recent films."""

from __future__ import annotations

import gc
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from inference.core.analysis import Analysis, Method
from inference.core.cancel import CancelToken
from inference.core.errors import EngineError, OutOfMemory
from inference.core.film import Radiograph
from inference.core.ports import Progress, ProgressCallback, no_progress
from inference.engine.byte_cache import DEFAULT_BYTES, ByteCache
from inference.engine.keras.activations import ActivationsAndGradients, Backend
from inference.engine.keras.binary_backend import BinarySetBackend
from inference.engine.keras.multilabel_backend import MultilabelBackend
from inference.engine.keras.results import HowRun, analysis_of
from inference.engine.keras.runtime.device_and_precision import (
    Device,
    DeviceAndPrecision,
    Precision,
    cpu_has_bf16,
    first_choice,
    has_gpu,
)
from inference.engine.keras.runtime.precision_selection import PrecisionCache, PrecisionSelection, decide
from inference.engine.keras.runtime.tensorflow_import import tensorflow
from inference.engine.keras.runtime.time_bound import within_time
from inference.imaging.model_input import model_input
from inference.model_pack import Kind, ModelPack, ReferenceFilms, read_reference_films

Floats = NDArray[np.float32]
Result = TypeVar("Result")

PREPARED_BYTES = 64 << 20  # five inputs of 1024 x 1024 x 3
OUT_OF_GPU_MEMORY = "The GPU ran out of memory; the processor does the work now."
NO_GPU = (
    "The settings ask for the GPU, but TensorFlow finds none; the processor does the work now. "
    "Help > This computer says what is missing."
)
NOTICES = (OUT_OF_GPU_MEMORY, NO_GPU)


@dataclass(frozen=True, slots=True)
class RuntimeOptions:
    """How the user wants the engine to run.

    ``check_films`` gives films on which a faster number format must agree with float32 before ``auto`` takes it;
    without any, ``auto`` on a CPU is float32. ``precision_cache`` is the file that keeps such decisions. With
    ``yielding`` a GPU that is not there is no error: the CPU does the work, and the notice says so.
    """

    device: Device = Device.AUTO
    precision: Precision = Precision.AUTO
    cache_bytes: int = DEFAULT_BYTES
    check_films: Callable[[], Sequence[Radiograph]] = tuple
    precision_cache: Path | None = None
    yielding: bool = False


class Runtime:
    """One pack on this machine, loaded once, on first need; safe from any thread."""

    def __init__(self, pack: ModelPack, options: RuntimeOptions) -> None:
        self._pack = pack
        self._options = options
        self._recent: ByteCache[ActivationsAndGradients] = ByteCache(options.cache_bytes)
        self._prepared: ByteCache[Floats] = ByteCache(PREPARED_BYTES)
        self._backend: Backend | None = None
        self._chosen: DeviceAndPrecision | None = None
        self._reference: ReferenceFilms | None = None
        self._lock = threading.RLock()
        self.notice = ""

    @property
    def cached_bytes(self) -> int:
        """How much is kept of recent films."""
        return self._recent.held

    def backend(self) -> Backend:
        """The loaded networks; the first call loads them."""
        with self._lock:
            if self._backend is None:
                self._chosen = self._chosen or _guarded(self._numerics)
                chosen = self._chosen
                self._backend = _guarded(lambda: within_time(self._pack, lambda: open_backend(self._pack, chosen)))
                gc.collect()  # Keras models are cycles; their weights are constants of the graph now
            return self._backend

    def reference_films(self) -> ReferenceFilms | None:
        """What the pack's reference films look like to its network; the first call reads them."""
        with self._lock:
            if self._reference is None:
                self._reference = read_reference_films(self._pack)
            return self._reference

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
        """Run the networks; where a GPU has too little memory, go on with the CPU from here on."""
        try:
            return self._forward(values, token, progress)
        except OutOfMemory:
            if self._chosen is None or self._chosen.device is not Device.GPU:
                raise
        self._fall_back()
        return self._forward(values, token, progress)

    def _forward(self, values: Floats, token: CancelToken, progress: ProgressCallback) -> ActivationsAndGradients:
        backend = self.backend()
        return _guarded(lambda: backend.forward(values, token, progress))

    def _fall_back(self) -> None:
        with self._lock:
            self.notice = OUT_OF_GPU_MEMORY
            self._chosen = DeviceAndPrecision(Device.CPU, Precision.FLOAT32)
            self._backend = None

    def _numerics(self) -> DeviceAndPrecision:
        """As wished; where that is open, as the check films decide if the processor has bf16 units."""
        if self._options.yielding and self._options.device is Device.GPU and not has_gpu():
            self.notice = NO_GPU
            return DeviceAndPrecision(Device.CPU, Precision.FLOAT32)
        first = first_choice(self._options.device, self._options.precision)
        if first.device is Device.GPU or self._options.precision is not Precision.AUTO or not cpu_has_bf16():
            return first
        cache = PrecisionCache(self._options.precision_cache) if self._options.precision_cache else None
        known = cache.get(self._pack.pack_hash) if cache else None
        films = () if known else self._options.check_films()  # reading them takes seconds
        if not films:
            return known or first
        return decide(lambda numerics: timed_run(self._pack, numerics, films), cache, self._pack.pack_hash)


def timed_run(pack: ModelPack, numerics: DeviceAndPrecision, films: Sequence[Radiograph]) -> PrecisionSelection:
    """One way of running, timed on check films, after a run that nobody times."""
    backend = open_backend(pack, numerics)
    inputs = [model_input(film, pack.input) for film in films]
    backend.forward(inputs[0][0], CancelToken(), no_progress)
    seconds: list[float] = []
    analyses: list[Analysis] = []
    for film, (values, place) in zip(films, inputs, strict=True):
        started = time.perf_counter()
        activations = backend.forward(values, CancelToken(), no_progress)
        maps = backend.maps(activations, Method.GRADCAM)
        seconds.append(time.perf_counter() - started)
        how = HowRun(Method.GRADCAM, backend.device, backend.precision, seconds[-1], backend.target_layer)
        analyses.append(analysis_of(pack, film, place, activations.log_odds, maps, how))
    return PrecisionSelection(numerics, tuple(seconds), tuple(analyses))


def open_backend(pack: ModelPack, numerics: DeviceAndPrecision) -> Backend:
    """The pack's networks, loaded and compiled; raises ``PackError``."""
    return BinarySetBackend(pack, numerics) if pack.kind is Kind.BINARY_SET else MultilabelBackend(pack, numerics)


def _key(film: Radiograph) -> tuple[str, float]:
    return film.film_hash, film.pixel_aspect


def _guarded(work: Callable[[], Result]) -> Result:
    """What ``work`` returns; TensorFlow's errors and a lack of memory become the engine's."""
    errors = tensorflow().errors
    try:
        return work()
    except (errors.ResourceExhaustedError, MemoryError) as error:
        raise OutOfMemory("There is too little memory for this network.") from error
    except errors.OpError as error:
        raise EngineError(f"TensorFlow stopped: {type(error).__name__}.") from error
