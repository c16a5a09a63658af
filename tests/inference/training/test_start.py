"""A start that knows the films put aside: said, left out of every figure, and withheld where nothing else is left."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from inference.cli import main
from inference.model_pack import load_pack
from inference.model_pack.trained_on import TRAINED_ON, TrainedOn, digest_of, record_of, trained_on
from inference.reading import read_film
from inference.training.data.split import Split
from inference.training.fitting.fit import ValidationCheck, _stale
from inference.training.run import data as run_data
from tests.inference.training.training_runs import labelled_films, learn_eagerly, run, use_tiny_network

pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")
PATIENTS = frozenset(f"p{number}" for number in range(24))
ASIDE = frozenset(f"p{number}" for number in range(6))
OTHERS = frozenset(f"p{number}" for number in range(6, 12))


@pytest.fixture(autouse=True)
def _tiny(monkeypatch: pytest.MonkeyPatch) -> None:
    use_tiny_network(monkeypatch)
    learn_eagerly(monkeypatch)


def put_aside(monkeypatch: pytest.MonkeyPatch, patients: frozenset[str]) -> None:
    """Have the split put these patients aside."""
    split = Split(PATIENTS - patients, patients)
    monkeypatch.setattr(run_data, "split_by_patient", lambda *_given, **_named: split)


def findings(pack: Path) -> list[dict[str, object]]:
    found: list[dict[str, object]] = tomllib.loads((pack / "model.toml").read_text(encoding="utf-8"))["findings"]
    return found


def test_a_pack_records_the_films_it_learnt_from_and_no_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    labelled_films(tmp_path)
    put_aside(monkeypatch, ASIDE)
    assert run(tmp_path) == 0
    seen = trained_on(tmp_path / "pack")
    films = [read_film(tmp_path / "films" / "ward" / f"{number}.png") for number in range(24)]
    assert [seen.knows(film.film_hash) for film in films] == [number >= 6 for number in range(24)]
    assert not any(film.film_hash in (tmp_path / "pack" / TRAINED_ON).read_text() for film in films)
    assert TRAINED_ON in dict(load_pack(tmp_path / "pack").files)


def test_a_start_that_knows_all_films_put_aside_tells_no_figure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    labelled_films(tmp_path)
    put_aside(monkeypatch, ASIDE)
    assert run(tmp_path, out="first") == 0
    put_aside(monkeypatch, OTHERS)
    capsys.readouterr()
    assert run(tmp_path, "--start", str(tmp_path / "first")) == 0
    said = "".join(capsys.readouterr())
    assert "learnt from films of 6 patients who were put aside (6 films)" in said
    assert "Pneumothorax: no figure is told" in said
    assert "AUC 0" not in said
    assert "AUC 1" not in said
    assert not {"auc", "sensitivity", "specificity", "positives"} & set(findings(tmp_path / "pack")[0])
    assert findings(tmp_path / "pack")[0]["experimental"]
    card = (tmp_path / "pack" / "MODEL_CARD.md").read_text(encoding="utf-8")
    assert "| withheld | withheld |" in card
    assert "99 %" not in card
    assert trained_on(tmp_path / "pack").digests >= trained_on(tmp_path / "first").digests
    load_pack(tmp_path / "pack")


def test_films_that_the_start_does_not_know_are_measured_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    labelled_films(tmp_path)
    put_aside(monkeypatch, ASIDE)
    assert run(tmp_path, out="first") == 0
    put_aside(monkeypatch, ASIDE | OTHERS)
    assert run(tmp_path, "--start", str(tmp_path / "first")) == 0
    [pneumothorax, *_] = findings(tmp_path / "pack")
    assert (pneumothorax["positives"], pneumothorax["negatives"]) == (3, 3)
    assert "left out of every figure" in capsys.readouterr().err


def test_a_start_without_a_record_is_said_not_to_be_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    labelled_films(tmp_path)
    put_aside(monkeypatch, ASIDE)
    assert run(tmp_path, out="first") == 0
    assert "not recorded" not in capsys.readouterr().err
    manifest = tmp_path / "first" / "model.toml"
    lines = manifest.read_text(encoding="utf-8").splitlines(keepends=True)
    manifest.write_text("".join(line for line in lines if TRAINED_ON not in line), encoding="utf-8")
    assert run(tmp_path, "--start", str(tmp_path / "first")) == 0
    assert "nobody can know" in capsys.readouterr().err
    assert "What the start of its training learnt from is not recorded." in str(
        findings(tmp_path / "pack")[0]["limits"]
    )
    assert "nobody can know" in (tmp_path / "pack" / "MODEL_CARD.md").read_text(encoding="utf-8")
    assert not trained_on(tmp_path / "pack").recorded


def test_a_record_that_is_not_the_packs_own_counts_for_nothing(tmp_path: Path) -> None:
    record = record_of(["ab" * 32], TrainedOn())
    assert record == f"{digest_of('ab' * 32)}\n".encode()
    (tmp_path / TRAINED_ON).write_bytes(record)
    (tmp_path / "model.toml").write_text('[files]\n"trained_on.txt" = "00"\n', encoding="utf-8")
    assert trained_on(tmp_path) == TrainedOn(recorded=False)
    assert record_of(["ab" * 32], TrainedOn(recorded=False)) is None


def test_a_run_that_measures_nothing_learns_to_its_end() -> None:
    checks = [ValidationCheck(step, 1.0, {"Pneumothorax": float("nan")}) for step in range(9)]
    assert _stale(checks) == 0


def test_overwriting_leaves_the_users_own_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    labelled_films(tmp_path)
    put_aside(monkeypatch, ASIDE)
    assert run(tmp_path) == 0
    mine = [
        tmp_path / place
        for place in ("pack/notes.txt", "pack/mine/figures.csv", "pack.work/head/notes.txt", "pack.work/mine.txt")
    ]
    for path in mine:
        path.parent.mkdir(exist_ok=True)
        path.write_text("mine", encoding="utf-8")
    assert run(tmp_path, "--overwrite", steps=7) == 0
    assert [path.read_text(encoding="utf-8") for path in mine] == ["mine"] * len(mine)
    assert tomllib.loads((tmp_path / "pack" / "model.toml").read_text(encoding="utf-8"))["training"]["steps_whole"] == 7
    assert sorted(path.name for path in tmp_path.iterdir()) == ["films", "labels.csv", "masks", "pack", "pack.work"]


def test_an_evaluation_says_how_many_films_the_pack_learnt_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    labelled_films(tmp_path)
    put_aside(monkeypatch, ASIDE)
    assert run(tmp_path) == 0
    given = ["--labels", str(tmp_path / "labels.csv"), "--films", str(tmp_path / "films"), "--override"]
    out = tmp_path / "out"
    assert main.main(["evaluate", *given, "--model", str(tmp_path / "pack"), "--out", str(out), "--no-heatmaps"]) == 0
    assert "The pack learnt from 18 of these films" in capsys.readouterr().err
    assert "The pack learnt from 18 of these films." in (out / "index.html").read_text(encoding="utf-8")
