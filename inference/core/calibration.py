"""From the network's log-odds to a calibrated probability, and from a probability to the words on its bar."""

from __future__ import annotations

import math
from bisect import bisect_right
from dataclasses import dataclass

from inference.core.analysis import ScoreState


@dataclass(frozen=True, slots=True)
class Temperature:
    """``sigmoid(log_odds / temperature + bias)``: Platt scaling; temperature 1 and bias 0 leave the score as it is.

    Source: Guo et al., On Calibration of Modern Neural Networks, ICML 2017.
    """

    temperature: float = 1.0
    bias: float = 0.0

    def probability(self, log_odds: float) -> float:
        """The calibrated probability, 0..1, for the network's log-odds."""
        return sigmoid(log_odds / self.temperature + self.bias)


@dataclass(frozen=True, slots=True)
class Isotonic:
    """A rising line through points: ``x`` are raw scores (0..1, rising), ``y`` probabilities; the ends clamp.

    Source: Zadrozny and Elkan, Transforming classifier scores into accurate probability estimates, KDD 2002.
    """

    x: tuple[float, ...]
    y: tuple[float, ...]

    def probability(self, log_odds: float) -> float:
        """The calibrated probability, 0..1, for the network's log-odds."""
        score = sigmoid(log_odds)
        if score <= self.x[0]:
            return self.y[0]
        if score >= self.x[-1]:
            return self.y[-1]
        right = bisect_right(self.x, score)
        share = (score - self.x[right - 1]) / (self.x[right] - self.x[right - 1])
        return self.y[right - 1] + share * (self.y[right] - self.y[right - 1])


@dataclass(frozen=True, slots=True)
class Restated:
    """Another calibration's probability for another prevalence: its odds times ``ratio``, by Bayes.

    Source: Saerens, Latinne and Decaestecker, Adjusting the outputs of a classifier to new a priori probabilities,
    Neural Computation 2002.
    """

    stated: Temperature | Isotonic
    ratio: float

    def probability(self, log_odds: float) -> float:
        """The probability, 0..1, at the other prevalence."""
        return with_odds(self.stated.probability(log_odds), self.ratio)


Calibration = Temperature | Isotonic | Restated


def odds_ratio(stated: float, wanted: float) -> float:
    """By how much odds grow from one prevalence to another, both between 0 and 1."""
    return (wanted / (1.0 - wanted)) / (stated / (1.0 - stated))


def with_odds(probability: float, ratio: float) -> float:
    """The probability whose odds are ``ratio`` times those of ``probability``; 0 and 1 stay."""
    grown = probability * ratio
    return grown / (grown + (1.0 - probability))


def sigmoid(log_odds: float) -> float:
    """The logistic function without overflow at either end."""
    if log_odds >= 0:
        return 1.0 / (1.0 + math.exp(-log_odds))
    grown = math.exp(log_odds)
    return grown / (1.0 + grown)


def state_of(probability: float, operating_point: float, grey_band: tuple[float, float] | None) -> ScoreState:
    """What the bar says: not sure inside the inclusive grey band, else above (or on) the operating point or below."""
    if grey_band is not None and grey_band[0] <= probability <= grey_band[1]:
        return ScoreState.NOT_SURE
    return ScoreState.ABOVE if probability >= operating_point else ScoreState.BELOW
