"""Imports TensorFlow without holding Python's lock for long, so that a window goes on answering meanwhile.

Two things hold it: the loading of a library of one gigabyte within an ``import``, and the garbage collector, which
walks every object of the import again and again and never steps aside.
"""

from __future__ import annotations

import ctypes
import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

LIBRARIES = ("lib_pywrap_tensorflow_common.so", "lib_pywrap_tensorflow_common.dylib")


def load_libraries() -> bool:
    """Load TensorFlow's libraries by a foreign call, which lets go of the lock; whether there were any to load.

    What fails here is left to the import, which says so. Nothing is done on Windows.
    """
    paths = [path for path in _libraries() if path.is_file()]
    if sys.platform == "win32" or not paths:
        return False
    system = ctypes.CDLL(None)
    system.dlopen.restype, system.dlopen.argtypes = ctypes.c_void_p, (ctypes.c_char_p, ctypes.c_int)
    return all(system.dlopen(bytes(path), sys.getdlopenflags()) for path in paths)


@contextmanager
def without_collecting() -> Iterator[None]:
    """Collect no garbage meanwhile, and never look again at what there is afterwards: a full look takes 0.4 s."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if was_on:
            gc.enable()


def _libraries() -> Iterator[Path]:
    found = find_spec("tensorflow")
    for folder in (found and found.submodule_search_locations) or ():
        for name in LIBRARIES:
            yield Path(folder) / "python" / name
