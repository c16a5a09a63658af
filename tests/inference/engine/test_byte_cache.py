"""Recent work is kept, within its bytes, and what was used longest ago goes first."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from inference.engine.byte_cache import ByteCache


def test_a_value_comes_back() -> None:
    cache: ByteCache[str] = ByteCache(100)
    cache.put("a", "film", 10)
    assert cache.get("a") == "film"
    assert cache.get("b") is None


def test_the_one_used_longest_ago_goes_first() -> None:
    cache: ByteCache[int] = ByteCache(30)
    for key in "abc":
        cache.put(key, 1, 10)
    cache.get("a")
    cache.put("d", 1, 10)
    assert [key for key in "abcd" if cache.get(key)] == ["a", "c", "d"]


def test_a_value_too_large_for_the_cache_is_not_kept_and_drives_nobody_out() -> None:
    cache: ByteCache[int] = ByteCache(30)
    cache.put("a", 1, 10)
    cache.put("b", 1, 31)
    assert cache.get("a") == 1
    assert cache.get("b") is None


def test_replacing_a_value_counts_its_bytes_once() -> None:
    cache: ByteCache[int] = ByteCache(30)
    cache.put("a", 1, 20)
    cache.put("a", 2, 25)
    assert (cache.get("a"), cache.held, len(cache)) == (2, 25, 1)


def test_taking_a_value_frees_its_bytes() -> None:
    cache: ByteCache[int] = ByteCache(30)
    cache.put("a", 1, 20)
    assert cache.take("a") == 1
    assert cache.take("a") is None
    assert cache.held == 0


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 50)), max_size=50))
def test_it_never_holds_more_than_its_limit(puts: list[tuple[int, int]]) -> None:
    cache: ByteCache[int] = ByteCache(60)
    for key, size in puts:
        cache.put(key, size, size)
        assert cache.held <= 60
        assert cache.get(key) == size
    cache.clear()
    assert (cache.held, len(cache)) == (0, 0)
