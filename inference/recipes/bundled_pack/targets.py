"""What each film says of the seven findings and of auxiliary labels: targets beside weights.

A target is 0 to 1 (softened where its source errs), a weight says how far it counts; weight 0: unknown. Against three
radiologists the mined labels found 38 % of effusions, 56 % of pneumothoraces and 27 % of large hearts, and a third of
what they named was not there, so that they count less than a reading and are never taken for certain.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from inference.core.findings import FINDINGS
from inference.recipes.bundled_pack.known_films import ANATOMY_SET, CONTEST_SET, FRACTURE, NO_FINDING, KnownFilm
from inference.training.data.labels import NIH_LABELS

Floats = NDArray[np.float32]
Answer = tuple[float, float]
KEYS: tuple[str, ...] = tuple(finding.key for finding in FINDINGS)
AUXILIARY: tuple[str, ...] = tuple(name for name in NIH_LABELS if name not in {"Pneumothorax", "Effusion"})
NAMES: tuple[str, ...] = KEYS + AUXILIARY
UNKNOWN: Answer = (0.5, 0.0)
MAIN = 3.0  # how far the findings count beside the auxiliary labels
HIDES_MIDDLE = frozenset({"Mass", "Hernia", "Cardiomegaly"})
MADE_UNKNOWN: Mapping[str, tuple[str, ...]] = {
    "mediastinum_abnormality": ("Mass", "Hernia"),
    "pleural_effusion": ("Atelectasis", "Consolidation", "Pleural_Thickening", "hemothorax"),
    "hemothorax": ("Atelectasis", "Consolidation", "Pleural_Thickening"),
    "tension_pneumothorax": ("Atelectasis", "Emphysema"),
    "pneumothorax": ("Emphysema", "tension_pneumothorax"),
}
ENTAILS: Mapping[str, tuple[str, ...]] = {
    "tension_pneumothorax": ("pneumothorax",),
    "hemothorax": ("pleural_effusion",),
    "pericardial_effusion": ("Cardiomegaly",),
}
NOT_SIMULATED_ON = frozenset(
    {"Effusion", "Pneumothorax", "Cardiomegaly", "Mass", "Hernia", "Consolidation", "Pleural_Thickening", "Emphysema",
     "Edema"}
)  # fmt: skip
SURELY_NONE = 0.05  # a contest's probability of pneumothorax
LARGE, USUAL = 0.57, 0.50  # cardiothoracic ratios above and below which a heart is surely large, or is not


def may_be_simulated_on(film: KnownFilm) -> bool:
    """Whether nothing is known on a film that a simulated finding would mix with."""
    if film.source == CONTEST_SET:
        return film.pneumothorax is not None and film.pneumothorax < SURELY_NONE
    if film.source == ANATOMY_SET:
        return film.ctr is not None and film.ctr < USUAL
    clear = not (film.text or frozenset()) & NOT_SIMULATED_ON and not any(film.experts.values())
    return clear and (film.pneumothorax or 0.0) <= 0.5


def of_film(film: KnownFilm) -> Floats:
    """Targets beside weights (names, 2) of a real film, by ``NAMES``."""
    air, fluid, heart = _air(film), _fluid(film), _heart(film)
    known: dict[str, Answer] = {
        "rib_fracture": _fracture(film),
        "pneumothorax": _times(MAIN, air),
        "tension_pneumothorax": _seldom(air, when_there=0.12),
        "hemothorax": _seldom(fluid, when_there=0.15),
        "pericardial_effusion": _silhouette(heart),
        "mediastinum_abnormality": _middle(film),
        "pleural_effusion": _times(MAIN, fluid),
        "Cardiomegaly": _times(2.0, heart),
    }
    return np.array([known.get(name) or _mined(film, name) for name in NAMES], np.float32)


def of_simulated(base: Floats, key: str, *, fractured: bool) -> Floats:
    """Targets beside weights (names, 2) of a film after a finding was simulated on it, from the film's own."""
    result = base.copy()
    result[len(KEYS) :, 1] *= 0.3
    result[: len(KEYS), 1] *= 0.5
    for name in (key, *ENTAILS.get(key, ())):
        result[NAMES.index(name)] = (0.97, 2.0 if name == key else 1.0)
    for name in MADE_UNKNOWN.get(key, ()):
        result[NAMES.index(name), 1] = 0.0
    if fractured and key != "rib_fracture":
        result[NAMES.index("rib_fracture"), 1] = 0.0
    return result


def _air(film: KnownFilm) -> Answer:
    if "Pneumothorax" in film.experts:
        return _certain(film, "Pneumothorax")
    if film.pneumothorax is not None and film.text is None:
        return (float(np.clip(film.pneumothorax, 0.03, 0.95)), 0.8)
    said = _mined(film, "Pneumothorax")
    if film.pneumothorax is None or said[1] == 0:
        return said
    return (0.5 * said[0] + 0.5 * film.pneumothorax, said[1])  # the report and the contest's network, half each


def _fluid(film: KnownFilm) -> Answer:
    return _certain(film, "Effusion") if "Effusion" in film.experts else _mined(film, "Effusion")


def _heart(film: KnownFilm) -> Answer:
    if film.source == ANATOMY_SET and film.ctr is not None:
        return (0.95, 0.7) if film.ctr > LARGE else (0.03, 0.7) if film.ctr < USUAL else (0.5, 0.2)
    return _certain(film, "Cardiomegaly") if "Cardiomegaly" in film.experts else _mined(film, "Cardiomegaly")


def _fracture(film: KnownFilm) -> Answer:
    if FRACTURE in film.experts:
        return (0.97, 4.0) if film.experts[FRACTURE] else (0.02, 1.0)
    return (0.03, 0.3) if film.text is not None else UNKNOWN


def _middle(film: KnownFilm) -> Answer:
    if film.normal:
        return (0.02, 1.0)
    if film.text is None or film.text & HIDES_MIDDLE or any(film.experts.get(name) for name in HIDES_MIDDLE):
        return UNKNOWN
    return (0.03, 0.5)


def _silhouette(heart: Answer) -> Answer:
    """A large silhouette is what a film shows of fluid round the heart; which it is, it hardly tells."""
    return (0.03 + 0.72 * heart[0], MAIN * heart[1])


def _seldom(sign: Answer, when_there: float) -> Answer:
    """A finding that is a rare kind of another: absent where that is absent, seldom where it is there."""
    return (when_there * sign[0], sign[1] * (1.0 if sign[0] < 0.5 else 0.6))


def _certain(film: KnownFilm, name: str) -> Answer:
    return (0.97 if film.experts[name] else 0.02, 1.5)


def _mined(film: KnownFilm, name: str) -> Answer:
    """What the report says: more certain where it found nothing at all."""
    if name in film.experts:
        return _certain(film, name)
    if film.text is None:
        return UNKNOWN
    if name in film.text:
        return (0.8, 0.8)
    return (0.02, 0.8) if film.text == frozenset({NO_FINDING}) else (0.08, 0.4)


def _times(weight: float, answer: Answer) -> Answer:
    return (answer[0], weight * answer[1])
