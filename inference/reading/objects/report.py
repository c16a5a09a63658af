"""A structured report of another program as a bounded tree, with who made it, and which film it speaks of.

Any template is read: PS3.3 C.17.3 says what a content item is. Items by reference are named and never followed, so
that no report is endless.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from pydicom.dataset import Dataset
from pydicom.uid import UID

from inference.core.film_objects import (
    FilmFacts,
    FilmReport,
    Point,
    ReportFinding,
    ReportItem,
    ReportNumber,
    ReportRegion,
)
from inference.core.limits import Limits
from inference.reading.dicom.charset import text
from inference.reading.dicom.elements import code, items, numbers
from inference.reading.dicom.header import Header
from inference.reading.dicom.identity import clock, iso_date
from inference.reading.objects.graphics import graphic_of, points_of
from inference.reading.objects.in_space import NO_PLACE, Plane, on_film, plane_of
from inference.reading.objects.matching import MOST, Reference, concept, of_evidence, reference, same_patient, speaks_of
from inference.reading.objects.origin import origin_of, person, shortened
from inference.reading.objects.report_findings import Node, algorithms, findings, is_likelihood, observers

MOST_ITEMS = 3_000
MOST_REGIONS: Final = 500
DEEPEST = 40
_LONGEST: Final = 2_000  # letters of a text
_SUBJECT: Final = ("121029", "121030", "121031", "121032", "121033")  # who the patient is: the film's corners say it
_COORDINATES: Final = ("SCOORD", "SCOORD3D")
_HIDDEN: Final = "(not shown)"
_WHOLE_FILM: Final = ("whole_film", "99THORACAM")  # of this program: no region of a finding


@dataclass(slots=True)
class _Tree:
    """What is gathered while a tree is built, and how much of it still may be."""

    root: Dataset
    film: FilmFacts
    limits: Limits
    left: int
    cut: bool = False
    odd: int = 0
    named: list[Reference] = field(default_factory=list)
    regions: list[ReportRegion] = field(default_factory=list)
    elsewhere: int = 0
    in_space: bool = False
    plane: Plane | None = None
    placeless: bool = False


def read_report(header: Header, film: FilmFacts, limits: Limits) -> FilmReport | None:
    """A report that refers to the film, or to no image and is of its study; None for one about other images.

    Raises ``ObjectMismatch`` where it names the film and lies about it.
    """
    data = header.data
    tree = _Tree(data, film, limits, MOST_ITEMS)
    root = _node(tree, data, "", 0)
    evidence = [*of_evidence(data), *tree.named]
    ours = speaks_of(data, evidence, film, header.path, own_study=False)
    if not ours and (evidence or not same_patient(data, film)):
        return None
    found = findings(root)
    return FilmReport(
        origin=origin_of(data, root.name),
        root=_item(root),
        algorithms=algorithms(root),
        observers=(*observers(root), *_verified(data)),
        status=_status(data),
        findings=found,
        regions=_named(tree.regions, found),
        notes=_notes(tree),
    )


def _notes(tree: _Tree) -> tuple[str, ...]:
    return (
        *((f"The report is longer than is read: {MOST_ITEMS} items, {DEEPEST} levels.",) if tree.cut else ()),
        *((f"{tree.odd} of its regions are malformed and were left out.",) if tree.odd else ()),
        *((f"{tree.elsewhere} of its regions lie on other images.",) if tree.elsewhere else ()),
        *((NO_PLACE,) if tree.placeless else ()),
    )


def _node(tree: _Tree, item: Dataset, subject: str, depth: int) -> Node:
    """A content item with what it contains; ``subject`` is the name of the finding that it is said of."""
    value, _, meaning = concept(item)
    kind = code(item, "ValueType")
    name = shortened(meaning or value or _NAMES.get(kind, kind.capitalize()))
    number = _number(item, value, name) if kind == "NUM" else None
    said = _HIDDEN if value in _SUBJECT else _value(tree, item, kind, number)
    node = Node(name, value, kind, said, number)
    subject = said if kind == "CODE" and said else subject if kind in _COORDINATES else name
    if kind in _COORDINATES:
        node.region = (_region if kind == "SCOORD" else _region_in_space)(tree, item, subject)
    node.items = tuple(_children(tree, item, subject, depth))
    return node


def _children(tree: _Tree, item: Dataset, subject: str, depth: int) -> Iterator[Node]:
    inner = items(item, "ContentSequence")
    if inner and depth >= DEEPEST:
        tree.cut = True
        return
    for one in inner:
        tree.left -= 1
        if tree.left < 0:
            tree.cut = True
            return
        place = numbers(one, "ReferencedContentItemIdentifier")
        if place:
            yield Node("→", "", "", _target(tree, place), None)
        else:
            yield _node(tree, one, subject, depth + 1)


def _target(tree: _Tree, place: tuple[float, ...]) -> str:
    """Where an item by reference points, and what stands there; it is not followed further."""
    steps = [int(at) for at in place[:DEEPEST] if at == at // 1]
    found = _at(tree.root, steps)
    _, _, meaning = concept(found) if found is not None else ("", "", "")
    kind = _NAMES.get(code(found, "ValueType"), "") if found is not None else ""
    return " ".join(filter(None, (".".join(map(str, steps)), shortened(meaning or kind))))


def _item(node: Node) -> ReportItem:
    return ReportItem(node.name, node.value, tuple(map(_item, node.items)), node.region)


# -- values -----------------------------------------------------------------------------------------------------------


def _value(tree: _Tree, item: Dataset, kind: str, number: ReportNumber | None) -> str:
    if number is not None:
        return " ".join(filter(None, (number.value, number.unit)))
    if kind == "CODE":
        value, _, meaning = concept(item, "ConceptCodeSequence")
        return shortened(meaning or value)
    if kind in ("IMAGE", "COMPOSITE", "WAVEFORM"):
        return _referred(tree, item)
    if kind in _COORDINATES:
        return code(item, "GraphicType").capitalize()
    if kind == "PNAME":
        return shortened(person(text(item, "PersonName")))
    if kind in ("DATE", "DATETIME"):
        moment = text(item, "DateTime") or text(item, "Date")
        return f"{iso_date(moment[:8])} {clock(moment[8:14])}".strip()
    if kind == "TIME":
        return clock(text(item, "Time"))
    return shortened(text(item, "TextValue") or text(item, "UID"), _LONGEST)


def _number(item: Dataset, value: str, name: str) -> ReportNumber:
    """A number as it is written; the reason where there is none (PS3.3 C.18.1)."""
    for measured in items(item, "MeasuredValueSequence")[:1]:
        unit, scheme, meaning = concept(measured, "MeasurementUnitsCodeSequence")
        shown = unit if scheme == "UCUM" and not unit.startswith("{") else meaning
        plain = "" if unit in ("1", "{0:1}") else shortened(shown)
        return ReportNumber(name, shortened(text(measured, "NumericValue")), plain, is_likelihood(value, name))
    _, _, why = concept(item, "NumericValueQualifierCodeSequence")
    return ReportNumber(name, shortened(why) or "–")


def _referred(tree: _Tree, item: Dataset) -> str:
    found = [_image(one) for one in items(item, "ReferencedSOPSequence")[:1]]
    tree.named += found if len(tree.named) < MOST else []
    if any(one.names(tree.film) for one in found):
        return "this film"
    kind = next((UID(code(one, "ReferencedSOPClassUID")).name for one in items(item, "ReferencedSOPSequence")[:1]), "")
    return kind.removesuffix(" Storage") if kind and not kind[0].isdigit() else "another object"


def _image(item: Dataset) -> Reference:
    return reference(item)


# -- regions ----------------------------------------------------------------------------------------------------------


def _region(tree: _Tree, item: Dataset, subject: str) -> int | None:
    """The place among the report's regions of coordinates on the film; None for others."""
    referred = [one for image in _selected_from(tree, item) for one in items(image, "ReferencedSOPSequence")[:1]]
    if not any(reference(one).names(tree.film) for one in referred):
        tree.elsewhere += bool(referred)
        return None
    if concept(item)[:2] == _WHOLE_FILM:
        return None
    return _taken(tree, item, subject, points_of(item))


def _region_in_space(tree: _Tree, item: Dataset, subject: str) -> int | None:
    """The same for coordinates in the patient, where the film has a place there."""
    if not tree.in_space:  # the film's header is read once, and only for such a report
        tree.in_space, tree.plane = True, plane_of(tree.film, tree.limits)
    if tree.plane is None:
        tree.placeless = True
        return None
    points = on_film(item, tree.plane)
    if not points:
        tree.elsewhere += 1
        return None
    return _taken(tree, item, subject, points)


def _taken(tree: _Tree, item: Dataset, subject: str, points: tuple[Point, ...]) -> int | None:
    made = graphic_of(code(item, "GraphicType"), points)
    if made is None or len(tree.regions) >= MOST_REGIONS:
        tree.odd += 1
        return None
    tree.regions.append(ReportRegion(subject, made))
    return len(tree.regions) - 1


def _named(regions: Sequence[ReportRegion], found: tuple[ReportFinding, ...]) -> tuple[ReportRegion, ...]:
    """Regions by the finding they belong to: a group of measurements has no name of its own (TID 1410)."""
    names = {place: finding.name for finding in found for place in finding.regions if finding.name}
    return tuple(replace(region, name=names.get(place, region.name)) for place, region in enumerate(regions))


def _selected_from(tree: _Tree, item: Dataset) -> Iterator[Dataset]:
    """The images that coordinates are selected from, by value or by reference (R-SELECTED FROM)."""
    for one in items(item, "ContentSequence")[:MOST]:
        place = [int(at) for at in numbers(one, "ReferencedContentItemIdentifier")[: DEEPEST + 1] if at == at // 1]
        target = one if not place else _at(tree.root, place)
        if target is not None:
            yield target


def _at(root: Dataset, place: list[int]) -> Dataset | None:
    """The content item at a place, counted from 1, the root first (PS3.3 C.17.3.2.5)."""
    found = root
    for at in place[1:]:
        inner = items(found, "ContentSequence")
        if not 1 <= at <= len(inner):
            return None
        found = inner[at - 1]
    return found


# -- the document -----------------------------------------------------------------------------------------------------


def _status(data: Dataset) -> str:
    flags = (code(data, keyword) for keyword in ("CompletionFlag", "PreliminaryFlag", "VerificationFlag"))
    return ", ".join(flag.lower() for flag in flags if flag)


def _verified(data: Dataset) -> tuple[str, ...]:
    names = (person(text(one, "VerifyingObserverName")) for one in items(data, "VerifyingObserverSequence")[:MOST])
    return tuple(shortened(name) for name in names if name)


_NAMES: Final = {"CONTAINER": "Section", "IMAGE": "Image", "COMPOSITE": "Object", "SCOORD": "Region", "NUM": "Number"}
