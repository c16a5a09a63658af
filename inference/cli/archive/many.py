"""``thoracam analyze`` with a list, ``--shard``, ``--on`` or ``--only table``: films and tables as streams."""

from __future__ import annotations

import argparse
import hashlib
import time
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import psutil

import resources
from inference.batch.archive import parquet
from inference.batch.archive.keys import KeyTable
from inference.batch.archive.record import Asked, Record
from inference.batch.archive.run import ArchiveRun, Plan, path_name
from inference.batch.archive.tables import RESULTS
from inference.batch.run_lock import held
from inference.batch.shards.film_list import FilmList
from inference.batch.workers.port import Failure
from inference.cli.archive.opening import FilmOpener
from inference.cli.archive.options import OF_MANY
from inference.cli.archive.places import Place, check_count
from inference.cli.archive.told import Told, cost_table
from inference.cli.commands.arguments import ALONE
from inference.cli.commands.terminal import tell, warn, write_text
from inference.core.errors import AlreadyThere, FilmError, UsageError
from inference.core.software import SOFTWARE
from inference.files.names import shown_path
from inference.model_pack import load_pack
from inference.reading.files.dicomdir import referenced_files
from inference.reading.files.zip_archive import is_archive, member_paths
from inference.site.thresholds.file import read as sealed
from inference.text.messages import message_for

OF_FEW = ("studies", "summary", "seed_csv", "sort_normal_abnormal")  # what needs all films at one place
ASKED = (
    *("method", "device", "precision", "faithfulness", "stability", "override", "no_heatmaps", "all_overlays"),
    *("opacity", "colormap", "only", "originals", "pdf", "language", "paper", "report_theme", "heatmaps"),
    *("dicom", "dicom_pictures", "dicom_report", "dicom_pdf", "dicom_gsps", "dicom_ko", "dicom_map", "fhir"),
    *("annotations", "signed_by", "organization", "anonymize", "column"),
    *("max_megapixels", "max_gigabytes", "max_nesting"),
)
TOLD_OTHERWISE = ("model", "shard", "findings", "prevalence", "thresholds", "paths")  # as text, or on its own
OF_THE_RUN = ("out", "jobs", "resume", "overwrite", "on", *OF_MANY, *OF_FEW)  # that change nothing of a film
SECRET = ("patient_id", "patient_name")  # of which run.json has a digest
THERE = "--resume goes on with the run that wrote it, --overwrite begins anew"
NO_FILM = "No film of {paths} was to be done, so the tables are empty."
_DICOMDIR, _ZIP = "DICOMDIR", ".zip"


def run(options: argparse.Namespace) -> int:
    """Analyse films as one run over an archive."""
    place = options.on or Place()
    _refuse(options, place)
    check_count(place, options.workers)
    if options.parquet:
        parquet.check_installed()
    FilmList(options.paths, expand, options.column).check_lists()  # before anything is written
    options = _settled(options)
    with held(options.out, depths=("*",)):
        return _over(options, place)


def _refuse(options: argparse.Namespace, place: Place) -> None:
    """Say no to what needs all films at one place, or what is on another machine."""
    asked = [name for name in OF_FEW if getattr(options, name)]
    if asked:
        raise UsageError(
            f"--{asked[0].replace('_', '-')} needs all films at once, which a run over an archive has not."
        )
    if len(options.model) > 1:
        raise UsageError("A run over an archive is of one model: give --model once, and run once for each.")
    if options.anonymize and options.dicom:
        raise UsageError("DICOM without identity needs one key for all films: leave out --dicom or --anonymize.")
    if options.annotations and place.elsewhere:
        raise UsageError("Annotations lie on this machine: --annotations and --on a cluster exclude each other.")
    if options.thresholds and place.elsewhere:
        raise UsageError(
            "The file of thresholds lies on this machine: --thresholds and --on a cluster exclude each other."
        )
    for name in ("resume", "overwrite"):
        if getattr(options, name):
            return
    if (options.out / RESULTS).exists():
        raise AlreadyThere(options.out / RESULTS, THERE)


def _settled(options: argparse.Namespace) -> argparse.Namespace:
    """The options as workers get them: whole paths, and one number format on all machines."""
    found = argparse.Namespace(**vars(options))
    found.out = options.out.absolute()
    found.model = options.model[0].absolute() if options.model else None
    found.thresholds = options.thresholds.absolute() if options.thresholds else None
    found.precision = (
        "float32" if options.precision == "auto" and options.device in ("auto", "cpu") else options.precision
    )
    found.overwrite = True  # a film whose worker ended is written again
    return found


def _over(options: argparse.Namespace, place: Place) -> int:
    pack = load_pack(options.model or resources.DEFAULT_PACK)
    threads = place.threads(options.per_worker_threads)
    workers = place.workers(FilmOpener(options, threads, pack.pack_hash), count=options.workers, threads=threads)
    asked = Asked(
        _asked(options), {"name": pack.name, "version": pack.version, "hash": pack.pack_hash}, str(options.shard)
    )
    record = Record(options.out, asked, SOFTWARE, name_hosts=not options.no_hosts)
    films = FilmList(options.paths, expand, options.column)
    folders = options.only != ALONE
    plan = Plan(films, options.out, path_name, words, options.shard, folders, options.resume)
    if options.anonymize:
        keys = KeyTable(options.out)
        plan = replace(plan, name=keys, explain=keys.explain)
    told = Told(lambda: sum(options.shard.holds(film.key) for film in films.films()))
    told.count()
    started, spent = time.monotonic(), processor_seconds()
    counts = ArchiveRun(plan, workers, record, told).run()
    if options.parquet:
        parquet.write_parquet(options.out / RESULTS)
    again = f" {counts.done_before:,} were done before." if counts.done_before else ""
    twice = f" {counts.twice:,} are in the list more than once." if counts.twice else ""
    tell(
        f"{counts.done:,} films done, {counts.failed:,} failed, {counts.passed_over:,} files are no films."
        f"{again}{twice}"
    )
    if not (counts.listed or counts.failed):
        warn(NO_FILM.format(paths=", ".join(map(shown_path, options.paths))))
    if options.profile:
        elsewhere = processor_seconds() - spent if not place.elsewhere else None
        write_text(cost_table(told.cost, told.films, time.monotonic() - started, elsewhere))
    return 1 if counts.failed else 0


def expand(path: Path, *, found: bool) -> Iterable[Path] | None:
    """The films of a DICOMDIR or a ZIP archive; one DICOMDIR that lies in a folder says nothing that is not there."""
    if path.name.upper() == _DICOMDIR:
        return () if found else referenced_files(path)
    if path.suffix.lower() == _ZIP and is_archive(path):
        return member_paths(path)
    return None


def words(error: FilmError) -> Failure:
    """A sentence for a film that no worker had a word for."""
    message = message_for(error)
    return Failure(type(error).__name__, f"{message.title}. {message.text} {message.hint}")


def _asked(options: argparse.Namespace) -> dict[str, object]:
    """What decides what is written of a film; persons as digests, and paths too where no identity is to be told."""
    found: dict[str, object] = {name: getattr(options, name) for name in ASKED}
    found["findings"] = ",".join(finding.key for finding in options.findings)
    found["prevalence"] = ",".join(f"{getattr(one, 'key', '')}={value:g}" for one, value in options.prevalence)
    if options.thresholds:  # by what they say, wherever the file lies
        found["thresholds"] = sealed(options.thresholds).digest[:12]
    found |= {name: _digest(getattr(options, name)) for name in SECRET}
    paths = [shown_path(path) for path in options.paths]
    found["paths"] = _digest("\n".join(paths)) if options.anonymize else ", ".join(paths)
    return found


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:12] if text else ""


def processor_seconds() -> float:
    """Processor time of this process and of what it started and waited for, as far as the system says it."""
    times = psutil.Process().cpu_times()
    below = getattr(times, "children_user", 0.0) + getattr(times, "children_system", 0.0)
    return times.user + times.system + below
