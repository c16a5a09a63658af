"""Site thresholds as a TOML file: sealed by a digest, signed off by a name and a day, withdrawn by a day.

The seal is a SHA-256 over all that the file says. It shows a change, by a hand or by a disk; it does not prove who
signed.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
import tomli_w
from msgspec import Meta, Struct

from inference.core.errors import ThresholdsUnusable
from inference.core.findings import BY_KEY
from inference.core.site_points import SitePoint, SiteThresholds, ThresholdsOf, none_tuned
from inference.files.atomic_file import write_whole
from inference.files.stored_types import Count, Share

FORMAT, KIND = 1, "ThoraCAM site thresholds"
USE = "Research use only. Not a medical device."
SUFFIX = ".toml"
_MOST_BYTES = 1 << 20
_Hash = Annotated[str, Meta(pattern=r"\A[0-9a-f]{64}\Z")]
_Text = Annotated[str, Meta(max_length=200)]


@dataclass(frozen=True, slots=True)
class Signed:
    """Thresholds with who signed them off and when (ISO day), empty where nobody did; ``withdrawn``: since when."""

    thresholds: SiteThresholds
    signer: str = ""
    day: str = ""
    withdrawn: str = ""

    @property
    def digest(self) -> str:
        """The seal: SHA-256 over all that the file says, in one form."""
        text = json.dumps(_contents(self), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode("utf-8")).hexdigest()

    @property
    def in_force(self) -> SiteThresholds:
        """The thresholds with what their points say of signature and seal."""
        digest = self.digest
        points = tuple(
            replace(point, signer=self.signer, signed=self.day, digest=digest) for point in self.thresholds.points
        )
        return replace(self.thresholds, points=points)


class _Point(Struct, forbid_unknown_fields=True):
    finding: Annotated[str, Meta(pattern=rf"\A(?:{'|'.join(BY_KEY)})\Z")]
    score: Share
    false_calls: Share
    normals: Count
    low: Share
    high: Share
    positives: Count = 0
    hits: Count = 0
    band: tuple[Share, Share] | None = None
    band_error: Share = 0.1
    prevalence: Share | None = None


class _File(Struct, forbid_unknown_fields=True):
    format: Literal[1]
    kind: Literal["ThoraCAM site thresholds"]
    pack: _Text
    pack_hash: _Hash
    preparation: _Text
    made: _Text
    digest: _Hash
    points: tuple[_Point, ...]
    use: str = USE
    signer: _Text = ""
    signed: _Text = ""
    withdrawn: _Text = ""


def to_toml(signed: Signed) -> str:
    """The file's text."""
    values = {**_contents(signed), "digest": signed.digest, "use": USE}
    points = values.pop("points")
    return tomli_w.dumps({**values, "points": points})


def write(path: Path, signed: Signed, *, overwrite: bool = False, private: bool = False) -> Path:
    """Write the file whole. Raises ``ExportError`` kin."""
    return write_whole(path, to_toml(signed).encode("utf-8"), overwrite=overwrite, private=private)


def read(path: Path) -> Signed:
    """The thresholds in a file. Raises ``ThresholdsUnusable`` where it is none, or was changed since it was sealed."""
    try:
        with path.open("rb") as file:
            data = file.read(_MOST_BYTES + 1)
        if len(data) > _MOST_BYTES:
            raise ThresholdsUnusable(path, "it is far too large")
        found = msgspec.convert(tomllib.loads(data.decode("utf-8")), _File)
    except OSError as error:
        raise ThresholdsUnusable(path, f"it cannot be read: {error.strerror or 'no such file'}") from error
    except (ValueError, RecursionError) as error:  # not UTF-8, not TOML, or not what this program writes
        raise ThresholdsUnusable(path, "it is no file of site thresholds, or is damaged") from error
    signed = _signed(found)
    if signed.digest != found.digest:
        raise ThresholdsUnusable(path, "it was changed since it was sealed")
    return signed


def usable(path: Path) -> SiteThresholds:
    """The thresholds in a file that may be put in force. Raises ``ThresholdsUnusable``, also where withdrawn."""
    signed = read(path)
    if signed.withdrawn:
        raise ThresholdsUnusable(path, f"it was withdrawn on {signed.withdrawn}")
    return signed.in_force


def thresholds_in(path: Path | None) -> ThresholdsOf:
    """What an engine is given where a file was named, or none. Raises as :func:`usable`."""
    if path is None:
        return none_tuned
    found = usable(path)
    return lambda _pack_hash: found


def _signed(found: _File) -> Signed:
    points = tuple(SitePoint(**msgspec.structs.asdict(point)) for point in found.points)
    thresholds = SiteThresholds(found.pack, found.pack_hash, found.made, points, found.preparation)
    return Signed(thresholds, found.signer, found.signed, found.withdrawn)


def _contents(signed: Signed) -> dict[str, Any]:
    made = signed.thresholds
    return {
        "format": FORMAT,
        "kind": KIND,
        "pack": made.pack,
        "pack_hash": made.pack_hash,
        "preparation": made.preparation,
        "made": made.made,
        "signer": signed.signer,
        "signed": signed.day,
        "withdrawn": signed.withdrawn,
        "points": [_point(point) for point in made.points],
    }


def _point(point: SitePoint) -> dict[str, Any]:
    """A point without what the file says once for all; TOML has no null."""
    values = {name: value for name, value in asdict(point).items() if name not in ("signer", "signed", "digest")}
    if point.band is not None:
        values["band"] = list(point.band)
    return {name: value for name, value in values.items() if value is not None}
