"""The words of every failure sentence, and of what the program says by itself: data for ``inference.text.messages``."""

from __future__ import annotations

from dataclasses import dataclass

from inference.core import errors
from inference.core.cancel import Cancelled


@dataclass(frozen=True, slots=True)
class ErrorMessage:
    """Title, sentence (``{name}`` is the file, pack or report; empty: the detail says it all) and hint."""

    title: str
    text: str
    hint: str


OF_ERRORS: dict[type[BaseException], ErrorMessage] = {
    errors.FilmError: ErrorMessage("Film not opened", "“{name}” cannot be shown.", "Try another copy of the film."),
    errors.FileMissing: ErrorMessage(
        "File not found",
        "“{name}” is not there, or you may not read it.",
        "Check that the disk or network folder is connected and that you have the right to read the file.",
    ),
    errors.NotAFilm: ErrorMessage(
        "Not a film",
        "“{name}” is neither DICOM nor a PNG, JPEG or TIFF picture.",
        "If it was downloaded, check that the download is the film itself and not a page about it.",
    ),
    errors.NoPixels: ErrorMessage(
        "No image in this file",
        "“{name}” is DICOM but has no image to show.",
        "Open the folder it came from: the films of the study lie beside it.",
    ),
    errors.UnsupportedSyntax: ErrorMessage(
        "Film stored in a way that is not read here",
        "“{name}” is stored in a form that nothing in this program decodes.",
        "Ask the archive to send it uncompressed, or convert it and open it again.",
    ),
    errors.DamagedFilm: ErrorMessage(
        "Damaged film",
        "“{name}” is cut short or corrupt, so none of it is shown.",
        "Copy or send the film again from where it came.",
    ),
    errors.FilmTooLarge: ErrorMessage(
        "Film too large",
        "“{name}” asks for more than is allowed, and was refused before anything was read into memory.",
        "If the film is genuine, raise [limits] in settings.toml, or --max-megapixels, --max-gigabytes or "
        "--max-nesting of the command; a damaged header can ask for anything.",
    ),
    errors.NoReader: ErrorMessage(
        "Film not read",
        "“{name}” was not read: the system did not start the process that reads films.",
        "Close other programs, or free some memory, and open the film again.",
    ),
    errors.WorkerDied: ErrorMessage(
        "Film not done",
        "“{name}” was not done: each process that tried it ended.",
        "Try the film alone, or give fewer workers: there may be too little memory.",
    ),
    errors.EmptyFilm: ErrorMessage(
        "Nothing to judge",
        "“{name}” holds no picture that could be analysed.",
        "Check the exposure, or whether a blank film was sent in place of the real one.",
    ),
    errors.ObjectMismatch: ErrorMessage(
        "Object not shown",
        "“{name}” names this film and does not fit it, so nothing of it is shown.",
        "Ask whoever made the object for one of this film; a wrong reference can put a finding on the wrong patient.",
    ),
    errors.NotAReport: ErrorMessage(
        "Not a report",
        "“{name}” is not a PNG report of this program.",
        "Reports can be opened again as PNG only, and only as they were written.",
    ),
    errors.FilmOfReportMissing: ErrorMessage(
        "Film of the report not found",
        "The film that “{name}” was made of was not found.",
        "Open the folder that holds the film first, or put the film beside the report.",
    ),
    errors.PackError: ErrorMessage(
        "Model not loaded", "The model pack “{name}” cannot be used.", "Choose another model pack."
    ),
    errors.PackMissing: ErrorMessage(
        "Model not found",
        "There is no model pack at “{name}”.",
        "Choose the folder that holds model.toml, or reinstall the program to get its own pack back.",
    ),
    errors.PackMalformed: ErrorMessage(
        "Model not understood",
        "The description of the model pack “{name}” is not what this program reads.",
        "Ask whoever made the pack for one in the present format.",
    ),
    errors.PackMismatch: ErrorMessage(
        "Model does not match its description",
        "The files of the model pack “{name}” are not those its description promises, so it is not used.",
        "Copy the pack again; it may have been changed or only partly copied.",
    ),
    errors.PackUnsafe: ErrorMessage(
        "Model refused",
        "“{name}” asks for more than to be read: for code of its own, or for other files of this computer.",
        "Use models from people you trust; this program loads weights, never code.",
    ),
    errors.NetworkUnusable: ErrorMessage(
        "Network not usable",
        "No model pack can be made of “{name}”.",
        "Export the network anew, or choose another file; thoracam help packs says what a network must be like.",
    ),
    errors.EngineError: ErrorMessage(
        "Analysis failed",
        "The film is shown, but the analysis could not finish.",
        "Try again; if it fails again, restart the program and report the film's format to its makers.",
    ),
    errors.CannotCompile: ErrorMessage(
        "Model not compiled",
        "The model pack's network could not be brought into the form that films are read with.",
        "Use the program with training, which reads such packs by TensorFlow, or ask the pack's makers for its "
        "compiled form (thoracam model compile).",
    ),
    errors.OutOfMemory: ErrorMessage(
        "Too little memory",
        "The analysis needs more memory than is free on this computer.",
        "Close other programs, or choose the CPU in the settings where the GPU is too small.",
    ),
    errors.NoWorkers: ErrorMessage(
        "Films not done", "No process does the films; what was written is whole.", "Mend that, and go on by --resume."
    ),
    errors.ExportError: ErrorMessage(
        "Report not written", "“{name}” could not be written.", "Choose another folder and export again."
    ),
    errors.DiskFull: ErrorMessage(
        "Disk full",
        "There is no space left for “{name}”; nothing half-written was kept.",
        "Free some space or choose another disk, and export again.",
    ),
    errors.NotWritable: ErrorMessage(
        "Folder not writable",
        "You may not write “{name}” there, or it is a file where a folder is needed.",
        "Choose a folder of your own, and export again.",
    ),
    errors.AlreadyThere: ErrorMessage(
        "Report exists already",
        "“{name}” is already there and was left as it is.",
        "Choose another name or folder, or allow it to be replaced.",
    ),
    errors.FolderInUse: ErrorMessage(
        "Folder in use",
        "Another run writes to “{name}” now, so nothing was written.",
        "Wait until it has ended, or choose another folder.",
    ),
    errors.BadName: ErrorMessage(
        "Name not possible",
        "“{name}” cannot be the name of a file on every system.",
        "Choose a shorter name of letters, digits, spaces and hyphens.",
    ),
    errors.AnnotationsError: ErrorMessage(
        "Annotations not kept", "“{name}” could not be used.", "Restart the program and try again."
    ),
    errors.AnnotationsDamaged: ErrorMessage(
        "Earlier annotations not shown",
        "What was drawn and said of this film before cannot be read; it is kept aside as “{name}”.",
        "New ones are stored as usual. The file lies in the program's data folder for whoever can mend it.",
    ),
    errors.AnnotationsUnread: ErrorMessage(
        "Earlier annotations not shown",
        "What was drawn and said of this film before cannot be read now; its file “{name}” is left as it is.",
        "Open the film again when the disk or network folder is back. What you draw meanwhile is added to it.",
    ),
    errors.AnnotationsNotSaved: ErrorMessage(
        "Annotations not saved",
        "What you draw and say of this film stays on the screen, but could not be stored.",
        "Free some space, or make the program's data folder writable, then change one to store all of them.",
    ),
    errors.SelfTestFailed: ErrorMessage(
        "Part of the program is broken",
        "A part of this program is missing or does not work as it must.",
        "Install the program again; if this stays, tell its makers what is said here.",
    ),
    errors.UsageError: ErrorMessage(
        "This cannot be done as asked", "", "thoracam --help explains every command and option."
    ),
    MemoryError: ErrorMessage(
        "Too little memory",
        "This computer has too little free memory for what was asked.",
        "Close other programs and try again.",
    ),
    Cancelled: ErrorMessage("Cancelled", "The work was stopped as asked.", ""),
}
UNEXPECTED = ErrorMessage(
    "Something went wrong",
    "The program met a fault of its own; the film files are untouched.",
    "Try again; if it happens again, restart the program and tell its makers what you did.",
)
OTHERWISE = ErrorMessage("The engine runs otherwise than asked", "", "Results stay valid; each names its device.")
DAMAGED_SETTINGS = ErrorMessage(
    "Settings damaged",
    "The settings could not be read, so the program started with its own.",
    "What was there is kept beside them; its name ends in “.damaged”.",
)
SETTINGS_WITHHELD = ErrorMessage(
    "Settings not read",
    "The settings cannot be read now, so the program started with its own; their file is left as it is.",
    "Start the program again when the disk or network folder is back.",
)
NOTHING_FOUND = ErrorMessage(
    "No films found",
    "There is no chest film in what was opened.",
    "Open DICOM, PNG, JPEG or TIFF files, or a folder that holds some.",
)
LEFT_OUT = ErrorMessage(
    "Files left out", "They are no films or cannot be read: {name}.", "Open one of them alone to see why."
)
OWN_PAGES = ErrorMessage(
    "Reports left out",
    "Pages and overlays that this program wrote are no films: {name}.",
    "Open one report by itself to see its film as it was shown.",
)
CUT_SHORT = ErrorMessage(
    "Film cut short",
    "The file ends early (bytes: {name}); what is missing is hatched, and no finding is analysed.",
    "Copy or send the film again from where it came.",
)
ABOUT = ErrorMessage("About this film", "", "")
NO_SPACING = ErrorMessage(
    "No real size", "This file does not say how far its pixels lie apart.", "Use 1:1, which needs no millimetres."
)
NO_SCREEN_SIZE = ErrorMessage(
    "No real size",
    "This screen does not say how large it is.",
    "Use 1:1, which needs no millimetres, or a screen that is connected directly.",
)
NO_OTHER_SCREEN = ErrorMessage(
    "No other screen", "This computer shows one screen.", "Connect a second screen, and extend the desktop to it."
)
NO_FILE_MANAGER = ErrorMessage(
    "No file manager answers",
    "This system opens no folder for another program: {name}.",
    "Open it in your own file manager.",
)
NO_PRIOR = ErrorMessage(
    "No prior to compare with",
    "No film of an earlier date with this patient's number is in the list.",
    "Open the earlier study too; films without patient number or study date are never matched.",
)
PAPER_TOO_SMALL = ErrorMessage(
    "Paper too small",
    "Films are printed in real size on sheets of A4 or Letter, and the paper of this printer is smaller.",
    "Choose larger paper, or export the film in real size as PDF.",
)
FAULT = ErrorMessage(
    "Something went wrong",
    "The program met a fault of its own. The film files are untouched, and what you drew and said was stored as you "
    "did it.",
    "Go on, or reopen the study where the window looks wrong. Please send the details to the makers of the program: "
    "they name no patient and no file.",
)
NO_START = ErrorMessage(
    "ThoraCAM could not start or end as it should",
    "The program met a fault of its own while no window was open. The film files are untouched.",
    "Start it again. Please send the details to the makers of the program: they name no patient and no file.",
)
ENDED_BADLY = ErrorMessage(
    "ThoraCAM did not end properly",
    "You had opened {name}.",
    "Reopen it? If the program ends again, leave that film out and tell its makers.",
)
WAS_OPEN = ErrorMessage(
    "Open when you last left", "You had opened {name}.", "Whether this is asked can be chosen in the settings."
)
NOT_DONE = ErrorMessage(
    "Some films were left out",
    "They could not be read, analysed or written: {name}.",
    "All others are written. Open one of them alone to see why.",
)
LOOK_BEFORE = ErrorMessage(
    "Look at it before you hand it on", "Of “{name}”:", "Text burned into pixels is not removed."
)
REPORT_CHANGED = ErrorMessage(
    "This report was changed",
    "“{name}” is not as it was written: its picture or its figures were edited.",
    "Trust the film and the figures shown here, not the report.",
)
ANNOTATIONS_OF_REPORT = ErrorMessage(
    "Annotations of a report",
    "What {name} drew and said on this film is shown in blue, as theirs.",
    "It becomes part of your own only if you take it over; whose it is stays with it.",
)
NO_PROPOSAL = ErrorMessage(
    "No ratio is proposed",
    "Heart and lungs were not found clearly enough on this film.",
    "Measure it by hand: the tool for the cardiothoracic ratio takes six points.",
)
OTHER_MODEL = ErrorMessage(
    "Made with another model",
    "“{name}” was made with another model pack than the one in use.",
    "The figures shown here are those of the pack in use.",
)
SENSELESS = "The request makes no sense."
