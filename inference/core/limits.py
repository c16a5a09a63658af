"""How much a file may ask for: judged by its header, before anything is allocated."""

from __future__ import annotations

from dataclasses import dataclass

MEGA, GIGA = 1_000_000, 1_000_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """What a film may be at most; the settings file and the command line can say otherwise.

    ``frame_pixels``: rows x columns of one frame. ``decoded_bytes``: all frames, uncompressed; the same figure bounds
    a deflated data set or a ZIP member. ``nesting``: sequences within sequences. ``elements``: data elements before
    the pixels, whose mere number can keep a parser busy for minutes.
    """

    frame_pixels: int = 200 * MEGA
    decoded_bytes: int = 2 * GIGA
    nesting: int = 100
    elements: int = 100_000


DEFAULT_LIMITS = Limits()


def too_large(rows: int, columns: int, pixel_bytes: float, frames: int, limits: Limits) -> str:
    """Why a header promises more pixels in a frame, or more bytes in all, than allowed; empty where it does not.

    ``pixel_bytes`` is the size of one decoded pixel, all samples together.
    """
    if rows * columns > limits.frame_pixels:
        return f"{rows} x {columns} pixels; at most {limits.frame_pixels / MEGA:g} million pixels are read"
    frame = rows * columns * pixel_bytes
    if frame * frames > limits.decoded_bytes:
        return f"{frames} frames of {frame / MEGA:.0f} MB; at most {limits.decoded_bytes / GIGA:g} GB are read"
    return ""
