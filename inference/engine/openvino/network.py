"""A graph compiled for a device, run by requests that work at once, each of which can be stopped on its way."""

from __future__ import annotations

import queue
import time
from collections.abc import Callable
from contextlib import suppress
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from inference.engine.openvino.compiled_form import output_name
from inference.engine.openvino.openvino_import import openvino

Floats = NDArray[np.float32]
Tick = Callable[[float], None]
"""Told about the share of the run that is done, 0..1; raises ``Cancelled`` to stop it."""

POLL_MS = 20  # between two looks at whether to go on
FULL = 0.95  # of a run that takes longer than the one before


class Network:
    """One or more compiled graphs, each of which takes what the one before it gives first; safe from any thread.

    ``requests`` runs go on at once; a further one waits for the first to be done.
    """

    def __init__(self, graphs: list[Any], requests: int = 1) -> None:
        self._free: queue.SimpleQueue[list[Any]] = queue.SimpleQueue()
        for _ in range(requests):
            self._free.put(_chain(graphs))
        self._seconds = 0.0

    def run(self, values: Floats, tick: Tick) -> dict[str, Floats]:
        """The outputs by name for an input (1, rows, columns, channels)."""
        chain = self._free.get()
        try:
            started = time.perf_counter()
            chain[0].set_input_tensor(openvino().Tensor(np.ascontiguousarray(values, dtype=np.float32)))
            for request in chain:
                self._finish(request, tick, started)
            self._seconds = time.perf_counter() - started
            tick(1.0)
            return {output_name(output): np.array(tensor.data) for output, tensor in _results(chain)}
        finally:
            self._free.put(chain)

    def _finish(self, request: Any, tick: Tick, started: float) -> None:
        """Run one request to its end, or stop it where ``tick`` raises."""
        request.start_async()
        try:
            while not request.wait_for(POLL_MS):
                passed = time.perf_counter() - started
                tick(min(passed / self._seconds, FULL) if self._seconds else 0.0)
        except BaseException:
            request.cancel()
            with suppress(RuntimeError):  # says that it was cancelled
                request.wait()
            raise
        request.wait()  # says what went wrong


def _chain(graphs: list[Any]) -> list[Any]:
    """A request for each graph; each works on the very memory that the one before it fills."""
    requests = [graph.create_infer_request() for graph in graphs]
    for before, after in pairwise(requests):
        after.set_input_tensor(before.get_output_tensor(0))
    return requests


def _results(chain: list[Any]) -> list[tuple[Any, Any]]:
    """Outputs and their tensors, without those that only the next graph takes."""
    held = [list(zip(request.model_outputs, request.output_tensors, strict=True)) for request in chain]
    return [pair for pairs in held[:-1] for pair in pairs[1:]] + held[-1]
