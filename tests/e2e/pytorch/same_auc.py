"""Brings in what ``train.py`` wrote, evaluates it, and fails where an AUC differs from PyTorch's by more than 0.001.

Run in this program's environment: ``python -m tests.e2e.pytorch.same_auc FILMS OUT``.
"""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path

import numpy as np

from viewer.__main__ import main as thoracam

CLOSE = 1e-3


def auc(scores: list[float], truth: list[bool]) -> float:
    """The share of pairs that are in order; equal ones count half."""
    values, positive = np.array(scores), np.array(truth)
    away = values[positive][:, None] - values[~positive][None]
    return float(((away > 0) + 0.5 * (away == 0)).mean())


def main(films: Path, out: Path) -> int:
    """Make the pack, evaluate it on the films kept aside, and compare."""
    expected = json.loads((out / "auc.json").read_text("utf-8"))
    keys = [key for key in expected if key != "films"]
    pack, evaluated = str(out / "pack"), out / "evaluated"
    made = ["--findings", ",".join(keys), "--normalise", "fixed", "--range", "-1", "1", "--out", pack]
    measured = ["--labels", str(out / "labels.csv"), "--films", str(films), "--model", pack, "--override"]
    if thoracam(["model", "new", str(out / "net.onnx"), *made]) or thoracam(
        ["evaluate", *measured, "--out", str(evaluated)]
    ):
        return 1
    labels = {row["path"]: row for row in csv.DictReader((out / "labels.csv").open(encoding="utf-8"))}
    good = True
    for key in keys:
        rows = list(csv.DictReader((evaluated / f"{key}.csv").open(encoding="utf-8")))
        found = auc([float(row["probability"]) for row in rows], [labels[row["path"]][key] == "1" for row in rows])
        same = len(rows) == expected["films"] and abs(found - expected[key]) <= CLOSE
        sys.stdout.write(f"{key}: AUC {found:.4f}, in PyTorch {expected[key]:.4f}{'' if same else ': DIFFERS'}\n")
        good = good and same
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
