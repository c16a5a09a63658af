"""``thoracam self-test``: the pack loads, the sample is analysed, overlays lie where they belong."""

from __future__ import annotations

import argparse
import sys

import numpy as np

import resources
from inference.cancel import CancelToken
from inference.errors import EngineError
from inference.packs import open_engine
from inference.preprocess import Fit, InputSpec, cell_at, placement, to_film
from inference.reading import read_film, scan
from inference.types import Placement

SHAPES = ((300, 300), (400, 250), (250, 400))


def run(options: argparse.Namespace) -> int:
    """Run every check; prints OK, or raises what is wrong."""
    _say("Geometry of overlays", check_geometry())
    engine = open_engine(options.model)
    engine.warm_up()
    _say("Model pack", str(options.model.name))
    path = scan((resources.path("samples"),)).studies[0].films[0].path
    analysis = engine.analyse(read_film(path), token=CancelToken())
    scored = sum(result.analysed for result in analysis.results)
    if not scored:
        raise EngineError("The sample film was not scored for any finding.")
    _say("Sample film", f"{scored} findings scored in {analysis.provenance.seconds:.2f} s")
    sys.stdout.write("OK\n")
    return 0


def check_geometry() -> str:
    """A heatmap hot in one corner is hottest in that corner of the film, for every shape; raises ``EngineError``."""
    for shape in SHAPES:
        for fit in Fit:
            place = placement(shape, InputSpec(rows=256, columns=256, fit=fit))
            for corner in ((0.1, 0.1), (0.1, 0.9), (0.9, 0.1), (0.9, 0.9)):
                _check_corner(shape, place, corner)
    return "a hot corner stays in its corner"


def _check_corner(shape: tuple[int, int], place: Placement, corner: tuple[float, float]) -> None:
    row, column = corner[0] * shape[0], corner[1] * shape[1]
    heat = np.zeros((16, 16), np.float32)
    heat[cell_at(row, column, place, (16, 16))] = 1.0
    film = to_film(heat, place, shape)
    hottest = np.unravel_index(int(film.argmax()), film.shape)
    off = max(abs(hottest[0] - row) / shape[0], abs(hottest[1] - column) / shape[1])
    if off > 1 / 12:
        raise EngineError(f"An overlay lies {off:.0%} of the film away from its place.")


def _say(what: str, words: str) -> None:
    sys.stdout.write(f"{what}: {words}\n")
