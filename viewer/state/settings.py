"""What the program remembers between starts: frozen settings, kept as TOML in the platform's config folder."""

from __future__ import annotations

import errno
import tomllib
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Annotated, Any, get_type_hints

import msgspec
import platformdirs
import tomli_w
from msgspec import Meta

from inference.annotations.merge import merged_items
from inference.core.limits import DEFAULT_LIMITS, Limits
from inference.files.atomic_file import atomic_file
from inference.files.stored_types import Share
from inference.imaging.colormap import COLORMAPS, DEFAULT_COLORMAP, DEFAULT_OPACITY
from viewer.state.ahead import AheadWish
from viewer.state.layout import Layout
from viewer.state.presets import OwnPreset, stored_presets

RECENT_COUNT = 10
LANGUAGES = {"en": "English", "ko": "한국어"}
THEMES = ("dark", "dim")
TEXT_PERCENTS = tuple(range(100, 201, 25))
CORNERS = ("full", "anonymised", "none")
DEVICES = ("auto", "cpu", "gpu", "npu")
PRECISIONS = ("auto", "float32", "bf16", "fp16")
LAYOUTS = tuple(Layout)
REOPENING = ("ask", "always", "never")
CAPTURE_SYNTAXES = ("explicit", "jpeg-ls")  # as ``inference.report.page.options`` has them, which takes long to import
REPORT_CLASSES = ("comprehensive", "comprehensive-3d")
REPORT_THEMES, PAPERS = ("dark", "light"), ("a4", "letter")
_TABLES = ("keys", "limits", "presets")
_LISTS = ("recent", "reviewed", "phrases")


def _one_of(choices: Iterable[str]) -> Meta:
    return Meta(pattern=rf"\A(?:{'|'.join(choices)})\Z")


@dataclass(frozen=True, slots=True)
class Settings:
    """``pack`` is the folder of the model pack, empty for the bundled one; ``recent`` holds newest first.

    ``second_pack`` is that of another one to switch to, empty for none.

    ``keys`` are the user's own bindings, action by action; ``institution`` is a line for the head of reports,
    ``reader`` the name of who reads;
    ``reviewed`` holds digests of studies. ``limits``, what a film may ask for, is the table ``[limits]`` of the file.
    ``drag_swapped``: a left drag across changes the level, not the width; ``drag_upside_down``: down brightens.
    ``prevalence``, for which probabilities are stated, is 0 where the pack's own holds.
    ``sticky_tools``: a tool of measurement stays in hand after it was used.
    With ``read_first`` the reader calls the findings before the model is shown. ``reopen``: whether the next start
    takes up what is open now; with ``never`` it is not even noted. ``dicom_pictures`` and ``dicom_report`` say in which
    transfer syntax and SOP class results leave; ``report_theme`` and ``report_paper`` in which colours and for which
    paper pages are made. ``phrases`` are the user's own for impressions. ``layout`` is how the viewports lie.
    ``ledger``: films that were read are counted in the ledger.
    ``presets`` are the user's own windows. ``work_ahead``: when the films of the list are analysed before anybody
    opens them; ``compact_list``: two lines for each, without its picture. ``small_views``: the open film is
    looked at in ten small views too, for the whiskers on its bars. ``record_use``: what is shown, called
    and exported is recorded, without identity. ``similar_films``: an index of films that were analysed is kept.
    """

    opacity: Share = DEFAULT_OPACITY
    colormap: Annotated[str, _one_of(COLORMAPS)] = DEFAULT_COLORMAP
    pack: str = ""
    second_pack: str = ""
    export_folder: str = ""
    drag_swapped: bool = False
    drag_upside_down: bool = False
    recent: tuple[str, ...] = ()
    keys: tuple[tuple[str, tuple[str, ...]], ...] = ()
    language: Annotated[str, _one_of(LANGUAGES)] = "en"
    theme: Annotated[str, _one_of(THEMES)] = "dark"
    text_percent: Annotated[int, Meta(ge=100, le=200, multiple_of=25)] = 100
    corners: Annotated[str, _one_of(CORNERS)] = "full"
    device: Annotated[str, _one_of(DEVICES)] = "auto"
    precision: Annotated[str, _one_of(PRECISIONS)] = "auto"
    prevalence: Annotated[float, Meta(ge=0, lt=1)] = 0.0
    institution: str = ""
    reader: str = ""
    reviewed: tuple[str, ...] = ()
    limits: Limits = DEFAULT_LIMITS
    read_first: bool = False
    sticky_tools: bool = False
    reopen: Annotated[str, _one_of(REOPENING)] = "ask"
    dicom_pictures: Annotated[str, _one_of(CAPTURE_SYNTAXES)] = "explicit"
    dicom_document: bool = False
    dicom_state: bool = False
    dicom_keys: bool = False
    dicom_maps: bool = False
    dicom_report: Annotated[str, _one_of(REPORT_CLASSES)] = "comprehensive"
    report_theme: Annotated[str, _one_of(REPORT_THEMES)] = "dark"
    report_paper: Annotated[str, _one_of(PAPERS)] = "a4"
    phrases: tuple[str, ...] = ()
    layout: Annotated[str, _one_of(LAYOUTS)] = Layout.LARGE.value
    presets: tuple[OwnPreset, ...] = ()
    work_ahead: Annotated[str, _one_of(AheadWish)] = AheadWish.MAINS.value
    compact_list: bool = True
    ledger: bool = True
    small_views: bool = True
    record_use: bool = False
    similar_films: bool = False


_KINDS = {name: kind for name, kind in get_type_hints(Settings, include_extras=True).items() if name not in _TABLES}
_LIMIT_KINDS = {item.name: Annotated[int, Meta(gt=0)] for item in fields(Limits)}


def settings_path() -> Path:
    """Where the settings are kept on this system."""
    return platformdirs.user_config_path("thoracam", appauthor=False) / "settings.toml"


def load(path: Path) -> Settings:
    """The settings in a file; whatever is missing, senseless or not to be read there is the default."""
    try:
        return from_toml(_found(path) or {})
    except OSError:
        return Settings()


def is_withheld(path: Path) -> bool:
    """Whether there is a file that the system does not let be read now, of which nobody knows what it holds."""
    try:
        _found(path)
    except OSError:
        return True
    return False


def set_aside_damaged(path: Path) -> Path | None:
    """Rename a settings file that is no TOML, so that nothing is lost; returns its new name."""
    try:
        if _found(path) is not None:
            return None
        kept = path.with_name(f"{path.name}.damaged")
        number = 1
        while kept.exists():
            number += 1
            kept = path.with_name(f"{path.name}.damaged-{number}")
        return path.rename(kept)
    except OSError:
        return None


def save(settings: Settings, path: Path) -> None:
    """Write the settings whole, for their owner alone. Raises ``OSError``, also where what is there cannot be read.

    What the file holds beyond these settings (those of a newer version, a choice not known here) stays in it.
    """
    set_aside_damaged(path)
    found = _found(path)
    if found is None:
        raise OSError(errno.EACCES, "what is there is damaged and cannot be put aside")
    values = _beside(to_toml(settings), found)
    with atomic_file(path, private=True) as file:
        tomli_w.dump(values, file)


def merged(known: Settings, mine: Settings, theirs: Settings) -> Settings:
    """What ``mine`` changed since ``known``, over what another window wrote meanwhile (``theirs``), item by item."""
    changed = {item.name: getattr(mine, item.name) for item in fields(Settings) if _differ(known, mine, item.name)}
    items = {
        "recent": _merged_recent(known.recent, mine.recent, theirs.recent),
        "reviewed": tuple(sorted(merged_items(*(dict.fromkeys(one.reviewed, True) for one in (known, mine, theirs))))),
        "keys": tuple(merged_items(dict(known.keys), dict(mine.keys), dict(theirs.keys)).items()),
    }
    return replace(theirs, **{**changed, **{name: value for name, value in items.items() if name in changed}})


def _differ(one: Settings, other: Settings, name: str) -> bool:
    return bool(getattr(one, name) != getattr(other, name))


def _merged_recent(known: tuple[str, ...], mine: tuple[str, ...], theirs: tuple[str, ...]) -> tuple[str, ...]:
    gone = {*known} - {*mine}
    return (*mine, *(item for item in theirs if item not in mine and item not in gone))[:RECENT_COUNT]


def with_recent(settings: Settings, opened: tuple[str, ...]) -> Settings:
    """Remember what was opened, absolute paths, newest first."""
    older = tuple(item for item in settings.recent if item not in opened)
    return replace(settings, recent=(opened + older)[:RECENT_COUNT])


def from_toml(found: Mapping[str, Any]) -> Settings:
    """The settings that a file means, key by key; whatever is missing or senseless there is the default."""
    keys = found.get("keys")
    texts = {name: _texts(found.get(name)) for name in _LISTS}
    return Settings(
        **_sensible(_KINDS, {**found, **texts}),
        keys=tuple((name, _texts(own)) for name, own in keys.items()) if isinstance(keys, dict) else (),
        presets=stored_presets(found.get("presets")),
        limits=replace(DEFAULT_LIMITS, **_sensible(_LIMIT_KINDS, found.get("limits"))),
    )


def to_toml(settings: Settings) -> dict[str, Any]:
    """The settings as TOML holds them."""
    values = asdict(settings)
    values |= {name: list(values[name]) for name in (*_LISTS, "presets")}
    return {**values, "keys": {name: list(keys) for name, keys in settings.keys}}


def _found(path: Path) -> dict[str, Any] | None:
    """What the file holds, nothing where there is none; None where it is no TOML. Raises ``OSError``."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (ValueError, RecursionError):  # not UTF-8, not TOML, or too deep or long for it
        return None


def _beside(values: dict[str, Any], found: dict[str, Any]) -> dict[str, Any]:
    """What to write over a file: these values, except where they are only what was made of it on reading."""
    understood = to_toml(from_toml(found))
    unchanged = {name for name in found if name not in values or values[name] == understood[name]}
    return {**values, **{name: found[name] for name in unchanged}}


def _sensible(kinds: Mapping[str, Any], found: object) -> dict[str, Any]:
    """Those values of a table that are of their kinds; each stands for itself."""
    kept: dict[str, Any] = {}
    for name, kind in kinds.items():
        if isinstance(found, dict) and name in found:
            with suppress(msgspec.ValidationError):
                kept[name] = msgspec.convert(found[name], kind)
    return kept


def _texts(value: object) -> tuple[str, ...]:
    """The texts of a list, without what else may stand in it."""
    return tuple(item for item in value if isinstance(item, str)) if isinstance(value, list) else ()
