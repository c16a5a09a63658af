"""Ratings typed by digits: one is a whole rating of five, several make one of a hundred."""

from __future__ import annotations

from inference.site.reader_study.study_file import Scale


class TypedRating:
    """The digits of the rating in hand."""

    def __init__(self, scale: Scale) -> None:
        self._scale, self._digits = scale, ""

    def digit(self, digit: int) -> int | None:
        """The rating after one more digit; None where that is none."""
        low, high = self._scale.ends
        if self._scale is Scale.FIVE:
            return digit if low <= digit <= high else None
        digits = f"{self._digits}{digit}"
        self._digits = digits if int(digits) <= high else str(digit)
        return int(self._digits)

    def erase(self) -> int | None:
        """The rating without its last digit; None where nothing is left."""
        self._digits = self._digits[:-1]
        return int(self._digits) if self._digits else None

    def clear(self) -> None:
        """The next digit begins another rating."""
        self._digits = ""
