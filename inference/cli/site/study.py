"""``thoracam study new | check | export | report | merge``: reader studies on the command line."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from inference.cli.commands.arguments import Arguments, Commands, add_command, count_or_none
from inference.cli.commands.terminal import complain, show_progress, tell, warn, write_text
from inference.core.errors import AlreadyThere, FileMissing, UsageError
from inference.core.findings import BY_KEY, FINDINGS
from inference.core.study_errors import ReaderStudyError
from inference.files.atomic_file import write_whole
from inference.site.reader_study.study_file import FORMAT, Arm, ArmKind, Scale, Study, read_study, write_study
from inference.text.messages import message_for

EXAMPLES = (
    ("A study of two arms", "thoracam study new films --out study.toml --arm unaided --arm ai_first+heat"),
    ("Are its films still those it was made of?", "thoracam study check study.toml"),
    ("What two readers reached", "thoracam study report study.toml study.R1.reads.jsonl study.R2.reads.jsonl"),
)
NEW_EXAMPLES = (
    (
        "Three weeks between arms, the truth kept apart",
        "thoracam study new films --out study.toml --arm unaided --arm ai_first --washout 21 --truth truth.csv",
    ),
    ("An unaided read and then a reveal", "thoracam study new films --out study.toml --arm ai_second+heat"),
)
CHECK_EXAMPLES = (
    ("What it asks, and whether its films are unchanged", "thoracam study check study.toml"),
    ("How its reads stand", "thoracam study report study.toml study.R1.reads.jsonl"),
)
EXPORT_EXAMPLES = (
    (
        "With a table of truth from elsewhere",
        "thoracam study export study.toml *.reads.jsonl --truth t.csv --out tables",
    ),
    ("For iMRMC, for MRMCaov, and all reads", "thoracam study export study.toml *.reads.jsonl --out tables"),
)
REPORT_EXAMPLES = (
    ("On the terminal", "thoracam study report study.toml *.reads.jsonl"),
    ("As a page with ROC curves", "thoracam study report study.toml *.reads.jsonl --html report.html"),
)
MERGE_EXAMPLES = (
    ("All that lie there", "thoracam study merge study.toml *.reads.jsonl --out all.reads.jsonl"),
    (
        "Two readers' files as one",
        "thoracam study merge study.toml study.R1.reads.jsonl study.R2.reads.jsonl --out all",
    ),
)
TRUTH = "table of what is true (default: beside the study, its name with .truth.csv)"


def add_parser(commands: Commands[argparse.ArgumentParser]) -> None:
    """Add ``study`` and its sub-commands; each sets ``run``."""
    words = (
        "Reader studies: the same films read without the model and with it, rated, timed and compared. A study is read "
        "in the window, Tools, Reader study; here it is made, checked, exported and reported."
    )
    study = add_command(
        commands, "study", summary="reader studies: make, check, export, report", description=words, examples=EXAMPLES
    )
    inner = study.add_subparsers(title="commands", dest="study_command", required=True, metavar="COMMAND")
    _add_new(inner)
    check = add_command(
        inner,
        "check",
        summary="say what a study asks, and whether its films are there unchanged",
        examples=CHECK_EXAMPLES,
    )
    check.add_argument("study", type=Path, metavar="STUDY", help="the study's file")
    check.set_defaults(run=_check)
    _add_counting(inner)


def _add_new(inner: Commands[argparse.ArgumentParser]) -> None:
    new = add_command(inner, "new", summary="make a study of films", examples=NEW_EXAMPLES)
    new.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="films and folders")
    new.add_argument("--out", type=Path, required=True, metavar="FILE", help="the study's file, ending in .toml")
    new.add_argument("--title", default="", help="what the study is called (default: the name of its file)")
    new.add_argument(
        "--arm",
        action="append",
        type=_arm,
        default=[],
        metavar="KIND[=NAME]",
        help="an arm, again for each: unaided, ai_first (the model's word from the start), ai_second (an unaided read, "
        "then the model's word); +heat after it shows heatmaps too",
    )
    keys = [finding.key for finding in FINDINGS]
    new.add_argument(
        "--finding",
        action="append",
        choices=keys,
        default=[],
        metavar="KEY",
        help="asked of each film; again for each (default: all seven)",
    )
    new.add_argument(
        "--scale",
        choices=[scale.value for scale in Scale],
        default="five",
        help="five steps of confidence, or 0 to 100",
    )
    new.add_argument("--seed", type=count_or_none, default=1, metavar="N", help="decides every order (default: 1)")
    new.add_argument(
        "--washout",
        type=count_or_none,
        default=28,
        metavar="DAYS",
        help="days between two sessions of a reader (default: 28)",
    )
    new.add_argument(
        "--one-arm-a-session", action="store_true", help="no crossover: each session reads all films in one arm"
    )
    new.add_argument("--go-back", action="store_true", help="readers may return to a film of the same arm")
    new.add_argument(
        "--truth", type=Path, metavar="TABLE", help="a table of what is true, which is written apart from the study"
    )
    new.add_argument("--overwrite", action="store_true", help="replace a study that is there already")
    new.set_defaults(run=_new)


def _add_counting(inner: Commands[argparse.ArgumentParser]) -> None:
    export = _counting(inner, "export", "write reads as tables, for iMRMC and MRMCaov too", EXPORT_EXAMPLES)
    export.add_argument("--out", type=Path, required=True, metavar="DIR", help="the folder of the tables")
    export.add_argument("--overwrite", action="store_true", help="replace tables that are there already")
    export.set_defaults(run=_export)
    report = _counting(inner, "report", "say what readers reached, with intervals", REPORT_EXAMPLES)
    report.add_argument(
        "--cut",
        type=count_or_none,
        metavar="N",
        help="the rating from which on a film counts as called (default: 3 of 5, 50 of 100)",
    )
    report.add_argument("--html", type=Path, metavar="FILE", help="write a page with ROC curves too")
    report.add_argument("--overwrite", action="store_true", help="replace a page that is there already")
    report.set_defaults(run=_report)
    merge = _counting(inner, "merge", "put several readers' files together", MERGE_EXAMPLES, truth=False)
    merge.add_argument("--out", type=Path, required=True, metavar="FILE", help="the file of all of them")
    merge.set_defaults(run=_merge)


def _counting(
    inner: Commands[argparse.ArgumentParser],
    name: str,
    summary: str,
    examples: Sequence[tuple[str, str]],
    *,
    truth: bool = True,
) -> argparse.ArgumentParser:
    command = add_command(inner, name, summary=summary, examples=examples)
    command.add_argument("study", type=Path, metavar="STUDY", help="the study's file")
    command.add_argument("reads", nargs="+", type=Path, metavar="READS", help="readers' files, ending in .reads.jsonl")
    if truth:
        _add_truth(command)
    return command


def _add_truth(command: Arguments) -> None:
    command.add_argument("--truth", type=Path, metavar="TABLE", help=TRUTH)


def _arm(text: str) -> Arm:
    """``ai_first+heat=With AI``; an argparse type."""
    told, _, name = text.partition("=")
    kind, _, heat = told.partition("+")
    if kind not in {known.value for known in ArmKind} or heat not in ("", "heat"):
        raise argparse.ArgumentTypeError(
            "is unaided, ai_first or ai_second, then +heat or nothing, then =NAME or nothing"
        )
    return Arm(name.strip() or told, ArmKind(kind), bool(heat))


def _new(options: argparse.Namespace) -> int:
    """Make a study, and the table of truth beside it."""
    from inference.reading import scan  # brings the DICOM library
    from inference.site.reader_study.making import study_films
    from inference.site.reader_study.truth import missing, read_truth, truth_path, write_truth

    if len(options.arm) < 1:
        raise UsageError("a study has at least one arm: --arm unaided --arm ai_first")
    paths = [entry.path for study in scan(options.paths).studies for entry in study.films]
    if not paths:
        raise UsageError("there is no film in what was named")
    study = Study(
        format=FORMAT,
        title=options.title or options.out.stem,
        seed=options.seed,
        findings=tuple(options.finding) or tuple(BY_KEY),
        arms=tuple(options.arm),
        films=study_films(paths, options.out, options.seed),
        scale=Scale(options.scale),
        washout_days=options.washout,
        crossover=not options.one_arm_a_session and len(options.arm) > 1,
        go_back=options.go_back,
    )
    truths = read_truth(options.truth, study) if options.truth else None
    if truths is not None and not options.overwrite and truth_path(options.out).exists():
        raise AlreadyThere(truth_path(options.out))  # before the study is written: both or none
    write_study(options.out, study, overwrite=options.overwrite)
    tell(f"{options.out}: {_described(study)}")
    if truths is not None:
        place = truth_path(options.out)
        write_truth(place, study, truths, overwrite=options.overwrite)
        tell(f"{place}: keep it from readers. {len(truths)} are known, {missing(study, truths)} are not.")
    return 0


def _check(options: argparse.Namespace) -> int:
    """Say what a study asks, and what is wrong with its films."""
    from inference.site.reader_study.making import changed_films

    study = read_study(options.study)
    tell(_described(study))
    wrong = 0
    for error in changed_films(study, options.study, lambda done, total: show_progress(done, total, "films")):
        complain(error.path, error)
        wrong += 1
    tell(
        "Every film is there, unchanged."
        if not wrong
        else f"{wrong} of {len(study.films)} films are not there, or changed."
    )
    return 1 if wrong else 0


def _export(options: argparse.Namespace) -> int:
    """Write the tables."""
    from inference.site.reader_study.exporting import write_exports
    from inference.site.reader_study.merging import read_all

    study = read_study(options.study)
    written = write_exports(
        options.out, study, read_all(options.reads, study), _truths(options, study), overwrite=options.overwrite
    )
    for path in written:
        tell(str(path))
    return 0


def _report(options: argparse.Namespace) -> int:
    """Print the report, and write the page."""
    from inference.site.reader_study.comparison import compared
    from inference.site.reader_study.merging import read_all
    from inference.site.reader_study.report import html_report, text_report

    study = read_study(options.study)
    results = read_all(options.reads, study)
    found = compared(study, results, _truths(options, study), options.cut)
    write_text(text_report(study, found, results.header.readers))
    if options.html:
        write_whole(options.html, html_report(study, found, results.header.readers), overwrite=options.overwrite)
    return 0


def _merge(options: argparse.Namespace) -> int:
    """Write one file of several."""
    from inference.site.reader_study.merging import read_all
    from inference.site.reader_study.results_file import told

    results = read_all(options.reads, read_study(options.study))
    write_whole(options.out, b"".join(told(results)), private=True)
    tell(f"{options.out}: {len(results.reads)} reads of {', '.join(results.header.readers)}.")
    return 0


def _truths(options: argparse.Namespace, study: Study) -> dict[tuple[int, str], bool]:
    from inference.site.reader_study.truth import read_truth, truth_path

    place = options.truth or truth_path(options.study)
    if options.truth is None and not place.exists():
        return {}
    try:
        return dict(read_truth(place, study))
    except (FileMissing, ReaderStudyError) as error:
        if options.truth is not None:
            raise
        message = message_for(error)
        warn(f"{message.title}. {message.text}")
        return {}


def _described(study: Study) -> str:
    arms = ", ".join(f"{arm.name} ({arm.kind.value}{', heatmaps' if arm.heat else ''})" for arm in study.arms)
    low, high = study.scale.ends
    sessions = f"{len(study.arms)} sessions, {study.washout_days} days apart" if len(study.arms) > 1 else "one session"
    return (
        f"“{study.title}”: {len(study.films)} films, {len(study.findings)} findings rated {low} to {high}; arms: {arms}"
        f"; {sessions}{', crossed over' if study.crossover else ''}; hash {study.digest[:12]}"
    )
