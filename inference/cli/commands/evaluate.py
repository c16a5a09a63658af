"""``thoracam evaluate``: a pack evaluated on labelled films, through the engine itself, on one page."""

from __future__ import annotations

import argparse
from dataclasses import replace

from inference.cli.commands.terminal import show_progress, tell, warn
from inference.core.errors import AlreadyThere, UsageError
from inference.core.findings import BY_KEY
from inference.engine.checked_engine import CheckedEngine
from inference.engine.factory import open_engine
from inference.model_pack import sha256_of
from inference.model_pack.trained_on import trained_on
from inference.training.data.column_names import keys_of
from inference.training.data.label_files import read_labels
from inference.training.data.labels import LabelError, LabelTable, read_listed
from inference.training.data.split import read_split
from inference.training.evaluation.boxes import Boxes, read_boxes
from inference.training.evaluation.evaluation_report import write_report
from inference.training.evaluation.heatmap_gallery import GalleryOptions, HeatmapGallery
from inference.training.evaluation.pack_evaluation import FILM_LINE, Evaluation, evaluate_pack

PAGE = "index.html"
MOST_REASONS = 10


def run(options: argparse.Namespace) -> int:
    """Evaluate and write the page; 1 where some films could not be analysed."""
    if (options.out / PAGE).exists() and not options.overwrite:
        raise AlreadyThere(options.out / PAGE)
    try:
        table = _table(options)
        keys = keys_of(table.names)
        boxes, unread = read_boxes(options.boxes) if options.boxes else ({}, ())
    except LabelError as problem:
        raise UsageError(str(problem)) from problem
    engine = open_engine(options.model, device=options.device, cache_bytes=0)
    engine = engine.override() if options.override else engine
    keys = {name: key for name, key in keys.items() if engine.pack.spec(BY_KEY[key])}
    if not keys:
        raise UsageError(f"The labels name no finding that {engine.pack.title} looks for.")
    table = replace(table, skipped=(*table.skipped, *unread))
    return _evaluate(options, engine, table, keys, boxes)


def _table(options: argparse.Namespace) -> LabelTable:
    if not options.films.is_dir():
        raise UsageError(f"There is no folder of films at {options.films}.")
    if options.masks is not None and not options.masks.is_dir():
        raise UsageError(f"There is no folder of masks at {options.masks}.")
    column = options.labels_column
    table = read_listed(options.labels, column) if column else read_labels(options.labels, options.films)
    if options.split is None:
        return table
    kept = table.only(read_split(options.split).validation)
    if not kept.films:
        raise UsageError(f"No film of the labels is on the validation side of {options.split.name}.")
    return kept


def _evaluate(
    options: argparse.Namespace, engine: CheckedEngine, table: LabelTable, keys: dict[str, str], boxes: Boxes
) -> int:
    pack = engine.pack
    kept = GalleryOptions(options.out, options.masks, options.faithfulness, not options.no_heatmaps, boxes)
    gallery = HeatmapGallery(engine, kept, {key: table.names.index(name) for name, key in keys.items()})
    prevalence = pack.reference_prevalence if options.prevalence is None else options.prevalence
    found = evaluate_pack(
        engine,
        table,
        options.films,
        keys,
        prevalence=prevalence,
        seen=trained_on(pack.folder),
        listener=gallery,
        progress=_progress,
    ).leaving_out(gallery.skipped)
    if not found.findings:
        _say_skipped(found)
        raise UsageError("No film could be analysed for any finding, so there is nothing to report.")
    sources = {path.name: sha256_of(path) for path in (options.labels, options.boxes) if path}
    files = write_report(options.out, found, f"{pack.title} ({pack.name} {pack.version})", gallery, sources)
    _say(found)
    _say_skipped(found)
    tell(f"Page: {next(path for path in files if path.name == PAGE)}")
    return 1 if any(row.line == FILM_LINE for row in found.skipped) else 0


def _progress(done: int, total: int) -> None:
    show_progress(done, total, "evaluating")


def _say(found: Evaluation) -> None:
    if found.learnt:
        warn(f"The pack learnt from {found.learnt} of these films: every figure flatters it.")
    for metrics in found.metrics:
        if metrics.group == "all":
            counts = f"{metrics.positives} films with and {metrics.negatives} without"
            auc = metrics.auc
            area = (
                f"AUC {auc.value:.2f} ({auc.low:.2f} to {auc.high:.2f})" if auc else "no AUC: all films are of one kind"
            )
            tell(f"{BY_KEY[metrics.key].title}: {counts}, {area}.")


def _say_skipped(found: Evaluation) -> None:
    for row in found.skipped[:MOST_REASONS]:
        warn(f"Left out: {f'line {row.line}: ' if row.line else ''}{row.reason}")
    if len(found.skipped) > MOST_REASONS:
        warn(f"{len(found.skipped)} rows, films or columns were left out; the page lists them all.")
