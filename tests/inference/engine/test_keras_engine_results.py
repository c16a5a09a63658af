"""What an analysis holds, how it is cancelled, and what costs no forward."""

from __future__ import annotations

import math
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from inference.core.analysis import Method, ScoreState
from inference.core.cancel import Cancelled, CancelToken
from inference.core.errors import EmptyFilm
from inference.core.findings import FINDINGS, PLEURAL_EFFUSION, PNEUMOTHORAX, RIB_FRACTURE, TENSION_PNEUMOTHORAX
from inference.core.ports import Engine, Progress
from inference.engine.keras import KerasEngine
from inference.engine.keras.multilabel_backend import MultilabelBackend
from inference.imaging.heat_on_film import to_film
from inference.model_pack import load_pack
from tests.inference.model_pack.packs import KEYS, load_table, write_manifest, write_pack, write_tiny_pack
from tests.inference.reading.films import analyse, film_of, hot_corner


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tiny_pack(tmp_path_factory.mktemp("packs") / "tiny", findings=KEYS[1:4])


@pytest.fixture(scope="module")
def engine(tiny: Path) -> KerasEngine:
    engine = KerasEngine(load_pack(tiny))
    engine.warm_up()
    return engine


def test_half_precision_weights_load_as_float32(tiny: Path, engine: KerasEngine) -> None:
    result = analyse(engine, hot_corner()).result(PNEUMOTHORAX)
    # a quarter of each side is bright: mean brightness 1/16, gain 40, bias -1
    assert result.score == pytest.approx(1 / (1 + math.exp(-1.5)), abs=1e-6)


def test_all_seven_findings_come_back_in_order(engine: KerasEngine) -> None:
    analysis = analyse(engine, hot_corner())
    assert [result.finding for result in analysis.results] == list(FINDINGS)
    silent = analysis.result(RIB_FRACTURE)
    assert silent.state is ScoreState.NOT_ANALYSED
    assert silent.reason == "The tiny test network was not trained for it."
    assert silent.probability is None
    assert silent.heatmap is None


@pytest.mark.parametrize("shape", [(128, 128), (200, 100), (100, 200), (512, 512)])
def test_one_hot_corner_is_hot_in_that_corner(engine: KerasEngine, shape: tuple[int, int]) -> None:

    analysis = analyse(engine, hot_corner(*shape))
    heatmap = analysis.result(PNEUMOTHORAX).heatmap
    assert heatmap is not None
    shown = to_film(heatmap.values, analysis.placement, shape)
    rows, columns = np.nonzero(shown > shown.max() / 2)
    assert rows.max() + 1 == pytest.approx(shape[0] / 4, abs=max(shape) / 64)
    assert columns.max() + 1 == pytest.approx(shape[1] / 4, abs=max(shape) / 64)
    assert (rows.min(), columns.min()) == (0, 0)


def test_heatmaps_add_up_to_the_logit_less_its_bias(engine: KerasEngine) -> None:
    result = analyse(engine, hot_corner()).result(PNEUMOTHORAX)
    assert result.heatmap is not None
    assert result.score is not None
    assert result.heatmap.values.sum() - 1 == pytest.approx(math.log(result.score / (1 - result.score)), abs=1e-4)


def test_a_finding_with_nothing_for_it_has_an_empty_map_not_a_stretched_one(engine: KerasEngine) -> None:
    against = analyse(engine, hot_corner()).results[3].heatmap  # the third taste: bright cells speak against it
    assert against is not None
    assert against.empty
    assert against.full_scale == 0.5
    assert np.isfinite(against.values).all()


def test_heatmaps_are_read_only(engine: KerasEngine) -> None:
    heatmap = analyse(engine, hot_corner()).result(PNEUMOTHORAX).heatmap
    assert heatmap is not None
    with pytest.raises(ValueError, match="read-only"):
        heatmap.values[0, 0] = 1


def test_full_colour_has_a_default(tmp_path: Path) -> None:
    folder = write_tiny_pack(tmp_path / "tiny")
    table = load_table(folder)
    del table["findings"][0]["heat_full_scale"]
    write_manifest(folder, table)
    heatmap = analyse(KerasEngine(load_pack(folder)), hot_corner()).result(PNEUMOTHORAX).heatmap
    assert heatmap is not None
    assert heatmap.full_scale == pytest.approx(2 / (0.05 * 64))


def test_provenance_says_how(engine: KerasEngine) -> None:
    film = hot_corner()
    provenance = analyse(engine, film).provenance
    assert provenance.film_hash == film.film_hash
    assert provenance.pack_hash == engine.pack.pack_hash
    assert (provenance.method, provenance.precision) == ("gradcam", "float32")
    assert provenance.seconds > 0


def test_a_target_layer_that_the_pack_does_not_name_is_found_and_written_down(tmp_path: Path) -> None:
    folder = write_tiny_pack(tmp_path / "tiny")
    named = analyse(KerasEngine(load_pack(folder)), hot_corner()).provenance.target_layer
    table = load_table(folder)
    del table["network"]["target_layer"]
    write_manifest(folder, table)
    assert analyse(KerasEngine(load_pack(folder)), hot_corner()).provenance.target_layer == named != ""


@pytest.mark.parametrize("pixels", [np.full((32, 32), 7.0), np.full((32, 32), math.nan)])
def test_a_film_without_content_is_refused(engine: KerasEngine, pixels: Any) -> None:
    with pytest.raises(EmptyFilm):
        analyse(engine, film_of(pixels))


def test_progress_rises_to_one(engine: KerasEngine) -> None:
    seen: list[Progress] = []
    engine.analyse(hot_corner(), token=CancelToken(), progress=seen.append)
    done = [item.done for item in seen]
    assert done == sorted(done)
    assert done[-1] == 1.0


def test_a_cancelled_token_stops_the_work(engine: KerasEngine) -> None:
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        engine.analyse(hot_corner(), token=token)


def test_cancelling_on_the_way_stops_at_the_next_step(engine: KerasEngine) -> None:
    token = CancelToken()
    with pytest.raises(Cancelled):
        engine.analyse(hot_corner(90, 90), token=token, progress=lambda progress: token.cancel())


def test_another_method_costs_no_forward(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = KerasEngine(load_pack(tiny))
    first = analyse(engine, hot_corner())
    monkeypatch.setattr(MultilabelBackend, "forward", forbidden)
    for method in Method:
        analysis = analyse(engine.with_method(method.value), hot_corner())
        assert analysis.provenance.method == method
        assert analysis.result(PNEUMOTHORAX).score == first.result(PNEUMOTHORAX).score


def test_the_mirror_image_is_averaged_in(tmp_path: Path) -> None:
    from tests.inference.model_pack.packs import input_table

    spec = {**input_table(64, 64), "flip_average": True}
    mirrored = KerasEngine(load_pack(write_tiny_pack(tmp_path / "flip", input=spec)))
    plain = KerasEngine(load_pack(write_tiny_pack(tmp_path / "plain")))
    film = hot_corner()
    one, other = analyse(mirrored, film).result(PNEUMOTHORAX), analyse(plain, film).result(PNEUMOTHORAX)
    assert one.heatmap is not None
    assert other.heatmap is not None
    np.testing.assert_allclose(one.heatmap.values, other.heatmap.values, atol=1e-6)
    assert one.score == pytest.approx(other.score)


def test_a_network_that_gives_no_number_fails_that_finding_only(tmp_path: Path) -> None:
    from tests.inference.model_pack.packs import tiny_model

    model = tiny_model(2)
    logits = model.get_layer("logits")
    kernel, bias = logits.get_weights()
    kernel[:, 0] = bias[0] = 3e38  # finite, but not what comes of it
    logits.set_weights([kernel, bias])
    folder = write_pack(tmp_path / "nan", model, findings=KEYS[1:3], target_layer="features", half=False)
    analysis = analyse(KerasEngine(load_pack(folder)), hot_corner())
    assert analysis.result(PNEUMOTHORAX).state is ScoreState.FAILED
    assert analysis.result(PNEUMOTHORAX).probability is None
    assert analysis.result(TENSION_PNEUMOTHORAX).analysed


def test_the_engine_is_an_engine(engine: KerasEngine) -> None:
    port: Engine = engine
    assert port is engine


def test_importing_the_engine_imports_no_tensorflow_and_running_it_prints_nothing(tiny: Path) -> None:
    code = """
import sys
from pathlib import Path
from inference.engine.keras import KerasEngine
from inference.model_pack import load_pack
assert "tensorflow" not in sys.modules and "keras" not in sys.modules
engine = KerasEngine(load_pack(Path(sys.argv[1])))
engine.warm_up()
assert "tensorflow" in sys.modules
"""
    ran = subprocess.run(
        [sys.executable, "-W", "error", "-c", code, str(tiny)], capture_output=True, text=True, check=False
    )
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")


def forbidden(*_arguments: object) -> None:
    raise AssertionError("a forward was run")


def test_pleural_effusion_likes_dark_cells(tmp_path: Path) -> None:
    engine = KerasEngine(load_pack(write_tiny_pack(tmp_path / "two")))
    heatmap = analyse(engine, hot_corner()).result(PLEURAL_EFFUSION).heatmap
    assert heatmap is not None
    assert heatmap.values[0, 0] == 0
    assert heatmap.values[7, 7] > 0
