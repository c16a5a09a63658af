"""Imports pydicom without what it would fetch examples with, which takes a tenth of a second and is never used."""

from __future__ import annotations

import sys
from collections.abc import MutableMapping
from typing import Any

FETCHES = "requests"


def import_pydicom() -> None:
    """Import pydicom; whoever else wants the other library imports it afterwards as ever."""
    modules: MutableMapping[str, Any] = sys.modules
    if FETCHES in modules:
        return
    modules[FETCHES] = None  # an import of it fails, which pydicom takes for not installed
    try:
        import pydicom
    finally:
        del modules[FETCHES]
    assert pydicom.__version__


import_pydicom()
