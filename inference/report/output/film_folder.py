"""Everything about one film in a folder of its own: pictures, report, and last the JSON that says it is complete."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from inference.core.analysis import Analysis, ScoreState
from inference.core.cancel import CancelToken
from inference.core.film import Radiograph
from inference.core.findings import BY_KEY, EXTRA, FINDINGS, Finding
from inference.files.atomic_file import write_whole
from inference.files.atomic_folder import staged
from inference.files.names import shown_path
from inference.report.deidentify.burned_in_text import letters_note
from inference.report.deidentify.uids import NewUids
from inference.report.output.csv_json import result_json
from inference.report.output.fhir import fhir_bundle
from inference.report.output.heatmap_files import heat_npy, heat_png
from inference.report.output.pictures import OVERLAY_SIDE, SHOWN, film_png, overlay_keys, overlay_png
from inference.report.output.report_files import FURTHER_PAGES, page_path
from inference.report.page.film.report import FilmReport, film_report
from inference.report.page.options import PLAIN_DICOM, PLAIN_PAGE, DicomForm, PageForm, ReportOptions
from inference.report.page.pdf import report_pdf
from inference.report.page.png import report_pngs
from inference.text.wording import familiarity_text

_UNSIGNED = "0" * 8
NOT_ASKED = "Not asked for in this run."
MANIFEST = "result.json"
DICOM, FHIR = "dicom", "result.fhir.json"
_KEY = f"(?:{'|'.join(BY_KEY)}|{EXTRA}[a-z0-9_]+)"
DICOM_NAMES = tuple(
    rf"{DICOM}/{name}\.dcm"
    for name in (
        "report(?:-[1-9][0-9]*|-pdf)?",
        "(?:results|reader)-sr",
        "presentation-state",
        "key-objects(?:-reader)?",
        "film",
        f"(?:overlay|heat)-{_KEY}",
    )
)
OURS = (
    r"original\.png",
    r"report\.(?:png|pdf)",
    FURTHER_PAGES,
    r"result\.fhir\.json",
    rf"heatmap-{_KEY}(?:\.png|-16bit\.png|\.npy)",
    *DICOM_NAMES,
)


@dataclass(frozen=True, slots=True)
class FolderParts:
    """What is written for a film beside its result.

    ``pages``: the report as PNG. ``overlays``: whether any are drawn, on pages too; ``pictures``: each as
    ``heatmap-<finding>.png``, the film with a strip that says what it is, for the findings that ``overlay_keys`` names.
    ``original``: ``original.png``, the film. ``heat``: the heatmap itself, as ``heatmap-<finding>-16bit.png`` of the
    film's size and ``heatmap-<finding>.npy`` on its own grid. ``fhir``: ``result.fhir.json``. ``dicom`` gives new UIDs
    where identity is left out; None for no DICOM. ``asked`` stands for all else that a run was asked for: a film done
    before is done again where it is another (see :func:`asked_for`).
    """

    overlays: bool = True
    pictures: bool = True
    pages: bool = True
    original: bool = False
    heat: bool = False
    pdf: bool = False
    fhir: bool = False
    dicom: NewUids | None = None
    asked: str | None = None

    def present(self, folder: Path, *, all_overlays: bool = False) -> bool:
        """Whether an earlier run that was asked for the same left all of these in a film's folder."""
        facts = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        if not _same_wish(facts.get("asked"), self.asked):
            return False
        maps = {item["finding"]: item["state"] for item in facts["findings"] if item["heatmap"] is not None}
        drawn = [key for key, state in maps.items() if all_overlays or state in SHOWN] if self.draws_pictures else []
        files = [f"heatmap-{key}.png" for key in drawn]
        more = [item["finding"] for item in facts.get("extra", ()) if item["heatmap"] is not None]
        files += (
            [f"heatmap-{key}{ending}" for key in (*maps, *more) for ending in ("-16bit.png", ".npy")]
            if self.heat
            else []
        )
        own = {"report.png": self.pages, "report.pdf": self.pdf, "original.png": self.original, FHIR: self.fhir}
        files += [name for name, asked in own.items() if asked]
        return all((folder / name).is_file() for name in files) and (self.dicom is None or (folder / DICOM).is_dir())

    @property
    def draws_pictures(self) -> bool:
        """Whether overlays are written as files of their own."""
        return self.overlays and self.pictures

    @property
    def draws_pages(self) -> bool:
        """Whether the pages of a report are drawn, in whatever form they are written, or named by their hash."""
        return self.pages or self.pdf or self.fhir or self.dicom is not None


def write_film_folder(
    folder: Path,
    film: Radiograph,
    analysis: Analysis,
    options: ReportOptions,
    parts: FolderParts,
    *,
    token: CancelToken | None = None,
    told: Callable[[str], object] = lambda _name: None,
) -> tuple[str, ...]:
    """Write the folder of a film, whole or not at all, ``result.json`` last.

    ``told`` hears of each file before it is made. Returns sentences about what a person must look at. Raises
    ``ExportError`` and its kin, or ``Cancelled`` between files.
    """
    token = token or CancelToken()
    with staged(folder, MANIFEST, ours=OURS, overwrite=options.overwrite) as stage:
        return _Writer(stage, film, analysis, options, parts, token, told).write()


class _Writer:
    """Writes the files of one film into a folder that nobody looks at yet."""

    def __init__(
        self,
        stage: Path,
        film: Radiograph,
        analysis: Analysis,
        options: ReportOptions,
        parts: FolderParts,
        token: CancelToken,
        told: Callable[[str], object],
    ) -> None:
        self._stage, self._film, self._analysis, self._token, self._told = stage, film, analysis, token, told
        self._options = options if parts.overlays else replace(options, keys=())
        self._parts = parts

    def write(self) -> tuple[str, ...]:
        """Write everything; returns notes."""
        film, analysis, options = self._film, self._analysis, self._options
        if self._parts.original:
            self._make("original.png", lambda: film_png(film, analysis, options, lies=False))
        self._write_maps()
        notes, report = self._write_report() if self._parts.draws_pages else ((), None)
        name = None if options.anonymize else shown_path(film.source.name)
        asked, prior = self._parts.asked, options.prior
        self._make(MANIFEST, lambda: result_json(film, analysis, name=name, report=report, asked=asked, prior=prior))
        found = letters_note(self._film) if self._options.anonymize else ""
        return (*notes, *filter(None, (familiarity_text(self._analysis), found)))

    def _write_maps(self) -> None:
        """The overlays that are drawn, and heatmaps as numbers, as asked."""
        film, analysis, options = self._film, self._analysis, self._options
        for key in overlay_keys(analysis, options) if self._parts.draws_pictures else ():
            self._make(f"heatmap-{key}.png", partial(overlay_png, film, analysis, key, options, OVERLAY_SIDE))
        for result in analysis.all_results if self._parts.heat else ():
            if result.heatmap is not None:
                key = result.finding.key
                self._make(f"heatmap-{key}-16bit.png", partial(heat_png, film, analysis, key))
                self._make(f"heatmap-{key}.npy", partial(heat_npy, result.heatmap))

    def _write_report(self) -> tuple[tuple[str, ...], str]:
        """The pages as PNG, as PDF and as DICOM, as asked; returns notes and the hash of the report."""
        self._told("report")
        report = film_report(self._film, self._analysis, self._options)
        pages = self._draw_pages(report) if self._parts.pages or self._parts.dicom is not None else []
        if self._parts.pdf:
            self._make("report.pdf", lambda: report_pdf(report, self._options))
        if self._parts.fhir:
            self._make(FHIR, lambda: fhir_bundle(self._film, self._analysis, self._options, report.hash))
        notes = () if self._parts.dicom is None else self._write_dicom(report, pages, self._parts.dicom)
        return notes, report.hash

    def _draw_pages(self, report: FilmReport) -> list[bytes]:
        """The pages as PNG, written as they are there where that is asked for."""
        pages = []
        with closing(report_pngs(report, self._options)) as drawn:
            for number in range(1, len(report.pages) + 1):
                name = page_path(Path("report.png"), number).name
                self._told(name)
                pages.append(next(drawn))
                if self._parts.pages:
                    self._write(name, pages[-1])
        return pages

    def _write_dicom(self, report: FilmReport, pages: Sequence[bytes], uids: NewUids) -> tuple[str, ...]:
        from inference.report.dicom.files import write_dicom_files  # highdicom takes a second to import

        self._told(DICOM)
        folder, options = self._stage / DICOM, self._options
        pdf = report_pdf(report, options) if options.dicom.document else b""
        return write_dicom_files(
            folder, self._film, self._analysis, options, pages=pages, pdf=pdf, uids=uids, token=self._token
        )

    def _make(self, name: str, made: Callable[[], bytes]) -> None:
        self._told(name)
        self._write(name, made())

    def _write(self, name: str, data: bytes) -> None:
        self._token.raise_if_cancelled()
        write_whole(self._stage / name, data)


def wish_for(form: DicomForm, *, dicom: bool) -> dict[str, object]:
    """The form of DICOM results as part of what was asked for; the plain one is none, as in earlier versions."""
    chosen = {"pdf": form.document, "gsps": form.state, "ko": form.keys, "map": form.maps}
    more = [name for name, wanted in chosen.items() if wanted]
    return {"dicom form": [str(form.captures), str(form.report), *more]} if dicom and form != PLAIN_DICOM else {}


def wish_for_page(form: PageForm) -> dict[str, object]:
    """The form of pages as part of what was asked for; the plain one is none."""
    return {"page form": [str(form.paper), str(form.theme), form.language]} if form != PLAIN_PAGE else {}


def asked_for(options: Mapping[str, object], signature: Sequence[str] = ()) -> str:
    """What tells options from others, to be kept with a film; a run without a ``signature`` takes none away."""
    parts = (options, [*signature] if any(signature) else None)
    return "".join(_UNSIGNED if part is None else _digest(part) for part in parts)


def _digest(value: object) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True, default=str).encode("utf-8")).hexdigest()[:8]


def _same_wish(before: str | None, now: str | None) -> bool:
    if before is None or now is None or now[8:] != _UNSIGNED:
        return before == now
    return before[:8] == now[:8]


def only(analysis: Analysis, findings: Sequence[Finding] = FINDINGS) -> Analysis:
    """The analysis with the other findings as not analysed, because nobody asked for them."""
    results = tuple(
        result
        if result.finding in findings
        else replace(
            result,
            state=ScoreState.NOT_ANALYSED,
            probability=None,
            score=None,
            heatmap=None,
            operating_point=None,
            grey_band=None,
            reason=NOT_ASKED,
        )
        for result in analysis.results
    )
    return replace(analysis, results=results, extra=analysis.extra if set(findings) == set(FINDINGS) else ())
