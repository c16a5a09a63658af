"""``thoracam query``: the studies that a node has, the series of one, and what is expected today."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from inference.cli.commands.arguments import Commands, add_command, count
from inference.cli.commands.terminal import tell, warn, write_json, write_text
from inference.cli.network.typed import NODE_HELP, asking_secrets, dates
from inference.core.errors import UsageError
from inference.network.nodes.node import Node
from inference.network.nodes.node_store import NodeStore
from inference.network.record import Did, NetworkRecord
from inference.report.film_info import readable_name

if TYPE_CHECKING:
    from inference.network.query.search import Expected, StudyFound

EXAMPLES = (
    ("Chest films of a patient", "thoracam query archive --name 'kim*' --modality DX"),
    ("Today's, the second fifty", "thoracam query archive --date today --page 2"),
    ("The series of a study", "thoracam query archive --study 1.2.3 --series"),
    ("What is expected today, and what of it lies in a folder", "thoracam query ris --worklist --arrived inbox"),
)


def add_parser(commands: Commands[argparse.ArgumentParser]) -> None:
    """Add ``query``."""
    words = (
        "Search a node (C-FIND, or QIDO-RS). * and ? are wildcards; a name without one is the beginning of a name, in "
        "any script. At least one key is needed."
    )
    command = add_command(commands, "query", summary="search a node for studies", description=words, examples=EXAMPLES)
    command.add_argument("node", metavar="NODE", help=NODE_HELP)
    command.add_argument("--name", default="", help="the patient's name, as Family^Given")
    command.add_argument("--id", default="", help="the patient's ID")
    words = "2026-11-28, 2026-11-01..2026-11-28, 7d (the last seven days) or today"
    command.add_argument("--date", type=dates, default="", help=words)
    command.add_argument("--modality", default="", help="DX, CR, ...")
    command.add_argument("--accession", default="", help="the accession number")
    command.add_argument("--study", default="", metavar="UID", help="a study's UID")
    command.add_argument("--series", action="store_true", help="with --study: its series")
    command.add_argument("--instances", action="store_true", help="with --study: the objects of each series")
    command.add_argument("--all", action="store_true", help="all studies, without any key")
    command.add_argument("--page", type=count, default=1, metavar="N", help="which page (1)")
    command.add_argument("--limit", type=count, default=50, metavar="N", help="studies on a page (50)")
    command.add_argument("--json", action="store_true", help="as JSON")
    group = command.add_argument_group("modality worklist")
    group.add_argument("--worklist", action="store_true", help="what is planned on --date (today)")
    group.add_argument("--arrived", type=Path, metavar="DIR", help="say which of it has a film in this folder")
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Ask and write the answer; 1 where nothing matches."""
    node = NodeStore().named(options.node)
    record = NetworkRecord()
    with record.of_failure(Did.QUERIED, node.name):
        found = _asked(options, node)
    record.note(Did.QUERIED, node.name, "answered", count=found, uid=options.study)
    return 0 if found else 1


def _asked(options: argparse.Namespace, node: Node) -> int:
    """Do it; answers how many matches there were."""
    if options.worklist:
        return _worklist(options, node)
    if options.series or options.instances:
        return _series(options, node)
    from inference.network.query.criteria import Criteria
    from inference.network.query.search import search_studies

    criteria = Criteria(options.name, options.id, options.date, options.modality, options.accession, options.study)
    if criteria.empty and not options.all:
        raise UsageError("Say what to search for, or --all for every study.")
    page = search_studies(node, criteria, asking_secrets(), page=options.page, size=options.limit)
    if options.json:
        write_json([asdict(study) for study in page.studies])
    else:
        write_text("".join(f"{_study(study)}\n" for study in page.studies))
    if page.more:
        warn(f"There are more: --page {options.page + 1} shows them.")
    if not page.studies:
        warn("No study matches.")
    return len(page.studies)


def _study(found: StudyFound) -> str:
    who = f"{readable_name(found.patient_name)} ({found.patient_id})"
    born = f"{found.birth_date} {found.sex}".strip()
    films = f"{found.objects} objects" if found.objects else ""
    parts = (found.date, found.time, who, born, found.modalities, found.description, found.accession, films)
    return "  ".join(filter(None, (*parts, found.study_uid)))


def _series(options: argparse.Namespace, node: Node) -> int:
    from inference.network.query.search import search_instances, search_series

    if not options.study:
        raise UsageError("--series and --instances go with --study.")
    secrets = asking_secrets()
    found = search_series(node, options.study, secrets)
    objects = {
        one.series_uid: search_instances(node, options.study, one.series_uid, secrets) if options.instances else []
        for one in found
    }
    if options.json:
        below = {uid: [asdict(one) for one in some] for uid, some in objects.items()}
        with_objects = [{**asdict(one), "instances": below[one.series_uid]} for one in found]
        write_json(with_objects if options.instances else [asdict(one) for one in found])
        return len(found)
    for series in found:
        number = f"{series.objects} objects" if series.objects else ""
        parts = (series.number, series.modality, series.description, number, series.series_uid)
        tell("  ".join(filter(None, parts)))
        for one in objects[series.series_uid]:
            tell("    " + "  ".join(filter(None, (one.number, one.kind, one.sop_uid))))
    if not found:
        warn("No series matches.")
    return len(found)


def _worklist(options: argparse.Namespace, node: Node) -> int:
    from inference.network.query.arrived import Arrived
    from inference.network.query.criteria import dates_from
    from inference.network.query.search import search_worklist

    found = search_worklist(node, options.date or dates_from("today"), options.modality)
    arrived = Arrived.of_folder(options.arrived) if options.arrived else None
    if options.json:
        write_json([{**asdict(one), **({"arrived": arrived.has(one)} if arrived else {})} for one in found])
    else:
        for one in found:
            tell(_expected(one, "" if arrived is None else "arrived" if arrived.has(one) else "expected"))
        if not found:
            warn("Nothing is planned that matches.")
    return len(found)


def _expected(one: Expected, state: str) -> str:
    who = f"{readable_name(one.patient_name)} ({one.patient_id})"
    parts = (state, one.date, one.time, who, one.modality, one.description, one.accession)
    return "  ".join(filter(None, parts))
