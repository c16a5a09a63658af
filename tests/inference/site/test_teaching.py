"""The teaching file: painted films and their masks, questions in balance, answers over time."""

from __future__ import annotations

from pathlib import Path
from random import Random

import cv2
import numpy as np
import pytest

import resources
from inference.core.findings import FINDINGS
from inference.recipes.phantom import thorax
from inference.recipes.teaching_films import FIRST_SEED, films
from inference.site.teaching.answers import TeachingAnswer, add_answer, empty_answers, read_answers, results
from inference.site.teaching.painted import TeachingFilm, painted_films
from inference.site.teaching.questions import questions

KEYS = tuple(finding.key for finding in FINDINGS)


@pytest.fixture(scope="module")
def painted() -> tuple[TeachingFilm, ...]:
    return painted_films(resources.path("teaching"), KEYS)


def test_each_finding_has_three_films_with_a_mask_and_nine_have_none(painted: tuple[TeachingFilm, ...]) -> None:
    for key in KEYS:
        assert sum(film.answers.get(key, False) for film in painted) == 3
    healthy = [film for film in painted if not any(film.answers.values())]
    assert len(healthy) == 9
    assert all(film.painted for film in painted)
    for film in painted:
        assert (film.mask is None) == (film in healthy)


def test_masks_are_of_their_films_size_and_mark_a_part_of_them(painted: tuple[TeachingFilm, ...]) -> None:
    for film in painted:
        picture = np.asarray(cv2.imread(str(film.path), cv2.IMREAD_UNCHANGED))
        assert picture.dtype == np.uint8
        if film.mask is not None:
            mask = np.asarray(cv2.imread(str(film.mask), cv2.IMREAD_GRAYSCALE))
            assert mask.shape == picture.shape
            assert set(np.unique(mask)) == {0, 255}
            assert 0 < np.mean(mask > 0) < 0.35


def test_the_bundled_films_are_small_and_their_numbers_tell_nothing(painted: tuple[TeachingFilm, ...]) -> None:
    assert sum(path.stat().st_size for path in resources.path("teaching").iterdir()) < 3 << 20
    order = [next((key for key in KEYS if film.answers.get(key)), "") for film in painted]
    assert order != sorted(order)


def test_a_mask_is_exactly_what_the_recipe_painted(painted: tuple[TeachingFilm, ...]) -> None:
    recipe = next(film for film in films() if film.seed == FIRST_SEED)
    assert recipe.finding is not None
    made = thorax(recipe.seed, recipe.finding, severity=recipe.severity, rows=768, columns=640)
    listed = painted[films().index(recipe)]
    mask = np.asarray(cv2.imread(str(listed.mask), cv2.IMREAD_GRAYSCALE)) > 0
    assert np.array_equal(mask, made.masks[recipe.finding.key])


def test_questions_are_half_with_the_finding_and_half_without(painted: tuple[TeachingFilm, ...]) -> None:
    asked = questions(painted, KEYS, Random(4))
    for key in KEYS:
        of_it = [question.present for question in asked if question.finding == key]
        assert (len(of_it), sum(of_it)) == (6, 3)
    assert {question.finding for question in asked[:6]} != {KEYS[0]}
    alone = questions(painted, ("pneumothorax",), Random(4))
    assert {question.finding for question in alone} == {"pneumothorax"}


def test_a_tension_pneumothorax_is_never_called_free_of_a_pneumothorax(painted: tuple[TeachingFilm, ...]) -> None:
    for film in painted:
        if film.answers.get("tension_pneumothorax"):
            assert "pneumothorax" not in film.answers
        if film.answers.get("hemothorax"):
            assert "pleural_effusion" not in film.answers


def test_what_nobody_knows_is_not_asked() -> None:
    unknown = TeachingFilm(Path("a"), {"hemothorax": True})
    assert questions([unknown], ("pneumothorax",), Random(1)) == []


def test_answers_are_kept_until_they_are_emptied(tmp_path: Path) -> None:
    path = tmp_path / "answers.jsonl"
    for called in (True, True, False):
        add_answer(TeachingAnswer(finding="pneumothorax", called=called, true=True, pointed=called), path)
    add_answer(TeachingAnswer(finding="pneumothorax", called=True, true=False), path)
    with path.open("a", encoding="utf-8") as file:
        file.write('{"cut')
    (found,) = results(read_answers(path), KEYS)
    assert (found.found.hits, found.found.count) == (2, 3)
    assert (found.cleared.hits, found.cleared.count) == (0, 1)
    assert (found.hit.hits, found.hit.count) == (2, 3)
    low, high = found.found.interval
    assert low < 2 / 3 < high
    assert high - low > 0.5  # three answers say little
    empty_answers(path)
    assert read_answers(path) == []
