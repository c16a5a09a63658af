"""The only failure sentences of the program: every error as what happened, why, and what to do about it.

The window and the command line show them literally, never as rich text. They name a file by its name alone and hold
no patient data; what an unexpected error says of itself is not shown, because it may.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from inference import errors
from inference.cancel import Cancelled
from inference.types import Radiograph

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

    def in_language(self, words: Callable[[str], str]) -> UserMessage:
        """The same in another language; ``words`` gives its sentence for one of ``sentences()``, or it back."""
        text = _filled(words(self.pattern) if self.pattern else "", self.name, words(self.detail))
        return replace(self, title=words(self.title), text=text or words(self.text), hint=words(self.hint))


@dataclass(frozen=True, slots=True)
class _Words:
    """Title, sentence (``{name}`` is the file, pack or report; empty: the detail says it all) and hint."""

    title: str
    text: str
    hint: str


_WORDS: dict[type[BaseException], _Words] = {
    errors.FilmError: _Words("Film not opened", "“{name}” cannot be shown.", "Try another copy of the film."),
    errors.FileMissing: _Words(
        "File not found",
        "“{name}” is not there, or you may not read it.",
        "Check that the disk or network folder is connected and that you have the right to read the file.",
    ),
    errors.NotAFilm: _Words(
        "Not a film",
        "“{name}” is neither DICOM nor a PNG, JPEG or TIFF picture.",
        "If it was downloaded, check that the download is the film itself and not a page about it.",
    ),
    errors.NoPixels: _Words(
        "No image in this file",
        "“{name}” is DICOM but has no image to show.",
        "Open the folder it came from: the films of the study lie beside it.",
    ),
    errors.UnsupportedSyntax: _Words(
        "Film stored in a way that is not read here",
        "“{name}” is stored in a form that nothing in this program decodes.",
        "Ask the archive to send it uncompressed, or convert it and open it again.",
    ),
    errors.DamagedFilm: _Words(
        "Damaged film",
        "“{name}” is cut short or corrupt, so none of it is shown.",
        "Copy or send the film again from where it came.",
    ),
    errors.FilmTooLarge: _Words(
        "Film too large",
        "“{name}” asks for more than is allowed, and was refused before anything was read into memory.",
        "If the film is genuine, raise [limits] in settings.toml, or --max-megapixels, --max-gigabytes or "
        "--max-nesting of the command; a damaged header can ask for anything.",
    ),
    errors.EmptyFilm: _Words(
        "Nothing to judge",
        "“{name}” holds no picture that could be analysed.",
        "Check the exposure, or whether a blank film was sent in place of the real one.",
    ),
    errors.NotAReport: _Words(
        "Not a report",
        "“{name}” is not a PNG report of this program.",
        "Reports can be opened again as PNG only, and only as they were written.",
    ),
    errors.FilmOfReportMissing: _Words(
        "Film of the report not found",
        "The film that “{name}” was made of was not found.",
        "Open the folder that holds the film first, or put the film beside the report.",
    ),
    errors.PackError: _Words(
        "Model not loaded", "The model pack “{name}” cannot be used.", "Choose another model pack."
    ),
    errors.PackMissing: _Words(
        "Model not found",
        "There is no model pack at “{name}”.",
        "Choose the folder that holds model.toml, or reinstall the program to get its own pack back.",
    ),
    errors.PackMalformed: _Words(
        "Model not understood",
        "The description of the model pack “{name}” is not what this program reads.",
        "Ask whoever made the pack for one in the present format.",
    ),
    errors.PackMismatch: _Words(
        "Model does not match its description",
        "The files of the model pack “{name}” are not those its description promises, so it is not used.",
        "Copy the pack again; it may have been changed or only partly copied.",
    ),
    errors.PackUnsafe: _Words(
        "Model refused",
        "The model pack “{name}” would run code of its own on this computer.",
        "Use packs from people you trust; this program loads weights, never code.",
    ),
    errors.EngineError: _Words(
        "Analysis failed",
        "The film is shown, but the analysis could not finish.",
        "Try again; if it fails again, restart the program and report the film's format to its makers.",
    ),
    errors.OutOfMemory: _Words(
        "Too little memory",
        "The analysis needs more memory than is free on this computer.",
        "Close other programs, or choose the CPU in the settings where the GPU is too small.",
    ),
    errors.ExportError: _Words(
        "Report not written", "“{name}” could not be written.", "Choose another folder and export again."
    ),
    errors.DiskFull: _Words(
        "Disk full",
        "There is no space left for “{name}”; nothing half-written was kept.",
        "Free some space or choose another disk, and export again.",
    ),
    errors.NotWritable: _Words(
        "Folder not writable",
        "You may not write “{name}” there.",
        "Choose a folder of your own, and export again.",
    ),
    errors.AlreadyThere: _Words(
        "Report exists already",
        "“{name}” is already there and was left as it is.",
        "Choose another name or folder, or allow it to be replaced.",
    ),
    errors.BadName: _Words(
        "Name not possible",
        "“{name}” cannot be the name of a file on every system.",
        "Choose a shorter name of letters, digits, spaces and hyphens.",
    ),
    errors.MarksError: _Words("Marks not kept", "“{name}” could not be used.", "Restart the program and try again."),
    errors.MarksDamaged: _Words(
        "Earlier marks not shown",
        "What was drawn and said of this film before cannot be read; it is kept aside as “{name}”.",
        "New marks are stored as usual. The file lies in the program's data folder for whoever can mend it.",
    ),
    errors.MarksNotSaved: _Words(
        "Marks not saved",
        "What you draw and say of this film stays on the screen, but could not be stored.",
        "Free some space, or make the program's data folder writable, then change a mark to store all of them.",
    ),
    errors.SelfTestFailed: _Words(
        "Part of the program is broken",
        "A part of this program is missing or does not work as it must.",
        "Install the program again; if this stays, tell its makers what is said here.",
    ),
    errors.UsageError: _Words("This cannot be done as asked", "", "thoracam --help explains every command and option."),
    MemoryError: _Words(
        "Too little memory",
        "This computer has too little free memory for what was asked.",
        "Close other programs and try again.",
    ),
    Cancelled: _Words("Cancelled", "The work was stopped as asked.", ""),
}
_UNEXPECTED = _Words(
    "Something went wrong",
    "The program met a fault of its own; the film files are untouched.",
    "Try again; if it happens again, restart the program and tell its makers what you did.",
)


_OTHERWISE = _Words("The engine runs otherwise than asked", "", "Results stay valid; each names its device.")
_DAMAGED_SETTINGS = _Words(
    "Settings damaged",
    "The settings could not be read, so the program started with its own.",
    "What was there is kept beside them; its name ends in “.damaged”.",
)
_NOTHING_FOUND = _Words(
    "No films found",
    "There is no chest film in what was opened.",
    "Open DICOM, PNG, JPEG or TIFF files, or a folder that holds some.",
)
_LEFT_OUT = _Words(
    "Files left out", "They are no films or cannot be read: {name}.", "Open one of them alone to see why."
)
_OWN_PAGES = _Words(
    "Reports left out",
    "Pages and overlays that this program wrote are no films: {name}.",
    "Open one report by itself to see its film as it was shown.",
)
_CUT_SHORT = _Words(
    "Film cut short",
    "The file ends early (bytes: {name}); what is missing is hatched, and no finding is analysed.",
    "Copy or send the film again from where it came.",
)
_ABOUT = _Words("About this film", "", "")
_NO_SPACING = _Words(
    "No real size", "This file does not say how far its pixels lie apart.", "Use 1:1, which needs no millimetres."
)
_NO_SCREEN_SIZE = _Words(
    "No real size",
    "This screen does not say how large it is.",
    "Use 1:1, which needs no millimetres, or a screen that is connected directly.",
)
_NO_OTHER_SCREEN = _Words(
    "No other screen", "This computer shows one screen.", "Connect a second screen, and extend the desktop to it."
)
_NO_PRIOR = _Words(
    "No prior to compare with",
    "No film of an earlier date with this patient's number is in the list.",
    "Open the earlier study too; films without patient number or study date are never matched.",
)
_FAULT = _Words(
    "Something went wrong",
    "The program met a fault of its own. The film files are untouched, and what you drew and said was stored as you "
    "did it.",
    "Go on, or reopen the study where the window looks wrong. Please send the details to the makers of the program: "
    "they name no patient and no file.",
)
_NO_START = _Words(
    "ThoraCAM could not start or end as it should",
    "The program met a fault of its own while no window was open. The film files are untouched.",
    "Start it again. Please send the details to the makers of the program: they name no patient and no file.",
)
_ENDED_BADLY = _Words(
    "ThoraCAM did not end properly",
    "You had opened {name}.",
    "Reopen it? If the program ends again, leave that film out and tell its makers.",
)
_WAS_OPEN = _Words(
    "Open when you last left", "You had opened {name}.", "Whether this is asked can be chosen in the settings."
)
_NOT_DONE = _Words(
    "Some films were left out",
    "They could not be read, analysed or written: {name}.",
    "All others are written. Open one of them alone to see why.",
)
_LOOK_BEFORE = _Words("Look at it before you hand it on", "Of “{name}”:", "Letters in pixels are not removed.")
_REPORT_CHANGED = _Words(
    "This report was changed",
    "“{name}” is not as it was written: its picture or its figures were edited.",
    "Trust the film and the figures shown here, not the report.",
)
_MARKS_DIFFER = _Words(
    "Other marks than in the report",
    "Since “{name}” was written, marks, verdicts or notes of this film were changed.",
    "Those kept with the film are shown here; the report's own are on its page.",
)
_OTHER_MODEL = _Words(
    "Made with another model",
    "“{name}” was made with another model pack than the one in use.",
    "The figures shown here are those of the pack in use.",
)
_SENSELESS = "The request makes no sense."


def sentences() -> list[str]:
    """Every sentence that does not depend on the file or the error: what a translation has to know."""
    others = (
        *(_UNEXPECTED, _OTHERWISE, _DAMAGED_SETTINGS, _NOTHING_FOUND, _LEFT_OUT, _OWN_PAGES),
        *(_CUT_SHORT, _ABOUT, _NO_SPACING, _NO_SCREEN_SIZE, _NO_PRIOR, _NO_OTHER_SCREEN),
        *(_FAULT, _NO_START, _ENDED_BADLY, _WAS_OPEN),
        *(_NOT_DONE, _LOOK_BEFORE, _REPORT_CHANGED, _MARKS_DIFFER, _OTHER_MODEL),
    )
    found = [text for words in (*_WORDS.values(), *others) for text in (words.title, words.text, words.hint) if text]
    return list(dict.fromkeys([*found, _SENSELESS]))


def message_for(error: BaseException) -> UserMessage:
    """The sentence for any error: its own where it is of this program's tree, else a general one without its text."""
    words = next((_WORDS[kind] for kind in type(error).__mro__ if kind in _WORDS), _UNEXPECTED)
    detail = _sentence(error.detail) if isinstance(error, errors.ThoraCamError) else ""
    return _message(words, _name(error), detail)


def _message(words: _Words, name: str = "", detail: str = "") -> UserMessage:
    text = _filled(words.text, name, detail) or _SENSELESS
    return UserMessage(words.title, text, words.hint, words.text, name, detail)


def _filled(pattern: str, name: str, detail: str) -> str:
    return " ".join(filter(None, (pattern.replace("{name}", name), detail)))


def _name(error: BaseException) -> str:
    """The name of the file, pack or report an error is about, without the folders above it."""
    place = getattr(error, "path", None) or getattr(error, "pack", None)
    if not isinstance(place, Path):
        return ""
    name = _plain(place.name or str(place))
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME // 2]}…{name[-_LONGEST_NAME // 2 :]}"


def _sentence(detail: str) -> str:
    """A detail as a sentence: a capital first unless that is a file's name, a full stop last."""
    plain = _plain(detail).strip()[:_LONGEST_DETAIL]
    if not plain:
        return ""
    named = "." in plain.split()[0][:-1]
    return (plain[0] if named else plain[0].upper()) + plain[1:] + ("" if plain[-1] in ".!?" else ".")


def _plain(text: str) -> str:
    """One line without control and formatting characters, which could hide or reorder words."""
    return "".join(character if unicodedata.category(character)[0] != "C" else " " for character in text)


def engine_notice(sentence: str) -> UserMessage:
    """What to say when the engine had to run in another way than asked."""
    return _message(_OTHERWISE, detail=sentence)


def settings_damaged() -> UserMessage:
    """What to say when the settings could not be read and the program starts with its own."""
    return _message(_DAMAGED_SETTINGS)


def program_fault(*, started: bool) -> UserMessage:
    """What to say after an unexpected error; before the program has ``started`` there is nothing to go on with."""
    return _message(_FAULT if started else _NO_START)


def open_before(paths: Sequence[Path], *, ended_properly: bool) -> UserMessage:
    """What to say at the start of what was open when the program last ended, by the names of files and folders."""
    return _message(_WAS_OPEN if ended_properly else _ENDED_BADLY, _named(paths))


def films_not_done(names: Sequence[str]) -> UserMessage:
    """What to say of films that an export of many had to leave out; at least one."""
    told = ", ".join(f"“{_plain(name)}”" for name in names[:3])
    return _message(_NOT_DONE, f"{told} (+ {len(names) - 3})" if len(names) > 3 else told)


def look_before_handing_on(name: str, notes: Sequence[str]) -> UserMessage:
    """What a person must look at in an export without identity."""
    return _message(_LOOK_BEFORE, _plain(name), " ".join(notes))


def report_changed(name: str) -> UserMessage:
    """What to say of a report whose page or description is not as it was written."""
    return _message(_REPORT_CHANGED, _plain(name))


def marks_differ(name: str) -> UserMessage:
    """What to say where a report shows other marks or verdicts than are kept for its film."""
    return _message(_MARKS_DIFFER, _plain(name))


def report_of_another_model(name: str) -> UserMessage:
    """What to say of a report that another model pack made."""
    return _message(_OTHER_MODEL, _plain(name))


def incomplete_film(film: Radiograph) -> UserMessage:
    """What to say of a film whose file ends early: what is there is shown."""
    assert film.gap is not None
    return _message(_CUT_SHORT, f"{film.gap.there} / {film.gap.needed}")


def film_notes(film: Radiograph) -> UserMessage:
    """What had to be assumed of a film to show it, as its file is odd or incomplete; reports say it too."""
    return _message(_ABOUT, detail=" ".join(film.notes))


def no_real_size(*, spacing: bool) -> UserMessage:
    """What to say when a film cannot be shown in its real size: for want of its ``spacing`` or of the screen's size."""
    return _message(_NO_SCREEN_SIZE if spacing else _NO_SPACING)


def no_other_screen() -> UserMessage:
    """What to say when there is no second screen to show a pane on."""
    return _message(_NO_OTHER_SCREEN)


def no_prior() -> UserMessage:
    """What to say when no earlier film of the patient is open."""
    return _message(_NO_PRIOR)


def nothing_found() -> UserMessage:
    """What to say when nothing that was opened holds a film."""
    return _message(_NOTHING_FOUND)


def skipped_files(skipped: Sequence[errors.FilmError]) -> UserMessage:
    """What to say about files that were left out of a study list; at least one."""
    if len(skipped) == 1:
        return message_for(skipped[0])
    return _message(_LEFT_OUT, _named([error.path for error in skipped]))


def own_pages(paths: Sequence[Path]) -> UserMessage:
    """What to say about files of this program itself that were found among films; at least one."""
    return _message(_OWN_PAGES, _named(paths))


def _named(paths: Sequence[Path]) -> str:
    names = ", ".join(f"“{_plain(path.name)}”" for path in paths[:3])
    return f"{names} (+ {len(paths) - 3})" if len(paths) > 3 else names
