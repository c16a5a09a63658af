"""Looks for what other programs say of the open film, once that has its bars, and shows what is asked for."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

from inference.core.cancel import CancelToken
from inference.core.errors import FilmError, ObjectMismatch
from inference.core.film import Radiograph
from inference.core.film_objects import FilmPresentation, FilmSegmentation, RelatedObject, facts_of
from inference.core.ports import ProgressCallback
from inference.core.voi import VoiLut
from inference.imaging.spatial_transform import CLOCKWISE, FLIP_ACROSS, UPRIGHT, SpatialTransform
from inference.text.messages import message_for
from viewer.control.controller_port import ControllerPort
from viewer.control.jobs.worker import Lane, Urgency
from viewer.state.objects.film_objects import FilmObjects, FoundObject
from viewer.state.objects.shown import applied, film_key, objects_of, presentations
from viewer.state.session import FilmState, GrayscaleState, PresentationState, Session

MOST_LOOKED_AT = 200  # objects of a film's patient
KEPT = 4  # films whose objects stay in memory


@dataclass(frozen=True, slots=True, eq=False)
class _Looked:
    """What was found for a film, of how many candidates; ``left`` were too many."""

    candidates: tuple[Path, ...]
    found: tuple[FoundObject, ...]
    left: int


def settled(session: Session) -> FilmState | None:
    """The open film once nothing is awaited for it any more: objects of others come after its bars."""
    state = session.film
    if state is None or state.radiograph is None:
        return None
    done = state.analysis is not None or state.analysis_failure is not None
    return state if done or session.busy is None else None


class ObjectControl:
    """At most one look is under way, behind all films that are to be read; leaving the film ends it."""

    def __init__(self, port: ControllerPort) -> None:
        self._port, self._changes = port, port.changes
        self._number: int | None = None
        self._wanted: tuple[object, ...] = ()
        self._known: OrderedDict[str, _Looked] = OrderedDict()
        port.changes.listen(lambda session: str(session.current), lambda _: self._leave())
        port.changes.listen(lambda session: (settled(session), session.others.related), self._look)

    # -- looked for -----------------------------------------------------------------------------------------------

    def _leave(self) -> None:
        self._port.jobs.drop(self._number)
        self._number, self._wanted = None, ()
        if not self._changes.session.films:
            self._known.clear()

    def _look(self, of: tuple[FilmState | None, tuple[RelatedObject, ...]]) -> None:
        state, related = of
        film = None if state is None else state.radiograph
        if film is None or not related or not film.identity.sop_uid:
            return
        candidates = candidates_for(film, related)
        key, paths = film_key(state), tuple(one.path for one in candidates)
        if (key, paths) == self._wanted or not paths:
            return
        self._leave()
        self._wanted = key, paths
        known = self._known.get(key)
        if known is not None and known.candidates == paths:
            self._show(key, film, known)
        else:
            self._read(key, film, candidates, paths)

    def _read(self, key: str, film: Radiograph, candidates: list[RelatedObject], paths: tuple[Path, ...]) -> None:
        facts, reader = facts_of(film), self._port.films.reader
        own = {one.path for one in candidates if one.study_uid == film.identity.study_uid}

        def work(token: CancelToken, _progress: ProgressCallback) -> _Looked:
            found: list[FoundObject] = []
            for one in candidates[:MOST_LOOKED_AT]:
                token.raise_if_cancelled()
                try:
                    value = reader.read_object(one.path, facts, token)
                    found += [FoundObject(one.path, one.kind, value)] if value is not None else []
                except FilmError as error:
                    if one.path in own or isinstance(error, ObjectMismatch):
                        found.append(FoundObject(one.path, one.kind, refusal=message_for(error)))
            return _Looked(paths, tuple(sorted(found, key=_order)), max(len(candidates) - MOST_LOOKED_AT, 0))

        def done(value: object) -> None:
            self._number = None
            self._keep(key, cast("_Looked", value))
            if film_key(self._changes.session.film) == key:
                self._show(key, film, cast("_Looked", value))

        self._number = self._port.jobs.submit(Lane.READ, work, done, self._port.messages.show_failure, Urgency.SOON)

    def _keep(self, key: str, looked: _Looked) -> None:
        self._known[key] = looked
        self._known.move_to_end(key)
        while len(self._known) > KEPT:
            self._known.popitem(last=False)

    def _show(self, key: str, film: Radiograph, looked: _Looked) -> None:
        known = self._changes.session.others
        same = known.film == key
        self._become(
            replace(
                known,
                film=key,
                found=looked.found,
                left=looked.left,
                shown=known.shown if same else frozenset(),
                region=known.region if same else None,
            )
        )
        self._come_back(film)

    def _come_back(self, film: Radiograph) -> None:
        """A film that was left in a presentation state comes back in it, also after a restart, which keeps no LUT."""
        session = self._changes.session
        now = applied(session)
        if now is None or now.presentation is None:
            return
        greys, state = now.presentation.greys, session.presentation
        if state.voi is None and greys is not None and isinstance(greys.voi, VoiLut):
            state = replace(state, voi=greys.voi)
        others = replace(session.others, presented=_presented(film, now.presentation))
        self._changes.become(replace(session, presentation=state, others=others))

    # -- presentation states --------------------------------------------------------------------------------------

    def apply(self, path: Path | None) -> None:
        """Show the open film as a presentation state says; None shows it as stored."""
        film, session = self._changes.session.radiograph, self._changes.session
        found = next((one for one in presentations(session) if one.path == path), None)
        if film is None or (path is not None and found is None):
            return
        shown, before = found.presentation if found is not None else None, session.presentation
        lies = UPRIGHT if shown is None else transform_of(shown)
        invert = shown is not None and shown.greys is not None and shown.greys.inverted != film.inverted
        voi = shown.greys.voi if shown is not None and shown.greys is not None else None
        others = replace(session.others, presented=None if shown is None else _presented(film, shown))
        planes = before.overlay_planes if shown is None else shown.films_planes
        unlinked = None if before.unlinked is None else GrayscaleState(voi, invert)
        presentation = PresentationState(voi, invert, planes, lies, unlinked, path)
        self._changes.become(replace(session, presentation=presentation, others=others))

    def apply_next(self) -> None:
        """The next presentation state of the film, and after the last the film as stored."""
        paths = [None, *(found.path for found in presentations(self._changes.session))]
        now = applied(self._changes.session)
        here = paths.index(now.path if now is not None else None)
        self.apply(paths[(here + 1) % len(paths)])

    # -- segments and regions -------------------------------------------------------------------------------------

    def show_segments(self, segments: Iterable[tuple[Path, int]], *, shown: bool) -> None:
        """Draw these segments (file, number), or do not."""
        known, asked = self._changes.session.others, frozenset(segments)
        self._become(replace(known, shown=known.shown | asked if shown else known.shown - asked))

    def toggle_segments(self) -> None:
        """Hide all segments and regions that are drawn, or draw all segments there are."""
        known = self._changes.session.others
        if known.shown or known.region is not None:
            self._become(replace(known, shown=frozenset(), region=None))
        else:
            self.show_segments(all_segments(self._changes.session), shown=True)

    def set_opacity(self, opacity: float) -> None:
        """How strongly segments are drawn, clipped to 0..1."""
        self._become(replace(self._changes.session.others, opacity=min(1.0, max(0.0, opacity))))

    def show_region(self, path: Path, number: int | None) -> None:
        """Draw a region of a report on the film, or none of it."""
        region = None if number is None else (path, number)
        self._become(replace(self._changes.session.others, region=region))

    # -- documents ------------------------------------------------------------------------------------------------

    def fetch_document(self, path: Path, then: Callable[[bytes], None]) -> None:
        """Have the document in a file, on this thread, when it was read."""
        reader = self._port.films.reader

        def work(_token: CancelToken, _progress: ProgressCallback) -> bytes:
            return reader.document(path)

        self._port.jobs.submit(
            Lane.READ, work, lambda value: then(cast("bytes", value)), self._port.messages.show_failure
        )

    def _become(self, others: FilmObjects) -> None:
        self._changes.become(replace(self._changes.session, others=others))


def all_segments(session: Session) -> list[tuple[Path, int]]:
    """The segments of all segmentations of the open film, by file and number."""
    return [
        (found.path, segment.number)
        for found in objects_of(session)
        if isinstance(found.value, FilmSegmentation)
        for segment in found.value.segments
    ]


def transform_of(shown: FilmPresentation) -> SpatialTransform:
    """How a film lies in a presentation state (PS3.3 C.10.6)."""
    turned = UPRIGHT
    for _ in range(shown.quarters):
        turned = turned.then(CLOCKWISE)
    return turned.then(FLIP_ACROSS) if shown.flipped else turned


def candidates_for(film: Radiograph, related: Iterable[RelatedObject]) -> list[RelatedObject]:
    """Objects that may speak of a film: those of its study first, then those of its patient."""
    who = film.identity
    own = [one for one in related if one.study_uid == who.study_uid != ""]
    others = [one for one in related if one.study_uid != who.study_uid and one.patient_id == who.patient_id != ""]
    return [*own, *others]


def _presented(film: Radiograph, shown: FilmPresentation) -> tuple[Radiograph, Radiograph] | None:
    """The film as read, and in the state's shutter; None where that is the film's own, or there is none."""
    if shown.greys is None or (shown.shutter is None and film.shutter is None):
        return None
    return film, replace(film, shutter=shown.shutter)


def _order(found: FoundObject) -> tuple[bool, str, str, str]:
    """Presentation states, reports, segmentations, documents; each by its maker and time; what is refused last."""
    value = found.value
    kind = ("presentation", "report", "segmentation", "document").index(found.kind.value)
    told = ("", "") if value is None else (value.origin.maker, value.origin.when)
    return value is None, str(kind), *told
