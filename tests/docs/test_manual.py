"""The manual: its pages are in order, say what they are, lead somewhere, and go where the program goes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import resources
from inference.text.manual import ORDER, Topic, topics

ROOT = Path(__file__).parents[2]
DOCS = resources.path("docs")
README = ROOT / "README.md"
MOST_BYTES = 10_240
LINK = re.compile(r"\]\(([^)\s]+)\)")
PAGES = [README, *sorted(DOCS.glob("*.md"))]


def links(page: Path) -> list[str]:
    """Targets of links and pictures, without what stands in code."""
    return LINK.findall(without_code(page.read_text("utf-8")))


def without_code(text: str) -> str:
    return re.sub(r"```.*?```|`[^`\n]*`", "", text, flags=re.DOTALL)


def test_every_page_has_its_place_in_the_order() -> None:
    assert sorted(ORDER) == [page.stem for page in sorted(DOCS.iterdir())]
    assert [topic.name for topic in topics()] == list(ORDER)


@pytest.mark.parametrize("topic", topics(), ids=lambda topic: topic.name)
def test_a_page_begins_with_its_title_and_one_sentence(topic: Topic) -> None:
    assert re.fullmatch(r"# \S[^\n]*", topic.text.split("\n")[0])
    assert topic.summary.endswith(".")
    assert "\n" not in topic.summary
    assert len(topic.summary) <= 120
    assert "\n# " not in without_code(topic.text)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_link_leads_to_something_that_is_there(page: Path) -> None:
    for target in links(page):
        assert "://" not in target, target
        assert (page.parent / target.split("#")[0]).exists(), target


@pytest.mark.parametrize("page", PAGES[1:], ids=lambda page: page.stem)
def test_a_page_of_the_manual_leads_to_what_the_program_has_with_it(page: Path) -> None:
    for target in links(page):
        path = (page.parent / target).resolve()
        assert path.is_relative_to(resources.path("")), target
        assert "installer" not in path.parts, target


def test_the_readme_is_short_and_leads_to_every_topic() -> None:
    assert len(README.read_bytes()) <= MOST_BYTES
    linked = {Path(target).stem for target in links(README) if target.startswith("resources/docs/")}
    assert linked | {"start"} == set(ORDER)


def test_the_readme_shows_one_picture() -> None:
    assert README.read_text("utf-8").count("![") == 1
