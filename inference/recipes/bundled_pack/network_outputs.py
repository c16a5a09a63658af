"""What the bundled network says of films: logits, Grad-CAM maps and pooled features, as the engine has them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from inference.imaging.model_input import InputSpec, prepare
from inference.training.fitting.network import HEAD, TARGET_LAYER

Floats = NDArray[np.float32]
BATCH = 16


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """Of n films: logits (n, k), maps (n, h, w, k) whose sum is the logit less its bias, features (n, channels).

    ``known`` (n, channels) are the means over the cells of the layer by which films are known.
    """

    logits: Floats
    maps: Floats
    features: Floats
    known: Floats

    def __getitem__(self, chosen: Any) -> Seen:
        return Seen(self.logits[chosen], self.maps[chosen], self.features[chosen], self.known[chosen])


class Watched:
    """A network of the bundled shape, asked film after film, and of mirror images where ``spec`` averages over both.

    ``known_by`` is the layer by which films are known.
    """

    def __init__(self, model: Any, spec: InputSpec, known_by: str = TARGET_LAYER) -> None:
        import keras

        self.spec = spec
        self._kernel = np.asarray(model.get_layer(HEAD).get_weights()[0], np.float32)
        self._bias = np.asarray(model.get_layer(HEAD).get_weights()[1], np.float32)
        self._trunk = keras.Model(model.input, [model.get_layer(name).output for name in (TARGET_LAYER, known_by)])

    def films(self, displays: Iterable[Floats]) -> Seen:
        """What it says of films given as display values (0..1, any size), through the engine's own preparation."""
        return self.inputs(prepare(film, self.spec)[0] for film in displays)

    def inputs(self, prepared: Iterable[Floats]) -> Seen:
        """What it says of prepared inputs (side, side, 1)."""
        parts = [self._batch(np.stack(batch)) for batch in _batches(prepared)]
        return Seen(
            *(
                np.concatenate([getattr(part, name) for part in parts])
                for name in ("logits", "maps", "features", "known")
            )
        )

    def _batch(self, inputs: Floats) -> Seen:
        evidence, known = self._maps(inputs)
        if self.spec.flip_average:
            mirrored, also = self._maps(np.ascontiguousarray(inputs[:, :, ::-1]))
            # the head is linear: means of maps are means of logits
            evidence = np.asarray((evidence + mirrored[:, :, ::-1]) / 2, np.float32)
            known = np.asarray((known + also) / 2, np.float32)
        features = evidence.mean(axis=(1, 2))
        cells = evidence.shape[1] * evidence.shape[2]
        return Seen(features @ self._kernel + self._bias, evidence @ self._kernel / cells, features, known)

    def _maps(self, inputs: Floats) -> tuple[Floats, Floats]:
        """The evidence, and the means of the layer by which films are known."""
        evidence, known = (np.asarray(made, np.float32) for made in self._trunk.predict_on_batch(inputs))
        return evidence, known.mean(axis=(1, 2))


def _batches(items: Iterable[Floats]) -> Iterator[list[Floats]]:
    waiting: list[Floats] = []
    for item in items:
        waiting.append(item)
        if len(waiting) == BATCH:
            yield waiting
            waiting = []
    if waiting:
        yield waiting
