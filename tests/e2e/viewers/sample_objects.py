"""Objects of other projects' test data, beside the images they speak of: ``python -m tests.e2e.viewers.sample_objects
FOLDER...``. Says of each what of it is shown and over which image, or why not; ends with 1 where one is not foreseen.

Meant for what viewers and libraries keep in their repositories: highdicom, dcmqi, dcmjs, weasis-dicom-tools.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from inference.core.errors import FilmError, NoPixels
from inference.core.film_objects import FilmDocument, FilmFacts, FilmObject, FilmPresentation, FilmReport, facts_of
from inference.core.limits import DEFAULT_LIMITS
from inference.reading import read_film
from inference.reading.dicom.charset import text
from inference.reading.dicom.elements import integer
from inference.reading.dicom.header import read_header
from inference.reading.files.read_film import UNFORESEEN
from inference.reading.files.source import open_source
from inference.reading.objects.kinds import kind_of
from inference.reading.objects.matching import Reference, of_evidence, of_series
from inference.reading.objects.read_object import read_object


def main(folders: list[Path]) -> int:
    """How many failed in a way that was not foreseen."""
    paths = sorted(path for folder in folders for path in folder.rglob("*.dcm"))
    objects = [path for path in paths if is_object(path)]
    films = list(images(path for path in paths if path not in objects))
    odd = 0
    for path in objects:
        told = list(dict.fromkeys(said(path, film) for film in films))
        shown = [line for line in told if line] or [said(path, named_by(path)) or "names no image that would be a film"]
        odd += any(UNFORESEEN in line for line in shown)
        say(path.name, *(f"    {line}" for line in shown))
    say(f"{len(objects)} objects, {len(films)} images, {odd} not foreseen")
    return odd


def say(*lines: str) -> None:
    """Print lines."""
    sys.stdout.write("".join(f"{line}\n" for line in lines))


def is_object(path: Path) -> bool:
    """Whether a file holds an object that is read."""
    try:
        with open_source(path, DEFAULT_LIMITS.decoded_bytes) as source:
            return kind_of(read_header(source, DEFAULT_LIMITS).data) is not None
    except FilmError:
        return False


def images(paths: Iterator[Path]) -> Iterator[FilmFacts]:
    """Those that open as a film, with their first frame."""
    for path in paths:
        try:
            yield facts_of(read_film(path))
        except FilmError as error:
            kind = "is no image" if isinstance(error, NoPixels) else f"is refused: {error}"
            say(f"{path.name} {kind}")


def said(path: Path, film: FilmFacts) -> str:
    """What is shown of an object over a film; empty where it speaks of others."""
    try:
        found = read_object(path, film)
    except FilmError as error:
        return f"refused over {film.path.name}: {error}"
    return "" if found is None else f"over {film.path.name}: {what(found)}"


def named_by(path: Path) -> FilmFacts:
    """An image as an object wants it that has none beside it: the first that it names, as large as a frame of it."""
    with open_source(path, DEFAULT_LIMITS.decoded_bytes) as source:
        data = read_header(source, DEFAULT_LIMITS).data
    named = [*of_evidence(data), *of_series(data, "ReferencedInstanceSequence"), Reference("")][0]
    size = (integer(data, "Rows") or 512, integer(data, "Columns") or 512)
    study, patient = named.study_uid or text(data, "StudyInstanceUID"), text(data, "PatientID")
    uids = (named.sop_uid, named.series_uid, study, patient)
    return FilmFacts(Path("(made up)"), 0, 1, *size, 1.0, *uids, (1.0, 0.0), colour=False, spacing=None)


def what(found: FilmObject) -> str:
    """What is in it, in a line."""
    notes = "".join(f" [{note}]" for note in found.notes)
    if isinstance(found, FilmPresentation):
        graphics = sum(len(layer.graphics) + len(layer.texts) for layer in found.layers)
        return f"greys {found.greys is not None}, {graphics} graphics, {len(found.planes)} bitmaps{notes}"
    if isinstance(found, FilmReport):
        numbers = sum(len(finding.numbers) for finding in found.findings)
        return f"{len(found.findings)} findings, {numbers} numbers, {len(found.regions)} regions{notes}"
    if isinstance(found, FilmDocument):
        return f"{found.mime}, {found.size} bytes{notes}"
    masks = ", ".join(f"{one.name} {int((one.mask > 0).sum())}" for one in found.segments[:4])
    return f"{found.kind}, {len(found.segments)} segments: {masks}{notes}"


if __name__ == "__main__":
    sys.exit(min(main([Path(name) for name in sys.argv[1:]]), 1))
