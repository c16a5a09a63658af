"""What stays behind when films leave, said in the dialog before: letters, words, hidden annotations, overlays."""

from __future__ import annotations

from dataclasses import dataclass

from inference.core.reader_annotations import has_free_text, without_hidden
from inference.report.output.pictures import SHOWN
from viewer.state.session import Session
from viewer.style.translation import tr


@dataclass(frozen=True, slots=True)
class MayStay:
    """What of the open film may stay behind.

    ``written``: there are words of the reader; ``hidden``: annotations that are hidden one by one; ``unseen``: all of
    them are hidden on the screen; ``below``: titles of findings below their operating point that have a heatmap, and
    ``drawn`` those of them whose overlay is shown.
    """

    written: bool = False
    hidden: int = 0
    unseen: bool = False
    below: tuple[str, ...] = ()
    drawn: frozenset[str] = frozenset()


def may_stay(session: Session, *, annotations_shown: bool) -> MayStay:
    """What of the film that is shown may stay behind."""
    reading, state = session.reading, session.shown_film
    results = state.analysis.results if state is not None and state.analysis is not None else ()
    below = [one.finding for one in results if one.heatmap is not None and one.state not in SHOWN]
    seen = without_hidden(reading).annotations
    return MayStay(
        has_free_text(reading),
        len(reading.annotations) - len(seen),
        bool(seen) and not annotations_shown,
        tuple(finding.title for finding in below),
        frozenset(finding.title for finding in below if finding.key in session.overlay.drawn),
    )


def left_out_note(stays: MayStay, *, anonymized: bool, as_seen: bool = True, overlays: bool = False) -> str:
    """What is left out of an export, and what leaving out identity does not do; ``overlays``: one a finding leaves."""
    told = [identity_note(left_out=anonymized, written=stays.written)]
    if stays.hidden:
        told.append(tr("Hidden annotations stay out: {count}.").format(count=stays.hidden))
    if stays.unseen:
        told.append(_switched_off())
    below = [tr(title) for title in stays.below if not (as_seen and title in stays.drawn)]
    if overlays and below:
        told.append(
            tr("Below the operating point, so without an overlay: {findings}.").format(findings=", ".join(below))
        )
    return " ".join(told)


def _switched_off() -> str:
    return tr("Annotations are switched off on the screen: nothing that was drawn leaves, on pages and in figures too.")


def batch_note(*, anonymized: bool, overlays: bool, annotations_shown: bool = True) -> str:
    """The same for many films, of which only some are open."""
    hidden = tr("Hidden annotations stay out.") if annotations_shown else _switched_off()
    told = [identity_note(left_out=anonymized, written=False), hidden]
    if anonymized:
        told.append(tr("Impressions, notes and texts of readers are left out too."))
        told.append(tr("Folders are numbered; a key table beside the export says which is which."))
    if overlays:
        told.append(tr("Findings below their operating point get no overlay."))
    return " ".join(told)


def identity_note(*, left_out: bool, written: bool) -> str:
    """What leaving out identity does not do, and what goes with it where the reader has ``written`` something."""
    burned = tr("Text burned into the film's own pixels is not removed.")
    if not (left_out and written):
        return burned
    words = tr("Your impression, notes and texts are left out too.")
    return f"{burned} {words}"
