"""A child process that others send to: little address space, no tracebacks, gone with the program."""

from __future__ import annotations

import ctypes
import os
import signal
import threading
from contextlib import suppress

_STACK = 512 << 10  # bytes of each thread
_NICE = 5  # whoever sits at the window goes first
_ARENA_MAX = -8  # M_ARENA_MAX of <malloc.h>


def begin_child() -> None:
    """At the start of the child, before it makes threads."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the program, which ends this process
    with suppress(OSError, AttributeError):
        os.nice(_NICE)
    threading.stack_size(_STACK)
    threading.excepthook = _say_nothing
    with suppress(OSError, AttributeError, TypeError):
        ctypes.CDLL(None).mallopt(_ARENA_MAX, 2)  # not one of 64 MB of address space for each thread, as Linux has it


def bound_memory(memory: int) -> None:
    """Bound the child's address space, in bytes, where the system can (not on Windows and macOS)."""
    with suppress(ImportError, ValueError, OSError):
        import resource  # not on Windows

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def _say_nothing(_error: threading.ExceptHookArgs) -> None:
    """What ends one association is told of as an event; a traceback would go to the program's own output."""
