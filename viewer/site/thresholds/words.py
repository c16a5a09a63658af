"""A site's operating point in the window's words."""

from __future__ import annotations

from inference.core.site_points import SitePoint
from inference.site.thresholds.file import Signed
from inference.site.thresholds.tuning import hits_interval
from viewer.site.thresholds.desk import Desk
from viewer.style.translation import tr


def point_words(desk: Desk, key: str) -> str:
    """What the operating point calls, and how little so few films say; or how many are missing."""
    point = desk.point(key)
    if point is None:
        words = tr("{have} normals: {missing} more are needed for {wanted} false calls per 100.")
        have = len(desk.own(key).normals)
        return words.format(have=have, missing=desk.missing(key)[0], wanted=_per_100(desk.wish.false_calls))
    lines = [_false_calls(point), _positives(point)]
    return "\n".join(filter(None, lines))


def band_words(desk: Desk, key: str) -> str:
    """Why there is no band, or what it promises."""
    _, normals, positives = desk.missing(key)
    if normals or positives:
        words = tr("“Not sure” band of own films: {normals} normals and {positives} positives are missing")
        return words.format(normals=normals, positives=positives)
    return tr("“Not sure” band of own films: errs on at most 10 of 100 films of each kind")


def in_force_words(signed: Signed | None) -> str:
    """What is in force for the model."""
    if signed is None:
        return tr("No site thresholds are in force for it.")
    count, day = len(signed.thresholds.points), signed.thresholds.made
    if signed.signer:
        words = tr("In force: {count} findings, tuned {day}, signed off by {name} on {signed}.")
        return words.format(count=count, day=day, name=signed.signer, signed=signed.day)
    return tr("In force: {count} findings, tuned {day}, not signed off.").format(count=count, day=day)


def _false_calls(point: SitePoint) -> str:
    words = tr(
        "{wanted} false calls per 100 normals intended. {normals} normals leave between {low} and {high} "
        "(in nine of ten such samples)."
    )
    low, high = _per_100(point.low), _per_100(point.high)
    return words.format(wanted=_per_100(point.false_calls), normals=point.normals, low=low, high=high)


def _positives(point: SitePoint) -> str:
    between = hits_interval(point)
    if between is None:
        return tr("Without positives nobody knows how many it finds.")
    words = tr("It calls {hits} of {positives} positives ({low} to {high} of 100).")
    low, high = (round(100 * edge) for edge in between)
    return words.format(hits=point.hits, positives=point.positives, low=low, high=high)


def _per_100(share: float) -> str:
    return f"{100 * share:.0f}"
