"""``thoracam analyze --model A --model B``: each model's results in a folder of its own, and one table of all."""

from __future__ import annotations

import argparse
import copy
from collections.abc import Callable, Sequence
from pathlib import Path

from inference.batch.batch_run import TABLE
from inference.batch.opinions import OPINIONS, opinions, read_rows
from inference.cli.commands.terminal import tell
from inference.core.errors import AlreadyThere
from inference.files.atomic_file import make_folder, write_whole
from inference.files.names import distinct, safe_name
from inference.model_pack import load_pack

Run = Callable[[argparse.Namespace], int]


def run_each(options: argparse.Namespace, run: Run) -> int:
    """Analyse the films with one model after the other; the exit status is the worst. Raises as ``run``."""
    out: Path = options.out
    if (out / OPINIONS).exists() and not (options.overwrite or options.resume):
        raise AlreadyThere(out / OPINIONS)
    folders, status = _names(options.model), 0
    for name, model in folders.items():
        own = copy.copy(options)
        own.model, own.out, own.handed_on = model, out / name, out
        tell(f"{name}:")
        status = max(status, run(own))
    tables = {name: out / name / TABLE for name in folders}
    if all(table.is_file() for table in tables.values()):
        found = opinions({name: read_rows(table.read_bytes()) for name, table in tables.items()})
        make_folder(out)
        write_whole(out / OPINIONS, found.table, overwrite=True)
        tell(f"{out / OPINIONS}: the models agree in {found.agree} of {found.shared} calls that several of them made.")
    return status


def _names(models: Sequence[Path]) -> dict[str, Path]:
    """What each model's folder is called: by its pack, numbered where two packs have one name."""
    names: dict[str, Path] = {}
    for model in models:
        names[distinct(safe_name(load_pack(model).name), names)] = model
    return names
