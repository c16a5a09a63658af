"""Site thresholds: found on own films, honest about how few they are, sealed, bound to a pack, withdrawn."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import resources
from inference.cli.main import main
from inference.core.analysis import Method, ScoreState
from inference.core.errors import ThresholdsUnusable, UsageError
from inference.core.findings import FINDINGS, PNEUMOTHORAX
from inference.core.site_points import SitePoint, SiteThresholds
from inference.engine.factory import open_engine
from inference.engine.results import judge
from inference.model_pack import AS_STATED, ModelPack, Prevalence, load_pack, restated
from inference.model_pack.site_points import does_not_fit, prevalence_here, tuned
from inference.site.ledger.results import ledger_of_results
from inference.site.thresholds import file
from inference.site.thresholds.collected import from_results, results_below
from inference.site.thresholds.file import Signed
from inference.site.thresholds.store import ThresholdStore
from inference.site.thresholds.tuning import OwnScores, Wish, tuned_point

KEY, NO_SCORES = PNEUMOTHORAX.key, np.zeros(0)


def own(normals: int = 50, positives: int = 20) -> OwnScores:
    rng = np.random.default_rng(3)
    return OwnScores(rng.beta(2, 8, normals), rng.beta(6, 3, positives))


def made(point: SitePoint | None = None, pack_hash: str = "a" * 64, pack: str = "made-up 1.0.0") -> SiteThresholds:
    return SiteThresholds(pack, pack_hash, "2026-11-29", (point or tuned_point(KEY, own(), Wish()),))


@pytest.fixture(scope="module")
def pack() -> ModelPack:
    return load_pack(resources.DEFAULT_PACK)


# -- tuning ----------------------------------------------------------------------------------------------------------


def test_fifty_normals_call_four_of_them_and_leave_4_to_17_per_100() -> None:
    point = tuned_point(KEY, own(), Wish(false_calls=0.1))
    assert int((own().normals >= point.score).sum()) == 4  # the 46th of 50 is cleared
    assert (point.low, point.high) == pytest.approx((0.0402, 0.1738), abs=1e-3)
    assert (point.hits, point.positives) == (int((own().positives >= point.score).sum()), 20)


def test_too_few_normals_are_refused_with_how_many_it_takes() -> None:
    with pytest.raises(UsageError, match="18 normals cannot carry 5 false calls per 100: it takes 19"):
        tuned_point(KEY, own(normals=18), Wish(false_calls=0.05))


def test_ties_call_no_more_than_wished() -> None:
    scores = OwnScores(np.array([0.1] * 30 + [0.6] * 20), NO_SCORES)
    point = tuned_point(KEY, scores, Wish(false_calls=0.1))
    assert point.score > 0.6


def test_the_band_holds_the_operating_point_and_needs_nine_of_each_class() -> None:
    point = tuned_point(KEY, own(), Wish(band=True))
    assert point.band is not None
    assert point.band[0] <= point.score <= point.band[1]
    with pytest.raises(UsageError, match="0 normals and 1 positives are missing"):
        tuned_point(KEY, own(positives=8), Wish(band=True))


# -- the file --------------------------------------------------------------------------------------------------------


def test_a_file_comes_back_as_it_was_signed_off(tmp_path: Path) -> None:
    signed = Signed(made(tuned_point(KEY, own(), Wish(band=True, prevalence=0.02))), "A. Kim", "2026-11-29")
    path = file.write(tmp_path / "ours.toml", signed)
    assert file.read(path) == signed
    point = file.usable(path).points[0]
    assert (point.signer, point.signed, point.digest) == ("A. Kim", "2026-11-29", signed.digest)


@pytest.mark.parametrize(("old", "new"), [("A. Kim", "B. Lee"), ("normals = 50", "normals = 500")])
def test_a_file_that_was_changed_is_refused(tmp_path: Path, old: str, new: str) -> None:
    path = file.write(tmp_path / "ours.toml", Signed(made(), "A. Kim", "2026-11-29"))
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))
    with pytest.raises(ThresholdsUnusable, match="changed since it was sealed"):
        file.read(path)


@pytest.mark.parametrize("text", ["", "format = 1", "[[[", "format = 2\nkind = 'x'", "\x00"])
def test_what_is_no_such_file_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "other.toml"
    path.write_text(text)
    with pytest.raises(ThresholdsUnusable):
        file.read(path)


def test_what_was_withdrawn_is_kept_and_refused(tmp_path: Path) -> None:
    store = ThresholdStore(tmp_path)
    store.put_in_force(Signed(made()))
    assert store.find("a" * 64) is not None
    kept = store.withdraw("a" * 64)
    assert kept is not None
    assert store.find("a" * 64) is None
    with pytest.raises(ThresholdsUnusable, match="withdrawn on"):
        file.usable(kept)


def test_new_ones_take_the_place_of_those_before_which_are_kept(tmp_path: Path) -> None:
    store, newer = ThresholdStore(tmp_path), replace(made(), made="2026-12-01")
    store.put_in_force(Signed(made()))
    store.put_in_force(Signed(newer))
    found = store.find("a" * 64)
    assert found is not None
    assert found.made == "2026-12-01"
    assert len(list(tmp_path.glob("*withdrawn*"))) == 1


# -- the pack --------------------------------------------------------------------------------------------------------


def test_the_sites_point_stands_beside_the_packs(pack: ModelPack) -> None:
    point = replace(tuned_point(KEY, own(), Wish()), score=0.2, band=None)
    ours = tuned(pack, made(point, pack.pack_hash))
    spec = ours.spec(PNEUMOTHORAX)
    assert spec is not None
    result = judge(spec, -1.0, np.zeros((4, 4), np.float32), Method.GRADCAM)  # a score of 0.27
    assert result.site is not None
    assert result.site.state is ScoreState.ABOVE
    assert result.operating_point == spec.operating_point
    assert result.site.operating_point == pytest.approx(spec.calibration.probability(np.log(0.2 / 0.8)))
    below = judge(spec, -1.5, np.zeros((4, 4), np.float32), Method.GRADCAM)
    assert below.site is not None
    assert below.site.state is ScoreState.BELOW


def test_another_prevalence_moves_the_mark_and_no_call(pack: ModelPack) -> None:
    ours = made(replace(tuned_point(KEY, own(), Wish()), score=0.2, band=(0.15, 0.25)), pack.pack_hash)
    for share in (0.01, 0.5):
        spec = tuned(restated(pack, Prevalence(share)), ours).spec(PNEUMOTHORAX)
        assert spec is not None
        result = judge(spec, -1.0, np.zeros((4, 4), np.float32), Method.GRADCAM)
        assert result.site is not None
        assert result.probability is not None
        assert result.site.state is ScoreState.ABOVE
        assert result.site.grey_band is not None
        assert result.site.grey_band[1] < result.probability


def test_thresholds_of_another_pack_ask_to_tune_again(pack: ModelPack) -> None:
    other = made()
    assert tuned(pack, other) == pack
    assert "Tune again" in does_not_fit(pack, other)
    assert does_not_fit(pack, replace(other, pack_hash=pack.pack_hash)) == ""
    assert does_not_fit(pack, replace(other, pack_hash=pack.pack_hash, preparation="0")) != ""
    assert "Tune again" in open_engine(thresholds=lambda _hash: other).notice


def test_the_prevalence_here_states_probabilities_unless_another_is_asked_for(pack: ModelPack) -> None:
    ours = made(tuned_point(KEY, own(), Wish(prevalence=0.02)), pack.pack_hash)
    assert prevalence_here(pack, ours, AS_STATED).of(PNEUMOTHORAX) == 0.02
    assert prevalence_here(pack, ours, Prevalence(0.3)).of(PNEUMOTHORAX) == 0.3
    assert prevalence_here(pack, None, AS_STATED) == AS_STATED


# -- the command -----------------------------------------------------------------------------------------------------


def results(folder: Path, pack_hash: str, scores: list[float], first: int = 0) -> Path:
    for number, score in enumerate(scores, start=first):
        place = folder / str(number)
        place.mkdir(parents=True)
        findings = [{"finding": one.key, "score": score if one.key == KEY else None} for one in FINDINGS]
        facts: dict[str, Any] = {
            "film": {"hash": f"{number:064d}"},
            "findings": findings,
            "provenance": {"pack_hash": pack_hash, "preparation": "1"},
        }
        (place / "result.json").write_text(json.dumps(facts))
    return folder


def test_results_of_another_pack_are_refused(tmp_path: Path) -> None:
    paths = results_below(results(tmp_path, "b" * 64, [0.1]))
    with pytest.raises(UsageError, match="another model or preparation"):
        from_results(paths, "a" * 64)


def test_tune_writes_a_file_that_is_put_in_force_and_withdrawn(
    tmp_path: Path, pack: ModelPack, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("inference.site.thresholds.store.thresholds_folder", lambda: tmp_path / "in force")
    normals = results(tmp_path / "normals", pack.pack_hash, [n / 100 for n in range(30)])
    positives = results(tmp_path / "positives", pack.pack_hash, [0.2 + n / 50 for n in range(10)], first=100)
    out = tmp_path / "ours.toml"
    line = ["tune", "--normals", str(normals), "--positives", f"{KEY}={positives}", "--findings", KEY, "--band"]
    assert main([*line, "--sign", "A. Kim", "--prevalence", "0.03", "--out", str(out)]) == 0
    said = capsys.readouterr().out
    assert "30 normals leave between" in said
    assert "of 10 positives called" in said
    assert main(["tune", "--use", str(out)]) == 0
    assert main(["tune", "--show"]) == 0
    assert "signed off by A. Kim" in capsys.readouterr().out
    point = file.usable(out).points[0]
    assert (point.prevalence, point.normals, point.positives) == (0.03, 30, 10)
    assert main(["tune", "--withdraw"]) == 0
    assert main(["tune", "--show"]) == 0
    assert "None are in force" in capsys.readouterr().out


def test_analyze_shows_both_points_in_tables_and_results(
    tmp_path: Path, pack: ModelPack, capsys: pytest.CaptureFixture[str]
) -> None:
    film = min(resources.path("samples").rglob("*.dcm"))
    point = replace(tuned_point(KEY, own(), Wish()), score=0.0001)
    ours = file.write(tmp_path / "ours.toml", Signed(made(point, pack.pack_hash), "A. Kim", "2026-11-29"))
    out = tmp_path / "out"
    line = ["analyze", str(film), "--out", str(out), "--thresholds", str(ours), "--only", "results", "--anonymize"]
    assert main(line) == 0
    facts = json.loads(next(out.rglob("result.json")).read_text())
    found = next(item for item in facts["findings"] if item["finding"] == KEY)["site"]
    assert found["state"] == "above"
    assert (found["point"]["signer"], len(found["point"]["digest"])) == ("", 64)  # without identity no name
    rows = (out / "results.csv").read_text().splitlines()
    row = next(dict(zip(rows[0].split(","), line.split(","), strict=True)) for line in rows if f",{KEY}," in line)
    assert row["site_state"] == "above"
    assert float(row["site_operating_point"]) == pytest.approx(found["operating_point"], abs=1e-6)
    other = file.write(tmp_path / "other.toml", Signed(made()))
    assert main([*line[:4], "--overwrite", "--thresholds", str(other)]) == 2
    assert "Tune again" in capsys.readouterr().err


@pytest.mark.parametrize("score", ["x", float("nan"), [1], 2.0])
def test_results_with_odd_scores_are_refused_by_tune_and_ledger(tmp_path: Path, score: Any) -> None:
    path = results_below(results(tmp_path, "a" * 64, [0.1]))[0]
    facts = json.loads(path.read_text("utf-8"))
    for item in facts["findings"]:
        item.update(score=score, probability=0.5, state="above")
    facts["film"]["name"] = "film"
    facts["provenance"].update(created="2026-01-01", pack_name="a", pack_version="1")
    path.write_text(json.dumps(facts), "utf-8")
    with pytest.raises(UsageError, match="no result of this program"):
        from_results([path], "a" * 64)
    with pytest.raises(UsageError, match="no result of this program"):
        ledger_of_results(tmp_path)


@pytest.mark.parametrize("change", [{"finding": "zz"}, {"site": "q"}, {"finding": FINDINGS[1].key}])
def test_results_with_odd_findings_are_refused_by_ledger(tmp_path: Path, change: dict[str, Any]) -> None:
    path = results_below(results(tmp_path, "a" * 64, [0.1]))[0]
    facts = json.loads(path.read_text("utf-8"))
    for item in facts["findings"]:
        item.update(score=0.5, probability=0.5, state="above")
    facts["findings"][0].update(change)
    facts["film"]["name"] = "film"
    facts["provenance"].update(created="2026-01-01", pack_name="a", pack_version="1")
    path.write_text(json.dumps(facts), "utf-8")
    with pytest.raises(UsageError, match="no result of this program"):
        ledger_of_results(tmp_path)


def test_tune_refuses_before_the_first_film_what_would_end_it_after_the_last(
    tmp_path: Path, pack: ModelPack, capsys: pytest.CaptureFixture[str]
) -> None:
    normals = results(tmp_path / "normals", pack.pack_hash, [n / 100 for n in range(30)])
    line = ["tune", "--normals", str(normals), "--out"]
    (tmp_path / "there.toml").write_text("mine", "utf-8")
    assert main([*line, str(tmp_path / "there.toml")]) == 2
    (normals / "0" / "result.json").write_text("{", "utf-8")  # nobody comes to read it
    assert main([*line, str(tmp_path / "new.toml"), "--positives", f"{KEY}={tmp_path / 'none'}"]) == 2
    assert "There is no folder" in capsys.readouterr().err
