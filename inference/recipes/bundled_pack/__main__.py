"""Makes the bundled pack: films with simulated findings, the training, the decisions, the report part's figures.

``python -m inference.recipes.bundled_pack --shared SHARED --start LITE0.npz --out PACK --work WORK``

``SHARED`` holds the folders films and films2. A run that was stopped goes on from its last checkpoint. With
``--network PACK`` nothing is trained but the head of rib fracture: the rest of the network is that pack's.
"""

from __future__ import annotations

import argparse
import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import cv2

from inference.engine.keras.load import load_model
from inference.model_pack import load_pack
from inference.recipes.bundled_pack import fracture_head, learning, lite_network, writing
from inference.recipes.bundled_pack.known_films import CHOOSE, REPORT
from inference.recipes.bundled_pack.learning import Material
from inference.recipes.bundled_pack.network_outputs import Watched
from inference.recipes.bundled_pack.targets import KEYS, NAMES

log = logging.getLogger(__name__)


def main(arguments: Sequence[str] | None = None) -> None:
    """Command line."""
    chosen = _parser().parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    cv2.setNumThreads(0)
    counts = learning.SIMULATED
    if chosen.network:
        counts = {part: counts[part] for part in (CHOOSE, REPORT)}
    material = learning.load(chosen.shared, chosen.work, counts)
    last = learning.PHASES[-1]
    network = _network(chosen, material)
    fracture_head.refit(network, Watched(network, last.input), material, chosen.work)
    found = writing.write(network, last, learning.PHASES, material, chosen.shared, chosen.out, sheet=chosen.sheet)
    for item in found.areas:
        log.info("%s by %s of %s: %.3f", item.key, item.label, item.judge, item.against_all.value)


def _network(chosen: argparse.Namespace, material: Material) -> Any:
    """The network as a pack holds it: a pack's, that of the last checkpoint, or one trained now."""
    if chosen.network:
        return load_model(load_pack(chosen.network))
    last = learning.PHASES[-1]
    trained = learning.ended(last, chosen.work) if chosen.again else learning.train(material, chosen.start, chosen.work)
    return lite_network.plain(trained, last.network, [NAMES.index(key) for key in KEYS])


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, required=True, help="folder with films and films2")
    begin = parser.add_mutually_exclusive_group(required=True)
    begin.add_argument("--start", type=Path, help="EfficientNet-Lite 0 without classifier, .npz")
    begin.add_argument("--again", action="store_true", help="train nothing, write the pack from the last checkpoint")
    begin.add_argument("--network", type=Path, help="train nothing, take the network of this pack")
    parser.add_argument("--out", type=Path, required=True, help="the pack's folder")
    parser.add_argument("--work", type=Path, required=True, help="folder for decoded and drawn films and checkpoints")
    parser.add_argument("--sheet", type=Path, help="a picture of simulated findings for the model card, JPEG")
    return parser


if __name__ == "__main__":
    main()
