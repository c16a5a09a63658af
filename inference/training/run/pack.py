"""A user's trained network as a pack: measured on the films put aside, halved, described, written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from inference.core.statistics import metrics
from inference.core.statistics.metrics import Interval, PlattCalibration
from inference.core.statistics.small_samples import auc_interval, held_wide, patients_with, wilson
from inference.training.data import films
from inference.training.evaluation import isotonic
from inference.training.evaluation.isotonic import IsotonicCalibration
from inference.training.fitting.network import NetworkOptions
from inference.training.fitting.networks import NetworkPlan
from inference.training.fitting.train import LabelledFilms

Floats = NDArray[np.float32]
REFERENCE_PREVALENCE = 0.5  # what probabilities are stated for, as in the shipped pack
FEWEST = 10  # films with or without a finding below which its figures prove nothing
ROUNDS = 1000


@dataclass(frozen=True, slots=True)
class ValidatedFinding:
    """What the films put aside say of one finding; probabilities are stated for ``REFERENCE_PREVALENCE``.

    ``withheld``: the start knew too many of them, so that calibration and operating point stand on films it learnt
    from, and no figure is told.
    """

    key: str
    positives: int
    negatives: int
    auc: Interval
    calibration: PlattCalibration | IsotonicCalibration
    operating_point: float
    grey_band: tuple[float, float]
    sensitivity: Interval
    specificity: Interval
    heat_full_scale: float
    withheld: bool = False

    @property
    def experimental(self) -> bool:
        """Whether chance explains the area, too few films carry it, or the start knew them."""
        return self.withheld or not self.auc.low > 0.5 or min(self.positives, self.negatives) < FEWEST


def packed(model: Any, plan: NetworkPlan, shape: NetworkOptions, outputs: int) -> Any:
    """The network a pack holds: the first ``outputs`` outputs, no dropout, weights as half precision keeps them.

    ``shape`` is the trained network's own.
    """
    kept = plan.build(replace(shape, outputs=outputs, dropout=0.0))
    own, new = ([layer for layer in one.layers if layer.weights] for one in (model, kept))
    for source, target in zip(own, new, strict=True):  # by place: Keras numbers unnamed layers anew
        weights = source.get_weights()
        if source.name == plan.head[-1]:
            weights = [weight[..., :outputs] for weight in weights]
        target.set_weights([halved(weight) for weight in weights])
    return kept


def halved(weight: Floats) -> Floats:
    """A weight as float16 keeps it, float32; as it is where float16 has no room for it."""
    if np.abs(weight).max(initial=0.0) > np.finfo(np.float16).max:
        return weight
    return weight.astype(np.float16).astype(np.float32)


def measured(model: Any, plan: NetworkPlan, inputs: films.PreparedLater, size: int = 8) -> tuple[Floats, Floats]:
    """Log-odds (films, outputs) and the hottest Grad-CAM cell in logit units (films, outputs), for a linear head.

    Over the cells of the target layer Grad-CAM adds up to the logit less its bias, also where the output is a sigmoid.
    """
    import keras

    target = keras.Model(model.input, model.get_layer(plan.target_layer).output)
    kernel, bias = (np.asarray(value, np.float32) for value in model.get_layer(plan.head[-1]).get_weights())
    odds, hottest = [], []
    for at in range(0, len(inputs), size):
        evidence = np.asarray(target.predict_on_batch(inputs[at : at + size]), np.float32)
        maps = evidence @ kernel / (evidence.shape[1] * evidence.shape[2])
        odds.append(maps.sum(axis=(1, 2)) + bias)
        hottest.append(maps.max(axis=(1, 2)))
    return np.concatenate(odds), np.concatenate(hottest)


def validated_findings(
    model: Any, plan: NetworkPlan, side: int, data: LabelledFilms, keys: Mapping[str, str]
) -> tuple[ValidatedFinding, ...]:
    """The figures of each finding on the films put aside; ``keys`` by the table's names, in the outputs' order.

    Films of patients whom the start knew count only where no others tell with from without; then it is withheld.
    """
    part = data.part(data.split.validation)
    odds, hottest = measured(model, plan, films.PreparedLater(part.stack, plan.input_at(side)))
    return tuple(
        _validated(part, name, key, odds[:, output].astype(np.float64), hottest[:, output])
        for output, (name, key) in enumerate(keys.items())
    )


def _counted(part: LabelledFilms, name: str) -> tuple[NDArray[np.bool_], bool]:
    """Which films put aside are measured, and whether that is withheld."""
    values = part.table.column(name)
    labelled = np.isfinite(values)
    new = labelled & np.array([patient not in part.known for patient in part.table.patients()])
    withheld = not {0.0, 1.0} <= set(values[new].tolist())
    return (labelled, True) if withheld else (new, False)


def _validated(
    part: LabelledFilms, name: str, key: str, odds: NDArray[np.float64], hottest: Floats
) -> ValidatedFinding:
    table = part.table
    known, withheld = _counted(part, name)
    truth = table.column(name)[known] == 1
    patients = np.array(table.patients())[known]
    calibration = isotonic.choose_calibration(odds[known], truth, patients, prevalence=REFERENCE_PREVALENCE)
    probabilities = calibration(odds[known])

    def interval(figure: metrics.Metric) -> Interval:
        return metrics.bootstrap(figure, probabilities, truth, patients, rounds=ROUNDS)

    def share(figure: metrics.Metric, count: int) -> Interval:
        found = interval(figure)
        return held_wide(found, wilson(found.value, count))

    counts = patients_with(patients, truth), patients_with(patients, ~truth)
    areas = metrics.bootstrap(metrics.auc, odds[known], truth, patients, rounds=ROUNDS)
    points = interval(metrics.youden_point)
    point = points.value
    low, high = np.percentile(points.spread, (10, 90))
    return ValidatedFinding(
        key=key,
        positives=int(truth.sum()),
        negatives=int((~truth).sum()),
        auc=held_wide(areas, auc_interval(areas.value, *counts)),
        calibration=calibration,
        operating_point=point,
        grey_band=(min(float(low), point), max(float(high), point)),
        sensitivity=share(lambda p, t: metrics.sensitivity(p, t, point), counts[0]),
        specificity=share(lambda p, t: metrics.specificity(p, t, point), counts[1]),
        heat_full_scale=float(np.percentile(hottest[known][truth], 95)),
        withheld=withheld,
    )
