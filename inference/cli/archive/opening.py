"""What a worker opens, on whatever machine it runs: the reading process, the engine, and what is written of a film."""

from __future__ import annotations

import argparse
import platform
import sys
from dataclasses import dataclass, replace
from importlib import metadata
from pathlib import Path

import cv2

import resources
from inference.annotations.store import FolderAnnotationStore, annotations_folder
from inference.batch.archive.tables import rows_text
from inference.batch.workers.port import Failure, Host, Task
from inference.cli.archive.places import cores
from inference.cli.commands.analyze import analysed, engine_of, report_and_parts
from inference.cli.commands.limit_options import limits_of
from inference.core.analysis import Analysis
from inference.core.errors import AnnotationsError, FilmError, NotAFilm, PackMismatch
from inference.core.film import Radiograph, of_patient
from inference.core.limits import DEFAULT_LIMITS
from inference.core.reader_annotations import ReaderAnnotations, without_free_text, without_hidden
from inference.core.software import SOFTWARE
from inference.files.generated_files import PROGRAM, RESULTS_SERIES, GeneratedFiles
from inference.files.names import shown_path
from inference.reading.dicom.elements import integer
from inference.reading.dicom.header import read_header
from inference.reading.files.reader_process import ReaderProcess
from inference.reading.files.scan import worth_telling
from inference.reading.files.source import Kind, open_source
from inference.report.output import csv_json
from inference.report.output.film_folder import write_film_folder
from inference.text.messages import film_notes, incomplete_film, message_for

PATIENCE = 10  # times as long as elsewhere a film may take to be read: nobody waits for it, and machines may be full
_HEAD = 4096  # bytes in which a DICOM object names its maker
_LOOKED_AT = 1000  # files after which what is known of folders is forgotten
_LIBRARIES = ("openvino", "numpy", "opencv-python-headless", "pydicom", "imagecodecs", "ray")
OTHER_VERSION = "The run is of {theirs}, and {host} has {ours}: install the same on all machines."
IS_FOLDER = "Not a film. “{name}” is a folder. End its line in the list with “/” for the films below it."
OTHER_PACK = "The run has the pack {theirs}, and {host} has {ours} there: copy the same to all machines."


@dataclass(frozen=True, slots=True)
class FilmOpener:
    """Opens what the options of ``thoracam analyze`` ask for, with so many cores; travels to workers as a pickle.

    ``pack_hash`` and ``software`` are those of the run, which all workers must have.
    """

    options: argparse.Namespace
    threads: int
    pack_hash: str
    software: str = SOFTWARE

    def __call__(self) -> OpenedFilms:
        """What a worker works with; raises ``PackError`` and ``EngineError`` kin."""
        return OpenedFilms(self)


class OpenedFilms:
    """Reading process, engine and writer of one worker; see the port."""

    def __init__(self, opener: FilmOpener) -> None:
        options = self._options = opener.options
        folder = options.model or resources.DEFAULT_PACK
        if opener.software != SOFTWARE:
            raise PackMismatch(folder, OTHER_VERSION.format(theirs=opener.software, host=_name(), ours=SOFTWARE))
        cv2.setNumThreads(opener.threads or -1)  # its own would be as many in each worker as the machine has cores
        self.at_once = 1 if opener.threads == 1 else 2
        self._reader = ReaderProcess(limits=limits_of(options))
        self._reader.seconds *= PATIENCE
        self._reader.start()  # it gets ready while the model is loaded
        try:
            self._engine = engine_of(_with_pack(options, folder), self.at_once, opener.threads)
            self.pack_hash = self._engine.pack.pack_hash
            if self.pack_hash != opener.pack_hash:
                theirs, ours = opener.pack_hash[:12], self.pack_hash[:12]
                raise PackMismatch(folder, OTHER_PACK.format(theirs=theirs, host=_name(), ours=ours))
            self._engine.warm_up()
        except BaseException:
            self._reader.close()
            raise
        self._report, self._parts = report_and_parts(options)
        self._store = FolderAnnotationStore(annotations_folder()) if options.annotations else None
        self._own, self._looked_at = GeneratedFiles(), 0

    def close(self) -> None:
        """End the reading process."""
        self._reader.close()

    def host(self) -> Host:
        """This machine."""
        versions = {name: found for name in _LIBRARIES if (found := _version(name))}
        software = {"thoracam": SOFTWARE, "python": platform.python_version(), **versions}
        return Host(_name(), cores(), self.pack_hash, software, self._engine.notice)

    def read(self, task: Task) -> Radiograph:
        """The film of a task with its input made ready; what this program wrote itself is none where it was found."""
        if not task.named and self._is_own(task.path):
            raise NotAFilm(Path(task.path.name), "this program wrote it")
        options = self._options
        film = of_patient(self._reader.read(task.path), options.patient_id, options.patient_name)
        self._engine.prepare(film)
        return film

    def analyse(self, film: Radiograph) -> Analysis:
        """What the engine says of a film."""
        return analysed(self._engine, film, self._options)

    def write(self, task: Task, film: Radiograph, analysis: Analysis) -> tuple[str, tuple[str, ...]]:
        """The folder of a film, where it gets one, and its rows."""
        notes: list[str] = []
        if film.truncated is not None:
            notes.append(incomplete_film(film).text)
        elif film.frames > 1:
            notes.append(film_notes(film).text)
        analysis = self._with_reader(film, analysis, notes)
        if task.folder is not None:
            folder = self._options.out / task.folder
            notes += write_film_folder(folder, film, analysis, self._report, self._parts)
        rows = csv_json.rows(task.film, film, analysis, self._options.findings)
        return rows_text([{**row, csv_json.FOLDER: task.folder or ""} for row in rows]), tuple(notes)

    def failure(self, task: Task, error: Exception) -> Failure | None:
        """The words for an error; None for what was found in a folder and is no film."""
        if isinstance(error, FilmError) and not task.named and not worth_telling(error):
            return None
        if task.named and task.path.is_dir():
            return Failure(type(error).__name__, IS_FOLDER.format(name=shown_path(task.path.name)))
        message = message_for(error)
        return Failure(type(error).__name__, f"{message.title}. {message.text} {message.hint}")

    def _with_reader(self, film: Radiograph, analysis: Analysis, notes: list[str]) -> Analysis:
        if self._store is None:
            return analysis
        try:
            seen = without_hidden(self._store.load(film.film_hash))
        except AnnotationsError as error:
            notes.append(message_for(error).text)
            return analysis
        said: ReaderAnnotations = without_free_text(seen) if self._options.anonymize else seen
        return analysis if said.empty else replace(analysis, reader=said)

    def _is_own(self, path: Path) -> bool:
        self._looked_at += 1
        if self._looked_at % _LOOKED_AT == 0:
            self._own = GeneratedFiles()
        return self._own.hold(path) or _is_result(path)


def _is_result(path: Path) -> bool:
    """Whether a DICOM file is a picture of results that this program made."""
    try:
        with path.open("rb") as file:
            if PROGRAM.encode() not in file.read(_HEAD):
                return False
        with open_source(path, 4 << 20, whole=False) as source:
            if source.kind is not Kind.DICOM:
                return False
            header = read_header(source, DEFAULT_LIMITS, ("SeriesNumber", "Manufacturer"))
            return integer(header.data, "SeriesNumber") == RESULTS_SERIES
    except (OSError, FilmError):
        return False  # reading it will say what is wrong


def _with_pack(options: argparse.Namespace, folder: Path) -> argparse.Namespace:
    return argparse.Namespace(**{**vars(options), "model": folder})


def _name() -> str:
    return platform.node() or sys.platform


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""
