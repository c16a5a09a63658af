"""Stand-ins on Linux for libraries that OpenCV asks for although the program never calls them.

A stand-in has the name, functions and versions that are asked for, and nothing in them. Made with binutils alone.
"""

from __future__ import annotations

import platform
import re
import subprocess
from collections.abc import Sequence
from fnmatch import fnmatch
from pathlib import Path

STOPS, NOTHING = "stops", "nothing"
STAND_INS = {
    "libavcodec-*": STOPS,  # FFmpeg: OpenCV's videos
    "libavformat-*": STOPS,
    "libavutil-*": STOPS,
    "libswscale-*": STOPS,
    "libopenblas*": STOPS,  # large matrices of OpenCV's own linear algebra; NumPy brings its own
    "libavif-*": NOTHING,  # asked of every picture whether it is an AVIF, which none is then
}
"""By file name, what a function of a library does: it ends the process, which nobody can miss, or returns zero."""
BODIES = {
    ("x86_64", STOPS): "jmp abort@PLT",
    ("x86_64", NOTHING): "xor %eax, %eax\n ret",
    ("aarch64", STOPS): "b abort",
    ("aarch64", NOTHING): "mov x0, #0\n ret",
}
_SYMBOL = re.compile(r"\s*\d+: [0-9a-f]+ +\S+ (\w+) +(?:GLOBAL|WEAK) +\S+ +(\S+) ([^@\s]+)(?:@+(\S+))?")
_SONAME = re.compile(r"\(SONAME\).*\[(.*)\]")


def kind_of(library: str) -> str | None:
    """What functions of the stand-in for a library do; None for a library that stays as it is."""
    if (platform.machine(), STOPS) not in BODIES:
        return None
    name = library.rsplit("/", 1)[-1]
    return next((kind for pattern, kind in STAND_INS.items() if fnmatch(name, pattern)), None)


def stand_in(library: Path, users: Sequence[Path], target: Path, kind: str) -> None:
    """Write the stand-in for a library at ``target``: what ``users`` ask for, of those functions it has.

    Raises ``ValueError`` where data are asked for, which a stand-in has none of.
    """
    own = {name: what for name, what, section, _ in symbols(library) if section != "UND"}
    asked = {(name, version) for user in users for name, _, section, version in symbols(user) if section == "UND"}
    wanted = sorted((name, version) for name, version in asked if name in own)
    if data := [name for name, _ in wanted if own[name] not in ("FUNC", "IFUNC")]:
        raise ValueError(f"{library.name}: no stand-in can give the data {', '.join(data)}")
    body = BODIES[platform.machine(), kind]
    code = [f" .globl {name}\n .type {name}, @function\n{name}:\n {body}" for name, _ in wanted]
    versions: dict[str, list[str]] = {}
    for name, version in wanted:
        versions.setdefault(version, []).append(name)
    script = [f"{version} {{ global: {'; '.join(names)}; }};" for version, names in versions.items() if version]
    linked(target, soname(library), "\n".join([" .text", *code]), "\n".join(script))


def linked(target: Path, name: str, assembly: str, versions: str = "") -> None:
    """Assemble and link a library of that name."""
    target.parent.mkdir(parents=True, exist_ok=True)
    source, built, script = (target.with_name(f"{target.name}.{ending}") for ending in ("s", "o", "map"))
    source.write_text(f'{assembly}\n .section .note.GNU-stack,"",%progbits\n', encoding="utf-8")
    script.write_text(versions, encoding="utf-8")
    subprocess.run(["as", "-o", str(built), str(source)], check=True)
    options = ["--version-script", str(script)] if versions else []
    subprocess.run(["ld", "-shared", "-soname", name, *options, "-o", str(target), str(built)], check=True)
    for path in (source, built, script):
        path.unlink()


def soname(library: Path) -> str:
    """The name by which others ask for a library."""
    said = _readelf("--dynamic", library)
    found = _SONAME.search(said)
    return found[1] if found else library.name


def symbols(library: Path) -> list[tuple[str, str, str, str]]:
    """Each dynamic symbol: name, type (FUNC, OBJECT), section (UND where it is asked for), and version or ``""``."""
    found = (_SYMBOL.match(line) for line in _readelf("--dyn-syms", library).splitlines())
    return [(match[3], match[1], match[2], match[4] or "") for match in found if match]


def _readelf(option: str, library: Path) -> str:
    command = ["readelf", option, "--wide", str(library)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout
