"""Lungs and heart as a small network sees them, run by OpenCV; nothing where what it sees is not plausible."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

import resources
from inference.core.errors import EmptyFilm, PackMalformed, PackMissing
from inference.engine.anatomy.shapes import Plane
from inference.imaging.heat_on_film import planes_on_film
from inference.imaging.model_input import InputSpec, prepare

Mask = NDArray[np.bool_]
NETWORK = resources.path("models/anatomy/network.onnx")
SIDE = 128  # pixels a side of what the network is given
INPUT = InputSpec(SIDE, SIDE)
RIGHT, LEFT, HEART = 1, 2, 3  # its classes; 0 is everything else
_LUNG, _HEART = (0.02, 0.35), (0.012, 0.25)  # shares of the film that may be one lung, the heart
_UNLIKE = 3.5  # how much larger one lung may be than the other
_WHOLE = 0.85  # of an organ's pixels that hang together
_SURE = 0.86  # mean share of its class over an organ
_CLEAR, _UNCLEAR = 0.9, 0.22  # share of a class from which a pixel is clear, and how many pixels may not be
_ONE_AT_A_TIME = threading.Lock()  # OpenCV's networks hold the film they are given


@dataclass(frozen=True, slots=True, eq=False)  # arrays do not compare to one bool
class Organs:
    """Masks of both lungs and the heart on a film, all of its shape (rows, columns); the patient's sides."""

    right: Mask
    left: Mask
    heart: Mask


def find_organs(film: Plane, network: Path = NETWORK) -> Organs | None:
    """Lungs and heart on a film in 0..1 with square pixels; None where what is seen is not plausible.

    Raises ``PackError`` when the network's file is missing or damaged.
    """
    try:
        shares = class_shares(film, network)
    except EmptyFilm:
        return None
    best, seen = _most_likely(shares)
    masks = [seen == organ for organ in (RIGHT, LEFT, HEART)]
    sure = all(_sure(mask, shares[organ]) for organ, mask in enumerate(masks, start=1))
    sure = sure and float((best < _CLEAR).mean()) <= _UNCLEAR
    whole = [_largest(mask) for mask in masks]
    pairs = zip(whole, masks, strict=True)
    if not sure or any(part.sum() < _WHOLE * mask.sum() for part, mask in pairs) or not plausible(*whole):
        return None
    return Organs(*whole)


def class_shares(film: Plane, network: Path = NETWORK) -> Plane:
    """The share of each class at every pixel of a film, float32 (4, rows, columns); raises ``EmptyFilm`` too."""
    values, place = prepare(film, INPUT)
    net = _load(network)
    with _ONE_AT_A_TIME:
        net.setInput(values.transpose(2, 0, 1)[None])
        logits = np.asarray(net.forward()[0], np.float32)
    shape = (int(film.shape[0]), int(film.shape[1]))
    powers = np.exp(planes_on_film(logits - logits.max(), place, shape))
    return np.asarray(powers / powers.sum(axis=0), np.float32)


def plausible(right: Mask, left: Mask, heart: Mask) -> bool:
    """Whether masks may be two lungs and a heart of one upright film: by their areas, sides and order."""
    areas = [np.count_nonzero(mask) / mask.size for mask in (right, left, heart)]
    limits = (_LUNG, _LUNG, _HEART)
    if any(not low <= area <= high for area, (low, high) in zip(areas, limits, strict=True)):
        return False
    if max(areas[:2]) > _UNLIKE * min(areas[:2]):
        return False
    (right_row, right_column), (left_row, left_column), (heart_row, heart_column) = map(_centre, (right, left, heart))
    return right_column < heart_column < left_column and heart_row > min(right_row, left_row)


@lru_cache(maxsize=2)
def _load(path: Path) -> cv2.dnn.Net:
    """The network of an ONNX file; read as bytes, for OpenCV does not open every name. Read once per path."""
    if not path.is_file():
        raise PackMissing(path.parent, f"{path.name} is missing.")
    try:
        return cv2.dnn.readNetFromONNX(np.frombuffer(path.read_bytes(), np.uint8))
    except (OSError, cv2.error) as error:
        raise PackMalformed(path.parent, f"{path.name} is damaged.") from error


def _sure(mask: Mask, share: Plane) -> bool:
    return bool(mask.any()) and float(share[mask].mean()) >= _SURE


def _most_likely(shares: Plane) -> tuple[Plane, NDArray[np.uint8]]:
    """The greatest share at every pixel, and the first class that has it: what ``argmax`` takes far longer for."""
    best, seen = shares[0].copy(), np.zeros(shares.shape[1:], np.uint8)
    for organ in (RIGHT, LEFT, HEART):
        seen[shares[organ] > best] = organ
        np.maximum(best, shares[organ], out=best)
    return best, seen


def box_of(mask: Mask, margin: int = 0) -> tuple[slice, slice]:
    """The rows and columns that a mask lies in, and so many around them as far as there are."""
    left, top, wide, high = cv2.boundingRect(np.asarray(mask, np.uint8))
    rows = slice(max(top - margin, 0), top + high + margin)
    return rows, slice(max(left - margin, 0), left + wide + margin)


def _largest(mask: Mask) -> Mask:
    """The largest part of a mask that hangs together."""
    box = box_of(mask)
    count, parts, facts, _ = cv2.connectedComponentsWithStats(np.asarray(mask[box], np.uint8))
    if count < 3:
        return mask
    largest = np.zeros_like(mask)
    largest[box] = parts == 1 + int(facts[1:, cv2.CC_STAT_AREA].argmax())
    return largest


def _centre(mask: Mask) -> tuple[float, float]:
    sums = cv2.moments(np.asarray(mask, np.uint8), binaryImage=True)
    return sums["m01"] / sums["m00"], sums["m10"] / sums["m00"]
