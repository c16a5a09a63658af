"""Which device and which number format an engine runs on."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


class Device(StrEnum):
    """Where to run."""

    AUTO = "auto"
    CPU = "cpu"
    GPU = "gpu"
    NPU = "npu"


class Precision(StrEnum):
    """In which number format to run the backbone; weights stay float32."""

    AUTO = "auto"
    FLOAT32 = "float32"
    BF16 = "bf16"
    FP16 = "fp16"


@dataclass(frozen=True, slots=True)
class DeviceAndPrecision:
    """One way to run: ``device`` is not auto; of the network, the share ``early`` from the film on stays float32."""

    device: Device
    precision: Precision
    early: float = 0.0

    @property
    def label(self) -> str:
        """How provenance names the precision."""
        if self.precision is Precision.FLOAT32 or self.early == 0.0:
            return self.precision.value
        return f"{self.precision.value}, first {self.early:.0%} of the layers float32"


EXACT = DeviceAndPrecision(Device.CPU, Precision.FLOAT32)


def cpu_has_bf16() -> bool:
    """Whether the processor computes in bfloat16 (AMX or AVX512-BF16); known on Linux only, elsewhere no."""
    try:
        flags = Path("/proc/cpuinfo").read_text(encoding="ascii", errors="replace").split()
    except OSError:
        return False
    return "avx512_bf16" in flags or "amx_bf16" in flags
