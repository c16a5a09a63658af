"""Header and pixels of a film, weighed together."""

from __future__ import annotations

from pathlib import Path

from inference.core.film import Radiograph
from inference.core.film_check_result import FilmCheck, weigh
from inference.engine.film_check.cnn import WEIGHTS
from inference.engine.film_check.header import header_evidence
from inference.engine.film_check.pixels import pixel_evidence


def check_film(film: Radiograph, weights: Path = WEIGHTS) -> FilmCheck:
    """Whether the model may judge a film: OK, WARN (scores need a banner) or REFUSE (not analysed), and why.

    REFUSE: blank, no frontal chest film, lateral or oblique, rotated by 90, 180 or 270 degrees, by its pixels or its
    header; inverted grey scale; a modality that is no radiography; a body part other than the chest. WARN: mirrored (a
    mistake, or situs inversus), cropped or narrow, in colour, unlike the films learned from; younger than 16 years, one
    side only, a modality or body part unknown here, a study text about another part of the body. A silent
    header is no evidence. ``weights`` are the detector's; raises ``PackError`` when they are missing or damaged.
    """
    return weigh([*header_evidence(film), *pixel_evidence(film, weights)])
