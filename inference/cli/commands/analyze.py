"""``thoracam analyze``: a report, heatmaps and numbers for each film, and one table for all."""

from __future__ import annotations

import argparse
from functools import partial
from pathlib import Path
from typing import Any

import resources
from inference.annotations.store import FolderAnnotationStore, annotations_folder
from inference.batch.batch_run import TABLE, BatchRun
from inference.batch.run_lock import held
from inference.batch.run_options import BatchOptions, FinalPart
from inference.cli.commands.arguments import ALONE, REPORTS, RESULTS, prevalence_of
from inference.cli.commands.limit_options import limits_of
from inference.cli.commands.several_models import run_each
from inference.cli.commands.terminal import complain, say, show_progress, warn
from inference.core.analysis import Analysis
from inference.core.cancel import CancelToken
from inference.core.errors import AlreadyThere, AnnotationsError, UsageError
from inference.core.film import Identity, Radiograph, of_patient
from inference.core.reader_annotations import ReaderAnnotations, without_free_text, without_hidden
from inference.engine.checked_engine import CheckedEngine
from inference.engine.factory import open_engine
from inference.engine.faithfulness import with_faithfulness
from inference.engine.stability import stability, with_stability
from inference.model_pack import sha256_of
from inference.reading import ScanResult, scan
from inference.reading.files.reader_process import ReaderProcess
from inference.report.deidentify.uids import NewUids
from inference.report.output.film_folder import FolderParts, asked_for, only, wish_for, wish_for_page
from inference.report.page.options import (
    CaptureSyntax,
    DicomForm,
    Observer,
    PageForm,
    Paper,
    ReportClass,
    ReportOptions,
    ReportTheme,
)
from inference.site.thresholds.file import thresholds_in
from inference.text.messages import film_notes, incomplete_film, message_for

MANY = 4  # films from which on two are analysed at once; a few are done sooner one by one
SETTLE_FROM = 50  # films from which on the seconds that it takes to find the fastest number format come back


def run(options: argparse.Namespace, reader: ReaderProcess) -> int:
    """Analyse every film below the paths; one that fails is said and the rest go on."""
    if len(options.model) > 1:
        return run_each(options, partial(_with_reader, reader=reader))
    options.model = options.model[0] if options.model else resources.DEFAULT_PACK
    return _with_reader(options, reader)


def _with_reader(options: argparse.Namespace, reader: ReaderProcess) -> int:
    found = scan(options.paths, limits_of(options))
    engine = engine_of(options, _at_once(found))
    if not found.studies and not found.skipped:
        raise UsageError("There is no film below the paths given.")
    with held(options.out):
        if (options.out / TABLE).exists() and not (options.overwrite or options.resume):
            raise AlreadyThere(options.out / TABLE)
        return over(found, options, engine, reader)


def engine_of(options: argparse.Namespace, requests: int = 1, threads: int = 0) -> CheckedEngine:
    """The engine that the options ask for, for so many films at once; raises ``PackError`` kin, or ``UsageError``."""
    engine = open_engine(
        options.model,
        device=options.device,
        precision=options.precision,
        method=options.method,
        cache_bytes=0,  # nobody comes back to a film here
        requests=requests,
        threads=threads,
        prevalence=prevalence_of(options.prevalence),
        thresholds=thresholds_in(options.thresholds),
    )
    asked = options.prevalence or (options.thresholds and not any(spec.site for spec in engine.pack.findings))
    if asked and engine.notice:
        raise UsageError(engine.notice)
    return engine.override() if options.override else engine


def _at_once(found: ScanResult) -> int:
    """How many films are analysed at once: of many two, so that the processors are full."""
    return 2 if sum(len(study.films) for study in found.studies) >= MANY else 1


def over(found: ScanResult, options: argparse.Namespace, engine: CheckedEngine, reader: ReaderProcess) -> int:
    """Do every film and write the tables, also when somebody stops the run; returns the exit status."""
    paths = tuple(entry.path for study in found.studies for entry in study.films)
    analyser = _Analyser(engine, options)
    films = BatchRun(_batch_options(options, found), paths, analyser, _Terminal())
    for place, error in enumerate(found.skipped, start=len(paths)):
        films.fail(place, error.path, error)
    if paths:
        show_progress(0, len(paths), "loading the model")
        if len(paths) >= SETTLE_FROM:
            engine.settle(CancelToken())
        engine.warm_up()
        if engine.notice:
            warn(engine.notice)
    films.run(partial(_read, reader, options))
    return 1 if films.failures or analyser.incomplete else 0


def _read(reader: ReaderProcess, options: argparse.Namespace, *film: Any, **more: Any) -> Radiograph:
    """Read a film; a picture is of the patient that the user named."""
    return of_patient(reader.read(*film, **more), options.patient_id, options.patient_name)


def report_and_parts(options: argparse.Namespace) -> tuple[ReportOptions, FolderParts]:
    """How films are shown, and what is written of each."""
    syntax, kind = CaptureSyntax(options.dicom_pictures), ReportClass(options.dicom_report)
    form = DicomForm(syntax, kind, options.dicom_pdf, options.dicom_gsps, options.dicom_ko, options.dicom_map)
    page = PageForm(Paper(options.paper), ReportTheme(options.report_theme), options.language)
    report = ReportOptions(
        opacity=options.opacity,
        colormap=options.colormap,
        all_overlays=options.all_overlays,
        anonymize=options.anonymize,
        overwrite=options.overwrite or options.resume,
        observer=Observer(options.signed_by, options.organization, signed=bool(options.signed_by)),
        dicom=form,
        form=page,
    )
    parts = FolderParts(
        overlays=not options.no_heatmaps,
        pictures=options.only is None,
        pages=options.only not in (RESULTS, ALONE),
        original=options.originals,
        heat=options.heatmaps,
        pdf=options.pdf,
        fhir=options.fhir,
        dicom=NewUids() if options.dicom else None,
        asked=asked_for(
            {**_drawing(options), **wish_for(form, dicom=options.dicom), **wish_for_page(page)},
            (options.signed_by, options.organization),
        ),
    )
    return report, parts


def _batch_options(options: argparse.Namespace, found: ScanResult) -> BatchOptions:
    report, parts = report_and_parts(options)
    if options.resume and options.anonymize and options.dicom:
        warn("Each run gives patients new pseudonyms in DICOM, so films that an earlier run did are written again.")
    return BatchOptions(
        Path(options.out),
        report,
        parts,
        findings=options.findings,
        resume=options.resume,
        jobs=options.jobs,
        analysts=_at_once(found),
        tables=options.only != REPORTS,
        who=_who(options, found),
        summary=options.summary,
        seed_csv=options.seed_csv,
        sort_normal_abnormal=options.sort_normal_abnormal,
        studies=tuple(tuple(film.path for film in study.films) for study in found.studies) if options.studies else (),
        beside=options.beside,
        handed_on=getattr(options, "handed_on", None),  # of several models alone
    )


def _who(options: argparse.Namespace, found: ScanResult) -> dict[Path, Identity]:
    """Whose the films are, as far as their headers say it or the user did, who speaks for pictures alone."""
    named = Identity(patient_id=options.patient_id, patient_name=options.patient_name)
    films = [film for study in found.studies for film in study.films]
    return {film.path: film.identity if film.identity.sop_uid else named for film in films}


def _drawing(options: argparse.Namespace) -> dict[str, object]:
    """The options that change what is written of a film, beyond which files."""
    names = ("method", "device", "precision", "faithfulness", "override", "opacity", "colormap")
    wanted: dict[str, object] = {name: getattr(options, name) for name in names}
    if options.thresholds:
        wanted["thresholds"] = sha256_of(options.thresholds)
    if options.prevalence:
        wanted["prevalence"] = [(getattr(finding, "key", ""), value) for finding, value in options.prevalence]
    if options.all_overlays:
        wanted["overlays"] = "all"
    if options.stability:
        wanted["stability"] = True
    named = options.patient_id or options.patient_name
    patient = {"patient": [options.patient_id, options.patient_name]} if named else {}
    return {**wanted, **patient, "findings": [finding.key for finding in options.findings]}


def analysed(engine: CheckedEngine, film: Radiograph, options: argparse.Namespace) -> Analysis:
    """What the engine says of a film, with all that the options ask it for."""
    token = CancelToken()
    analysis = only(engine.analyse(film, token=token), options.findings)
    if options.faithfulness:
        analysis = with_faithfulness(engine, film, analysis, token=token)
    if options.stability:
        found = stability(engine, film, analysis.all_results, analysis.placement, token=token)
        analysis = with_stability(analysis, found)
    return analysis


class _Analyser:
    """The engine as the command line asked for it, with what readers said where that is wanted."""

    def __init__(self, engine: CheckedEngine, options: argparse.Namespace) -> None:
        self._engine, self._options = engine, options
        self._store = FolderAnnotationStore(annotations_folder()) if options.annotations else None
        self.incomplete = 0

    @property
    def pack_hash(self) -> str:
        """The pack in use."""
        return self._engine.pack.pack_hash

    def prepare(self, film: Radiograph) -> None:
        """Make a film's input ahead of its analysis."""
        self._engine.prepare(film)

    def analyse(self, film: Radiograph) -> Analysis:
        """Analyse one film; one whose pixel data are truncated is said, and which frame of several it is."""
        if film.truncated is not None:
            say(film.source, incomplete_film(film))
            self.incomplete += 1
        elif film.frames > 1:
            say(film.source, film_notes(film))
        return analysed(self._engine, film, self._options)

    def reader(self, film: Radiograph) -> ReaderAnnotations | None:
        """What a reader left on a film in the window, where that is wanted."""
        if self._store is None:
            return None
        try:
            found = self._store.load(film.film_hash)
        except AnnotationsError as error:
            say(film.source, message_for(error))
            return None
        seen = without_hidden(found)
        known = without_free_text(seen) if self._options.anonymize else seen
        return None if known.empty else known


class _Terminal:
    """Tells how the run goes on standard error."""

    def failed(self, path: Path, error: Exception) -> None:
        """Say what went wrong with a film."""
        complain(path, error)

    def note(self, name: str, sentence: str) -> None:
        """Say what somebody must look at."""
        warn(f"{name}: {sentence}")

    def step(self, done: int, total: int, name: str) -> None:
        """Draw the bar."""
        show_progress(done, total, name)

    def at_work(self, done: int, total: int, what: str) -> None:
        """Say what is at hand beside the bar."""
        show_progress(done, total, what)

    def finish(self, part: FinalPart, done: int, total: int) -> None:
        """Draw the bar of what is written of several films."""
        show_progress(done, total, part.value)
