"""A training that 0.1.0 began is gone on with by its own command."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from inference.cli import main
from inference.core.findings import PNEUMOTHORAX
from inference.model_pack import load_pack
from inference.training.fitting.run_log import checks_in
from tests.inference.training.training_runs import use_tiny_network

# Keras 3.15 asks NumPy 2 to copy TensorFlow's variables in the old way; nothing of ours.
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")

TRAINED = Path(__file__).parents[2] / "fixtures_0_1_0" / "trained"


def test_a_run_that_was_stopped_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use_tiny_network(monkeypatch)
    shutil.copytree(TRAINED / "stopped.work", tmp_path / "stopped.work")
    given = ["--labels", str(TRAINED / "labels.csv"), "--films", str(TRAINED / "films"), "--side", "32"]
    more = ["--batch", "4", "--steps", "12", "--seed", "3", "--share", "0.3", "--resume"]
    before = checks_in(tmp_path / "stopped.work" / "whole")
    assert main.main(["train", *given, "--out", str(tmp_path / "stopped"), *more]) == 0
    checks = checks_in(tmp_path / "stopped.work" / "whole")
    assert checks[: len(before)] == before
    assert checks[-1].step > before[-1].step
    assert load_pack(tmp_path / "stopped").spec(PNEUMOTHORAX) is not None
