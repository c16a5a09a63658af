"""Judges a pack on labelled films: ``python -m inference.training.judge_pack --labels L --films F --out DIR``.

Labels: ChestX-ray14's columns, a plain table (path, patient, a column per finding), or the seed's spreadsheet.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import resources
from inference.findings import BY_KEY
from inference.keras_engine import KerasEngine
from inference.model_pack import load_pack
from inference.training import judging
from inference.training.judging_report import write_report
from inference.training.labels import LabelTable, read_nih, read_plain
from inference.training.seed_labels import read_seed
from inference.training.split import read_split
from inference.training.spreadsheet import rows_of

NIH_KEYS = {"Pneumothorax": "pneumothorax", "Effusion": "pleural_effusion"}


def read_labels(path: Path, films: Path) -> LabelTable:
    """A table of any of the three layouts, told by its columns; raises LabelError when it is none."""
    rows = rows_of(path)
    names = set(rows[0].cells) if rows else set()
    if "nih_labels" in names:
        return read_nih(path)
    return read_plain(path) if "path" in names else read_seed(path, films)


def keys_of(table: LabelTable) -> Mapping[str, str]:
    """The finding behind each of the table's names, for those that name one."""
    return {name: NIH_KEYS.get(name, name) for name in table.names if NIH_KEYS.get(name, name) in BY_KEY}


def main(arguments: Sequence[str] | None = None) -> None:
    """Command line."""
    chosen = _parser().parse_args(arguments)
    table = read_labels(chosen.labels, chosen.films)
    if chosen.split:
        table = table.only(read_split(chosen.split).validation)
    pack = load_pack(chosen.model)
    found = judging.judge(KerasEngine(pack), table, chosen.films, keys_of(table), prevalence=chosen.prevalence)
    files = write_report(chosen.out, found, f"{pack.title} ({pack.name} {pack.version})")
    sys.stdout.writelines(f"{path}\n" for path in files)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--labels", type=Path, required=True, help="table of labels, csv or xlsx")
    parser.add_argument("--films", type=Path, required=True, help="folder that the table's paths or serials lie in")
    parser.add_argument("--out", type=Path, required=True, help="folder of the report")
    parser.add_argument(
        "--model", type=Path, default=resources.DEFAULT_PACK, metavar="PACK", help="the model pack to judge"
    )
    parser.add_argument("--split", type=Path, help="a split file: only its validation patients count")
    parser.add_argument("--prevalence", type=float, help="what the pack's calibration is stated for, such as 0.5")
    return parser


if __name__ == "__main__":
    main()
