"""Holds packs of PyTorch's networks against what PyTorch and the public Grad-CAM say; fails where they differ.

Run in this program's environment: ``python -m tests.e2e.pytorch.compare FOLDER``, on what ``networks.py`` wrote.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np

from inference.core.analysis import Method
from inference.core.cancel import CancelToken
from inference.core.findings import FINDINGS
from inference.core.ports import no_progress
from inference.engine.openvino.importing.new_onnx import OnnxPack, pack_into
from inference.engine.openvino.importing.read_onnx import FilmScaling
from inference.engine.openvino.importing.xrv import import_xrv
from inference.engine.openvino.opener import OpenVinoOpener, OpenVinoOptions
from inference.imaging.model_input import Fit, InputSpec, Normalise
from inference.model_pack import load_pack
from inference.model_pack.new_pack import NewPack

LOGITS, MAPS = 1e-4, 1e-3
PUBLISHED = {"xrv-densenet121": "densenet121-res224-all", "xrv-resnet50": "resnet50-res512-all"}
SPEC = InputSpec(0, 0, fit=Fit.STRETCH, normalise=Normalise.MINMAX, range=(-1.0, 1.0))


def packed(path: Path, outputs: int, folder: Path) -> str:
    """Make the pack of a file; how its heatmaps are made."""
    if path.suffix == ".onnx":
        findings = (*FINDINGS, *[None] * (outputs - len(FINDINGS)))
        made = pack_into(path, folder, "pack", OnnxPack(NewPack(findings, SPEC), FilmScaling()))
        return f"{made[3]} at {made[0]}"
    made = import_xrv.pack_into(path, folder, "pack", PUBLISHED[path.stem.removesuffix("-legacy")])
    return f"{made[3]} at {made[0]}"


def compared(path: Path, expected: Any) -> bool:
    """One file against PyTorch; says the figures."""
    with tempfile.TemporaryDirectory() as folder:
        how = packed(path, expected["logits"].size, Path(folder))
        pack = load_pack(Path(folder))
        backend = OpenVinoOpener(pack, OpenVinoOptions()).open()
        film = np.ascontiguousarray(expected["film"].transpose(0, 2, 3, 1))[0]
        started = time.perf_counter()
        found = backend.forward(film, CancelToken(), no_progress)
        maps = backend.maps(found, Method.GRADCAM)
        seconds = time.perf_counter() - started
    outputs = [spec.output for spec in pack.judged]
    logits = float(np.abs(found.log_odds - expected["logits"][outputs]).max())
    wanted = expected["maps"][outputs]
    away = float((np.abs(maps - wanted).max(axis=(1, 2)) / np.abs(wanted).max(axis=(1, 2))).max())
    good = logits <= LOGITS and away <= MAPS
    said = f"logits {logits:.1e}  maps {away:.1e}  {seconds:.2f} s  {how}"
    sys.stdout.write(f"{path.name:<28} {'ok' if good else 'DIFFERS':<8} {said}\n")
    sys.stdout.flush()
    return good


def main(folder: Path) -> int:
    """All files of a folder."""
    files = sorted([*folder.glob("*.onnx"), *folder.glob("*.pt")])
    results = [compared(path, np.load(folder / f"{path.stem.removesuffix('-legacy')}.npz")) for path in files]
    sys.stdout.write(f"{sum(results)} of {len(results)} files agree with PyTorch\n")
    return 0 if results and all(results) else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
