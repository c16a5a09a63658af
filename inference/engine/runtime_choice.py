"""Which library runs a pack: OpenVINO, unless there is an NVIDIA card that TensorFlow computes on."""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from importlib.util import find_spec
from typing import TypeVar

from inference.core.cancel import CancelToken
from inference.core.errors import CannotCompile, ThoraCamError
from inference.engine.activations import Backend
from inference.engine.device_and_precision import Device, Precision
from inference.engine.notices import WITH_TENSORFLOW
from inference.engine.openvino.opener import OpenVinoOpener, OpenVinoOptions
from inference.engine.runtime import Opener
from inference.model_pack import ModelPack

Result = TypeVar("Result")


class ChoosingOpener:
    """One pack on the library that serves it best here; which that is is found out when it is opened."""

    def __init__(self, pack: ModelPack, options: OpenVinoOptions) -> None:
        self._pack, self._options = pack, options
        self._opener: Opener | None = None
        self._said = ""

    @property
    def notice(self) -> str:
        """A sentence about how the networks had to be opened; empty when all is as asked."""
        return self._said or (self._opener.notice if self._opener else "")

    def open(self) -> Backend:
        """The loaded networks. A network that OpenVINO cannot run is left to TensorFlow where that is installed."""
        try:
            return self._first().open()
        except CannotCompile:
            if find_spec("tensorflow") is None or not self._pack.network.of_keras:
                raise
        self._said = WITH_TENSORFLOW
        self._opener = _keras_opener(self._pack, Device.CPU, _of_cpu(self._options.precision))
        return self._opener.open()

    def guarded(self, work: Callable[[], Result]) -> Result:
        """What ``work`` returns; the library's errors become the engine's."""
        assert self._opener is not None  # what is worked with was opened
        return self._opener.guarded(work)

    def fall_back(self, error: ThoraCamError) -> bool:
        """From an NVIDIA card to OpenVINO on the CPU; within OpenVINO from any device to the CPU."""
        if self._opener is None or not self._opener.fall_back(error):
            return False
        if not isinstance(self._opener, OpenVinoOpener):
            self._said = self._opener.notice
            on_cpu = replace(self._options, device=Device.CPU, precision=_of_cpu(self._options.precision))
            self._opener = OpenVinoOpener(self._pack, on_cpu)
        return True

    def settle(self, token: CancelToken) -> None:
        """Find out how the networks run fastest here; a network that cannot be compiled has nothing to settle."""
        with suppress(CannotCompile):
            self._first().settle(token)

    def _first(self) -> Opener:
        if self._opener is None:
            self._opener = self._on_nvidia() or OpenVinoOpener(self._pack, self._options)
        return self._opener

    def _on_nvidia(self) -> Opener | None:
        """TensorFlow, where a GPU may be used, it finds one of NVIDIA's, and the network is one of Keras's."""
        if self._options.device not in (Device.AUTO, Device.GPU) or not self._pack.network.of_keras:
            return None
        if not may_have_nvidia() or not has_gpu():
            return None
        return _keras_opener(self._pack, Device.GPU, self._options.precision)


def _keras_opener(pack: ModelPack, device: Device, precision: Precision) -> Opener:
    from inference.engine.keras.runtime.opener import KerasOpener  # the room of TensorFlow, which most never enter

    return KerasOpener(pack, device, precision)


def has_gpu() -> bool:
    """Whether TensorFlow finds a GPU that it can use; imports it, which takes seconds."""
    from inference.engine.keras.runtime.devices import has_gpu as found

    return found()


def may_have_nvidia() -> bool:
    """Whether it is worth the seconds of asking TensorFlow: its CUDA build is for Linux, and needs NVIDIA's driver."""
    hidden = os.environ.get("CUDA_VISIBLE_DEVICES", "0").strip() in ("", "-1")
    if sys.platform != "linux" or hidden or find_spec("tensorflow") is None:
        return False
    try:
        ctypes.CDLL("libcuda.so.1")
    except OSError:
        return False
    return True


def _of_cpu(precision: Precision) -> Precision:
    """The wish as far as a CPU can fulfil it."""
    return Precision.AUTO if precision is Precision.FP16 else precision
