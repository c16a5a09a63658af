"""TensorFlow comes in without stopping the window: its libraries outside Python's lock, no collector meanwhile."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = """
import gc, json
from pathlib import Path
from inference.engine.keras.runtime import gil_free_import
from inference.engine.keras.runtime.tensorflow_import import tensorflow

collected = []
gc.callbacks.append(lambda phase, info: collected.append(phase))
there = gil_free_import.load_libraries()
mapped = "libtensorflow_cc" in Path("/proc/self/maps").read_text()
collected.clear()
tensorflow()
print(json.dumps([there, mapped, len(collected), gc.get_freeze_count(), gc.isenabled()]))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_the_libraries_come_by_a_foreign_call_and_no_garbage_is_collected_meanwhile() -> None:
    command = [sys.executable, "-c", SCRIPT]
    said = subprocess.run(command, capture_output=True, check=True, cwd=Path(__file__).parents[3]).stdout
    there, mapped, collected, frozen, enabled = json.loads(said)
    assert (there, mapped, collected, enabled) == (True, True, 0, True)
    assert frozen > 100_000
