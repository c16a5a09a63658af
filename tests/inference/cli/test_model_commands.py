"""``thoracam model ...`` in words."""

from __future__ import annotations

import argparse
import csv
from pathlib import Path

import pytest

import resources
from inference.cli import main
from inference.cli.commands import model
from inference.core.errors import PackMismatch, PackUnsafe, ThoraCamError, UsageError
from tests.inference.engine import onnx_networks
from tests.inference.model_pack.packs import (
    keras_and_numpy_quarrel,
    load_table,
    write_manifest,
    write_reference_films,
    write_tiny_pack,
)

SAMPLE = next(resources.path("samples").rglob("*.dcm"))


def run(*arguments: str) -> int:
    parser = argparse.ArgumentParser()
    model.add_parser(parser.add_subparsers())
    options = parser.parse_args(["model", *arguments])
    status: int = options.run(options)
    return status


def test_check_loads_and_runs_the_pack(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("check", str(write_tiny_pack(tmp_path / "tiny"))) == 0
    said = capsys.readouterr().out
    assert "8 x 8 cells" in said
    assert "Target layer: features." in said
    assert said.endswith("OK\n")


def test_check_refuses_a_changed_pack(tmp_path: Path) -> None:
    folder = write_tiny_pack(tmp_path / "tiny")
    (folder / "MODEL_CARD.md").write_text("changed")
    with pytest.raises(PackMismatch):
        run("check", "--files-only", str(folder))


def test_info_says_what_the_pack_promises(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("info", str(write_tiny_pack(tmp_path / "tiny"))) == 0
    said = capsys.readouterr().out
    assert "Tiny test network (tiny 0.0.1, multi)" in said
    assert "Pneumothorax: operating point 0.5, not sure from 0.45 to 0.55" in said
    assert "Rib fracture: not analysed. The tiny test network was not trained for it." in said


def test_import_of_an_empty_folder_is_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        run("import-seed", str(tmp_path), "--out", str(tmp_path / "pack"))


def keras_file(path: Path, outputs: int = 2, side: int | None = 64, *, activation: str | None = "sigmoid") -> Path:
    """A small network as a researcher saves it; Keras's default names."""
    import keras
    from keras import layers

    keras.utils.set_random_seed(0)
    model = keras.Sequential(
        [
            layers.Input((side, side, 3)),
            layers.Conv2D(4, 3, strides=4, activation="relu", name="first"),
            layers.Conv2D(8, 3, activation="relu", name="last_map"),
            layers.GlobalAveragePooling2D(),
            layers.Dense(outputs, activation=activation),
        ]
    )
    with keras_and_numpy_quarrel():
        model.save(path)
    return path


def test_a_keras_file_becomes_a_pack_that_is_checked_and_analyses(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = keras_file(tmp_path / "net.keras")
    pack = tmp_path / "pack"
    assert run("new", str(given), "--findings", "pneumothorax,rib_fracture", "--out", str(pack)) == 0
    assert "target layer last_map, heatmaps of 14 x 14 cells" in capsys.readouterr().out
    assert load_table(pack)["network"]["target_layer"] == "last_map"
    assert run("check", str(pack)) == 0
    assert (
        main.main(["analyze", str(SAMPLE), "--model", str(pack), "--out", str(tmp_path / "reports"), "--override"]) == 0
    )
    with (tmp_path / "reports" / "results.csv").open(newline="") as stream:
        rows = {row["finding"]: row for row in csv.DictReader(stream)}
    assert 0 < float(rows["pneumothorax"]["probability"]) < 1
    assert not rows["hemothorax"]["probability"]


def test_an_output_that_is_no_finding_is_passed_over(tmp_path: Path) -> None:
    given = keras_file(tmp_path / "net.keras", activation="softmax")
    assert run("new", str(given), "--findings", "none,pneumothorax", "--out", str(tmp_path / "pack")) == 0
    table = load_table(tmp_path / "pack")
    assert [(item["key"], item["output"]) for item in table["findings"]] == [("pneumothorax", 1)]
    assert table["network"]["output"] == "probabilities"


def test_a_network_for_films_of_any_size_needs_a_side(tmp_path: Path) -> None:
    given = keras_file(tmp_path / "net.keras", outputs=1, side=None, activation=None)
    words = ("new", str(given), "--findings", "pneumothorax", "--out", str(tmp_path / "pack"))
    with pytest.raises(UsageError, match="--side"):
        run(*words)
    assert run(*words, "--side", "96", "--range", "-1", "1", "--fit", "letterbox", "--target-layer", "first") == 0
    table = load_table(tmp_path / "pack")
    assert table["input"]["rows"] == 96
    assert table["input"]["range"] == [-1.0, 1.0]
    told = {"architecture": "network.keras", "output": "logits", "target_layer": "first", "compiled": "network.xml"}
    assert table["network"] == told


@pytest.mark.parametrize(
    ("name", "findings", "said"),
    [
        ("net.keras", "pneumothorax,hemothorax", "2 values"),
        ("net.h5", "pneumothorax", "no .keras file"),
        ("text.keras", "pneumothorax", "describes no network"),
    ],
)
def test_a_file_that_makes_no_pack_is_refused_and_leaves_nothing(
    tmp_path: Path, name: str, findings: str, said: str
) -> None:
    keras_file(tmp_path / "net.keras", outputs=1)
    (tmp_path / "text.keras").write_text("no network")
    (tmp_path / "net.h5").write_text("no network")
    with pytest.raises(ThoraCamError, match=said):
        run("new", str(tmp_path / name), "--findings", findings, "--out", str(tmp_path / "pack"))
    assert {path.name for path in tmp_path.iterdir()} == {"net.keras", "text.keras", "net.h5"}


def test_fewer_findings_than_outputs_are_refused(tmp_path: Path) -> None:
    given = keras_file(tmp_path / "net.keras")
    with pytest.raises(UsageError, match="has 2 outputs and 1 findings were named"):
        run("new", str(given), "--findings", "pneumothorax", "--out", str(tmp_path / "pack"))


def test_a_network_that_holds_code_is_refused(tmp_path: Path) -> None:
    import keras

    model = keras.Sequential([keras.Input((8, 8, 3)), keras.layers.Lambda(lambda x: x), keras.layers.Flatten()])
    with keras_and_numpy_quarrel():
        model.save(tmp_path / "net.keras")
    with pytest.raises(PackUnsafe):
        run("new", str(tmp_path / "net.keras"), "--findings", "pneumothorax", "--out", str(tmp_path / "pack"))


def test_check_says_how_steady_probabilities_are_and_that_a_pack_knows_its_films(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write_reference_films(write_tiny_pack(tmp_path / "tiny"))
    assert run("check", str(folder), "--stability", str(SAMPLE)) == 0
    said = capsys.readouterr().out
    assert "It tells films unlike its own, by 101 of them." in said
    assert said.count("in 10 small views") == 2
    assert "change the call" in said


def test_info_says_softness_index_and_the_limit_of_familiarity(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write_reference_films(write_tiny_pack(tmp_path / "tiny"), limit=98.5)
    table = load_table(folder)
    table["input"].update(resize="gaussian", softness=0.8)
    table["findings"][0].update(index=True, experimental=True)
    write_manifest(folder, table)
    assert run("info", str(folder)) == 0
    said = capsys.readouterr().out
    assert "brought to a softness of 0.8 pixels" in said
    assert "Unlike its films: beyond percentile 98.5" in said
    assert "Pneumothorax (experimental, index): operating point" in said


def test_a_pack_of_an_onnx_file_says_how_its_heatmaps_are_made(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = onnx_networks.written(onnx_networks.network("deep"), tmp_path / "net.onnx")
    findings = "pneumothorax,none,pleural_effusion"
    assert run("new", str(file), "--findings", findings, "--mean", "0.5", "--out", str(tmp_path / "pack")) == 0
    said = capsys.readouterr().out
    assert "target layer features, heatmaps of 4 x 4 cells. Its head has further steps" in said
    assert run("check", str(tmp_path / "pack")) == 0
    assert "It runs on cpu (OpenVINO)" in capsys.readouterr().out
    assert run("compile", str(tmp_path / "pack")) == 0
    assert "there is nothing to compile" in capsys.readouterr().out
