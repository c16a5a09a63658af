"""What a film says of the seven findings: real films by what the NIH mined from reports, simulated ones exactly.

A target is 0, 1, or unknown (not-a-number); a weight says how far it counts. Five findings have no real label here. A
film whose report names nothing near them counts as a weak *no*; one whose label may hide them counts as unknown.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from inference.core.findings import FINDINGS
from inference.training.data.labels import NIH_LABELS, UNKNOWN, LabelledFilm, LabelTable

Floats = NDArray[np.float32]
KEYS: tuple[str, ...] = tuple(finding.key for finding in FINDINGS)
OF_NIH: Mapping[str, str] = {"Pneumothorax": "pneumothorax", "Effusion": "pleural_effusion"}
NIH_NAME: Mapping[str, str] = {key: name for name, key in OF_NIH.items()}
AUXILIARY: tuple[str, ...] = tuple(name for name in NIH_LABELS if name not in OF_NIH)
NAMES: tuple[str, ...] = KEYS + AUXILIARY
MAY_HIDE: Mapping[str, frozenset[str]] = {
    "rib_fracture": frozenset({"Pneumothorax"}),
    "tension_pneumothorax": frozenset({"Pneumothorax"}),
    "hemothorax": frozenset({"Effusion", "Pneumothorax", "Pleural_Thickening"}),
    "pericardial_effusion": frozenset({"Cardiomegaly"}),
    "mediastinum_abnormality": frozenset({"Mass", "Hernia", "Cardiomegaly"}),
}
NOT_PAINTED_ON = frozenset(
    {"Effusion", "Pneumothorax", "Cardiomegaly", "Mass", "Hernia", "Consolidation", "Pleural_Thickening", "Emphysema"}
)
ENTAILS: Mapping[str, tuple[str, ...]] = {
    "tension_pneumothorax": ("pneumothorax",),
    "hemothorax": ("pleural_effusion",),
}
MADE_UNKNOWN: Mapping[str, tuple[str, ...]] = {
    "mediastinum_abnormality": ("Mass", "Hernia"),
    "pleural_effusion": ("Atelectasis", "Consolidation", "Pleural_Thickening"),
    "hemothorax": ("Atelectasis", "Consolidation", "Pleural_Thickening"),
    "tension_pneumothorax": ("Atelectasis", "Emphysema"),
    "pneumothorax": ("Emphysema",),
}
PRESUMED = 0.4  # how far a finding's absence counts where a report was mined for other things
PAINTED_WEIGHTS: Mapping[str, float] = {"pneumothorax": 0.45, "pleural_effusion": 0.25}
PAINTED_POSITIVE = 3.0  # one film in seven shows a simulated finding
AUXILIARY_OF_PAINTED = 0.3


def real_films(table: LabelTable, weights: Mapping[str, float]) -> Floats:
    """Targets beside weights, (films, names, 2), for films with the NIH's labels, by ``NAMES``.

    ``weights`` says how far what was mined from reports counts, 1 where it says nothing.
    """
    return np.stack([_real(film, table.names, weights) for film in table.films])


def simulated_film(base: Floats, key: str, *, fractured: bool, heart_weight: float = 0.0) -> Floats:
    """Targets beside weights of a film (names, 2) after a finding was simulated on it, from the film's own.

    ``heart_weight`` says how far a simulated pericardial effusion counts as an enlarged heart; 0: unknown.
    """
    result = base.copy()
    result[len(KEYS) :, 1] *= AUXILIARY_OF_PAINTED
    for name in KEYS:
        result[NAMES.index(name)] = (0.0, PAINTED_WEIGHTS.get(name, 1.0))
    for name in (key, *ENTAILS.get(key, ())):
        result[NAMES.index(name)] = (1.0, PAINTED_POSITIVE * PAINTED_WEIGHTS.get(name, 1.0))
    unknown = MADE_UNKNOWN.get(key, ())
    if key == "pleural_effusion":
        unknown = (*unknown, "hemothorax")  # a film hardly tells blood from water
    if fractured and key != "rib_fracture":
        unknown = (*unknown, "rib_fracture")
    for name in unknown:
        result[NAMES.index(name), 1] = 0.0
    if key == "pericardial_effusion":
        result[NAMES.index("Cardiomegaly")] = (1.0, heart_weight)
    return result


def may_be_simulated_on(film: LabelledFilm, names: tuple[str, ...]) -> bool:
    """Whether nothing is known on a film that a simulated finding would mix with."""
    return not stated(film, names) & NOT_PAINTED_ON


def as_seven(table: LabelTable) -> LabelTable:
    """The same films with targets by ``NAMES``: what is only presumed of a finding is unknown here."""
    columns = {name: table.names.index(name) for name in table.names}

    def targets(film: LabelledFilm) -> tuple[float, ...]:
        found = (columns.get(NIH_NAME.get(name, name)) for name in NAMES)
        return tuple(UNKNOWN if column is None else film.targets[column] for column in found)

    films = tuple(
        LabelledFilm(film.file, film.patient, targets(film), film.normal, film.traits) for film in table.films
    )
    return LabelTable(NAMES, films, table.skipped)


def _real(film: LabelledFilm, names: tuple[str, ...], weights: Mapping[str, float]) -> Floats:
    known = stated(film, names)
    pairs = [(float(NIH_NAME.get(name, name) in known), _real_weight(name, known, weights)) for name in NAMES]
    return np.array(pairs, dtype=np.float32)


def _real_weight(name: str, known: frozenset[str], weights: Mapping[str, float]) -> float:
    if name in MAY_HIDE:
        return 0.0 if known & MAY_HIDE[name] else PRESUMED
    return weights.get(name, 1.0)


def stated(film: LabelledFilm, names: tuple[str, ...]) -> frozenset[str]:
    """The labels that a film is known to have."""
    return frozenset(name for name, target in zip(names, film.targets, strict=True) if target == 1)
