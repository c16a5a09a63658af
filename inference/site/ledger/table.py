"""The ledger as CSV: one row a group and finding, counts first, then shares with their intervals."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from inference.files.safe_cells import safe_cell
from inference.site.ledger.counts import Question
from inference.site.ledger.figures import STATES, WORDS, Figures, Share

_SHARES = ("agreement", "false_calls", "misses", "unsure")
_OUTCOMES = ("model_sensitivity", "model_specificity", "reader_sensitivity", "reader_specificity")
_PARTS = ("", "_of", "_low", "_high")
COLUMNS = (
    *("reads", "operating_point", "group", "finding", "films"),
    *(f"{word}_{state}" for word in WORDS for state in STATES),
    "neither",
    *(f"{name}{part}" for name in (*_SHARES, *_OUTCOMES, "heatmap_hits") for part in _PARTS),
    "heatmap_overlap_median",
)


def table(asked: Question, found: Iterable[Figures]) -> bytes:
    """The figures as CSV in UTF-8; shares are 0..1 with their 95 % intervals, empty where there are no films.

    ``heatmap_hits`` is of regions and arrows, ``heatmap_overlap_median`` 0..1 of regions alone.
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(COLUMNS)
    for one in found:
        writer.writerow(_row(asked, one))
    return buffer.getvalue().encode("utf-8")


def _row(asked: Question, one: Figures) -> list[str]:
    shares = (
        *(one.agreement, one.false_calls, one.misses, one.unsure),
        *(one.sensitivity(of_reader=False), one.specificity(of_reader=False)),
        *(one.sensitivity(of_reader=True), one.specificity(of_reader=True)),
        one.hits,
    )
    return [
        *(asked.arm.value, "site" if asked.by_site else "pack", safe_cell(one.group), one.finding, str(one.films)),
        *(str(one.cells.get((word, state), 0)) for word in WORDS for state in STATES),
        str(one.neither),
        *(cell for share in shares for cell in _cells(share)),
        "" if one.overlap is None else f"{one.overlap:.4f}",
    ]


def _cells(share: Share) -> list[str]:
    if share.interval is None or share.value is None:
        return ["", "0", "", ""]
    return [f"{share.value:.4f}", str(share.of), f"{share.interval[0]:.4f}", f"{share.interval[1]:.4f}"]
