"""What a report finds, by concepts of TID 1500 and of the CAD templates (PS3.16 TID 1411, 1501, 4104, 4006)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from inference.core.film_objects import ReportFinding, ReportNumber
from inference.reading.objects.origin import shortened

_GROUP: Final = "125007"  # Measurement Group
_CAD: Final = ("111059", "111015")  # Single Image Finding, Composite Feature
_FINDING: Final = ("121071", "111059", "111015")
_TRACKING: Final = ("112039", "112040")  # identifier, UID
_SITE: Final = ("363698007", "G-C0E3", "T-D0005")
_ALGORITHM, _VERSION, _PARAMETERS = "111001", "111003", "111002"
_PERSON, _DEVICE = "121008", ("121013", "121014", "121015")  # name; name, manufacturer, model
_TECHNICAL: Final = (*_TRACKING, _ALGORITHM, _VERSION, _PARAMETERS, "112227", "111056")
_DERIVATION, _LIBRARY = "121401", "111028"  # how a number was made of others; images and what is known of them
_LIKELIHOODS: Final = ("111012", "111047", "111013")
_WORDS: Final = re.compile(r"probab|likelihood|certainty|confidence", re.IGNORECASE)
_MOST: Final = 500  # findings that are listed
_MOST_SAID: Final = 12
_LONGEST: Final = 300


@dataclass(slots=True)
class Node:
    """A content item while a report is read; ``code`` is that of its concept."""

    name: str
    code: str
    kind: str
    value: str
    number: ReportNumber | None
    items: tuple[Node, ...] = ()
    region: int | None = None


def is_likelihood(code: str, name: str) -> bool:
    """Whether a number says how probable something is."""
    return code in _LIKELIHOODS or _WORDS.search(name) is not None


def findings(root: Node) -> tuple[ReportFinding, ...]:
    """The findings and measurement groups of a report; numbers and regions outside of them are one more."""
    heads = [node for node, _ in zip(_heads(root), range(_MOST), strict=False)]
    found = [_finding(node) for node in heads]
    rest = _finding(root)
    if rest.numbers or rest.regions:
        found.append(ReportFinding(root.name, numbers=rest.numbers, regions=rest.regions))
    return tuple(found)


def _heads(node: Node) -> Iterator[Node]:
    for inner in node.items:
        if _is_head(inner):
            yield inner
        yield from _heads(inner)


def _is_head(node: Node) -> bool:
    group = node.kind == "CONTAINER" and node.code == _GROUP
    return group or (node.kind == "CODE" and node.code in _CAD and bool(node.value))


def _finding(head: Node) -> ReportFinding:
    own = list(_own(head))
    sites = [node.value for node in own if node.code in _SITE and node.value]
    said = (
        f"{node.name}: {node.value}"
        for node in own
        if node.kind in ("CODE", "TEXT") and node.value and node.code not in (*_SITE, *_TECHNICAL, *_FINDING)
    )
    return ReportFinding(
        name=_name(head, own),
        site=", ".join(dict.fromkeys(sites)),
        said=tuple(shortened(words, _LONGEST) for words, _ in zip(said, range(_MOST_SAID), strict=False)),
        numbers=tuple(number for node in own if (number := _number(node)) is not None),
        regions=tuple(node.region for node in (head, *own) if node.region is not None),
    )


def _name(head: Node, own: list[Node]) -> str:
    if head.kind == "CODE":
        return head.value
    named = (node.value for code in ("121071", *_TRACKING[:1]) for node in own if node.code == code and node.value)
    return next(named, head.name)


def _own(head: Node) -> Iterator[Node]:
    """What is below a finding, without what is below another one."""
    for inner in head.items:
        if not _is_head(inner) and inner.code != _LIBRARY:
            yield inner
            yield from _own(inner)


def _number(node: Node) -> ReportNumber | None:
    """The number of an item, with how it was made of others in its name: mean, minimum, standard deviation."""
    made = ", ".join(inner.value for inner in node.items if inner.code == _DERIVATION and inner.value)
    if node.number is None or not made:
        return node.number
    return replace(node.number, name=f"{node.number.name} ({made})")


def algorithms(root: Node) -> tuple[str, ...]:
    """The algorithms that a report names, each with its version."""
    return tuple(dict.fromkeys(_algorithms(root)))


def _algorithms(node: Node) -> Iterator[str]:
    names = [inner for inner in node.items if inner.code == _ALGORITHM]
    versions = [inner.value for inner in node.items if inner.code == _VERSION]
    for place, inner in enumerate(names):
        below = [one.value for one in inner.items if one.code == _VERSION]
        version = next(iter((*below, *versions[place : place + 1])), "")
        yield " ".join(filter(None, (inner.value, version)))
    for inner in node.items:
        yield from _algorithms(inner)


def observers(root: Node) -> tuple[str, ...]:
    """Persons and devices that a report names as its observers (TID 1001), each once."""
    return tuple(dict.fromkeys(filter(None, _observers(root))))


def _observers(node: Node) -> Iterator[str]:
    yield from (inner.value for inner in node.items if inner.code == _PERSON)
    device = {inner.code: inner.value for inner in node.items if inner.code in _DEVICE}
    yield " ".join(dict.fromkeys(filter(None, (device.get(code, "") for code in (*_DEVICE[1:], _DEVICE[0])))))
    for inner in node.items:
        yield from _observers(inner)
