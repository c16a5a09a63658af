"""The language of the window: looks up its sentences in Qt's catalogue; what the catalogue lacks stays English."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QTranslator
from PySide6.QtWidgets import QApplication

import resources
from inference.text.messages import UserMessage


def tr(text: str) -> str:
    """The sentence in the language in use; named places, as in ``{name}``, are filled by the caller afterwards."""
    return QCoreApplication.translate("", text) if text else ""


def spoken(message: UserMessage) -> UserMessage:
    """A failure sentence in the language in use."""
    return message.in_language(tr)


def marked(text: str) -> str:
    """The sentence itself: a mark for the catalogue on constants, which ``tr`` translates when they are shown."""
    return text


def use_language(qt: QApplication, language: str) -> None:
    """Show what is drawn from now on in this language, Qt's own dialogs too; English needs no catalogue."""
    for previous in qt.findChildren(QTranslator):
        qt.removeTranslator(previous)
        previous.setParent(None)
    theirs = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)) / f"qtbase_{language}.qm"
    for catalogue in (theirs, resources.path(f"languages/{language}.qm")):
        translator = QTranslator(qt)
        if translator.load(str(catalogue)):
            qt.installTranslator(translator)
