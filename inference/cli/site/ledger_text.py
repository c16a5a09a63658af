"""The ledger and its drift card as plain text for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from inference.core.findings import BY_KEY
from inference.site.drift.films import Week
from inference.site.drift.lights import Card, Light, Measure
from inference.site.ledger.figures import Figures, Share
from inference.site.ledger.sight import Arm
from inference.text.site_words import LIGHT_WORDS, MEASURE_WORDS, TOPIC_WORDS

ARM_TITLES = {
    Arm.UNAIDED: "Unaided reads: called before the model was shown",
    Arm.AIDED: "Reads with AI: assessments of the model's word",
}
_HEAD = ("Finding", "Films", "Agree", "Model alone per 100", "Reader alone per 100", "Not sure")
_TRUTH = ("Finding", "With/without", "Model sens.", "Model spec.", "Reader sens.", "Reader spec.")
_REGIONS = ("Finding", "Regions", "Hottest place inside per 100", "Median overlap, %")
AGREEMENT = "This says how reader and model agree, not who was right. In brackets: 95 % interval."
REGIONS = (
    "Regions that you drew for the finding, and its heatmap. In brackets: 95 % interval, of regions as independent."
)
OUTCOMES = "By the table of outcomes. In brackets: 95 % interval."


def figures_text(arm: Arm, rows: Sequence[Figures], *, truth: bool) -> str:
    """The figures of one arm, as tables."""
    lines = ["", ARM_TITLES[arm]]
    if not rows:
        return "\n".join([*lines, "  none yet", ""])
    lines += _table(_HEAD, [_agreement(one) for one in rows])
    lines.append(AGREEMENT)
    if truth:
        known = [one for one in rows if one.outcomes]
        lines += ["", *_table(_TRUTH, [_outcome(one) for one in known]), OUTCOMES]
    drawn = [one for one in rows if one.regions]
    if drawn:
        lines += ["", *_table(_REGIONS, [_heat(one) for one in drawn]), REGIONS]
    neither = sum(one.neither for one in rows)
    if neither:
        lines.append(f"{neither} times you disagreed with “not sure”, which says neither; these are in no figure.")
    return "\n".join([*lines, ""])


def drift_text(pack: str, found: Sequence[Week], lights: Sequence[Card]) -> str:
    """Weeks and lights."""
    head = ("Week of", "Films", "Refused", "With a call", "Views", "Devices", "Unlike (median)", "Sharpness")
    rows = [
        (
            *(week.monday.isoformat(), str(week.films), str(week.refused), str(week.called), str(week.views)),
            *(str(week.devices), _number(week.unlike, ".0f"), _number(week.sharpness, ".3f")),
        )
        for week in found
    ]
    lines = [pack, *_table(head, rows), ""]
    for card in lights:
        lines.append(f"[{LIGHT_WORDS[card.light]}] {TOPIC_WORDS[card.topic]}")
        lines += [f"    {_measure(measure)}" for measure in card.measures[:3] if card.light is not Light.GREY]
    return "\n".join([*lines, ""])


def _measure(one: Measure) -> str:
    subject = BY_KEY[one.subject].title if one.subject in BY_KEY else one.subject or "–"
    change = f"{one.difference.low:+.2f} to {one.difference.high:+.2f}"
    return MEASURE_WORDS[one.name].format(subject=subject, earlier=one.earlier, later=one.later) + f" ({change})"


def _agreement(one: Figures) -> tuple[str, ...]:
    name = " ".join(filter(None, (one.group, BY_KEY[one.finding].title)))
    shares = (one.agreement, one.false_calls, one.misses, one.unsure)
    return name, str(one.films), *map(_share, shares)


def _outcome(one: Figures) -> tuple[str, ...]:
    name = " ".join(filter(None, (one.group, BY_KEY[one.finding].title)))
    model = one.sensitivity(of_reader=False), one.specificity(of_reader=False)
    reader = one.sensitivity(of_reader=True), one.specificity(of_reader=True)
    return name, f"{model[0].of}/{model[1].of}", *map(_share, (*model, *reader))


def _heat(one: Figures) -> tuple[str, ...]:
    name = " ".join(filter(None, (one.group, BY_KEY[one.finding].title)))
    overlap = None if one.overlap is None else 100 * one.overlap
    return name, str(one.hits.of), _share(one.hits), _number(overlap, ".0f")


def _share(share: Share) -> str:
    if share.value is None or share.interval is None:
        return "–"
    low, high = share.interval
    return f"{100 * share.value:.0f} ({100 * low:.0f}–{100 * high:.0f})"


def _number(value: float | None, how: str) -> str:
    return "–" if value is None else format(value, how)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """The first column to the left, the others to the right."""
    lines = [tuple(head), *(tuple(row) for row in rows)]
    widths = [max(len(line[place]) for line in lines) for place in range(len(head))]
    return [
        "  " + "  ".join(cell.rjust(width) if place else cell.ljust(width) for place, (cell, width) in enumerate(pairs))
        for pairs in (list(zip(line, widths, strict=True)) for line in lines)
    ]
