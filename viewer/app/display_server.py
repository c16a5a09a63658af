"""Whether this machine can show a window: asked before Qt, which would end the process without a word."""

from __future__ import annotations

import ctypes
import os
import sys
from importlib.util import find_spec

from viewer.app.qt_libraries import Load, why_qt_does_not_load


def why_no_window(load: Load = ctypes.CDLL) -> str:
    """What keeps a window from being shown, in a sentence or two; empty where nothing does. ``load`` is for tests."""
    if find_spec("PySide6") is None:
        return "Qt (PySide6) is not installed."
    if not sys.platform.startswith("linux"):
        return ""
    reasons = [
        " ".join(filter(None, (_why_no_display(name), why_qt_does_not_load(name, load)))) for name in _platforms()
    ]
    return "" if "" in reasons else reasons[0]


def _platforms() -> list[str]:
    """The platforms that Qt will try, by the names of its plug-ins: what the user chose, or what is running."""
    chosen = [name.split(":")[0] for name in os.environ.get("QT_QPA_PLATFORM", "").split(";") if name]
    if chosen:
        return chosen
    if not os.environ.get("WAYLAND_DISPLAY"):
        return ["xcb"]
    return ["wayland", "xcb"] if os.environ.get("DISPLAY") else ["wayland"]


def _why_no_display(platform: str) -> str:
    if platform == "xcb":
        return _why_no_x() if os.environ.get("DISPLAY") else _nothing_set()
    return _nothing_set() if platform == "wayland" and not os.environ.get("WAYLAND_DISPLAY") else ""


def _nothing_set() -> str:
    return "There is no display (neither DISPLAY nor WAYLAND_DISPLAY is set)."


def _why_no_x() -> str:
    """Ask the X server itself; Qt's plug-in aborts the process where it does not answer."""
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return ""  # said with the other libraries that are missing
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connect.argtypes = [ctypes.c_char_p, ctypes.c_void_p]
    xcb.xcb_connection_has_error.argtypes = [ctypes.c_void_p]
    xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(None, None)
    broken = xcb.xcb_connection_has_error(connection)
    xcb.xcb_disconnect(connection)
    return "The display named by DISPLAY does not answer." if broken else ""
