"""What a receiver tells the program: plain values that travel between processes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Listening:
    """The receiver is ready at this port."""

    port: int


@dataclass(frozen=True, slots=True)
class ObjectCame:
    """An object of a study lies whole in the inbox; ``duplicate``: it did already."""

    path: Path
    study: str
    study_uid: str
    sender: str
    duplicate: bool


@dataclass(frozen=True, slots=True)
class Turned:
    """Something was refused: ``why`` in words without data of patients, ``sender`` an AE title or an address."""

    sender: str
    why: str


@dataclass(frozen=True, slots=True)
class Quarantined(Turned):
    """An object was refused, and lies in quarantine: ``why`` says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class CommitmentAsked:
    """A sender wants to be told which of these objects (SOP class and instance UIDs) are safe."""

    sender: str
    transaction: str
    objects: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class CannotListen:
    """The port could not be opened; the receiver is at its end."""

    why: str


@dataclass(frozen=True, slots=True)
class Restarted:
    """The process ended without being asked, and another one listens in its place."""


Event = Listening | ObjectCame | Turned | Quarantined | CommitmentAsked | CannotListen | Restarted
