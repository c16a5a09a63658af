"""The main job where no window can be shown: the same films, analysed into reports that a person can open."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import platformdirs

import resources
from inference.cli.commands.terminal import tell
from inference.files.names import distinct

REPORTS = "thoracam-reports"
AT_ONCE = 4  # films written at once, at most
Command = Callable[[list[str]], int]


def analyze_instead(paths: Sequence[Path], reason: str, command: Command) -> int:
    """Say why there is no window, analyse these films or the bundled study, and name the reports.

    ``command`` runs a command line of ``inference.cli.main``; returns its exit status. Reports go to a new folder where
    the program was started, or among the user's documents where nothing may be written there.
    """
    folder = new_folder(_place())
    films = "these films are" if paths else "the bundled study of synthetic films is"
    sys.stderr.write(f"No window: {reason}\nThe same without it: {films} analysed into reports.\n")
    status = command(analyze_line(paths, folder))
    if folder.is_dir():
        tell(f"Reports: {folder} (summary.html shows all films)")
    return status


def analyze_line(paths: Sequence[Path], folder: Path) -> list[str]:
    """The command line that analyses these films, or the bundled study, into a folder."""
    films = [str(path) for path in paths or (resources.path("samples"),)]
    jobs = min(os.cpu_count() or 1, AT_ONCE)
    return ["analyze", *films, "--out", str(folder), "--summary", "--jobs", str(jobs)]


def new_folder(place: Path) -> Path:
    """A folder for reports that is not there yet; nothing is ever written into an earlier one."""
    return place / distinct(REPORTS, (path.name for path in place.iterdir()))


def _place() -> Path:
    here = Path.cwd()
    if os.access(here, os.W_OK):
        return here
    documents = Path(platformdirs.user_documents_dir())
    documents.mkdir(parents=True, exist_ok=True)
    return documents
