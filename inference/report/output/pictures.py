"""Pictures of a film that leave alone: each says what it is, by a strip below it and by a text chunk of its PNG."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from inference.core.analysis import Analysis, ScoreState
from inference.core.film import Radiograph
from inference.core.reader_annotations import ReaderAnnotations
from inference.core.reader_annotations import without_free_text as without_words
from inference.files.generated_files import FILM, PICTURE
from inference.report.deidentify.identity import without_free_text, without_time
from inference.report.page.annotation_drawing import with_labelled_annotations
from inference.report.page.film.copies import reduced
from inference.report.page.film.strip import with_strip
from inference.report.page.options import ReportOptions, drawn_keys, overlaid_picture, plain_picture, transformed
from inference.report.page.png import picture_png
from inference.report.page.provenance import Facts, report_facts, report_hash

Pixels = NDArray[np.uint8]
Area = tuple[int, int, int, int]
SHOWN = (ScoreState.ABOVE, ScoreState.NOT_SURE)  # findings in these get an overlay unasked
OVERLAY_SIDE = 1024  # pixels of the longer side of an overlay of a run over many films, at most
OF_THE_MODEL = ("pack", "method", "overlay", "findings", "familiarity", "analysed_anyway", "reader")  # not on a film


def overlay_keys(analysis: Analysis, options: ReportOptions) -> tuple[str, ...]:
    """The findings that get an overlay of their own, in the panel's order.

    Those above or around their operating point and those that are shown; all that have a heatmap where
    ``options.all_overlays`` asks for them.
    """
    return tuple(
        result.finding.key
        for result in analysis.results
        if result.heatmap is not None
        and (options.all_overlays or result.state in SHOWN or result.finding.key in (options.keys or ()))
    )


def overlay_png(
    film: Radiograph, analysis: Analysis, key: str, options: ReportOptions, side: int | None = None
) -> bytes:
    """The film with the overlay of one finding and its strip, ``side`` pixels at most on its longer side, as PNG."""
    film, analysis = known_of(film, analysis, options)
    facts = picture_facts(film, analysis, (key,), options)
    if side is not None:
        film, analysis = reduced(film, analysis, side)
    overlaid = transformed(overlaid_picture(film, analysis, (key,), options), options)
    picture = annotated(overlaid, film, analysis, options)
    rows, columns = picture.shape[:2]
    whole = with_strip(picture, film, analysis, (key,), options)
    return _said_png(whole, facts, {"overlay": (0, 0, columns, rows)})


def viewports_png(film: Radiograph, analysis: Analysis, options: ReportOptions) -> bytes:
    """Film and overlay side by side with their strip, as PNG."""
    film, analysis = known_of(film, analysis, options)
    keys = drawn_keys(analysis, options)
    plain = np.repeat(plain_picture(film, options)[:, :, None], 3, axis=2)
    overlaid = overlaid_picture(film, analysis, keys, options)
    viewports = [annotated(transformed(one, options), film, analysis, options) for one in (plain, overlaid)]
    rows, columns = viewports[0].shape[:2]
    whole = with_strip(np.hstack(viewports), film, analysis, keys, options, viewports=2)
    areas: dict[str, Area] = {"film": (0, 0, columns, rows), "overlay": (columns, 0, columns, rows)}
    return _said_png(whole, picture_facts(film, analysis, keys, options), areas)


def film_png(film: Radiograph, analysis: Analysis, options: ReportOptions, *, lies: bool = True) -> bytes:
    """The film in grayscale, as it ``lies`` or as stored, without a strip: nothing of the model is on it, as PNG."""
    film, analysis = known_of(film, analysis, options)
    options = options if lies else replace(options, annotated=False)
    plain = plain_picture(film, options)
    picture = annotated(transformed(plain, options) if lies else plain, film, analysis, options)
    facts = picture_facts(film, analysis, (), options)
    told = {name: value for name, value in facts.items() if name not in OF_THE_MODEL}
    return picture_png(picture, json.dumps({**told, "picture": "film"}, ensure_ascii=False), keyword=FILM)


def shown_picture(
    film: Radiograph, analysis: Analysis | None, options: ReportOptions, reader: ReaderAnnotations | None = None
) -> Pixels:
    """The film as shown, with overlays and their strip where any are asked for, its pixels made square, RGB."""
    keys = options.keys or ()
    if analysis is not None:
        film, analysis = known_of(film, analysis, options)
    pixels = overlaid_picture(film, analysis, keys, options) if analysis and keys else plain_picture(film, options)
    picture = Image.fromarray(pixels).convert("RGB")
    if film.pixel_aspect != 1:
        size = (picture.width, max(1, round(picture.height * film.pixel_aspect)))
        picture = picture.resize(size, Image.Resampling.BICUBIC)
    seen = _with_labels(transformed(np.asarray(picture, dtype=np.uint8), options), film, reader, options)
    return with_strip(seen, film, analysis, drawn_keys(analysis, options), options) if analysis and keys else seen


def known_of(film: Radiograph, analysis: Analysis, options: ReportOptions) -> tuple[Radiograph, Analysis]:
    """Film and analysis as far as pictures may know them: what is not drawn of the reader is not in them either."""
    reader = analysis.reader if options.annotated else None
    if not options.anonymize:
        return film, replace(analysis, reader=reader)
    said = None if reader is None else without_words(reader)
    return without_free_text(film), replace(without_time(analysis), reader=said)


def annotated(picture: Pixels, film: Radiograph, analysis: Analysis, options: ReportOptions) -> Pixels:
    """A picture of the film as it lies, grey or in colour, with the reader's annotations where they are shown."""
    return _with_labels(picture, film, analysis.reader if options.annotated else None, options)


def picture_facts(film: Radiograph, analysis: Analysis, keys: tuple[str, ...], options: ReportOptions) -> Facts:
    """What a picture says of itself as data: the facts of a report, and their hash."""
    facts = report_facts(film, analysis, options, keys)
    return {**facts, "report": report_hash(facts)}


def _said_png(whole: Pixels, facts: Facts, areas: dict[str, Area]) -> bytes:
    """A picture with its strip as PNG; its text chunk holds the facts, and as ``panes`` where films are on it."""
    more = {"picture": "overlay" if len(areas) == 1 else "viewports", "panes": areas}
    return picture_png(whole, json.dumps({**facts, **more}, ensure_ascii=False), keyword=PICTURE)


def _with_labels(picture: Pixels, film: Radiograph, reader: ReaderAnnotations | None, options: ReportOptions) -> Pixels:
    if reader is None or not reader.annotations:
        return picture
    coloured = Image.fromarray(picture).convert("RGB")
    return np.asarray(with_labelled_annotations(coloured, film, reader, options.transform), dtype=np.uint8)
