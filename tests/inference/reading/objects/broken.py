"""Objects about a film with some of their bytes changed: each is read, or refused by a typed error."""

from __future__ import annotations

import math
import random
from pathlib import Path

import numpy as np

from inference.core.errors import FilmError
from inference.core.film_objects import FilmFacts, FilmPresentation, FilmReport, FilmSegmentation
from inference.core.limits import GIGA, MEGA, Limits
from inference.imaging.display_pipeline import apply_voi
from inference.reading.files.read_film import UNFORESEEN
from inference.reading.files.scan import scan
from inference.reading.objects.read_object import read_object
from inference.text.messages import message_for

LONGEST = 16_384  # bytes of a made-up file
SAMPLE = np.linspace(-5000, 70000, 1000, dtype=np.float32)
LIMITS = Limits(frame_pixels=20 * MEGA, decoded_bytes=GIGA // 5)
SPITEFUL = (b"\xff\xff\xff\xff", b"\0\0\0\0", b"\xff\xff\xff\x7f", b"\xfe\xff\x00\xe0", b"\xfe\xff\xdd\xe0", b"-1")


def look_at(path: Path, film: FilmFacts) -> None:
    """Read an object and use what it says, or take the sentence of its refusal; list it."""
    scan([path], LIMITS)
    try:
        found = read_object(path, film, LIMITS)
    except FilmError as error:
        if UNFORESEEN in error.detail or not message_for(error).text:
            raise AssertionError(error.detail) from error
        return
    if isinstance(found, FilmPresentation):
        points = [point for layer in found.layers for graphic in layer.graphics for point in graphic.line]
        assert all(math.isfinite(x) and math.isfinite(y) for x, y in points)
        assert found.greys is None or apply_voi(SAMPLE, found.greys.voi).shape == SAMPLE.shape
        assert found.shutter is None or found.shutter.shape == (film.rows, film.columns)
    elif isinstance(found, FilmSegmentation):
        for segment in found.segments:
            rows, columns = segment.mask.shape
            assert segment.top + rows <= film.rows
            assert segment.left + columns <= film.columns
    elif isinstance(found, FilmReport):
        assert all(region < len(found.regions) for finding in found.findings for region in finding.regions)


def changed(chance: random.Random, sound: list[bytes]) -> bytes:
    """A sound object with some of its bytes, lengths or parts changed."""
    made = bytearray(chance.choice(sound))
    for _ in range(chance.randint(1, 12)):
        place = chance.randrange(132, max(len(made), 133))
        kind = chance.randrange(5)
        if kind == 0:
            made[place : place + 1] = bytes([chance.randrange(256)])
        elif kind == 1:
            made[place : place + 4] = chance.choice(SPITEFUL)
        elif kind == 2:
            del made[place : place + chance.randrange(64)]
        elif kind == 3:
            made[place:place] = made[place : place + chance.randrange(200)]
        else:
            other = chance.choice(sound)
            made[place:place] = other[chance.randrange(len(other)) :][: chance.randrange(300)]
    return bytes(made[: 4 * LONGEST])
