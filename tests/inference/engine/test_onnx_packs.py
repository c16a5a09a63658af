"""ONNX files made into packs: logits as the format's reference evaluator gives them, maps by finite differences."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
from onnx import helper, numpy_helper

from inference.core.analysis import Method
from inference.core.cancel import CancelToken
from inference.core.errors import (
    AlreadyThere,
    CannotCompile,
    NetworkUnusable,
    OutOfMemory,
    PackError,
    PackMalformed,
    PackMismatch,
    PackUnsafe,
    UsageError,
)
from inference.core.findings import FINDINGS
from inference.core.ports import no_progress
from inference.engine.activations import ActivationsAndGradients, Backend
from inference.engine.openvino import OpenVinoEngine
from inference.engine.openvino.importing import new_onnx
from inference.engine.openvino.importing.new_onnx import OnnxPack, make_pack, pack_into
from inference.engine.openvino.importing.read_onnx import FilmScaling
from inference.engine.openvino.opener import OpenVinoOpener, OpenVinoOptions
from inference.engine.runtime_choice import ChoosingOpener
from inference.imaging.model_input import Fit, InputSpec, Normalise
from inference.model_pack import ModelPack, load_pack
from inference.model_pack.new_pack import NewPack, made_of
from inference.text.messages import message_for
from tests.inference.engine import onnx_networks as networks
from tests.inference.engine.onnx_networks import (
    HEADS,
    MAP,
    OUTPUTS,
    SIDE,
    Floats,
    film_values,
    node,
    reference,
    written,
)
from tests.inference.reading.films import analyse, hot_corner

SPEC = InputSpec(0, 0, fit=Fit.STRETCH, normalise=Normalise.MINMAX, range=(-1.0, 1.0))


def asked(
    outputs: int = OUTPUTS, *, layer: str = "", side: int | None = None, scaling: FilmScaling | None = None
) -> OnnxPack:
    wanted = NewPack(FINDINGS[:outputs], SPEC, layer, side)
    return OnnxPack(wanted, scaling or FilmScaling())


def pack_of(made: Any, folder: Path, wish: OnnxPack | None = None) -> ModelPack:
    """The pack of a network, made here and not in a child."""
    target = folder / "pack"
    target.mkdir()
    pack_into(written(made, folder / "net.onnx"), target, "pack", wish or asked())
    return load_pack(target)


def run(pack: ModelPack, values: Floats) -> tuple[Backend, ActivationsAndGradients]:
    backend = OpenVinoOpener(pack, OpenVinoOptions()).open()
    return backend, backend.forward(values, CancelToken(), no_progress)


def grad_cam_of(made: Any, head: str, values: Floats) -> Floats:
    """Grad-CAM (n, h, w) with the gradient of the head by finite differences."""
    features = reference(made, values, MAP)[0]
    alone, slopes = networks.head_alone(made, head), np.zeros((OUTPUTS, *features.shape), np.float64)
    for place in np.ndindex(features.shape):
        step = np.zeros_like(features)
        step[place] = 1e-2
        above, below = (np.asarray(next(iter(alone.run(None, {MAP: features + sign * step}))))[0] for sign in (1, -1))
        slopes[(slice(None), *place)] = (above - below) / 2e-2
    heat: Floats = np.einsum("khw,nk->nhw", features[0], slopes[:, 0].mean(axis=(2, 3)))
    return heat


@pytest.mark.parametrize("head", [head for head in HEADS if head != "attended"])
def test_every_head_gives_the_reference_s_logits_and_maps(head: str, tmp_path: Path) -> None:
    made = networks.network(head)
    pack = pack_of(made, tmp_path)
    values = film_values()
    backend, found = run(pack, values)
    np.testing.assert_allclose(found.log_odds, reference(made, values, "logits")[0][0], atol=1e-5)
    expected = grad_cam_of(made, head, values)
    np.testing.assert_allclose(backend.maps(found, Method.GRADCAM), expected, atol=1e-3 * np.abs(expected).max())
    assert ("weights.0" in (pack.folder / "network.xml").read_text()) == (head in networks.CLOSED)


def test_a_head_that_weighs_its_map_has_its_heatmaps_where_it_was_weighed(tmp_path: Path) -> None:
    made = networks.network("attended")
    values = film_values()
    backend, found = run(pack_of(made, tmp_path), values)
    logits, kept = reference(made, values, "logits", "kept")
    np.testing.assert_allclose(found.log_odds, logits[0], atol=1e-5)
    weights = numpy_helper.to_array(next(item for item in made.graph.initializer if item.name == "dense"))
    expected = np.einsum("khw,nk->nhw", kept[0], weights / 16)
    np.testing.assert_allclose(backend.maps(found, Method.GRADCAM), expected, atol=1e-5)
    assert backend.target_layer == "kept"


def test_the_logit_is_what_its_heatmap_adds_up_to(tmp_path: Path) -> None:
    made = networks.network("linear")
    backend, found = run(pack_of(made, tmp_path), film_values())
    bias = numpy_helper.to_array(next(item for item in made.graph.initializer if item.name == "bias"))
    sums = backend.maps(found, Method.GRADCAM).sum(axis=(1, 2))
    np.testing.assert_allclose(sums + bias, found.log_odds, atol=1e-5)


@pytest.mark.parametrize("opset", [11, 13, 15, 18, 21, networks.NEWEST])
def test_opsets_from_11_on_are_read(opset: int, tmp_path: Path) -> None:
    made = networks.network("deep", opset=opset)
    _, found = run(pack_of(made, tmp_path), film_values())
    np.testing.assert_allclose(found.log_odds, reference(made, film_values(), "logits")[0][0], atol=1e-5)


@pytest.mark.parametrize("activation", ["Sigmoid", "Softmax"])
def test_logits_are_taken_before_the_last_activation(activation: str, tmp_path: Path) -> None:
    made = networks.network("linear", activation=activation)
    pack = pack_of(made, tmp_path)
    _, found = run(pack, film_values())
    scores = reference(made, film_values(), "scores")[0][0]
    np.testing.assert_allclose(1 / (1 + np.exp(-found.log_odds)), scores, atol=1e-5)
    assert pack.network.output == "probabilities"


def test_a_network_of_any_size_and_number_of_films_takes_the_side_that_is_said(tmp_path: Path) -> None:
    made = networks.network("linear", film=("films", 1, "rows", "columns"))
    pack = pack_of(made, tmp_path, asked(side=SIDE))
    _, found = run(pack, film_values())
    np.testing.assert_allclose(found.log_odds, reference(made, film_values(), "logits")[0][0], atol=1e-5)


def test_a_network_with_channels_last_is_the_same(tmp_path: Path) -> None:
    first = networks.network("linear")
    turn = node("Transpose", "image", "film", perm=[0, 3, 1, 2])
    last = networks.model([turn, *networks.BACKBONE, *HEADS["linear"]], film=(1, SIDE, SIDE, 1))
    last.graph.input[0].name = "image"
    _, found = run(pack_of(last, tmp_path), film_values())
    np.testing.assert_allclose(found.log_odds, reference(first, film_values(), "logits")[0][0], atol=1e-5)


def test_half_precision_is_computed_in_float32(tmp_path: Path) -> None:
    made = networks.network("flat", kind=np.float16)
    pack = pack_of(made, tmp_path)
    _, found = run(pack, film_values())
    whole = onnx.ModelProto()
    whole.CopyFrom(networks.network("flat"))
    halves = {item.name: numpy_helper.to_array(item).astype(np.float32) for item in made.graph.initializer}
    for item in whole.graph.initializer:
        item.CopyFrom(numpy_helper.from_array(halves[item.name], item.name))
    np.testing.assert_allclose(found.log_odds, reference(whole, film_values(), "logits")[0][0], atol=1e-5)
    assert (pack.folder / "network.bin").stat().st_size < 2 * sum(value.nbytes for value in halves.values())


def quantised(name: str, output: str) -> tuple[Any, Any]:
    """A value rounded to 8 bits and back."""
    return (
        node("QuantizeLinear", f"{name} step zero", f"{output}_bytes"),
        node("DequantizeLinear", f"{output}_bytes step zero", output),
    )


def test_eight_bits_are_read_and_gradients_pass_through_the_rounding(tmp_path: Path) -> None:
    scale = numpy_helper.from_array(np.array(0.02, np.float32), "step")
    zero = numpy_helper.from_array(np.array(0, np.int8), "zero")
    head = (*networks.POOLED, *quantised("flat", "rounded"), node("Gemm", "rounded dense bias", "logits", transB=1))
    made = networks.model([*networks.BACKBONE, *head], opset=21, more=(scale, zero))
    target = tmp_path / "pack"
    target.mkdir()
    plain = pack_into(written(made, tmp_path / "net.onnx"), target, "pack", asked())
    assert plain[3] == "rounded"
    backend, found = run(load_pack(target), film_values())
    logits, features = reference(made, film_values(), "logits", MAP)
    np.testing.assert_allclose(found.log_odds, logits[0], atol=1e-5)
    dense = numpy_helper.to_array(next(item for item in made.graph.initializer if item.name == "dense"))
    expected = np.einsum("khw,nk->nhw", features[0], dense / 16)
    np.testing.assert_allclose(backend.maps(found, Method.GRADCAM), expected, atol=1e-5)


def test_each_channel_is_brought_to_mean_and_deviation_first(tmp_path: Path) -> None:
    made = networks.network("linear")
    scaling = FilmScaling((0.5,), (0.25,))
    _, found = run(pack_of(made, tmp_path, asked(scaling=scaling)), film_values())
    expected = reference(made, (film_values() - 0.5) / np.float32(0.25), "logits")[0][0]
    np.testing.assert_allclose(found.log_odds, expected, atol=1e-5)


def test_values_in_a_file_beside_are_read(tmp_path: Path) -> None:
    made = networks.network("linear")
    onnx.save(made, tmp_path / "net.onnx", save_as_external_data=True, location="net.data", size_threshold=0)
    (tmp_path / "pack").mkdir()
    pack_into(tmp_path / "net.onnx", tmp_path / "pack", "pack", asked())
    _, found = run(load_pack(tmp_path / "pack"), film_values())
    expected = reference(networks.network("linear"), film_values(), "logits")[0][0]
    np.testing.assert_allclose(found.log_odds, expected, atol=1e-5)


def test_a_layer_can_be_named(tmp_path: Path) -> None:
    backend, found = run(pack_of(networks.network("linear"), tmp_path, asked(layer="early_relu")), film_values())
    assert backend.target_layer == "early_relu"
    assert backend.maps(found, Method.HIRESCAM).shape == (OUTPUTS, 8, 8)


def transformer() -> Any:
    """Patches, a class token, one attention between two layer norms, and the class token's logits."""
    width, cells = 4, 16
    steps = [
        node("Conv", "film patches", "grid", strides=[4, 4]),
        node("Reshape", "grid flat_shape", "flat"),
        node("Transpose", "flat", "rows", perm=[0, 2, 1]),
        node("Concat", "class rows", "tokens", axis=1),
        node("LayerNormalization", "tokens ones zeros", "normed", axis=-1),
        *(node("MatMul", f"normed {name}", f"made_{name}") for name in ("queries", "keys", "values")),
        node("Transpose", "made_keys", "turned", perm=[0, 2, 1]),
        node("MatMul", "made_queries turned", "products"),
        node("Softmax", "products", "shares", axis=-1),
        node("MatMul", "shares made_values", "seen"),
        node("Add", "tokens seen", "after"),
        node("LayerNormalization", "after ones zeros", "last", axis=-1),
        node("Gather", "last first", "chosen", axis=1),
        node("Gemm", "chosen dense bias", "logits", transB=1),
    ]
    more = [
        networks.weights("patches", (width, 1, 4, 4)),
        networks.weights("class", (1, 1, width)),
        *(networks.weights(name, (width, width)) for name in ("queries", "keys", "values")),
        numpy_helper.from_array(np.array([1, width, cells], np.int64), "flat_shape"),
        numpy_helper.from_array(np.array(0, np.int64), "first"),
        numpy_helper.from_array(np.linspace(0.5, 1.5, width).astype(np.float32), "ones"),
        numpy_helper.from_array(np.zeros(width, np.float32), "zeros"),
    ]
    return networks.model(steps, more=more)


def test_a_transformer_is_looked_at_by_its_last_tokens(tmp_path: Path) -> None:
    made = transformer()
    pack = pack_of(made, tmp_path)
    backend, found = run(pack, film_values())
    np.testing.assert_allclose(found.log_odds, reference(made, film_values(), "logits")[0][0], atol=1e-5)
    assert backend.maps(found, Method.GRADCAM).shape == (OUTPUTS, 4, 4)
    assert pack.network.gradients


def test_a_head_without_known_gradients_has_eigen_cam_and_says_so(tmp_path: Path) -> None:
    head = (*networks.POOLED, node("Gemm", "flat dense bias", "raw", transB=1), node("Sin", "raw", "logits"))
    made = networks.model([*networks.BACKBONE, *head])
    (tmp_path / "pack").mkdir()
    plain = pack_into(written(made, tmp_path / "net.onnx"), tmp_path / "pack", "pack", asked())
    assert plain[3:] == ("none", "Sin")
    pack = load_pack(tmp_path / "pack")
    analysis = analyse(OpenVinoEngine(pack, method="gradcam"), hot_corner())
    assert analysis.provenance.method == "eigencam"
    maps = [result.heatmap.values for result in analysis.results if result.heatmap]
    np.testing.assert_array_equal(maps[0], maps[1])


def test_the_program_makes_such_a_pack_apart_and_reads_films_with_it_without_tensorflow(tmp_path: Path) -> None:
    made = make_pack(written(networks.network("linear"), tmp_path / "net.onnx"), tmp_path / "pack", asked())
    assert (made.target_layer, made.grid, made.kind) == (MAP, (4, 4), "linear")
    pack = load_pack(tmp_path / "pack")
    backend = ChoosingOpener(pack, OpenVinoOptions()).open()
    assert backend.device == "cpu (OpenVINO)"
    with pytest.raises(AlreadyThere):
        make_pack(tmp_path / "net.onnx", tmp_path / "pack", asked())


def test_what_stops_a_file_is_said_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "net.onnx"
    path.write_bytes(b"")
    with pytest.raises(NetworkUnusable, match="is empty") as found:
        make_pack(path, tmp_path / "pack", asked())
    assert message_for(found.value).text == "No model pack can be made of “net.onnx”. net.onnx is empty."


@pytest.mark.parametrize("error", [PackMismatch("elsewhere"), OutOfMemory(), CannotCompile("It takes too long.")])
def test_nothing_is_said_of_packs_while_there_is_none(error: Exception) -> None:
    with pytest.raises(NetworkUnusable) as found, made_of(Path("net.onnx")):
        raise error
    assert message_for(found.value).name == "net.onnx"


# -- what is refused ------------------------------------------------------------------------------------------------


def refused(made: Any, folder: Path, error: type[PackError], words: str, wish: OnnxPack | None = None) -> None:
    with pytest.raises(error) as found:
        pack_of(made, folder, wish)
    assert words in found.value.detail


def test_an_operator_of_its_maker_s_own_is_refused(tmp_path: Path) -> None:
    made = networks.network("linear")
    made.graph.node[0].domain = "com.example"
    made.opset_import.append(helper.make_opsetid("com.example", 1))
    refused(made, tmp_path, PackUnsafe, "an operator of its maker's own")


def test_functions_of_the_file_are_refused(tmp_path: Path) -> None:
    made = networks.network("linear")
    step = helper.make_node("Relu", ["x"], ["y"])
    made.functions.append(helper.make_function("own", "F", ["x"], ["y"], [step], made.opset_import))
    refused(made, tmp_path, PackUnsafe, "functions of its own")


@pytest.mark.parametrize("location", ["../secret", "/etc/passwd", "a/../../b", "C:\\data", "..\\data", ""])
def test_values_outside_the_folder_are_refused(location: str, tmp_path: Path) -> None:
    made = networks.network("linear")
    tensor = made.graph.initializer[0]
    tensor.ClearField("raw_data")
    tensor.data_location = onnx.TensorProto.EXTERNAL
    tensor.external_data.add(key="location", value=location)
    refused(made, tmp_path, PackUnsafe, "outside its folder")


def test_a_link_to_values_outside_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "outside").write_bytes(bytes(1000))
    (tmp_path / "in" / "data").symlink_to(tmp_path / "outside")
    made = networks.network("linear")
    tensor = made.graph.initializer[0]
    tensor.ClearField("raw_data")
    tensor.data_location = onnx.TensorProto.EXTERNAL
    tensor.external_data.add(key="location", value="data")
    refused(made, tmp_path / "in", PackUnsafe, "outside its folder")


def test_a_tensor_that_promises_more_than_there_is_is_refused(tmp_path: Path) -> None:
    made = networks.network("linear")
    del made.graph.initializer[0].dims[:]
    made.graph.initializer[0].dims.extend([1 << 20, 1 << 20, 1 << 10])
    refused(made, tmp_path, PackMalformed, "promises a tensor")


def test_a_step_that_makes_an_unreasonable_number_of_values_is_refused(tmp_path: Path) -> None:
    shape = numpy_helper.from_array(np.array([1, 1, 60_000, 60_000], np.int64), "large")
    steps = (node("Expand", "small large", "film2"), node("Conv", "film2 kernel0 bias0", MAP))
    small = node("GlobalAveragePool", "film", "small")
    made = networks.model([small, *steps, *HEADS["linear"]], more=[shape])
    refused(made, tmp_path, PackMalformed, "unreasonable number of values")


def test_a_step_that_makes_an_unreasonable_number_of_values_of_nothing_is_refused(tmp_path: Path) -> None:
    shape = numpy_helper.from_array(np.array([1 << 20, 1 << 20], np.int64), "large")
    steps = (node("ConstantOfShape", "large", "zeros"), node("ReduceSum", "zeros", "zero", keepdims=0))
    made = networks.model(
        [*steps, node("Add", "film zero", "film2"), node("Conv", "film2 kernel0 bias0", MAP), *HEADS["linear"]],
        more=[shape],
    )
    refused(made, tmp_path, PackMalformed, "unreasonable number of values")


def test_an_opset_before_11_is_refused(tmp_path: Path) -> None:
    refused(networks.network("linear", opset=9), tmp_path, PackMalformed, "opset 9")


def test_two_outputs_are_refused(tmp_path: Path) -> None:
    made = networks.network("linear")
    made.graph.output.append(helper.make_tensor_value_info("flat", onnx.TensorProto.FLOAT, None))
    refused(made, tmp_path, PackMismatch, "one output and has 2")


def test_two_inputs_are_refused(tmp_path: Path) -> None:
    made = networks.model([*networks.BACKBONE, *networks.POOLED, node("Gemm", "flat other bias", "logits", transB=1)])
    made.graph.input.append(helper.make_tensor_value_info("other", onnx.TensorProto.FLOAT, [OUTPUTS, 4]))
    refused(made, tmp_path, PackMismatch, "it takes film, other")


def test_a_network_of_no_film_is_refused(tmp_path: Path) -> None:
    made = networks.model([node("Gemm", "film dense bias", "logits", transB=1)], film=(1, 4))
    refused(made, tmp_path, PackMismatch, "not one film")


def test_a_network_without_a_map_is_refused(tmp_path: Path) -> None:
    flat = (node("Flatten", "film", "flat"), node("Gemm", "flat wide bias", "logits", transB=1))
    made = networks.model(flat, more=[networks.weights("wide", (OUTPUTS, SIDE * SIDE))])
    refused(made, tmp_path, PackMismatch, "no layer with a map")


def test_a_layer_that_is_not_there_is_refused(tmp_path: Path) -> None:
    refused(networks.network("linear"), tmp_path, PackMismatch, "no layer nowhere", asked(layer="nowhere"))


def test_a_layer_that_is_no_map_is_refused(tmp_path: Path) -> None:
    refused(networks.network("linear"), tmp_path, PackMismatch, "not a map", asked(layer="flat"))


@pytest.mark.parametrize("keep", [0, 1, 10, 200, 1000])
def test_a_file_that_ends_early_is_refused(keep: int, tmp_path: Path) -> None:
    path = written(networks.network("linear"), tmp_path / "net.onnx")
    path.write_bytes(path.read_bytes()[:keep])
    (tmp_path / "pack").mkdir()
    with pytest.raises(PackMalformed):
        pack_into(path, tmp_path / "pack", "pack", asked())


def test_findings_are_named_for_each_output(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="3 outputs and 2 findings"):
        pack_of(networks.network("linear"), tmp_path, asked(2))


def test_a_network_of_any_size_asks_for_a_side(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="--side"):
        pack_of(networks.network("linear", film=(1, 1, "rows", "columns")), tmp_path)


def test_a_file_of_pytorch_is_refused_with_the_way_out(tmp_path: Path) -> None:
    (tmp_path / "net.pt").write_bytes(b"PK")
    with pytest.raises(UsageError, match=r"torch\.onnx\.export"):
        make_pack(tmp_path / "net.pt", tmp_path / "pack", asked())


def test_a_network_that_takes_too_long_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(new_onnx, "SECONDS", 0.01)
    path = written(networks.network("linear"), tmp_path / "net.onnx")
    with pytest.raises(Exception, match="too long"):
        make_pack(path, tmp_path / "pack", asked())
    assert not (tmp_path / "pack").exists()
