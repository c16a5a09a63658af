"""What is on the table while thresholds are tuned: scores of own films, what is wished, the points that follow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np

from inference.core.errors import UsageError
from inference.core.findings import FINDINGS
from inference.core.site_points import SitePoint, SiteThresholds
from inference.core.statistics.metrics import Floats
from inference.site.statistics.order import normals_needed
from inference.site.thresholds.collected import Collected
from inference.site.thresholds.file import Signed
from inference.site.thresholds.tuning import OwnScores, Wish, band_missing, tuned_point

NONE: Floats = np.zeros(0)


@dataclass(frozen=True, slots=True, eq=False)
class Desk:
    """Scores by the finding's key, and the wish; ``prevalence`` is by key, where somebody stated it."""

    normals: Mapping[str, Floats] = field(default_factory=dict)
    positives: Mapping[str, Floats] = field(default_factory=dict)
    wish: Wish = field(default_factory=Wish)
    prevalence: Mapping[str, float] = field(default_factory=dict)

    def own(self, key: str) -> OwnScores:
        """The scores for a finding."""
        return OwnScores(self.normals.get(key, NONE), self.positives.get(key, NONE))

    def with_normals(self, found: Collected) -> Desk:
        """With these as normals, for every finding."""
        return replace(self, normals={finding.key: found.of(finding.key) for finding in FINDINGS})

    def with_positives(self, key: str, found: Collected) -> Desk:
        """With these as films that have a finding."""
        return replace(self, positives={**self.positives, key: found.of(key)})

    def point(self, key: str) -> SitePoint | None:
        """The point that follows for a finding; None where there are too few normals."""
        own = self.own(key)
        band = self.wish.band and not any(band_missing(own, self.wish))
        try:
            return tuned_point(key, own, replace(self.wish, band=band, prevalence=self.prevalence.get(key)))
        except UsageError:
            return None

    def missing(self, key: str) -> tuple[int, int, int]:
        """How many normals are missing for the point, and how many normals and positives for a band."""
        own = self.own(key)
        return max(0, normals_needed(self.wish.false_calls) - len(own.normals)), *band_missing(own, self.wish)

    def signed(self, pack: str, pack_hash: str, signer: str) -> Signed | None:
        """All points that follow, as a file that is signed off where a name is given; None where there are none."""
        points = tuple(point for finding in FINDINGS if (point := self.point(finding.key)) is not None)
        if not points:
            return None
        today = date.today().isoformat()  # noqa: DTZ011 - the day as the wall says it
        return Signed(SiteThresholds(pack, pack_hash, today, points), signer, today if signer else "")
