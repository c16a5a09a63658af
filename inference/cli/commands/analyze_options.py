"""What ``thoracam analyze`` takes. An option with two names keeps the one it had in 0.1.0."""

from __future__ import annotations

import argparse
from contextlib import closing
from pathlib import Path

from inference.cli.archive.options import add_archive, of_many
from inference.cli.commands.arguments import (
    ALONE,
    ONLY,
    REPORTS,
    RESULTS,
    Arguments,
    Commands,
    add_command,
    between,
    findings_of,
    jobs,
    prevalence,
)
from inference.cli.commands.limit_options import add_limits, limits_of
from inference.cli.commands.terminal import warn
from inference.core.analysis import Method
from inference.core.errors import DiskFull, UsageError
from inference.core.findings import FINDINGS
from inference.engine.device_and_precision import Device, Precision
from inference.imaging.colormap import COLORMAPS, DEFAULT_COLORMAP, DEFAULT_OPACITY
from inference.reading.files.reader_process import ReaderProcess
from inference.report.page.options import CaptureSyntax, Paper, ReportClass, ReportTheme
from inference.text.catalogue import LANGUAGES

EXAMPLES = (
    ("All films below a folder", "thoracam analyze films --out reports"),
    (
        "Go on where a run stopped, with what readers drew in the window",
        "thoracam analyze films --out reports --annotations --resume",
    ),
    (
        "For an archive: signed DICOM reports",
        'thoracam analyze film.dcm --out reports --dicom --signed-by "Kim^Ada" --organization "St. Elsewhere"',
    ),
    (
        "Part 3 of 16 of an archive, as the third of 16 jobs does it: thoracam help archive",
        "thoracam analyze /archive --out part-3 --only results --shard 3/16",
    ),
)

GOES_ON = "Once there is room, --resume goes on where the run stopped."
MORE = ("pdf", "dicom", "studies", "originals", "all_overlays", "heatmaps", "sort_normal_abnormal")
LEFT_OUT = {  # by what is asked for alone: options that ask for more
    RESULTS: MORE,
    ALONE: ("fhir", *MORE),
    REPORTS: ("seed_csv", "fhir", "all_overlays", "sort_normal_abnormal"),
}


def add_parser(commands: Commands[argparse.ArgumentParser]) -> None:
    """Add ``analyze``."""
    command = add_command(
        commands,
        "analyze",
        summary="analyse films and folders without a window",
        description="Write for each film a folder with report, overlays and numbers, whole or not at all, and one "
        "results.csv for all. What looks like no upright frontal chest film is not analysed, and the report says why.",
        examples=EXAMPLES,
    )
    command.add_argument(
        "paths", nargs="+", type=Path, metavar="PATH", help="films, folders, and lists of films (CSV, text)"
    )
    command.add_argument("--out", type=Path, required=True, metavar="DIR", help="folder for the reports")
    _add_of_many(add_analysis(command, several=True))
    _add_run(command)
    add_archive(command)
    command.set_defaults(run=run, beside=False)


def add_analysis(command: argparse.ArgumentParser, *, several: bool = False) -> Arguments:
    """Add what is said of each film; answers the group of what is written, for what is written of several.

    ``several``: films may be read by several models.
    """
    _add_engine(command, several=several)
    _add_drawing(command)
    formats = _add_formats(command)
    _add_reader(command)
    add_limits(command)
    return formats


def _add_engine(command: argparse.ArgumentParser, *, several: bool) -> None:
    group = command.add_argument_group("how it is computed")
    devices, formats = [str(device) for device in Device], [str(precision) for precision in Precision]
    more = "; again for another: each gets a folder, and opinions.csv has all side by side" if several else ""
    words = f"the model pack to use{more}"
    group.add_argument("--model", type=Path, action="append", default=[], metavar="PACK", help=words)
    methods = [str(method) for method in Method]
    words = f"how heatmaps are made: {', '.join(methods)} (gradcam)"
    group.add_argument("--method", choices=methods, metavar="NAME", help=words)
    group.add_argument("--device", choices=devices, default="auto", help="what computes (auto)")
    group.add_argument("--precision", choices=formats, default="auto", help="number format of the network (auto)")
    group.add_argument(
        "--faithfulness",
        action="store_true",
        help="test each positive heatmap: how far does the probability fall without its hottest place? (11 runs each)",
    )
    words = "look at ten small views of each film: how far does each probability move, and do heatmaps agree?"
    group.add_argument("--stability", action="store_true", help=words)
    words = (
        "state measured probabilities for this share of films with a finding; operating points move along, so that no "
        "call changes; again for one finding: pneumothorax=0.02"
    )
    group.add_argument("--prevalence", type=prevalence, action="append", default=[], metavar="0..1", help=words)
    words = "with the operating points that tune found on own films, beside the pack's; they must be of the same pack"
    group.add_argument("--thresholds", type=Path, metavar="FILE", help=words)
    words = "analyse also what the film check refuses; the report says so (--anyway in 0.1.0)"
    group.add_argument("--override", "--anyway", action="store_true", help=words)


def _add_drawing(command: argparse.ArgumentParser) -> None:
    keys = ", ".join(finding.key for finding in FINDINGS)
    group = command.add_argument_group("what is drawn")
    group.add_argument("--findings", type=findings_of, default=FINDINGS, metavar="A,B", help=f"of: {keys}")
    group.add_argument("--no-heatmaps", action="store_true", help="reports and numbers, no overlays")
    words = "an overlay of each finding, also below its operating point; by default of those above and not sure"
    group.add_argument("--all-overlays", action="store_true", help=words)
    words = f"opacity of overlays ({DEFAULT_OPACITY:g}; --alpha in 0.1.0)"
    group.add_argument("--opacity", "--alpha", type=between(0, 1), default=DEFAULT_OPACITY, metavar="0..1", help=words)
    words = f"colours of overlays ({DEFAULT_COLORMAP})"
    group.add_argument("--colormap", choices=sorted(COLORMAPS), default=DEFAULT_COLORMAP, help=words)


def _add_formats(command: argparse.ArgumentParser) -> Arguments:
    group = command.add_argument_group("what is written besides")
    words = (
        "results: CSV and JSON alone; table: one CSV alone; reports: the pages alone, and the result.json that says "
        "they are whole"
    )
    group.add_argument("--only", choices=ONLY, help=words)
    group.add_argument("--originals", action="store_true", help="each film as PNG, 8 bit, of its own size")
    group.add_argument("--pdf", action="store_true", help="the report as PDF")
    languages, papers = LANGUAGES, [str(one) for one in Paper]
    group.add_argument("--language", choices=languages, default="en", help="language of reports (en)")
    group.add_argument("--paper", choices=papers, default=papers[0], help="paper of reports (a4)")
    themes, words = [str(one) for one in ReportTheme], "colours of pages as PNG (dark); PDF is light"
    group.add_argument("--report-theme", choices=themes, default=themes[0], help=words)
    group.add_argument("--heatmaps", action="store_true", help="each heatmap as 16-bit PNG and as NPY")
    group.add_argument("--dicom", action="store_true", help="DICOM: report, overlays, structured report")
    syntaxes, classes = [str(one) for one in CaptureSyntax], [str(one) for one in ReportClass]
    words = "transfer syntax of DICOM pictures: explicit little endian, or JPEG-LS without loss (explicit)"
    group.add_argument("--dicom-pictures", choices=syntaxes, default=syntaxes[0], help=words)
    words = "SOP class of structured reports: Comprehensive SR or Comprehensive 3D SR (comprehensive)"
    group.add_argument("--dicom-report", choices=classes, default=classes[0], help=words)
    group.add_argument("--dicom-pdf", action="store_true", help="with --dicom: the report as encapsulated PDF too")
    words = "with --dicom: a grayscale presentation state (GSPS) with window, outlines and annotations too"
    group.add_argument("--dicom-gsps", action="store_true", help=words)
    words = "with --dicom: key object selections (KO) of films with a finding above, and of those flagged, too"
    group.add_argument("--dicom-ko", action="store_true", help=words)
    words = "with --dicom: each heatmap as data (parametric map) too"
    group.add_argument("--dicom-map", action="store_true", help=words)
    group.add_argument("--fhir", action="store_true", help="results as a FHIR R4 bundle (JSON)")
    return group


def _add_of_many(group: Arguments) -> None:
    words = "a report of each study of several films (PDF, PNG)"
    group.add_argument("--studies", action="store_true", help=words)
    words = "all films on pages with thumbnails (HTML, PDF, PNG), the worst finding first"
    group.add_argument("--summary", action="store_true", help=words)
    group.add_argument("--seed-csv", action="store_true", help="path, probability, predicted: a CSV for each finding")
    words = "the overlays in folders Normal(0) and Abnormal(1) of each finding"
    group.add_argument("--sort-normal-abnormal", action="store_true", help=words)


def _add_reader(command: argparse.ArgumentParser) -> None:
    group = command.add_argument_group("readers and patients")
    words = "with the annotations and assessments that readers left on the films in the window (--marks in 0.1.0)"
    group.add_argument("--annotations", "--marks", action="store_true", help=words)
    group.add_argument("--signed-by", default="", metavar="NAME", help="the reader who answers for these reports")
    group.add_argument("--organization", default="", metavar="NAME", help="whom the reader speaks for")
    words = "whose the pictures (PNG, JPEG, TIFF) are, which name nobody; without it each gets a number of its own"
    group.add_argument("--patient-id", default="", metavar="ID", help=words)
    group.add_argument("--patient-name", default="", metavar="NAME", help="the same by name, as Family^Given")
    group.add_argument("--anonymize", action="store_true", help="leave the patient's identity out of everything")


def _add_run(command: argparse.ArgumentParser) -> None:
    group = command.add_argument_group("the run")
    group.add_argument("--jobs", type=jobs, default=1, metavar="N", help="films written at once (1)")
    group.add_argument("--resume", action="store_true", help="skip films that an earlier run finished")
    group.add_argument("--overwrite", action="store_true", help="replace reports that are there already")


def run(options: argparse.Namespace) -> int:
    """Analyse films as one run over an archive where that is asked for, else as a run over a few."""
    many = of_many(options)
    check_options(options)
    try:
        return _analysed(options, many=many)
    except DiskFull:
        warn(GOES_ON)
        raise


def _analysed(options: argparse.Namespace, *, many: bool) -> int:
    if many:
        from inference.cli.archive import many as archive

        return archive.run(options)
    with closing(ReaderProcess(limits=limits_of(options))) as reader:
        reader.start()  # it gets ready while the rest is imported, films are listed and the model is loaded
        from inference.cli.commands import analyze

        return analyze.run(options, reader)


def check_options(options: argparse.Namespace) -> None:
    """Raise ``UsageError`` for options that exclude each other."""
    for flag in ("dicom_pdf", "dicom_gsps", "dicom_ko", "dicom_map"):
        if getattr(options, flag) and not options.dicom:
            raise UsageError(f"--{flag.replace('_', '-')} goes with --dicom.")
    if options.signed_by and options.anonymize:
        raise UsageError("A signature names a person: --signed-by and --anonymize exclude each other.")
    _refuse_more_than_only(options)
    if (options.patient_id or options.patient_name) and options.anonymize:
        raise UsageError("--patient-id and --patient-name name a person: --anonymize excludes them.")


def _refuse_more_than_only(options: argparse.Namespace) -> None:
    """Say no where something is asked for beside ``--only`` that it leaves out."""
    asked = [name for name in LEFT_OUT.get(options.only, ()) if getattr(options, name)]
    if asked:
        flag = asked[0].replace("_", "-")
        raise UsageError(f"--only {options.only} and --{flag} exclude each other.")
