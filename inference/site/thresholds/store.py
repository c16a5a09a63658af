"""The site thresholds in force on this computer: one file for each pack, in the user's data folder."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path

import platformdirs

from inference.core.errors import ThresholdsUnusable
from inference.core.site_points import SiteThresholds
from inference.files.names import distinct
from inference.site.thresholds import file
from inference.site.thresholds.file import SUFFIX, Signed


def thresholds_folder() -> Path:
    """Where they lie on this system."""
    return platformdirs.user_data_path("thoracam", appauthor=False) / "site" / "thresholds"


class ThresholdStore:
    """Puts thresholds in force, finds them by pack, withdraws them; what was withdrawn is kept under another name."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or thresholds_folder()

    def put_in_force(self, signed: Signed) -> Path:
        """Use these from now on for their pack; those before are kept as withdrawn. Raises ``ExportError`` kin."""
        if signed.withdrawn:
            raise ThresholdsUnusable(self._path(signed.thresholds.pack_hash), f"it was withdrawn on {signed.withdrawn}")
        before = self.of_pack(signed.thresholds.pack_hash)
        if before is not None and before != signed:
            self.withdraw(signed.thresholds.pack_hash)
        return file.write(self._path(signed.thresholds.pack_hash), signed, overwrite=True, private=True)

    def of_pack(self, pack_hash: str) -> Signed | None:
        """Those in force for a pack; None where there are none, or the file is damaged."""
        with suppress(ThresholdsUnusable):
            found = file.read(self._path(pack_hash))
            return None if found.withdrawn else found
        return None

    def withdraw(self, pack_hash: str) -> Path | None:
        """Use those of this pack no more; answers where they are kept, None where there were none."""
        known = self.of_pack(pack_hash)
        if known is None:
            return None
        path = self._path(pack_hash)
        stem = distinct(f"{path.stem}.withdrawn", [one.stem for one in self.folder.glob(f"*{SUFFIX}")])
        kept = file.write(self.folder / f"{stem}{SUFFIX}", replace(known, withdrawn=_today()), private=True)
        path.unlink()
        return kept

    def find(self, pack_hash: str) -> SiteThresholds | None:
        """Those for a pack; else the newest in force for another, by which it is said that the site has to tune again;
        else None.
        """
        own = self.of_pack(pack_hash)
        if own is not None:
            return own.in_force
        others = sorted(self._in_force(), key=lambda signed: signed.thresholds.made)
        return others[-1].in_force if others else None

    def stamp(self) -> int:
        """Another number when what is in force may have changed."""
        try:
            return self.folder.stat().st_mtime_ns
        except OSError:
            return 0

    def _in_force(self) -> Iterator[Signed]:
        for path in sorted(self.folder.glob(f"*{SUFFIX}")):
            with suppress(ThresholdsUnusable):
                found = file.read(path)
                if not found.withdrawn:
                    yield found

    def _path(self, pack_hash: str) -> Path:
        return self.folder / f"{pack_hash[:16]}{SUFFIX}"


def _today() -> str:
    return date.today().isoformat()  # noqa: DTZ011 - the day as the wall says it
