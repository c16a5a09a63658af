"""Who made an object, with what and when, as its header says it."""

from __future__ import annotations

from typing import Final, TypeVar

from pydicom.dataset import Dataset

from inference.core.film_objects import Colour, Origin
from inference.reading.dicom.charset import text
from inference.reading.dicom.elements import code, numbers
from inference.reading.dicom.identity import clock, iso_date

Otherwise = TypeVar("Otherwise", Colour, None)
_DATES: Final = ("PresentationCreation", "Content", "InstanceCreation", "Series")
_TITLES: Final = ("ContentLabel", "DocumentTitle", "ContentDescription", "SeriesDescription")
_LONGEST: Final = 120  # letters of a name or title
# XYZ to linear sRGB (IEC 61966-2-1) and its white, D65: PS3.3 means D50, and dcmtk and highdicom write D65.
_TO_SRGB: Final = ((3.2406, -1.5372, -0.4986), (-0.9689, 1.8758, 0.0415), (0.0557, -0.2040, 1.0570))
_WHITE: Final = (0.95047, 1.0, 1.08883)


def origin_of(data: Dataset, title: str = "") -> Origin:
    """The origin of an object; ``title`` where it has a better one than its labels."""
    maker, model = text(data, "Manufacturer"), text(data, "ManufacturerModelName")
    program = model if model.startswith(maker) else " ".join(filter(None, (maker, model)))
    when = next((one for one in (_when(data, key) for key in _DATES) if one), "")
    titles = (title, *(text(data, keyword) for keyword in _TITLES))
    return Origin(
        program=shortened(program),
        version=shortened(text(data, "SoftwareVersions").split("\\")[0]),
        person=shortened(person(text(data, "ContentCreatorName"))),
        when=when,
        title=shortened(next(filter(None, titles), "")),
    )


def person(name: str) -> str:
    """A person's name to be read: its first group, the carets as spaces."""
    return " ".join(filter(None, name.split("=")[0].split("^")))


def shortened(words: str, longest: int = _LONGEST) -> str:
    """Words cut at so many letters, which is to be seen."""
    return words if len(words) <= longest else f"{words[: longest - 1].rstrip()}…"


def colour_of(data: Dataset, keyword: str, otherwise: Otherwise) -> Colour | Otherwise:
    """A recommended CIELab value (PS3.3 C.10.7.1.1) as sRGB."""
    values = numbers(data, keyword)
    if len(values) < 3 or not all(0 <= value <= 65535 for value in values[:3]):
        return otherwise
    lightness = values[0] * 100 / 65535
    return from_lab(lightness, *(value * 255 / 65535 - 128 for value in values[1:3]))


def from_lab(lightness: float, a: float, b: float) -> Colour:
    """A colour of CIELab as sRGB, clipped to what a screen shows."""
    y = (lightness + 16) / 116
    xyz = [white * _uncompressed(one) for white, one in zip(_WHITE, (y + a / 500, y, y - b / 200), strict=True)]
    linear = (sum(factor * value for factor, value in zip(row, xyz, strict=True)) for row in _TO_SRGB)
    red, green, blue = (round(255 * _gamma(min(max(value, 0.0), 1.0))) for value in linear)
    return red, green, blue


def _uncompressed(value: float) -> float:
    return value**3 if value > 6 / 29 else 3 * (6 / 29) ** 2 * (value - 4 / 29)


def _gamma(value: float) -> float:
    return 12.92 * value if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055


def _when(data: Dataset, key: str) -> str:
    day = code(data, f"{key}Date")
    return f"{iso_date(day)} {clock(code(data, f'{key}Time'))}".strip() if day else ""
