"""How a report came to be: the facts that it carries, the hashes that bind it to them, and the way back."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct

from inference.annotations import serialization
from inference.core.analysis import Analysis, FindingResult
from inference.core.film import Radiograph
from inference.core.reader_annotations import ReaderAnnotations
from inference.core.voi import Voi, VoiFunction, VoiLut, VoiWindow
from inference.files.names import shown_path
from inference.files.stored_types import Count, Finite

if TYPE_CHECKING:  # draws, which a window that only reads such facts does not need
    from inference.report.page.options import ReportOptions

Facts = dict[str, Any]
FORMAT = 2
PAGE_FACTS = ("report", "pixels", "panes", "magnification", "page")  # what a PNG adds to the facts


@dataclass(frozen=True, slots=True, eq=False)
class Reopened:
    """A report and the film it was made of; ``unchanged`` says that neither its page nor its facts were edited."""

    report: Path
    facts: Facts
    film: Path
    unchanged: bool


def report_facts(film: Radiograph, analysis: Analysis, options: ReportOptions, keys: tuple[str, ...]) -> Facts:
    """Software, pack, film, how it was shown, states, and what the reader said and drew: enough to show the same again.

    The film's file name is left out of an anonymised report.
    """
    made = analysis.provenance
    return {
        "format": FORMAT,
        "software": made.software,
        "pack": {"name": made.pack_name, "version": made.pack_version, "hash": made.pack_hash},
        "method": made.method,
        "film_hash": film.film_hash,
        "film": None if options.anonymize else shown_path(film.source.name),
        "frame": film.frame,
        "anonymized": options.anonymize,
        "window": _window_facts(film, options.voi, named=not options.anonymize),
        "inverted": options.invert,
        "turn": list(options.transform.numbers),
        "overlay": {
            "findings": list(keys),
            "opacity": options.opacity,
            "colormap": options.colormap,
            "outlined": options.outlined,
            "apart": _unlinked_facts(film, options),
        },
        "analysed_anyway": analysis.override,
        **({} if analysis.familiarity is None else {"familiarity": asdict(analysis.familiarity)}),
        "findings": _states(analysis.results),
        **({"extra": _states(analysis.extra)} if analysis.extra else {}),
        "reader": _reader_facts(analysis.reader),
        "signed_by": None if options.signer is None else options.signer.name,
        "read_by": None if options.anonymize or not options.observer.name else options.observer.name,
        "created": "" if options.anonymize else made.created,
    }


def _states(results: Iterable[FindingResult]) -> dict[str, Any]:
    return {one.finding.key: {"state": str(one.state), "probability": one.probability} for one in results}


def report_hash(facts: Facts) -> str:
    """SHA-256 over the facts in one form (keys sorted, UTF-8), as lower hexadecimal digits."""
    text = json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def window_of(film: Radiograph, facts: Facts) -> Voi | None:
    """The window that a report shows its film in, or its overlay viewport; None for the one the film opens with.

    ``facts`` are those of the report, or what it says of its overlay viewport ``unlinked``.
    Raises ``ValueError`` for facts that this program did not write, ``IndexError`` for a LUT that the film has not.
    """
    found = msgspec.convert(facts, _Shown).window
    if isinstance(found, _Lut):
        return replace(film.vois[found.place], gamma=found.gamma)
    return None if found is None else VoiWindow(**msgspec.structs.asdict(found))


class _Window(Struct, tag_field="kind", tag="window"):
    """A :class:`VoiWindow` as a report holds it."""

    center: Finite
    width: Finite
    function: VoiFunction
    gamma: Finite
    name: str


class _Lut(Struct, tag_field="kind", tag="lut"):
    """A VOI LUT of the film, by its place among all that the film has."""

    place: Count
    gamma: Finite


class _Shown(Struct):
    """The part of a report's facts that says how greys were shown."""

    window: _Window | _Lut | None


def _reader_facts(reader: ReaderAnnotations | None) -> Facts | None:
    return None if reader is None or reader.empty else serialization.to_dict(reader)


def _unlinked_facts(film: Radiograph, options: ReportOptions) -> Facts | None:
    """The overlay viewport's own window and polarity; None where it was linked to that of the film."""
    unlinked = options.unlinked
    if unlinked is None:
        return None
    return {"window": _window_facts(film, unlinked.voi, named=not options.anonymize), "inverted": unlinked.invert}


def _window_facts(film: Radiograph, voi: Voi | None, *, named: bool) -> Facts | None:
    """A window without its name, which a site writes, where identity is left out."""
    if voi is None:
        return None
    if isinstance(voi, VoiLut):
        luts = ((place, own) for place, own in enumerate(film.vois) if isinstance(own, VoiLut))
        places = [place for place, own in luts if own.values is voi.values]
        found: _Window | _Lut | None = _Lut(places[0], voi.gamma) if places else None
    else:
        found = _Window(voi.center, voi.width, voi.function, voi.gamma, voi.name if named else "")
    plain: Facts | None = msgspec.to_builtins(found)
    return plain
