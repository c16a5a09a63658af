"""Films inside ZIP archives, read without unpacking: a member's path is the archive's path and the member's name."""

from __future__ import annotations

import io
import zipfile
import zlib
from functools import lru_cache
from pathlib import Path, PurePosixPath

from inference.core.errors import DamagedFilm, FileMissing, FilmTooLarge, UnsupportedSyntax

_MAGIC = (b"PK\x03\x04", b"PK\x05\x06")
_MOST_MEMBERS = 100_000
_ENCRYPTED = 0x1
_LOCAL_HEADER = 30  # bytes, before the member's name and extra field (APPNOTE 4.3.7)
_KEPT = 2  # directories of archives in memory


def is_archive(path: Path) -> bool:
    """Whether a path is a readable regular file that starts like a ZIP archive."""
    try:
        if not path.is_file():
            return False
        with path.open("rb") as stream:
            return starts_like_archive(stream.read(4))
    except (OSError, ValueError):
        return False


def starts_like_archive(head: bytes) -> bool:
    """Whether the first bytes of a file are those of a ZIP archive, also of an empty one."""
    return head[:4] in _MAGIC


def member_paths(archive: Path) -> list[Path]:
    """The files of an archive as paths below it, in its order.

    Raises ``DamagedFilm`` where it is corrupt, ``FilmTooLarge`` above 100,000 members.
    """
    try:
        with zipfile.ZipFile(archive) as opened:
            infos = [info for info in opened.infolist() if not info.is_dir()]
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise DamagedFilm(archive, "the archive cannot be read") from error
    if len(infos) > _MOST_MEMBERS:
        raise FilmTooLarge(archive, f"{len(infos)} files in the archive; at most {_MOST_MEMBERS} are read")
    return [archive.joinpath(*_parts(info)) for info in infos if _parts(info)]


def archive_of(path: Path) -> Path | None:
    """The archive that a path leads into, or None where no part of it is one."""
    return next((parent for parent in path.parents if is_archive(parent)), None)


def read_member(archive: Path, path: Path, most: int, *, whole: bool = True) -> tuple[bytes, int]:
    """The content of a member and its full size; without ``whole`` only its first ``most`` bytes.

    Raises ``FilmTooLarge`` when a whole member is larger than ``most``, whatever its directory entry says.
    """
    try:
        status = archive.stat()
        info = _directory(archive, status.st_mtime_ns, status.st_size).get(path.relative_to(archive).parts)
        if info is None:
            raise FileMissing(path, "no such file in the archive")
        if info.flag_bits & _ENCRYPTED:
            raise UnsupportedSyntax(path, "the archive is locked with a password; unpack it first")
        if whole and info.file_size > most:
            raise FilmTooLarge(path, f"unpacks to {info.file_size / 1e9:.2g} GB; at most {most / 1e9:g} GB are read")
        content = _unpacked(archive, info, most + 1)
    except NotImplementedError as error:
        raise UnsupportedSyntax(path, "the archive's compression; unpack it first") from error
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError) as error:
        raise DamagedFilm(path, "the archive is cut or corrupt here") from error
    if whole and len(content) > most:
        raise FilmTooLarge(path, f"unpacks to more than {most / 1e9:g} GB")
    return content[:most], max(info.file_size, len(content))


@lru_cache(maxsize=_KEPT)
def _directory(archive: Path, changed: int, size: int) -> dict[tuple[str, ...], zipfile.ZipInfo]:
    """The members of an archive by their names, read once for all of them; the first of one name counts."""
    with zipfile.ZipFile(archive) as opened:
        return {_parts(info): info for info in reversed(opened.infolist())}


def _unpacked(archive: Path, info: zipfile.ZipInfo, most: int) -> bytes:
    """The first bytes of a member, whose place the directory knows; ``ZipFile`` would read that anew each time."""
    with archive.open("rb") as stream:
        stream.seek(info.header_offset)
        head = stream.read(_LOCAL_HEADER)
        if len(head) < _LOCAL_HEADER or not head.startswith(_MAGIC[0]):
            raise zipfile.BadZipFile("no member where the directory says")
        stream.seek(int.from_bytes(head[26:28], "little") + int.from_bytes(head[28:30], "little"), io.SEEK_CUR)
        with zipfile.ZipExtFile(stream, "r", info) as member:
            return member.read(most)


def _parts(info: zipfile.ZipInfo) -> tuple[str, ...]:
    """The name of a member as path parts, without anything that would lead out of the archive."""
    parts = PurePosixPath(info.filename.replace("\\", "/")).parts
    return tuple(part for part in parts if part not in ("/", "..", "."))
