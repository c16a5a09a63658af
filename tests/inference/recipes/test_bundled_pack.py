"""The shipped pack's training: what films say, where simulated findings lie, and what is proven of a heatmap."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from inference.core.findings import BY_KEY
from inference.model_pack import load_pack
from inference.recipes.bundled_pack import data, labels, mixed, phases, proof, real, synthetic, writing
from inference.recipes.bundled_pack.labels import KEYS, NAMES
from inference.recipes.phantom import thorax
from inference.training.data.labels import NIH_LABELS, LabelledFilm, LabelTable
from inference.training.data.split import Split
from inference.training.fitting import fit, network

pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")


def nih(*stated: str, file: str = "a.png", patient: str = "1") -> LabelledFilm:
    targets = tuple(float(name in stated) for name in NIH_LABELS)
    return LabelledFilm(file, patient, targets, not stated, {"view": "PA"})


def pair(targets: NDArray[np.float32], name: str) -> list[float]:
    return [round(float(value), 3) for value in targets[NAMES.index(name)]]


def said(*stated: str) -> NDArray[np.float32]:
    return np.asarray(labels.real_films(LabelTable(NIH_LABELS, (nih(*stated),)), {"pleural_effusion": 3.0})[0])


def test_a_normal_film_is_a_weak_no_for_what_no_report_was_mined_for() -> None:
    targets = said()
    assert pair(targets, "pleural_effusion") == [0.0, 3.0]
    assert pair(targets, "tension_pneumothorax") == [0.0, pytest.approx(labels.PRESUMED)]


@pytest.mark.parametrize(
    ("stated", "hidden"),
    [
        ("Pneumothorax", "tension_pneumothorax"),
        ("Pneumothorax", "rib_fracture"),
        ("Effusion", "hemothorax"),
        ("Cardiomegaly", "pericardial_effusion"),
        ("Hernia", "mediastinum_abnormality"),
    ],
)
def test_a_label_that_may_hide_a_finding_makes_it_unknown(stated: str, hidden: str) -> None:
    assert pair(said(stated), hidden)[1] == 0.0


def test_a_simulated_tension_is_a_pneumothorax_and_a_simulated_hemothorax_an_effusion() -> None:
    base = said()
    assert pair(labels.simulated_film(base, "tension_pneumothorax", fractured=False), "pneumothorax")[0] == 1.0
    assert pair(labels.simulated_film(base, "hemothorax", fractured=False), "pleural_effusion")[0] == 1.0
    assert pair(labels.simulated_film(base, "pneumothorax", fractured=False), "tension_pneumothorax")[0] == 0.0


def test_a_rib_broken_beside_blood_is_neither_a_yes_nor_a_no() -> None:
    assert pair(labels.simulated_film(said(), "hemothorax", fractured=True), "rib_fracture")[1] == 0.0
    assert pair(labels.simulated_film(said(), "rib_fracture", fractured=True), "rib_fracture")[0] == 1.0


def test_a_simulated_pericardial_effusion_counts_as_a_large_heart_as_far_as_asked() -> None:
    assert pair(labels.simulated_film(said(), "pericardial_effusion", fractured=False), "Cardiomegaly")[1] == 0.0
    counted = labels.simulated_film(said(), "pericardial_effusion", fractured=False, heart_weight=0.5)
    assert pair(counted, "Cardiomegaly") == [1.0, 0.5]


def test_what_is_only_presumed_is_unknown_when_judging() -> None:
    table = labels.as_seven(LabelTable(NIH_LABELS, (nih("Effusion"),)))
    assert table.column("pleural_effusion").tolist() == [1.0]
    assert np.isnan(table.column("rib_fracture")).all()


def test_a_map_that_is_hottest_on_the_simulated_finding_hits_and_one_elsewhere_does_not() -> None:
    masks = np.zeros((2, 128, 128), np.uint8)
    masks[0, 16:32, 16:32] = 255
    masks[1, 96:112, 96:112] = 255
    maps = np.zeros((2, 16, 16), np.float32)
    maps[:, 2, 2] = 1.0
    found = proof.localisation_metrics(maps, masks, ["1", "2"], rounds=20)
    assert (found.films, found.hits.value, found.hit_chance) == (2, 0.5, 0.5)
    assert 0 < found.overlap.value < 1


def test_the_loss_of_places_is_least_where_the_map_is_hot_on_the_finding() -> None:
    places = np.zeros((1, 4, 4, 1), np.float32)
    places[0, 1, 1, 0] = 1.0
    there, elsewhere = np.zeros((1, 4, 4, 1), np.float32), np.zeros((1, 4, 4, 1), np.float32)
    there[0, 1, 1, 0] = elsewhere[0, 3, 3, 0] = 5.0
    assert float(fit.localisation_loss(places, there)) < 0.2 < float(fit.localisation_loss(places, elsewhere))
    assert float(fit.localisation_loss(np.zeros_like(places), there)) == 0.0


def test_a_grown_network_says_the_same_of_what_it_knew() -> None:
    small = network.NetworkOptions(64, 8, len(NIH_LABELS), 0.0)
    first = network.evidence_network(small)
    model = network.evidence_network(replace(small, outputs=len(NAMES)))
    phases.grow(model, first, NIH_LABELS)
    film = np.random.default_rng(0).uniform(-1, 1, (1, 64, 64, 1)).astype(np.float32)
    before, after = first.predict_on_batch(film)[0], model.predict_on_batch(film)[0]
    assert after[NAMES.index("pleural_effusion")] == pytest.approx(before[NIH_LABELS.index("Effusion")], abs=1e-5)
    assert after[NAMES.index("Cardiomegaly")] == pytest.approx(before[NIH_LABELS.index("Cardiomegaly")], abs=1e-5)


def grey(seed: int) -> NDArray[np.uint8]:
    pixels = thorax(seed, rows=288, columns=240).pixels
    return np.asarray(cv2.resize(pixels // 16, (512, 512), interpolation=cv2.INTER_AREA), np.uint8)


@pytest.fixture(scope="module")
def films(tmp_path_factory: pytest.TempPathFactory) -> data.Films:
    """Twelve phantoms of twelve patients, some labelled; eight of them are put aside."""
    stated = [(), ("Effusion",), ("Pneumothorax",), ("Cardiomegaly",)] * 3
    table = LabelTable(NIH_LABELS, tuple(nih(*one, file=f"{n}.png", patient=str(n)) for n, one in enumerate(stated)))
    stack = np.stack([grey(3 + n % 4) for n in range(len(stated))])
    split = Split(frozenset(str(n) for n in range(4)), frozenset(str(n) for n in range(4, 12)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(data, "TRAINING_COUNT", 1)
        patch.setattr(data, "VALIDATION_COUNT", 2)
        return data.load(real.Data(table, stack, split), tmp_path_factory.mktemp("work"))


@pytest.mark.slow
def test_simulated_films_lie_on_clear_films_of_their_own_side(films: data.Films) -> None:
    assert sorted(set(films.training.keys.tolist())) == sorted(KEYS)
    assert set(films.training.bases.tolist()) == {0}
    assert set(films.validation.bases.tolist()) <= {4, 8}
    assert (films.validation.masks.max(axis=(1, 2)) == 255).all()


def test_the_same_films_and_seed_paint_the_same_pool(films: data.Films, tmp_path: Path) -> None:
    again = synthetic.cached(tmp_path / "pool", films.real.stack, [0], 1, seed=data.SEEDS[0], workers=1)
    assert np.array_equal(np.sort(again.keys), np.sort(films.training.keys))
    assert all(np.array_equal(a, b) for a, b in zip(again.stack, films.training.stack, strict=True))


def test_a_batch_gives_places_to_simulated_films_alone(films: data.Films) -> None:
    recipe = mixed.MixedRecipe(side=64, batch=8)
    batch = next(mixed.data_loader(films, recipe).batches(seed=0))
    assert batch.maps is not None
    assert batch.inputs.shape == (8, 64, 64, 1)
    assert batch.targets.shape == (8, len(NAMES), 2)
    sums = batch.maps.sum(axis=(1, 2, 3))
    assert set(np.round(sums, 3).tolist()) <= {0.0, 1.0}


@pytest.mark.slow
def test_a_short_training_makes_a_pack_whose_unproven_findings_are_experimental(
    films: data.Films, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recipe = mixed.MixedRecipe(side=64, steps=2, batch=4, channels=8, rate=1e-4)
    monkeypatch.setattr(phases, "MIXED", (recipe,))
    first = network.evidence_network(network.NetworkOptions(64, 8, len(NIH_LABELS), 0.0))
    phases.train_mixed(films, first, tmp_path)
    model = phases.mixed_end(recipe, tmp_path)
    found = writing.write(films, recipe, model, tmp_path / "pack", "0.0.1", rounds=20)
    pack = load_pack(tmp_path / "pack")
    assert [spec.finding.key for spec in pack.findings] == list(KEYS)
    assert all(spec.experimental for spec in pack.findings if spec.finding.key not in labels.OF_NIH.values())
    assert all(spec.measured.auc is None for spec in pack.findings if spec.finding.key == "rib_fracture")
    card = (tmp_path / "pack" / "MODEL_CARD.md").read_text(encoding="utf-8")
    for item in found:
        assert BY_KEY[item.metrics.key].title in card
    assert "not accuracy" in " ".join(card.split())
    assert "ChestX-ray8" in card
