"""The tables of ``model.toml``: which keys they have, what each must be, and what it is where it is left out.

The descriptions end the sentence "KEY must be ..." of a refusal.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any, Literal

from msgspec import Meta, Struct

from inference.files.stored_types import Count, Finite, Positive, Share
from inference.imaging.model_input import Fit, InputSpec, Normalise, Resize
from inference.model_pack.spec import Kind, Link, Output

MAX_SIDE = 4096  # pixels; a typing error must not become a request for a terabyte
MAX_SOFTNESS = 3.0  # pixels of the input; beyond it a film shows no more than shadows


def _one_of(kind: type[StrEnum]) -> Meta:
    return Meta(description=f"one of {', '.join(kind)}")


Text = Annotated[str, Meta(min_length=1, description="a text")]
AnyText = Annotated[str, Meta(description="a text")]
Flag = Annotated[bool, Meta(description="true or false")]
Side = Annotated[int, Meta(ge=1, le=MAX_SIDE, description=f"a whole number of at least 1 and at most {MAX_SIDE}")]
Band = Annotated[tuple[Share, Share], Meta(description="two rising numbers between 0 and 1")]
Shares = Annotated[tuple[Share, ...], Meta(min_length=2, description="a list of two or more numbers between 0 and 1")]
Table = Annotated[dict[str, Any], Meta(description="a table")]
Tables = Annotated[list[dict[str, Any]], Meta(description="a list of tables")]
Softness = Annotated[float, Meta(gt=0, le=MAX_SOFTNESS, description=f"a number above 0 and at most {MAX_SOFTNESS:g}")]


class Format(Struct, kw_only=True):
    """What every format says of itself."""

    format: Annotated[Literal[1], Meta(description="1; this program reads no other")]


class Manifest(Format, kw_only=True):
    """The whole file; its tables are read one by one."""

    name: Text
    version: Text
    title: AnyText = ""
    kind: Annotated[Kind, _one_of(Kind)] = Kind.MULTI
    licence: Text
    citations: Annotated[tuple[str, ...], Meta(description="a list of texts")] = ()
    network: Table = {}
    input: Table = {}
    members: Annotated[tuple[str, ...], Meta(description="a list of texts")] = ()
    findings: Tables = []
    extra: Tables = []
    not_analysed: Tables = []
    familiarity: Table | None = None
    files: Annotated[dict[str, Text], Meta(description="a table of texts")]
    training: Table = {}
    facts: Table = {}


class Network(Struct, kw_only=True):
    """``[network]``."""

    architecture: Text
    weights: AnyText = ""
    target_layer: AnyText = ""
    output: Annotated[Output, _one_of(Output)]
    link: Annotated[Link, _one_of(Link)] = Link.SIGMOID
    compiled: AnyText = ""
    gradients: Flag = True


class Input(Struct, kw_only=True):
    """``[input]``; what ``low`` and ``high`` are where they are left out depends on ``normalise``.

    ``softness`` says something only with ``resize = "gaussian"``.
    """

    rows: Side
    columns: Side
    channels: Annotated[Literal[1, 3], Meta(description="1 or 3")] = 1
    fit: Annotated[Fit, _one_of(Fit)]
    resize: Annotated[Resize, _one_of(Resize)] = Resize.AREA
    normalise: Annotated[Normalise, _one_of(Normalise)]
    low: Finite | None = None
    high: Finite | None = None
    range: Annotated[tuple[Finite, Finite], Meta(description="two different numbers")]
    flip_average: Flag = False
    softness: Softness = InputSpec(MAX_SIDE, MAX_SIDE).softness


class FindingTable(Struct, kw_only=True):
    """One of ``[[findings]]``; ``weights`` is for a set of binary networks."""

    key: Text
    output: Count
    operating_point: Share
    grey_band: Band | None = None
    calibration: Table = {}
    heat_full_scale: Positive | None = None
    weights: Text | None = None
    experimental: Flag = False
    index: Flag = False
    trained_on: AnyText = ""
    limits: AnyText = ""
    sensitivity: Share | None = None
    specificity: Share | None = None
    auc: Share | None = None
    auc_interval: Band | None = None
    positives: Count | None = None
    negatives: Count | None = None


class Extra(FindingTable, kw_only=True):
    """One of ``[[extra]]``: what a network judges beyond the seven findings."""

    title: Text


class Calibration(Struct, kw_only=True):
    """What each kind of ``[findings.calibration]`` has."""

    kind: Annotated[Literal["temperature", "isotonic"], Meta(description="temperature or isotonic")] = "temperature"


class Temperature(Calibration, kw_only=True):
    """A ``[findings.calibration]`` of the kind ``temperature``."""

    temperature: Positive = 1.0
    bias: Finite = 0.0


class Isotonic(Calibration, kw_only=True):
    """A ``[findings.calibration]`` of the kind ``isotonic``."""

    x: Shares
    y: Shares


class NotAnalysed(Struct, kw_only=True):
    """One of ``[[not_analysed]]``."""

    key: Text
    reason: Text


class Familiarity(Struct, kw_only=True):
    """``[familiarity]``."""

    file: Text
    limit: Annotated[float, Meta(gt=0, le=100, description="a percentile above 0 and at most 100")] = 99.0
    layer: str = ""


class Training(Struct, kw_only=True):
    """The one key of ``[training]`` that is read; all else there is the training's own record."""

    reference_prevalence: Share | None = None
