"""What measuring and judging do in the window; mixed into it."""

from __future__ import annotations

from inference.core.annotation import AnnotationKind
from viewer.annotations.annotation_layer import AnnotationLayer
from viewer.annotations.occlusion_layer import OcclusionLayer
from viewer.control.controller import Controller
from viewer.state.session import finding_key

TOOLS: dict[str, AnnotationKind] = {f"draw_{kind}": kind for kind in AnnotationKind}


class MeasureIntents:
    """Intents of the Measure menu, and of the reader's own word on findings."""

    annotations: AnnotationLayer
    touch: OcclusionLayer
    _controller: Controller

    def draw_length(self) -> None:
        """Measure a length."""
        self.annotations.take(AnnotationKind.LENGTH)

    def draw_angle(self) -> None:
        """Measure an angle."""
        self.annotations.take(AnnotationKind.ANGLE)

    def draw_cobb(self) -> None:
        """Measure a Cobb angle."""
        self.annotations.take(AnnotationKind.COBB)

    def draw_cardiothoracic(self) -> None:
        """Measure the cardiothoracic ratio."""
        self.annotations.take(AnnotationKind.CARDIOTHORACIC)

    def draw_rectangle(self) -> None:
        """Look at the values in a rectangle."""
        self.annotations.take(AnnotationKind.RECTANGLE)

    def draw_ellipse(self) -> None:
        """Look at the values in an ellipse."""
        self.annotations.take(AnnotationKind.ELLIPSE)

    def draw_polygon(self) -> None:
        """Look at the values in a polygon."""
        self.annotations.take(AnnotationKind.POLYGON)

    def draw_arrow(self) -> None:
        """Point at something."""
        self.annotations.take(AnnotationKind.ARROW)

    def draw_text(self) -> None:
        """Write on the film."""
        self.annotations.take(AnnotationKind.TEXT)

    def draw_calibration(self) -> None:
        """Say how long something on the film is."""
        self.annotations.take(AnnotationKind.CALIBRATION)

    def undo_annotation(self) -> None:
        """Take back the last change of the marks."""
        self._controller.annotations.undo()

    def redo_annotation(self) -> None:
        """Do again what was taken back."""
        self._controller.annotations.redo()

    def delete_annotation(self) -> None:
        """Delete the selected mark."""
        self.annotations.delete_selected()

    def delete_all_annotations(self) -> None:
        """Delete all marks of the film; undo brings them back."""
        self._controller.annotations.delete_all()

    @property
    def reads_first(self) -> bool:
        """Whether the model's word waits for the reader's."""
        return self._controller.session.read_unaided

    @property
    def is_comparing(self) -> bool:
        """Whether a prior is wanted beside the film."""
        return self._controller.session.comparing

    def toggle_read_first(self) -> None:
        """Hide the model's word until the reader has called the findings, or show it always."""
        self._controller.unaided.want(not self._controller.session.read_unaided)

    def judge_next(self, place: int) -> None:
        """Go on to the next word on the finding at this place, 0 to 6."""
        self._controller.assessments.judge_next(finding_key(place))

    def toggle_comparing(self) -> None:
        """Show the prior beside the film, or no longer."""
        self._controller.prior.toggle()

    def begin_occlusion(self) -> None:
        """See what the model says without a place, as long as the key is held."""
        self.touch.begin()

    def end_occlusion(self) -> None:
        """The film as it is again."""
        self.touch.end()

    def toggle_annotations(self) -> None:
        """Hide or show what was drawn."""
        self.annotations.toggle_shown()
