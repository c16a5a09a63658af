"""A user's folder of films and labels, and a network small enough to train in a test."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from inference.cli import main
from inference.cli.commands import train as train_command
from inference.training.fitting import train
from inference.training.fitting.network import NetworkOptions
from inference.training.fitting.networks import NetworkPlan

HEADER = ("path", "patient", "Pneumothorax", "Pleural effusion", "Drain", "view", "sex", "age")
SPOT = 24


def tiny_network(options: NetworkOptions) -> Any:
    """A trunk of one convolution and a head; the real trunk takes a minute to compile."""
    import keras

    inputs = keras.Input((options.side, options.side, 1))
    evidence = keras.layers.Conv2D(3, 8, 8, activation="relu", name="evidence")(inputs)
    pooled = keras.layers.GlobalAveragePooling2D()(evidence)
    if options.dropout:
        pooled = keras.layers.Dropout(options.dropout)(pooled)
    return keras.Model(inputs, keras.layers.Dense(options.outputs, name="logits")(pooled))


def use_tiny_network(monkeypatch: pytest.MonkeyPatch, output: str = "logits") -> None:
    """Every name of a network means the tiny one."""
    plan = NetworkPlan("tiny", tiny_network, 1, "evidence", output=output)
    for module in (train_command, train):
        monkeypatch.setattr(module, "plan_of", lambda _name: plan)


def learn_eagerly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take each step as it is written: tracing a graph first, as the program does, takes longer than a few steps."""
    import keras

    monkeypatch.setattr(keras.Model, "run_eagerly", property(lambda _model: True, lambda _model, _asked: None))


def labelled_films(root: Path, count: int = 24) -> Path:
    """Films of ``count`` patients below ``root/films``, every other with a bright square (its mask below ``masks``).

    Returns ``root/labels.csv``.
    """
    rng = np.random.default_rng(0)
    rows = []
    for number in range(count):
        film = rng.integers(0, 90, (70, 60), dtype=np.uint8)
        mask = np.zeros_like(film)
        if number % 2:
            row, column = (int(place) for place in rng.integers(2, 32, 2))
            film[row : row + SPOT, column : column + SPOT] = 250
            mask[row : row + SPOT, column : column + SPOT] = 255
            save(root / "masks" / "pneumothorax" / "ward" / f"{number}.png", mask)
        save(root / "films" / "ward" / f"{number}.png", film)
        rows.append(
            (f"ward/{number}.png", f"p{number}", number % 2, number % 3 % 2, number % 4 % 2, "PA", "FM"[number % 2], 50)
        )
    return table(root / "labels.csv", rows)


def table(path: Path, rows: Sequence[Sequence[object]], header: Sequence[str] = HEADER) -> Path:
    with path.open("w", newline="", encoding="utf-8") as stream:
        csv.writer(stream).writerows([header, *rows])
    return path


def save(path: Path, picture: np.ndarray[Any, np.dtype[np.uint8]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    cv2.imwrite(str(path), picture)


def run(root: Path, *words: str, steps: int = 6, out: str = "pack") -> int:
    """``thoracam train`` on the films below ``root``."""
    given = ["--labels", str(root / "labels.csv"), "--films", str(root / "films"), "--out", str(root / out)]
    return main.main(["train", *given, "--side", "32", "--batch", "4", "--steps", str(steps), *words])
