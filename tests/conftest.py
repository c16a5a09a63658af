"""Shared fixtures: no display, no GPU, no settings but the test's own, and no thread left behind."""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")

import sys
import threading
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QMainWindow

from tests.inference.model_pack.packs import write_tiny_pack


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings and logs go where the test can see them, never to the developer's own."""
    for name in ("config", "state", "cache", "data"):
        monkeypatch.setenv(f"XDG_{name.upper()}_HOME", str(tmp_path / name))
    runtime = tmp_path_factory.mktemp("run")  # not in the test's own folder, whose files some tests count
    runtime.chmod(0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(runtime))


@pytest.fixture(autouse=True)
def own_hooks(monkeypatch: pytest.MonkeyPatch) -> None:
    """The program replaces what Python calls when something goes wrong; afterwards it is the test's again."""
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(sys, "unraisablehook", sys.unraisablehook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    monkeypatch.setattr(warnings, "showwarning", warnings.showwarning)


@pytest.fixture(autouse=True)
def no_thread_left() -> Iterator[None]:
    """Whatever a test starts has ended when it ends."""
    yield
    left = [thread.name for thread in threading.enumerate() if thread.name.startswith("thoracam")]
    assert left == []


@pytest.fixture(autouse=True)
def no_window_left() -> Iterator[None]:
    """Windows end with their test: Qt would dress those that stay again with each later one, and take ever longer."""
    yield
    if QApplication.instance() is not None:
        for window in QApplication.topLevelWidgets():
            if isinstance(window, QMainWindow):
                window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture(scope="session")
def tiny_pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model pack that likes bright corners (pneumothorax) and dark ones (pleural effusion)."""
    return write_tiny_pack(tmp_path_factory.mktemp("pack") / "tiny")
