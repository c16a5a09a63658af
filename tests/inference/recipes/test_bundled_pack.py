"""The bundled pack: what films say, where findings lie, what is decided, and that a whole run makes a pack."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from inference.core.findings import BY_KEY
from inference.model_pack import load_pack
from inference.recipes.bundled_pack import (
    fracture_head,
    known_films,
    learning,
    lite_network,
    places,
    sampling,
    targets,
    writing,
)
from inference.recipes.bundled_pack.decisions import Decision, decide
from inference.recipes.bundled_pack.fracture_head import Refit
from inference.recipes.bundled_pack.judging import areas, box_places
from inference.recipes.bundled_pack.known_films import CHOOSE, REPORT, TRAIN, KnownFilm
from inference.recipes.bundled_pack.network_outputs import Seen, Watched
from inference.recipes.bundled_pack.sampling import Recipe
from inference.recipes.bundled_pack.targets import KEYS, NAMES
from inference.recipes.phantom import thorax
from inference.training.data.augment import Move
from inference.training.fitting.network import HEAD
from tests.inference.training.training_runs import learn_eagerly

pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")
Floats = NDArray[np.float32]


def film(*text: str, source: str = "nih", **known: Any) -> KnownFilm:
    said = {"text": frozenset(text) or frozenset({"No Finding"}), **known}
    return KnownFilm("a.jpg", "1", TRAIN, source, view="PA", **said)


def answer(said: Floats, name: str) -> tuple[float, float]:
    return tuple(round(float(value), 3) for value in said[NAMES.index(name)])  # type: ignore[return-value]


def test_what_experts_read_counts_more_than_the_report_and_overrules_it() -> None:
    mined = answer(targets.of_film(film("Effusion")), "pleural_effusion")
    read = answer(targets.of_film(film("Effusion", experts={"Effusion": False})), "pleural_effusion")
    assert read[0] < 0.1 < 0.5 < mined[0] < 0.95
    assert read[1] > mined[1]


def test_a_contest_film_says_nothing_but_its_pneumothorax() -> None:
    said = targets.of_film(film(source="siim", text=None, pneumothorax=0.9))
    assert answer(said, "pneumothorax")[0] == pytest.approx(0.9)
    unknown = [name for name in NAMES if answer(said, name)[1] == 0]
    assert set(NAMES) - set(unknown) == {"pneumothorax", "tension_pneumothorax"}


def test_a_report_and_a_contest_that_disagree_leave_the_answer_open() -> None:
    assert answer(targets.of_film(film("Pneumothorax", pneumothorax=0.05)), "pneumothorax")[0] == pytest.approx(0.425)


def test_a_pneumothorax_is_seldom_one_under_tension_and_none_is_never() -> None:
    there = targets.of_film(film(experts={"Pneumothorax": True}))
    absent = targets.of_film(film(experts={"Pneumothorax": False}))
    assert 0.0 < answer(there, "tension_pneumothorax")[0] < 0.2
    assert answer(absent, "tension_pneumothorax")[0] < 0.01


def test_a_large_heart_counts_as_the_silhouette_of_pericardial_effusion() -> None:
    large = targets.of_film(film(source="anatomy", text=None, ctr=0.62))
    usual = targets.of_film(film(source="anatomy", text=None, ctr=0.45))
    assert answer(large, "pericardial_effusion")[0] > 0.6 > 0.1 > answer(usual, "pericardial_effusion")[0]


def test_a_simulated_tension_is_a_pneumothorax_and_a_simulated_effusion_may_be_blood() -> None:
    base = targets.of_film(film())
    tension = targets.of_simulated(base, "tension_pneumothorax", fractured=False)
    assert answer(tension, "pneumothorax")[0] > 0.9
    assert answer(targets.of_simulated(base, "pleural_effusion", fractured=False), "hemothorax")[1] == 0.0
    assert answer(targets.of_simulated(base, "hemothorax", fractured=True), "rib_fracture")[1] == 0.0


@pytest.mark.parametrize("known", [{"experts": {"Effusion": True}}, {"pneumothorax": 0.8}])
def test_nothing_is_simulated_on_films_that_may_have_it(known: dict[str, Any]) -> None:
    assert targets.may_be_simulated_on(film())
    assert not targets.may_be_simulated_on(film(**known))


def test_a_box_moves_with_its_film() -> None:
    still = Move(np.array([[1.0, 0, 0], [0, 1.0, 0]]), cv2.BORDER_CONSTANT, mirrored=False)
    mirrored = Move(still.matrix, still.beyond, mirrored=True)
    boxes = (("Effusion", 0.0, 256.0, 128.0, 128.0),)
    number = KEYS.index("pleural_effusion")
    here = places.of_boxes(boxes, still, (512, 512), 8)[..., number]
    there = places.of_boxes(boxes, mirrored, (512, 512), 8)[..., number]
    assert here[4:6, :2] == pytest.approx(1.0)
    assert here.sum() == pytest.approx(4.0)
    assert np.array_equal(there, here[:, ::-1])


def test_the_loss_of_places_is_least_where_the_map_is_hot_on_the_finding_and_dark_without_one() -> None:
    wanted = np.zeros((1, 4, 4, 2 * len(KEYS)), np.float32)
    wanted[0, 1, 1, 0] = 1.0
    there, elsewhere, dim = (np.zeros((1, 4, 4, len(NAMES)), np.float32) for _ in range(3))
    there[0, 1, 1, 0] = elsewhere[0, 3, 3, 0] = 50.0
    assert float(places.places_loss(wanted, there)) < 0.5 < float(places.places_loss(wanted, elsewhere))
    dark = np.zeros_like(wanted)
    dark[..., len(KEYS) :] = 1.0
    assert float(places.places_loss(dark, there)) > float(places.places_loss(dark, dim)) == pytest.approx(0.0)


def seen(scores: Floats) -> Seen:
    """Of films whose every finding has this score, hottest in the first cell."""
    logits = np.repeat(scores[:, None], len(KEYS), axis=1)
    maps = np.zeros((len(scores), 4, 4, len(KEYS)), np.float32)
    maps[:, 0, 0] = 1.0
    return Seen(logits, maps, *np.zeros((2, len(scores), 3), np.float32))


def judged(count: int = 200) -> tuple[list[KnownFilm], Floats]:
    random = np.random.default_rng(0)
    sick = np.arange(count) % 4 == 0
    experts = [dict.fromkeys(("Effusion", "Pneumothorax", "Cardiomegaly", "Fracture"), bool(one)) for one in sick]
    films = [
        KnownFilm("a.jpg", str(n), REPORT, "nih", text=frozenset({"Mass"}) if sick[n] else frozenset({"No Finding"}),
                  experts=experts[n], boxes=(("Effusion", 0.0, 0.0, 128.0, 128.0),) if sick[n] else ())
        for n in range(count)
    ]  # fmt: skip
    return films, (random.normal(size=count) + 2.5 * sick).astype(np.float32)


def test_points_leave_most_normal_films_uncalled_and_unproven_findings_nearly_all() -> None:
    films, scores = judged()
    found = {one.key: one for one in decide(films, seen(scores))}
    clear = np.array([one.normal for one in films])
    called = found["pneumothorax"].called(scores[clear].astype(float))
    assert 0.03 <= called.mean() <= 0.10
    assert found["tension_pneumothorax"].called(scores.astype(float)).mean() <= 0.02
    assert found["tension_pneumothorax"].index
    assert not found["pneumothorax"].index


def test_areas_are_judged_by_those_who_read_the_films_with_intervals_that_hold_for_few() -> None:
    films, scores = judged()
    decisions = decide(films, seen(scores))
    effusion = next(one for one in areas(films, seen(scores), decisions, "experts") if one.label == "Effusion")
    assert (effusion.positives, effusion.negatives, effusion.normals) == (50, 150, 150)
    assert 0.9 < effusion.against_all.value < 1.0
    assert effusion.against_all.low < effusion.against_all.value < effusion.against_all.high


def test_a_map_hottest_in_the_box_hits_it() -> None:
    films, scores = judged()
    found = box_places(films, seen(scores))
    assert [(one.key, one.films, one.hits.value) for one in found] == [("pleural_effusion", 50, 1.0)]


@cache
def grey(seed: int) -> NDArray[np.uint8]:
    pixels = thorax(seed, rows=288, columns=240).pixels
    return np.asarray(cv2.resize(pixels // 16, (512, 512), interpolation=cv2.INTER_AREA), np.uint8)


def table(path: Path, rows: list[dict[str, object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Synthetic films laid out as the real ones: some read by experts, some with boxes, some of another hospital."""
    root = tmp_path_factory.mktemp("shared")
    for folder in ("films", "films2/nih", "films2/anatomy", "films2/native"):
        (root / folder).mkdir(parents=True)
    said = ("", "Effusion", "Pneumothorax", "Cardiomegaly", "", "Effusion;Pneumothorax", "", "")
    first: list[dict[str, object]] = []
    second: list[dict[str, object]] = []
    patients: list[dict[str, object]] = []
    outlined: list[dict[str, object]] = []
    for number in range(24):
        picture, part = grey(3 + number % 4), (TRAIN, CHOOSE, REPORT)[number % 3]
        name, stated = f"{number}.png", said[number // 3]
        facts: dict[str, object] = {
            "patient": number,
            "view": "PA",
            "sex": "F",
            "age": 50,
            "nih_labels": stated or "No Finding",
        }
        cv2.imwrite(str(root / "films" / name), picture)
        cv2.imwrite(str(root / "films2/nih" / f"b{name}"), picture)
        first.append({"file": name, **facts, "extra": ""})
        box = '[["Effusion", [300, 300, 100, 100]], ["Pneumothorax", [60, 60, 90, 90]]]' if stated else ""
        read: dict[str, object] = {
            "adjudicated14": stated or "none",
            "adjudicated4": "Fracture" if number // 3 == 4 else "none",
        }
        second.append({"file": f"nih/b{name}", "set": "nih", **facts, **read, "boxes": box, "ptx_probability": "",
                       "native": "512x512", "note": "", "part": part})  # fmt: skip
        patients.append({"patient": number, "part": part})
        if number < 3:
            cv2.imwrite(str(root / "films2/anatomy" / name), picture)
            outlined.append({"file": f"anatomy/{name}", "masks": "", "ctr": 0.45, "measured": True, "part": part})
            cv2.imwrite(str(root / "films2/native" / f"b{name}"), cv2.resize(picture, (1024, 1024)))
    table(root / "films/labels.csv", first)
    table(root / "films2/labels.csv", second)
    table(root / "films2/parts.csv", patients)
    table(root / "films2/anatomy.csv", outlined)
    table(root / "films2/shared_films_extra_labels.csv",
          [{"file": "0.png", "nih_labels": "", "siim_ptx_prob": "0.1", "google4": "", "boxes": ""}])  # fmt: skip
    return root


@pytest.fixture(scope="module")
def material(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> learning.Material:
    return learning.load(shared, tmp_path_factory.mktemp("work"), {TRAIN: 2, CHOOSE: 1, REPORT: 2})


def test_all_tables_are_read_with_their_parts(shared: Path) -> None:
    films = known_films.read(shared)
    assert len(films) == 51
    assert {one.part for one in films} == {TRAIN, CHOOSE, REPORT}
    assert sum(bool(one.boxes) for one in films) == 12


@pytest.mark.slow
def test_simulated_films_lie_on_clear_films_of_their_own_part(material: learning.Material) -> None:
    for part, simulated in material.simulated.items():
        assert sorted(set(simulated.keys.tolist())) == sorted(KEYS)
        assert {material.films[base].part for base in simulated.bases} == {part}
        assert all(targets.may_be_simulated_on(material.films[base]) for base in simulated.bases)


def test_a_batch_tells_places_and_what_is_to_be_dark(material: learning.Material) -> None:
    recipe = Recipe(side=64, steps=1, batch=8, simulated=0.5)
    loader = sampling.data_loader(material.films, material.stack, material.simulated[TRAIN], recipe)
    batch = next(loader.batches(seed=0))
    assert batch.maps is not None
    assert batch.inputs.shape == (8, 64, 64, 1)
    assert batch.targets.shape == (8, len(NAMES), 2)
    assert batch.maps.shape == (8, 4, 4, 2 * len(KEYS))
    assert 0 <= batch.maps[..., : len(KEYS)].max() <= 1


@pytest.mark.slow
def test_a_short_training_makes_a_pack_whose_unproven_findings_are_experimental(
    material: learning.Material, shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    learn_eagerly(monkeypatch)
    recipe = Recipe(side=64, steps=2, batch=4, channels=8, simulated=0.3)
    start = tmp_path / "start.npz"
    from tests.inference.training.test_efficientnet_lite import start as write_start  # heavy: only here

    write_start(start)
    learning.train(material, start, tmp_path / "work", (recipe,))
    model = learning.ended(recipe, tmp_path / "work")
    small = lite_network.plain(model, recipe.network, [NAMES.index(key) for key in KEYS])
    how = Refit(simulated=2)
    before = head_of(small)
    fracture_head.refit(small, Watched(small, recipe.input), material, tmp_path / "work", how)
    changed = [not np.array_equal(*pair) for pair in zip(before.T, head_of(small).T, strict=True)]
    assert [key for key, one in zip(KEYS, changed, strict=True) if one] == ["rib_fracture"]
    writing.write(small, recipe, (recipe,), material, shared, tmp_path / "pack")
    pack = load_pack(tmp_path / "pack")
    assert [spec.finding.key for spec in pack.findings] == list(KEYS)
    assert pack.familiarity is not None
    assert small.get_layer(pack.familiarity.layer).output.shape[1:] == (8, 8, 40)
    proven = {spec.finding.key for spec in pack.findings if not spec.experimental}
    assert proven == {"pneumothorax", "pleural_effusion"}
    assert all(spec.measured.auc is None for spec in pack.findings if spec.experimental)
    card = (tmp_path / "pack" / "MODEL_CARD.md").read_text(encoding="utf-8")
    assert all(BY_KEY[key].title in card for key in KEYS)
    assert "not accuracy" in " ".join(card.replace("*", "").split())
    assert "ChestX-ray8" in card
    assert "nan" not in card


def head_of(network: Any) -> Floats:
    return np.asarray(network.get_layer(HEAD).get_weights()[0])


def test_a_ridge_finds_the_direction_that_tells_few_films_apart_and_lighter_ones_turn_it_less() -> None:
    random = np.random.default_rng(0)
    features = random.normal(size=(300, 40))
    truth = features[:, 0] > 1.5  # about 20 films
    other = features[:, 1] > 0.0
    weights = np.ones(300)
    found = fracture_head.ridge(features, truth, weights, 0.3)
    assert int(np.abs(found).argmax()) == 0
    drawn = np.concatenate([features, features])
    both, told = np.concatenate([truth, other]), np.concatenate([weights, 0.1 * weights])
    light = fracture_head.ridge(drawn, both, told, 0.3)
    heavy = fracture_head.ridge(drawn, both, np.ones(600), 0.3)
    assert abs(light[1] / light[0]) < abs(heavy[1] / heavy[0])


def test_a_decision_calls_at_its_point() -> None:
    decision = Decision("pneumothorax", lambda scores: scores, 0.5, (0.4, 0.6), 1.0, index=False)  # type: ignore[arg-type]  # any calibration
    assert decision.called(np.array([0.4, 0.5])).tolist() == [False, True]
