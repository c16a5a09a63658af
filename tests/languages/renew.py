"""Renews the catalogues: collects every sentence of the window, merges them into the .ts files, compiles the .qm files.

Run after changing a sentence: ``uv run python -m tests.languages.renew``, translate what is new, run it again.
"""

from __future__ import annotations

import ast
import json
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import resources
from inference.annotations import export as annotation_export
from inference.annotations import wording as annotation_wording
from inference.annotations.measure import labels
from inference.annotations.measure.measurements import BY_HAND
from inference.batch.film_names import KEPT_APART
from inference.batch.run_options import FinalPart
from inference.core import errors
from inference.core.errors import NetworkError
from inference.core.findings import FINDINGS
from inference.engine import notices
from inference.engine.film_check import pixels
from inference.imaging import spatial_transform
from inference.model_pack import prevalence, site_points
from inference.network.connection.probe import WORDS
from inference.network.dimse.connection import BUSY, REFUSALS
from inference.network.nodes.secrets import NO_KEYRING
from inference.network.sending.queue import SENTENCES as OF_THE_QUEUE
from inference.reading.objects import presentation as presentation_states
from inference.reading.objects.in_space import NO_PLACE
from inference.reading.objects.segmentation import NOWHERE
from inference.report.output import summary_html, summary_page
from inference.report.page import contour_drawing, page_parts, study_page
from inference.report.page.film import conclusion, films, hottest_place, reader_part, real_size, tables, tiles
from inference.system import system_info
from inference.text import messages, site_words, wording
from viewer.commands.action_table import ACTIONS, Menu
from viewer.state import outcomes, presets, prior_matching, window_level
from viewer.state.film_standing import Standing
from viewer.state.session import BusyKind
from viewer.state.settings import LANGUAGES
from viewer.state.worklist_order import StudyProgress

ROOT = Path(__file__).parents[2]
FOLDER = resources.path("languages")
ORIGINS = (  # of a spacing: ``inference.reading.dicom.geometry`` and ``inference.annotations.measure.measurements``
    *("at detector", "at scanned film", "in the patient", "as stated, calibration unknown", BY_HAND),
    *("calibrated: fiducial", "calibrated: geometry", "calibrated: method not stated"),
    "estimated from the magnification",
)
OF_NODES = (  # which bound a node reached, or why what it sent is none: where it is raised nobody knows of whom
    *("it sends compressed what was asked for plain", "what it answered holds no DICOM objects"),
    *("what it answered ends in the middle", "what it answered has no parts", "it sent too slowly"),
    *("it sent what nobody can make sense of", "the disk is full", "it sent a command that does not end"),
    *("it sent more data than such a message has", "it sent a PDU of no bytes"),
    *("more bytes came within a minute than are allowed", "it sent an object that is larger than allowed"),
)
SPEAKING = {"Progress", "wait_for", "refuse", "warn"}  # calls whose plain texts are shown
FAILING = {name for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, NetworkError)}
FAILING |= {errors.ObjectMismatch.__name__}
ALIASES = "tr+=marked"
TOOLS = Path(sys.executable).parent


def main() -> None:
    """Renew every catalogue but that of English, which needs none."""
    for language in LANGUAGES:
        if language != "en":
            collect(FOLDER / f"{language}.ts")
            compiled(FOLDER / f"{language}.ts", FOLDER / f"{language}.qm")


def collect(catalogue: Path) -> None:
    """Merge every sentence that the program can show into a .ts file; those that are no more leave it."""
    with tempfile.TemporaryDirectory() as folder:
        tables = Path(folder) / "tables.py"
        tables.write_text(
            "\n".join(f"marked({json.dumps(text, ensure_ascii=False)})" for text in table_texts()), "utf-8"
        )
        sources = [*map(str, sorted((ROOT / "viewer").rglob("*.py"))), str(tables)]
        languages = ("-source-language", "en", "-target-language", catalogue.stem)
        options = ("-tr-function-alias", ALIASES, "-no-obsolete", "-locations", "none", "-silent", *languages)
        _run("pyside6-lupdate", *options, *sources, "-ts", str(catalogue))


def compiled(catalogue: Path, target: Path) -> None:
    """Compile a .ts file to the .qm file that the program loads."""
    _run("pyside6-lrelease", str(catalogue), "-qm", str(target))


def table_texts() -> list[str]:
    """Sentences that stand in tables without Qt: actions, findings, failures, states, progress, reasons."""
    found = [*(menu.value for menu in Menu), *(text for spec in ACTIONS for text in (spec.text, spec.subject))]
    found += [finding.title for finding in FINDINGS]
    found += [
        *messages.translatable(),
        *annotation_wording.translatable(),
        *annotation_export.translatable(),
        *wording.translatable(),
        *labels.translatable(),
        *system_info.translatable(),
        *notices.NOTICES,
        *site_words.translatable(),
        prevalence.NOT_STATED,
        site_points.TUNE_AGAIN,
        KEPT_APART,
        *(item.value for item in (*StudyProgress, *BusyKind, *FinalPart, *Standing)),
        "As the film opens",
    ]
    found += [
        text for name, text in vars(pixels).items() if name.isupper() and isinstance(text, str) and text[-1] == "."
    ]
    found += [
        *spatial_transform.translatable(),
        *window_level.SENTENCES,
        *presets.SENTENCES,
        *outcomes.SENTENCES,
        *prior_matching.SENTENCES,
        *presentation_states.SENTENCES,
        NO_PLACE,
        NOWHERE,
        *ORIGINS,
    ]
    for part in (
        page_parts,
        study_page,
        contour_drawing,
        conclusion,
        films,
        hottest_place,
        reader_part,
        real_size,
        tables,
        tiles,
        summary_html,
        summary_page,
    ):
        found += part.translatable()
    found += _reasons_of_the_bundled_pack()
    found += [messages.sentence_of(text) for words in (WORDS, REFUSALS, BUSY) for text in words.values()]
    found += [NO_KEYRING, *OF_THE_QUEUE, *map(messages.sentence_of, OF_NODES)]
    for path in sorted([*(ROOT / "viewer").rglob("*.py"), *(ROOT / "inference").rglob("*.py")]):
        if not {"training", "model_pack"} & set(path.parts):
            found += _spoken_in(path)
    return sorted({text for text in found if text and not text.isdigit()})


def translations(catalogue: Path) -> dict[str, str]:
    """Source and translation of every sentence in a .ts file; empty where one is missing or unfinished."""
    found = {}
    for message in ET.parse(catalogue).iter("message"):  # noqa: S314 - our own file
        target = message.find("translation")
        done = target is not None and target.get("type") is None
        found[message.findtext("source", "")] = (target.text or "") if done and target is not None else ""
    return found


def _reasons_of_the_bundled_pack() -> list[str]:
    pack = tomllib.loads((resources.DEFAULT_PACK / "model.toml").read_text("utf-8"))
    return [item["reason"] for item in pack.get("not_analysed", [])]


def _spoken_in(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and _name(node.func) in SPEAKING:
            yield from _texts(node.args)
        elif isinstance(node, ast.Call) and (_name(node.func) in FAILING or _is_usage(node, path)):
            yield from map(messages.sentence_of, _texts(node.args))


def _texts(arguments: list[ast.expr]) -> list[str]:
    return [one.value for one in arguments if isinstance(one, ast.Constant) and isinstance(one.value, str)]


def _is_usage(node: ast.Call, path: Path) -> bool:
    """Whether something makes no sense that is asked for in the window: of the network alone it is said there."""
    return "network" in str(path) and "cli" not in path.parts and _name(node.func) in ("UsageError", "_say_usage")


def _name(function: ast.expr) -> str:
    return function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")


def _run(tool: str, *arguments: str) -> None:
    subprocess.run([str(TOOLS / tool), *arguments], check=True, capture_output=True)


if __name__ == "__main__":
    main()
