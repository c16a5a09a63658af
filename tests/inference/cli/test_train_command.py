"""``thoracam train``: a pack that opens, a run that can be taken up to the bit, and words for what was left out."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import subprocess
import sys
import tomllib
import warnings
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from inference.cli import main
from inference.cli.commands import train as train_command
from inference.core.analysis import ScoreState
from inference.core.cancel import CancelToken
from inference.core.findings import PLEURAL_EFFUSION, PNEUMOTHORAX, RIB_FRACTURE
from inference.engine.factory import open_engine
from inference.model_pack import load_pack
from inference.reading import read_film
from inference.training.data.split import read_split
from inference.training.fitting import checkpoint
from inference.training.fitting.fit import StepReport
from tests import needs
from tests.builders import write_dicom
from tests.inference.training.training_runs import labelled_films, learn_eagerly, run, table, use_tiny_network
from tests.together import made_once

# Keras 3.15 asks NumPy 2 to copy TensorFlow's variables in the old way; nothing of ours.
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")
SAID = "said.txt"


@pytest.fixture(autouse=True)
def _tiny(monkeypatch: pytest.MonkeyPatch) -> None:
    use_tiny_network(monkeypatch)
    learn_eagerly(monkeypatch)  # the run that most tests look at takes its steps as the program does


@dataclass(frozen=True)
class Finished:
    """A run that is over: its folder, with ``pack`` and ``pack.work``, and what it said."""

    root: Path
    said: str


@pytest.fixture(scope="session")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Finished:
    """One run for all tests that only look at what is left of it; compiling the network takes seconds."""
    root = made_once(tmp_path_factory, "finished", train_in)
    return Finished(root, (root / SAID).read_text("utf-8"))


def train_in(root: Path) -> None:
    """Films, labels with rows that cannot be used, and a pack learnt from them."""
    said = io.StringIO()
    with labelled_films(root).open("a", encoding="utf-8") as stream:
        stream.write("ward/lost.png,q,1,0,0,PA,F,1\nward/1.png,q,1,0,0,PA,F,1\nward/2.png,q,perhaps,0,0,PA,F,1\n")
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(said), redirect_stderr(said), warnings.catch_warnings():
        warnings.filterwarnings("ignore", "__array__ implementation", DeprecationWarning)
        use_tiny_network(patch)
        assert run(root, "--seed", "3") == 0
    (root / SAID).write_text(said.getvalue(), encoding="utf-8")


def test_a_pack_comes_out_that_the_engine_opens(finished: Finished) -> None:
    assert "Learnt beside them and left out of the pack: Drain." in finished.said
    engine = open_engine(finished.root / "pack").override()
    analysis = engine.analyse(read_film(finished.root / "films" / "ward" / "1.png"), token=CancelToken())
    assert {result.finding for result in analysis.results if result.analysed} == {PNEUMOTHORAX, PLEURAL_EFFUSION}
    assert analysis.result(RIB_FRACTURE).state is ScoreState.NOT_ANALYSED
    assert analysis.provenance.reference_prevalence == 0.5


def test_the_readmes_three_commands_lead_from_labels_to_reports(finished: Finished, tmp_path: Path) -> None:
    root = finished.root
    pack, split, films = root / "pack", root / "pack.work" / "split.csv", root / "films"
    given = ["--labels", str(root / "labels.csv"), "--films", str(films), "--split", str(split), "--model", str(pack)]
    assert main.main(["evaluate", *given, "--out", str(tmp_path / "judged"), "--override", "--faithfulness", "1"]) == 0
    page = (tmp_path / "judged" / "index.html").read_text(encoding="utf-8")
    assert f"{len(read_split(split).validation)} patients." in page
    with (tmp_path / "judged" / "figures.csv").open(newline="") as stream:
        judged = {row["finding"]: row for row in csv.DictReader(stream) if row["group"] == "all"}
    for spec in load_pack(pack).findings:  # the engine sees what was measured when the pack was made
        for name, value in (("AUC", spec.measured.auc), ("sensitivity", spec.measured.sensitivity)):
            assert judged[spec.finding.title][name].startswith(f"{value:.2f} ")
    assert (
        main.main(["analyze", str(films / "ward" / "1.png"), "--model", str(pack), "--out", str(tmp_path / "r")]) == 0
    )
    assert (tmp_path / "r" / "results.csv").exists()


def test_the_pack_records_how_it_was_made_without_folders(finished: Finished) -> None:
    text = (finished.root / "pack" / "model.toml").read_text(encoding="utf-8")
    training = tomllib.loads(text)["training"]
    assert "--labels labels.csv" in training["command"]
    assert training["seed"] == training["split_seed"] == 3
    assert str(finished.root) not in text
    assert "p1," not in (finished.root / "pack" / "MODEL_CARD.md").read_text(encoding="utf-8")


def test_figures_that_so_few_films_carry_are_experimental(finished: Finished) -> None:
    spec = load_pack(finished.root / "pack").spec(PNEUMOTHORAX)
    assert spec is not None
    assert spec.experimental
    assert spec.measured.positives in range(1, 10)
    assert "experimental" in (finished.root / "pack" / "MODEL_CARD.md").read_text(encoding="utf-8")


@pytest.mark.slow
def test_a_run_that_was_stopped_ends_as_if_it_never_had(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    labelled_films(tmp_path)
    assert run(tmp_path, steps=40, out="whole") == 0

    def stop(phase: str, step_report: StepReport) -> None:
        if (phase, step_report.step) == ("whole", 7):
            raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(train_command, "_step", stop)
        assert run(tmp_path, steps=40, out="stopped") == 130
    assert not (tmp_path / "stopped").exists()
    assert "go on with it by --resume" in capsys.readouterr().err
    assert run(tmp_path, "--resume", steps=40, out="stopped") == 0
    for phase in ("head", "whole"):
        one, other = (checkpoint.read(tmp_path / f"{name}.work" / phase) for name in ("whole", "stopped"))
        assert one is not None
        assert other is not None
        assert (one.step, one.loss, one.checks) == (other.step, other.loss, other.checks)
        for part in checkpoint.PARTS:
            pairs = zip(getattr(one, part), getattr(other, part), strict=True)
            assert all(np.array_equal(a, b) for a, b in pairs)
    whole, stopped = (weights(tmp_path / name) for name in ("whole", "stopped"))
    assert whole.keys() == stopped.keys()
    assert all(np.array_equal(whole[name], stopped[name]) for name in whole)
    assert findings(tmp_path / "whole") == findings(tmp_path / "stopped")


def weights(pack: Path) -> dict[str, np.ndarray[Any, np.dtype[Any]]]:
    """The arrays of a weights file by their place in it; its bytes also hold numbers that Keras gives to layers."""
    import h5py

    found: dict[str, np.ndarray[Any, np.dtype[Any]]] = {}
    with h5py.File(pack / "network.weights.h5") as file:
        file.visititems(lambda name, item: found.update({name: item[()]}) if hasattr(item, "dtype") else None)
    return found


def findings(pack: Path) -> object:
    return tomllib.loads((pack / "model.toml").read_text(encoding="utf-8"))["findings"]


def test_what_was_left_out_is_said_and_written_down(finished: Finished) -> None:
    assert "Left out: line 27: the file is listed twice." in finished.said
    assert "Left out: line 28: 'perhaps' is neither 0 nor 1 nor blank." in finished.said
    assert "Left out: ward/lost.png: FileMissing." in finished.said
    with (finished.root / "pack.work" / "skipped.csv").open(newline="") as stream:
        assert len(list(csv.reader(stream))) == 4


def test_the_split_is_by_patient_and_written_down(finished: Finished) -> None:
    split = read_split(finished.root / "pack.work" / "split.csv")
    assert len(split.validation) in range(4, 7)
    assert len(split.training | split.validation) == 24


def test_curves_and_scalars_are_there_to_look_at(finished: Finished) -> None:
    work = finished.root / "pack.work"
    for name in ("loss.png", "validation_auc.png"):
        curve = cv2.imread(str(work / name))
        assert curve is not None
        assert len(np.unique(curve.reshape(-1, 3), axis=0)) > 3
    assert scalars(work / "tensorboard")["loss"] == list(range(1, 13))


def scalars(folder: Path) -> dict[str, list[int]]:
    """The steps of each scalar of an event file, as TensorFlow reads it: it checks both sums of each record."""
    import tensorflow as tf
    from tensorflow.core.util.event_pb2 import Event

    found: dict[str, list[int]] = {}
    for record in tf.data.TFRecordDataset([str(path) for path in sorted(folder.iterdir())]):
        event = Event.FromString(record.numpy())
        for value in event.summary.value:
            assert np.isfinite(value.simple_value)
            found.setdefault(value.tag, []).append(event.step)
    return found


def test_a_finding_seen_on_one_side_only_is_not_analysed_and_why(tmp_path: Path) -> None:
    labelled_films(tmp_path)
    rows = [(f"ward/{number}.png", f"p{number}", number % 2, int(number == 0)) for number in range(24)]
    table(tmp_path / "labels.csv", rows, ("path", "patient", "pneumothorax", "Rib fracture"))
    assert run(tmp_path) == 0
    pack = load_pack(tmp_path / "pack")
    assert pack.spec(RIB_FRACTURE) is None
    assert pack.reason(RIB_FRACTURE).startswith("Not learnt: the validation side has 0 films with it")


def test_a_network_of_one_output_takes_one_finding(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    labelled_films(tmp_path)
    use_tiny_network(monkeypatch, output="probabilities")
    assert run(tmp_path) == 2
    assert "looks for one finding, and the labels name 2 (Pneumothorax, Pleural effusion)" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("header", "rows", "said"),
    [
        (("path", "patient", "weather"), [("ward/1.png", "a", 1)], "No column of the labels names a finding"),
        (("path", "pneumothorax"), [("ward/1.png", 1)], "has no column patient"),
        (("path", "patient", "pneumothorax"), [("x.png", "a", 1)], "None of the films in the labels can be read"),
        (("path", "patient", "pneumothorax"), [("ward/1.png", "a", 2)], "no row of labels.csv can be used"),
        (
            ("path", "patient", "pneumothorax"),
            [(f"ward/{number}.png", number, 1) for number in range(24)],
            "No finding has films of both kinds",
        ),
    ],
)
def test_labels_that_teach_nothing_are_refused(
    tmp_path: Path,
    header: tuple[str, ...],
    rows: list[tuple[object, ...]],
    said: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    labelled_films(tmp_path)
    table(tmp_path / "labels.csv", rows, header)
    assert run(tmp_path) == 2
    assert said.lower() in capsys.readouterr().err.lower()


def test_a_size_that_a_network_has_not_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.undo()
    labelled_films(tmp_path)
    table(
        tmp_path / "labels.csv", [(f"ward/{n}.png", n, n % 2) for n in range(24)], ("path", "patient", "pneumothorax")
    )
    assert run(tmp_path, "--network", "xception") == 2
    assert "xception cannot be built for 32 pixels" in capsys.readouterr().err


def test_the_seeds_spreadsheet_and_folders_teach_too(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    lines = ["Serial No,Pneumo-thorax,Remarks"]
    for number in range(1, 25):
        film = rng.integers(0, 900, (70, 60)).astype(np.uint16)
        film[10:40, 10:40] += 3000 * (number % 2)
        folder = tmp_path / "films" / f"{number:03d}" / "DICOM"
        folder.mkdir(parents=True)
        write_dicom(folder / "IM1", film)
        lines.append(f"{number},{number % 2},unread")
    (tmp_path / "labels.csv").write_text("\n".join(lines), encoding="utf-8")
    assert run(tmp_path) == 0
    assert [spec.finding for spec in load_pack(tmp_path / "pack").findings] == [PNEUMOTHORAX]


def test_a_pack_can_be_learnt_on_from(finished: Finished, tmp_path: Path) -> None:
    labelled_films(tmp_path)
    assert run(tmp_path, "--seed", "3", "--start", str(finished.root / "pack")) == 0
    record = tomllib.loads((tmp_path / "pack" / "model.toml").read_text(encoding="utf-8"))["training"]
    assert record["start"] == "pack"
    losses = [
        json.loads((root / "pack.work" / "head" / "checks.json").read_text())[0]["loss"]
        for root in (finished.root, tmp_path)
    ]
    assert losses[0] != losses[1]


def test_nothing_is_written_over_unasked(
    finished: Finished, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = shutil.copytree(finished.root, tmp_path / "copy")
    assert run(root) == 2
    assert "is already there" in capsys.readouterr().err
    assert run(root, "--resume", "--overwrite", steps=7) == 2
    assert "steps whole was 6" in capsys.readouterr().err
    assert run(root, "--overwrite", steps=7) == 0
    assert tomllib.loads((root / "pack" / "model.toml").read_text(encoding="utf-8"))["training"]["steps_whole"] == 7


def test_a_folder_that_is_no_pack_is_never_replaced(tmp_path: Path) -> None:
    labelled_films(tmp_path)
    assert run(tmp_path, "--overwrite", out="films") == 2
    assert (tmp_path / "films" / "ward" / "1.png").exists()


def test_first_weights_that_do_not_fit_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    labelled_films(tmp_path)
    (tmp_path / "start.weights.h5").write_text("no weights")
    assert run(tmp_path, "--start", str(tmp_path / "start.weights.h5")) == 2
    assert "start start.weights.h5 does not fit" in capsys.readouterr().err


def test_bfloat16_while_learning_leaves_a_pack_in_single_precision(tmp_path: Path) -> None:
    labelled_films(tmp_path)
    assert run(tmp_path, "--mixed-precision") == 0
    assert "bfloat16" not in (tmp_path / "pack" / "network.json").read_text(encoding="utf-8")


@pytest.mark.slow
def test_keras_may_run_on_jax(tmp_path: Path) -> None:
    needs.module("jax", "--group=jax")
    labelled_films(tmp_path)
    code = (
        "import sys, pytest; from pathlib import Path; from tests.inference.training import training_runs as own\n"
        "with pytest.MonkeyPatch.context() as patch:\n"
        "    own.use_tiny_network(patch)\n"
        "    sys.exit(own.run(Path(sys.argv[1])))"
    )
    environment = {"KERAS_BACKEND": "jax", "PYTHONPATH": os.pathsep.join(sys.path)}
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=True, env=environment)
    assert tomllib.loads((tmp_path / "pack" / "model.toml").read_text())["training"]["backend"] == "jax"
    open_engine(tmp_path / "pack").warm_up()


def test_where_no_network_is_named_it_is_the_starts_own(tmp_path: Path) -> None:
    assert (
        train_command.usual_network(None)
        == train_command.usual_network(tmp_path / "start.weights.h5")
        == "efficientnet-lite0-multi"
    )
    assert (
        train_command.usual_network("imagenet")
        == train_command.usual_network(tmp_path / "start.tflite")
        == "mobilenetv2-multi"
    )
    pack = tmp_path / "mobile"
    pack.mkdir()
    (pack / "model.toml").write_text('[training]\nnetwork = "mobilenetv2-multi"\n', encoding="utf-8")
    assert train_command.usual_network(pack) == "mobilenetv2-multi"
