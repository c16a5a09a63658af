"""The limits on films as options of a command."""

from __future__ import annotations

import argparse
import math
from collections.abc import Callable

from inference.core.limits import DEFAULT_LIMITS, GIGA, MEGA, Limits


def add_limits(command: argparse.ArgumentParser) -> None:
    """Add the options that raise or lower what a film may ask for."""
    default = DEFAULT_LIMITS
    group = command.add_argument_group("limits", "what a film may ask for; more is refused from its header")
    pixels, size, depth = default.frame_pixels / MEGA, default.decoded_bytes / GIGA, default.nesting
    group.add_argument(
        "--max-megapixels",
        type=_positive(float),
        default=pixels,
        metavar="N",
        help=f"million pixels in a frame ({pixels:g})",
    )
    group.add_argument(
        "--max-gigabytes", type=_positive(float), default=size, metavar="N", help=f"of decoded pixels ({size:g})"
    )
    group.add_argument(
        "--max-nesting", type=_positive(int), default=depth, metavar="N", help=f"sequences within each other ({depth})"
    )


def limits_of(options: argparse.Namespace) -> Limits:
    """The limits that the options ask for."""
    return Limits(
        frame_pixels=round(options.max_megapixels * MEGA),
        decoded_bytes=round(options.max_gigabytes * GIGA),
        nesting=options.max_nesting,
    )


def _positive(kind: type[int] | type[float]) -> Callable[[str], int | float]:
    def number(text: str) -> int | float:
        value = kind(text)
        if not (value > 0 and math.isfinite(value)):
            raise argparse.ArgumentTypeError("must be greater than 0")
        return value

    return number
