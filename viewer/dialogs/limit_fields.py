"""What a film may be at most, as numbers that can be changed: million pixels, gigabytes, depth, elements."""

from __future__ import annotations

from dataclasses import asdict

from PySide6.QtWidgets import QFormLayout, QWidget

from inference.core.limits import DEFAULT_LIMITS, GIGA, MEGA, Limits
from viewer.style.calm_inputs import CalmSpinBox
from viewer.style.translation import marked, tr

FIELDS = (  # name, unit of the field, least and most of it, words
    ("frame_pixels", MEGA, 1, 2_000, marked("Million pixels in a frame")),
    ("decoded_bytes", GIGA, 1, 64, marked("Gigabytes of decoded pixels")),
    ("nesting", 1, 1, 400, marked("Sequences within sequences")),
    ("elements", 1, 1_000, 10_000_000, marked("Data elements before the pixels")),
)


class LimitFields:
    """A field for each limit; one that was set in the file beyond what a field offers stays as it is."""

    def __init__(self, limits: Limits, form: QFormLayout, parent: QWidget) -> None:
        self._limits = limits
        self.fields = {name: self._field(name, unit, (least, most), parent) for name, unit, least, most, _ in FIELDS}
        for name, _unit, _least, _most, words in FIELDS:
            self.fields[name].setAccessibleName(tr(words))
            form.addRow(tr(words), self.fields[name])

    def _field(self, name: str, unit: int, span: tuple[int, int], parent: QWidget) -> CalmSpinBox:
        field = CalmSpinBox(parent)
        now = round(asdict(self._limits)[name] / unit)
        field.setRange(min(span[0], now), max(span[1], now))
        field.setGroupSeparatorShown(True)
        field.setValue(now)
        return field

    def reset(self) -> None:
        """Show the limits that the program comes with."""
        for name, unit, *_ in FIELDS:
            self.fields[name].setValue(round(asdict(DEFAULT_LIMITS)[name] / unit))

    @property
    def chosen(self) -> Limits:
        """The limits as the fields have them; those that nobody touched to the byte as they were."""
        values, known = {}, asdict(self._limits)
        for name, unit, *_ in FIELDS:
            before, now = known[name], self.fields[name].value()
            values[name] = before if round(before / unit) == now else now * unit
        return Limits(**values)
