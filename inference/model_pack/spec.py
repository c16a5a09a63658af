"""What a model pack promises: frozen values, as ``model.toml`` has them."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path, PurePosixPath

from inference.core.analysis import Measured
from inference.core.calibration import Calibration
from inference.core.findings import Finding
from inference.core.site_points import SitePoint
from inference.imaging.model_input import InputSpec


class Kind(StrEnum):
    """One network with an output per finding, one binary network per finding (the seed's), or several packs' mean."""

    MULTI = "multi"
    BINARY_SET = "binary-set"
    ENSEMBLE = "ensemble"


class Output(StrEnum):
    """What the last layer gives: logits, or probabilities of a sigmoid or softmax."""

    LOGITS = "logits"
    PROBABILITIES = "probabilities"


class Link(StrEnum):
    """How logits become scores: each by itself, or all against one another."""

    SIGMOID = "sigmoid"
    SOFTMAX = "softmax"


@dataclass(frozen=True, slots=True)
class NetworkSpec:
    """The network's files (relative to the pack), its target layer (empty: to be found) and its output.

    ``weights`` is empty for a ``.keras`` file, which holds its own, and for a binary set, where each finding names
    its file. ``link`` applies to logits; probabilities say it by their own activation. ``compiled`` is the description
    of the network's compiled form, whose weights lie beside it; empty where the pack brings none. A network that is
    none of Keras's has that form alone, which is its architecture too. ``gradients`` is False where none are known of
    its head, so that heatmaps are Eigen-CAM.
    """

    architecture: str
    weights: str
    target_layer: str
    output: Output
    link: Link
    compiled: str = ""
    gradients: bool = True

    @property
    def of_keras(self) -> bool:
        """Whether it is a network of Keras, and not one that is there in its compiled form alone."""
        return not self.architecture.endswith(".xml")


@dataclass(frozen=True, slots=True)
class FindingSpec:
    """What a pack says of one finding; probabilities are after calibration, ``heat_full_scale`` in logit units.

    ``index`` says that its number is no probability, and ``prevalence`` for which one it was restated, None where it is
    stated as the pack has it. ``site`` is the operating point that the reader's site tuned, None where it did not.
    """

    finding: Finding
    output: int
    operating_point: float
    grey_band: tuple[float, float] | None
    calibration: Calibration
    heat_full_scale: float | None = None
    weights: str = ""
    experimental: bool = False
    trained_on: str = ""
    limits: str = ""
    measured: Measured = field(default_factory=Measured)
    index: bool = False
    prevalence: float | None = None
    site: SitePoint | None = None


@dataclass(frozen=True, slots=True)
class FamiliaritySpec:
    """Which file says what the pack's reference films look like to its network, and beyond which percentile of them
    (0..100) a film is unlike them. ``layer`` is the one whose map tells; empty for the target layer."""

    file: str
    limit: float
    layer: str = ""


@dataclass(frozen=True, slots=True)
class NotAnalysed:
    """A finding that the pack does not judge, and why, as a sentence."""

    finding: Finding
    reason: str


@dataclass(frozen=True, slots=True)
class ModelPack:
    """A verified pack. ``findings`` are those it judges, in the app's order; ``files`` holds sha256 by relative name.

    ``extra`` are what else it judges, beyond the seven, in its own order. An ensemble has ``members`` in folders of
    its own called ``member_names``; its input and network are those of the first.

    ``pack_hash`` is a SHA-256 over ``model.toml`` and the hashes of all its files. ``reference_prevalence`` is the
    share of films with a finding for which the probabilities are stated, where the pack says it. ``familiarity`` is
    None where the pack brings no reference films.
    """

    folder: Path
    name: str
    version: str
    title: str
    kind: Kind
    licence: str
    citations: tuple[str, ...]
    network: NetworkSpec
    input: InputSpec
    findings: tuple[FindingSpec, ...]
    not_analysed: tuple[NotAnalysed, ...]
    files: tuple[tuple[str, str], ...]
    pack_hash: str
    reference_prevalence: float | None = None
    familiarity: FamiliaritySpec | None = None
    extra: tuple[FindingSpec, ...] = ()
    member_names: tuple[str, ...] = ()
    members: tuple[ModelPack, ...] = ()

    @property
    def judged(self) -> tuple[FindingSpec, ...]:
        """All that the network judges, in the order in which the engine gives it: the findings, and then the extra."""
        return (*self.findings, *self.extra)

    def path(self, name: str) -> Path:
        """Where a file of the pack lies."""
        return self.folder / PurePosixPath(name)

    def spec(self, finding: Finding) -> FindingSpec | None:
        """What the pack says of a finding, or None where it does not judge it."""
        return next((item for item in self.findings if item.finding == finding), None)

    def reason(self, finding: Finding) -> str:
        """Why a finding is not analysed."""
        given = next((item.reason for item in self.not_analysed if item.finding == finding), "")
        return given or "This model does not cover it."
