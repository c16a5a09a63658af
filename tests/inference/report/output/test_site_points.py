"""The site's operating point stands beside the pack's in every report, with what it rests on and who answers for it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from inference.core.analysis import Analysis, ScoreState, SiteResult
from inference.core.film import Radiograph
from inference.core.findings import PNEUMOTHORAX
from inference.core.site_points import SitePoint
from inference.reading import read_film
from inference.report.deidentify.uids import NewUids
from inference.report.dicom.codes import SITE_POINT as CODE
from inference.report.dicom.codes import SITE_PRESENCE
from inference.report.dicom.files import write_dicom_files
from inference.report.output.csv_json import rows
from inference.report.output.summary_html import SummaryFilm, summary_html
from inference.report.page.film.report import film_report
from inference.report.page.options import ReportOptions
from inference.report.page.png import report_png
from inference.text.site_words import SITE_LEGEND
from tests.builders import phantom, radiograph, write_dicom
from tests.inference.report.dicom.dicom_results import WHO, groups, states
from tests.inference.report.page.report_pages import analysis_with, lines_of, positive

POINT = SitePoint(PNEUMOTHORAX.key, 0.3, 0.1, 50, 0.04, 0.17, signer="A. Kim", signed="2026-11-29", digest="ab" * 32)
SITE = SiteResult(ScoreState.NOT_SURE, 0.25, (0.2, 0.95), POINT)


def tuned() -> tuple[Radiograph, Analysis]:
    film = radiograph(phantom(200, 160))
    return film, analysis_with(film, positive(PNEUMOTHORAX, site=SITE))


def words_of(*, anonymize: bool) -> str:
    film, analysis = tuned()
    options = ReportOptions(anonymize=anonymize)
    return " ".join(lines_of(film_report(film, analysis, options).pages))


def test_pages_say_both_states_how_few_films_and_who_signed() -> None:
    said = words_of(anonymize=False)
    assert SITE_LEGEND in said
    assert "By this site's operating point (25 %): not sure." in said
    assert "50 normals, for 10 calls of 100, which leave between 4 and 17." in said
    assert "signed off by A. Kim on 2026-11-29, seal abababababababab" in said


def test_without_identity_the_seal_stays_and_the_name_goes() -> None:
    said = words_of(anonymize=True)
    assert "Kim" not in said
    assert "Site thresholds, seal abababababababab." in said


def test_pages_without_site_thresholds_say_nothing_of_them() -> None:
    film = radiograph(phantom(200, 160))
    lines = lines_of(film_report(film, analysis_with(film, positive(PNEUMOTHORAX)), ReportOptions()).pages)
    assert not any("site" in line for line in map(str, lines))


def test_the_summary_says_the_sites_state() -> None:
    film, analysis = tuned()
    page = summary_html([SummaryFilm(tuple(rows("film", film, analysis)))], [PNEUMOTHORAX])
    assert "here: not sure" in page.decode()


def test_the_structured_report_holds_the_sites_point_and_state(tmp_path: Path) -> None:
    film = read_film(write_dicom(tmp_path / "film.dcm", phantom(), **WHO))
    analysis = states(film)
    results = tuple(replace(one, site=SITE) if one.finding == PNEUMOTHORAX else one for one in analysis.results)
    analysis, options = replace(analysis, results=results), ReportOptions()
    page = report_png(film, analysis, options)
    write_dicom_files(tmp_path / "out", film, analysis, options, pages=[page], uids=NewUids())
    [group] = [one for one in groups(tmp_path / "out") if one.get_measurements(name=CODE)]
    assert group.get_measurements(name=CODE)[0].value == pytest.approx(0.25)
    assert group.get_qualitative_evaluations(name=SITE_PRESENCE)[0].value.meaning == "Undetermined"
