"""What the program remembers between starts: frozen settings, kept as TOML in the platform's config folder."""

from __future__ import annotations

import tomllib
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import platformdirs
import tomli_w

from inference.colour import COLORMAPS, DEFAULT_COLORMAP, DEFAULT_OPACITY
from inference.limits import DEFAULT_LIMITS, Limits

RECENT_COUNT = 10


@dataclass(frozen=True, slots=True)
class Settings:
    """``pack`` is the folder of the model pack, empty for the bundled one; ``recent`` holds newest first.

    ``limits``, what a film may ask for, is the table ``[limits]`` of the file.
    ``drag_swapped``: a left drag across changes the level, not the width; ``drag_upside_down``: down brightens.
    With ``read_first`` the reader calls the findings before the model is shown.
    """

    opacity: float = DEFAULT_OPACITY
    colormap: str = DEFAULT_COLORMAP
    anonymize: bool = True
    pack: str = ""
    export_folder: str = ""
    drag_swapped: bool = False
    drag_upside_down: bool = False
    recent: tuple[str, ...] = ()
    limits: Limits = DEFAULT_LIMITS
    read_first: bool = False


def settings_path() -> Path:
    """Where the settings are kept on this system."""
    return Path(platformdirs.user_config_dir("thoracam", appauthor=False)) / "settings.toml"


def load(path: Path) -> Settings:
    """The settings in a file; whatever is missing or senseless there is the default."""
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        return Settings()
    return _sensible(found)


def save(settings: Settings, path: Path) -> None:
    """Write the settings whole: temporary name, then rename. Raises ``OSError``."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(path.name + ".part")
    temporary.write_text(tomli_w.dumps({**asdict(settings), "recent": list(settings.recent)}), encoding="utf-8")
    temporary.replace(path)


def with_recent(settings: Settings, paths: tuple[Path, ...]) -> Settings:
    """Remember what was opened, newest first."""
    opened = tuple(str(path.absolute()) for path in paths)
    older = tuple(item for item in settings.recent if item not in opened)
    return replace(settings, recent=(opened + older)[:RECENT_COUNT])


def _sensible(found: dict[str, Any]) -> Settings:
    default = Settings()
    opacity, colormap, recent = found.get("opacity"), found.get("colormap"), found.get("recent")
    return Settings(
        opacity=float(opacity) if isinstance(opacity, int | float) and 0 <= opacity <= 1 else default.opacity,
        colormap=colormap if colormap in COLORMAPS else default.colormap,
        anonymize=found.get("anonymize") is not False,
        pack=_text(found.get("pack")),
        export_folder=_text(found.get("export_folder")),
        drag_swapped=found.get("drag_swapped") is True,
        drag_upside_down=found.get("drag_upside_down") is True,
        recent=tuple(item for item in recent if isinstance(item, str)) if isinstance(recent, list) else (),
        limits=_limits(found.get("limits")),
        read_first=found.get("read_first") is True,
    )


def _limits(found: object) -> Limits:
    """The limits of the file; what is missing or no whole number above zero is the default."""
    if not isinstance(found, dict):
        return DEFAULT_LIMITS
    known = {name: found.get(name) for name in asdict(DEFAULT_LIMITS)}
    return replace(DEFAULT_LIMITS, **{name: value for name, value in known.items() if type(value) is int and value > 0})


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
