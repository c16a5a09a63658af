"""Arabic and Hebrew for a typesetter that only puts one glyph after another: joined forms, in the order of the eye.

Joining follows the presentation forms that Unicode itself names (chapter 9.2); the order is that of a line of mostly
left-to-right text (UAX 9, rules L2 and N1 in their simplest form), which a line of a report is.
"""

from __future__ import annotations

import unicodedata
from functools import cache

_FORMS = (*range(0xFB50, 0xFBB2), *range(0xFBD3, 0xFC00), *range(0xFE80, 0xFEFD))
_RIGHT = ("R", "AL")
_NEUTRAL = ("WS", "ON", "CS", "ES", "NSM", "BN")
_MIRRORED = str.maketrans("()[]{}<>", ")(][}{><")


def as_seen(line: str) -> str:
    """The line with Arabic letters joined and each stretch of right-to-left text turned round; else unchanged."""
    if not any(_is_right(letter) for letter in line):
        return line
    return "".join(_turned(stretch) for stretch in _stretches(_joined(line)))


@cache
def _forms() -> dict[str, dict[str, str]]:
    """For each letter, or pair of letters that become one, its shape by place: isolated, final, initial, medial."""
    found: dict[str, dict[str, str]] = {}
    for code in _FORMS:
        kind, *parts = unicodedata.decomposition(chr(code)).split() or [""]
        if kind in ("<isolated>", "<final>", "<initial>", "<medial>"):
            found.setdefault("".join(chr(int(part, 16)) for part in parts), {})[kind[1:-1]] = chr(code)
    return found


def _joined(line: str) -> str:
    units = _units(line)
    places = [number for number, unit in enumerate(units) if unicodedata.category(unit[0]) != "Mn"]
    for before, here, after in zip([None, *places], places, [*places[1:], None], strict=False):
        forms = _forms().get(units[here])
        if forms is None:
            continue
        behind = before is not None and "initial" in _forms_of(line_unit=units[before])
        ahead = after is not None and "initial" in forms and "final" in _forms_of(line_unit=units[after])
        place = ("medial" if behind else "initial") if ahead else ("final" if behind else "isolated")
        units[here] = forms.get(place, units[here])
    return "".join(units)


def _forms_of(line_unit: str) -> dict[str, str]:
    """The shapes of a letter, also of one that has its shape already."""
    plain = unicodedata.normalize("NFKC", line_unit)
    return _forms().get(plain, {})


def _units(line: str) -> list[str]:
    """The letters of a line; lam and alef, which must become one, together."""
    units: list[str] = []
    for letter in line:
        if units and units[-1] == "\u0644" and units[-1] + letter in _forms():
            units[-1] += letter
        else:
            units.append(letter)
    return units


def _stretches(line: str) -> list[str]:
    """The line cut where its direction changes; what has no direction of its own goes with right-to-left neighbours."""
    rights = [_is_right(letter) for letter in line]
    for number, letter in enumerate(line):
        if not rights[number] and unicodedata.bidirectional(letter) in _NEUTRAL:
            rights[number] = _is_right(_next(line, number, -1)) and _is_right(_next(line, number, 1))
    stretches: list[str] = []
    for number, letter in enumerate(line):
        if number and rights[number] == rights[number - 1]:
            stretches[-1] += letter
        else:
            stretches.append(letter)
    return stretches


def _next(line: str, at: int, step: int) -> str:
    """The nearest letter with a direction; a blank where there is none."""
    at += step
    while 0 <= at < len(line) and unicodedata.bidirectional(line[at]) in _NEUTRAL:
        at += step
    return line[at] if 0 <= at < len(line) else " "


def _turned(stretch: str) -> str:
    return stretch[::-1].translate(_MIRRORED) if any(_is_right(letter) for letter in stretch) else stretch


def _is_right(letter: str) -> bool:
    return unicodedata.bidirectional(letter) in _RIGHT
