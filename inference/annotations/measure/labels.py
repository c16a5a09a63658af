"""What is written beside an annotation: figures with their unit and where that comes from."""

from __future__ import annotations

from inference.annotations.measure.measurements import Scale, angle, area, cardiothoracic, cobb, length
from inference.annotations.measure.roi_statistics import statistics
from inference.annotations.wording import author_text
from inference.core.annotation import REGIONS, Annotation, AnnotationKind
from inference.core.film import Radiograph
from inference.core.findings import BY_KEY
from inference.text.wording import Translate

_PIXELS = "{value} px, no spacing in the file"
_GIVEN, _NOT_GIVEN = "{value} mm, given by hand", "length not given"
_EMPTY = "no pixels of the film"
_MEAN, _RANGE = "Mean {mean}  SD {deviation}", "Min {least}  Max {greatest}"
_AREA = "{area}  ({count} pixels)"
_WIDTHS = "Heart {heart} / thorax {thorax} {unit}"
_OTHER_VIEW = "{view} view: not meant for this ratio"
_BY = "by {author}"
_HIT, _MISSED = "hottest place inside", "hottest place outside"
_TIP_HOT, _TIP_COLD = "hot at its tip", "not hot at its tip"
_SHARES = "overlap {overlap} %, {coverage} % of it hot"
AP = "AP film: the heart looks larger than it is"
VIEW_UNKNOWN = "View not stated: on an AP film the heart looks larger"


def translatable() -> list[str]:
    """Every word of this module: what a translation has to know."""
    heat = (_HIT, _MISSED, _TIP_HOT, _TIP_COLD, _SHARES)
    return [
        _PIXELS,
        _GIVEN,
        _NOT_GIVEN,
        _EMPTY,
        _MEAN,
        _RANGE,
        _AREA,
        _WIDTHS,
        _OTHER_VIEW,
        _BY,
        *heat,
        AP,
        VIEW_UNKNOWN,
    ]


def annotation_lines(
    annotation: Annotation, film: Radiograph, scale: Scale, translate: Translate = str
) -> tuple[str, ...]:
    """The lines beside a whole annotation: its name, its figures, and whose it is where not the user's.

    Empty for an arrow without text.
    """
    told = (*_name(annotation), *_lines(annotation, film, scale, translate), *_finding_line(annotation, translate))
    return (
        (*told, translate(_BY).format(author=author_text(annotation.author, translate))) if annotation.author else told
    )


def _finding_line(annotation: Annotation, translate: Translate) -> tuple[str, ...]:
    """The finding that an annotation belongs to, and how its heatmap meets it."""
    if not annotation.finding:
        return ()
    title, heat = translate(BY_KEY[annotation.finding].title), annotation.heat
    if heat is None:
        return (title,)
    arrow = heat.overlap is None or heat.coverage is None
    hit = translate((_TIP_HOT if heat.hit else _TIP_COLD) if arrow else (_HIT if heat.hit else _MISSED))
    if heat.overlap is None or heat.coverage is None:
        return (f"{title}: {hit}",)
    shares = translate(_SHARES).format(overlap=f"{heat.overlap * 100:.0f}", coverage=f"{heat.coverage * 100:.0f}")
    return (f"{title}: {hit}, {shares}",)


def _name(annotation: Annotation) -> tuple[str, ...]:
    """The name that the reader gave a measurement; what arrows and texts say is no name."""
    is_words = annotation.kind in (AnnotationKind.TEXT, AnnotationKind.ARROW)
    return () if is_words or not annotation.text else tuple(annotation.text.splitlines())


def _lines(annotation: Annotation, film: Radiograph, scale: Scale, translate: Translate) -> tuple[str, ...]:
    if annotation.kind in REGIONS:
        return _region_lines(annotation, film, scale, translate)
    if annotation.kind is AnnotationKind.CARDIOTHORACIC:
        return _cardiothoracic_lines(annotation, film, scale, translate)
    if annotation.kind is AnnotationKind.LENGTH:
        return (with_unit(length(annotation, scale), scale, translate),)
    if annotation.kind is AnnotationKind.CALIBRATION:
        given = (
            translate(_GIVEN).format(value=f"{annotation.known_mm:g}") if annotation.known_mm else translate(_NOT_GIVEN)
        )
        return (given,)
    if annotation.kind in (AnnotationKind.ANGLE, AnnotationKind.COBB):
        found = angle(annotation, scale) if annotation.kind is AnnotationKind.ANGLE else cobb(annotation, scale)
        name = "" if annotation.kind is AnnotationKind.ANGLE else "Cobb "
        return (f"{name}{found:.1f}°" if found is not None else f"{name}–",)
    return tuple(annotation.text.splitlines())


def with_unit(value: float, scale: Scale, translate: Translate = str) -> str:
    """A length in words: one decimal in millimetres, none in pixels, and the origin of the unit."""
    if scale.unit == "mm":
        return f"{value:.1f} mm {translate(scale.origin)}".rstrip()
    return translate(_PIXELS).format(value=f"{value:.0f}")


def _region_lines(annotation: Annotation, film: Radiograph, scale: Scale, translate: Translate) -> tuple[str, ...]:
    found = statistics(annotation, film)
    if found is None:
        return (translate(_EMPTY), _area(annotation, scale, translate))
    unit = f" {film.unit}" if film.unit else ""
    return (
        translate(_MEAN).format(mean=_value(found.mean), deviation=_value(found.deviation)) + unit,
        translate(_RANGE).format(least=_value(found.lowest), greatest=_value(found.highest)) + unit,
        translate(_AREA).format(area=_area(annotation, scale, translate), count=f"{found.count:,}"),
    )


def _area(annotation: Annotation, scale: Scale, translate: Translate) -> str:
    found = area(annotation, scale)
    if scale.unit != "mm":
        return f"{found:,.0f} px²"
    size = f"{found / 100:.2f} cm²" if found >= 1000 else f"{found:.1f} mm²"
    return f"{size} {translate(scale.origin)}".rstrip()


def _cardiothoracic_lines(
    annotation: Annotation, film: Radiograph, scale: Scale, translate: Translate
) -> tuple[str, ...]:
    found = cardiothoracic(annotation, scale)
    if found is None or found.ratio is None:
        return ("CTR –",)
    decimals = 1 if scale.unit == "mm" else 0
    heart, thorax = f"{found.heart:.{decimals}f}", f"{found.thorax:.{decimals}f}"
    widths = f"{translate(_WIDTHS).format(heart=heart, thorax=thorax, unit=scale.unit)} {translate(scale.origin)}"
    return (f"CTR {found.ratio:.2f}", widths.rstrip(), *_view_warning(film.identity.view_position, translate))


def _view_warning(view: str, translate: Translate) -> tuple[str, ...]:
    view = view.strip().upper()
    if view == "PA":
        return ()
    if view == "AP":
        return (translate(AP),)
    return (translate(_OTHER_VIEW).format(view=view),) if view else (translate(VIEW_UNKNOWN),)


def _value(value: float) -> str:
    return f"{value:.1f}" if abs(value) < 1e5 else f"{value:.4g}"
