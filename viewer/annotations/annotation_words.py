"""What a reader writes beside annotations: texts, names of measurements, and the known length of a calibration."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QWidget

from inference.core.annotation import Annotation, AnnotationKind
from viewer.annotations.inline_edit import InlineEdit, length_refusal, millimetres, text_refusal
from viewer.style.translation import tr
from viewer.viewport.viewport import Viewport

_WORDS = (AnnotationKind.TEXT, AnnotationKind.ARROW)


class AnnotationWords:
    """Asks right where the annotation is, one at a time; ``take`` is told of the annotation with what was written."""

    def __init__(self, take: Callable[[Annotation], object]) -> None:
        self._take = take
        self.edit: InlineEdit | None = None

    def ask(self, view: Viewport, annotation: Annotation, aspect: float) -> None:
        """Let the reader write beside an annotation; a new text is drawn once something was written."""
        self.close()
        x, y = annotation.label_at or annotation.points[-1]
        place = view.screen_point(QPointF(x, y * aspect))
        prompt, written, refusal = _asked(annotation)
        self.edit = InlineEdit(view.viewport(), place, prompt, written, refusal)
        self.edit.written.connect(partial(self._written, annotation))
        self.edit.left.connect(self.close)

    def finish(self) -> None:
        """Take what was written so far."""
        if self.edit is not None:
            self.edit.finish()

    def close(self) -> bool:
        """Ask no more; says whether something was asked. The focus goes back to the viewport."""
        if self.edit is None:
            return False
        edit, self.edit = self.edit, None
        edit.close_quietly()
        parent = edit.parentWidget()
        if isinstance(parent, QWidget):
            parent.setFocus()
        return True

    def _written(self, annotation: Annotation, text: str) -> None:
        self.close()
        if annotation.kind is AnnotationKind.CALIBRATION:
            annotation = replace(annotation, known_mm=millimetres(text))
        else:
            annotation = replace(annotation, text=text.strip())
        if annotation.text or annotation.known_mm or annotation.kind is not AnnotationKind.TEXT:
            self._take(annotation)


def _asked(annotation: Annotation) -> tuple[str, str, Callable[[str], str]]:
    """What is asked, what stands there before, and why an answer cannot be taken."""
    if annotation.kind is AnnotationKind.CALIBRATION:
        return tr("Length in mm"), f"{annotation.known_mm:g}" if annotation.known_mm else "", length_refusal
    return tr("Text") if annotation.kind in _WORDS else tr("Name"), annotation.text, text_refusal
