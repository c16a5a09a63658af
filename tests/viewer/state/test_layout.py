"""The cells of the layouts: nothing overlaps, nothing is lost, and what each holds."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viewer.state.layout import HANDLE, PAGE, Arrangement, Cell, Layout, Role, cells, page_of, share_at

FILMS = tuple(Path(f"{number}.dcm") for number in range(6))


def overlap(one: Cell, other: Cell) -> bool:
    across = one.left < other.left + other.width and other.left < one.left + one.width
    return across and one.top < other.top + other.height and other.top < one.top + one.height


@given(st.sampled_from([1, 2, 4]), st.integers(100, 4000), st.integers(100, 3000), st.floats(0.1, 0.9))
def test_cells_lie_inside_and_never_over_each_other(count: int, width: int, height: int, share: float) -> None:
    found = cells(count, (width, height), share)
    assert len(found) == count
    for cell in found:
        assert cell.left >= 0 <= cell.top
        assert cell.left + cell.width <= width
        assert cell.top + cell.height <= height
    assert not any(overlap(one, other) for place, one in enumerate(found) for other in found[place + 1 :])


def test_two_cells_leave_room_for_the_border_between_them() -> None:
    left, right = cells(2, (1009, 500))
    assert right.left - left.width == HANDLE
    assert left.width == right.width


@given(st.integers(-500, 3000), st.integers(450, 3000))
def test_a_border_leaves_both_viewports_wide_enough(left: int, width: int) -> None:
    one, other = cells(2, (width, 400), share_at(left, width))
    assert min(one.width, other.width) >= 199


def test_the_current_film_is_never_shown_twice_beside_its_prior() -> None:
    assert Arrangement(Layout.PRIOR, prior=True).slots(parted=False) == (Role.PRIOR, Role.OVERLAY)


def test_without_a_prior_the_current_film_has_the_whole_room() -> None:
    assert Arrangement(Layout.PRIOR).slots(parted=False) == (Role.OVERLAY,)


@pytest.mark.parametrize("layout", [Layout.LARGE, Layout.PAIR])
def test_with_the_overlay_on_another_screen_the_film_is_here(layout: Layout) -> None:
    assert Arrangement(layout).slots(parted=True) == (Role.FILM,)


def test_the_current_film_keeps_its_cell_among_four() -> None:
    page = FILMS[:PAGE]
    assert Arrangement(Layout.FOUR, page=page, current=page[2]).slots(parted=False) == (
        page[0],
        page[1],
        Role.OVERLAY,
        page[3],
    )


def test_a_page_that_is_not_full_has_empty_cells() -> None:
    found = Arrangement(Layout.FOUR, page=FILMS[4:], current=FILMS[4]).slots(parted=False)
    assert found == (Role.OVERLAY, FILMS[5], Role.NOTHING, Role.NOTHING)


def test_pages_follow_each_other_through_the_worklist() -> None:
    pages = [page_of(FILMS, place) for place in range(6)]
    assert [len(set(pair)) for pair in pairwise(pages)] == [1, 1, 1, 2, 1]
    assert page_of(FILMS, None) == ()
