"""Similar films: the nearest by the angle of their features, of one pack, by finding; forgotten when told."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from inference.core.errors import IndexNotKept
from inference.site.similar import Indexed, SimilarIndex
from inference.site.similar.index import COARSE

PACK = "p" * 64


def indexed(name: str, features: np.ndarray, *called: str, pack: str = PACK) -> Indexed:
    return Indexed(name, pack, Path("/films") / name, 0, frozenset(called), features)


def drawn(count: int, width: int) -> np.ndarray:
    return np.random.default_rng(width).standard_normal((count, width)).astype(np.float32)


@pytest.mark.parametrize("width", [3, 40, COARSE, 4 * COARSE])
def test_the_nearest_are_those_of_the_smallest_angle(tmp_path: Path, width: int) -> None:
    vectors = drawn(400, width)
    vectors[100:120] += 4 * vectors[7]
    index = SimilarIndex(tmp_path / "similar.sqlite")
    index.add([indexed(str(place), vector * (1 + place)) for place, vector in enumerate(vectors)])
    units = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    exact = 1 - units @ units[7]
    exact[7] = np.inf
    found = SimilarIndex(tmp_path / "similar.sqlite").nearest(PACK, vectors[7], without="7")
    assert [int(one.film_hash) for one in found] == list(np.argsort(exact)[:4])
    assert [one.distance for one in found] == pytest.approx(sorted(exact)[:4], abs=3e-3)


def test_of_a_finding_only_films_called_so_count(tmp_path: Path) -> None:
    index = SimilarIndex(tmp_path / "similar.sqlite")
    vectors = drawn(3, 8)
    index.add(
        [indexed("a", vectors[0]), indexed("b", vectors[1], "pneumothorax", "hemothorax"), indexed("c", vectors[2])]
    )
    [one] = index.nearest(PACK, vectors[0], finding="hemothorax")
    assert (one.film_hash, one.called) == ("b", frozenset({"pneumothorax", "hemothorax"}))
    assert index.nearest(PACK, vectors[0], finding="rib_fracture") == ()


def test_films_of_another_pack_are_never_compared(tmp_path: Path) -> None:
    index = SimilarIndex(tmp_path / "similar.sqlite")
    vectors = drawn(2, 8)
    index.add([indexed("a", vectors[0]), indexed("a", vectors[1], pack="q" * 64)])
    assert [one.film_hash for one in index.nearest("q" * 64, vectors[0])] == ["a"]
    assert index.nearest("r" * 64, vectors[0]) == ()
    assert index.nearest(PACK, drawn(1, 9)[0]) == ()
    assert index.count() == 1


def test_a_film_is_kept_once_with_its_newest_place_and_a_later_one_is_found(tmp_path: Path) -> None:
    index = SimilarIndex(tmp_path / "similar.sqlite")
    vectors = drawn(2, 8)
    index.add([indexed("a", vectors[0])])
    assert index.nearest(PACK, vectors[1])[0].path == Path("/films/a")
    index.add([Indexed("a", PACK, Path("/moved/a"), 2, frozenset(), vectors[0]), indexed("b", vectors[1])])
    found = index.nearest(PACK, vectors[1])
    assert [one.film_hash for one in found] == ["b", "a"]
    assert (found[1].path, found[1].frame) == (Path("/moved/a"), 2)


def test_what_is_no_number_is_not_kept(tmp_path: Path) -> None:
    index = SimilarIndex(tmp_path / "similar.sqlite")
    index.add([indexed("a", np.full(8, np.nan)), indexed("b", np.zeros(8)), indexed("c", drawn(1, 8)[0] * 1e9)])
    assert index.count() == 1


def test_it_is_private_and_can_be_emptied(tmp_path: Path) -> None:
    path = tmp_path / "data" / "similar.sqlite"
    index = SimilarIndex(path)
    index.empty()
    index.add([indexed("a", drawn(1, 8)[0])])
    assert path.stat().st_mode & 0o077 == 0
    index.empty()
    assert not path.exists()
    assert index.count() == 0
    assert index.nearest(PACK, drawn(1, 8)[0]) == ()


def test_a_file_that_is_none_is_an_error_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "similar.sqlite").write_bytes(b"no database at all" * 100)
    with pytest.raises(IndexNotKept):
        SimilarIndex(tmp_path / "similar.sqlite").count()
