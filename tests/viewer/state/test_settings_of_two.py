"""Two windows and one file of settings; a disk that withholds it for a while."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from viewer.state import settings
from viewer.state.settings_store import SettingsStore


def test_two_windows_lose_nothing_of_each_others_settings(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    settings.save(settings.Settings(recent=("/old",), reviewed=("a",), keys=(("invert", ("I",)),)), path)
    one, other = SettingsStore(path), SettingsStore(path)
    one.now = replace(
        one.now, reader="Kim^Ada", recent=("/one", "/old"), reviewed=("a", "b"), keys=(*one.now.keys, ("a", ("A",)))
    )
    other.now = replace(other.now, theme="dim", recent=("/other", "/old"), reviewed=(), keys=(("invert", ("J",)),))
    one.save()
    other.save()
    found = settings.load(path)
    assert (found.reader, found.theme) == ("Kim^Ada", "dim")
    assert found.recent == ("/other", "/old", "/one")
    assert found.reviewed == ("b",)
    assert dict(found.keys) == {"invert": ("J",), "a": ("A",)}
    assert list(tmp_path.iterdir()) == [path]


def test_the_newer_word_wins(tmp_path: Path) -> None:
    one, other = SettingsStore(tmp_path / "settings.toml"), SettingsStore(tmp_path / "settings.toml")
    for store, opacity in ((one, 0.3), (other, 0.6), (one, 0.9)):
        store.now = replace(store.now, opacity=opacity)
        store.save()
    assert settings.load(tmp_path / "settings.toml").opacity == 0.9


def test_settings_that_the_disk_withholds_are_neither_set_aside_nor_written_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "settings.toml"
    settings.save(settings.Settings(reader="Kim^Ada"), path)

    def refused(*_arguments: object, **_words: object) -> str:
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "read_text", refused)
        store = SettingsStore(path)
        assert store.withheld
        assert not store.was_damaged
        store.now = replace(store.now, theme="dim")
        with pytest.raises(OSError, match="cannot be read"):
            store.save()
    assert list(tmp_path.iterdir()) == [path]
    store.save()
    assert (settings.load(path).reader, settings.load(path).theme) == ("Kim^Ada", "dim")


def test_damaged_settings_that_cannot_be_put_aside_are_not_written_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "settings.toml"
    path.write_text("reader = Kim", encoding="utf-8")

    def refused(*_arguments: object) -> Path:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(Path, "rename", refused)
    store = SettingsStore(path)
    store.now = replace(store.now, theme="dim")
    with pytest.raises(OSError, match="put aside"):
        store.save()
    assert path.read_text(encoding="utf-8") == "reader = Kim"


def test_damage_while_the_window_is_open_and_again_is_kept_aside_each_time(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    for text in ("= one", "= two", "a = " + "[" * 100_000):
        path.write_text(text, encoding="utf-8")
        settings.save(settings.Settings(theme="dim"), path)
    assert settings.load(path).theme == "dim"
    kept = {found.read_text(encoding="utf-8") for found in tmp_path.glob("settings.toml.damaged*")}
    assert kept == {"= one", "= two", "a = " + "[" * 100_000}
