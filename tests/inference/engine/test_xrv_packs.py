"""torchxrayvision's files made into packs: read as data alone, and the network is the one that they hold."""

from __future__ import annotations

import pickle
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from onnx.reference import ReferenceEvaluator

from inference.core.cancel import CancelToken
from inference.core.errors import PackMalformed, UsageError
from inference.core.findings import PNEUMOTHORAX
from inference.core.ports import no_progress
from inference.engine.openvino import OpenVinoEngine
from inference.engine.openvino.importing.xrv import torch_file
from inference.engine.openvino.importing.xrv.import_xrv import make_pack, pack_into
from inference.engine.openvino.importing.xrv.labels import names, published
from inference.engine.openvino.importing.xrv.torch_file import read_torch_file
from inference.engine.openvino.opener import OpenVinoOpener, OpenVinoOptions
from inference.imaging.model_input import Fit, model_input
from inference.model_pack import ModelPack, load_pack
from tests.inference.engine import torch_files
from tests.inference.engine.torch_files import Weights, dense_net, pretended, res_net, saved, write_legacy, write_zip
from tests.inference.reading.films import analyse, film_of

ALL = "densenet121-res224-all"


def pack_of(path: Path, weights: str = "") -> ModelPack:
    folder = path.parent / "pack"
    folder.mkdir()
    pack_into(path, folder, "pack", weights)
    return load_pack(folder)


@pytest.mark.parametrize("legacy", [False, True])
@pytest.mark.parametrize("whole", [False, True])
def test_a_file_is_read_in_both_forms(legacy: bool, whole: bool, tmp_path: Path) -> None:
    _, weights = dense_net()
    file = read_torch_file(saved(weights, tmp_path / "net.pt", legacy=legacy, whole=whole))
    assert set(file.tensors) == set(weights)
    for name, values in weights.items():
        np.testing.assert_array_equal(file.tensors[name], values)


@pytest.mark.parametrize(("made", "side", "name"), [(dense_net, 224, ALL), (res_net, 512, "resnet50-res512-all")])
def test_the_network_is_the_file_s(
    made: Callable[[], tuple[Any, Weights]], side: int, name: str, tmp_path: Path
) -> None:
    model, weights = made()
    pack = pack_of(saved(weights, tmp_path / "net.pt"), name)
    values = np.random.default_rng(2).uniform(-1024, 1024, (side, side, 1)).astype(np.float32)
    found = OpenVinoOpener(pack, OpenVinoOptions()).open().forward(values, CancelToken(), no_progress)
    made_of_it = ReferenceEvaluator(model).run(None, {"film": values.transpose(2, 0, 1)[None]})
    logits = np.asarray(next(iter(made_of_it)))[0]
    expected = logits[[spec.output for spec in pack.judged]]
    np.testing.assert_allclose(found.log_odds, expected, atol=1e-4 * np.abs(logits).max())


def test_films_enter_by_their_middle_square_from_black_to_white(tmp_path: Path) -> None:
    pack = pack_of(saved(dense_net()[1], tmp_path / "net.pt"), ALL)
    pixels = np.zeros((300, 400), np.float32)
    pixels[:, 50:350] = 255.0
    values, place = model_input(film_of(pixels), pack.input)
    assert pack.input.fit is Fit.CROP
    assert values.shape == (224, 224, 1)
    np.testing.assert_allclose(values, 1024.0)
    assert place.offset_x == pytest.approx(-50 * 224 / 300)


def test_its_labels_become_findings_and_further_rows_and_the_rest_is_not_analysed(tmp_path: Path) -> None:
    pack = pack_of(saved(dense_net()[1], tmp_path / "net.pt"), ALL)
    assert [(spec.finding.key, spec.output) for spec in pack.findings] == [
        ("rib_fracture", 15),
        ("pneumothorax", 3),
        ("mediastinum_abnormality", 17),
        ("pleural_effusion", 7),
    ]
    assert [spec.finding.title for spec in pack.extra][:3] == ["Atelectasis", "Consolidation", "Infiltration"]
    assert len(pack.extra) == 14
    assert {item.finding.key for item in pack.not_analysed} == {
        "tension_pneumothorax",
        "hemothorax",
        "pericardial_effusion",
    }
    assert pack.licence == "Apache-2.0"
    assert "TorchXRayVision" in (pack.folder / "MODEL_CARD.md").read_text("utf-8")


def test_its_numbers_are_torchxrayvision_s_own_half_at_the_operating_point(tmp_path: Path) -> None:
    pack = pack_of(saved(dense_net()[1], tmp_path / "net.pt"), ALL)
    spec, point = pack.spec(PNEUMOTHORAX), published(ALL).operating_points[3]
    assert spec is not None
    for raw, shown in ((point, 0.5), (point / 2, 0.25), ((1 + point) / 2, 0.75)):
        assert spec.calibration.probability(float(np.log(raw / (1 - raw)))) == pytest.approx(shown, abs=1e-6)


def test_extra_rows_have_heatmaps_and_operating_points(tmp_path: Path) -> None:
    pack = pack_of(saved(dense_net()[1], tmp_path / "net.pt"), ALL)
    film = film_of(np.random.default_rng(0).uniform(0, 255, (64, 80)).astype(np.float32))
    analysis = analyse(OpenVinoEngine(pack), film)
    assert [result.finding.title for result in analysis.extra][:2] == ["Atelectasis", "Consolidation"]
    assert all(result.heatmap is not None and result.operating_point == 0.5 for result in analysis.extra)
    assert len(analysis.results) == 7


def test_a_network_that_says_its_labels_and_points_is_taken_at_its_word(tmp_path: Path) -> None:
    _, weights = dense_net(3)
    weights["op_threshs"] = np.array([0.2, np.nan, 0.4], np.float32)
    file = saved(weights, tmp_path / "net.pt", whole=True, targets=["Effusion", "Mass", "Nodule"])
    pack = pack_of(file)
    assert [spec.finding.key for spec in pack.judged] == ["pleural_effusion", "extra_nodule"]
    assert pack.licence == "as its makers say"


def test_weights_without_any_name_have_the_usual_labels_and_no_operating_points(tmp_path: Path) -> None:
    pack = pack_of(saved(dense_net()[1], tmp_path / "mine.pt"))
    assert len(pack.judged) == 18
    assert "none are stated" in (pack.folder / "MODEL_CARD.md").read_text("utf-8")


def test_all_published_weights_have_a_label_and_a_point_for_each_output() -> None:
    for name in names():
        known = published(name)
        assert len(known.labels) == len(known.operating_points) == 18
        pairs = zip(known.labels, known.operating_points, strict=True)
        assert all(np.isnan(point) for label, point in pairs if not label)


def test_the_pack_is_made_apart(tmp_path: Path) -> None:
    made = make_pack(saved(dense_net()[1], tmp_path / "net.pt", legacy=True), tmp_path / "pack", ALL)
    assert made.kind == "linear"
    with pytest.raises(UsageError, match="is no file"):
        make_pack(tmp_path / "nowhere.pt", tmp_path / "other")


# -- what is refused ------------------------------------------------------------------------------------------------


class Evil:
    """Runs a command where a pickle is loaded as Python does."""

    def __reduce__(self) -> Any:
        import os

        return os.system, ("echo run",)


def refused(path: Path, words: str) -> None:
    with pytest.raises(PackMalformed) as found:
        pack_of(path, ALL)
    assert words in found.value.detail


@pytest.mark.parametrize("legacy", [False, True])
def test_what_a_pickle_would_run_is_refused_and_not_run(
    legacy: bool, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    content = pickle.dumps({"features.conv0.weight": Evil()}, 2)
    path = tmp_path / "net.pt"
    refused(write_legacy(path, content, []) if legacy else write_zip(path, content, []), "would call posix.system")
    assert not capfd.readouterr().out


@pytest.mark.parametrize(
    "name", ["builtins.eval", "torch.load", "torch.hub.load", "os.system", "torch.storage._load_from_bytes"]
)
def test_names_that_no_tensor_needs_are_refused(name: str, tmp_path: Path) -> None:
    module, _, last = name.rpartition(".")
    refused(write_zip(tmp_path / "net.pt", f"c{module}\n{last}\n(tR.".encode(), []), "would call")


def test_a_tensor_that_reaches_beyond_its_numbers_is_refused(tmp_path: Path) -> None:
    with pretended(*torch_files.OWN) as made:
        item = torch_files.Stored("0", np.zeros((3, 3), np.float32))
        content = torch_files.pickled({"features.conv0.weight": item}, made, legacy=False)
    item.values = np.zeros(4, np.float32)
    refused(write_zip(tmp_path / "net.pt", content, [item]), "fewer numbers than it says")


def test_packed_parts_are_refused_before_they_are_unpacked(tmp_path: Path) -> None:
    refused(write_zip(tmp_path / "net.pt", bytes(1 << 20), [], packed=True), "unreasonable number")


def test_a_count_of_numbers_beyond_the_file_is_refused(tmp_path: Path) -> None:
    _, weights = dense_net()
    path = saved({"conv1.weight": weights["features.conv0.weight"]}, tmp_path / "net.pt", legacy=True)
    data, values = path.read_bytes(), weights["features.conv0.weight"].tobytes()
    at = data.index(values) - 8
    path.write_bytes(data[:at] + struct.pack("<q", 1 << 60) + data[at + 8 :])
    refused(path, "fewer numbers than it says")


NESTED = b"N\x85" + b"2\x86" * 60
"""A tuple of one tuple twice, sixty times: to hash it, or to write it as text, never ends."""
REBUILD = b"ctorch._utils\n_rebuild_tensor_v2\n"


def reference(kind: bytes = b"ctorch\nFloatStorage\n", key: bytes = b"X\1\0\0\x000") -> bytes:
    """A reference to four numbers, as a pickle writes it."""
    return b"(X\7\0\0\0storage" + kind + key + b"X\3\0\0\0cpuK\4tQ"


def weight(tensor: bytes) -> bytes:
    """A pickle of one weight."""
    return b"\x80\2}X\6\0\0\0weight" + tensor + b"s."


def shared_modules() -> bytes:
    """A module that has one twice, which has one twice ..., fifty deep."""
    module = b"ctorch.nn.modules\nReLU\n)\x81}"
    steps = module + b"bq\0" + b"0"
    for deep in range(1, 51):
        inner = b"h" + bytes([deep - 1])
        held = b"X\x08\0\0\0_modules}(X\1\0\0\0a" + inner + b"X\1\0\0\0b" + inner + b"us"
        steps += module + held + b"bq" + bytes([deep]) + b"0"
    return b"\x80\2" + steps + b"h\x32."


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\x80\2}" + NESTED + b"Ns.", "neither a word nor a number"),
        (b"\x80\2(" + NESTED + b"Nd.", "neither a word nor a number"),
        (b"\x80\4" + NESTED + b"X\1\0\0\0a\x93.", "no pickle that can be followed"),
        (weight(REBUILD + b"(" + reference(key=NESTED) + b"K\0(K\4t(K\1ttR"), "numbers that are not there"),
        (weight(REBUILD + b"(" + reference(kind=NESTED) + b"K\0(K\4t(K\1ttR"), "a kind that is not read"),
        (weight(REBUILD + b"(" + reference() + b"K\0N(K\1ttR"), "no file of PyTorch that can be read"),
        (weight(REBUILD + b"(K\1tR"), "a tensor without numbers"),
        (shared_modules(), "too many parts"),
    ],
)
def test_what_would_never_end_or_is_of_another_kind_is_refused_in_words(
    content: bytes, words: str, tmp_path: Path
) -> None:
    item = torch_files.Stored("0", np.zeros(4, np.float32))
    refused(write_zip(tmp_path / "net.pt", content, [item]), words)


def test_numbers_used_again_and_again_take_no_more_memory_than_is_reasonable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(torch_file, "MOST_BYTES", 1 << 16)
    item = torch_files.Stored("0", np.zeros(1 << 10, np.float32))
    with pretended(*torch_files.OWN) as made:
        content = torch_files.pickled({str(number): item for number in range(99)}, made, legacy=False)
    refused(write_zip(tmp_path / "net.pt", content, [item]), "of unreasonable size together")


@pytest.mark.parametrize("content", [b"", b"PK\3\4", b"x" * 100, b"\x80\x02", pickle.dumps([1, 2])])
def test_other_files_are_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "net.pt"
    path.write_bytes(content)
    refused(path, "cannot be used")


def test_another_network_is_refused_by_its_weights(tmp_path: Path) -> None:
    _, weights = dense_net()
    refused(saved({**weights, "features.more.weight": np.zeros(3, np.float32)}, tmp_path / "net.pt"), "another network")


def test_missing_weights_are_named(tmp_path: Path) -> None:
    _, weights = dense_net()
    del weights["features.norm5.bias"]
    refused(saved(weights, tmp_path / "net.pt"), "no weights features.norm5.bias")


def test_weights_that_are_no_finite_numbers_are_refused(tmp_path: Path) -> None:
    _, weights = dense_net()
    weights["features.norm5.bias"][0] = np.inf
    refused(saved(weights, tmp_path / "net.pt"), "no finite numbers")


def test_labels_for_another_number_of_outputs_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="5 outputs"):
        pack_of(saved(dense_net(5)[1], tmp_path / "net.pt"), ALL)
