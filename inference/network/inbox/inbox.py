"""A folder of received films: ``STUDY/OBJECT-PIXELS.dcm``, all three by hash, so that no UID becomes a path.

What comes in lies below ``.incoming`` until it was looked at; what is not what it says goes below ``.quarantine``.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO, Self

from inference.core.errors import DamagedFilm, FilmError, NotAFilm
from inference.core.limits import GIGA, MEGA, Limits
from inference.files.atomic_file import temporary_beside
from inference.files.file_lock import Held, lock_file
from inference.network.record import hashed
from inference.reading.dicom.elements import ODD, code
from inference.reading.dicom.header import Header, missing_pixels, read_header
from inference.reading.files.source import Kind, open_source

INCOMING, QUARANTINE = ".incoming", ".quarantine"
LOOK = Limits(decoded_bytes=64 * MEGA)  # what a look at a header may unpack
MOST_QUARANTINED = 200
SPARE_BYTES = GIGA  # that stay free on the disk
_TAGS = ("SOPClassUID", "SOPInstanceUID", "StudyInstanceUID")
_PIECE = 1 << 20
_LOCK = "held"


class Kept(StrEnum):
    """What became of a received object."""

    NEW = "new"
    DUPLICATE = "duplicate"


@dataclass(frozen=True, slots=True)
class Received:
    """An object in the inbox; ``study`` is the name of its folder, ``study_uid`` the UID behind it."""

    path: Path
    study: str
    study_uid: str
    kept: Kept


class Unfit(FilmError):
    """An object that is not kept as a film: ``detail`` says why; ``kept``: the file lies in quarantine."""

    def __init__(self, path: Path, detail: str = "", *, kept: bool = False) -> None:
        super().__init__(path, detail)
        self.kept = kept


class Inbox:
    """A folder that objects come into; several threads may put some in, and several processes at once.

    Within a ``with`` block it takes objects: ``incoming`` is a folder of this process alone, and what a process that
    was killed left half-received goes. Outside of one it is only looked into.
    """

    def __init__(self, folder: Path, spare: int = SPARE_BYTES) -> None:
        self.folder, self.spare = folder, spare
        self._held = ExitStack()
        self.incoming = folder / INCOMING / secrets.token_hex(8)

    def __enter__(self) -> Self:
        self.incoming.mkdir(mode=0o700, parents=True)
        self._held.enter_context(lock_file(self.incoming / _LOCK))
        for other in self.incoming.parent.iterdir():
            if other != self.incoming:
                _sweep(other)
        return self

    def __exit__(self, *_error: object) -> None:
        self._held.close()
        shutil.rmtree(self.incoming, ignore_errors=True)

    def has_room(self) -> bool:
        """Whether the disk has more than what is spared."""
        try:
            return shutil.disk_usage(self.folder).free > self.spare
        except OSError:
            return False

    def take(self, path: Path, sop_uid: str = "", study_uid: str = "") -> Received:
        """Take a received file to its place, on the disk before this answers.

        ``sop_uid`` is the one it was sent as, ``study_uid`` that of the study that was asked for. Raises ``Unfit`` for
        what went into quarantine, and ``OSError``.
        """
        try:
            found = _looked_at(path, sop_uid, study_uid)
        except FilmError as error:
            raise Unfit(path, error.detail or "it is no DICOM object", kept=self._quarantine(path)) from None
        except (*ODD, MemoryError) as error:
            why = f"its header cannot be read ({type(error).__name__})"
            raise Unfit(path, why, kept=self._quarantine(path)) from None
        study = hashed(found.study_uid)
        target = self.folder / study / f"{hashed(found.sop_uid)}-{found.pixels}.dcm"
        if target.exists():
            path.unlink()
            return Received(target, study, found.study_uid, Kept.DUPLICATE)
        target.parent.mkdir(mode=0o700, exist_ok=True)
        _moved(path, target)
        return Received(target, study, found.study_uid, Kept.NEW)

    def has(self, sop_uid: str) -> bool:
        """Whether an object is here."""
        return any(self.folder.glob(f"*/{hashed(sop_uid)}-*.dcm"))

    def studies(self) -> Iterator[tuple[str, list[Path]]]:
        """Each study's folder name and its files."""
        for folder in sorted(self.folder.iterdir()):
            if not folder.name.startswith(".") and folder.is_dir():
                files = sorted(folder.glob("*-*.dcm"))
                if files:
                    yield folder.name, files

    def _quarantine(self, path: Path) -> bool:
        """Put a file into quarantine; False where that is full, and the file went."""
        place = self.folder / QUARANTINE
        with suppress(OSError):
            place.mkdir(mode=0o700, exist_ok=True)
            if sum(1 for _ in place.iterdir()) < MOST_QUARANTINED:
                path.rename(temporary_beside(place / "object").with_suffix(".dcm"))
                return True
        path.unlink(missing_ok=True)
        return False


def _sweep(incoming: Path) -> None:
    """Take a folder of half-received objects away where no process holds it any more."""
    with suppress(Held, OSError):
        with lock_file(incoming / _LOCK):
            pass
        shutil.rmtree(incoming, ignore_errors=True)


@dataclass(frozen=True, slots=True)
class _Looked:
    sop_uid: str
    study_uid: str
    pixels: str


def _looked_at(path: Path, sop_uid: str, study_uid: str) -> _Looked:
    """Which object a file holds, by its own word; raises ``FilmError`` kin where it is cut short or another."""
    with open_source(path) as source:
        if source.kind is not Kind.DICOM:
            raise NotAFilm(path, "it is no DICOM object")
        header = read_header(source, LOOK, _TAGS)
        if missing := header.missing or missing_pixels(header):
            raise DamagedFilm(path, missing)
        _, own, study = (code(header.data, keyword) for keyword in _TAGS)
        if not own or not study:
            raise DamagedFilm(path, "it does not say which object of which study it is")
        if sop_uid and own != sop_uid:
            raise DamagedFilm(path, "it is another object than the one it was sent as")
        if study_uid and study != study_uid:
            raise DamagedFilm(path, "it is of another study than the one that was asked for")
        return _Looked(own, study, _digest(header))


def _digest(header: Header) -> str:
    """The hash of the pixel data as stored, or of the whole data set where it has none."""
    digest, stream = hashlib.sha256(), header.stream
    stream.seek(header.pixels.start if header.pixels is not None else 0)
    for piece in _pieces(stream):
        digest.update(piece)
    return digest.hexdigest()[:16]


def _pieces(stream: BinaryIO) -> Iterator[bytes]:
    while piece := stream.read(_PIECE):
        yield piece


def _moved(path: Path, target: Path) -> None:
    """Move a file to its place, and have the disk hold both the file and its name before this answers."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())
    try:
        path.replace(target)
    except OSError:  # from another disk
        beside = temporary_beside(target)
        shutil.copyfile(path, beside)
        beside.replace(target)
        path.unlink()
    if os.name != "nt":
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
