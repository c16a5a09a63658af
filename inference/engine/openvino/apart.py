"""Work in a process of its own, within bounds of time and memory, whose memory goes back with it."""

from __future__ import annotations

import multiprocessing
import sys
from importlib import import_module
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from inference.core import errors
from inference.core.errors import CannotCompile, OutOfMemory, PackError, ThoraCamError

TOO_MUCH = (OutOfMemory.__name__, "The network takes more memory than is allowed.", None)


def work_apart(place: str, arguments: tuple[Any, ...], pack: Path, *, seconds: float, memory: int = 0) -> Any:
    """What the function at ``place`` (``module:function``) returns there: plain values.

    It is named, not imported: what it needs is loaded there alone. ``memory`` bounds the bytes it may take, on systems
    that have such a bound; 0 is none. Raises its ``ThoraCamError``, of the pack ``pack``, ``CannotCompile`` where it
    takes longer than ``seconds`` or ends early, and ``OutOfMemory``.
    """
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    child = context.Process(target=_work, args=(place, arguments, memory, theirs), name="thoracam-network", daemon=True)
    try:
        child.start()
    except OSError as error:
        ours.close()
        raise CannotCompile("The system did not start the process that compiles the network.") from error
    finally:
        theirs.close()
    in_time = True
    with ours:
        try:
            in_time = ours.poll(seconds)
            kind, detail, made = ours.recv() if in_time else (CannotCompile.__name__, "It takes too long.", None)
        except EOFError:
            kind, detail, made = CannotCompile.__name__, "The process that compiles the network ended early.", None
        finally:
            if not in_time:
                child.kill()
            child.join()
    if kind:
        raise _error(kind, pack, detail)
    return made


def _work(place: str, arguments: tuple[Any, ...], memory: int, answer: Connection) -> None:
    """The child's work; an error travels as plain values."""
    module, _, function = place.partition(":")
    try:
        _bound(memory)
        made = getattr(import_module(module), function)(*arguments)
    except MemoryError:
        answer.send(TOO_MUCH)
    except RuntimeError as error:
        if "bad_alloc" not in str(error):  # how OpenVINO says it
            raise
        answer.send(TOO_MUCH)
    except ThoraCamError as error:
        answer.send((type(error).__name__, error.detail, None))
    else:
        answer.send(("", "", made))


def _bound(memory: int) -> None:
    """Have the system refuse more memory than that."""
    if memory and sys.platform == "linux":
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))


def _error(kind: str, pack: Path, detail: str) -> ThoraCamError:
    known: Any = getattr(errors, kind, CannotCompile)
    found: ThoraCamError = known(pack, detail) if issubclass(known, PackError) else known(detail)
    return found
