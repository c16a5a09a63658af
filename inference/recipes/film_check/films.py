"""Films to teach the film check by: real frontal ones augmented in all kinds of ways, and simulated wrong ones."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np

from inference.engine.film_check.thumbnail import of_display
from inference.recipes.film_check.brushes import SIDE, Floats, spectral
from inference.recipes.film_check.scenes import SCENES
from inference.recipes.simulate.hospital import changed

CHEST, CROPPED, LATERAL, OTHER = range(4)
UNKNOWN = -1


@dataclass(frozen=True, slots=True)
class Mix:
    """Shares of samples: frontal films, then pieces of them, then laterals, the rest no chest; of the frontal ones how
    many are turned and inverted; and how many are drawn phantoms and of the other hospital."""

    frontal: float
    cropped: float
    lateral: float
    turned: float
    inverted: float
    phantoms: float
    elsewhere: float


FIRST = Mix(frontal=0.56, cropped=0.08, lateral=0.13, turned=0.4, inverted=0.2, phantoms=0.05, elsewhere=0.08)
AGAIN = Mix(frontal=0.60, cropped=0.07, lateral=0.11, turned=0.33, inverted=0.27, phantoms=0.03, elsewhere=0.12)
STRENGTHS = (0.0, 0.0, 0.6, 1.0, 1.0)  # of what a hospital does to a film, one of them by chance
Rng = np.random.Generator


@dataclass(frozen=True, slots=True, eq=False)  # arrays do not compare to one bool
class CheckSample:
    """One thumbnail and what is true of it.

    ``values``: float32 (48, 48) in -1..1; ``kind``: CHEST, CROPPED, LATERAL or OTHER; ``turn``: quarter turns
    counter-clockwise, 0..3; ``mirrored`` and ``inverted``: 0 or 1; UNKNOWN where there is no answer.
    """

    values: Floats
    kind: int
    turn: int = UNKNOWN
    mirrored: int = UNKNOWN
    inverted: int = UNKNOWN


def chest(
    film: Floats, rng: Rng, turn: int = 0, *, mirrored: bool = False, inverted: bool = False, strength: float = 0.0
) -> CheckSample:
    """A frontal film (SIDE, SIDE) as a site might send it, wrong in the ways asked for.

    ``strength``: how much of what intensive care does to a film is done to it, 0..1.
    """
    augmented = augmented_film(film[:, ::-1] if mirrored else film, rng, strength)
    augmented = np.rot90(1 - augmented if inverted else augmented, turn)
    return CheckSample(_seen(augmented), CHEST, turn, int(mirrored), int(inverted))


def plain(film: Floats, turn: int = 0, *, mirrored: bool = False, inverted: bool = False) -> CheckSample:
    """A frontal film as it is, wrong in the ways asked for and no other."""
    result = film[:, ::-1] if mirrored else film
    return CheckSample(
        _seen(np.rot90(1 - result if inverted else result, turn)), CHEST, turn, int(mirrored), int(inverted)
    )


def cropped(film: Floats, rng: Rng) -> CheckSample:
    """A half or a quarter of a frontal film, filling the frame."""
    down, across = ((0.5, 1.0), (1.0, 0.5), (0.5, 0.5))[rng.integers(3)]
    return CheckSample(_seen(_dimmed(_window(film, down, across, rng), rng)), CROPPED)


def lateral(film: Floats, rng: Rng) -> CheckSample:
    """A lateral chest as best one can from a frontal film, or wholly drawn; facing either way."""
    made = _folded(film, rng) if rng.random() < 0.5 else _drawn_lateral(rng)
    made = made[:, ::-1] if rng.random() < 0.5 else made
    return _other(augmented_film(made, rng, _sometimes(rng)), rng, LATERAL)


def other(film: Floats, rng: Rng, scenes: dict[str, Callable[[Rng], Floats]] = SCENES) -> CheckSample:
    """No chest film: a drawn scene, or the pieces of one put together wrongly."""
    if rng.random() < 0.3:
        return broken(film, rng)
    return scene_of(list(scenes.values())[rng.integers(len(scenes))], rng)


def broken(film: Floats, rng: Rng) -> CheckSample:
    """A frontal film whose pieces no longer make a chest: blown up, shuffled, scrambled or torn."""
    return _other(_dimmed(_BROKEN[rng.integers(len(_BROKEN))](film, rng), rng), rng)


def scene_of(scene: Callable[[Rng], Floats], rng: Rng) -> CheckSample:
    """One drawn scene, mildly augmented, turned and brightened by chance."""
    made = scene(rng)
    return _other(augmented_film(made, rng, _sometimes(rng)) if rng.random() < 0.5 else _dimmed(made, rng), rng)


def sample(film: Floats, rng: Rng, mix: Mix = FIRST) -> CheckSample:
    """A sample by chance: a frontal film more often than not, right in every way or wrong; or no such film."""
    chance = rng.random() - mix.frontal
    if chance < 0:
        turn, strength = int(rng.integers(1, 4)) if rng.random() < mix.turned else 0, float(rng.choice(STRENGTHS))
        inverted = rng.random() < mix.inverted
        return chest(film, rng, turn, mirrored=rng.random() < 0.5, inverted=inverted, strength=strength)
    if chance < mix.cropped:
        return cropped(film, rng)
    return lateral(film, rng) if chance < mix.cropped + mix.lateral else other(film, rng)


def augmented_film(film: Floats, rng: Rng, strength: float = 0.0) -> Floats:
    """A film turned by up to 15 degrees, zoomed 0.8 to 1.3 or made small, shifted, relit, bordered, lettered.

    Before its light, it is changed with a ``strength`` of 0..1 as intensive care and other hospitals change films.
    """
    result = changed(_moved(film, rng, 25 if strength > 0.5 else 15), rng, strength)
    if rng.random() < 0.08:
        result = _whitened(result, rng)
    result = _lit(result, rng)
    if rng.random() < 0.3:
        result = _bordered(result, rng)
    for _ in range(rng.integers(0, 4)):
        _stamp(result, rng)
    return result


def _sometimes(rng: Rng) -> float:
    """Now and then devices and veils on what is no right film either, so that they tell neither."""
    return 0.6 if rng.random() < 0.25 else 0.0


def _seen(values: Floats) -> Floats:
    return of_display(np.ascontiguousarray(values, dtype=np.float32)).values


def _other(values: Floats, rng: Rng, kind: int = OTHER) -> CheckSample:
    if rng.random() < 0.25:
        values = 1 - values
    return CheckSample(_seen(np.rot90(values, rng.choice((0, 0, 0, 1, 2, 3)))), kind)


def _dimmed(values: Floats, rng: Rng) -> Floats:
    return _lit(np.asarray(cv2.resize(values, (SIDE, SIDE)), dtype=np.float32), rng)


def _window(film: Floats, down: float, across: float, rng: Rng) -> Floats:
    """A part of the film of these shares of its height and width, at a corner or along an edge, or nearly."""
    size = [round(share * SIDE * rng.uniform(0.9, 1.04)) for share in (down, across)]
    size = [min(length, SIDE) for length in size]
    top, left = (round(rng.beta(0.15, 0.15) * (SIDE - length)) for length in size)
    return film[top : top + size[0], left : left + size[1]]


def _moved(film: Floats, rng: Rng, tilt: float) -> Floats:
    small = rng.random() < 0.12  # a child or a small field on a large plate
    zoom, stretch = rng.uniform(0.45, 0.8) if small else rng.uniform(0.8, 1.3), np.exp(rng.uniform(-0.12, 0.12))
    angle = np.radians(rng.uniform(-tilt, tilt) if rng.random() < 0.7 else 0.0)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]]) @ np.diag([stretch, 1 / stretch])
    matrix = np.empty((2, 3))
    matrix[:, :2] = turn * zoom
    matrix[:, 2] = SIDE / 2 * (1 - matrix[:, :2].sum(axis=1)) + rng.uniform(-1, 1, 2) * SIDE * (0.2 if small else 0.08)
    mode = cv2.BORDER_REPLICATE if rng.random() < 0.3 else cv2.BORDER_CONSTANT
    shade = float(rng.choice((0.0, 0.0, 1.0, film.mean())))
    warped = cv2.warpAffine(film, matrix, (SIDE, SIDE), flags=cv2.INTER_LINEAR, borderMode=mode, borderValue=shade)
    return np.asarray(warped, dtype=np.float32)


def _whitened(film: Floats, rng: Rng) -> Floats:
    """One side veiled as by a large effusion or a collapsed lung."""
    side, edge = rng.choice((-1, 1)), rng.uniform(-0.1, 0.2)
    x = np.linspace(-1, 1, SIDE, dtype=np.float32)[None] * side
    veil = np.clip((x - edge) * 8, 0, 1) * rng.uniform(0.5, 0.95)
    return np.asarray(film * (1 - veil) + veil * rng.uniform(0.65, 0.9), dtype=np.float32)


def _lit(film: Floats, rng: Rng) -> Floats:
    result = np.clip(film, 0, 1) ** np.exp(rng.uniform(-0.5, 0.5))
    if rng.random() < 0.3:
        low, high = np.percentile(result, (rng.uniform(0, 8), rng.uniform(88, 100)))
        result = (result - low) / max(high - low, 1e-3)
    result = result + rng.uniform(0, 0.06) * rng.standard_normal(film.shape)
    result = result + rng.uniform(-0.12, 0.12) * np.linspace(-1, 1, SIDE)[:, None]
    soft = rng.uniform(0.5, 1.5) if rng.random() < 0.2 else 0.0
    lit = np.asarray(np.clip(result, 0, 1), dtype=np.float32)
    return np.asarray(cv2.GaussianBlur(lit, (0, 0), soft), dtype=np.float32) if soft else lit


def _bordered(film: Floats, rng: Rng) -> Floats:
    result = np.full_like(film, rng.choice((0.0, 0.0, 1.0)))
    top, bottom, left, right = (round(SIDE * (rng.uniform(0, 0.12) if rng.random() < 0.6 else 0)) for _ in range(4))
    result[top : SIDE - bottom, left : SIDE - right] = film[top : SIDE - bottom, left : SIDE - right]
    return result


def _stamp(film: Floats, rng: Rng) -> None:
    """A letter or a wire: text at a random place, in place."""
    where = (int(rng.integers(0, SIDE - 8)), int(rng.integers(8, SIDE)))
    word = ("L", "R", "PORTABLE", "AP", "12", "SUPINE")[rng.integers(6)]
    ink = np.zeros(film.shape, np.uint8)  # OpenCV writes on 8 bit only
    cv2.putText(ink, word, where, cv2.FONT_HERSHEY_SIMPLEX, rng.uniform(0.2, 0.5), 255, 1)
    film[ink > 100] = rng.choice((1.0, 0.9, 0.0))


def _folded(film: Floats, rng: Rng) -> Floats:
    """Both lungs laid over each other, the spine at one edge and soft tissue at the other."""
    half = SIDE // 2
    sides = [film[:, :half], film[:, : half - 1 : -1]]
    share = rng.uniform(0.35, 0.65)
    fold = cv2.resize(share * sides[0] + (1 - share) * sides[1], (SIDE, SIDE))
    x, y = np.meshgrid(np.linspace(0, 1, SIDE), np.linspace(0, 1, SIDE))
    heart = np.exp(-(((x - rng.uniform(0.2, 0.45)) / 0.2) ** 2) - ((y - rng.uniform(0.55, 0.7)) / 0.18) ** 2)
    front = 1 / (1 + np.exp((x - rng.uniform(0.05, 0.18) - 0.15 * (1 - y)) * 30))
    mixed = fold + rng.uniform(0.1, 0.35) * heart - rng.uniform(0.3, 1.0) * front
    return np.asarray(np.clip(mixed, 0, 1), dtype=np.float32)


def _drawn_lateral(rng: Rng) -> Floats:
    """A side view by procedure: trunk, spine behind, sternum in front, heart between, domes below, arms above."""
    x, y = np.meshgrid(np.linspace(0, 1, SIDE), np.linspace(0, 1, SIDE))
    front, back = 0.16 + 0.14 * (1 - y) ** 2 + rng.normal(0, 0.03), 0.84 + rng.normal(0, 0.03) - 0.1 * (y - 0.4) ** 2
    trunk = 1 / (1 + np.exp(-(x - front) * 25)) / (1 + np.exp((x - back) * 25))
    film = 0.65 * trunk
    inside = (x - front - 0.04) / (back - front - 0.1)
    lung = np.clip(4 * np.clip(inside * (1 - inside), 0, 1), 0, 1) ** 0.6
    dome = 0.72 + rng.normal(0, 0.04) - 0.1 * np.sin(np.pi * np.clip(x, 0, 1)) + rng.uniform(0, 0.25) * (x - 0.4)
    lung *= 1 / (1 + np.exp((y - dome) * 35)) / (1 + np.exp((rng.uniform(0.08, 0.2) - y) * 20))
    film -= rng.uniform(0.3, 0.55) * lung
    heart = ((x - rng.uniform(0.36, 0.46)) / 0.17) ** 2 + ((y - rng.uniform(0.52, 0.64)) / 0.18) ** 2
    film += rng.uniform(0.15, 0.35) / (1 + np.exp((heart - 1) * 5))
    spine = np.exp(-(((x - back + 0.14 + 0.05 * np.sin(3 * y)) / 0.06) ** 2))
    film += spine * (0.2 + 0.08 * np.sign(np.sin(y * rng.uniform(55, 75)))) * trunk
    film += 0.25 * np.exp(-((y - 0.02) ** 2) / 0.02) * (x > 0.3) + 0.05 * np.sin(30 * y + 12 * x) * lung
    return np.asarray(np.clip(film + 0.03 * spectral(rng, 1.2), 0, 1), dtype=np.float32)


def _blown_up(film: Floats, rng: Rng) -> Floats:
    side = int(rng.integers(10, 26))
    top, left = rng.integers(0, SIDE - side, 2)
    return film[top : top + side, left : left + side]


def _shuffled(film: Floats, rng: Rng) -> Floats:
    """The film's tiles in another order."""
    count = int(rng.choice((2, 3, 4)))
    size = SIDE // count
    parts = [film[r * size : (r + 1) * size, c * size : (c + 1) * size] for r in range(count) for c in range(count)]
    order = np.roll(np.arange(count**2), rng.integers(1, count**2)) if count == 2 else rng.permutation(count**2)
    rows = [np.hstack([parts[index] for index in order[r * count : (r + 1) * count]]) for r in range(count)]
    return np.vstack(rows)


def _scrambled(film: Floats, rng: Rng) -> Floats:
    """The film's frequencies with the phases of noise: its texture without its shapes."""
    phases = np.angle(np.fft.fft2(rng.standard_normal(film.shape)))
    field = np.fft.ifft2(np.abs(np.fft.fft2(film - film.mean())) * np.exp(1j * phases)).real
    return np.asarray(np.clip(0.5 + field / (6 * field.std() + 1e-6), 0, 1), dtype=np.float32)


def _warped(film: Floats, rng: Rng) -> Floats:
    """The film torn out of shape by a strong smooth displacement."""
    y, x = np.mgrid[0:SIDE, 0:SIDE].astype(np.float32)
    push = SIDE * rng.uniform(0.14, 0.3)
    dx, dy = (push * cv2.GaussianBlur(spectral(rng, 2.0), (0, 0), 4) for _ in range(2))
    return np.asarray(
        cv2.remap(film, x + dx, y + dy, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT), dtype=np.float32
    )


_BROKEN: tuple[Callable[[Floats, Rng], Floats], ...] = (_blown_up, _shuffled, _scrambled, _warped)
