"""What measuring and judging do in the window; mixed into it."""

from __future__ import annotations

from inference.measure.marks import MarkKind
from viewer.controller import Controller
from viewer.drawing.marks_layer import MarksLayer
from viewer.drawing.touch_layer import TouchLayer
from viewer.session import finding_key

TOOLS: dict[str, MarkKind] = {f"draw_{kind}": kind for kind in MarkKind}


class MeasureIntents:
    """Intents of the Measure menu, and of the reader's own word on findings."""

    marks: MarksLayer
    touch: TouchLayer
    _controller: Controller

    def draw_length(self) -> None:
        """Measure a length."""
        self.marks.take(MarkKind.LENGTH)

    def draw_angle(self) -> None:
        """Measure an angle."""
        self.marks.take(MarkKind.ANGLE)

    def draw_cobb(self) -> None:
        """Measure a Cobb angle."""
        self.marks.take(MarkKind.COBB)

    def draw_cardiothoracic(self) -> None:
        """Measure the cardiothoracic ratio."""
        self.marks.take(MarkKind.CARDIOTHORACIC)

    def draw_rectangle(self) -> None:
        """Look at the values in a rectangle."""
        self.marks.take(MarkKind.RECTANGLE)

    def draw_ellipse(self) -> None:
        """Look at the values in an ellipse."""
        self.marks.take(MarkKind.ELLIPSE)

    def draw_polygon(self) -> None:
        """Look at the values in a polygon."""
        self.marks.take(MarkKind.POLYGON)

    def draw_arrow(self) -> None:
        """Point at something."""
        self.marks.take(MarkKind.ARROW)

    def draw_text(self) -> None:
        """Write on the film."""
        self.marks.take(MarkKind.TEXT)

    def draw_calibration(self) -> None:
        """Say how long something on the film is."""
        self.marks.take(MarkKind.CALIBRATION)

    def undo_mark(self) -> None:
        """Take back the last change of the marks."""
        self._controller.undo()

    def redo_mark(self) -> None:
        """Do again what was taken back."""
        self._controller.redo()

    def delete_mark(self) -> None:
        """Delete the selected mark."""
        self.marks.delete_selected()

    def delete_all_marks(self) -> None:
        """Delete all marks of the film; undo brings them back."""
        self._controller.delete_all_marks()

    @property
    def reads_first(self) -> bool:
        """Whether the model's word waits for the reader's."""
        return self._controller.session.read_first

    @property
    def is_comparing(self) -> bool:
        """Whether a prior is wanted beside the film."""
        return self._controller.session.comparing

    def toggle_read_first(self) -> None:
        """Hide the model's word until the reader has called the findings, or show it always."""
        self._controller.set_read_first(not self._controller.session.read_first)

    def judge_next(self, place: int) -> None:
        """Go on to the next word on the finding at this place, 0 to 6."""
        self._controller.judge_next(finding_key(place))

    def toggle_comparing(self) -> None:
        """Show the prior beside the film, or no longer."""
        self._controller.toggle_comparing()

    def begin_touch(self) -> None:
        """See what the model says without a place, as long as the key is held."""
        self.touch.begin()

    def end_touch(self) -> None:
        """The film as it is again."""
        self.touch.end()

    def toggle_drawn(self) -> None:
        """Hide or show what was drawn."""
        self.marks.toggle_shown()
