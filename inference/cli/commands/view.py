"""``thoracam view`` and ``thoracam open``: their help; ``viewer.__main__`` runs them itself, with the window."""

from __future__ import annotations

import argparse
from pathlib import Path

from inference.cli.commands.arguments import Commands, add_command

VIEW_EXAMPLES = (
    ("The bundled sample study", "thoracam view"),
    ("All films below a folder, and one more", "thoracam view films other/film.dcm"),
    ("A second window beside the one that is open", "thoracam view --new-window films"),
)
OPEN_EXAMPLES = (
    ("The film lies where it was, or beside the report", "thoracam open reports/film/report.png"),
    ("The film has moved: it is found by its contents below a folder", "thoracam open report.png archive"),
    ("A study of a node, as a PACS or RIS asks for it", "thoracam open --study 1.2.3 --node archive"),
)


def add_parser(commands: Commands[argparse.ArgumentParser]) -> None:
    """Add both commands."""
    view = add_command(
        commands,
        "view",
        summary="open the viewer, or in the one that is open (also without any command)",
        description="Open films, folders, ZIP archives and DICOMDIRs in the viewer. Where a window is open already, "
        "it takes them and comes forward.",
        examples=VIEW_EXAMPLES,
    )
    view.add_argument("--new-window", action="store_true", help="a window of its own beside the one that is open")
    view.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="films and folders")
    report = add_command(
        commands,
        "open",
        summary="open the viewer on the film of a PNG report, or on a study of a node",
        description="Bring a report back into the viewer: its film, window, rotation, overlay and annotations. "
        "A report that was edited is said so. With --study, fetch a study and show it.",
        examples=OPEN_EXAMPLES,
    )
    report.add_argument("report", nargs="?", type=Path, metavar="REPORT.png", help="a report that this program wrote")
    report.add_argument("places", nargs="*", type=Path, metavar="PATH", help="where its film may be, besides beside it")
    report.add_argument("--study", metavar="UID", help="fetch and show this study, with --node")
    report.add_argument(
        "--node", metavar="NODE", help="a node by its name; thoracam://study?node=NODE&uid=UID is the same"
    )
