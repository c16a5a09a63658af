"""``thoracam ledger``: how reader and model agree here, and whether films and scores are still as at first."""

from __future__ import annotations

import argparse
from pathlib import Path

from inference.cli.commands.arguments import Commands, add_command
from inference.cli.commands.terminal import tell, write_text
from inference.cli.site.ledger_text import drift_text, figures_text
from inference.core.errors import UsageError
from inference.files.atomic_file import write_whole
from inference.site.drift.films import films_of, weeks
from inference.site.drift.lights import cards
from inference.site.ledger import counts
from inference.site.ledger.counts import Question, Split
from inference.site.ledger.figures import figures
from inference.site.ledger.results import ledger_of_results
from inference.site.ledger.sight import Arm
from inference.site.ledger.store import Ledger, ledger_path
from inference.site.ledger.table import table
from inference.site.ledger.truth import bring_truth, forget_truth

SPLITS = {"month": Split.MONTH, "model": Split.PACK, "view": Split.VIEW, "device": Split.DEVICE}
EXAMPLES = (
    ("What you said of films beside what the model said", "thoracam ledger"),
    ("Month by month, as a table", "thoracam ledger --by month --csv agreement.csv"),
    ("With what reports said later: sensitivity and specificity", "thoracam ledger --truth outcomes.xlsx"),
    ("Whether films and scores are as in the first weeks", "thoracam ledger --drift"),
)


def add_parser(commands: Commands[argparse.ArgumentParser]) -> None:
    """Add ``ledger``."""
    words = (
        "Count what you said of films in the window beside what the model said: agreement, calls that you did not "
        "share and findings that the model did not call, for unaided reads and for reads with AI apart. It says "
        "agreement, not truth, until a table of outcomes is brought. Nothing leaves this computer."
    )
    command = add_command(
        commands, "ledger", summary="count agreement of reader and model", description=words, examples=EXAMPLES
    )
    command.add_argument("--by", choices=list(SPLITS), help="tell films apart by this")
    command.add_argument("--all-models", action="store_true", help="count all models, not the one used last alone")
    command.add_argument("--site", action="store_true", help="by the operating points that the site tuned")
    words = "a CSV or XLSX table of outcomes: film, accession or hash, and a column for each finding (1, 0)"
    command.add_argument("--truth", type=Path, metavar="TABLE", help=words)
    command.add_argument("--no-truth", action="store_true", help="forget the outcomes that were brought")
    command.add_argument("--csv", type=Path, metavar="FILE", help="write the figures as CSV")
    command.add_argument("--drift", action="store_true", help="three lights: scores, films, and their likeness")
    words = "count the results that analyze --annotations wrote there, in place of this computer's ledger"
    command.add_argument("--results", type=Path, metavar="DIR", help=words)
    command.add_argument("--empty", action="store_true", help="forget all that was counted")
    command.add_argument("--overwrite", action="store_true", help="replace a table that is there already")
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Say the figures."""
    if options.results is not None and (options.truth or options.no_truth or options.empty):
        raise UsageError("--results counts without keeping: --truth, --no-truth and --empty exclude it.")
    ledger = Ledger(ledger_path()) if options.results is None else ledger_of_results(options.results)
    if options.empty:
        ledger.empty()
        tell("The ledger is empty.")
        return 0
    if options.no_truth:
        forget_truth(ledger)
    if options.truth is not None:
        brought = bring_truth(ledger, options.truth)
        tell(f"Outcomes of {brought.films} films; {brought.unknown} rows of films that are not in the ledger.")
        if brought.ambiguous:
            tell(f"{brought.ambiguous} rows were left out: several films bear that name.")
    found = counts.packs(ledger)
    if not found:
        tell("The ledger is empty: it fills as films are read in the window.")
        return 0
    if options.drift:
        films = films_of(ledger, found[0].pack_hash)
        write_text(drift_text(found[0].pack, weeks(films), cards(films)))
        return 0
    return _say_figures(ledger, options, None if options.all_models else found[0].pack_hash)


def _say_figures(ledger: Ledger, options: argparse.Namespace, pack_hash: str | None) -> int:
    first, last, films = counts.span(ledger)
    tell(f"{films} films, {first} to {last}.")
    split = SPLITS[options.by] if options.by else Split.NOTHING
    tables = []
    for arm in Arm:
        asked = Question(arm, pack_hash, split, by_site=options.site)
        rows = figures(counts.counts(ledger, asked), counts.regions(ledger, asked))
        write_text(figures_text(arm, rows, truth=counts.has_truth(ledger)))
        tables.append(table(asked, rows))
    if options.csv is not None:
        rest = tables[1].split(b"\r\n", 1)[1]
        write_whole(options.csv, tables[0] + rest, overwrite=options.overwrite)
    return 0
