"""The graphics card, its driver and the CUDA libraries of this computer, found without loading any of them for use."""

from __future__ import annotations

import ctypes
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

SECONDS = 10
FILES = {  # of CUDA 12 and cuDNN 9: the library or program that a distribution brings
    "nvidia-cublas-cu12": "libcublas.so.12",
    "nvidia-cuda-cupti-cu12": "libcupti.so.12",
    "nvidia-cuda-nvcc-cu12": "ptxas",
    "nvidia-cuda-nvrtc-cu12": "libnvrtc.so.12",
    "nvidia-cuda-runtime-cu12": "libcudart.so.12",
    "nvidia-cudnn-cu12": "libcudnn.so.9",
    "nvidia-cufft-cu12": "libcufft.so.11",
    "nvidia-curand-cu12": "libcurand.so.10",
    "nvidia-cusolver-cu12": "libcusolver.so.11",
    "nvidia-cusparse-cu12": "libcusparse.so.12",
    "nvidia-nccl-cu12": "libnccl.so.2",
    "nvidia-nvjitlink-cu12": "libnvJitLink.so.12",
}


@dataclass(frozen=True, slots=True)
class Driver:
    """``cards`` as the driver names them; ``cuda`` is the newest CUDA version it speaks; empty is not known."""

    version: str = ""
    cuda: str = ""
    cards: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Library:
    """A library that TensorFlow wants for the GPU; ``found`` says where it comes from, empty where it is missing."""

    name: str
    found: str


def driver() -> Driver:
    """The NVIDIA driver, by its own tool, else by what the kernel says; all empty where there is none."""
    version, cards = _by_tool()
    return Driver(version or kernel_driver_version(), _cuda_of_driver(), cards)


def kernel_driver_version(path: Path = Path("/proc/driver/nvidia/version")) -> str:
    """The version of the NVIDIA driver that the Linux kernel has loaded; empty where there is none."""
    try:
        found = re.search(r"(?:Kernel Module|Module for \S+)\s+([0-9.]+)", path.read_text(encoding="ascii"))
    except (OSError, UnicodeDecodeError):
        return ""
    return found[1] if found else ""


def libraries(wanted: Iterable[str]) -> tuple[Library, ...]:
    """Where each of these distributions is found: installed for Python, or its library in the system."""
    known = _system_libraries()
    return tuple(Library(name, _distribution(name) or known.get(FILES.get(name, ""), "")) for name in wanted)


def _by_tool() -> tuple[str, tuple[str, ...]]:
    tool = shutil.which("nvidia-smi")
    if tool is None:
        return "", ()
    command = [tool, "--query-gpu=driver_version,name,memory.total", "--format=csv,noheader"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=True)  # noqa: S603 - fixed
    except (OSError, subprocess.SubprocessError, UnicodeDecodeError):
        return "", ()
    rows = [[part.strip() for part in line.split(",", 2)] for line in done.stdout.splitlines()]
    whole = [row for row in rows if len(row) == 3]
    return (whole[0][0], tuple(f"{name}, {memory}" for _, name, memory in whole)) if whole else ("", ())


def _cuda_of_driver() -> str:
    name = "nvcuda.dll" if sys.platform == "win32" else "libcuda.so.1"
    number = ctypes.c_int()
    try:
        if ctypes.CDLL(name).cuDriverGetVersion(ctypes.byref(number)):
            return ""
    except (OSError, AttributeError):
        return ""
    return f"{number.value // 1000}.{number.value % 1000 // 10}"


def _distribution(name: str) -> str:
    try:
        return f"{name} {metadata.version(name)}"
    except metadata.PackageNotFoundError:
        return ""


def _system_libraries() -> dict[str, str]:
    """Where the system finds these files, by their names: the loader's cache, LD_LIBRARY_PATH, and PATH for ptxas."""
    found = {"ptxas": shutil.which("ptxas") or ""}
    found |= dict(re.findall(r"^\s+(lib\S+) \(.*=> (\S+)$", _loader_cache(), re.MULTILINE))
    for folder in filter(None, os.environ.get("LD_LIBRARY_PATH", "").split(os.pathsep)):
        found.update({name: str(Path(folder) / name) for name in FILES.values() if (Path(folder) / name).exists()})
    return found


def _loader_cache() -> str:
    tool = shutil.which("ldconfig", path=f"{os.environ.get('PATH', '')}{os.pathsep}/sbin{os.pathsep}/usr/sbin")
    if tool is None:
        return ""
    try:
        done = subprocess.run([tool, "-p"], capture_output=True, text=True, timeout=SECONDS, check=True)  # noqa: S603
    except (OSError, subprocess.SubprocessError, UnicodeDecodeError):
        return ""
    return done.stdout
