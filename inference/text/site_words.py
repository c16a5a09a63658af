"""The words of what is the site's own: its operating points on bars and in reports; lights and measures of drift."""

from __future__ import annotations

from collections.abc import Iterable

from inference.core.analysis import FindingResult
from inference.text.wording import STATE_WORDS, Translate, percent

_SITE = (
    "By this site's operating point ({point}): {state}. It was tuned on {normals} normals, for {wanted} calls of 100, "
    "which leave between {low} and {high}."
)
SITE_LEGEND = "Dotted: this site's operating point."
_SIGNED = "Site thresholds signed off by {name} on {day}, seal {seal}."
_UNSIGNED = "Site thresholds, seal {seal}."


def site_text(result: FindingResult, translate: Translate = str) -> str:
    """What a finding is by the site's own operating point, and what that rests on; empty where none was tuned."""
    site = result.site
    if site is None:
        return ""
    point = site.point
    return translate(_SITE).format(
        point=percent(site.operating_point),
        state=translate(STATE_WORDS[site.state]),
        normals=point.normals,
        wanted=f"{100 * point.false_calls:g}",
        low=f"{100 * point.low:.0f}",
        high=f"{100 * point.high:.0f}",
    )


def seal_text(results: Iterable[FindingResult], translate: Translate = str, *, named: bool = True) -> str:
    """Who answers for the site's operating points, unless no name may leave, and their seal; empty without any."""
    point = next((result.site.point for result in results if result.site is not None), None)
    if point is None or not point.digest:
        return ""
    pattern = _SIGNED if point.signer and named else _UNSIGNED
    return translate(pattern).format(name=point.signer, day=point.signed, seal=point.digest[:16])


LIGHT_WORDS = {"green": "as at first", "yellow": "different", "red": "very different", "grey": "too few films"}
TOPIC_WORDS = {
    "scores": "What the model says",
    "films": "Which films come in",
    "likeness": "How like the films are to those the model knows",
}
MEASURE_WORDS = {
    "score": "{subject}: median score {earlier:.2f}, now {later:.2f}",
    "above": "{subject}: above on {earlier:.0%} of films, now {later:.0%}",
    "refused": "refused by the film check: {earlier:.0%} of films, now {later:.0%}",
    "view": "view {subject}: {earlier:.0%} of films, now {later:.0%}",
    "device": "device {subject}: {earlier:.0%} of films, now {later:.0%}",
    "sharpness": "median sharpness {earlier:.3f}, now {later:.3f}",
    "unlike": "median “unlike” percentile {earlier:.0f}, now {later:.0f}",
}


def translatable() -> tuple[str, ...]:
    """Every sentence of these, for the catalogues."""
    site = _SITE, SITE_LEGEND, _SIGNED, _UNSIGNED
    return *LIGHT_WORDS.values(), *TOPIC_WORDS.values(), *MEASURE_WORDS.values(), *site
