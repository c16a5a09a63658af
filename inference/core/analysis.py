"""What the engine says of a film, as values: heatmaps, findings, provenance. Frozen; their arrays are read-only."""

from __future__ import annotations

import statistics
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from inference.core.film_check_result import FilmCheck
from inference.core.findings import Finding
from inference.core.reader_annotations import ReaderAnnotations
from inference.core.site_points import SitePoint
from inference.core.software import PREPARATION


class Method(StrEnum):
    """How a heatmap is made of feature map and gradients."""

    GRADCAM = "gradcam"
    HIRESCAM = "hirescam"
    GRADCAM_PLUS_PLUS = "gradcam++"
    LAYERCAM = "layercam"
    EIGENCAM = "eigencam"


@dataclass(frozen=True, slots=True)
class Placement:
    """Where the film lies in the model's input: input = film * scale + offset, in continuous pixel coordinates.

    Continuous coordinates put 0 at the outer edge of the first pixel, so that pixel ``i`` has its centre at
    ``i + 0.5``; this keeps resizing exact to half a pixel at the corners for any aspect ratio. ``input_shape`` is
    (rows, columns) of the model input.
    """

    scale_x: float
    scale_y: float
    offset_x: float
    offset_y: float
    input_shape: tuple[int, int]


@dataclass(frozen=True, slots=True, eq=False)  # arrays do not compare to one bool
class Heatmap:
    """Where the model looked for one finding, on the grid of the target layer, before colouring.

    ``values``: float32 (rows, columns) in logit units, signed: for a linear head their sum plus a bias is the logit.
    ``full_scale``: the value that the display shows at full colour, the same for every film of a pack; a map that
    nowhere rises above zero is no evidence and is said so in words, never stretched.
    """

    finding: Finding
    values: NDArray[np.float32]
    full_scale: float

    @property
    def empty(self) -> bool:
        """Whether nothing in the map speaks for the finding."""
        return not bool((self.values > 0).any())


@dataclass(frozen=True, slots=True)
class Faithfulness:
    """Whether a heatmap shows what the score rests on: how far the probability falls without the place it names.

    ``drop``: the fall of ``probability`` when the hottest ``share`` of the film is replaced by its blurred
    surrounding; ``random_drop``: the median fall for ``regions`` other places of the same shape and size.
    """

    finding: Finding
    probability: float
    drop: float
    random_drop: float
    share: float
    regions: int


@dataclass(frozen=True, slots=True)
class EvidenceLocation:
    """How much of the strongest evidence for a finding, what is at least half as hot as the hottest place of its map,
    lies outside the ``field`` where the finding can be, with a margin: a ``share`` of 0..1.

    ``outside`` says that most of it does: a warning. How often it warns rightly was measured with an earlier pack and
    search only. A map that is hot on the wrong side of the chest is not found.
    """

    field: str
    share: float

    @property
    def outside(self) -> bool:
        """Whether most of the strongest evidence lies outside."""
        return self.share > 0.5


class ScoreState(StrEnum):
    """The five things a bar can say."""

    ABOVE = "above"
    NOT_SURE = "not_sure"
    BELOW = "below"
    NOT_ANALYSED = "not_analysed"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Stability:
    """How far what is said of a finding moves over small views of its film that no reader would read otherwise.

    ``probability`` and ``state`` are those of the film itself, ``views`` and ``states`` those of its small views, in
    one order. ``overlap`` is the mean intersection over union (0..1) of the hottest fifth of the heatmap with that of
    each view, laid back over the film; None where the film has no evidence map.
    """

    finding: Finding
    probability: float
    views: tuple[float, ...]
    state: ScoreState
    states: tuple[ScoreState, ...]
    overlap: float | None = None

    @property
    def deviation(self) -> float:
        """The standard deviation over film and views."""
        return statistics.pstdev((self.probability, *self.views))

    @property
    def low_high(self) -> tuple[float, float]:
        """The least and the greatest of all."""
        return min(self.probability, *self.views), max(self.probability, *self.views)

    @property
    def changes(self) -> int:
        """How many of the views are in another state than the film."""
        return sum(state is not self.state for state in self.states)


@dataclass(frozen=True, slots=True)
class Measured:
    """What validation measured for a finding at its operating point; None where it was not measured."""

    sensitivity: float | None = None
    specificity: float | None = None
    auc: float | None = None
    auc_interval: tuple[float, float] | None = None
    positives: int | None = None
    negatives: int | None = None


@dataclass(frozen=True, slots=True)
class SiteResult:
    """What a finding is by the operating point that the site tuned; beside the pack's, never in its place.

    ``operating_point`` and ``grey_band`` are on the probability's scale, the ``point`` itself on the raw score's.
    """

    state: ScoreState
    operating_point: float
    grey_band: tuple[float, float] | None
    point: SitePoint


@dataclass(frozen=True, slots=True, eq=False)
class FindingResult:
    """What the engine says about one finding of one film.

    ``probability`` (calibrated) and ``score`` (raw) are in 0..1 and None unless analysed; ``operating_point`` and the
    inclusive ``grey_band`` are on the probability's scale; ``reason`` is a sentence when not analysed or failed;
    ``experimental`` marks a finding without proof on real films; ``limits`` is what the pack says the number is worth,
    ``measured`` what validation said of it. ``evidence_location`` is None where nobody asked, or no field was found on
    the film; ``stability`` where nobody looked at small views. ``index`` says that the number is no probability;
    ``prevalence`` is the one it was restated for, None where it is stated as the pack has it. ``site`` is what it is
    by the site's own operating point, None where none was tuned.
    """

    finding: Finding
    state: ScoreState
    probability: float | None = None
    score: float | None = None
    operating_point: float | None = None
    grey_band: tuple[float, float] | None = None
    heatmap: Heatmap | None = None
    reason: str = ""
    experimental: bool = False
    faithfulness: Faithfulness | None = None
    limits: str = ""
    measured: Measured | None = None
    evidence_location: EvidenceLocation | None = None
    index: bool = False
    prevalence: float | None = None
    site: SiteResult | None = None
    stability: Stability | None = None

    @property
    def analysed(self) -> bool:
        """Whether there is a probability to show."""
        return self.probability is not None


@dataclass(frozen=True, slots=True)
class Provenance:
    """How an analysis came to be: enough to repeat it.

    ``created`` is ISO 8601 UTC, ``seconds`` is engine time; ``reference_prevalence`` is the share of films with a
    finding for which the probabilities are stated, None where the pack does not say it; ``target_layer`` is the layer
    the heatmaps were taken at, whether the pack named it or it was found; ``preparation`` how films became its input.
    """

    software: str
    pack_name: str
    pack_version: str
    pack_hash: str
    film_hash: str
    method: str
    device: str
    precision: str
    created: str
    seconds: float
    reference_prevalence: float | None = None
    target_layer: str = ""
    preparation: str = PREPARATION


@dataclass(frozen=True, slots=True)
class Familiarity:
    """How far a film lies from the films that a model knows.

    ``distance`` is the Mahalanobis distance of its pooled features from the mean of the model's reference films,
    ``percentile`` (0..100) the share of them that lie nearer, ``limit`` the percentile beyond which the model's numbers
    are not to be trusted. Source: Lee et al., A simple unified framework for detecting out-of-distribution samples,
    NeurIPS 2018.
    """

    percentile: float
    distance: float
    limit: float

    @property
    def unlike(self) -> bool:
        """Whether the film is unlike those that the model knows."""
        return self.percentile > self.limit


@dataclass(frozen=True, slots=True, eq=False)
class Analysis:
    """The frozen result of one engine run on one film; ``results`` holds all seven findings in their order.

    ``check`` is what the film check said, None where nobody asked; ``override`` that the user had a film analysed which
    it refused. ``reader`` is what a reader said and drew on the film, for exports; None where nobody was asked.
    ``ctr_proposed`` is a cardiothoracic ratio that nobody has looked at, None where heart and lungs were not found.
    ``familiarity`` is None where the pack brings no reference films, or the network was not run. ``extra`` are results
    for what else the pack judges, in its order. ``features`` (k,) is what the network saw of the film, by which films
    are compared: the means of the target layer's map; None where it was not run.
    """

    film_hash: str
    results: tuple[FindingResult, ...]
    placement: Placement
    provenance: Provenance
    check: FilmCheck | None = None
    override: bool = False
    reader: ReaderAnnotations | None = None
    ctr_proposed: float | None = None
    familiarity: Familiarity | None = None
    extra: tuple[FindingResult, ...] = ()
    features: NDArray[np.float32] | None = None

    @property
    def all_results(self) -> tuple[FindingResult, ...]:
        """The seven results and then the extra ones."""
        return (*self.results, *self.extra)

    @property
    def unlike(self) -> bool:
        """Whether the film is unlike those that the model knows, so that no number is to be trusted."""
        return self.familiarity is not None and self.familiarity.unlike

    def prevalence_of(self, result: FindingResult) -> float | None:
        """For which share of films with the finding its probability is stated; None where that is not known."""
        if result.index or not result.analysed:
            return None
        return self.provenance.reference_prevalence if result.prevalence is None else result.prevalence

    def result(self, finding: Finding) -> FindingResult:
        """The result for one finding."""
        return next(item for item in self.all_results if item.finding == finding)
