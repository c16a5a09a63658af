"""Servers that several tests of a file speak with, films to send, and a keyring that is none of the system's."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import keyring
import keyring.backend
import keyring.errors
import numpy as np
import pytest

from inference.cli.main import main
from tests.builders import write_dicom
from tests.inference.network.servers import Orthanc, orthanc


class MemoryKeyring(keyring.backend.KeyringBackend):
    """A keyring for the time of a test."""

    priority = 1.0

    def __init__(self) -> None:
        self.held: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.held.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.held[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.held.pop((service, username), None) is None:
            raise keyring.errors.PasswordDeleteError


@pytest.fixture(autouse=True)
def ring() -> Iterator[MemoryKeyring]:
    before, mine = keyring.get_keyring(), MemoryKeyring()
    keyring.set_keyring(mine)
    yield mine
    keyring.set_keyring(before)


@pytest.fixture(scope="module")
def pacs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Orthanc]:
    """An Orthanc for all tests of a file, which send films of patients of their own."""
    with orthanc(tmp_path_factory.mktemp("orthanc")) as server:
        yield server


def film(path: Path, *, side: int = 32, seed: int = 0, **tags: Any) -> Path:
    """A small film with pixels of its own."""
    pixels = np.random.default_rng(seed).integers(0, 4096, (side, side), dtype=np.uint16)
    path.parent.mkdir(parents=True, exist_ok=True)
    return write_dicom(path, pixels, **tags)


def thoracam(*words: object) -> int:
    """Run a command as its user would."""
    return main([str(word) for word in words])
