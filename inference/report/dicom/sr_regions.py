"""Where on the film the model saw a finding, as regions of a structured report: TID 1410 with coordinates in pixels."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Final

import numpy as np
from highdicom.sr import (
    AlgorithmIdentification,
    CodedConcept,
    ContentItem,
    ContentSequence,
    FindingSite,
    GraphicTypeValues,
    ImageRegion,
    MeasurementsAndQualitativeEvaluations,
    PlanarROIMeasurementsAndQualitativeEvaluations,
    QualitativeEvaluation,
    RelationshipTypeValues,
    ScoordContentItem,
    SourceImageForRegion,
    TrackingIdentifier,
)
from pydicom.uid import UID, DigitalXRayImageStorageForPresentation, generate_uid

from inference.core.analysis import Analysis, FindingResult
from inference.core.film import Radiograph
from inference.imaging.heatmap_contours import Loop, Point, hottest_box, outline_of
from inference.report.dicom import codes as concepts
from inference.report.dicom.context import Context

Region = PlanarROIMeasurementsAndQualitativeEvaluations
Group = MeasurementsAndQualitativeEvaluations | Region
_BOX: Final = "hottest place"
_KNOWN: Final = str(DigitalXRayImageStorageForPresentation)  # of films, which are of one frame


def region_groups(
    film: Radiograph, analysis: Analysis, keys: Collection[str], algorithm: AlgorithmIdentification, context: Context
) -> list[Region]:
    """For each of these findings a group for each outline of its heat, and one for the box of its hottest place.

    In two dimensions: a projection has no frame of reference for coordinates in the patient (SCOORD3D).
    """
    found = (result for result in analysis.results if result.finding.key in keys and result.heatmap is not None)
    return [
        _group(result, name, what, loop, algorithm, context)
        for result in found
        for name, what, loop in _loops(result, analysis, film)
    ]


def region_on_film(kind: GraphicTypeValues, points: Sequence[Point], context: Context) -> ImageRegion:
    """A shape in pixels of the film, 0 at the outer edge of the first one (PS3.3 C.18.6.1.1); a closed one ends where
    it began. Also on a film of a SOP class that highdicom does not know.
    """
    region = ImageRegion(kind, np.array(points, np.float32), _on_film(context))
    region.ContentSequence[0].ReferencedSOPSequence[0].ReferencedSOPClassUID = UID(context.film.sop_class)
    return region


def located(groups: Sequence[Group], film: Radiograph, context: Context) -> Sequence[Group]:
    """The groups, where one without coordinates has those of the whole film: a viewer, OHIF, opens no report that has
    a group without any.

    Four points at its corners and no outline: they hide nothing, and nobody takes them for a region of a finding.
    """
    rows, columns = film.shape
    corners = np.array([(0, 0), (columns, 0), (columns, rows), (0, rows)], np.float32)
    for [container] in groups:
        if not any(map(_has_coordinates, container.ContentSequence)):
            contains, multipoint = RelationshipTypeValues.CONTAINS, GraphicTypeValues.MULTIPOINT
            item = ScoordContentItem(concepts.WHOLE_FILM, multipoint, corners, relationship_type=contains)
            item.ContentSequence = ContentSequence([_on_film(context)])
            item.ContentSequence[0].ReferencedSOPSequence[0].ReferencedSOPClassUID = UID(context.film.sop_class)
            container.ContentSequence.append(item)
    return groups


def _has_coordinates(item: ContentItem) -> bool:
    return item.ValueType == "SCOORD" or any(map(_has_coordinates, item.get("ContentSequence", ())))


def _on_film(context: Context) -> SourceImageForRegion:
    film = context.film
    return SourceImageForRegion(_KNOWN, film.sop_uid, None if film.frame is None else [film.frame])


def _loops(result: FindingResult, analysis: Analysis, film: Radiograph) -> Iterator[tuple[str, CodedConcept, Loop]]:
    assert result.heatmap is not None
    for number, loop in enumerate(outline_of(result.heatmap, analysis.placement, film.shape), start=1):
        yield f"outline {number}", concepts.OUTLINE, loop
    box = hottest_box(result.heatmap, analysis.placement, film.shape)
    if box is not None:
        yield _BOX, concepts.HOTTEST, box


def _group(
    result: FindingResult,
    name: str,
    what: CodedConcept,
    loop: Loop,
    algorithm: AlgorithmIdentification,
    context: Context,
) -> Region:
    return Region(
        tracking_identifier=TrackingIdentifier(uid=generate_uid(None), identifier=f"{result.finding.title}: {name}"),
        referenced_region=region_on_film(GraphicTypeValues.POLYLINE, (*loop, loop[0]), context),
        finding_type=concepts.finding_code(result.finding),
        finding_sites=[FindingSite(anatomic_location=concepts.SITES[result.finding])],
        algorithm_id=algorithm,
        qualitative_evaluations=[QualitativeEvaluation(concepts.REGION, what)],
        geometric_purpose=concepts.AROUND if what == concepts.OUTLINE else concepts.BOUNDED_BY,
    )
