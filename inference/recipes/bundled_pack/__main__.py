"""Makes the bundled pack: films with simulated findings, the training, the decisions, the report part's figures.

``python -m inference.recipes.bundled_pack --shared SHARED --start LITE0.npz --out PACK --work WORK``

``SHARED`` holds the folders films and films2. A run that was stopped goes on from its last checkpoint.
"""

from __future__ import annotations

import argparse
import logging
from collections.abc import Sequence
from pathlib import Path

import cv2

from inference.recipes.bundled_pack import learning, writing

log = logging.getLogger(__name__)


def main(arguments: Sequence[str] | None = None) -> None:
    """Command line."""
    chosen = _parser().parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    cv2.setNumThreads(0)
    material = learning.load(chosen.shared, chosen.work)
    phases = learning.PHASES
    model = (
        learning.ended(phases[-1], chosen.work)
        if chosen.again
        else learning.train(material, chosen.start, chosen.work, phases)
    )
    found = writing.write(model, phases[-1], phases, material, chosen.shared, chosen.out, sheet=chosen.sheet)
    for item in found.areas:
        log.info("%s by %s of %s: %.3f", item.key, item.label, item.judge, item.against_all.value)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, required=True, help="folder with films and films2")
    parser.add_argument("--start", type=Path, required=True, help="EfficientNet-Lite 0 without classifier, .npz")
    parser.add_argument("--out", type=Path, required=True, help="the pack's folder")
    parser.add_argument("--work", type=Path, required=True, help="folder for decoded and drawn films and checkpoints")
    parser.add_argument("--sheet", type=Path, help="a picture of simulated findings for the model card, JPEG")
    parser.add_argument("--again", action="store_true", help="train nothing, write the pack from the last checkpoint")
    return parser


if __name__ == "__main__":
    main()
