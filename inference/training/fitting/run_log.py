"""What a training leaves to look at while it runs: curves as pictures, and scalars for TensorBoard."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from inference.files.atomic_file import write_whole
from inference.training.evaluation.curves import Curve
from inference.training.evaluation.plots import Axes, line_plot
from inference.training.fitting.fit import CHECKS, StepReport, ValidationCheck
from inference.training.fitting.tensorboard_log import TensorboardLog

LOSS, AREA = "loss.png", "validation_auc.png"
TENSORBOARD = "tensorboard"
SIZE = (720, 420)


class RunLog:
    """The log of one run in its folder; ``lengths`` are the steps of its phases, in their order."""

    def __init__(self, folder: Path, lengths: Mapping[str, int]) -> None:
        self._folder = folder
        self._tensorboard = TensorboardLog(folder / TENSORBOARD)
        phases = tuple(lengths)
        self._before = {phase: sum(lengths[one] for one in phases[:place]) for place, phase in enumerate(phases)}
        self._steps = sum(lengths.values())

    def add(self, phase: str, step_report: StepReport) -> None:
        """Take in a step; a check redraws the curves from all checks so far, those before a resumption too."""
        areas = finite(step_report.check) if step_report.check else {}
        scalars = {"loss": step_report.loss, **{f"auc/{name}": area for name, area in areas.items()}}
        self._tensorboard.scalars(self._before[phase] + step_report.step, scalars)
        if step_report.check:
            self._tensorboard.flush()
            self._draw()

    def close(self) -> None:
        """The run has ended, or stopped."""
        self._tensorboard.close()

    def _draw(self) -> None:
        losses: list[tuple[int, float]] = []
        areas: dict[str, list[tuple[int, float]]] = {}
        for phase, before in self._before.items():
            for check in checks_in(self._folder / phase):
                losses.append((before + check.step, check.loss))
                for name, area in finite(check).items():
                    areas.setdefault(name, []).append((before + check.step, area))
        top = max((loss for _, loss in losses), default=1.0) * 1.1 or 1.0
        loss_axes = Axes("Training loss (smoothed)", "step", "loss", (0.0, self._steps), (0.0, top))
        area_axes = Axes("AUC on the films put aside", "step", "AUC", (0.0, self._steps), (0.0, 1.0), names_low=True)
        write_whole(self._folder / LOSS, line_plot({"loss": _curve(losses)}, loss_axes, SIZE), overwrite=True)
        write_whole(
            self._folder / AREA, line_plot({k: _curve(v) for k, v in areas.items()}, area_axes, SIZE), overwrite=True
        )


def checks_in(folder: Path) -> tuple[ValidationCheck, ...]:
    """The checks of a phase so far; none before its first."""
    path = folder / CHECKS
    return (
        tuple(ValidationCheck(**row) for row in json.loads(path.read_text(encoding="utf-8"))) if path.exists() else ()
    )


def finite(check: ValidationCheck) -> dict[str, float]:
    """The areas of a check against all other films, not-a-numbers left out."""
    return {name: area for name, area in check.figures.items() if math.isfinite(area) and "/" not in name}


def _curve(points: list[tuple[int, float]]) -> Curve:
    x, y = zip(*points, strict=True)
    return Curve(np.array(x, np.float64), np.array(y, np.float64))
