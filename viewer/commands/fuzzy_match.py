"""Fuzzy search: the letters of the query in order, best where they stand together and begin words."""

from __future__ import annotations

_TOGETHER, _BEGINS_WORD, _SKIPPED = 4.0, 6.0, 0.1


def fuzzy_score(query: str, text: str) -> float | None:
    """How well a query fits a text, higher is better; None where its letters do not appear in this order."""
    wanted, where = query.casefold().replace(" ", ""), text.casefold()
    if query.strip() and query.strip().casefold() in where:
        place = where.index(query.strip().casefold())
        return 100.0 + 10.0 * len(wanted) - _SKIPPED * place + (_BEGINS_WORD if _begins_word(where, place) else 0.0)
    return _in_order(wanted, where)


def _in_order(wanted: str, where: str) -> float | None:
    score, last = 0.0, -1
    for letter in wanted:
        place = _next_place(where, letter, last + 1)
        if place < 0:
            return None
        score += _TOGETHER if place == last + 1 else -_SKIPPED * (place - last)
        score += _BEGINS_WORD if _begins_word(where, place) else 0.0
        last = place
    return score


def _next_place(where: str, letter: str, start: int) -> int:
    """The next place of a letter: directly here, else at the beginning of a word, else anywhere."""
    first = where.find(letter, start)
    if first in (-1, start):
        return first
    begins = (place for place in range(first, len(where)) if where[place] == letter and _begins_word(where, place))
    return next(begins, first)


def _begins_word(where: str, place: int) -> bool:
    return where[place].isalnum() and (place == 0 or not where[place - 1].isalnum())
