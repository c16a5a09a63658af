"""Trains a small network in PyTorch on labelled films, writes it as ONNX, and says its AUC on films it has not seen.

Run in an environment of PyTorch's own: ``python train.py FILMS OUT [EPOCHS]``; FILMS holds ``labels.csv`` with the
columns file, patient and nih_labels. OUT gets ``net.onnx``, ``labels.csv`` of the films kept aside, and ``auc.json``.
"""

from __future__ import annotations

import csv
import json
import sys
import zlib
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import torch
from torch import nn

SIDE = 128
FINDINGS = {"pneumothorax": "Pneumothorax", "pleural_effusion": "Effusion"}


def film(path: Path) -> Any:
    """A film as the pack will have it: stretched, black -1, white 1."""
    grey = np.asarray(cv2.imread(str(path), cv2.IMREAD_GRAYSCALE), np.float32) / 255
    return cv2.resize(grey, (SIDE, SIDE), interpolation=cv2.INTER_AREA) * 2 - 1


def network() -> Any:
    """Five convolutions, pooling, one dense layer."""
    layers: list[Any] = []
    for made, of in ((16, 1), (32, 16), (48, 32), (64, 48), (64, 64)):
        layers += [nn.Conv2d(of, made, 3, 2 if made < 64 else 1, 1, bias=False), nn.BatchNorm2d(made), nn.ReLU()]
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(64, len(FINDINGS)))


def auc(scores: Any, truth: Any) -> float:
    """The share of pairs that are in order; equal ones count half."""
    above = scores[truth == 1][:, None] - scores[truth == 0][None]
    return float(((above > 0) + 0.5 * (above == 0)).mean())


def read(folder: Path) -> tuple[Any, Any, list[dict[str, str]]]:
    """Films, truth and rows of the table."""
    rows = list(csv.DictReader((folder / "labels.csv").open(encoding="utf-8")))
    films = np.stack([film(folder / row["file"]) for row in rows])[:, None]
    names = [row["nih_labels"].split(";") for row in rows]
    truth = np.array([[label in given for label in FINDINGS.values()] for given in names], np.float32)
    return torch.from_numpy(films), torch.from_numpy(truth), rows


def trained(films: Any, truth: Any, epochs: int) -> Any:
    """The network after some epochs; rare findings weigh more."""
    model = network()
    weight = (truth == 0).sum(0) / truth.sum(0)
    loss = nn.BCEWithLogitsLoss(pos_weight=weight)
    steps = torch.optim.AdamW(model.parameters(), 2e-3)
    for epoch in range(epochs):
        for part in torch.randperm(len(films)).split(32):
            batch = films[part]
            batch = batch.flip(3) if epoch % 2 else batch
            steps.zero_grad()
            loss(model(batch), truth[part]).backward()
            steps.step()
    return model.eval()


def main(folder: Path, out: Path, epochs: int) -> None:
    """Train, write and measure."""
    torch.manual_seed(0)
    torch.set_num_threads(1)
    out.mkdir(parents=True, exist_ok=True)
    films, truth, rows = read(folder)
    aside = torch.tensor([zlib.crc32(row["patient"].encode()) % 3 == 0 for row in rows])
    model = trained(films[~aside], truth[~aside], epochs)
    with torch.no_grad():
        scores = model(films[aside]).numpy()
    known = truth[aside].numpy()
    figures = {key: auc(scores[:, place], known[:, place]) for place, key in enumerate(FINDINGS)}
    (out / "auc.json").write_text(json.dumps({"films": int(aside.sum()), **figures}), encoding="utf-8")
    torch.onnx.export(model, (films[:1],), str(out / "net.onnx"), input_names=["film"], external_data=False)
    with (out / "labels.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(["path", "patient", *FINDINGS])
        kept = [row for row, is_aside in zip(rows, aside.tolist(), strict=True) if is_aside]
        for row, values in zip(kept, known.astype(int).tolist(), strict=True):
            table.writerow([row["file"], row["patient"], *values])
    sys.stdout.write(f"{figures}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 6)
