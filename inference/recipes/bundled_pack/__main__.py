"""Makes the shipped pack.

``python -m inference.recipes.bundled_pack --films FILMS --start MOBILENET.tflite --out PACK --work WORK``
"""

from __future__ import annotations

import argparse
import logging
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import cv2

from inference.recipes.bundled_pack import data, phases, writing

log = logging.getLogger(__name__)


def one_thread() -> None:
    """Use one thread for everything: two of them, beside other load, spend their time waiting for each other."""
    import tensorflow as tf

    tf.config.threading.set_intra_op_parallelism_threads(1)
    tf.config.threading.set_inter_op_parallelism_threads(1)
    cv2.setNumThreads(0)


def main(arguments: Sequence[str] | None = None) -> None:
    """Command line."""
    chosen = _parser().parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    one_thread()
    films = data.from_folder(chosen.films, chosen.work)
    if not chosen.again:
        first = phases.train_real(films.real, chosen.start, chosen.work, resume=chosen.resume)
        phases.train_mixed(films, first, chosen.work, resume=chosen.resume)
    recipe = phases.MIXED[-1]
    model = phases.mixed_end(recipe, chosen.work)
    measured = replace(recipe, mirror=chosen.mirror)
    for item in writing.write(films, measured, model, chosen.out, chosen.version, sheet=chosen.sheet):
        found = item.metrics
        log.info("%s AUC %.3f (%.3f to %.3f)", found.key, found.auc.value, found.auc.low, found.auc.high)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--films", type=Path, required=True, help="folder with labels.csv and the films it names")
    parser.add_argument("--start", type=Path, required=True, help="the quantised MobileNetV2, a TFLite file")
    parser.add_argument("--out", type=Path, required=True, help="the pack's folder")
    parser.add_argument("--work", type=Path, required=True, help="folder for decoded and painted films and checkpoints")
    parser.add_argument("--version", default=writing.VERSION, help="the pack's version")
    parser.add_argument("--sheet", type=Path, help="a picture of painted synthetic films for the model card, JPEG")
    parser.add_argument("--mirror", action="store_true", help="let the engine average a film and its mirror image")
    parser.add_argument("--resume", action="store_true", help="go on from the last checkpoint of each phase")
    parser.add_argument("--again", action="store_true", help="train nothing, write the pack from the last checkpoint")
    return parser


if __name__ == "__main__":
    main()
