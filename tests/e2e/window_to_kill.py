"""A window for a test to kill: draws one annotation, waits until it is kept, draws another, says so, and goes on."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from PySide6.QtWidgets import QApplication

from inference.core.annotation import Annotation, AnnotationKind
from tests.fakes import FakeEngine
from viewer.app import application

FIRST = Annotation(1, AnnotationKind.TEXT, ((1.0, 1.0),), "first")
SECOND = Annotation(2, AnnotationKind.TEXT, ((2.0, 2.0),), "second")


def main(settings: Path, marks: Path, film: Path) -> None:
    """Run until somebody ends it."""
    qt = QApplication([])
    program = application.build(settings, engine=FakeEngine(), annotations=marks)
    program.window.show()
    program.window.files.open_paths((film,))
    while program.controller.session.radiograph is None:
        qt.processEvents()
        time.sleep(0.01)
    program.controller.annotations.add(FIRST)
    while not list(marks.glob("*.json")):
        time.sleep(0.01)
    program.controller.annotations.add(SECOND)
    sys.stdout.write("drawn\n")
    sys.stdout.flush()
    qt.exec()


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
