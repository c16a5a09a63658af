"""Failure sentences: one for every error, without what does not belong in a window."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from inference.core import errors
from inference.text.messages import message_for

FOLDER = "/home/jane/Doe Jane 1970"


def leaves(kind: type[errors.ThoraCamError]) -> Iterator[type[errors.ThoraCamError]]:
    below = kind.__subclasses__()
    if not below:
        yield kind
    for child in below:
        yield from leaves(child)


def an_error(kind: type[errors.ThoraCamError], detail: str = "") -> errors.ThoraCamError:
    located = issubclass(kind, errors.FilmError | errors.PackError | errors.ExportError)
    return kind(Path(FOLDER) / "film.dcm", detail) if located else kind(detail)  # type: ignore[call-arg,arg-type]  # as located says


ALL = sorted({*leaves(errors.ThoraCamError), errors.EngineError, errors.ExportError}, key=lambda kind: kind.__name__)


@pytest.mark.parametrize("kind", ALL)
def test_every_error_has_a_title_a_sentence_and_a_hint(kind: type[errors.ThoraCamError]) -> None:
    message = message_for(an_error(kind))
    assert message.title
    assert not message.title.endswith(".")
    assert message.text.endswith(".")
    assert message.hint.endswith(".")


def test_no_two_errors_share_their_sentence() -> None:
    messages = [message_for(an_error(kind)) for kind in ALL]
    assert len({(message.title, message.text) for message in messages}) == len(ALL)


@pytest.mark.parametrize("kind", ALL)
def test_folders_are_not_named(kind: type[errors.ThoraCamError]) -> None:
    message = message_for(an_error(kind))
    assert "Jane" not in f"{message}"


def test_the_file_is_named() -> None:
    assert "“film.dcm”" in message_for(errors.DamagedFilm("/x/film.dcm")).text


def test_the_detail_follows_as_a_sentence() -> None:
    message = message_for(errors.DamagedFilm("film.dcm", "the pixel data ends early: 5 of 8 bytes are there"))
    assert message.text.endswith("The pixel data ends early: 5 of 8 bytes are there.")


def test_an_unexpected_error_says_nothing_of_itself() -> None:
    message = message_for(KeyError("Doe^Jane"))
    assert "Doe" not in f"{message}"
    assert "KeyError" not in f"{message}"


def test_a_subclass_nobody_described_gets_the_sentence_of_its_parent() -> None:
    class StrangeFilm(errors.DamagedFilm):
        pass

    assert message_for(StrangeFilm("a.dcm")) == message_for(errors.DamagedFilm("a.dcm"))


def test_control_and_bidi_characters_of_a_name_are_not_passed_on() -> None:
    text = message_for(errors.NotAFilm("evil\x1b[2J\u202egnp.dcm\n")).text
    assert not {"\x1b", "\u202e", "\n"} & set(text)


def test_a_name_that_looks_like_markup_or_a_format_is_literal() -> None:
    assert "“<b>{name}</b>.dcm”" in message_for(errors.NotAFilm("<b>{name}</b>.dcm".replace("/", "⁄"))).text.replace(
        "⁄", "/"
    )


def test_very_long_names_are_shortened_in_the_middle() -> None:
    text = message_for(errors.FileMissing("a" * 300 + ".dcm")).text
    assert "…" in text
    assert ".dcm”" in text
