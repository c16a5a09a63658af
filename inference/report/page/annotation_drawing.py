"""The reader's annotations in a report: numbered lines on the pictures, or what each measures beside it."""

from __future__ import annotations

from PIL import Image, ImageDraw

from inference.annotations.measure.labels import annotation_lines
from inference.annotations.measure.measurements import scale_of
from inference.annotations.measure.outline import outline
from inference.core.annotation import Annotation, Point
from inference.core.film import Radiograph
from inference.core.reader_annotations import ReaderAnnotations
from inference.imaging.spatial_transform import UPRIGHT, SpatialTransform
from inference.report.page.display_list import DARK, PageColour
from inference.report.page.fonts import FontSet, figures_font
from inference.report.page.text_layout import LEADING, shown, wrapped

_SHADOW, _LINE = (0, 0, 0), DARK[PageColour.ACCENT]  # on films, which are dark on any paper
_GROUND = (8, 11, 15)
_UNITS = 720  # a picture so wide that leaves alone has lines one pixel thick
_NUMBERS = 18  # units, size of the numbers
_LETTERS = 13  # units, size of what stands beside an annotation


def with_annotations(
    picture: Image.Image, film: Radiograph, reader: ReaderAnnotations, transform: SpatialTransform, unit: float
) -> Image.Image:
    """A copy of a picture of the film, transformed, of any size, in colour, with numbered annotations.

    ``unit``: how many of its pixels are one unit of the page that it is drawn on.
    """
    canvas = _Canvas(picture, film, reader, transform, unit)
    for number, annotation in enumerate(reader.annotations, start=1):
        canvas.number(annotation, str(number))
    return canvas.picture


def with_labelled_annotations(
    picture: Image.Image,
    film: Radiograph,
    reader: ReaderAnnotations,
    transform: SpatialTransform = UPRIGHT,
    unit: float | None = None,
) -> Image.Image:
    """A copy of a picture of the film with the reader's annotations and, beside each, what the window says.

    ``unit``: pixels a unit, 13 of which are the height of letters; by default by the width of the picture.
    """
    unit = max(1.0, picture.width / _UNITS) if unit is None else unit
    canvas, scale = _Canvas(picture, film, reader, transform, unit), scale_of(film, reader.annotations)
    for annotation in reader.annotations:
        canvas.label(annotation, [shown(line) for line in annotation_lines(annotation, film, scale)])
    return canvas.picture


class _Canvas:
    """A copy of a picture of a film, and the reader's lines on it."""

    def __init__(
        self,
        picture: Image.Image,
        film: Radiograph,
        reader: ReaderAnnotations,
        transform: SpatialTransform,
        unit: float,
    ) -> None:
        self.picture = picture.convert("RGB")
        self._pen, self._unit = ImageDraw.Draw(self.picture), unit
        self._size, self._transform = (film.shape[1], film.shape[0]), transform
        self._labels: list[tuple[float, float, float, float]] = []
        across, down = transform.size(*self._size)
        self._scale = (self.picture.width / across, self.picture.height / down)
        scale = scale_of(film, reader.annotations)
        for annotation in reader.annotations:
            for line in outline(annotation, scale):
                points = [self._place(point) for point in line]
                self._pen.line(points, fill=_SHADOW, width=round(3 * self._unit), joint="curve")
                self._pen.line(points, fill=_LINE, width=max(1, round(1.6 * self._unit)), joint="curve")

    def number(self, annotation: Annotation, words: str) -> None:
        """An annotation's number at its right end, where no other number is."""
        x, y = max(map(self._place, annotation.points))
        unit, picture, face = self._unit, self.picture, figures_font(round(_NUMBERS * self._unit))
        wide, high = face.getlength(words) + 2 * unit, 20 * unit
        left = min(max(x, 0) + 6 * unit, picture.width - 26 * unit)
        top = self._free(left, min(max(y - 12 * unit, 0), picture.height - 26 * unit), wide, high)
        self._labels.append((left, top, left + wide, top + high))
        self._pen.text((left, top), words, font=face, fill=_LINE, stroke_width=round(2 * unit), stroke_fill=_SHADOW)

    def label(self, annotation: Annotation, lines: list[str]) -> None:
        """Lines on a dark ground beside an annotation, inside the picture, below labels that are there already."""
        if not lines:
            return
        size = round(_LETTERS * self._unit)
        face, height, edge = FontSet(size), round(size * LEADING), 4 * self._unit
        room = self.picture.width - 4 * edge
        wrapped_lines = [(piece.rstrip(), way) for line in lines for piece, way in wrapped(line, face, room)]
        wide = max(face.getlength(*line) for line in wrapped_lines) + 2 * edge
        high = len(wrapped_lines) * height + edge
        x, y = max(map(self._place, annotation.points))
        left = max(0.0, min(x + 2 * edge, self.picture.width - wide))
        if left < x:  # no room on the right: below the annotation
            y = max(self._place(point)[1] for point in annotation.points) + edge
        top = self._free(left, max(0.0, min(y, self.picture.height - high)), wide, high)
        self._labels.append((left, top, left + wide, top + high))
        self._pen.rectangle(self._labels[-1], fill=_GROUND)
        for place, (line, direction) in enumerate(wrapped_lines):
            face.draw(self._pen, (left + edge, top + place * height), line, _LINE, direction)

    def _free(self, left: float, top: float, wide: float, high: float) -> float:
        """The nearest top, at or below ``top`` and else above it, where no label is in the way."""
        step = self._unit * _LETTERS / 2
        places = [top + step * count for count in range(int((self.picture.height - high - top) / step) + 1)]
        places += [top - step * count for count in range(1, int(top / step) + 1)]
        return next((place for place in places if not self._taken(left, place, wide, high)), top)

    def _taken(self, left: float, top: float, wide: float, high: float) -> bool:
        return any(left < r and x < left + wide and top < b and y < top + high for x, y, r, b in self._labels)

    def _place(self, point: Point) -> Point:
        x, y = self._transform.place(point, self._size)
        return x * self._scale[0], y * self._scale[1]
