"""Whether this machine can show a window: asked before Qt, which would end the process without a word."""

from __future__ import annotations

import ctypes
import os
import sys
from importlib.util import find_spec


def why_no_window() -> str:
    """A sentence why no window can be shown, empty when one can."""
    if find_spec("PySide6") is None:
        return "Qt (PySide6) is not installed."
    if not sys.platform.startswith("linux") or _platform() not in ("", "xcb", "wayland"):
        return ""
    if os.environ.get("WAYLAND_DISPLAY"):
        return ""
    if not os.environ.get("DISPLAY"):
        return "There is no display (neither DISPLAY nor WAYLAND_DISPLAY is set)."
    return _why_no_x()


def _platform() -> str:
    return os.environ.get("QT_QPA_PLATFORM", "").split(":")[0].split(";")[0]


def _why_no_x() -> str:
    """Ask the X server itself; Qt's plug-in aborts the process where it or a library is missing."""
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
        ctypes.CDLL("libxcb-cursor.so.0")
    except OSError:
        return "Qt's X11 libraries are missing; on Debian and Ubuntu: apt-get install libxcb-cursor0 libxcb1."
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connect.argtypes = [ctypes.c_char_p, ctypes.c_void_p]
    xcb.xcb_connection_has_error.argtypes = [ctypes.c_void_p]
    xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(None, None)
    broken = xcb.xcb_connection_has_error(connection)
    xcb.xcb_disconnect(connection)
    return "The display named by DISPLAY does not answer." if broken else ""
