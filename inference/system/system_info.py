"""What this computer brings for the work, which device does it and why; for people, and for whoever they ask for help.

Nothing here is about films, files or people.
"""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from inference.core.software import VERSION
from inference.engine.device_and_precision import Device
from inference.engine.keras.runtime.hardware import TensorFlowFacts, tensorflow_facts
from inference.engine.openvino.devices import OpenVinoFacts, openvino_facts
from inference.system.gpu import Driver, Library, driver, libraries
from inference.text.wording import Translate

FEATURES = {"avx2": "AVX2", "avx512f": "AVX-512", "avx512_bf16": "AVX512-BF16", "amx_bf16": "AMX-BF16"}
NOT_KNOWN = "not known on this system"
NONE = "none found"
NOT_INSTALLED = "not installed"

CHOSEN = "chosen in the settings or by --device"
USED = "TensorFlow can use it"
USED_LIGHT = "OpenVINO can use it"
ON_WISH = "Intel graphics are used where they are asked for, in the settings or by --device"
NO_TENSORFLOW = "NVIDIA cards need TensorFlow, which this installation comes without"
WINDOWS = "TensorFlow has no GPU support on native Windows"
MACOS = "TensorFlow computes on the processor on macOS"
PLAIN_BUILD = "the installed TensorFlow is built without CUDA"
HIDDEN = "CUDA_VISIBLE_DEVICES hides every GPU"
NO_DRIVER = "no NVIDIA driver answers"
OLD_DRIVER = "the NVIDIA driver is too old for the CUDA of TensorFlow"
BUILT = "the installed program comes without the CUDA libraries"
NO_LIBRARIES = "CUDA libraries are missing"
SILENT = "TensorFlow does not say why it leaves the GPU out"
ADVICE = {
    ON_WISH: "",
    NO_TENSORFLOW: "To use the GPU, run ThoraCAM from its source folder on Linux with `uv run --extra gpu thoracam`.",
    WINDOWS: "To use an NVIDIA card, run ThoraCAM inside WSL2 (Ubuntu) with `uv run --extra gpu thoracam`.",
    MACOS: "Apple's GPUs are not used; nothing needs to be installed.",
    PLAIN_BUILD: "Install ThoraCAM from its source folder on Linux with `uv sync --extra gpu`.",
    HIDDEN: "Unset CUDA_VISIBLE_DEVICES and start ThoraCAM again.",
    NO_DRIVER: "If there is an NVIDIA card, install its driver, so that `nvidia-smi` lists the card.",
    OLD_DRIVER: "Install a newer NVIDIA driver: 525.60.13 or later for CUDA 12.",
    BUILT: "Run ThoraCAM from its source folder with `uv run --extra gpu thoracam`.",
    NO_LIBRARIES: "Install them with `uv sync --extra gpu` in ThoraCAM's source folder.",
    SILENT: "Start `thoracam info --system` with TF_CPP_MIN_LOG_LEVEL=0 to see what TensorFlow says.",
}


@dataclass(frozen=True, slots=True)
class SystemInfo:
    """``features`` are those of the processor that matter here, None where the system does not tell.

    ``tensorflow`` is None where it is not installed.
    """

    program: str
    python: str
    system: str
    processor: str
    cores: int
    features: tuple[str, ...] | None
    memory_gb: float | None
    free_gb: float | None
    openvino: OpenVinoFacts
    tensorflow: TensorFlowFacts | None
    driver: Driver
    libraries: tuple[Library, ...]
    device: str
    reason: str
    advice: str


def system_info(
    wish: str = "auto",
    ask: Callable[[], TensorFlowFacts | None] = tensorflow_facts,
    ask_light: Callable[[], OpenVinoFacts] = openvino_facts,
) -> SystemInfo:
    """Look at this computer; ``wish`` is auto, cpu, gpu or npu. Imports TensorFlow where it is, which takes seconds."""
    facts, light, found = ask(), ask_light(), driver()
    there = libraries(facts.wanted) if facts and facts.cuda else ()
    device, reason = _device(Device(wish), light, facts, found, there)
    total, free = _memory()
    return SystemInfo(
        program=VERSION,
        python=platform.python_version(),
        system=_system(),
        processor=_processor(),
        cores=os.cpu_count() or 1,
        features=_features(),
        memory_gb=total,
        free_gb=free,
        openvino=light,
        tensorflow=facts,
        driver=found,
        libraries=there,
        device=device,
        reason=reason,
        advice=ADVICE.get(reason, ""),
    )


def system_facts(info: SystemInfo) -> dict[str, object]:
    """The same for programs, ready for JSON."""
    return asdict(info)


def system_text(info: SystemInfo, translate: Translate = str) -> str:
    """The same to be read, a line a fact."""
    facts, found = info.tensorflow, info.driver
    memory = translate(NOT_KNOWN) if info.memory_gb is None else f"{info.memory_gb:.1f} GB"
    free = "" if info.free_gb is None else translate("{amount} GB free").format(amount=f"{info.free_gb:.1f}")
    features = translate(NOT_KNOWN) if info.features is None else ", ".join(info.features)
    lines = [
        ("Program", f"ThoraCAM {info.program}, Python {info.python}, OpenVINO {info.openvino.version}"),
        ("For training and NVIDIA cards", _tensorflow_text(facts) or translate(NOT_INSTALLED)),
        ("OpenVINO sees", "; ".join(f"{key} ({name})" for key, name in info.openvino.devices)),
        ("System", info.system),
        ("Processor", f"{info.processor} ({info.cores})"),
        ("Its extensions", features or translate(NONE)),
        ("Memory", ", ".join(filter(None, (memory, free)))),
        ("Graphics cards", "; ".join(found.cards) or translate(NONE)),
        ("NVIDIA driver", _driver_text(found) or translate(NONE)),
        ("CUDA libraries found", ", ".join(library.found for library in info.libraries if library.found)),
        ("CUDA libraries missing", ", ".join(library.name for library in info.libraries if not library.found)),
        ("Computes on", f"{info.device}: {translate(info.reason)}"),
        ("What to do", translate(info.advice)),
    ]
    return "\n".join(f"{translate(name)}: {value}" for name, value in lines if value)


def translatable() -> list[str]:
    """All words of this module: what a translation has to know."""
    names = ("Program", "System", "Processor", "Its extensions", "Memory", "Graphics cards", "NVIDIA driver")
    more = (
        "For training and NVIDIA cards",
        "OpenVINO sees",
        "CUDA libraries found",
        "CUDA libraries missing",
        "Computes on",
        "What to do",
        "{amount} GB free",
    )
    words = [NOT_KNOWN, NONE, NOT_INSTALLED, CHOSEN, USED, USED_LIGHT]
    return [*names, *more, *words, *filter(None, [*ADVICE, *ADVICE.values()])]


def _device(
    wish: Device, light: OpenVinoFacts, facts: TensorFlowFacts | None, found: Driver, there: tuple[Library, ...]
) -> tuple[str, str]:
    """What would be taken and why: an NVIDIA card first, then what OpenVINO sees, as ``engine.runtime_choice`` does."""
    if wish is Device.CPU:
        return "cpu", CHOSEN
    if facts and facts.gpus and wish is not Device.NPU:
        return f"gpu ({facts.gpus[0]})", USED
    wanted = Device.GPU if wish is Device.AUTO else wish
    name = light.name_of(wanted)
    if name is not None and (wish is not Device.AUTO or sys.platform == "win32"):
        return f"{wanted} ({name})", USED_LIGHT
    if name is not None:
        return "cpu", ON_WISH
    return "cpu", _why_no_gpu(facts, found, there)


def _why_no_gpu(facts: TensorFlowFacts | None, found: Driver, there: tuple[Library, ...]) -> str:
    """The first obstacle on the way to a GPU."""
    cuda = facts.cuda if facts else ""
    obstacles = {
        WINDOWS: sys.platform == "win32",
        MACOS: sys.platform == "darwin",
        HIDDEN: os.environ.get("CUDA_VISIBLE_DEVICES", "0").strip() in ("", "-1"),
        NO_DRIVER: not found.version and not found.cuda,
        BUILT: bool(getattr(sys, "frozen", False)),
        NO_TENSORFLOW: facts is None,
        PLAIN_BUILD: not cuda,
        OLD_DRIVER: _major(found.cuda) < _major(cuda),
        NO_LIBRARIES: any(not library.found for library in there),
    }
    return next((reason for reason, so in obstacles.items() if so), SILENT)


def _major(version: str) -> int:
    """What is not known stands in nobody's way."""
    first = version.split(".")[0]
    return int(first) if first.isdecimal() else sys.maxsize


def _tensorflow_text(facts: TensorFlowFacts | None) -> str:
    if facts is None:
        return ""
    return f"TensorFlow {facts.version}" + (f", CUDA {facts.cuda}, cuDNN {facts.cudnn}" if facts.cuda else "")


def _driver_text(found: Driver) -> str:
    return ", ".join(filter(None, (found.version, f"CUDA {found.cuda}" if found.cuda else "")))


def _system() -> str:
    try:
        name = platform.freedesktop_os_release()["PRETTY_NAME"]
    except (OSError, KeyError):
        name = platform.system()
    return f"{name}, {platform.release()}, {platform.machine()}"


def _processor() -> str:
    return next((value for key, value in _cpu_lines() if key == "model name"), platform.processor()) or NOT_KNOWN


def _features() -> tuple[str, ...] | None:
    flags = next((value.split() for key, value in _cpu_lines() if key == "flags"), None)
    return None if flags is None else tuple(name for flag, name in FEATURES.items() if flag in flags)


def _cpu_lines() -> list[tuple[str, str]]:
    return _lines(Path("/proc/cpuinfo"))


def _memory() -> tuple[float | None, float | None]:
    """GB of memory in all, and free for programs; None where the system does not tell."""
    known = dict(_lines(Path("/proc/meminfo")))
    sizes = [known.get(name, "").split() for name in ("MemTotal", "MemAvailable")]
    total, free = (int(size[0]) * 1024 / 1e9 if size else None for size in sizes)
    return total, free


def _lines(path: Path) -> list[tuple[str, str]]:
    """Key and value of each line of a file of the kernel; none on systems without it."""
    try:
        text = path.read_text(encoding="ascii", errors="replace")
    except OSError:
        return []
    pairs = (line.partition(":") for line in text.splitlines())
    return [(key.strip(), value.strip()) for key, _, value in pairs]
