"""Numbers as stored files may hold them, for checking what is read: JSON and TOML know NaN and infinity too."""

from __future__ import annotations

import sys
from typing import Annotated

from msgspec import Meta

Finite = Annotated[float, Meta(ge=-sys.float_info.max, le=sys.float_info.max, description="a finite number")]
Positive = Annotated[float, Meta(gt=0, le=sys.float_info.max, description="a number above 0")]
Share = Annotated[float, Meta(ge=0, le=1, description="a number between 0 and 1")]
Count = Annotated[int, Meta(ge=0, description="a whole number of at least 0")]
