"""What a session shows of other programs' objects; an unaided read hides them, for some are a model's word."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from inference.core.errors import FilmError, NoPixels
from inference.core.film import OverlayPlane
from inference.core.film_objects import (
    Colour,
    FilmSegmentation,
    ObjectLayer,
    Origin,
    RelatedObject,
    ReportRegion,
    Segment,
)
from viewer.state.objects.film_objects import FoundObject
from viewer.state.session import FilmState, Session, film_hash

if TYPE_CHECKING:  # the DICOM library comes with the first film, after the window
    from inference.reading import FilmEntry, ScanResult, Study
    from inference.reading.dicom.key_objects import KeyObjects

MOST_RELATED = 100_000
Named = tuple[str, Colour | None]


@dataclass(frozen=True, slots=True, eq=False)
class DrawnObjects:
    """What is drawn over the open film; ``aspect`` is the height of a pixel over its width.

    ``legend`` holds for each maker the names of what is drawn, with colours; None for that of all regions.
    """

    layers: tuple[ObjectLayer, ...] = ()
    planes: tuple[OverlayPlane, ...] = ()
    segments: tuple[Segment, ...] = ()
    regions: tuple[ReportRegion, ...] = ()
    legend: tuple[tuple[Origin, tuple[Named, ...]], ...] = ()
    opacity: float = 1.0
    aspect: float = 1.0


NOTHING = DrawnObjects()


def film_key(state: FilmState | None) -> str:
    """What tells a film that was read from all others, also from one with the same pixels; empty before it was."""
    known = film_hash(state)
    return f"{state.entry.path}:{state.frame}:{known}" if state is not None and known else ""


def objects_of(session: Session) -> tuple[FoundObject, ...]:
    """What was read for the open film, as it may be shown."""
    known = session.others
    return () if session.unaided or not known.film or known.film != film_key(session.film) else known.found


def presentations(session: Session) -> tuple[FoundObject, ...]:
    """The presentation states of the open film that can be applied."""
    return tuple(found for found in objects_of(session) if found.presentation is not None)


def applied(session: Session) -> FoundObject | None:
    """The presentation state in which the open film is shown; None for the film as stored."""
    path = session.presentation.applied
    return next((found for found in presentations(session) if found.path == path), None) if path else None


def presented_film(session: Session) -> FilmState | None:
    """The film as it may be seen, in the shutter of the presentation state that is applied."""
    state, known = session.shown_film, session.others.presented
    if state is None or known is None or state.radiograph is not known[0] or applied(session) is None:
        return state
    return replace(state, radiograph=known[1])


def drawn_objects(session: Session) -> DrawnObjects:
    """What is to be drawn over the open film now."""
    film, known = session.radiograph, session.others
    if film is None or not objects_of(session):
        return NOTHING
    state, legend = applied(session), list[tuple[Origin, tuple[Named, ...]]]()
    shown = state.presentation if state is not None else None
    layers, planes = ((), ()) if shown is None else (shown.layers, shown.planes)
    if shown is not None and (layers or planes):
        legend.append((shown.origin, tuple((layer.description or layer.name, layer.colour) for layer in layers)))
    segments, regions = list[Segment](), list[ReportRegion]()
    for found in objects_of(session):
        if isinstance(found.value, FilmSegmentation):
            own = [one for one in found.value.segments if (found.path, one.number) in known.shown]
            segments += own
            legend += [(found.value.origin, tuple((one.name, one.colour) for one in own))] if own else []
        if found.report is not None and known.region is not None and found.path == known.region[0]:
            region = found.report.regions[known.region[1]]
            regions.append(region)
            legend.append((found.report.origin, ((region.name, None),)))
    return DrawnObjects(
        layers, planes, tuple(segments), tuple(regions), tuple(legend), known.opacity, film.pixel_aspect
    )


# -- what comes in ----------------------------------------------------------------------------------------------------


def with_found_objects(session: Session, related: Iterable[RelatedObject], keys: Iterable[KeyObjects]) -> Session:
    """Objects and key object selections that were found, whether before their films or after them."""
    known = session.others
    all_related = {one.path: one for one in (*known.related, *related)}
    all_keys = tuple(dict.fromkeys((*known.keys, *keys)))
    if len(all_related) != len(known.related) or len(all_keys) != len(known.keys):
        kept = tuple(all_related.values())[:MOST_RELATED]
        session = replace(session, others=replace(known, related=kept, keys=all_keys))
    return _flagged(session) if all_keys else session


def unexplained(session: Session, result: ScanResult) -> tuple[FilmError, ...]:
    """What could not be opened as a film, without the objects that speak of a study or a film of the list."""
    studies = {entry.identity.study_uid for study in session.studies for entry in study.films}
    films = {entry.identity.sop_uid for study in session.studies for entry in study.films}
    joined = {one.path for one in result.related if one.study_uid in studies - {""}}
    pointing = any(key.films & films for key in result.keys)
    return tuple(
        error for error in result.skipped if error.path not in joined and not (pointing and _is_selection(error))
    )


def _is_selection(error: FilmError) -> bool:
    return isinstance(error, NoPixels) and "KO" in error.detail.split()[:5]


def _flagged(session: Session) -> Session:
    """The films that key object selections point out, also those that came before them."""
    from inference.reading.dicom.key_objects import reasons_by_film  # with the DICOM library, which scanned already

    reasons = reasons_by_film(session.others.keys)
    changed = {
        path: replace(state, entry=entry)
        for path, state in session.films.items()
        if (entry := _pointed_out(state.entry, reasons)) is not state.entry
    }
    if not changed:
        return session
    studies = tuple(_with_entries(study, changed) for study in session.studies)
    films = MappingProxyType({**session.films, **changed})
    return replace(session, films=films, worklist=replace(session.worklist, studies=studies))


def _pointed_out(entry: FilmEntry, reasons: dict[tuple[str, str], tuple[str, ...]]) -> FilmEntry:
    who = entry.identity
    told = reasons.get((who.sop_uid, who.patient_id), ()) if who.sop_uid else ()
    joined = tuple(dict.fromkeys((*entry.key_reasons, *told)))
    return entry if joined == entry.key_reasons else replace(entry, key_reasons=joined)


def _with_entries(study: Study, changed: Mapping[Path, FilmState]) -> Study:
    if not any(entry.path in changed for entry in study.films):
        return study
    films = tuple(changed[entry.path].entry if entry.path in changed else entry for entry in study.films)
    return replace(study, films=films)
