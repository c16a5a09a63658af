"""What 0.1.0 left on users' disks is opened, and says what it said: annotations, packs, reports, checkpoints."""

from __future__ import annotations

import json
import shutil
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from inference.annotations.export import measured_annotations, reader_findings
from inference.annotations.serialization import from_dict, to_dict
from inference.annotations.store import FolderAnnotationStore
from inference.batch.pipeline import done_before
from inference.core.cancel import CancelToken
from inference.core.film import Radiograph
from inference.engine.factory import open_engine
from inference.engine.keras.compiling.compile_pack import compile_folder
from inference.engine.openvino import compile_once
from inference.model_pack import load_pack
from inference.reading import read_film, scan
from inference.report.output.reopen import read_report, reopened
from inference.report.page.provenance import window_of
from inference.training.fitting import checkpoint

FIXTURES = Path(__file__).parents[1] / "fixtures_0_1_0"


def expected(area: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((FIXTURES / area / "expected.json").read_text("utf-8"))
    return found


def plain(value: object) -> Any:
    """As JSON holds it, where tuples are lists."""
    return json.loads(json.dumps(value))


def read(path: Path, frame: int) -> Radiograph:
    return read_film(path, frame=frame)


@pytest.mark.parametrize("name", ["now", "prior", "frames"])
def test_annotations_say_what_they_said(name: str) -> None:
    was = expected("annotations")[name]
    film = read_film(FIXTURES / was["film"])
    reader = FolderAnnotationStore(FIXTURES / "annotations" / "marks").load(was["film_hash"])
    assert film.film_hash == was["film_hash"]
    assert measured_annotations(film, reader) == was["as_reported"]
    assert reader_findings(reader) == was["reader_findings"]
    assert {key: str(call) for key, call in reader.calls.items()} == was["calls"]
    assert reader.revealed == was["revealed"]


@pytest.mark.parametrize("path", sorted((FIXTURES / "annotations" / "marks").iterdir()), ids=lambda path: path.stem[:8])
def test_annotations_are_written_as_they_were(path: Path) -> None:
    written = json.loads(path.read_text("utf-8"))
    assert plain(to_dict(from_dict(written))) == written


@pytest.mark.parametrize("name", sorted(expected("packs")))
def test_a_pack_promises_what_it_promised(name: str) -> None:
    was, pack = expected("packs")[name], load_pack(FIXTURES / name)
    for key in ("name", "version", "title", "kind", "pack_hash", "reference_prevalence"):
        assert getattr(pack, key) == was[key]
    assert plain(asdict(pack.input)).items() >= was["input"].items()
    assert plain(asdict(pack.network)) == {**was["network"], "compiled": "", "gradients": True}  # 0.1.0 knew of none
    assert {spec.finding.key: plain(asdict(spec.measured)) for spec in pack.findings} == was["measured"]


@pytest.fixture
def compiled_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Packs without a compiled form are compiled by this process, which has TensorFlow, not by one for each."""

    def work_here(_maker: str, given: tuple[Path, Path], *_folders: Path, **_bounds: float) -> None:
        compile_folder(*given)

    monkeypatch.setattr(compile_once, "work_apart", work_here)


@pytest.mark.parametrize("name", sorted(expected("packs")))
@pytest.mark.usefixtures("compiled_here")
@pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")
def test_a_pack_says_of_a_film_what_it_said(name: str) -> None:
    was = expected("packs")[name]
    engine = open_engine(FIXTURES / name, device="cpu", precision="float32")
    analysis = engine.analyse(read_film(FIXTURES / was["film"]), token=CancelToken())
    assert analysis.provenance.method == was["method"]
    for result in analysis.results:
        said = was["results"][result.finding.key]
        assert (str(result.state), result.reason) == (said["state"], said["reason"])
        assert result.probability == pytest.approx(said["probability"], abs=1e-4)
        assert result.score == pytest.approx(said["score"], abs=1e-4)
        shape = None if result.heatmap is None else list(result.heatmap.values.shape)
        assert shape == said["heatmap"]


REPORTS = sorted(name for name in expected("exported") if name.endswith(".png"))


@pytest.mark.parametrize("name", REPORTS)
def test_a_report_is_unchanged_and_says_what_it_said(name: str) -> None:
    was = expected("exported")[name]
    facts, same = read_report(FIXTURES / name)
    assert same == was["unchanged"]
    assert facts == was["facts"]


@pytest.mark.parametrize("name", REPORTS)
def test_a_report_finds_its_film_and_how_it_was_shown(name: str, tmp_path: Path) -> None:
    was = expected("exported")[name]
    report = Path(shutil.copy(FIXTURES / name, tmp_path))
    found = reopened(report, [FIXTURES / "films"], read)
    assert found.film.name == was["film_found"]
    film, facts = read_film(found.film), found.facts
    for shown in (facts, facts["overlay"]["apart"]):
        voi = shown and window_of(film, shown)
        assert (voi is None) == (not shown or shown["window"] is None)
        if voi is not None:
            assert {name: getattr(voi, name) for name in ("center", "width", "gamma")}.items() <= shown[
                "window"
            ].items()
    if facts["reader"] is not None:
        assert plain(to_dict(from_dict(facts["reader"]))) == facts["reader"]


@pytest.mark.parametrize("area", ["exported", "analyzed"])
def test_what_was_written_beside_films_is_told_from_films(area: str) -> None:
    was, found = expected("exported")["scanned"][area], scan([FIXTURES / area])
    listed = [entry.path.relative_to(FIXTURES).as_posix() for study in found.studies for entry in study.films]
    results = [name for name in was["films"] if "/dicom/" in name and not name.endswith("/film.dcm")]  # told by now
    assert sorted(listed) == sorted(set(was["films"]) - set(results))
    assert sorted(path.relative_to(FIXTURES).as_posix() for path in found.own) == sorted([*was["own"], *results])


def test_a_film_that_was_analysed_is_not_analysed_again() -> None:
    film, pack = read_film(FIXTURES / "films" / "prior.dcm"), load_pack(FIXTURES / "packs" / "tiny")
    assert done_before(FIXTURES / "analyzed" / "prior" / "result.json", film, pack.pack_hash)


@pytest.mark.parametrize("phase", ["head", "whole"])
def test_a_stopped_training_goes_on_from_its_checkpoint(phase: str) -> None:
    folder, was = FIXTURES / "trained" / "stopped.work" / phase, expected("trained")[phase]
    found = checkpoint.read(folder)
    assert found is not None
    assert (found.step, found.loss, json.loads(found.checks)) == (was["step"], was["loss"], was["checks"])
    assert len(found.average) == len(checkpoint.read_weights(folder))
