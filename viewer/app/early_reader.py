"""The reader of films, made before all that the window needs, so that its process gets ready meanwhile."""

from __future__ import annotations

from viewer.control.jobs.lazy_ports import LazyReader
from viewer.state import settings


def started_reader() -> LazyReader:
    """What reads films, by the user's limits; its process is on its way."""
    reader = LazyReader(settings.load(settings.settings_path()).limits)
    reader.start()
    return reader
