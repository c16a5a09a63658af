"""What a network says of the films put aside while it is trained."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

from inference.training.data.labels import UNKNOWN, LabelledFilm, LabelTable
from inference.training.fitting import network, validation

FILMS = np.random.default_rng(0).uniform(-1, 1, (6, 64, 64, 1)).astype(np.float32)
TARGETS = ((1.0, 1.0), (0.0, 0.0), (UNKNOWN, 0.0), (1.0, 0.0), (0.0, 1.0), (0.0, 0.0))
TABLE = LabelTable(
    ("Pneumothorax", "Effusion"),
    tuple(LabelledFilm(f"{number}.png", str(number), targets, number == 1) for number, targets in enumerate(TARGETS)),
)


@cache
def model() -> Any:
    """A stand-in with the layers that matter; the real trunk takes seconds to compile."""
    import keras

    inputs = keras.Input((64, 64, 1))
    evidence = keras.layers.Conv2D(4, 16, 16, activation="relu", name=network.TARGET_LAYER)(inputs)
    pooled = keras.layers.GlobalAveragePooling2D()(evidence)
    return keras.Model(inputs, keras.layers.Dense(2, name=network.HEAD)(pooled))


def test_areas_are_given_against_all_films_and_against_normal_ones() -> None:
    areas = validation.validation(TABLE, ["Effusion"], FILMS)(model())
    assert set(areas) == {"Effusion", "Effusion/normal"}
    assert all(0.0 <= value <= 1.0 for value in areas.values())
