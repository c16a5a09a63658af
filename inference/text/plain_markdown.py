"""The manual's Markdown as plain text for a terminal: headings, paragraphs, lists, tables, fences, links.

By hand, since no library that the program has writes plain text; what the manual does not use is not known here.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Sequence

MOST_WIDE = 100
NARROWEST = 12  # letters of a column that gives way
BETWEEN = "  "
_FENCE, _ROW, _PICTURE = "```", "|", re.compile(r"!\[(.*?)\]\((.*?)\)$")
_LINK = re.compile(r"\[([^\]]+)\]\(([^)]+)\)")
_ITEM = re.compile(r"(- |\d+\. )(.*)")
_MARKUP = re.compile(r"`([^`]+)`|\*\*(.+?)\*\*|(?<![\w*])\*(?=\S)([^*]+?)\*")


def plain(markdown: str, width: int = MOST_WIDE) -> str:
    """The text in lines of at most ``width`` letters; code keeps its lines as they are."""
    blocks = ("\n".join(_block(lines, width)) for lines in _blocks(markdown))
    return "\n\n".join(filter(None, blocks)) + "\n"


def inline(text: str) -> str:
    """One line without markup; a link to another topic says how to see it."""
    return _MARKUP.sub(lambda found: next(filter(None, found.groups())), _LINK.sub(_link, text)).replace("\\|", "|")


def _link(found: re.Match[str]) -> str:
    text, target = found[1], found[2].split("#")[0]
    if "://" in target:
        return f"{text} ({target})"
    return f"{text} (thoracam help {target.removesuffix('.md')})" if re.fullmatch(r"[a-z]+\.md", target) else text


def _blocks(markdown: str) -> Iterator[list[str]]:
    """Lines that belong together, as empty lines part them; a fence is one block whatever it holds."""
    lines: list[str] = []
    fenced = False
    for line in [*markdown.split("\n"), ""]:
        if line or fenced:
            lines.append(line)
            fenced ^= line.startswith(_FENCE)
        elif lines:
            yield lines
            lines = []


def _block(lines: Sequence[str], width: int) -> list[str]:
    first = lines[0]
    if first.startswith(_FENCE):
        return [f"    {line}".rstrip() for line in lines[1:-1]]
    if first.startswith("#"):
        return _heading(first)
    if first.startswith(_ROW):
        return _table(lines, width)
    if _ITEM.match(first):
        return [line for item in lines for line in _item(item, width)]
    picture = _PICTURE.match(first)
    return _wrapped(f"[Picture: {inline(picture[1])}]" if picture else inline(" ".join(lines)), width)


def _heading(line: str) -> list[str]:
    depth, text = len(line) - len(line.lstrip("#")), inline(line.lstrip("# "))
    return [text.upper()] if depth == 1 else [text, "-" * len(text)] if depth == 2 else [text]


def _item(line: str, width: int) -> list[str]:
    found = _ITEM.match(line)
    bullet, text = (found[1], found[2]) if found else ("  ", line.strip())
    return _wrapped(inline(text), width, f"  {bullet}")


def _wrapped(text: str, width: int, bullet: str = "") -> list[str]:
    rest = " " * len(bullet)
    return textwrap.wrap(
        text, width, initial_indent=bullet, subsequent_indent=rest, break_on_hyphens=False, break_long_words=False
    )


def _table(lines: Sequence[str], width: int) -> list[str]:
    """Rows as columns; the widest column gives way and is wrapped. A head of empty cells is left out."""
    rows = [_cells(line) for number, line in enumerate(lines) if number != 1]
    rows = rows[0 if any(rows[0]) else 1 :]
    widths = _widths(rows, width)
    return [line for row in rows for line in _row(row, widths)]


def _cells(line: str) -> list[str]:
    return [inline(cell.strip()) for cell in re.split(r"(?<!\\)\|", line.strip().strip(_ROW))]


def _widths(rows: Sequence[Sequence[str]], width: int) -> list[int]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    while sum(widths) + len(BETWEEN) * (len(widths) - 1) > width and max(widths) > NARROWEST:
        widths[widths.index(max(widths))] -= 1
    return widths


def _row(cells: Sequence[str], widths: Sequence[int]) -> list[str]:
    columns = [
        textwrap.wrap(cell, size, break_on_hyphens=False) or [""] for cell, size in zip(cells, widths, strict=True)
    ]
    height = max(map(len, columns))
    padded = [column + [""] * (height - len(column)) for column in columns]
    return [
        BETWEEN.join(part.ljust(size) for part, size in zip(line, widths, strict=True)).rstrip()
        for line in zip(*padded, strict=True)
    ]
