"""Opens a pack's compiled form: finds it, chooses device and number format, and holds it against what it must say."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

import numpy as np

from inference.core.analysis import Analysis, Method
from inference.core.calibration import sigmoid
from inference.core.cancel import Cancelled, CancelToken
from inference.core.errors import EngineError, OutOfMemory, PackMismatch, ThoraCamError, UsageError
from inference.core.film import Radiograph
from inference.core.ports import no_progress
from inference.engine.activations import Backend
from inference.engine.device_and_precision import EXACT, Device, DeviceAndPrecision, Precision, cpu_has_bf16
from inference.engine.notices import DEVICE_FAILED, NO_GPU, NO_NPU
from inference.engine.openvino.backend import OpenVinoBackend
from inference.engine.openvino.compile_once import form_of
from inference.engine.openvino.compiled_form import CompiledForm, check_input
from inference.engine.openvino.devices import device_name, network_on, openvino_facts
from inference.engine.pack_engine import default_method
from inference.engine.precision_selection import PrecisionCache, PrecisionSelection, decide
from inference.engine.results import HowRun, analysis_of
from inference.imaging.model_input import model_input
from inference.model_pack import ModelPack

Result = TypeVar("Result")

AGREES = {Precision.FLOAT32: 1e-3, Precision.BF16: 0.1, Precision.FP16: 0.1}
"""How far scores of the check input may be from Keras's on any machine; far less than what a broken form is off by."""


@dataclass(frozen=True, slots=True)
class OpenVinoOptions:
    """How the user wants the engine to run.

    ``requests`` films may be under way at once. ``check_films`` gives films on which a faster number format must agree
    with float32 before ``auto`` takes it; without any, ``auto`` is float32. ``cache`` is the folder that keeps what was
    settled, compiled forms of packs that bring none, and compiled graphs; None keeps nothing. With ``yielding`` a
    device that is not there is no error: the CPU does the work, and the notice says so. On a CPU the networks run on
    ``threads``, 0 for one on each core.
    """

    device: Device = Device.AUTO
    precision: Precision = Precision.AUTO
    requests: int = 1
    check_films: Callable[[CancelToken], Sequence[Radiograph]] = lambda token: ()
    cache: Path | None = None
    yielding: bool = False
    threads: int = 0


class OpenVinoOpener:
    """One pack on OpenVINO."""

    def __init__(self, pack: ModelPack, options: OpenVinoOptions) -> None:
        self._pack, self._options = pack, options
        self._compiled: CompiledForm | None = None
        self._chosen: DeviceAndPrecision | None = None
        self._settled: DeviceAndPrecision | None = None
        self.notice = ""

    def open(self) -> Backend:
        """The compiled form, made first where there is none; a device that fails is left for the CPU.

        Raises ``PackMismatch`` for a form that does not say what the pack's own network says, ``CannotCompile`` where
        none can be made, and ``EngineError``.
        """
        self._compiled = self._compiled or form_of(self._pack, self._options.cache)
        compiled = self._compiled
        self._chosen = self._chosen or self.guarded(self._numerics)
        chosen = self._chosen
        try:
            return self.guarded(lambda: self._checked(compiled, chosen))
        except (EngineError, PackMismatch) as error:
            if not self.fall_back(error):
                raise
        return self.guarded(lambda: self._checked(compiled, EXACT))

    def guarded(self, work: Callable[[], Result]) -> Result:
        """What ``work`` returns; OpenVINO's errors and a lack of memory become the engine's."""
        try:
            return work()
        except (ThoraCamError, Cancelled):
            raise
        except MemoryError as error:
            raise OutOfMemory("There is too little memory for this network.") from error
        except RuntimeError as error:
            raise EngineError("OpenVINO stopped.") from error

    def fall_back(self, error: ThoraCamError) -> bool:
        """Whatever another device than the CPU does wrong, the CPU goes on."""
        if self._chosen is None or self._chosen.device is Device.CPU:
            return False
        self.notice = DEVICE_FAILED
        self._chosen = EXACT
        return True

    def settle(self, token: CancelToken) -> None:
        """Find out on the check films, once a machine and pack, which number format is fastest and agrees with float32.

        Counts from the next :meth:`open` on; nothing to do where formats are not open to choice. Raises ``Cancelled``.
        """
        device, wish = self._options.device, self._options.precision
        if device not in (Device.AUTO, Device.CPU) or wish is not Precision.AUTO or not cpu_has_bf16():
            return
        if self._known() is None and (films := self._options.check_films(token)):
            compiled = self._compiled = self._compiled or form_of(self._pack, self._options.cache)

            def run(numerics: DeviceAndPrecision) -> PrecisionSelection:
                return timed_run(self._pack, compiled, numerics, films, token)

            self._settled = self.guarded(lambda: decide(run, self._cache(), self._pack.pack_hash))

    def _checked(self, compiled: CompiledForm, numerics: DeviceAndPrecision) -> Backend:
        """The backend, after a first run whose scores and heatmaps must be those that Keras gave for this input."""
        blobs = self._options.cache / "graphs" if self._options.cache else None
        requests, threads = self._options.requests, self._options.threads
        backend = backend_on(self._pack, compiled, numerics, requests=requests, threads=threads, blobs=blobs)
        check(self._pack, compiled, backend, AGREES[numerics.precision])
        return backend

    def _numerics(self) -> DeviceAndPrecision:
        """As wished; where that is open, float32, or on a processor with bf16 units what was settled."""
        device, wish = self._device(), self._options.precision
        if device is not Device.CPU:
            return DeviceAndPrecision(device, Precision.FLOAT32 if wish is Precision.AUTO else wish)
        if wish is Precision.FP16 and self.notice:
            return EXACT  # meant for the GPU that is not there, which was said
        if wish is Precision.FP16:
            raise UsageError("fp16 needs a GPU; on a CPU use float32, bf16 or auto.")
        if wish is not Precision.AUTO:
            return replace(EXACT, precision=wish)
        return (self._known() if cpu_has_bf16() else None) or EXACT

    def _known(self) -> DeviceAndPrecision | None:
        """What was settled for this pack on this machine, now or earlier."""
        cache = self._cache()
        return self._settled or (cache.get(self._pack.pack_hash) if cache else None)

    def _cache(self) -> PrecisionCache | None:
        return PrecisionCache(self._options.cache / "precision.json") if self._options.cache else None

    def _device(self) -> Device:
        """The device that was asked for, or for ``auto`` Intel graphics on Windows, else the CPU."""
        wish = self._options.device
        if wish is Device.CPU or (wish is Device.AUTO and sys.platform != "win32"):
            return Device.CPU
        wanted = Device.GPU if wish is Device.AUTO else wish
        if self.guarded(openvino_facts).name_of(wanted) is not None:
            return wanted
        if wish is not Device.AUTO and not self._options.yielding:
            raise EngineError(f"There is no {wish.upper()} that can be used.")
        if wish is not Device.AUTO:
            self.notice = NO_GPU if wish is Device.GPU else NO_NPU
        return Device.CPU


def check(pack: ModelPack, compiled: CompiledForm, backend: Backend, agrees: float) -> None:
    """Run the check input; raises ``PackMismatch`` where scores or heatmaps are not what the pack's network gave."""
    activations = backend.forward(check_input(pack.input), CancelToken(), no_progress)
    scores = [sigmoid(float(value)) for value in activations.log_odds]
    expected = [sigmoid(value) for value in compiled.form.log_odds]
    heat = np.abs(backend.maps(activations, default_method(pack))).mean(axis=(1, 2))
    same = np.allclose(scores, expected, rtol=0, atol=agrees, equal_nan=True)
    if not (same and np.allclose(heat, compiled.form.heat, rtol=10 * agrees, atol=agrees, equal_nan=True)):
        raise PackMismatch(pack.folder, "Its compiled form does not give what its own network gives; compile it anew.")


def timed_run(
    pack: ModelPack,
    compiled: CompiledForm,
    numerics: DeviceAndPrecision,
    films: Sequence[Radiograph],
    token: CancelToken,
) -> PrecisionSelection:
    """One way of running, timed on check films, after a run that nobody times; raises ``Cancelled``."""
    backend = backend_on(pack, compiled, numerics)
    inputs = [model_input(film, pack.input) for film in films]
    backend.forward(inputs[0][0], token, no_progress)
    seconds: list[float] = []
    analyses: list[Analysis] = []
    for film, (values, place) in zip(films, inputs, strict=True):
        started = time.perf_counter()
        activations = backend.forward(values, token, no_progress)
        maps = backend.maps(activations, Method.GRADCAM)
        seconds.append(time.perf_counter() - started)
        how = HowRun(Method.GRADCAM, backend.device, backend.precision, seconds[-1], backend.target_layer)
        analyses.append(analysis_of(pack, film, place, activations.log_odds, maps, how))
    return PrecisionSelection(numerics, tuple(seconds), tuple(analyses))


def backend_on(
    pack: ModelPack,
    compiled: CompiledForm,
    numerics: DeviceAndPrecision,
    *,
    requests: int = 1,
    threads: int = 0,
    blobs: Path | None = None,
) -> OpenVinoBackend:
    """The compiled form ready to run in one way; ``blobs`` is where what compiling costs time to make is kept."""
    network = network_on(compiled.model, numerics, requests=requests, threads=threads, blobs=blobs)
    return OpenVinoBackend(pack, compiled, network, device_name(numerics.device), numerics.label)
