"""What is written beside a mark: figures with their unit and where that comes from."""

from __future__ import annotations

from inference.measure.figures import Scale, angle, area, cardiothoracic, cobb, length
from inference.measure.marks import REGIONS, Mark, MarkKind
from inference.measure.regions import statistics
from inference.types import Radiograph
from inference.wording import Words

_PIXELS = "{value} px, no spacing in the file"
_GIVEN, _NOT_GIVEN = "{value} mm, given by hand", "length not given"
_EMPTY = "no pixels of the film"
_MEAN, _RANGE = "Mean {mean}  SD {deviation}", "Min {least}  Max {greatest}"
_AREA = "{area}  ({count} pixels)"
_WIDTHS = "Heart {heart} / thorax {thorax} {unit}"
_OTHER_VIEW = "{view} view: not meant for this ratio"
AP = "AP film: the heart looks larger than it is"
VIEW_UNKNOWN = "View not stated: on an AP film the heart looks larger"


def sentences() -> list[str]:
    """Every word of this module: what a translation has to know."""
    return [_PIXELS, _GIVEN, _NOT_GIVEN, _EMPTY, _MEAN, _RANGE, _AREA, _WIDTHS, _OTHER_VIEW, AP, VIEW_UNKNOWN]


def mark_lines(mark: Mark, film: Radiograph, scale: Scale, words: Words = str) -> tuple[str, ...]:
    """The lines beside a whole mark; empty for an arrow without text."""
    if mark.kind in REGIONS:
        return _region_lines(mark, film, scale, words)
    if mark.kind is MarkKind.CARDIOTHORACIC:
        return _cardiothoracic_lines(mark, film, scale, words)
    if mark.kind is MarkKind.LENGTH:
        return (with_unit(length(mark, scale), scale, words),)
    if mark.kind is MarkKind.CALIBRATION:
        given = words(_GIVEN).format(value=f"{mark.known_mm:g}") if mark.known_mm else words(_NOT_GIVEN)
        return (given,)
    if mark.kind in (MarkKind.ANGLE, MarkKind.COBB):
        found = angle(mark, scale) if mark.kind is MarkKind.ANGLE else cobb(mark, scale)
        name = "" if mark.kind is MarkKind.ANGLE else "Cobb "
        return (f"{name}{found:.1f}°" if found is not None else f"{name}–",)
    return tuple(mark.text.splitlines())


def with_unit(value: float, scale: Scale, words: Words = str) -> str:
    """A length in words: one decimal in millimetres, none in pixels, and the origin of the unit."""
    if scale.unit == "mm":
        return f"{value:.1f} mm {words(scale.origin)}".rstrip()
    return words(_PIXELS).format(value=f"{value:.0f}")


def _region_lines(mark: Mark, film: Radiograph, scale: Scale, words: Words) -> tuple[str, ...]:
    found = statistics(mark, film)
    if found is None:
        return (words(_EMPTY), _area(mark, scale, words))
    unit = f" {film.unit}" if film.unit else ""
    return (
        words(_MEAN).format(mean=_value(found.mean), deviation=_value(found.deviation)) + unit,
        words(_RANGE).format(least=_value(found.lowest), greatest=_value(found.highest)) + unit,
        words(_AREA).format(area=_area(mark, scale, words), count=f"{found.count:,}"),
    )


def _area(mark: Mark, scale: Scale, words: Words) -> str:
    found = area(mark, scale)
    if scale.unit != "mm":
        return f"{found:,.0f} px²"
    size = f"{found / 100:.2f} cm²" if found >= 1000 else f"{found:.1f} mm²"
    return f"{size} {words(scale.origin)}".rstrip()


def _cardiothoracic_lines(mark: Mark, film: Radiograph, scale: Scale, words: Words) -> tuple[str, ...]:
    found = cardiothoracic(mark, scale)
    if found is None or found.ratio is None:
        return ("CTR –",)
    decimals = 1 if scale.unit == "mm" else 0
    heart, thorax = f"{found.heart:.{decimals}f}", f"{found.thorax:.{decimals}f}"
    widths = f"{words(_WIDTHS).format(heart=heart, thorax=thorax, unit=scale.unit)} {words(scale.origin)}"
    return (f"CTR {found.ratio:.2f}", widths.rstrip(), *_view_warning(film.identity.view_position, words))


def _view_warning(view: str, words: Words) -> tuple[str, ...]:
    view = view.strip().upper()
    if view == "PA":
        return ()
    if view == "AP":
        return (words(AP),)
    return (words(_OTHER_VIEW).format(view=view),) if view else (words(VIEW_UNKNOWN),)


def _value(value: float) -> str:
    return f"{value:.1f}" if abs(value) < 1e5 else f"{value:.4g}"
