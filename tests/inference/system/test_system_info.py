"""What the program says of this computer: which device computes and why, and what to do where the GPU stays out."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from inference.cli.main import main
from inference.engine.keras.runtime.hardware import TensorFlowFacts, wanted_distributions
from inference.engine.openvino.devices import OpenVinoFacts
from inference.system import gpu, system_info
from inference.system.gpu import FILES, Driver, Library
from inference.system.system_info import SystemInfo, system_text, translatable

FACTS = TensorFlowFacts("2.21.0", "12.5.1", "9", (), tuple(FILES))
LIGHT = OpenVinoFacts("2026.4.1", (("CPU", "Some processor"),))
WITH_GRAPHICS = OpenVinoFacts("2026.4.1", (*LIGHT.devices, ("GPU.0", "Intel Arc"), ("NPU", "Intel AI Boost")))
NEW, OLD = Driver("570.86", "12.8", ("NVIDIA H100, 81559 MiB",)), Driver("470.1", "11.4")


@pytest.fixture
def linux(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> pytest.MonkeyPatch:
    """A Linux machine with neither card nor CUDA; what it has is added by the test."""
    monkeypatch.delenv("CUDA_VISIBLE_DEVICES", raising=False)
    monkeypatch.delenv("LD_LIBRARY_PATH", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    (tmp_path / "bin").mkdir()
    monkeypatch.setattr(gpu, "_cuda_of_driver", lambda: "")
    monkeypatch.setattr(gpu, "kernel_driver_version", lambda: "")
    monkeypatch.setattr(gpu, "_loader_cache", lambda: "")
    return monkeypatch


def looked(facts: TensorFlowFacts | None = FACTS, wish: str = "auto", light: OpenVinoFacts = LIGHT) -> SystemInfo:
    return system_info.system_info(wish, lambda: facts, lambda: light)


def on(monkeypatch: pytest.MonkeyPatch, system: str) -> None:
    """Have the module under test take this for another system; for all else it stays the true one."""
    monkeypatch.setattr(system_info, "sys", SimpleNamespace(**{**vars(sys), "platform": system}))


def with_driver(monkeypatch: pytest.MonkeyPatch, found: Driver) -> None:
    monkeypatch.setattr(system_info, "driver", lambda: found)


def with_libraries(monkeypatch: pytest.MonkeyPatch, *, missing: str = "") -> None:
    there = tuple(Library(name, "" if name == missing else f"{name} 1") for name in FILES)
    monkeypatch.setattr(system_info, "libraries", lambda wanted: there)


def test_a_gpu_that_tensorflow_finds_is_used(linux: pytest.MonkeyPatch) -> None:
    info = looked(replace(FACTS, gpus=("NVIDIA H100",)))
    assert (info.device, info.reason, info.advice) == ("gpu (NVIDIA H100)", "TensorFlow can use it", "")


def test_who_asks_for_the_processor_gets_it(linux: pytest.MonkeyPatch) -> None:
    assert looked(replace(FACTS, gpus=("NVIDIA H100",)), wish="cpu").device == "cpu"


def test_each_runtime_says_what_it_sees(linux: pytest.MonkeyPatch) -> None:
    text = system_text(looked(light=WITH_GRAPHICS))
    assert "OpenVINO 2026.4.1" in text
    assert "OpenVINO sees: CPU (Some processor); GPU.0 (Intel Arc); NPU (Intel AI Boost)\n" in text
    assert "For training and NVIDIA cards: TensorFlow 2.21.0" in text


@pytest.mark.parametrize(("wish", "device"), [("gpu", "gpu (Intel Arc)"), ("npu", "npu (Intel AI Boost)")])
def test_who_asks_for_what_openvino_sees_gets_it(linux: pytest.MonkeyPatch, wish: str, device: str) -> None:
    info = looked(wish=wish, light=WITH_GRAPHICS)
    assert (info.device, info.reason) == (device, "OpenVINO can use it")


def test_graphics_are_taken_by_themselves_on_windows_only(linux: pytest.MonkeyPatch) -> None:
    info = looked(light=WITH_GRAPHICS)
    assert info.device == "cpu"
    assert "--device" in info.reason
    on(linux, "win32")
    assert looked(light=WITH_GRAPHICS).device == "gpu (Intel Arc)"


def test_a_card_of_nvidia_goes_before_graphics(linux: pytest.MonkeyPatch) -> None:
    assert looked(replace(FACTS, gpus=("NVIDIA H100",)), light=WITH_GRAPHICS).device == "gpu (NVIDIA H100)"


def test_without_tensorflow_that_is_what_a_card_of_nvidia_lacks(linux: pytest.MonkeyPatch) -> None:
    with_driver(linux, NEW)
    info = looked(None)
    assert info.device == "cpu"
    assert "comes without" in info.reason
    assert "uv run --extra gpu" in info.advice
    assert "For training and NVIDIA cards: not installed" in system_text(info)


def test_without_a_driver_the_driver_is_named(linux: pytest.MonkeyPatch) -> None:
    assert "nvidia-smi" in looked().advice


def test_an_old_driver_is_said_with_the_version_that_is_needed(linux: pytest.MonkeyPatch) -> None:
    with_driver(linux, OLD)
    assert "525.60.13" in looked().advice


def test_missing_libraries_are_named_with_the_command_that_installs_them(linux: pytest.MonkeyPatch) -> None:
    with_driver(linux, NEW)
    with_libraries(linux, missing="nvidia-cudnn-cu12")
    text = system_text(looked())
    assert "CUDA libraries missing: nvidia-cudnn-cu12\n" in text
    assert "uv sync --extra gpu" in text
    assert "NVIDIA H100, 81559 MiB" in text


def test_with_all_there_the_silence_of_tensorflow_is_admitted(linux: pytest.MonkeyPatch) -> None:
    with_driver(linux, NEW)
    with_libraries(linux)
    assert "TF_CPP_MIN_LOG_LEVEL=0" in looked().advice


def test_a_hidden_gpu_is_said(linux: pytest.MonkeyPatch) -> None:
    with_driver(linux, NEW)
    linux.setenv("CUDA_VISIBLE_DEVICES", "-1")
    assert "Unset CUDA_VISIBLE_DEVICES" in looked().advice


@pytest.mark.parametrize(("system", "word"), [("win32", "WSL2"), ("darwin", "Apple")])
def test_systems_without_gpu_support_are_told_so(system: str, word: str, linux: pytest.MonkeyPatch) -> None:
    on(linux, system)
    assert word in looked(replace(FACTS, cuda="")).advice


def test_the_built_program_says_that_it_has_no_cuda(linux: pytest.MonkeyPatch) -> None:
    with_driver(linux, NEW)
    linux.setattr(sys, "frozen", True, raising=False)
    assert "without the CUDA" in looked(replace(FACTS, cuda="", wanted=())).reason


def test_a_tensorflow_without_cuda_is_said(linux: pytest.MonkeyPatch) -> None:
    with_driver(linux, NEW)
    assert "without CUDA" in looked(replace(FACTS, cuda="")).reason


def test_card_and_driver_are_asked_of_nvidias_own_tool(linux: pytest.MonkeyPatch, tmp_path: Path) -> None:
    tool = tmp_path / "bin" / "nvidia-smi"
    tool.write_text("#!/bin/sh\necho '570.86, NVIDIA L4, 23034 MiB'\necho '570.86, NVIDIA L4, 23034 MiB'\n")
    tool.chmod(0o755)
    assert gpu.driver() == Driver("570.86", "", ("NVIDIA L4, 23034 MiB",) * 2)
    tool.write_text("#!/bin/sh\necho 'NVIDIA-SMI has failed'\nexit 9\n")
    assert gpu.driver() == Driver()


@pytest.mark.parametrize(
    "line",
    [
        "NVRM version: NVIDIA UNIX x86_64 Kernel Module  550.54.15  Tue Mar  5 22:23:56 UTC 2024",
        "NVRM version: NVIDIA UNIX Open Kernel Module for x86_64  550.54.15  Release Build",
    ],
)
def test_without_the_tool_the_kernel_knows_the_driver(line: str, tmp_path: Path) -> None:
    path = tmp_path / "version"
    path.write_text(line, encoding="ascii")
    assert gpu.kernel_driver_version(path) == "550.54.15"


def test_libraries_of_the_system_count_as_found(linux: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "libcudnn.so.9").touch()
    linux.setenv("LD_LIBRARY_PATH", str(tmp_path))
    cache = "\tlibcublas.so.12 (libc6,x86-64) => /usr/lib/libcublas.so.12\n"
    linux.setattr(gpu, "_loader_cache", lambda: cache)
    found = {library.name: library.found for library in gpu.libraries(FILES)}
    assert found["nvidia-cublas-cu12"] == "/usr/lib/libcublas.so.12"
    assert found["nvidia-cudnn-cu12"] == str(tmp_path / "libcudnn.so.9")
    assert found["nvidia-cufft-cu12"] == ""


def test_everything_the_installed_tensorflow_wants_is_known_by_its_file() -> None:
    assert set(wanted_distributions()) == set(FILES)


def test_the_command_says_it_as_text_and_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["info", "--system"]) == 0
    assert "Computes on: cpu: CUDA_VISIBLE_DEVICES hides every GPU" in capsys.readouterr().out  # as the tests have it
    assert main(["info", "--system", "--json"]) == 0
    facts = json.loads(capsys.readouterr().out)
    assert facts["device"] == "cpu"
    assert facts["tensorflow"]["version"]
    assert main(["info"]) == 2


def test_all_it_says_can_be_translated(linux: pytest.MonkeyPatch) -> None:
    asked: set[str] = set()
    system_text(looked(), lambda text: asked.add(text) or text)  # type: ignore[func-returns-value]
    assert asked - {""} <= set(translatable())
