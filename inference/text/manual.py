"""The manual: topics in ``resources/docs``, one Markdown file each, for *Help > Manual* and ``thoracam help``.

A topic's first line is its title, its first paragraph the sentence by which lists describe it. Topics link to each
other by file name (``[keys](keys.md)``), and show pictures of ``resources`` alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches

import resources

ORDER = (
    *(
        "start",
        "tour",
        "window",
        "keys",
        "annotations",
        "worklist",
        "settings",
        "reports",
        "site",
        "archive",
        "network",
        "objects",
        "commands",
    ),
    *("model", "packs", "training", "evaluation", "reader-studies", "teaching", "privacy", "troubleshooting"),
    *("design", "decisions", "building", "benchmarks", "licences", "contributing"),
)
"""Topics in the order in which they are read: the reader's, the researcher's, the developer's."""
MOST_NEAR = 4


@dataclass(frozen=True, slots=True)
class Topic:
    """One page of the manual; ``text`` is all of its Markdown."""

    name: str
    text: str

    @property
    def title(self) -> str:
        """What the first line calls it."""
        return self.text.split("\n", 1)[0].removeprefix("# ")

    @property
    def summary(self) -> str:
        """The sentence that stands below the title."""
        return self.text.split("\n\n", 2)[1].strip()


def topics() -> tuple[Topic, ...]:
    """All topics, in the order in which they are read."""
    return tuple(Topic(name, resources.path(f"docs/{name}.md").read_text(encoding="utf-8")) for name in ORDER)


def near(word: str, found: Sequence[Topic]) -> list[str]:
    """Names of topics that somebody may have meant: spelt alike, else those that speak of it most."""
    alike = get_close_matches(word.casefold(), [topic.name for topic in found], MOST_NEAR)
    if alike:
        return alike
    whole = re.compile(rf"\b{re.escape(word.casefold())}\b")  # "art" is not what speaks of "start"
    counts = {topic.name: len(whole.findall(topic.text.casefold())) for topic in found}
    return sorted(filter(counts.__getitem__, counts), key=lambda name: -counts[name])[:MOST_NEAR]
