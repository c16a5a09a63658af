"""What the program remembers between starts: frozen settings, kept as TOML in the platform's config folder."""

from __future__ import annotations

import tomllib
from collections.abc import Collection
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

import platformdirs
import tomli_w

from inference.core.limits import DEFAULT_LIMITS, Limits
from inference.files.atomic_file import atomic_file
from inference.imaging.colormap import COLORMAPS, DEFAULT_COLORMAP, DEFAULT_OPACITY

RECENT_COUNT = 10
LANGUAGES = {"en": "English", "ko": "한국어"}
THEMES = ("dark", "dim")
TEXT_PERCENTS = (100, 125, 150, 175, 200)
CORNERS = ("full", "anonymised", "none")
DEVICES = ("auto", "cpu", "gpu")
PRECISIONS = ("auto", "float32", "bf16", "fp16")
REOPENING = ("ask", "always", "never")
Choice = TypeVar("Choice", str, int)


@dataclass(frozen=True, slots=True)
class Settings:
    """``pack`` is the folder of the model pack, empty for the bundled one; ``recent`` holds newest first.

    ``keys`` are the user's own bindings, action by action; ``institution`` is a line for the head of reports,
    ``reader`` the name of who reads;
    ``reviewed`` holds digests of studies. ``limits``, what a film may ask for, is the table ``[limits]`` of the file.
    ``drag_swapped``: a left drag across changes the level, not the width; ``drag_upside_down``: down brightens.
    With ``read_first`` the reader calls the findings before the model is shown. ``reopen``: whether the next start
    takes up what is open now; with ``never`` it is not even noted.
    """

    opacity: float = DEFAULT_OPACITY
    colormap: str = DEFAULT_COLORMAP
    anonymize: bool = True
    pack: str = ""
    export_folder: str = ""
    drag_swapped: bool = False
    drag_upside_down: bool = False
    recent: tuple[str, ...] = ()
    keys: tuple[tuple[str, tuple[str, ...]], ...] = ()
    language: str = "en"
    theme: str = "dark"
    text_percent: int = 100
    corners: str = "full"
    device: str = "auto"
    precision: str = "auto"
    institution: str = ""
    reader: str = ""
    reviewed: tuple[str, ...] = ()
    limits: Limits = DEFAULT_LIMITS
    read_first: bool = False
    reopen: str = "ask"


def settings_path() -> Path:
    """Where the settings are kept on this system."""
    return Path(platformdirs.user_config_dir("thoracam", appauthor=False)) / "settings.toml"


def load(path: Path) -> Settings:
    """The settings in a file; whatever is missing or senseless there is the default."""
    return _sensible(_found(path) or {})


def set_aside_damaged(path: Path) -> Path | None:
    """Rename a settings file that cannot be read as TOML, so that nothing is lost; returns its new name."""
    if not path.is_file() or _found(path) is not None:
        return None
    kept = path.with_name(f"{path.name}.damaged")
    try:
        path.replace(kept)
    except OSError:
        return None
    return kept


def save(settings: Settings, path: Path) -> None:
    """Write the settings whole, for their owner alone. Raises ``OSError``.

    What the file holds beyond these settings (those of a newer version, a choice not known here) stays in it.
    """
    values = _beside(_values(settings), _found(path) or {})
    with atomic_file(path, private=True) as file:
        tomli_w.dump(values, file)


def with_recent(settings: Settings, paths: tuple[Path, ...]) -> Settings:
    """Remember what was opened, newest first."""
    opened = tuple(str(path.absolute()) for path in paths)
    older = tuple(item for item in settings.recent if item not in opened)
    return replace(settings, recent=(opened + older)[:RECENT_COUNT])


def _found(path: Path) -> dict[str, Any] | None:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        return None


def _values(settings: Settings) -> dict[str, Any]:
    """The settings as TOML holds them."""
    values = {**asdict(settings), "recent": list(settings.recent), "reviewed": list(settings.reviewed)}
    return {**values, "keys": {name: list(keys) for name, keys in settings.keys}}


def _beside(values: dict[str, Any], found: dict[str, Any]) -> dict[str, Any]:
    """What to write over a file: these values, except where they are only what was made of it on reading."""
    understood = _values(_sensible(found))
    unchanged = {name for name in found if name not in values or values[name] == understood[name]}
    return {**values, **{name: found[name] for name in unchanged}}


def _sensible(found: dict[str, Any]) -> Settings:
    default = Settings()
    opacity, keys = found.get("opacity"), found.get("keys")
    return Settings(
        opacity=float(opacity) if isinstance(opacity, int | float) and 0 <= opacity <= 1 else default.opacity,
        colormap=_one_of(COLORMAPS, found.get("colormap"), default.colormap),
        anonymize=found.get("anonymize") is not False,
        pack=_text(found.get("pack")),
        export_folder=_text(found.get("export_folder")),
        drag_swapped=found.get("drag_swapped") is True,
        drag_upside_down=found.get("drag_upside_down") is True,
        recent=_texts(found.get("recent")),
        keys=tuple((name, _texts(own)) for name, own in keys.items()) if isinstance(keys, dict) else (),
        language=_one_of(LANGUAGES, found.get("language"), default.language),
        theme=_one_of(THEMES, found.get("theme"), default.theme),
        text_percent=_one_of(TEXT_PERCENTS, found.get("text_percent"), default.text_percent),
        corners=_one_of(CORNERS, found.get("corners"), default.corners),
        device=_one_of(DEVICES, found.get("device"), default.device),
        precision=_one_of(PRECISIONS, found.get("precision"), default.precision),
        institution=_text(found.get("institution")),
        reader=_text(found.get("reader")),
        reviewed=_texts(found.get("reviewed")),
        limits=_limits(found.get("limits")),
        read_first=found.get("read_first") is True,
        reopen=_one_of(REOPENING, found.get("reopen"), default.reopen),
    )


def _one_of(choices: Collection[Choice], value: object, default: Choice) -> Choice:
    return next((choice for choice in choices if choice == value), default)


def _texts(value: object) -> tuple[str, ...]:
    return tuple(item for item in value if isinstance(item, str)) if isinstance(value, list) else ()


def _limits(found: object) -> Limits:
    """The limits of the file; what is missing or no whole number above zero is the default."""
    if not isinstance(found, dict):
        return DEFAULT_LIMITS
    known = {name: found.get(name) for name in asdict(DEFAULT_LIMITS)}
    return replace(DEFAULT_LIMITS, **{name: value for name, value in known.items() if type(value) is int and value > 0})


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
