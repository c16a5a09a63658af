"""The words of lights and measures of drift, for window and command line; keyed by their plain values."""

from __future__ import annotations

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
    return *LIGHT_WORDS.values(), *TOPIC_WORDS.values(), *MEASURE_WORDS.values()
