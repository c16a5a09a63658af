"""What is known of every real film: mined labels, experts' readings, boxes, measured hearts, and whose part it is.

Parts (``train``, ``choose``, ``report``) are drawn by patient and read from ``parts.csv``; films of unknown patients
are ``train``.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

TRAIN, CHOOSE, REPORT = "train", "choose", "report"
NIH_SET, CONTEST_SET, ANATOMY_SET = "nih", "siim", "anatomy"
FIRST, SECOND = "films", "films2"  # the two folders
SECOND_SETS = frozenset({NIH_SET, CONTEST_SET})
FRACTURE = "Fracture"
READ_FOR_14 = ("Effusion", "Pneumothorax", "Cardiomegaly", "Atelectasis", "Consolidation", "Edema", "Emphysema",
               "Fibrosis", "Hernia", "Infiltration", "Mass", "Nodule", "Pleural_Thickening")  # fmt: skip
READ_FOR_4 = ("Pneumothorax", FRACTURE)
NOTHING_FOUND = "none"
NO_FINDING = "No Finding"
BOX_NAMES = {"Effusion": "pleural_effusion", "Pneumothorax": "pneumothorax", "Cardiomegaly": "pericardial_effusion"}
SIDE = 512  # pixels of a film's longer side in both folders, and what boxes are in

Box = tuple[str, float, float, float, float]


@dataclass(frozen=True, slots=True)
class KnownFilm:
    """One film: ``file`` below the material's folder, and what is known of it.

    ``text`` are labels mined from the report, None without a report; ``experts`` what radiologists read by name, absent
    where they did not look; ``boxes`` (name, x, y, width, height) in pixels of ``SIDE``; ``pneumothorax`` a contest
    network's probability; ``ctr`` the cardiothoracic ratio by hand.
    """

    file: str
    patient: str
    part: str
    source: str
    view: str = ""
    sex: str = ""
    age: str = ""
    text: frozenset[str] | None = None
    experts: Mapping[str, bool] = field(default_factory=dict)
    boxes: tuple[Box, ...] = ()
    pneumothorax: float | None = None
    ctr: float | None = None
    masks: str = ""

    @property
    def normal(self) -> bool:
        """Whether it is known to be normal: by the experts where they read it, else by the report."""
        if any(name in self.experts for name in READ_FOR_14):
            return not any(self.experts.values()) and self.text in (None, frozenset({NO_FINDING}), frozenset())
        return self.text == frozenset({NO_FINDING}) and not any(self.experts.values())


def read(shared: Path) -> tuple[KnownFilm, ...]:
    """All films below ``shared``; raises OSError or KeyError for tables that are missing or have other columns."""
    parts = {row["patient"]: row["part"] for row in _rows(shared / SECOND / "parts.csv")}
    extra = {row["file"]: row for row in _rows(shared / SECOND / "shared_films_extra_labels.csv")}
    first = (_first(row, parts, extra.get(row["file"])) for row in _rows(shared / FIRST / "labels.csv"))
    second = (_second(row) for row in _rows(shared / SECOND / "labels.csv") if row["set"] in SECOND_SETS)
    anatomy = (_anatomy(row) for row in _rows(shared / SECOND / "anatomy.csv"))
    return (*first, *second, *anatomy)


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _first(row: dict[str, str], parts: Mapping[str, str], extra: Mapping[str, str] | None) -> KnownFilm:
    probability = (extra or {}).get("siim_ptx_prob", "")
    return KnownFilm(
        file=f"{FIRST}/{row['file']}",
        patient=row["patient"],
        part=parts.get(row["patient"], TRAIN),
        source=FIRST,
        view=row["view"],
        sex=row["sex"],
        age=row["age"],
        text=_names(row["nih_labels"]),
        boxes=_boxes((extra or {}).get("boxes", ""), scale=0.5),  # of the 1,024-pixel original
        pneumothorax=float(probability) if probability else None,
    )


def _second(row: dict[str, str]) -> KnownFilm:
    experts = {**_read(row["adjudicated4"], READ_FOR_4), **_read(row["adjudicated14"], READ_FOR_14)}
    return KnownFilm(
        file=f"{SECOND}/{row['file']}",
        patient=row["patient"],
        part=row["part"],
        source=row["set"],
        view=row["view"],
        sex=row["sex"],
        age=row["age"],
        text=_names(row["nih_labels"]) if row["nih_labels"] else None,
        experts=experts,
        boxes=_boxes(row["boxes"]),
        pneumothorax=float(row["ptx_probability"]) if row["ptx_probability"] else None,
    )


def _anatomy(row: dict[str, str]) -> KnownFilm:
    return KnownFilm(
        file=f"{SECOND}/{row['file']}",
        patient=row["file"],
        part=row["part"],
        source=ANATOMY_SET,
        ctr=float(row["ctr"]),
        masks=f"{SECOND}/{row['masks']}",
    )


def _names(listed: str) -> frozenset[str]:
    return (
        frozenset(name.strip().replace(" ", "_") for name in listed.split(";") if name) - {""}
        if listed != (NO_FINDING)
        else frozenset({NO_FINDING})
    )


def _read(listed: str, looked_for: tuple[str, ...]) -> dict[str, bool]:
    """What experts found of what they looked for; nothing where they did not read the film."""
    if not listed:
        return {}
    found = frozenset() if listed == NOTHING_FOUND else _names(listed)
    return {name: name in found for name in looked_for}


def _boxes(listed: str, scale: float = 1.0) -> tuple[Box, ...]:
    found = json.loads(listed) if listed else []
    return tuple((name, *(value * scale for value in box)) for name, box in found if name in BOX_NAMES)
