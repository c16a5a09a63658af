"""What a command needs before it can run: each need says what is missing, in words, or nothing when all is there."""

from __future__ import annotations

from collections.abc import Callable

from viewer.state.objects.shown import objects_of, presentations
from viewer.state.session import Session, keys_with_heatmap, neighbour, unaided
from viewer.state.undo_history import UndoHistory
from viewer.state.window_level import preset_count
from viewer.state.worklist_order import next_study
from viewer.style.translation import marked

Need = Callable[[Session, UndoHistory], str]


def deciding(session: Session) -> tuple[object, ...]:
    """What of a session decides which commands can run."""
    hidden = (session.films, session.readings) if session.read_unaided else None
    return (
        session.shown_film,
        session.worklist,
        session.current,
        session.busy is None,
        session.reading,
        session.report_annotations,
        session.others.found,
        session.others.region,
        hidden,
    )


def nothing(_session: Session, _history: UndoHistory) -> str:
    """It can always run."""
    return ""


# -- of the film ------------------------------------------------------------------------------------------------------


def film(session: Session, _history: UndoHistory) -> str:
    """A film that could be read."""
    state = session.film
    return "" if state is not None and state.radiograph is not None else marked("No film is open.")


def spacing(session: Session, history: UndoHistory) -> str:
    """A film of which it is known how large it is."""
    radiograph = session.film.radiograph if session.film else None
    there = radiograph is not None and radiograph.spacing is not None
    return film(session, history) or ("" if there else marked("The file does not say how large a pixel is."))


def analysis(session: Session, history: UndoHistory) -> str:
    """The model's word on the film, which may be seen."""
    state = session.shown_film
    there = "" if state and state.analysis else marked("This film is not analysed yet.")
    return film(session, history) or _not_unaided(session) or there


def _not_unaided(session: Session) -> str:
    return marked("Not during an unaided read.") if session.unaided else ""


def second_model(session: Session, history: UndoHistory) -> str:
    """Another model to switch to."""
    return "" if session.second_model is not None else marked("The settings name no second model pack.")


def opinions(session: Session, history: UndoHistory) -> str:
    """The word of both models on the film, which may be seen."""
    state = session.shown_film
    here, there = (state.analysis, state.second_opinion) if state else (None, None)
    both = here is not None and there is not None and here.film_hash == there.film_hash
    missing = second_model(session, history) or analysis(session, history)
    return missing or ("" if both else marked("The other model has not analysed this film."))


def heatmap(session: Session, history: UndoHistory) -> str:
    """Any heatmap."""
    return analysis(session, history) or _heatmap_missing(bool(keys_with_heatmap(session.shown_film)))


def heatmap_of(key: str) -> Need:
    """A heatmap of one finding."""

    def missing(session: Session, history: UndoHistory) -> str:
        return analysis(session, history) or _heatmap_missing(key in keys_with_heatmap(session.shown_film))

    return missing


def _heatmap_missing(there: bool) -> str:
    return "" if there else marked("This film has no heatmap of it.")


def overlay_planes(session: Session, history: UndoHistory) -> str:
    """Drawings that the file lays over its film."""
    radiograph = session.film.radiograph if session.film else None
    there = radiograph is not None and radiograph.overlay_planes
    return film(session, history) or ("" if there else marked("The file has no overlay planes."))


def presentation_state(session: Session, history: UndoHistory) -> str:
    """A presentation state of another program for the film."""
    there = "" if presentations(session) else marked("No presentation state of another program is for this film.")
    return film(session, history) or there


def drawing_of_others(session: Session, history: UndoHistory) -> str:
    """Segments that another program drew, or a region of a report that is shown."""
    there = session.others.region is not None or any(found.draws for found in objects_of(session))
    return film(session, history) or ("" if there else marked("No other program drew on this film."))


def preset(place: int) -> Need:
    """A window at this place of the film's own."""

    def missing(session: Session, history: UndoHistory) -> str:
        radiograph = session.film.radiograph if session.film else None
        fits = radiograph is not None and place < preset_count(radiograph)
        return film(session, history) or ("" if fits else marked("The file brings fewer windows."))

    return missing


# -- of the reader ----------------------------------------------------------------------------------------------------


def finding_to_assess(session: Session, history: UndoHistory) -> str:
    """Calls before the model is shown need a film, assessments of the model its word."""
    return film(session, history) if session.unaided else analysis(session, history)


def film_to_propose_for(session: Session, history: UndoHistory) -> str:
    """A film on which the program may show what it sees."""
    return film(session, history) or _not_unaided(session)


def annotation(session: Session, history: UndoHistory) -> str:
    """Something drawn on the film."""
    drawn = session.reading.annotations
    return film(session, history) or ("" if drawn else marked("Nothing is drawn on this film."))


def annotation_of_report(session: Session, history: UndoHistory) -> str:
    """Something that a report's reader drew or said."""
    there = session.report_annotations is not None
    return film(session, history) or ("" if there else marked("No report shows annotations on this film."))


def undoable(_session: Session, history: UndoHistory) -> str:
    """A change of the annotations that can be taken back."""
    return "" if history.past else marked("There is nothing to undo.")


def redoable(_session: Session, history: UndoHistory) -> str:
    """A change that was taken back."""
    return "" if history.future else marked("There is nothing to do again.")


# -- of the worklist --------------------------------------------------------------------------------------------------


def next_film(session: Session, _history: UndoHistory) -> str:
    """A film further down."""
    return "" if neighbour(session, 1) else marked("This is the last film.")


def previous_film(session: Session, _history: UndoHistory) -> str:
    """A film further up."""
    return "" if neighbour(session, -1) else marked("This is the first film.")


def study_below(session: Session, _history: UndoHistory) -> str:
    """A study further down."""
    return "" if next_study(session, 1) else marked("This is the last study.")


def study_above(session: Session, _history: UndoHistory) -> str:
    """A study further up."""
    return "" if next_study(session, -1) else marked("This is the first study.")


def studies(session: Session, _history: UndoHistory) -> str:
    """Any study."""
    return "" if session.studies else marked("No film is open.")


def listed_film(session: Session, _history: UndoHistory) -> str:
    """An open film, also one that could not be read."""
    return "" if session.current is not None else marked("No film is open.")


def films_to_show(session: Session, history: UndoHistory) -> str:
    """Films of which none waits for the reader's own calls: the model's word must not come out on them."""
    hidden = session.read_unaided and any(unaided(session, session.films[path]) for path in session.order)
    return studies(session, history) or (marked("Not during an unaided read.") if hidden else "")


def work(session: Session, _history: UndoHistory) -> str:
    """Something that is running."""
    return "" if session.busy else marked("Nothing is running.")
