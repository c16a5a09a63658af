"""The only failure sentences of the program: every error as what happened, why, and what to do about it.

Their words lie in ``inference.text.error_messages``; here they are put together with names and details.

The window and the command line show them literally, never as rich text. They name a file by its name alone and hold
no patient data; what an unexpected error says of itself is not shown, because it may.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from inference.core import errors
from inference.core.film import Radiograph
from inference.text import error_messages
from inference.text.error_messages import ErrorMessage
from inference.text.network_messages import OF_NETWORK_ERRORS
from inference.text.one_line import one_line
from inference.text.site_messages import OF_SITE_ERRORS
from inference.text.study_messages import OF_STUDY_ERRORS
from inference.text.wording import Translate

_OF_ERRORS = {**error_messages.OF_ERRORS, **OF_NETWORK_ERRORS, **OF_STUDY_ERRORS, **OF_SITE_ERRORS}
_LONGEST_NAME = 80
_LONGEST_DETAIL = 400


@dataclass(frozen=True, slots=True)
class UserMessage:
    """A sentence with a hint: ``title`` in a few words, ``text`` what happened and why, ``hint`` what to do.

    ``text`` and ``hint`` are whole sentences, the title has no full stop; all three are plain text. ``pattern`` is the
    sentence of ``text`` before ``name`` and ``detail`` came in, by which another language knows it.
    """

    title: str
    text: str
    hint: str = ""
    pattern: str = ""
    name: str = ""
    detail: str = ""

    def in_language(self, translate: Translate) -> UserMessage:
        """The same in another language; ``translate`` gives its sentence for one that is :func:`translatable`."""
        text = _filled(translate(self.pattern) if self.pattern else "", self.name, translate(self.detail))
        return replace(self, title=translate(self.title), text=text or translate(self.text), hint=translate(self.hint))


def translatable() -> list[str]:
    """Every sentence that does not depend on the file or the error: what a translation has to know."""
    others = [item for item in vars(error_messages).values() if isinstance(item, ErrorMessage)]
    every = [*_OF_ERRORS.values(), *others]
    found = [text for message in every for text in (message.title, message.text, message.hint)]
    return list(dict.fromkeys(filter(None, [*found, error_messages.SENSELESS])))


def message_for(error: BaseException) -> UserMessage:
    """The sentence for any error: its own where it is of this program's tree, else a general one without its text."""
    known = (_OF_ERRORS[kind] for kind in type(error).__mro__ if kind in _OF_ERRORS)
    message = next(known, error_messages.UNEXPECTED)
    detail = sentence_of(error.detail) if isinstance(error, errors.ThoraCamError) else ""
    return _message(message, _name(error), detail)


def in_a_line(error: BaseException) -> str:
    """What happened, without the hint, for a list of many things that happened."""
    message = message_for(error)
    return f"{message.title}. {message.text}"


def _message(message: ErrorMessage, name: str = "", detail: str = "") -> UserMessage:
    text = _filled(message.text, name, detail) or error_messages.SENSELESS
    return UserMessage(message.title, text, message.hint, message.text, name, detail)


def _filled(pattern: str, name: str, detail: str) -> str:
    return " ".join(filter(None, (pattern.replace("{name}", name), detail)))


def _name(error: BaseException) -> str:
    """The name of the file, pack, report or node an error is about, without the folders above it."""
    if isinstance(error, errors.NetworkError):
        return one_line(error.node)[:_LONGEST_NAME]
    place = getattr(error, "path", None) or getattr(error, "pack", None)
    if not isinstance(place, Path):
        return ""
    name = one_line(place.name or str(place))
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME // 2]}…{name[-_LONGEST_NAME // 2 :]}"


def sentence_of(detail: str) -> str:
    """A detail as a sentence: a capital first unless that is a file's name, a full stop last."""
    plain = one_line(detail).strip()[:_LONGEST_DETAIL]
    if not plain:
        return ""
    named = "." in plain.split()[0][:-1]
    return (plain[0] if named else plain[0].upper()) + plain[1:] + ("" if plain[-1] in ".!?" else ".")


def engine_notice(sentence: str) -> UserMessage:
    """What to say when the engine had to run in another way than asked."""
    return _message(error_messages.OTHERWISE, detail=sentence)


def settings_damaged() -> UserMessage:
    """What to say when the settings could not be read and the program starts with its own."""
    return _message(error_messages.DAMAGED_SETTINGS)


def settings_withheld() -> UserMessage:
    """What to say when the disk does not give the settings now and the program starts with its own."""
    return _message(error_messages.SETTINGS_WITHHELD)


def program_fault(*, started: bool) -> UserMessage:
    """What to say after an unexpected error; before the program has ``started`` there is nothing to go on with."""
    return _message(error_messages.FAULT if started else error_messages.NO_START)


def open_before(paths: Sequence[Path], *, ended_properly: bool) -> UserMessage:
    """What to say at the start of what was open when the program last ended, by the names of files and folders."""
    return _message(error_messages.WAS_OPEN if ended_properly else error_messages.ENDED_BADLY, _named(paths))


def films_not_done(names: Sequence[str]) -> UserMessage:
    """What to say of films that an export of many had to leave out; at least one."""
    told = ", ".join(f"“{one_line(name)}”" for name in names[:3])
    return _message(error_messages.NOT_DONE, f"{told} (+ {len(names) - 3})" if len(names) > 3 else told)


def look_before_handing_on(name: str, notes: Sequence[str]) -> UserMessage:
    """What a person must look at in an export without identity."""
    return _message(error_messages.LOOK_BEFORE, one_line(name), " ".join(notes))


def report_changed(name: str) -> UserMessage:
    """What to say of a report whose page or description is not as it was written."""
    return _message(error_messages.REPORT_CHANGED, one_line(name))


def annotations_of_report(author: str) -> UserMessage:
    """What to say of annotations and assessments that are shown as those of a report's reader."""
    return _message(error_messages.ANNOTATIONS_OF_REPORT, one_line(author))


def nothing_to_propose() -> UserMessage:
    """What to say where no cardiothoracic ratio can be proposed for a film."""
    return _message(error_messages.NO_PROPOSAL)


def report_of_another_model(name: str) -> UserMessage:
    """What to say of a report that another model pack made."""
    return _message(error_messages.OTHER_MODEL, one_line(name))


def incomplete_film(film: Radiograph) -> UserMessage:
    """What to say of a film whose file ends early: what is there is shown."""
    assert film.truncated is not None
    return _message(error_messages.CUT_SHORT, f"{film.truncated.there} / {film.truncated.needed}")


def film_notes(film: Radiograph) -> UserMessage:
    """What had to be assumed of a film to show it, as its file is odd or incomplete; reports say it too."""
    return _message(error_messages.ABOUT, detail=" ".join(film.notes))


def no_real_size(*, spacing: bool) -> UserMessage:
    """What to say when a film cannot be shown in its real size: for want of its ``spacing`` or of the screen's size."""
    return _message(error_messages.NO_SCREEN_SIZE if spacing else error_messages.NO_SPACING)


def no_other_screen() -> UserMessage:
    """What to say when there is no second screen to show a viewport on."""
    return _message(error_messages.NO_OTHER_SCREEN)


def outcome_message(message: ErrorMessage, name: str, detail: str = "") -> UserMessage:
    """How something ended that the user asked for, with the name of a file, a printer or a size, and what follows."""
    return _message(message, name, detail)


def no_file_manager(folder: Path) -> UserMessage:
    """What to say when the system opens no folder in a file manager; the user's own folder is named in full."""
    return _message(error_messages.NO_FILE_MANAGER, str(folder))


def no_prior() -> UserMessage:
    """What to say when no earlier film of the patient is open."""
    return _message(error_messages.NO_PRIOR)


def paper_too_small() -> UserMessage:
    """What to say when a film cannot be printed as large as it is on the paper of a printer."""
    return _message(error_messages.PAPER_TOO_SMALL)


def nothing_found() -> UserMessage:
    """What to say when nothing that was opened holds a film."""
    return _message(error_messages.NOTHING_FOUND)


def skipped_files(skipped: Sequence[errors.FilmError]) -> UserMessage:
    """What to say about files that were left out of a study list; at least one."""
    if len(skipped) == 1:
        return message_for(skipped[0])
    return _message(error_messages.LEFT_OUT, _named([error.path for error in skipped]))


def own_pages(paths: Sequence[Path]) -> UserMessage:
    """What to say about files of this program itself that were found among films; at least one."""
    return _message(error_messages.OWN_PAGES, _named(paths))


def _named(paths: Sequence[Path]) -> str:
    names = ", ".join(f"“{one_line(path.name)}”" for path in paths[:3])
    return f"{names} (+ {len(paths) - 3})" if len(paths) > 3 else names
