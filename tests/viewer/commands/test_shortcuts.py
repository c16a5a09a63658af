"""Keys: one table, the user's own choice on top, no key for two actions."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from viewer.commands.action_table import ACTIONS
from viewer.commands.shortcuts import bindings_of, chosen_of, default_bindings, normal, owner_of, rebound

NAMES = st.sampled_from([spec.name for spec in ACTIONS])
KEYS = st.sampled_from(["Ctrl+O", "M", "F1", "7", "Ctrl+Shift+9", "Esc", "not a key", ""])


def twice(bindings: dict[str, tuple[str, ...]]) -> list[str]:
    return [key for key, count in Counter(key for keys in bindings.values() for key in keys).items() if count > 1]


def test_every_key_of_the_table_is_a_key_and_runs_one_action() -> None:
    for spec in ACTIONS:
        assert all(normal(key) for key in spec.shortcuts), spec
    assert twice(default_bindings()) == []


def test_names_are_unique() -> None:
    assert len({spec.name for spec in ACTIONS}) == len(ACTIONS)


def test_the_users_key_wins_over_the_tables() -> None:
    found = bindings_of({"invert": ("M",)})
    assert found["invert"] == ("M",)
    assert "M" not in found["marks"]


@given(st.dictionaries(NAMES, st.lists(KEYS, max_size=3).map(tuple)))
def test_no_settings_give_one_key_to_two_actions(chosen: dict[str, tuple[str, ...]]) -> None:
    found = bindings_of(chosen)
    assert twice(found) == []
    assert set(found) == {spec.name for spec in ACTIONS}
    assert all(key for keys in found.values() for key in keys)


@given(NAMES, st.lists(KEYS.filter(normal), max_size=3).map(tuple))
def test_what_differs_from_the_table_is_enough_to_bring_everything_back(name: str, keys: tuple[str, ...]) -> None:
    bindings = rebound(default_bindings(), name, tuple(dict.fromkeys(keys)))
    assert bindings_of(chosen_of(bindings)) == bindings


def test_an_action_that_is_no_more_is_forgotten() -> None:
    assert bindings_of({"gone": ("Ctrl+O",)}) == default_bindings()


def test_the_owner_of_a_key_is_known_before_it_is_taken() -> None:
    assert owner_of(default_bindings(), "Ctrl+O", but="invert") == "open_files"
    assert owner_of(default_bindings(), "Ctrl+O", but="open_files") == ""
