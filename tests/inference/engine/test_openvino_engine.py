"""How the compiled form runs: without TensorFlow, in the number format that was chosen, past devices that fail."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from inference.core.analysis import Method
from inference.core.cancel import Cancelled, CancelToken
from inference.core.errors import EngineError, UsageError
from inference.core.film import Radiograph
from inference.core.findings import PNEUMOTHORAX
from inference.engine import notices, runtime_choice
from inference.engine.device_and_precision import EXACT, Device, DeviceAndPrecision, Precision
from inference.engine.keras.compiling.compile_pack import compile_pack
from inference.engine.openvino import OpenVinoEngine, devices, opener
from inference.engine.openvino.compiled_form import read_form
from inference.engine.openvino.devices import OpenVinoFacts, network_on
from inference.engine.openvino.network import Network
from inference.engine.openvino.opener import OpenVinoOptions, backend_on
from inference.engine.openvino.openvino_import import openvino
from inference.engine.pack_engine import PackEngine
from inference.engine.runtime_choice import ChoosingOpener
from inference.model_pack import load_pack
from tests.inference.engine import networks
from tests.inference.model_pack.packs import pack_of
from tests.inference.reading.films import analyse, hot_corner

ROOT = Path(__file__).parents[3]
WITHOUT_TENSORFLOW = """
import sys
from pathlib import Path
from inference.core.cancel import CancelToken
from inference.engine.factory import open_engine
from inference.reading import read_film
engine = open_engine(Path(sys.argv[1])).override()
analysis = engine.analyse(read_film(Path(sys.argv[2])), token=CancelToken())
assert any(result.analysed for result in analysis.results)
print(*(name for name in ("tensorflow", "keras", "openvino.tools.ovc") if sys.modules.get(name)))
"""


@pytest.fixture(scope="module")
def convolved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = pack_of(tmp_path_factory.mktemp("packs") / "pack", networks.network(networks.convolved), 3)
    compile_pack(folder)
    return folder


def cpu_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opener, "openvino_facts", lambda: OpenVinoFacts("2026", (("CPU", "Some processor"),)))


def test_an_analysis_imports_neither_tensorflow_nor_keras_nor_the_reporting_converter(tiny_pack: Path) -> None:
    film = ROOT / "resources" / "samples" / "kim" / "1-pa.dcm"
    command = [sys.executable, "-c", WITHOUT_TENSORFLOW, str(tiny_pack), str(film)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_float32_unless_something_else_was_asked_for(tiny_pack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Machines with bf16 units would take bf16 by themselves."""
    hints = []

    class Noting:
        def __init__(self, real: Any) -> None:
            self.real = real

        def Core(self) -> Any:  # noqa: N802 - OpenVINO's own name
            return self

        def compile_model(self, model: Any, device: str, given: dict[str, str]) -> Any:
            hints.append(given["INFERENCE_PRECISION_HINT"])
            return self.real.Core().compile_model(model, device, given)

    noting = Noting(openvino())
    monkeypatch.setattr(devices, "openvino", lambda: noting)
    backend = backend_on(load_pack(tiny_pack), read_form(load_pack(tiny_pack), tiny_pack / "network.xml"), EXACT)
    assert backend.precision == "float32"
    assert hints == ["f32"]


def test_provenance_says_what_ran_it(tiny_pack: Path) -> None:
    made = analyse(OpenVinoEngine(load_pack(tiny_pack)), hot_corner()).provenance
    assert (made.device, made.precision, made.target_layer) == ("cpu (OpenVINO)", "float32", "features")


def test_bf16_where_it_is_asked_for_nearly_agrees(tiny_pack: Path) -> None:
    pack = load_pack(tiny_pack)
    exact = analyse(OpenVinoEngine(pack), hot_corner()).result(PNEUMOTHORAX)
    rough = analyse(OpenVinoEngine(pack, OpenVinoOptions(precision=Precision.BF16)), hot_corner())
    assert rough.provenance.precision == "bf16"
    assert rough.result(PNEUMOTHORAX).probability == pytest.approx(exact.probability, abs=1e-2)


def test_a_graph_in_two_parts_gives_what_it_gives_as_one(convolved: Path) -> None:
    pack = load_pack(convolved)
    compiled = read_form(pack, convolved / "network.xml")
    values = networks.film_values()
    whole = network_on(compiled.model, EXACT).run(values[None], lambda share: None)
    early = DeviceAndPrecision(Device.CPU, Precision.BF16, 0.5)
    parts = network_on(compiled.model, early).run(values[None], lambda share: None)
    assert parts.keys() == whole.keys()
    for name, found in whole.items():
        np.testing.assert_allclose(parts[name], found, atol=2e-2)


def test_fp16_is_not_for_a_processor(tiny_pack: Path) -> None:
    with pytest.raises(UsageError, match="fp16"):
        OpenVinoEngine(load_pack(tiny_pack), OpenVinoOptions(precision=Precision.FP16)).warm_up()


@pytest.mark.parametrize("device", [Device.GPU, Device.NPU])
def test_a_device_that_is_not_there_is_an_error(
    device: Device, tiny_pack: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cpu_only(monkeypatch)
    with pytest.raises(EngineError, match=device.upper()):
        OpenVinoEngine(load_pack(tiny_pack), OpenVinoOptions(device=device)).warm_up()


@pytest.mark.parametrize(("device", "said"), [(Device.GPU, notices.NO_GPU), (Device.NPU, notices.NO_NPU)])
def test_where_it_may_yield_the_processor_does_the_work_and_that_is_said(
    device: Device, said: str, tiny_pack: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cpu_only(monkeypatch)
    engine = OpenVinoEngine(load_pack(tiny_pack), OpenVinoOptions(device=device, yielding=True))
    assert analyse(engine, hot_corner()).provenance.device == "cpu (OpenVINO)"
    assert engine.notice == said


def test_a_device_that_fails_leaves_the_work_to_the_processor_and_says_so(
    tiny_pack: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    facts = OpenVinoFacts("2026", (("CPU", "Some processor"), ("GPU", "Some graphics")))
    monkeypatch.setattr(opener, "openvino_facts", lambda: facts)  # and none is there when it comes to compiling
    engine = OpenVinoEngine(load_pack(tiny_pack), OpenVinoOptions(device=Device.GPU))
    assert analyse(engine, hot_corner()).provenance.device == "cpu (OpenVINO)"
    assert engine.notice == notices.DEVICE_FAILED


def test_on_windows_graphics_are_taken_by_themselves(tiny_pack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    facts = OpenVinoFacts("2026", (("CPU", "Some processor"), ("GPU.0", "Some graphics")))
    monkeypatch.setattr(opener, "openvino_facts", lambda: facts)
    monkeypatch.setattr("sys.platform", "win32")
    chosen = opener.OpenVinoOpener(load_pack(tiny_pack), OpenVinoOptions())._device()  # noqa: SLF001 - no such graphics
    assert chosen is Device.GPU


class Endless:
    """A request that ends only when it is told to, as a graph that makes one."""

    def __init__(self) -> None:
        self.cancelled = False

    def create_infer_request(self) -> Endless:
        return self

    def set_input_tensor(self, tensor: object) -> None:
        assert tensor is not None

    def start_async(self) -> None:
        self.cancelled = False

    def wait_for(self, _milliseconds: int) -> bool:
        return self.cancelled

    def cancel(self) -> None:
        self.cancelled = True

    def wait(self) -> None:
        raise RuntimeError("cancelled")


def test_cancelling_stops_a_run_on_its_way() -> None:
    endless = Endless()
    network = Network([endless])
    token, seen = CancelToken(), list[float]()

    def tick(share: float) -> None:
        seen.append(share)
        token.raise_if_cancelled()
        token.cancel()

    for _ in range(2):  # the request is free again afterwards
        token, endless.cancelled = CancelToken(), False
        with pytest.raises(Cancelled):
            network.run(np.zeros((1, 2, 2, 1), np.float32), tick)
        assert endless.cancelled
    assert seen == [0.0] * 4


def test_films_at_once_get_each_its_own_answer(tiny_pack: Path) -> None:
    engine = OpenVinoEngine(load_pack(tiny_pack), OpenVinoOptions(requests=2), cache_bytes=0)
    shares = [0.1, 0.2, 0.3, 0.4] * 4
    expected = {share: probability(engine, share) for share in set(shares)}
    found: list[tuple[float, float | None]] = []

    def work(share: float) -> None:
        found.append((share, probability(engine, share)))

    threads = [threading.Thread(target=work, args=(share,)) for share in shares]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(value == pytest.approx(expected[share], abs=1e-6) for share, value in found)
    assert len(found) == len(shares)


def test_one_film_gets_all_processors_and_several_at_once_share_them(tiny_pack: Path) -> None:
    pack = load_pack(tiny_pack)
    form = read_form(pack, pack.path(pack.network.compiled))
    for requests in (1, 2):
        hints = devices.hints_for(Device.CPU, Precision.FLOAT32, requests)
        compiled = openvino().Core().compile_model(form.model, "CPU", hints)
        assert compiled.get_property("NUM_STREAMS") == requests
        assert compiled.get_property("INFERENCE_PRECISION_HINT").get_type_name() == "f32"


def probability(engine: PackEngine, share: float) -> float | None:
    return analyse(engine, hot_corner(share=share)).result(PNEUMOTHORAX).probability


# -- the number format ----------------------------------------------------------------------------------------------


def test_the_check_films_decide_where_there_are_bf16_units(
    tiny_pack: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opener, "cpu_has_bf16", lambda: True)
    asked = []

    def check_films(_token: CancelToken) -> list[Radiograph]:
        asked.append(1)
        return [hot_corner()]

    options = OpenVinoOptions(check_films=check_films, cache=tmp_path)
    for _ in range(2):
        engine = OpenVinoEngine(load_pack(tiny_pack), options)
        engine.settle(CancelToken())
        assert analyse(engine, hot_corner()).provenance.precision.startswith(("float32", "bf16"))
    assert (tmp_path / "precision.json").exists()
    assert len(asked) == 1  # what was decided once asks for no check films


def test_nobody_waits_for_that_decision(tiny_pack: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opener, "cpu_has_bf16", lambda: True)
    engine = OpenVinoEngine(
        load_pack(tiny_pack), OpenVinoOptions(check_films=lambda token: [hot_corner()], cache=tmp_path)
    )
    assert analyse(engine, hot_corner()).provenance.precision == "float32"
    assert not (tmp_path / "precision.json").exists()


def test_a_decision_that_is_cancelled_is_none(tiny_pack: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opener, "cpu_has_bf16", lambda: True)
    engine = OpenVinoEngine(
        load_pack(tiny_pack), OpenVinoOptions(check_films=lambda token: [hot_corner()], cache=tmp_path)
    )
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        engine.settle(token)
    assert not (tmp_path / "precision.json").exists()


def test_without_check_films_auto_stays_float32(tiny_pack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opener, "cpu_has_bf16", lambda: True)
    assert analyse(OpenVinoEngine(load_pack(tiny_pack)), hot_corner()).provenance.precision == "float32"


# -- which library --------------------------------------------------------------------------------------------------


def test_a_network_that_cannot_be_compiled_is_left_to_tensorflow_and_that_is_said(tmp_path: Path) -> None:
    pack = load_pack(pack_of(tmp_path / "pack", networks.network(networks.enlarged), 3))
    engine = PackEngine(pack, ChoosingOpener(pack, OpenVinoOptions()), Method.GRADCAM)
    assert analyse(engine, hot_corner()).provenance.device == "cpu"
    assert engine.notice == notices.WITH_TENSORFLOW


def test_tensorflow_is_asked_only_where_there_may_be_a_card_of_nvidia(
    tiny_pack: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[bool] = []

    def has_gpu() -> bool:
        asked.append(True)
        return False

    monkeypatch.setattr(runtime_choice, "has_gpu", has_gpu)
    for there in (False, True):
        monkeypatch.setattr(runtime_choice, "may_have_nvidia", lambda there=there: there)
        pack = load_pack(tiny_pack)
        engine = PackEngine(pack, ChoosingOpener(pack, OpenVinoOptions()), None)
        assert analyse(engine, hot_corner()).provenance.device == "cpu (OpenVINO)"
        assert len(asked) == there
