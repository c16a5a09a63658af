"""A pack is what it promises, or it is refused in words: one refusal each."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import tomllib
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from inference.core.calibration import Isotonic, Temperature
from inference.core.errors import PackError, PackMalformed, PackMismatch, PackMissing, PackUnsafe
from inference.core.findings import PLEURAL_EFFUSION, PNEUMOTHORAX, RIB_FRACTURE
from inference.imaging.model_input import Resize
from inference.model_pack import Kind, load_pack
from tests.inference.model_pack.packs import write_manifest, write_tiny_pack

Table = dict[str, Any]


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tiny_pack(tmp_path_factory.mktemp("packs") / "tiny")


@pytest.fixture
def pack(original: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "tiny"
    folder.mkdir()
    for file in original.iterdir():
        (folder / file.name).write_bytes(file.read_bytes())
    return folder


def change(folder: Path, edit: Callable[[Table], object], *, keep_files: bool = False) -> Path:
    table = tomllib.loads((folder / "model.toml").read_text())
    edit(table)
    if not keep_files:
        table.pop("files", None)
    write_manifest(folder, table)
    return folder


def change_network(folder: Path, edit: Callable[[Table], object]) -> Path:
    path = folder / "network.json"
    network = json.loads(path.read_text())
    edit(network["config"])
    path.write_text(json.dumps(network))
    return change(folder, lambda table: None)


def test_a_pack_says_all_it_promises(pack: Path) -> None:
    loaded = load_pack(pack)
    assert (loaded.name, loaded.version, loaded.kind) == ("tiny", "0.0.1", Kind.MULTI)
    assert [spec.finding for spec in loaded.findings] == [PNEUMOTHORAX, PLEURAL_EFFUSION]
    assert loaded.findings[0].calibration == Temperature(1.0, 0.0)
    assert loaded.findings[0].grey_band == (0.45, 0.55)
    assert loaded.input.rows == loaded.input.columns == 64
    assert loaded.network.target_layer == "features"
    assert "not trained" in loaded.reason(RIB_FRACTURE)
    assert loaded.spec(RIB_FRACTURE) is None


def test_a_pack_may_ask_for_one_softness(pack: Path) -> None:
    assert load_pack(pack).input.softness == 0.7
    change(pack, lambda table: table["input"].update(resize="gaussian", softness=1.25))
    assert (load_pack(pack).input.resize, load_pack(pack).input.softness) == (Resize.GAUSSIAN, 1.25)


def test_loading_a_pack_imports_no_tensorflow(pack: Path) -> None:
    code = (
        "import sys; from inference.model_pack import load_pack; load_pack(sys.argv[1]); print('keras' in sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", code, str(pack)], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "False"


def test_the_pack_hash_changes_with_any_file(pack: Path) -> None:
    before = load_pack(pack).pack_hash
    (pack / "MODEL_CARD.md").write_text("# Another card\n")
    change(pack, lambda table: None)
    assert load_pack(pack).pack_hash != before


def test_isotonic_calibration_is_read(pack: Path) -> None:
    def edit(table: Table) -> None:
        table["findings"][0]["calibration"] = {"kind": "isotonic", "x": [0.1, 0.5], "y": [0.0, 1.0]}

    assert load_pack(change(pack, edit)).findings[0].calibration == Isotonic((0.1, 0.5), (0.0, 1.0))


def test_a_training_record_may_say_anything(pack: Path) -> None:
    change(pack, lambda table: table.update(training={"epochs": 12}))
    assert load_pack(pack).name == "tiny"


def test_a_folder_without_a_manifest_is_no_pack(tmp_path: Path) -> None:
    with pytest.raises(PackMissing):
        load_pack(tmp_path)
    with pytest.raises(PackMissing):
        load_pack(tmp_path / "nowhere")


def test_text_that_is_not_toml_is_refused(pack: Path) -> None:
    (pack / "model.toml").write_text("this is = = not toml")
    with pytest.raises(PackMalformed, match="not TOML"):
        load_pack(pack)


def test_a_changed_file_is_refused(pack: Path) -> None:
    (pack / "MODEL_CARD.md").write_text("# Changed\n")
    with pytest.raises(PackMismatch, match=r"MODEL_CARD.md .*SHA-256"):
        load_pack(pack)


def test_truncated_weights_are_refused(pack: Path) -> None:
    weights = pack / "network.weights.h5"
    weights.write_bytes(weights.read_bytes()[:1000])
    with pytest.raises(PackMismatch, match=r"network.weights.h5"):
        load_pack(pack)


def test_a_missing_file_is_refused(pack: Path) -> None:
    (pack / "network.weights.h5").unlink()
    with pytest.raises(PackMismatch, match="missing"):
        load_pack(pack)


def test_a_missing_layer_is_refused(pack: Path) -> None:
    change(pack, lambda table: table["network"].update(target_layer="block99"))
    with pytest.raises(PackMismatch, match="no layer block99"):
        load_pack(pack)


def test_a_wrong_input_size_is_refused(pack: Path) -> None:
    change(pack, lambda table: table["input"].update(rows=128))
    with pytest.raises(PackMismatch, match="takes"):
        load_pack(pack)


def test_a_lambda_layer_is_refused(pack: Path) -> None:
    layer = {"module": "keras.layers", "class_name": "Lambda", "config": {"name": "evil", "function": "x"}}
    change_network(pack, lambda config: config["layers"].append(layer))
    with pytest.raises(PackUnsafe, match="Lambda"):
        load_pack(pack)


def test_a_class_from_outside_keras_is_refused(pack: Path) -> None:
    layer = {"module": "os", "class_name": "system", "config": {"name": "evil"}}
    change_network(pack, lambda config: config["layers"].append(layer))
    with pytest.raises(PackUnsafe, match="not part of Keras"):
        load_pack(pack)


def test_a_module_that_only_begins_like_keras_is_refused(pack: Path) -> None:
    layer = {"module": "kerasevil.layers", "class_name": "Dense", "config": {"name": "evil"}}
    change_network(pack, lambda config: config["layers"].append(layer))
    with pytest.raises(PackUnsafe):
        load_pack(pack)


def test_a_layer_that_reads_other_files_is_refused(pack: Path) -> None:
    layer = {
        "module": "keras.layers",
        "class_name": "StringLookup",
        "config": {"name": "x", "vocabulary": "/etc/passwd"},
    }
    change_network(pack, lambda config: config["layers"].append(layer))
    with pytest.raises(PackUnsafe, match="reads other files"):
        load_pack(pack)


def test_a_pickle_is_refused(pack: Path) -> None:
    (pack / "network.pkl").write_bytes(b"")
    change(pack, lambda table: table["network"].update(weights="network.pkl"))
    with pytest.raises(PackUnsafe, match="not a file of data"):
        load_pack(pack)


@pytest.mark.parametrize("name", ["../outside.h5", "/etc/passwd", "C:\\weights.h5"])
def test_a_file_outside_the_pack_is_refused(pack: Path, name: str) -> None:
    change(pack, lambda table: table["files"].update({name: "0" * 64}), keep_files=True)
    with pytest.raises(PackUnsafe, match="outside the pack"):
        load_pack(pack)


def test_a_link_out_of_the_pack_is_refused(pack: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside.md"
    outside.write_text("# A pack for tests\n")
    (pack / "MODEL_CARD.md").unlink()
    (pack / "MODEL_CARD.md").symlink_to(outside)
    with pytest.raises(PackUnsafe, match="outside the pack"):
        load_pack(pack)


def test_weights_without_a_hash_are_refused(pack: Path) -> None:
    change(pack, lambda table: table["files"].pop("network.weights.h5"), keep_files=True)
    with pytest.raises(PackMalformed, match=r"no SHA-256 for network\.weights\.h5"):
        load_pack(pack)


def finding(**values: Any) -> Callable[[Table], object]:
    return lambda table: table["findings"][0].update(values)


MALFORMED: list[tuple[str, Callable[[Table], object], str]] = [
    ("another format", lambda table: table.update(format=2), "format must be 1"),
    ("no format", lambda table: table.pop("format"), "model.toml: format is missing"),
    ("a later format", lambda table: table.update(format=2, shape={}), "format must be 1; this program reads no other"),
    ("no licence", lambda table: table.pop("licence"), "licence is missing"),
    ("misspelt key", lambda table: table["input"].update(chanels=3), "chanels is not known .did you mean channels"),
    ("unknown kind", lambda table: table.update(kind="many"), "kind must be one of"),
    ("no findings", lambda table: table.update(findings=[]), "no .*findings"),
    ("unknown finding", finding(key="cardiomegaly"), "cardiomegaly is not one of the seven"),
    ("finding twice", lambda table: table["findings"].append(dict(table["findings"][0], output=5)), "twice"),
    ("output twice", finding(output=1), "share one output"),
    ("operating point above 1", finding(operating_point=1.5), "between 0 and 1"),
    ("band falls", finding(grey_band=[0.6, 0.4]), "rising"),
    ("text for a number", finding(operating_point="high"), "must be a number"),
    ("true for a number", finding(operating_point=True), "findings pneumothorax: operating_point must be a number"),
    ("not a number", finding(operating_point=float("nan")), "operating_point must be a number between 0 and 1"),
    ("a number without end", finding(calibration={"bias": float("inf")}), "calibration: bias must be a finite number"),
    ("a number too long", finding(output=-(10**400)), "output must be a whole number of at least 0"),
    ("half an output", finding(output=0.5), "output must be a whole number"),
    ("text for a truth", finding(experimental="yes"), "experimental must be true or false"),
    ("number for a text", finding(limits=3), "limits must be a text"),
    ("three bands", finding(grey_band=[0.1, 0.2, 0.3]), "two rising numbers"),
    ("measured beyond 1", finding(auc=1.2), "auc must be a number between 0 and 1"),
    ("weights of one network", finding(weights="a.h5"), "the key weights is not known"),
    ("set without weights", lambda table: table.update(kind="binary-set"), "findings pneumothorax: weights is missing"),
    ("no full colour", finding(heat_full_scale=0.0), "above 0"),
    ("temperature 0", finding(calibration={"kind": "temperature", "temperature": 0.0}), "above 0"),
    ("unknown calibration", finding(calibration={"kind": "magic"}), "temperature or isotonic"),
    ("key of another kind", finding(calibration={"temperature": 1.0, "x": [0.0, 1.0]}), "the key x is not known"),
    ("uneven isotonic", finding(calibration={"kind": "isotonic", "x": [0, 1], "y": [1]}), "y must be a list of two"),
    ("longer isotonic", finding(calibration={"kind": "isotonic", "x": [0, 1], "y": [0, 0, 1]}), "same length"),
    ("isotonic falls", finding(calibration={"kind": "isotonic", "x": [0, 1], "y": [1, 0]}), "must not fall"),
    ("both lists", lambda table: table["not_analysed"].append({"key": "pneumothorax", "reason": "No."}), "also under"),
    ("no reason", lambda table: table["not_analysed"][0].pop("reason"), "reason is missing"),
    ("two channels", lambda table: table["input"].update(channels=2), "1 or 3"),
    ("zero rows", lambda table: table["input"].update(rows=0), "at least 1"),
    ("a terabyte", lambda table: table["input"].update(rows=10**6), "at most"),
    ("flat range", lambda table: table["input"].update(range=[1.0, 1.0]), "two different"),
    ("one range", lambda table: table["input"].update(range=[1.0]), "range must be two"),
    ("no softness", lambda table: table["input"].update(softness=0), "softness must be a number above 0 and at most 3"),
    ("all softness", lambda table: table["input"].update(softness=3.5), "softness must be a number above 0"),
    ("unknown resampling", lambda table: table["input"].update(resize="cubic"), "one of area, linear, gaussian"),
    ("low above high", lambda table: table["input"].update(low=0.9, high=0.1), "low must be less than high"),
    ("percent of 1", lambda table: table["input"].update(high=99.0), "high must be between 0 and 1"),
    ("list for a table", lambda table: table.update(network=[]), "model.toml: network must be a table"),
    ("table for a list", lambda table: table.update(findings={}), "findings must be a list of tables"),
    ("citation of 3", lambda table: table.update(citations=[3]), "citations must be a list of texts"),
    ("file of 3", lambda table: table["files"].update({"a.h5": 3}), "files must be a table of texts"),
    ("common beyond all", lambda table: table.update(training={"reference_prevalence": 2}), "training: .* between 0"),
    ("no weights", lambda table: table["network"].pop("weights"), "weights is missing"),
    ("short hash", lambda table: table["files"].update({"MODEL_CARD.md": "abc"}), "SHA-256"),
]


@pytest.mark.parametrize(("edit", "words"), [pytest.param(*case[1:], id=case[0]) for case in MALFORMED])
def test_a_malformed_manifest_is_refused_in_words(pack: Path, edit: Callable[[Table], object], words: str) -> None:
    change(pack, edit, keep_files=True)
    with pytest.raises(PackMalformed, match=words):
        load_pack(pack)


def test_a_network_that_is_no_json_is_refused(pack: Path) -> None:
    (pack / "network.json").write_text("{}")
    change(pack, lambda table: None)
    with pytest.raises(PackMalformed, match="describes no network"):
        load_pack(pack)


def test_every_refusal_names_the_pack(pack: Path) -> None:
    (pack / "MODEL_CARD.md").unlink()
    with pytest.raises(PackError) as caught:
        load_pack(pack)
    assert caught.value.pack == pack


def test_a_manifest_of_unreasonable_length_is_refused_before_it_is_read(pack: Path) -> None:
    with (pack / "model.toml").open("ab") as file:
        file.truncate(1 << 31)
    tracemalloc.start()
    with pytest.raises(PackMalformed, match="unreasonable length"):
        load_pack(pack)
    assert tracemalloc.get_traced_memory()[1] < 100 << 20
    tracemalloc.stop()


@pytest.mark.parametrize(("name", "size"), [("network.json", 1 << 31), ("network.weights.h5", 1 << 42)])
def test_a_network_of_unreasonable_length_is_refused_before_it_is_hashed(pack: Path, name: str, size: int) -> None:
    with (pack / name).open("ab") as file:
        file.truncate(size)
    started = time.perf_counter()
    with pytest.raises(PackMalformed, match="unreasonable length"):
        load_pack(pack)
    assert time.perf_counter() - started < 1


def test_a_pipe_in_place_of_the_manifest_is_not_waited_for(pack: Path) -> None:
    (pack / "model.toml").unlink()
    os.mkfifo(pack / "model.toml")
    with pytest.raises(PackMalformed, match="no regular file"):
        load_pack(pack)


def test_a_network_of_too_many_parts_or_too_deep_is_refused(pack: Path) -> None:
    layer = {"class_name": "Dense", "config": {"name": "d"}}
    for text in (json.dumps({"config": {"layers": [layer] * 60_000}}), '{"config":' + "[" * 200_000):
        (pack / "network.json").write_text(text)
        change(pack, lambda table: None)
        with pytest.raises(PackMalformed):
            load_pack(pack)
