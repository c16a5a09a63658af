"""Results for systems: one CSV row a film and finding, one JSON a film."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from inference.annotations.export import measured_annotations, reader_findings
from inference.core.analysis import Analysis, FindingResult, ScoreState
from inference.core.film import Radiograph
from inference.core.findings import FINDINGS, Finding
from inference.core.reader_annotations import ReaderAnnotations
from inference.files.safe_cells import safe_cell
from inference.report.deidentify.identity import without_free_text, without_signers, without_time
from inference.report.film_info import identity_digest
from inference.report.output.result_parts import check, faithfulness, familiarity, stability
from inference.report.page.options import PriorResults

OUTSIDE = "evidence_outside"
FRAME = "frame"  # of a film of several, from 1
PREVALENCE = "prevalence"  # for which the probability is stated
IMPRESSION = "reader_impression"  # what the reader makes of the whole film, the same in each of its rows
FAMILIARITY, UNLIKE = "familiarity", "unlike"  # the film's percentile; yes where no number is to be trusted
STABILITY = ("stability_low", "stability_high", "stability_changes")  # over small views; how many change the state
READER_COLUMNS = ("reader_call", "reader_verdict", "reader_note")
SITE_COLUMNS = SITE_POINT, SITE_STATE = ("site_operating_point", "site_state")  # by what the site tuned
FOLDER = "folder"  # of the film in a run over many, where its files are
AUTHOR = "reader_author"  # whose word it is, where another reader's was taken over
COLUMNS = (
    "film",
    "finding",
    "probability",
    "operating_point",
    "state",
    "model",
    "seconds",
    *READER_COLUMNS,
    OUTSIDE,
    FRAME,
    AUTHOR,
    PREVALENCE,
    FAMILIARITY,
    UNLIKE,
    *STABILITY,
    IMPRESSION,
    FOLDER,
    *SITE_COLUMNS,
)
Row = dict[str, str]


def rows(name: str, film: Radiograph, analysis: Analysis, findings: Sequence[Finding] = FINDINGS) -> list[Row]:
    """One row a finding of the film called ``name``, extra ones last; probabilities with six decimals, or empty."""
    made = analysis.provenance
    model = f"{made.pack_name} {made.pack_version}"
    reader = {} if analysis.reader is None else reader_findings(analysis.reader)
    impression = "" if analysis.reader is None else analysis.reader.impression
    return [
        {
            **_row(name, result, model, f"{made.seconds:.3f}"),
            **_reader_cells(reader.get(result.finding.key)),
            FRAME: _frame(film.frame + 1, film.frames),
            PREVALENCE: _prevalence(analysis.prevalence_of(result)),
            **_familiarity_cells(familiarity(analysis)),
            IMPRESSION: safe_cell(impression),
            FOLDER: "",
        }
        for result in (*(one for one in analysis.results if one.finding in findings), *analysis.extra)
    ]


def rows_again(film: str, facts: dict[str, Any], findings: Sequence[Finding] = FINDINGS) -> list[Row]:
    """The rows of a film done before, from its ``result.json``."""
    made = facts["provenance"]
    wanted = {finding.key for finding in findings}
    return [
        {
            "film": safe_cell(film),
            "finding": item["finding"],
            "probability": _number(item["probability"]),
            "operating_point": _number(item["operating_point"]),
            "state": item["state"],
            "model": safe_cell(f"{made['pack_name']} {made['pack_version']}"),
            "seconds": f"{made['seconds']:.3f}",
            **_reader_cells(item.get("reader")),
            **_stability_cells(item.get("stability")),
            OUTSIDE: _share((item.get("evidence_outside") or {}).get("share")),
            FRAME: _frame(facts["film"].get("frame"), facts["film"].get("frames")),
            PREVALENCE: _prevalence(item.get("prevalence")),
            **_familiarity_cells(facts.get("familiarity")),
            IMPRESSION: safe_cell((facts.get("impression") or {}).get("text", "")),
            FOLDER: "",
            **_site_cells(item.get("site")),
        }
        for item in (*(one for one in facts["findings"] if one["finding"] in wanted), *facts.get("extra", ()))
    ]


def failed_rows(film: str, findings: Sequence[Finding] = FINDINGS) -> list[Row]:
    """The rows of a film that could not be analysed."""
    return [_row(film, FindingResult(finding, ScoreState.FAILED), "", "") for finding in findings]


def _frame(frame: int | None, frames: int | None) -> str:
    return f"{frame} of {frames}" if frames and frames > 1 else ""


def table(all_rows: Iterable[Row]) -> bytes:
    """The rows as CSV in UTF-8, header first, commas, lines ended as RFC 4180 says."""
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, COLUMNS)
    writer.writeheader()
    writer.writerows(all_rows)
    return buffer.getvalue().encode("utf-8")


def result_json(
    film: Radiograph,
    analysis: Analysis,
    *,
    name: str | None = None,
    report: str | None = None,
    asked: str | None = None,
    prior: PriorResults | None = None,
) -> bytes:
    """The analysis as JSON in UTF-8, as ``resources/schemas/result.schema.json`` says; no patient data.

    ``name`` is what the film is called; None leaves it out, with the digest that tells its identity from another's
    and the moment of the analysis.
    ``report`` is the hash printed on the report, None where none was drawn, ``asked`` that of the options
    of a run over many films, ``prior`` what the film is compared with, whose day goes with the name.
    """
    if name is None:
        film, analysis = without_free_text(film), without_signers(without_time(analysis))
    rows_, columns = film.shape
    said = {} if analysis.reader is None else reader_findings(analysis.reader)
    facts = {
        "format": 1,
        "film": {
            "name": name,
            "identity": None if name is None else identity_digest(film.identity),
            "hash": film.film_hash,
            "rows": rows_,
            "columns": columns,
            "frame": film.frame + 1,
            "frames": film.frames,
        },
        "findings": [
            _finding(result) | {"prevalence": analysis.prevalence_of(result), "reader": said.get(result.finding.key)}
            for result in analysis.results
        ],
        **({"extra": [_finding(result) | {"reader": None} for result in analysis.extra]} if analysis.extra else {}),
        "marks": [] if analysis.reader is None else measured_annotations(film, analysis.reader),
        "impression": _impression(analysis.reader),
        "key_film": analysis.reader and analysis.reader.key_reason,
        "check": check(analysis),
        "ctr_proposed": None if analysis.ctr_proposed is None else round(analysis.ctr_proposed, 3),
        "familiarity": familiarity(analysis),
        "prior": _prior(prior, dated=name is not None),
        "placement": asdict(analysis.placement),
        "report": report,
        **({} if asked is None else {"asked": asked}),
        "provenance": asdict(analysis.provenance),
        "use": "research only, not a medical device",
    }
    return (json.dumps(facts, ensure_ascii=False, indent=2, allow_nan=False) + "\n").encode("utf-8")


def _prior(prior: PriorResults | None, *, dated: bool) -> dict[str, str] | None:
    return None if prior is None else {"hash": prior.analysis.film_hash, "day": prior.day if dated else ""}


def _impression(reader: ReaderAnnotations | None) -> dict[str, str] | None:
    """What the reader makes of the film, and whose it is where it was taken over; None where nothing was written."""
    if reader is None or not reader.impression:
        return None
    return {"text": reader.impression, "author": reader.impression_author}


def _finding(result: FindingResult) -> dict[str, object]:
    heatmap = result.heatmap
    return {
        "finding": result.finding.key,
        "title": result.finding.title,
        "snomed": result.finding.snomed,
        "state": str(result.state),
        "probability": result.probability,
        "score": result.score,
        "operating_point": result.operating_point,
        "grey_band": list(result.grey_band) if result.grey_band else None,
        "experimental": result.experimental,
        "index": result.index,
        **({} if result.site is None else {"site": asdict(result.site)}),
        "limits": result.limits,
        "reason": result.reason,
        "faithfulness": faithfulness(result.faithfulness),
        **({} if result.stability is None else {"stability": stability(result.stability)}),
        "evidence_outside": None
        if result.evidence_location is None
        else {
            "field": result.evidence_location.field,
            "share": result.evidence_location.share,
            "far": result.evidence_location.outside,
        },
        "heatmap": None
        if heatmap is None
        else {
            "rows": heatmap.values.shape[0],
            "columns": heatmap.values.shape[1],
            "highest": float(heatmap.values.max()),
            "full_scale": heatmap.full_scale,
            "empty": heatmap.empty,
        },
    }


def _row(film: str, result: FindingResult, model: str, seconds: str) -> Row:
    return {
        "film": safe_cell(film),
        "finding": result.finding.key,
        "probability": _number(result.probability),
        "operating_point": _number(result.operating_point),
        "state": str(result.state),
        "model": safe_cell(model),
        "seconds": seconds,
        **_reader_cells(None),
        **_stability_cells(None if result.stability is None else stability(result.stability)),
        OUTSIDE: _share(result.evidence_location.share if result.evidence_location else None),
        FRAME: "",
        PREVALENCE: "",
        **_familiarity_cells(None),
        IMPRESSION: "",
        FOLDER: "",
        **_site_cells(None if result.site is None else asdict(result.site)),
    }


def _site_cells(found: dict[str, Any] | None) -> Row:
    """What the site's own operating point says; empty where none was tuned."""
    point, state = (None, "") if found is None else (found["operating_point"], str(found["state"]))
    return dict(zip(SITE_COLUMNS, (_number(point), state), strict=True))


def _reader_cells(said: dict[str, str] | None) -> Row:
    said = said or {}
    return {name: safe_cell(said.get(name.removeprefix("reader_"), "")) for name in (*READER_COLUMNS, AUTHOR)}


def _familiarity_cells(found: dict[str, Any] | None) -> Row:
    if found is None:
        return {FAMILIARITY: "", UNLIKE: ""}
    return {FAMILIARITY: f"{found['percentile']:.3f}", UNLIKE: "yes" if found["unlike"] else "no"}


def _stability_cells(found: dict[str, Any] | None) -> Row:
    if found is None:
        return dict.fromkeys(STABILITY, "")
    return dict(zip(STABILITY, (_number(found["low"]), _number(found["high"]), str(found["changes"])), strict=True))


def _prevalence(value: float | None) -> str:
    return "" if value is None else f"{value:g}"


def _share(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.6f}"
