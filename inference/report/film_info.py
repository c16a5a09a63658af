"""What the viewer knows of a film, for people and for programs: ``thoracam info``."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import asdict, dataclass

import numpy as np

from inference.core.film import Identity, Orientation, Radiograph, Spacing
from inference.core.voi import Voi, VoiLut
from inference.files.names import shown_path
from inference.imaging.spatial_transform import UPRIGHT, SpatialTransform
from inference.text.one_line import one_line
from inference.text.wording import truncated_text

_HALF_WIDTH = re.compile("[\uff61-\uff9f]+")


def film_info(film: Radiograph) -> dict[str, object]:
    """Everything known of a film but its pixels, ready for JSON; what the file does not say is null or empty."""
    rows, columns = film.shape
    return {
        "file": shown_path(film.source.name),
        "film_hash": film.film_hash,
        "rows": rows,
        "columns": columns,
        "frame": film.frame + 1,
        "frames": film.frames,
        "bits": film.bits,
        "transfer_syntax": film.transfer_syntax,
        "values": _values(film),
        "padding": list(film.padding) if film.padding else None,
        "inverted": film.inverted,
        "display": {"default": _voi(film.default_voi), "offered": [_voi(voi) for voi in film.vois]},
        "spacing": _spacing(film.spacing),
        "pixel_aspect": film.pixel_aspect,
        "orientation": asdict(film.orientation) if film.orientation else None,
        "identity": asdict(film.identity),
        "missing": None
        if film.truncated is None
        else {"bytes_there": film.truncated.there, "bytes_needed": film.truncated.needed},
        "notes": list(film.notes),
    }


def info_text(film: Radiograph) -> str:
    """The same to be read: a line a fact, those that the file is silent about left out."""
    known = film.identity
    lines = [
        ("File", shown_path(film.source.name)),
        (
            "Patient",
            ", ".join(filter(None, (readable_name(known.patient_name), known.patient_id, known.sex, known.age))),
        ),
        ("Born", known.birth_date),
        ("Study", " ".join(filter(None, (known.study_date, known.study_time, known.study_description)))),
        ("Series", known.series_description),
        ("Institution", known.institution),
        ("Film", view_text(known)),
        ("Size", _size_text(film)),
        ("Values", _values_text(film)),
        ("Padding", "{:g} to {:g}".format(*film.padding) if film.padding else ""),
        ("Display", _display_text(film)),
        ("Spacing", _spacing_text(film)),
        ("Orientation", _orientation_text(film)),
        ("Transfer syntax", film.transfer_syntax),
        ("Film hash", film.film_hash),
        ("Missing", truncated_text(film)),
        *(("Note", note) for note in film.notes),
    ]
    return "\n".join(f"{name + ':':<17}{one_line(value)}" for name, value in lines if value) + "\n"


def identity_digest(who: Identity) -> str:
    """A short digest that tells one identity from another without saying either."""
    return hashlib.sha256(repr(asdict(who)).encode()).hexdigest()[:16]


def readable_name(name: str) -> str:
    """A DICOM person name to be read: ``Yamada^Tarou=山田^太郎`` becomes ``Yamada Tarou (山田 太郎)``.

    Half-width katakana, a form for old terminals that few fonts have, become the usual ones.
    """
    name = _HALF_WIDTH.sub(lambda found: unicodedata.normalize("NFKC", found.group()), name)
    groups = [" ".join(filter(None, group.split("^"))) for group in name.split("=")]
    first, *others = [group for group in groups if group] or [""]
    return f"{first} ({', '.join(others)})" if others else first


_OPPOSITE = {"L": "R", "R": "L", "A": "P", "P": "A", "H": "F", "F": "H"}


@dataclass(frozen=True, slots=True)
class OrientationMarkers:
    """The patient's directions at the edges of a film as it lies; empty where the file does not say them."""

    left: str = ""
    right: str = ""
    top: str = ""
    bottom: str = ""


def orientation_markers(film: Radiograph, transform: SpatialTransform = UPRIGHT) -> OrientationMarkers:
    """The orientation markers of a film that lies so."""
    lies = orientation_as_seen(film, transform)
    if lies is None:
        return OrientationMarkers()
    right, bottom = lies.right_edge[:1], lies.bottom_edge[:1]
    return OrientationMarkers(_opposite(right), right, _opposite(bottom), bottom)


def orientation_as_seen(film: Radiograph, transform: SpatialTransform) -> Orientation | None:
    """The patient's directions towards the right and the bottom edge of a film that lies so; None where not stated."""
    if film.orientation is None:
        return None
    return Orientation(
        _towards(film.orientation, transform.to_film(1, 0)), _towards(film.orientation, transform.to_film(0, 1))
    )


def _towards(stored: Orientation, step: tuple[float, float]) -> str:
    """The patient's direction of a step (x, y) along one axis of the film as stored."""
    along = stored.right_edge if step[0] else stored.bottom_edge
    return along if sum(step) > 0 else _opposite(along)


def _opposite(letters: str) -> str:
    return "".join(_OPPOSITE.get(letter, "") for letter in letters)


def view_text(who: Identity) -> str:
    """Modality, body part, view and side in a line; "U", an unpaired part of the body, is no side."""
    side = "" if who.laterality == "U" else who.laterality
    return "  ".join(part for part in (who.modality, who.body_part, who.view_position, side) if part)


def voi_text(voi: Voi) -> str:
    """A window or VOI LUT in a few words: its name, level and width where it has them, and the user's gamma."""
    gamma = "" if voi.gamma == 1 else f", gamma {voi.gamma:.2f}"
    if isinstance(voi, VoiLut):
        return f"{voi.name or 'VOI LUT'} (LUT of {voi.values.size} entries{gamma})"
    figures = f"level {voi.center:g}, width {voi.width:g}, {voi.function.value}{gamma}"
    return f"{voi.name} ({figures})" if voi.name else figures


def _extremes(film: Radiograph) -> tuple[float, float] | None:
    """The least and the greatest value, not-a-number left out; None where no finite number is left."""
    finite = film.pixels[np.isfinite(film.pixels)]
    return (float(finite.min()), float(finite.max())) if finite.size else None


def _values(film: Radiograph) -> dict[str, object]:
    least, greatest = _extremes(film) or (None, None)
    return {"least": least, "greatest": greatest, "unit": film.unit or None}


def _values_text(film: Radiograph) -> str:
    found = _extremes(film)
    return f"{found[0]:g} to {found[1]:g} {film.unit}".rstrip() if found else "not one number"


def _voi(voi: Voi) -> dict[str, object]:
    if isinstance(voi, VoiLut):
        return {"kind": "lut", "name": voi.name, "first": voi.first, "entries": int(voi.values.size)}
    return {
        "kind": "window",
        "name": voi.name,
        "center": voi.center,
        "width": voi.width,
        "function": voi.function.value,
    }


def _spacing(spacing: Spacing | None) -> dict[str, object] | None:
    return asdict(spacing) if spacing else None


def _size_text(film: Radiograph) -> str:
    rows, columns = film.shape
    frames = f", frame {film.frame + 1} of {film.frames}" if film.frames > 1 else ""
    return f"{columns} x {rows} pixels, {film.bits} bits{frames}"


def _display_text(film: Radiograph) -> str:
    others = "; ".join(voi_text(voi) for voi in film.vois if voi is not film.default_voi)
    inverted = ", low values white" if film.inverted else ""
    return voi_text(film.default_voi) + inverted + (f"; also {others}" if others else "")


def _spacing_text(film: Radiograph) -> str:
    if film.spacing is None:
        return "" if film.pixel_aspect == 1 else f"unknown; pixels {film.pixel_aspect:g} times as high as wide"
    return f"{film.spacing.row_mm:g} x {film.spacing.column_mm:g} mm ({film.spacing.origin})"


def _orientation_text(film: Radiograph) -> str:
    if film.orientation is None:
        return ""
    return f"{film.orientation.right_edge} at the right edge, {film.orientation.bottom_edge} at the bottom"
