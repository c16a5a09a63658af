"""Logits and maps of the evidence network: unknown targets are left out, mirror images are turned back."""

from __future__ import annotations

import numpy as np
import pytest

from inference.recipes.bundled_pack import network_outputs, pruning
from inference.training.fitting import network
from tests.inference.training.test_network import OPTIONS, SIDE, films, tiny
from tests.inference.training.test_validation import FILMS, TABLE, model

# Keras 3.15 asks NumPy 2 to copy TensorFlow's variables in the old way; nothing of ours.
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")


def test_films_of_unknown_truth_are_left_out_of_that_finding_only() -> None:
    keys = {"Pneumothorax": "pneumothorax", "Effusion": "pleural_effusion"}
    first, second = network_outputs.validation_scores(model(), TABLE, keys, FILMS, mirror=False)
    assert first.patients.tolist() == ["0", "1", "3", "4", "5"]
    assert len(second.patients) == 6
    assert first.truth.tolist() == [True, False, True, False, False]


def test_a_film_and_its_mirror_image_are_judged_alike_and_seen_mirrored() -> None:
    logits, maps = network_outputs.logits_and_maps(model(), FILMS, mirror=True)
    mirrored_logits, mirrored_maps = network_outputs.logits_and_maps(
        model(), network_outputs.mirrored(FILMS), mirror=True
    )
    assert mirrored_logits == pytest.approx(logits, abs=1e-5)
    assert network_outputs.mirrored(mirrored_maps) == pytest.approx(maps, abs=1e-6)


def test_the_evidence_map_has_stride_sixteen_and_adds_up_to_the_logit() -> None:
    model = tiny()
    evidence, logits = (np.asarray(part) for part in network_outputs.with_evidence(model).predict_on_batch(films()))
    maps = network_outputs.contributions(evidence, model)
    bias = model.get_layer(network.HEAD).get_weights()[1]
    assert maps.shape == (4, SIDE // 16, SIDE // 16, 3)
    assert maps.sum(axis=(1, 2)) + bias == pytest.approx(logits, abs=1e-4)


def test_a_pruned_network_gives_the_kept_logits_in_the_order_asked() -> None:
    small = pruning.pruned(tiny(), OPTIONS, [2, 0])
    whole = np.asarray(tiny().predict_on_batch(films()))
    assert np.asarray(small.predict_on_batch(films())) == pytest.approx(whole[:, [2, 0]], abs=1e-5)


def test_first_convolutions_can_be_kept_as_they_are() -> None:
    model = network.evidence_network(OPTIONS)
    pruning.freeze_first(model, 3)
    assert [model.get_layer(f"conv_{number:02d}").trainable for number in range(5)] == [False] * 3 + [True] * 2
