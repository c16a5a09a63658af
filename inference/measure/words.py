"""What is written beside a mark: figures with their unit and where that comes from."""

from __future__ import annotations

from inference.measure.figures import Scale, angle, area, cardiothoracic, cobb, length
from inference.measure.marks import REGIONS, Mark, MarkKind
from inference.measure.regions import statistics
from inference.types import Radiograph

AP = "AP film: the heart looks larger than it is"
VIEW_UNKNOWN = "View not stated: on an AP film the heart looks larger"


def mark_lines(mark: Mark, film: Radiograph, scale: Scale) -> tuple[str, ...]:
    """The lines beside a whole mark; empty for an arrow without text."""
    if mark.kind in REGIONS:
        return _region_lines(mark, film, scale)
    if mark.kind is MarkKind.CARDIOTHORACIC:
        return _cardiothoracic_lines(mark, film, scale)
    if mark.kind is MarkKind.LENGTH:
        return (with_unit(length(mark, scale), scale),)
    if mark.kind is MarkKind.CALIBRATION:
        return (f"{mark.known_mm:g} mm, given by hand" if mark.known_mm else "length not given",)
    if mark.kind in (MarkKind.ANGLE, MarkKind.COBB):
        found = angle(mark, scale) if mark.kind is MarkKind.ANGLE else cobb(mark, scale)
        name = "" if mark.kind is MarkKind.ANGLE else "Cobb "
        return (f"{name}{found:.1f}°" if found is not None else f"{name}–",)
    return tuple(mark.text.splitlines())


def with_unit(value: float, scale: Scale) -> str:
    """A length in words: one decimal in millimetres, none in pixels, and the origin of the unit."""
    if scale.unit == "mm":
        return f"{value:.1f} mm {scale.origin}".rstrip()
    return f"{value:.0f} px, no spacing in the file"


def _region_lines(mark: Mark, film: Radiograph, scale: Scale) -> tuple[str, ...]:
    found = statistics(mark, film)
    if found is None:
        return ("no pixels of the film", _area(mark, scale))
    unit = f" {film.unit}" if film.unit else ""
    return (
        f"Mean {_value(found.mean)}  SD {_value(found.deviation)}{unit}",
        f"Min {_value(found.lowest)}  Max {_value(found.highest)}{unit}",
        f"{_area(mark, scale)}  ({found.count:,} pixels)",
    )


def _area(mark: Mark, scale: Scale) -> str:
    found = area(mark, scale)
    if scale.unit != "mm":
        return f"{found:,.0f} px²"
    size = f"{found / 100:.2f} cm²" if found >= 1000 else f"{found:.1f} mm²"
    return f"{size} {scale.origin}".rstrip()


def _cardiothoracic_lines(mark: Mark, film: Radiograph, scale: Scale) -> tuple[str, ...]:
    found = cardiothoracic(mark, scale)
    if found is None or found.ratio is None:
        return ("CTR –",)
    decimals = 1 if scale.unit == "mm" else 0
    widths = f"Heart {found.heart:.{decimals}f} / thorax {found.thorax:.{decimals}f} {scale.unit} {scale.origin}"
    return (f"CTR {found.ratio:.2f}", widths.rstrip(), *_view_warning(film.identity.view_position))


def _view_warning(view: str) -> tuple[str, ...]:
    view = view.strip().upper()
    if view == "PA":
        return ()
    if view == "AP":
        return (AP,)
    return (f"{view} view: not meant for this ratio",) if view else (VIEW_UNKNOWN,)


def _value(value: float) -> str:
    return f"{value:.1f}" if abs(value) < 1e5 else f"{value:.4g}"
