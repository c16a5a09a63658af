"""Broken objects raise typed errors only, as a fuzzer finds in more time than a test has."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from inference.core.film_objects import FilmFacts, facts_of
from inference.reading import read_film
from tests.inference.reading.objects.broken import changed, look_at
from tests.inference.reading.objects.corpus import write_film, write_objects


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> tuple[FilmFacts, list[bytes]]:
    """A film, and the bytes of an object of each kind."""
    folder = tmp_path_factory.mktemp("sound")
    film = facts_of(read_film(write_film(folder)))
    return film, [path.read_bytes() for path in write_objects(folder, film.path)]


@pytest.mark.parametrize("seed", range(3))
def test_broken_objects_are_read_or_refused(tmp_path: Path, sound: tuple[FilmFacts, list[bytes]], seed: int) -> None:
    film, objects = sound
    chance = random.Random(seed)
    for _ in range(40):
        path = tmp_path / "object"
        path.write_bytes(changed(chance, objects))
        look_at(path, film)


def test_sound_objects_of_every_kind_say_something(tmp_path: Path, sound: tuple[FilmFacts, list[bytes]]) -> None:
    film, objects = sound
    for content in objects:
        (tmp_path / "object").write_bytes(content)
        look_at(tmp_path / "object", film)
