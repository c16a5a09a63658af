"""``thoracam tune``: operating points of the site's own films, kept in a file, put in force, withdrawn."""

from __future__ import annotations

import argparse
import math
from contextlib import closing
from datetime import date
from pathlib import Path

import numpy as np

from inference.cli.commands.arguments import Commands, add_command, add_pack, findings_of, prevalence
from inference.cli.commands.limit_options import add_limits, limits_of
from inference.cli.commands.terminal import complain, show_progress, tell, warn
from inference.cli.site.tune_text import point_text
from inference.core.cancel import CancelToken
from inference.core.errors import AlreadyThere, FilmError, UsageError
from inference.core.findings import BY_KEY, FINDINGS, Finding
from inference.core.reader_annotations import UnaidedCall
from inference.core.site_points import SitePoint, SiteThresholds
from inference.engine.checked_engine import CheckedEngine
from inference.engine.factory import open_engine
from inference.reading import scan
from inference.reading.files.reader_process import ReaderProcess
from inference.site.ledger.counts import scores_of
from inference.site.ledger.store import Ledger, ledger_path
from inference.site.thresholds import file
from inference.site.thresholds.collected import Collected, from_results, results_below
from inference.site.thresholds.file import Signed
from inference.site.thresholds.store import ThresholdStore
from inference.site.thresholds.tuning import OwnScores, Wish, band_missing, tuned_point

EXAMPLES = (
    (
        "From folders of own films: 10 calls per 100 normals",
        "thoracam tune --normals normals --positives pneumothorax=ptx --out ours.toml",
    ),
    (
        "5 per 100, with a band of own films, signed off",
        'thoracam tune --normals done --positives pneumothorax=ptx --false-calls 5 --band --sign "A. Kim" --out a.toml',
    ),
    ("Put in force what another workstation tuned", "thoracam tune --use ours.toml"),
    ("Use the pack's operating points alone again", "thoracam tune --withdraw"),
)


def positives(text: str) -> tuple[Finding, Path]:
    """``finding=DIR``; an argparse type."""
    key, equals, folder = text.partition("=")
    if not equals or key not in BY_KEY:
        raise argparse.ArgumentTypeError(f"{text}: write finding=DIR; the findings are {', '.join(BY_KEY)}")
    return BY_KEY[key], Path(folder)


def add_parser(commands: Commands[argparse.ArgumentParser]) -> None:
    """Add ``tune``."""
    words = (
        "Find operating points on your own normal films, for a number of false calls per 100 that you choose. They "
        "stand beside the pack's, never in their place, with the interval that so few films leave, and are bound to "
        "the pack and to how films are prepared: another pack asks to tune again. A folder holds films, or results of "
        "analyze."
    )
    command = add_command(
        commands, "tune", summary="find operating points on own films", description=words, examples=EXAMPLES
    )
    command.add_argument("--normals", type=Path, action="append", default=[], metavar="DIR", help="own normal films")
    words = "own films with a finding, as finding=DIR; again for another"
    command.add_argument("--positives", type=positives, action="append", default=[], metavar="F=DIR", help=words)
    words = "take as normals and positives what you called absent and present in unaided reads"
    command.add_argument("--from-ledger", action="store_true", help=words)
    command.add_argument("--false-calls", type=_per_100, default=0.1, metavar="N", help="per 100 normals (10)")
    keys = ", ".join(BY_KEY)
    command.add_argument("--findings", type=findings_of, default=FINDINGS, metavar="A,B", help=f"of: {keys}")
    words = "with a “not sure” band of own films, where there are 9 normals and 9 positives of a finding"
    command.add_argument("--band", action="store_true", help=words)
    words = "share of films with a finding here; again for one finding: pneumothorax=0.02"
    command.add_argument("--prevalence", type=prevalence, action="append", default=[], metavar="0..1", help=words)
    add_pack(command, "the pack to tune")
    command.add_argument("--device", choices=["auto", "cpu", "gpu", "npu"], default="auto", help="what computes (auto)")
    command.add_argument("--sign", default="", metavar="NAME", help="who signs the file off")
    command.add_argument("--out", type=Path, metavar="FILE", help="the file of thresholds (.toml)")
    command.add_argument("--overwrite", action="store_true", help="replace a file that is there already")
    command.add_argument("--use", type=Path, metavar="FILE", help="put the thresholds in a file in force in the window")
    command.add_argument("--withdraw", action="store_true", help="use those of the pack no more")
    command.add_argument("--show", action="store_true", help="say what is in force for the pack")
    add_limits(command)
    command.set_defaults(run=run)


def _per_100(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not 0 < value < 100:
        raise argparse.ArgumentTypeError("must be a number between 0 and 100")
    return value / 100


def run(options: argparse.Namespace) -> int:
    """Tune, put in force, withdraw, or show."""
    store = ThresholdStore()
    if options.use is not None:
        return _use(store, options.use)
    engine = open_engine(options.model, device=options.device, cache_bytes=0)
    if options.withdraw or options.show:
        return _withdraw(store, engine) if options.withdraw else _show(store.of_pack(engine.pack.pack_hash))
    if not (options.normals or options.from_ledger) or options.out is None:
        raise UsageError("Tuning needs --normals (or --from-ledger) and --out.")
    _check_places(options)
    own, incomplete = _own_scores(options, engine)
    points = tuple(_points(options, own))
    if not points:
        raise UsageError("No finding could be tuned: there is no normal film with a score for one.")
    pack = engine.pack
    today = date.today().isoformat()  # noqa: DTZ011 - the day as the wall says it
    made = SiteThresholds(f"{pack.name} {pack.version}", pack.pack_hash, today, points)
    signed = Signed(made, options.sign, today if options.sign else "")
    file.write(options.out, signed, overwrite=options.overwrite)
    _show(signed)
    tell(f"Put it in force with: thoracam tune --use {options.out}")
    return 1 if incomplete else 0


def _check_places(options: argparse.Namespace) -> None:
    """Refuse before the first film what would end the run after the last."""
    if options.out.is_dir() or (options.out.exists() and not options.overwrite):
        raise AlreadyThere(options.out)
    for folder in (*options.normals, *(folder for _finding, folder in options.positives)):
        if not folder.exists():
            raise UsageError(f"There is no folder {folder}.")


def _use(store: ThresholdStore, path: Path) -> int:
    file.usable(path)
    signed = file.read(path)
    store.put_in_force(signed)
    tell(f"In force in the window for {signed.thresholds.pack}.")
    return 0


def _withdraw(store: ThresholdStore, engine: CheckedEngine) -> int:
    kept = store.withdraw(engine.pack.pack_hash)
    tell("None were in force for this pack." if kept is None else f"Withdrawn; kept as {kept.name}.")
    return 0


def _show(signed: Signed | None) -> int:
    if signed is None:
        tell("None are in force for this pack.")
        return 0
    made = signed.thresholds
    tell(f"{made.pack} ({made.pack_hash[:8]}), tuned {made.made}, {_signature(signed)}, seal {signed.digest[:16]}.")
    for point in made.points:
        tell(point_text(point))
    return 0


def _signature(signed: Signed) -> str:
    return f"signed off by {signed.signer} on {signed.day}" if signed.signer else "not signed off"


def _points(options: argparse.Namespace, own: dict[str, OwnScores]) -> list[SitePoint]:
    shares = dict(options.prevalence)
    points = []
    for finding in options.findings:
        scores = own[finding.key]
        wish = Wish(options.false_calls, prevalence=shares.get(finding, shares.get(None)))
        if options.band:
            normals, positives_ = band_missing(scores, wish)
            wish = Wish(wish.false_calls, band=not (normals or positives_), prevalence=wish.prevalence)
            if not wish.band:
                warn(f"{finding.title}: no band, {normals} normals and {positives_} positives are missing.")
        if not len(scores.normals):
            continue
        points.append(tuned_point(finding.key, scores, wish))
    return points


def _own_scores(options: argparse.Namespace, engine: CheckedEngine) -> tuple[dict[str, OwnScores], bool]:
    """Scores of each finding, and whether a film failed."""
    if options.from_ledger:
        ledger, pack = Ledger(ledger_path()), engine.pack.pack_hash
        return {finding.key: _called(ledger, pack, finding.key) for finding in options.findings}, False
    with closing(ReaderProcess(limits=limits_of(options))) as reader:
        normals, failed = _collected(options.normals, options, engine, reader)
        found = {}
        for finding in options.findings:
            folders = [folder for one, folder in options.positives if one == finding]
            positives_, bad = _collected(folders, options, engine, reader)
            failed = failed or bad
            found[finding.key] = OwnScores(normals.of(finding.key), positives_.of(finding.key))
    if normals.refused or normals.unlike:
        tell(f"Of {normals.films} normals the film check refused {normals.refused}; {normals.unlike} are unlike films.")
    return found, failed


def _called(ledger: Ledger, pack_hash: str, key: str) -> OwnScores:
    absent, present = (
        np.array(scores_of(ledger, pack_hash, key, call.value), np.float64)
        for call in (UnaidedCall.ABSENT, UnaidedCall.PRESENT)
    )
    return OwnScores(absent, present)


def _collected(
    folders: list[Path], options: argparse.Namespace, engine: CheckedEngine, reader: ReaderProcess
) -> tuple[Collected, bool]:
    """The scores of films below folders, analysed now, or as results say; and whether a film failed."""
    found, failed = Collected(), False
    for folder in folders:
        results = results_below(folder)
        if results:
            found.join(from_results(results, engine.pack.pack_hash))
            continue
        entries = [entry for study in scan([folder], limits_of(options)).studies for entry in study.films]
        for done, entry in enumerate(entries, start=1):
            try:
                found.add(engine.analyse(reader.read(entry.path), token=CancelToken()))
            except FilmError as error:
                complain(entry.path, error)
                failed = True
            show_progress(done, len(entries), entry.path.name)
    return found, failed
