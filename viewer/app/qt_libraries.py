"""Whether the system has the libraries that Qt rests on: asked before Qt, which would end the process without a word.

Qt's wheels bring Qt, and expect these libraries of Linux; a bare Debian, Ubuntu or container lacks them.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

Load = Callable[[str], object]
PACKAGES = {  # what Debian and Ubuntu call the package of each library
    "libdbus-1.so.3": "libdbus-1-3",
    "libEGL.so.1": "libegl1",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libGL.so.1": "libgl1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libX11.so.6": "libx11-6",
    "libxkbcommon.so.0": "libxkbcommon0",
}
X11_PACKAGES = {
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb.so.1": "libxcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
WAYLAND_PACKAGES = {"libwayland-client.so.0": "libwayland-client0", "libwayland-cursor.so.0": "libwayland-cursor0"}
OF_PLATFORM = {"xcb": X11_PACKAGES, "wayland": WAYLAND_PACKAGES}


def plugin_of(platform: str) -> Path | None:
    """Where Qt's wheel has the plug-in of a platform (``xcb``, ``wayland``, ``offscreen``); None where it has none."""
    found = find_spec("PySide6")
    if found is None or not found.submodule_search_locations:
        return None
    plugin = Path(found.submodule_search_locations[0]) / "Qt" / "plugins" / "platforms" / f"libq{platform}.so"
    return plugin if plugin.exists() else None


def why_qt_does_not_load(platform: str, load: Load = ctypes.CDLL) -> str:
    """A sentence about libraries that are missing on this system, with their packages; empty where Qt loads.

    Loads what Qt loads itself a moment later, so that where nothing is missing nothing is lost. ``load`` stands in for
    the system in tests.
    """
    plugin = plugin_of(platform)
    problem = "" if plugin is None else _problem(str(plugin), load)
    if not problem:
        return ""
    packages = missing_packages(platform, load)
    if not packages:
        return f"Qt does not load: {problem}."
    return f"Libraries that Qt needs are missing; on Debian and Ubuntu: apt-get install {' '.join(packages)}"


def missing_packages(platform: str, load: Load = ctypes.CDLL) -> tuple[str, ...]:
    """Debian's and Ubuntu's packages of the libraries that Qt needs on a platform and this system lacks."""
    needed = PACKAGES | OF_PLATFORM.get(platform, {})
    return tuple(sorted({package for library, package in needed.items() if _problem(library, load)}))


def _problem(library: str, load: Load) -> str:
    """Why a library does not load; empty where it does."""
    try:
        load(library)
    except OSError as error:
        return str(error)
    return ""
