"""``thoracam help``: the topics, one of them, and what is said where there is none."""

from __future__ import annotations

import re

import pytest

from inference.cli.main import main
from inference.text.manual import ORDER, Topic, topics

MARKUP = re.compile(r"\*\*|\]\(|^#|^\|", re.MULTILINE)


def test_help_alone_lists_every_topic_with_its_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["help"]) == 0
    said = capsys.readouterr().out
    assert [line.split()[0] for line in said.split("\n")[2:] if line[:1].strip()] == list(ORDER)
    for topic in topics():
        assert " ".join(topic.summary.split()[:3]).replace("`", "") in said


@pytest.mark.parametrize("topic", topics(), ids=lambda topic: topic.name)
def test_a_topic_is_plain_text_of_a_readable_width(topic: Topic, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["help", topic.name]) == 0
    said = capsys.readouterr().out
    assert said.startswith(topic.title.upper())
    prose = [line for line in said.split("\n") if not line.startswith("    ")]
    assert max(map(len, prose)) <= 100
    assert not MARKUP.search("\n".join(prose))


def test_a_topic_is_found_whatever_its_case(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["help", "Keys"]) == 0
    assert "KEYS AND MOUSE" in capsys.readouterr().out


@pytest.mark.parametrize(("typed", "meant"), [("kyes", "keys"), ("reprots", "reports"), ("trainin", "training")])
def test_a_topic_that_is_not_there_names_those_spelt_alike(
    typed: str, meant: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["help", typed]) == 2
    assert f"The manual has no topic “{typed}”. Did you mean {meant}" in capsys.readouterr().err


def test_a_word_that_is_no_topic_names_those_that_speak_of_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["help", "cardiothoracic"]) == 2
    assert "annotations" in capsys.readouterr().err


def test_a_word_that_stands_nowhere_names_the_list(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["help", "xyzzy"]) == 2
    assert "thoracam help lists all topics" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["open", "train", "Analyze"])
def test_a_command_that_is_no_topic_names_its_own_help(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["help", command]) == 2
    said = capsys.readouterr().err
    assert f"thoracam {command.casefold()} --help explains it" in said
    assert "Did you mean" not in said


def test_a_piece_of_other_words_names_no_topic(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["help", "eleto"]) == 2  # as in "deleton": stands in no topic as a word
    assert "thoracam help lists all topics" in capsys.readouterr().err
