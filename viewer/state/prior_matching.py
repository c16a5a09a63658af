"""The earlier film of the same patient, and what changed since; pure, and careful about who the patient is."""

from __future__ import annotations

from pathlib import Path

from inference.core.analysis import Analysis, FindingResult
from inference.core.prior import priors_of
from inference.text.wording import Translate, percent, signed
from viewer.state.camera import Camera, fitted
from viewer.state.session import FilmState, Session

Size = tuple[float, float]
PRIOR = "Prior"
CHANGE = "Prior {date}: {then}, now {change} points"
BRIEF_CHANGE = "prior {change}"
SENTENCES = (PRIOR, CHANGE, BRIEF_CHANGE)


def prior_of(session: Session) -> Path | None:
    """The newest earlier film of the open film's patient, of the same view where there is one; None for none."""
    if session.film is None:
        return None
    others = {path: state.entry.identity for path, state in session.films.items() if not state.failure}
    return next(iter(priors_of(session.film.entry.identity, others)), None)


def prior_title(state: FilmState, words: Translate = str) -> str:
    """That a film is a prior, and of when, for its viewport."""
    return f"{words(PRIOR)}  {state.entry.identity.study_date}".strip()


def change_text(now: FindingResult | None, before: Analysis | None, when: str, words: Translate = str) -> str:
    """What the model said of a finding on the prior and by how many points it is more now; empty where it cannot be.

    Only probabilities of the same model pack are compared.
    """
    if now is None or before is None or now.probability is None:
        return ""
    then = before.result(now.finding).probability
    if then is None:
        return ""
    points = round(100 * now.probability) - round(100 * then)  # of what is shown
    return words(CHANGE).format(date=when, then=percent(then), change=signed(points))


def brief_change(now: FindingResult | None, before: Analysis | None, words: Translate = str) -> str:
    """The same for where there is little room: by how many points it is more now."""
    then = before.result(now.finding).probability if now is not None and before is not None else None
    if then is None or now is None or now.probability is None:
        return ""
    return words(BRIEF_CHANGE).format(change=signed(round(100 * now.probability) - round(100 * then)))


def linked(camera: Camera, size: Size, viewport: Size, other_size: Size, other_viewport: Size) -> Camera:
    """The camera of another film that shows the same part of it, as it lies, as much larger than the whole."""
    whole = fitted(other_size, other_viewport, camera.transform)
    if camera.fitted:
        return whole
    ratio = camera.scale / fitted(size, viewport, camera.transform).scale
    x, y = camera.x / size[0] * other_size[0], camera.y / size[1] * other_size[1]
    return Camera(x, y, whole.scale * ratio, transform=camera.transform)
