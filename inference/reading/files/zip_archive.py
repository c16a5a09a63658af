"""Films inside ZIP archives, read without unpacking: a member's path is the archive's path and the member's name."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path, PurePosixPath

from inference.core.errors import DamagedFilm, FileMissing, FilmTooLarge, UnsupportedSyntax

_MAGIC = (b"PK\x03\x04", b"PK\x05\x06")
_MOST_MEMBERS = 100_000
_ENCRYPTED = 0x1


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
    wanted = path.relative_to(archive).parts
    try:
        with zipfile.ZipFile(archive) as opened:
            info = next((info for info in opened.infolist() if _parts(info) == wanted), None)
            if info is None:
                raise FileMissing(path, "no such file in the archive")
            if info.flag_bits & _ENCRYPTED:
                raise UnsupportedSyntax(path, "the archive is locked with a password; unpack it first")
            if whole and info.file_size > most:
                raise FilmTooLarge(
                    path, f"unpacks to {info.file_size / 1e9:.2g} GB; at most {most / 1e9:g} GB are read"
                )
            with opened.open(info) as member:
                content = member.read(most + 1)
    except NotImplementedError as error:
        raise UnsupportedSyntax(path, "the archive's compression; unpack it first") from error
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError) as error:
        raise DamagedFilm(path, "the archive is cut or corrupt here") from error
    if whole and len(content) > most:
        raise FilmTooLarge(path, f"unpacks to more than {most / 1e9:g} GB")
    return content[:most], max(info.file_size, len(content))


def _parts(info: zipfile.ZipInfo) -> tuple[str, ...]:
    """The name of a member as path parts, without anything that would lead out of the archive."""
    parts = PurePosixPath(info.filename.replace("\\", "/")).parts
    return tuple(part for part in parts if part not in ("/", "..", "."))
