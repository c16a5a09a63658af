"""What a reader said and drew, as groups of a structured report: TID 1501 and 1410 with coordinates on the film."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from highdicom.sr import (
    CodedConcept,
    CoordinatesForMeasurement,
    FindingSite,
    GraphicTypeValues,
    Measurement,
    MeasurementsAndQualitativeEvaluations,
    PlanarROIMeasurementsAndQualitativeEvaluations,
    QualitativeEvaluation,
    RelationshipTypeValues,
    SourceImageForMeasurementGroup,
    SourceImageForRegion,
    TextContentItem,
    TrackingIdentifier,
)
from pydicom.uid import generate_uid

from inference.annotations.export import annotation_name
from inference.annotations.measure.measurements import Scale, angle, area, cardiothoracic, cobb, length, scale_of
from inference.annotations.measure.roi_statistics import statistics
from inference.core.annotation import REGIONS, Annotation, AnnotationKind, Point
from inference.core.film import Radiograph
from inference.core.findings import BY_KEY, FINDINGS
from inference.core.reader_annotations import ReaderAnnotations
from inference.report.dicom import codes as concepts
from inference.report.dicom.context import Context
from inference.report.dicom.sr_regions import Group, region_on_film

_LINE, _POINTS = GraphicTypeValues.POLYLINE, GraphicTypeValues.MULTIPOINT


def reader_groups(film: Radiograph, reader: ReaderAnnotations, context: Context) -> list[Group]:
    """A group for each finding that the reader spoke of and for each annotation."""
    scale = scale_of(film, reader.annotations)
    said = [_word_group(reader, finding.key, context) for finding in FINDINGS if _spoken_of(reader, finding.key)]
    drawn = [_annotation_group(annotation, film, scale, context) for annotation in reader.annotations]
    return [*([_impression_group(reader, context)] if reader.impression else []), *said, *drawn]


def _impression_group(reader: ReaderAnnotations, context: Context) -> Group:
    """What the reader makes of the whole film, as text."""
    group = MeasurementsAndQualitativeEvaluations(
        tracking_identifier=_tracking("Impression of the reader"),
        source_images=[_whole_film(context)],
    )
    [container] = group
    words = TextContentItem(concepts.IMPRESSION, reader.impression, RelationshipTypeValues.CONTAINS)
    container.ContentSequence.append(words)
    return _commented(group, _author(reader.impression_author) if reader.impression_author else "")


def _spoken_of(reader: ReaderAnnotations, key: str) -> bool:
    return key in reader.assessments or (reader.revealed and key in reader.calls)


def _word_group(reader: ReaderAnnotations, key: str, context: Context) -> Group:
    finding, assessment = BY_KEY[key], reader.assessment(key)
    evaluations = []
    if reader.revealed and key in reader.calls:
        evaluations.append(QualitativeEvaluation(concepts.PRESENCE, concepts.CALLS[reader.calls[key]]))
        evaluations.append(QualitativeEvaluation(concepts.ORDER, concepts.BEFORE_MODEL))
    if assessment.choice is not None:
        evaluations.append(QualitativeEvaluation(concepts.ASSESSMENT, concepts.CHOICES[assessment.choice]))
    group = MeasurementsAndQualitativeEvaluations(
        tracking_identifier=_tracking(f"Reader: {finding.title}"),
        finding_type=concepts.finding_code(finding),
        finding_sites=[FindingSite(anatomic_location=concepts.SITES[finding])],
        source_images=[_whole_film(context)],
        qualitative_evaluations=evaluations,
    )
    authors = dict.fromkeys(filter(None, (assessment.author, reader.call_author if key in reader.calls else "")))
    return _commented(group, ". ".join(filter(None, (assessment.note, *map(_author, authors)))))


def _annotation_group(annotation: Annotation, film: Radiograph, scale: Scale, context: Context) -> Group:
    tracking = _tracking(f"{annotation_name(annotation)} {annotation.number}")
    origin = (
        scale.origin
        if annotation.kind not in (AnnotationKind.ARROW, AnnotationKind.TEXT, AnnotationKind.CALIBRATION)
        else ""
    )
    author = _author(annotation.author) if annotation.author else ""
    words = ". ".join(filter(None, (annotation.text, f"Millimetres {origin}" if origin else "", author)))
    if annotation.kind in (*REGIONS, AnnotationKind.ARROW, AnnotationKind.TEXT):
        return _commented(_region_group(annotation, film, scale, context, tracking), words)
    group = MeasurementsAndQualitativeEvaluations(
        tracking_identifier=tracking,
        source_images=[_whole_film(context)],
        measurements=_measured(annotation, scale, context),
    )
    return _commented(group, words)


def _region_group(
    annotation: Annotation, film: Radiograph, scale: Scale, context: Context, tracking: TrackingIdentifier
) -> PlanarROIMeasurementsAndQualitativeEvaluations:
    kind, points = _shape(annotation)
    return PlanarROIMeasurementsAndQualitativeEvaluations(
        tracking_identifier=tracking,
        referenced_region=region_on_film(kind, points, context),
        measurements=_region_figures(annotation, film, scale) if annotation.kind in REGIONS else None,
    )


def _shape(annotation: Annotation) -> tuple[GraphicTypeValues, Sequence[Point]]:
    """A region closed, an ellipse by the ends of its longer, then its shorter axis, else the point meant (C.18.6)."""
    if annotation.kind is AnnotationKind.POLYGON:
        return _LINE, (*annotation.points, annotation.points[0])
    if annotation.kind not in REGIONS:
        return GraphicTypeValues.POINT, annotation.points[-1:]
    (left, top), (right, bottom) = annotation.points[:2]
    if annotation.kind is AnnotationKind.RECTANGLE:
        return _LINE, ((left, top), (right, top), (right, bottom), (left, bottom), (left, top))
    x, y = (left + right) / 2, (top + bottom) / 2
    across, down = ((left, y), (right, y)), ((x, top), (x, bottom))
    axes = (across, down) if abs(right - left) >= abs(bottom - top) else (down, across)
    return GraphicTypeValues.ELLIPSE, (*axes[0], *axes[1])


def _region_figures(annotation: Annotation, film: Radiograph, scale: Scale) -> list[Measurement]:
    """Area, and mean, deviation, least and greatest modality value of the pixels inside; without pixels only area."""
    unit = concepts.SQUARE_MM if scale.unit == "mm" else concepts.PIXELS
    figures = [Measurement(concepts.AREA, area(annotation, scale), unit)]
    found = statistics(annotation, film)
    if found is None:
        return figures
    values = concepts.HOUNSFIELD if film.unit == "HU" else concepts.NO_UNITS
    known = {
        concepts.MEAN: found.mean,
        concepts.DEVIATION: found.deviation,
        concepts.LEAST: found.lowest,
        concepts.GREATEST: found.highest,
    }
    return [
        *figures,
        *(Measurement(concepts.PIXEL_VALUE, value, values, derivation=how) for how, value in known.items()),
    ]


def _measured(annotation: Annotation, scale: Scale, context: Context) -> list[Measurement]:
    """The figures of an annotation that is no region; those that its points do not give are left out."""
    if annotation.kind is AnnotationKind.CARDIOTHORACIC:
        return _heart_and_thorax(annotation, scale, context)
    parts = (
        (annotation.points[:2], annotation.points[2:])
        if annotation.kind is AnnotationKind.COBB
        else (annotation.points,)
    )
    name, value, unit = _name_value_unit(annotation, scale)
    return [] if value is None else [_figure(name, value, unit, [(_LINE, points) for points in parts], context)]


def _name_value_unit(annotation: Annotation, scale: Scale) -> tuple[CodedConcept, float | None, CodedConcept]:
    match annotation.kind:
        case AnnotationKind.ANGLE:
            return concepts.ANGLE, angle(annotation, scale), concepts.DEGREE
        case AnnotationKind.COBB:
            return concepts.COBB, cobb(annotation, scale), concepts.DEGREE
        case AnnotationKind.CALIBRATION:
            return concepts.LENGTH, annotation.known_mm, concepts.MM
        case _:
            return concepts.LENGTH, length(annotation, scale), _unit(scale)


def _unit(scale: Scale) -> CodedConcept:
    return concepts.MM if scale.unit == "mm" else concepts.PIXELS


def _heart_and_thorax(annotation: Annotation, scale: Scale, context: Context) -> list[Measurement]:
    """The ratio with its midline, and the two widths with the borders they were measured at."""
    found = cardiothoracic(annotation, scale)
    if found is None or found.ratio is None:
        return []
    midline, heart, thorax = (annotation.points[place : place + 2] for place in (0, 2, 4))
    return [
        _figure(concepts.CARDIOTHORACIC, found.ratio, concepts.RATIO, [(_LINE, midline)], context),
        _figure(concepts.HEART, found.heart, _unit(scale), [(_POINTS, heart)], context),
        _figure(concepts.THORAX, found.thorax, _unit(scale), [(_POINTS, thorax)], context),
    ]


def _figure(
    name: CodedConcept,
    value: float,
    unit: CodedConcept,
    shapes: Sequence[tuple[GraphicTypeValues, Sequence[Point]]],
    context: Context,
) -> Measurement:
    """A number and where on the film it was taken, in pixels: 0 is the outer edge of the first one (C.18.6.1.1)."""
    places = [
        CoordinatesForMeasurement(kind, np.array(points, np.float32), _place_on_film(context))
        for kind, points in shapes
    ]
    return Measurement(name, value, unit, referenced_coordinates=places)


def _whole_film(context: Context) -> SourceImageForMeasurementGroup:
    film = context.film
    return SourceImageForMeasurementGroup(film.sop_class, film.sop_uid, _frames(context))


def _place_on_film(context: Context) -> SourceImageForRegion:
    film = context.film
    return SourceImageForRegion(film.sop_class, film.sop_uid, _frames(context))


def _frames(context: Context) -> list[int] | None:
    return None if context.film.frame is None else [context.film.frame]


def _tracking(words: str) -> TrackingIdentifier:
    return TrackingIdentifier(uid=generate_uid(None), identifier=words)


def _author(author: str) -> str:
    return f"By {author}"


def _commented(group: Group, words: str) -> Group:
    """The group with the words of the reader, who is the observer of the whole report."""
    if words:
        [container] = group
        container.ContentSequence.append(TextContentItem(concepts.COMMENT, words, RelationshipTypeValues.CONTAINS))
    return group
