"""Pages for a browser from the templates in ``resources/templates``: they stand alone, every value is escaped."""

from __future__ import annotations

import base64
from functools import cache
from typing import TYPE_CHECKING

import resources

if TYPE_CHECKING:  # a tenth of a second that only a page is worth
    from jinja2 import Environment


def html_page(template: str, **values: object) -> bytes:
    """A template with these values as UTF-8; raises ``jinja2.UndefinedError`` for a value that it misses."""
    return _environment().get_template(template).render(values).encode("utf-8")


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(resources.path("templates")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["png"] = _data_url
    return environment


def _data_url(picture: bytes) -> str:
    """A PNG inside the page."""
    return f"data:image/png;base64,{base64.b64encode(picture).decode()}"
