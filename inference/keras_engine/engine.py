"""The engine: a pack's networks on this machine, from film to analysis."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from inference.analysis_cache import DEFAULT_BYTES, ByteCache
from inference.cancel import CancelToken
from inference.engine import Progress, ProgressCallback, no_progress
from inference.errors import EngineError, OutOfMemory
from inference.findings import Finding
from inference.gradcam import Method
from inference.keras_engine.binary_set import BinarySetBackend
from inference.keras_engine.evidence import LOOKING, Backend, Evidence
from inference.keras_engine.multi import MultiBackend
from inference.keras_engine.numerics import Device, Numerics, Precision, first_choice
from inference.keras_engine.results import HowRun, analysis_of
from inference.keras_engine.tensorflow_room import tensorflow
from inference.model_pack import Kind, ModelPack
from inference.preprocess import model_input, placement
from inference.types import Analysis, Radiograph

Floats = NDArray[np.float32]
Result = TypeVar("Result")
PREPARED_BYTES = 64 << 20  # five inputs of 1024 x 1024 x 3
OUT_OF_GPU_MEMORY = "The GPU ran out of memory; the processor does the work now."


class KerasEngine:
    """Scores films with one model pack; keeps recent feature maps so that another method costs no forward.

    ``device`` is auto, cpu or gpu; ``precision`` auto, float32, bf16 or fp16; ``method`` one of
    :class:`inference.gradcam.Method`, by default Grad-CAM, and HiResCAM for a binary set, where it is exact.
    Nothing is loaded before ``warm_up`` or the first ``analyse``.
    """

    def __init__(
        self,
        pack: ModelPack,
        *,
        device: str = "auto",
        precision: str = "auto",
        method: str | None = None,
        cache_bytes: int = DEFAULT_BYTES,
    ) -> None:
        self.pack = pack
        self.method = Method(method) if method else default_method(pack)
        self._room = _Room(pack, Device(device), Precision(precision), cache_bytes)

    @property
    def notice(self) -> str:
        """A sentence for the user about how the engine had to run; empty when all is as asked."""
        return self._room.notice

    def with_method(self, method: str) -> KerasEngine:
        """An engine for another method that shares networks and recent feature maps with this one."""
        other = object.__new__(KerasEngine)
        other.pack, other.method, other._room = self.pack, Method(method), self._room
        return other

    def warm_up(self) -> None:
        """Load everything and run once on a blank input, so that the first real film is fast."""
        spec = self.pack.input
        blank = np.zeros((spec.rows, spec.columns, spec.channels), np.float32)
        self._room.look(blank, CancelToken(), no_progress)

    def prepare(self, radiograph: Radiograph) -> None:
        """Make a film's input ahead of its analysis, from any thread; raises ``EmptyFilm``."""
        self._room.prepare(radiograph)

    def probabilities(self, radiograph: Radiograph, token: CancelToken) -> dict[Finding, float]:
        """The calibrated probability of each finding the pack judges; nothing is kept. Raises as :meth:`analyse`."""
        values, _ = model_input(radiograph, self.pack.input)
        odds = self._room.look(values, token, no_progress).log_odds
        pairs = zip(self.pack.findings, odds, strict=True)
        return {spec.finding: spec.calibration.probability(float(value)) for spec, value in pairs}

    def analyse(
        self, radiograph: Radiograph, *, token: CancelToken, progress: ProgressCallback = no_progress
    ) -> Analysis:
        """Judge one film.

        Raises ``Cancelled``, ``EmptyFilm`` for constant or not-a-number pixels, ``PackError`` when the pack cannot be
        used and ``EngineError`` when the run fails.
        """
        started = time.perf_counter()
        token.raise_if_cancelled()
        evidence = self._room.evidence(radiograph, token, progress)
        token.raise_if_cancelled()
        progress(Progress(LOOKING[1], "Drawing the heatmaps"))
        backend = self._room.backend()
        maps = backend.maps(evidence, self.method)
        place = placement(radiograph.shape, self.pack.input, radiograph.pixel_aspect)
        how = HowRun(self.method, backend.device, backend.precision, time.perf_counter() - started)
        analysis = analysis_of(self.pack, radiograph, place, evidence.log_odds, maps, how)
        progress(Progress(1.0, "Done"))
        return analysis


class _Room:
    """What engines for different methods share: the loaded networks and the evidence of recent films."""

    def __init__(self, pack: ModelPack, device: Device, precision: Precision, cache_bytes: int) -> None:
        self._pack = pack
        self._wish = (device, precision)
        self._recent: ByteCache[Evidence] = ByteCache(cache_bytes)
        self._prepared: ByteCache[Floats] = ByteCache(PREPARED_BYTES)
        self._backend: Backend | None = None
        self._lock = threading.RLock()
        self.notice = ""

    def backend(self) -> Backend:
        """The loaded networks; the first call loads them."""
        with self._lock:
            if self._backend is None:
                self._backend = _guarded(lambda: open_backend(self._pack, first_choice(*self._wish)))
            return self._backend

    def evidence(self, film: Radiograph, token: CancelToken, progress: ProgressCallback) -> Evidence:
        """The film's evidence, from memory where it was looked at before."""
        known = self._recent.get(_key(film))
        if known is None:
            progress(Progress(0.02, "Preparing the film"))
            values = self._prepared.take(_key(film))
            values = model_input(film, self._pack.input)[0] if values is None else values
            token.raise_if_cancelled()
            known = self.look(values, token, progress)
            self._recent.put(_key(film), known, known.size)
        return known

    def prepare(self, film: Radiograph) -> None:
        """Make a film's input and keep it for :meth:`evidence`."""
        if self._recent.get(_key(film)) is None:
            values, _ = model_input(film, self._pack.input)
            self._prepared.put(_key(film), values, values.nbytes)

    def look(self, values: Floats, token: CancelToken, progress: ProgressCallback) -> Evidence:
        """Run the networks; where a GPU has too little memory, go on with the CPU from here on."""
        backend = self.backend()
        try:
            return _guarded(lambda: backend.look(values, token, progress))
        except OutOfMemory:
            if backend.device == Device.CPU:
                raise
            self._fall_back()
            return _guarded(lambda: self.backend().look(values, token, progress))

    def _fall_back(self) -> None:
        with self._lock:
            self.notice = OUT_OF_GPU_MEMORY
            self._wish = (Device.CPU, Precision.FLOAT32)
            self._backend = None


def _key(film: Radiograph) -> tuple[str, float]:
    return film.film_hash, film.pixel_aspect


def open_backend(pack: ModelPack, numerics: Numerics) -> Backend:
    """The pack's networks, loaded and compiled; raises ``PackError``."""
    return BinarySetBackend(pack, numerics) if pack.kind is Kind.BINARY_SET else MultiBackend(pack, numerics)


def default_method(pack: ModelPack) -> Method:
    """Grad-CAM; for a binary set HiResCAM, since a cell of the seed's own heatmap sees the whole film."""
    return Method.HIRESCAM if pack.kind is Kind.BINARY_SET else Method.GRADCAM


def _guarded(work: Callable[[], Result]) -> Result:
    """What ``work`` returns; TensorFlow's errors and a lack of memory become the engine's."""
    errors = tensorflow().errors
    try:
        return work()
    except (errors.ResourceExhaustedError, MemoryError) as error:
        raise OutOfMemory("There is too little memory for this network.") from error
    except errors.OpError as error:
        raise EngineError(f"TensorFlow stopped: {type(error).__name__}.") from error
