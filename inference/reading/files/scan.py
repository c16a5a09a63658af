"""What films there are in files, folders, DICOMDIRs and archives: headers only, grouped into studies."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from inference.core.cancel import CancelToken
from inference.core.errors import DamagedFilm, FileMissing, FilmError, NoPixels, NotAFilm
from inference.core.film import Identity
from inference.core.film_objects import RelatedObject
from inference.core.limits import DEFAULT_LIMITS, Limits
from inference.files.generated_files import HEAT_SERIES, PROGRAM, RESULTS_SERIES, GeneratedFiles
from inference.files.natural_order import natural_order
from inference.reading.dicom.charset import text
from inference.reading.dicom.elements import ODD, code, integer
from inference.reading.dicom.header import Header, read_header, why_no_pixels
from inference.reading.dicom.identity import IDENTITY_TAGS, read_identity
from inference.reading.dicom.key_objects import KEY_OBJECTS, KeyObjects, read_key_objects, reasons_by_film
from inference.reading.files.dicomdir import referenced_files
from inference.reading.files.source import Kind, Source, open_source, what_instead
from inference.reading.files.zip_archive import is_archive, member_paths
from inference.reading.objects.kinds import related_object, why_not_alone

_TAGS = (*IDENTITY_TAGS, "SOPClassUID", "SeriesNumber", "InstanceNumber", "NumberOfFrames", "Manufacturer")
_SUFFIXES = (".dcm", ".dicom", ".dic", ".ima", ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".zip")
_CLUTTER = ("__macosx", "thumbs.db", "desktop.ini", "$recycle.bin")
_HEAD = 4 << 20  # bytes unpacked from an archive to see what a member is


@dataclass(frozen=True, slots=True)
class FilmEntry:
    """A film that can be read: where it is, what its header says, and a short label (view, series or file name).

    ``key_reasons``: why key object selections of others, found beside it, point it out.
    """

    path: Path
    identity: Identity
    label: str
    frames: int = 1
    key_reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Study:
    """Films of one examination: those of one Study Instance UID, or the pictures of one folder.

    ``title`` names date and description, or the folder; never the patient.
    """

    key: str
    title: str
    films: tuple[FilmEntry, ...]


@dataclass(frozen=True, slots=True)
class ScanResult:
    """The studies found, in the order of their first film, and what was asked for or looks like a film but is none.

    ``own`` are files in folders that this program wrote itself: report pages, overlays, copies of films. ``related``
    are objects that speak of films, not read yet, ``keys`` the key object selections.
    """

    studies: tuple[Study, ...]
    skipped: tuple[FilmError, ...]
    own: tuple[Path, ...] = ()
    related: tuple[RelatedObject, ...] = ()
    keys: tuple[KeyObjects, ...] = ()


@dataclass(frozen=True, slots=True)
class _Found:
    key: str
    title: str
    place: tuple[int, int]  # series and instance number
    entry: FilmEntry
    own: bool = False  # a picture of results that this program made


def scan(
    paths: Sequence[Path],
    limits: Limits = DEFAULT_LIMITS,
    *,
    token: CancelToken | None = None,
    own_too: bool = False,
) -> ScanResult:
    """Find the films in files, folders (recursively), DICOMDIRs and ZIP archives, without decoding a pixel.

    Hidden files, pipes, sockets and links to folders are passed over, and no file is listed twice. What was named
    itself and is no film is in ``skipped``; within folders only what cannot be read or is named like a film. What this
    program left in a folder is no film there (``own_too``: it is), but it is one where it is named itself.
    Raises ``Cancelled`` between two files when ``token`` is set.
    """
    found: dict[str, list[_Found]] = {}
    skipped: list[FilmError] = []
    seen: set[object] = set()
    own: list[Path] = []
    keys: dict[Path, KeyObjects] = {}
    related: list[RelatedObject] = []
    pages, named = GeneratedFiles(), {Path(path) for path in paths}
    for path, asked in _candidates([Path(path) for path in paths], skipped):
        if token is not None:
            token.raise_if_cancelled()
        identity = _file_identity(path)
        if identity in seen:
            continue
        seen.add(identity)
        if not (asked or own_too) and pages.hold(path):
            own.append(path)
            continue
        try:
            film = _safe_entry(path, limits)
            if isinstance(film, KeyObjects):
                keys[path] = film
            elif isinstance(film, RelatedObject):
                related.append(film)
                skipped += [why_not_alone(film)] if path in named else []
            elif film.own and not own_too and path not in named:
                own.append(path)
            else:
                found.setdefault(film.key, []).append(film)
        except FilmError as error:
            if asked or worth_telling(error):
                skipped.append(error)
    skipped += _of_no_use({path: keys[path] for path in keys if path in named}, found)
    reasons = reasons_by_film(keys.values())
    studies = tuple(_study([_pointed_out(film, reasons) for film in films]) for films in found.values())
    return ScanResult(studies, tuple(skipped), tuple(own), tuple(related), tuple(keys.values()))


def _candidates(paths: Sequence[Path], skipped: list[FilmError]) -> Iterator[tuple[Path, bool]]:
    """Each file to look at, and whether it was named itself rather than found."""
    for path in paths:
        try:
            if path.is_dir():
                yield from ((file, False) for file in _expanded(_files_below(path, skipped), skipped))
            elif _is_dicomdir(path):
                yield from ((file, True) for file in referenced_files(path))
            elif is_archive(path):
                yield from ((file, False) for file in member_paths(path) if not _hidden(file.relative_to(path)))
            else:
                yield path, True
        except FilmError as error:
            skipped.append(error)
        except OSError as error:  # in a folder that this user may not enter
            skipped.append(_unreadable(path, error))


def _expanded(files: Iterator[Path], skipped: list[FilmError]) -> Iterator[Path]:
    """Files, archives among them replaced by their members; a DICOMDIR is passed over, its files are there too."""
    for path in files:
        if _is_dicomdir(path):
            continue
        try:
            if path.suffix.lower() != ".zip" or not is_archive(path):
                yield path
            else:
                yield from (file for file in member_paths(path) if not _hidden(file.relative_to(path)))
        except FilmError as error:
            skipped.append(error)
        except OSError as error:
            skipped.append(_unreadable(path, error))


def _files_below(folder: Path, skipped: list[FilmError]) -> Iterator[Path]:
    """Regular files below a folder in natural order; links to folders are not followed.

    A folder that this user may not look into joins ``skipped``: there may be films in it.
    """

    def closed(error: OSError) -> None:
        skipped.append(_unreadable(Path(error.filename), error))

    for here, folders, files in os.walk(folder, onerror=closed):
        folders[:] = sorted((name for name in folders if not _hidden(Path(name))), key=natural_order)
        for name in sorted(files, key=natural_order):
            if not _hidden(Path(name)) and _is_regular(Path(here, name)):
                yield Path(here, name)


def _is_dicomdir(path: Path) -> bool:
    """Whether a path is named like a DICOMDIR, the name that the standard prescribes (PS3.10 8.6)."""
    return path.name.upper() == "DICOMDIR"


def _hidden(path: Path) -> bool:
    return any(part.startswith(".") or part.lower() in _CLUTTER for part in path.parts)


def _is_regular(path: Path) -> bool:
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except PermissionError:  # in a folder that may be listed and not entered: reading it will say so
        return True
    except OSError:  # a link into nothing, or round in a circle
        return False


def _file_identity(path: Path) -> object:
    """What tells a file from all others, by whatever name it was reached."""
    try:
        status = path.stat()
    except (OSError, ValueError):
        return path
    return (status.st_dev, status.st_ino) if status.st_ino else path.resolve()


def _safe_entry(path: Path, limits: Limits) -> _Found | KeyObjects | RelatedObject:
    try:
        return _entry(path, limits)
    except OSError as error:
        raise _unreadable(path, error) from error
    except ODD as error:
        raise DamagedFilm(path, f"its header cannot be read ({type(error).__name__})") from None


def _unreadable(path: Path, error: OSError) -> FileMissing:
    return FileMissing(path, error.strerror or "it cannot be read")


def _entry(path: Path, limits: Limits) -> _Found | KeyObjects | RelatedObject:
    with open_source(path, _HEAD, whole=False) as source:
        if source.kind is Kind.DICOM:
            header = read_header(source, limits, _TAGS)
            if code(header.data, "SOPClassUID") == KEY_OBJECTS:
                return _selection(source, header, limits)
            return _related(header) or _dicom(header)
        if source.kind is Kind.OTHER:
            raise NotAFilm(path, what_instead(source))
    folder = path.absolute().parent
    return _Found(str(folder), folder.name or str(folder), (0, 0), FilmEntry(path, Identity(), path.name))


def _related(header: Header) -> RelatedObject | None:
    """The object that a file is; one that this program wrote is none of others'."""
    found = related_object(header)
    if found is not None and text(header.data, "Manufacturer") == PROGRAM:
        raise why_not_alone(found)
    return found


def _selection(source: Source, header: Header, limits: Limits) -> KeyObjects:
    """What a key object selection points out; nothing of one that this program wrote."""
    if text(header.data, "Manufacturer") == PROGRAM:
        return KeyObjects("", "", frozenset())
    return read_key_objects(read_header(source, limits).data)


def _of_no_use(named: Mapping[Path, KeyObjects], found: Mapping[str, Sequence[_Found]]) -> list[FilmError]:
    """Why selections that were named themselves show nothing: no film that they point out is there."""
    there = {film.entry.identity.sop_uid for films in found.values() for film in films}
    return [
        NoPixels(path, "it is of kind KO, without an image") for path, key in named.items() if not key.films & there
    ]


def _pointed_out(film: _Found, reasons: Mapping[tuple[str, str], tuple[str, ...]]) -> _Found:
    """A film with the reasons of the selections that point it out."""
    who = film.entry.identity
    told = reasons.get((who.sop_uid, who.patient_id), ())
    return replace(film, entry=replace(film.entry, key_reasons=told)) if told else film


def _dicom(header: Header) -> _Found:
    identity = read_identity(header.data)
    if header.pixels is None:
        raise why_no_pixels(header)
    folder = header.path.absolute().parent
    title = " ".join(filter(None, (identity.study_date, identity.study_description))) or "Study without a date"
    side = "" if identity.laterality == "U" else identity.laterality  # unpaired: no side
    view = " ".join(filter(None, (identity.view_position, side)))
    place = integer(header.data, "SeriesNumber") or 0, integer(header.data, "InstanceNumber") or 0
    label = view or identity.series_description or header.path.name
    entry = FilmEntry(header.path, identity, label, max(integer(header.data, "NumberOfFrames") or 1, 1))
    own = place[0] in (RESULTS_SERIES, HEAT_SERIES) and text(header.data, "Manufacturer") == PROGRAM
    return _Found(identity.study_uid or str(folder), title, place, entry, own)


def _study(films: list[_Found]) -> Study:
    films = sorted(films, key=lambda film: (film.place, natural_order(str(film.entry.path))))
    return Study(films[0].key, films[0].title, tuple(film.entry for film in films))


def worth_telling(error: FilmError) -> bool:
    """Whether a file that was only found, not named, belongs in the list of failures."""
    if isinstance(error, NoPixels):
        return False  # reports and presentation states lie beside the films of a study
    return not isinstance(error, NotAFilm) or error.path.suffix.lower() in _SUFFIXES
