"""``thoracam model facts``: the facts sheet of a pack as text, JSON or a page."""

from __future__ import annotations

import argparse
from itertools import groupby

from inference.cli.commands.terminal import tell, write_json, write_text
from inference.core.software import SOFTWARE
from inference.files.atomic_file import write_whole
from inference.model_pack import load_pack
from inference.model_pack.facts import FactsSheet, sheet_of
from inference.text.html_page import html_page
from inference.text.one_line import one_line

NOT_KNOWN = "not known"
TEMPLATE = "facts.html"


def facts(options: argparse.Namespace) -> int:
    """Say what a pack tells of itself; raises ``PackError`` where it is none, ``ExportError`` kin for the page."""
    sheet = sheet_of(load_pack(options.pack))
    if options.html is not None:
        write_whole(options.html, html_page(TEMPLATE, **_page(sheet)))
        tell(f"{count_text(sheet)} The sheet is in {options.html}.")
    elif options.json:
        write_json(as_json(sheet))
    else:
        write_text(sheet_text(sheet) + "\n")
    return 0


def count_text(sheet: FactsSheet) -> str:
    """How many of the items the pack answers, in a sentence."""
    return f"{sheet.known} of {len(sheet.answers)} items of the facts sheet are known."


def sheet_text(sheet: FactsSheet) -> str:
    """The sheet to be read on a terminal."""
    lines = [f"{sheet.title} ({sheet.version})", f"Hash: {sheet.pack_hash}", count_text(sheet)]
    for group, answers in groupby(sheet.answers, key=lambda one: one.question.group):
        lines += ["", group.upper()]
        for one in answers:
            lines.append(f"{one.question.asks}")
            lines.append(f"    {one.text}  [{one.source}]" if one.known else f"    {NOT_KNOWN}")
    return "\n".join(map(one_line, lines))


def as_json(sheet: FactsSheet) -> dict[str, object]:
    """The sheet as plain values; an answer that is not known is null."""
    return {
        "format": 1,
        "title": sheet.title,
        "version": sheet.version,
        "pack_hash": sheet.pack_hash,
        "known": sheet.known,
        "items": [
            {
                "key": one.question.key,
                "group": one.question.group,
                "asks": one.question.asks,
                "asked_by": list(one.question.by),
                "answer": one.text or None,
                "source": one.source or None,
            }
            for one in sheet.answers
        ],
    }


def _page(sheet: FactsSheet) -> dict[str, object]:
    groups = groupby(sheet.answers, key=lambda one: one.question.group)
    return {
        "sheet": sheet,
        "groups": [(group, list(answers)) for group, answers in groups],
        "count": count_text(sheet),
        "not_known": NOT_KNOWN,
        "software": SOFTWARE,
    }
