"""What is drawn over a film in a presentation state: a layer a finding of the model, and one of the reader's."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Final

from highdicom.color import CIELabColor
from PIL.ImageColor import getrgb
from pydicom.dataset import Dataset
from pydicom.sequence import Sequence

from inference.annotations.measure.labels import annotation_lines
from inference.annotations.measure.measurements import scale_of
from inference.annotations.measure.outline import outline
from inference.core.analysis import Analysis, FindingResult
from inference.core.annotation import Point
from inference.core.film import Radiograph
from inference.core.reader_annotations import ReaderAnnotations
from inference.imaging.heatmap_contours import outline_of, stroke_of
from inference.report.page.display_list import DARK, PageColour
from inference.text.wording import UNLIKE_BRIEFLY, probability_text, state_text

Line = tuple[Point, ...]
_NAME, _DESCRIPTION, _TEXT = 16, 64, 1024  # letters of a layer's name (CS), its description (LO), a text (ST)
_BRIGHT: Final = 0xFFFF
_WIDEST: Final = 10_000  # points of one line


@dataclass(frozen=True, slots=True)
class Layer:
    """A graphic layer: its name of at most 16 capitals, what it is, its colour, lines and texts with their places."""

    name: str
    description: str
    colour: tuple[int, int, int]
    lines: tuple[Line, ...] = ()
    texts: tuple[tuple[str, Point], ...] = field(default=())


def layers_of(film: Radiograph, analysis: Analysis, keys: Collection[str]) -> tuple[Layer, ...]:
    """The outlines of the findings of these keys, each on its own layer, and the reader's annotations on another."""
    found = [result for result in analysis.all_results if result.finding.key in keys and result.heatmap is not None]
    layers = [_finding_layer(film, analysis, result, number) for number, result in enumerate(found, start=1)]
    reader = analysis.reader
    drawn = [_reader_layer(film, reader)] if reader is not None and reader.annotations else []
    return (*layers, *drawn)


def graphics(layers: Iterable[Layer], reference: Dataset) -> Dataset:
    """The Graphic Layer and Graphic Annotation modules (PS3.3 C.10.7, C.10.5); empty without a layer."""
    drawn, made = [*layers], Dataset()
    if drawn:
        made.GraphicLayerSequence = Sequence([_layer(layer, order) for order, layer in enumerate(drawn, start=1)])
        marks = [_marks(layer, reference) for layer in drawn if layer.lines or layer.texts]
        if marks:
            made.GraphicAnnotationSequence = Sequence(marks)
    return made


def _finding_layer(film: Radiograph, analysis: Analysis, result: FindingResult, number: int) -> Layer:
    assert result.heatmap is not None
    lines = tuple((*loop, loop[0]) for loop in outline_of(result.heatmap, analysis.placement, film.shape))
    words = f"AI: {result.finding.title} {probability_text(result)}"
    doubt = f"\r\n{UNLIKE_BRIEFLY}" if analysis.unlike else ""
    label = ((f"{words}{doubt}", _corner(max(lines, key=_extent))),) if lines else ()
    told = f"{words}, {state_text(result)}"
    name = f"AI {number} {result.finding.key.upper()}"
    return Layer(name, told, getrgb(stroke_of(result.finding.key).colour)[:3], lines, label)


def _reader_layer(film: Radiograph, reader: ReaderAnnotations) -> Layer:
    scale = scale_of(film, reader.annotations)
    lines = tuple(line for one in reader.annotations for line in outline(one, scale))
    said = ((annotation_lines(one, film, scale), one) for one in reader.annotations)
    texts = tuple(("\r\n".join(words), one.label_at or max(one.points)) for words, one in said if words)
    return Layer("READER", "Annotations and measurements of the reader", DARK[PageColour.ACCENT], lines, texts)


def _layer(layer: Layer, order: int) -> Dataset:
    item = Dataset()
    item.GraphicLayer = layer.name[:_NAME].strip()
    item.GraphicLayerOrder = order
    item.GraphicLayerRecommendedDisplayGrayscaleValue = _BRIGHT
    item.GraphicLayerRecommendedDisplayCIELabValue = [*CIELabColor.from_rgb(*layer.colour).value]
    item.GraphicLayerDescription = layer.description[:_DESCRIPTION].strip()
    return item


def _marks(layer: Layer, reference: Dataset) -> Dataset:
    item = Dataset()
    item.ReferencedImageSequence = Sequence([reference])
    item.GraphicLayer = layer.name[:_NAME].strip()
    if layer.texts:
        item.TextObjectSequence = Sequence([_text(words, place) for words, place in layer.texts])
    lines = [line[:_WIDEST] for line in layer.lines if len(line) > 1]
    if lines:
        item.GraphicObjectSequence = Sequence([_line(line) for line in lines])
    return item


def _text(words: str, place: Point) -> Dataset:
    item = Dataset()
    item.AnchorPointAnnotationUnits = "PIXEL"
    item.UnformattedTextValue = words[:_TEXT]
    item.AnchorPoint = [float(at) for at in place]
    item.AnchorPointVisibility = "N"
    return item


def _line(line: Line) -> Dataset:
    """A line in pixels of the film: 0 is the outer edge of the first one (PS3.3 C.10.5.1.2), as here."""
    item = Dataset()
    item.GraphicAnnotationUnits = "PIXEL"
    item.GraphicDimensions = 2
    item.NumberOfGraphicPoints = len(line)
    item.GraphicData = [float(at) for point in line for at in point]
    item.GraphicType = "POLYLINE"
    if line[0] == line[-1]:
        item.GraphicFilled = "N"
    return item


def _corner(line: Line) -> Point:
    """The upper right corner of what a line goes around."""
    return max(x for x, _ in line), min(y for _, y in line)


def _extent(line: Line) -> float:
    xs, ys = zip(*line, strict=True)
    return float((max(xs) - min(xs)) * (max(ys) - min(ys)))
