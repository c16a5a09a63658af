"""Sentences in other languages without Qt: the catalogue of the window, for reports and the command line."""

from __future__ import annotations

from functools import cache
from xml.etree import ElementTree as ET

import resources
from inference.text.wording import Translate

LANGUAGES = ("en", "ko")


@cache
def translator(language: str) -> Translate:
    """What gives sentences of the program in a language of ``LANGUAGES``; those it does not know stay English."""
    if language == "en":
        return str
    known = _sentences(language)
    return lambda sentence: known.get(sentence) or sentence


def _sentences(language: str) -> dict[str, str]:
    catalogue = ET.parse(resources.path(f"languages/{language}.ts"))  # noqa: S314 - our own file
    return {
        message.findtext("source", ""): message.findtext("translation", "") or ""
        for message in catalogue.iter("message")
    }
