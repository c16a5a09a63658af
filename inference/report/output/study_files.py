"""The report of a study on disk: its own pages and behind them those of its films, as PDF and as PNG."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from inference.core.analysis import Analysis
from inference.core.cancel import CancelToken
from inference.core.film import Radiograph
from inference.files.atomic_file import write_whole
from inference.files.atomic_folder import staged
from inference.report.output.report_files import page_path
from inference.report.page.display_list import DisplayList
from inference.report.page.film.report import film_report
from inference.report.page.options import PriorResults, ReportOptions
from inference.report.page.pdf import About, pages_pdf
from inference.report.page.png import page_png, several_films_png
from inference.report.page.provenance import report_hash
from inference.report.page.rasterize import rasterize, theme_of
from inference.report.page.study_page import StudyFilm, study_facts, study_film, study_pages

MANIFEST = "study.json"
OURS = (r"report\.pdf", r"report(?:-[1-9][0-9]*)?\.png", r"film-[1-9][0-9]*(?:-[1-9][0-9]*)?\.png")
_STEPS = 6  # a film: loaded twice, set on pages, and three of those drawn
Load = Callable[[], tuple[Radiograph, Analysis, PriorResults | None]]  # the last is what the film is compared with


def write_study_report(
    folder: Path,
    films: Sequence[Load],
    options: ReportOptions,
    *,
    missing: int = 0,
    token: CancelToken | None = None,
    told: Callable[[float], object] = lambda _share: None,
) -> None:
    """Write ``report.pdf``, ``report.png``, ``film-<n>.png`` (second pages ``report-2.png``, ...), last ``study.json``.

    Whole or not at all. ``films``, at least one, are loaded twice and one at a time, for a study can be larger than
    the memory; ``missing`` more could not be read or analysed; ``told`` hears of the share that is done. Raises
    ``ExportError`` and its kin, what loading raises, or ``Cancelled``.
    """
    token = token or CancelToken()
    with staged(folder, MANIFEST, ours=OURS, overwrite=options.overwrite) as stage:
        steps = _Steps(_STEPS * len(films), told)
        loads = [steps.before(load) for load in films]
        kept = [_kept(load, options, token) for load in loads]
        own = study_pages(kept, options, missing)
        for number, page in enumerate(own, start=1):
            name = "report.png" if number == 1 else f"report-{number}.png"
            write_whole(stage / name, several_films_png(rasterize(page, theme_of(options.form)), "study"))
        facts = study_facts(kept)
        pages = _all_pages(own, loads, options, stage, token, steps)
        write_whole(stage / "report.pdf", pages_pdf(pages, _about(kept[0], report_hash(facts)), options.form))
        manifest = {**facts, "report": report_hash(facts), "missing": missing}
        write_whole(stage / MANIFEST, (json.dumps(manifest, ensure_ascii=False, indent=2) + "\n").encode("utf-8"))


def study_done(folder: Path, hashes: Sequence[str], pack_hash: str) -> bool:
    """Whether an earlier run wrote the report of a study of just these films with this pack."""
    try:
        known = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["study"]
        return [(item["film_hash"], item["pack"]["hash"]) for item in known] == [(one, pack_hash) for one in hashes]
    except (OSError, ValueError, KeyError, TypeError):
        return False


class _Steps:
    """Tells what share of so many steps is done."""

    def __init__(self, count: int, told: Callable[[float], object]) -> None:
        self._count, self._told, self._done = max(count, 1), told, 0

    def step(self) -> None:
        """One step more is begun."""
        self._told(min(self._done / self._count, 1.0))
        self._done += 1

    def before(self, load: Load) -> Load:
        """The same, with a step when a film is loaded."""

        def loading() -> tuple[Radiograph, Analysis, PriorResults | None]:
            self.step()
            return load()

        return loading


def _kept(load: Load, options: ReportOptions, token: CancelToken) -> StudyFilm:
    token.raise_if_cancelled()
    film, analysis, _ = load()
    return study_film(film, analysis, options)


def _all_pages(
    own: Sequence[DisplayList],
    films: Sequence[Load],
    options: ReportOptions,
    stage: Path,
    token: CancelToken,
    steps: _Steps,
) -> Iterator[DisplayList]:
    """The study's own pages, then those of its films, each written as PNG on its way."""
    yield from own
    for number, load in enumerate(films, start=1):
        token.raise_if_cancelled()
        film, analysis, prior = load()
        steps.step()
        report = film_report(film, analysis, replace(options, prior=prior))
        for place, page in enumerate(report.pages):
            steps.step()
            write_whole(page_path(stage / f"film-{number}.png", place + 1), page_png(report, place, options))
            yield page


def _about(first: StudyFilm, report: str) -> About:
    made = first.analysis.provenance
    return About("ThoraCAM study report", f"sha256:{report}", made.software, made.created)
