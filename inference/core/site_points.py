"""Operating points that a site tuned with films of its own: plain values, bound to one pack and preparation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from inference.core.software import PREPARATION


@dataclass(frozen=True, slots=True)
class SitePoint:
    """The operating point of one finding, on the scale of the raw score: above it, or on it, is a call.

    ``false_calls`` is the share of normals for which calls were intended, ``low`` to ``high`` where the true share
    lies in nine of ten such samples of ``normals``. ``hits`` of ``positives`` own positives are called by it; 0 of 0
    where none were brought. ``band``, inclusive, is "not sure" by own films, with errors on at most ``band_error`` of
    each class; None where there were too few. ``prevalence`` is the share of films with the finding here, None where
    nobody said it. ``signer``, ``signed`` (ISO day) and ``digest`` (SHA-256 of the file's contents) say who answers.
    """

    finding: str
    score: float
    false_calls: float
    normals: int
    low: float
    high: float
    positives: int = 0
    hits: int = 0
    band: tuple[float, float] | None = None
    band_error: float = 0.1
    prevalence: float | None = None
    signer: str = ""
    signed: str = ""
    digest: str = ""


@dataclass(frozen=True, slots=True)
class SiteThresholds:
    """What a site tuned for one pack, by its hash, and one preparation; ``made`` is the ISO day."""

    pack: str
    pack_hash: str
    made: str
    points: tuple[SitePoint, ...] = ()
    preparation: str = PREPARATION

    def fits(self, pack_hash: str) -> bool:
        """Whether they were tuned for this pack and for how films are prepared now."""
        return (self.pack_hash, self.preparation) == (pack_hash, PREPARATION)

    def point(self, finding: str) -> SitePoint | None:
        """The point of a finding by its key, None where it was not tuned."""
        return next((point for point in self.points if point.finding == finding), None)


ThresholdsOf = Callable[[str], SiteThresholds | None]  # by a pack's hash: those that were tuned for it, or for another


def none_tuned(_pack_hash: str) -> None:
    """The site tuned nothing."""
