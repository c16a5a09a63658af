"""Seven heatmaps against other ways to make them: ``python -m tests.benchmarks.cams [--side 1024] [--repeats 5]``.

Xception with a seven-output head and random weights (batch norms settled on noise), one film, CPU float32; and the
bundled pack on a bundled film. Ways are run in turn within each round, so ratios hold on a shared machine where seconds
do not. The last lines are ``name: value``, those of TensorFlow beside those of OpenVINO.
"""

from __future__ import annotations

import argparse
import importlib.util
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

import resources
from inference.core.analysis import Method
from inference.core.cancel import CancelToken
from inference.core.findings import FINDINGS
from inference.core.ports import no_progress
from inference.engine.activations import Backend
from inference.engine.device_and_precision import EXACT, cpu_has_bf16
from inference.engine.keras.compiling.compile_pack import compile_pack
from inference.engine.keras.network import frozen
from inference.engine.keras.runtime.opener import open_backend
from inference.engine.keras.runtime.tensorflow_import import keras, tensorflow
from inference.engine.openvino.check_films import check_films
from inference.engine.openvino.compiled_form import CompiledForm, read_form
from inference.engine.openvino.opener import backend_on
from inference.engine.precision_selection import candidates, hottest_overlap
from inference.imaging.model_input import model_input
from inference.model_pack import ModelPack, load_pack
from tests.inference.model_pack.packs import write_pack

TARGET = "block14_sepconv2_act"
BARE, KERAS = "one bare forward (TensorFlow, logits only)", "ours on TensorFlow, float32"
LIGHT, MIXED = "ours, float32", "ours, mixed precision that passes or is best"
SEED, AGAIN = "the seed's function x7", "ours, float32 (again)"
Floats = NDArray[np.float32]
Way = Callable[[], Any]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print the table and the figures."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.cams", description=__doc__)
    parser.add_argument("--side", type=int, default=1024, help="pixels of the square input (default 1024)")
    parser.add_argument("--repeats", type=int, default=5, help="rounds of the quick ways (default 5)")
    parser.add_argument("--slow-repeats", type=int, default=1, help="rounds of the slow ways (default 1); 0 for none")
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        measure(Path(folder), chosen.side, chosen.repeats, chosen.slow_repeats)
    return 0


def measure(folder: Path, side: int, repeats: int, slow_repeats: int) -> None:
    """All ways on one network, and ours on the bundled pack."""
    tensorflow()
    bundled(repeats)
    model = xception(side)
    compile_pack(write_seven(folder / "pack", model))
    pack = load_pack(folder / "pack")
    film = np.random.default_rng(1).uniform(-1, 1, (side, side, 3)).astype(np.float32)
    on_keras, compiled = open_backend(pack, EXACT), form_of(pack)
    light = backend_on(pack, compiled, EXACT)
    bare = frozen([logit_model(model)])
    quick: dict[str, Way] = {
        BARE: lambda: bare(film[None], lambda share: None)[0].numpy(),
        LIGHT: lambda: ours(light, film),
        KERAS: lambda: ours(on_keras, film),
    }
    found = mixed(pack, compiled, film, light) if cpu_has_bf16() else None
    if found is not None:
        quick[MIXED] = found[0]
    quick_times = rounds(quick, repeats)
    slow_times = rounds({**slow_ways(model, film), AGAIN: quick[LIGHT]}, slow_repeats) if slow_repeats else {}
    tell(quick_times, slow_times, agreement(light, model, film), found[1] if found else None)


def bundled(repeats: int) -> None:
    """The bundled pack on a bundled film: OpenVINO, its seconds and against TensorFlow, and mixed against float32."""
    pack = load_pack(resources.DEFAULT_PACK)
    values, _ = model_input(check_films()[0], pack.input)
    on_keras, compiled = open_backend(pack, EXACT), form_of(pack)
    light = backend_on(pack, compiled, EXACT)
    ways: dict[str, Way] = {KERAS: lambda: ours(on_keras, values), LIGHT: lambda: ours(light, values)}
    found = mixed(pack, compiled, values, light) if cpu_has_bf16() else None
    if found is not None:
        ways[MIXED] = found[0]
    times = rounds(ways, 5 * repeats)
    say(f"bundled_film_seconds: {statistics.median(times[LIGHT]):.3f}")
    say(f"bundled_film_processor_seconds: {processor_seconds(ways[LIGHT], 5 * repeats):.3f}")
    say(f"light_ratio: {ratio(times[LIGHT], times[KERAS]):.3f}")
    if found is not None:
        say(f"bundled_mixed_ratio: {ratio(times[MIXED], times[LIGHT]):.3f}")
        say(f"bundled_mixed_top20_iou: {found[1]:.3f}")


def form_of(pack: ModelPack) -> CompiledForm:
    """The pack's compiled form."""
    return read_form(pack, pack.path(pack.network.compiled))


def ours(backend: Any, film: Floats) -> Floats:
    """Log-odds and seven heatmaps."""
    evidence = backend.forward(film, CancelToken(), no_progress)
    maps: Floats = backend.maps(evidence, Method.GRADCAM)
    return maps


def slow_ways(model: Any, film: Floats) -> dict[str, Way]:
    """The seed notebook's function, a compiled tape and tf-keras-vis where it is installed, each for seven findings."""
    compiled = compiled_tape(model)
    compiled(film[None], 0)  # tracing is not what is measured
    ways: dict[str, Way] = {
        SEED: lambda: [seed_function(model, film, output) for output in range(7)],
        "GradientTape in a tf.function x7": lambda: [compiled(film[None], output).numpy() for output in range(7)],
    }
    if importlib.util.find_spec("tf_keras_vis"):
        ways["tf-keras-vis x7"] = lambda: [tf_keras_vis_map(model, film, output) for output in range(7)]
    return ways


def seed_function(model: Any, film: Floats, output: int) -> Floats:
    """What the seed notebook does for one finding: a new model of two outputs and an eager tape, up to its ReLU."""
    tf = tensorflow()
    both = keras().Model(model.inputs[0], [model.get_layer(TARGET).output, model.outputs[0]])
    with tf.GradientTape() as tape:
        features, scores = both(film[None])
        score = scores[:, output]
    pooled = tf.reduce_mean(tape.gradient(score, features), axis=(0, 1, 2))
    heat: Floats = tf.squeeze(features[0] @ pooled[..., tf.newaxis]).numpy()
    return heat


def compiled_tape(model: Any) -> Callable[[Floats, int], Any]:
    """The same as one graph for any finding."""
    tf = tensorflow()
    both = keras().Model(model.inputs[0], [model.get_layer(TARGET).output, model.outputs[0]])

    @tf.function  # type: ignore[untyped-decorator]  # TensorFlow has no types
    def heat(film: Any, output: Any) -> Any:
        with tf.GradientTape() as tape:
            features, scores = both(film, training=False)
            score = tf.gather(scores, output, axis=1)
        pooled = tf.reduce_mean(tape.gradient(score, features), axis=(0, 1, 2))
        return tf.squeeze(features[0] @ pooled[..., tf.newaxis])

    return lambda film, output: heat(tf.constant(film), tf.constant(output))


def tf_keras_vis_map(model: Any, film: Floats, output: int) -> Floats:
    """tf-keras-vis's Grad-CAM for one finding."""
    from tf_keras_vis.gradcam import Gradcam  # type: ignore[import-not-found]  # a rival, installed only to compare

    heat: Floats = Gradcam(model)(lambda scores: scores[:, output], film[None], penultimate_layer=TARGET)[0]
    return heat


def mixed(pack: ModelPack, compiled: CompiledForm, film: Floats, reference: Backend) -> tuple[Way, float]:
    """The mixed precision that overlaps best with float32 on this film, and its overlap in the worst finding."""
    tried = [backend_on(pack, compiled, numerics) for numerics in candidates()]
    exact = ours(reference, film)
    overlaps = [overlap(exact, ours(backend, film)) for backend in tried]
    passing = [place for place, found in enumerate(overlaps) if found >= 0.95]
    chosen = passing[0] if passing else int(np.argmax(overlaps))  # the first that passes has most of it in bf16
    return (lambda: ours(tried[chosen], film)), overlaps[chosen]


def overlap(ones: Floats, others: Floats) -> float:
    """The least intersection over union of the hottest fifth, over the findings."""
    return min(hottest_overlap(one, other) for one, other in zip(ones, others, strict=True))


def agreement(backend: Any, model: Any, film: Floats) -> float:
    """The greatest difference between our heatmaps and the seed function's before its scaling."""
    maps = ours(backend, film)
    return max(float(np.abs(maps[output] - seed_function(model, film, output)).max()) for output in (0, 6))


def xception(side: int) -> Any:
    """Xception with pooling and seven logits; batch norms settled on noise so that activations stay in range."""
    layers = keras().layers
    keras().utils.set_random_seed(0)
    base = keras().applications.Xception(include_top=False, input_shape=(side, side, 3), weights=None)
    pooled = layers.Dropout(0.2)(layers.GlobalAveragePooling2D()(base.output))
    model = keras().Model(base.input, layers.Dense(len(FINDINGS), name="predictions")(pooled))
    settle(model, side)
    return model


def settle(model: Any, side: int) -> None:
    """Set the batch norms' statistics to those of a film of noise."""
    norms = [layer for layer in model.layers if type(layer).__name__ == "BatchNormalization"]
    for layer in norms:
        layer.momentum = 0.0
    model(np.random.default_rng(0).uniform(-1, 1, (1, side, side, 3)).astype(np.float32), training=True)


def logit_model(model: Any) -> Any:
    """The model as the bare forward runs it."""
    return keras().Model(model.inputs[0], model.outputs[0])


def write_seven(folder: Path, model: Any) -> Path:
    """The model as a pack of seven findings."""
    return write_pack(folder, model, findings=[item.key for item in FINDINGS], target_layer=TARGET, half=False)


def rounds(ways: dict[str, Way], repeats: int) -> dict[str, list[float]]:
    """Seconds of each way in each round, all ways in turn; one round goes before to warm up the quick ones."""
    if repeats > 1:
        for way in ways.values():
            way()
    times: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(repeats):
        for name, way in ways.items():
            started = time.perf_counter()
            way()
            times[name].append(time.perf_counter() - started)
    return times


def processor_seconds(way: Way, repeats: int) -> float:
    """Median seconds of processor time, of all threads together: what a film costs, whoever else is at work."""
    times = []
    for _ in range(repeats):
        started = time.process_time()
        way()
        times.append(time.process_time() - started)
    return statistics.median(times)


def ratio(ones: list[float], others: list[float]) -> float:
    """The median over rounds of one way's time over the other's."""
    return statistics.median(one / other for one, other in zip(ones, others, strict=True))


def tell(
    quick: dict[str, list[float]], slow: dict[str, list[float]], difference: float, overlapping: float | None
) -> None:
    """Print the table and the figures."""
    for name, times in quick.items():
        say(f"{name:45s} {statistics.median(times):8.3f} s   {ratio(times, quick[BARE]):7.2f} x bare forward")
    for name, times in slow.items():
        say(f"{name:45s} {statistics.median(times):8.3f} s   {ratio(times, slow[AGAIN]):7.2f} x ours")
    say(f"greatest difference to the seed's heatmap: {difference:.1e}")
    say(f"forward_ratio: {ratio(quick[LIGHT], quick[BARE]):.3f}")
    say(f"forward_ratio_tensorflow: {ratio(quick[KERAS], quick[BARE]):.3f}")
    if slow:
        say(f"seed_ratio: {ratio(slow[SEED], slow[AGAIN]):.1f}")
    if overlapping is not None:
        say(f"mixed_ratio: {ratio(quick[MIXED], quick[LIGHT]):.3f}")
        say(f"mixed_top20_iou: {overlapping:.3f}")


def say(line: str) -> None:
    """Print a line of the result."""
    print(line, flush=True)  # noqa: T201 (a benchmark's output)


if __name__ == "__main__":
    raise SystemExit(main())
