"""Several packs as one: the mean of their log-odds, and of their heatmaps in logit units on one grid."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import tomli_w

from inference.core.analysis import Placement
from inference.core.cancel import CancelToken
from inference.core.errors import AlreadyThere, PackError, PackMalformed, PackMismatch, PackUnsafe, UsageError
from inference.core.findings import PLEURAL_EFFUSION, PNEUMOTHORAX, RIB_FRACTURE
from inference.engine.ensemble.joined_maps import on_grid
from inference.engine.ensemble.new_ensemble import make_ensemble
from inference.engine.factory import open_engine
from inference.imaging.model_input import Fit, InputSpec, placement
from inference.model_pack import load_pack, sha256_of
from tests.inference.engine import onnx_networks as networks
from tests.inference.engine.test_onnx_packs import asked, pack_of
from tests.inference.model_pack.packs import load_table
from tests.inference.reading.films import analyse, film_of

FILM = film_of(np.random.default_rng(0).uniform(0, 255, (60, 80)).astype(np.float32))


@pytest.fixture(scope="module")
def members(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two networks, of which the second has a larger map and judges one finding less."""
    first, second = tmp_path_factory.mktemp("first"), tmp_path_factory.mktemp("second")
    pack_of(networks.network("linear"), first)
    two = asked(layer="early_relu")
    object.__setattr__(two.wanted, "findings", (None, *two.wanted.findings[1:]))
    pack_of(networks.network("deep"), second, two)
    return first / "pack", second / "pack"


@pytest.fixture(scope="module")
def ensemble(members: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("ensemble") / "both"
    seconds, memory = make_ensemble(members, folder)
    assert seconds > 0
    assert memory > 20
    return folder


def log_odds(probability: float | None) -> float:
    assert probability is not None
    return math.log(probability / (1 - probability))


def test_log_odds_are_the_mean_of_those_that_judge_a_finding(ensemble: Path, members: tuple[Path, Path]) -> None:
    found = analyse(open_engine(ensemble).override(), FILM)
    one, other = (analyse(open_engine(member).override(), FILM) for member in members)
    for finding, judges in ((PNEUMOTHORAX, (one, other)), (RIB_FRACTURE, (one,))):
        mean = np.mean([log_odds(own.result(finding).probability) for own in judges])
        assert log_odds(found.result(finding).probability) == pytest.approx(mean, abs=1e-4)


def test_heatmaps_add_up_to_the_mean_of_what_the_members_add_up_to(ensemble: Path, members: tuple[Path, Path]) -> None:
    found = analyse(open_engine(ensemble).override(), FILM)
    heat = found.result(PNEUMOTHORAX).heatmap
    assert heat is not None
    assert heat.values.shape == (8, 8)
    one, other = (analyse(open_engine(member).override(), FILM).result(PNEUMOTHORAX).heatmap for member in members)
    assert one is not None
    assert other is not None
    whole = Placement(0.2, 16 / 60, 0.0, 0.0, (16, 16))
    expected = (on_grid(one.values, whole, (8, 8), whole) + other.values) / 2
    np.testing.assert_allclose(heat.values, expected, atol=1e-5)


def test_probabilities_alone_are_the_same(ensemble: Path) -> None:
    engine = open_engine(ensemble).override()
    alone, whole = engine.probabilities(FILM, CancelToken()), analyse(engine, FILM)
    assert alone[PNEUMOTHORAX] == pytest.approx(whole.result(PNEUMOTHORAX).probability, abs=1e-6)


def test_half_is_where_the_members_operating_points_lie(members: tuple[Path, Path], tmp_path: Path) -> None:
    make_ensemble(members, tmp_path / "both")
    spec = load_pack(tmp_path / "both").spec(PLEURAL_EFFUSION)
    assert spec is None  # neither member looks for it
    spec = load_pack(tmp_path / "both").spec(PNEUMOTHORAX)
    assert spec is not None
    assert spec.calibration.probability(0.0) == pytest.approx(0.5, abs=1e-6)
    assert spec.index


def test_a_map_on_a_finer_grid_adds_up_to_the_same() -> None:
    spec = InputSpec(32, 32, fit=Fit.STRETCH)
    place, values = placement((64, 64), spec), np.full((4, 4), 0.5, np.float32)
    fine = on_grid(values, place, (8, 8), place)
    assert fine.sum() == pytest.approx(values.sum())


def test_a_crop_says_nothing_beyond_itself() -> None:
    crop, whole = (placement((64, 128), InputSpec(32, 32, fit=fit)) for fit in (Fit.CROP, Fit.STRETCH))
    joined = on_grid(np.ones((4, 4), np.float32), crop, (4, 8), whole)
    assert joined[0].tolist() == [0.0, 0.0, 1.0, 1.0, 1.0, 1.0, 0.0, 0.0]


def hemothorax() -> dict[str, Any]:
    return {"key": "hemothorax", "output": 0, "operating_point": 0.5}


# -- what is refused ------------------------------------------------------------------------------------------------


def changed(folder: Path, target: Path, change: Callable[[dict[str, Any]], object]) -> Path:
    """A copy of an ensemble whose description a test may spoil."""
    for file in folder.rglob("*"):
        if file.is_file():
            place = target / file.relative_to(folder)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(file.read_bytes())
    table = load_table(target)
    change(table)
    (target / "model.toml").write_text(tomli_w.dumps(table))
    return target


@pytest.mark.parametrize(
    ("change", "error", "words"),
    [
        (lambda table: table.update(members=["pack"]), PackMalformed, "2 to 10"),
        (lambda table: table.update(members=["../pack", "pack-2"]), PackUnsafe, "no plain name"),
        (lambda table: table["files"].popitem(), PackMalformed, "no SHA-256"),
        (lambda table: table.update(findings=[hemothorax()], not_analysed=[]), PackMismatch, "none of its members"),
        (
            lambda table: table.update(network={"architecture": "a.json", "output": "logits"}),
            PackMalformed,
            "its members",
        ),
    ],
)
def test_a_description_that_does_not_fit_is_refused(
    change: Callable[[dict[str, Any]], object], error: type[PackError], words: str, ensemble: Path, tmp_path: Path
) -> None:
    with pytest.raises(error) as found:
        load_pack(changed(ensemble, tmp_path / "own", change))
    assert words in found.value.detail


def test_an_ensemble_of_ensembles_is_refused(ensemble: Path, members: tuple[Path, Path], tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="member of another"):
        make_ensemble([ensemble, members[0]], tmp_path / "more")
    own = changed(ensemble, tmp_path / "own", lambda table: None)
    inner = own / load_table(own)["members"][0]
    table = {**load_table(ensemble), "files": {}}
    (inner / "model.toml").write_text(tomli_w.dumps(table))
    hashed = {"files": {**load_table(own)["files"], f"{inner.name}/model.toml": sha256_of(inner / "model.toml")}}
    (own / "model.toml").write_text(tomli_w.dumps({**load_table(own), **hashed}))
    with pytest.raises(PackError):
        load_pack(own)


def test_a_member_that_was_changed_is_refused(ensemble: Path, tmp_path: Path) -> None:
    own = changed(ensemble, tmp_path / "own", lambda table: None)
    member = own / load_table(own)["members"][1]
    (member / "network.bin").write_bytes(b"0" + (member / "network.bin").read_bytes()[1:])
    with pytest.raises(PackMismatch, match="SHA-256"):
        load_pack(own)


def test_a_folder_that_is_there_is_left(ensemble: Path, members: tuple[Path, Path]) -> None:
    with pytest.raises(AlreadyThere):
        make_ensemble(members, ensemble)
