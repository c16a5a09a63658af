"""Many films against bare forwards: ``python -m tests.benchmarks.batch [--films 300] [--side 1024] [--reports]``.

Xception with seven outputs and random weights; 3000 x 2500 16-bit DICOM films are read, analysed (probabilities and
seven heatmaps) and written as JSON, or as whole report folders with ``--reports``. Films on OpenVINO, films on
TensorFlow and bare forwards of TensorFlow then take turns, so ratios hold on a shared machine. The last lines are
``name: value``, those of TensorFlow beside those of OpenVINO.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import psutil

from inference.batch.pipeline import Stages, run_batch
from inference.core.analysis import Analysis
from inference.core.cancel import CancelToken
from inference.core.film import Radiograph
from inference.engine.keras import KerasEngine
from inference.engine.keras.compiling.compile_pack import compile_pack
from inference.engine.keras.load import load_model
from inference.engine.keras.network import frozen
from inference.engine.openvino import OpenVinoEngine
from inference.engine.openvino.opener import OpenVinoOptions
from inference.engine.pack_engine import PackEngine
from inference.files.atomic_file import write_whole
from inference.model_pack import load_pack
from inference.reading import read_film
from inference.report.output.csv_json import result_json
from inference.report.output.film_folder import FolderParts, write_film_folder
from inference.report.page.options import ReportOptions
from tests.benchmarks.cams import logit_model, say, write_seven, xception
from tests.builders import write_dicom

CHUNK = 25
AT_ONCE = 2  # films that OpenVINO analyses at once
TURN = 10  # films, and bare forwards, that take turns
KINDS = 10  # different films; the batch goes through them again and again


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print the table and the figures."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.batch", description=__doc__)
    parser.add_argument("--films", type=int, default=300, help="how many films (default 300)")
    parser.add_argument("--side", type=int, default=1024, help="pixels of the square input (default 1024)")
    parser.add_argument("--rounds", type=int, default=5, help="turns of films and of bare forwards (default 5)")
    parser.add_argument("--reports", action="store_true", help="write whole report folders")
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        measure(Path(folder), chosen.films, chosen.side, chosen.rounds, reports=chosen.reports)
    return 0


def measure(folder: Path, films: int, side: int, rounds: int, *, reports: bool) -> None:
    """First all films, for the memory; then some of them and bare forwards in turn, for the ratio."""
    in_a_process(build_pack, folder / "pack", side)  # so that building it takes no memory here
    pack = load_pack(folder / "pack")
    light = OpenVinoEngine(pack, OpenVinoOptions(requests=AT_ONCE), cache_bytes=0)
    light.warm_up()
    paths = write_films(folder / "films")
    writer = report_writer(folder / "out") if reports else json_writer(folder / "out")
    way = Way(stages_of(light, writer), AT_ONCE)
    memory = []
    for start in range(0, films, CHUNK):
        took = seconds(partial(do_all, chunk(paths, start, films), way))
        memory.append(resident())
        say(f"{min(start + CHUNK, films):4d} films   {took:7.2f} s   {memory[-1] / 2**20:.0f} MiB")
    if memory:
        tell_memory(memory)
    on_keras = KerasEngine(pack, device="cpu", cache_bytes=0)
    on_keras.warm_up()
    ways = {"": way, "_tensorflow": Way(stages_of(on_keras, writer), 1)}
    compare(paths, ways, bare_forward(pack, side), rounds)


@dataclass(frozen=True, slots=True, eq=False)
class Way:
    """One engine in the batch, and how many films it analyses at once."""

    stages: Stages[None]
    at_once: int


def stages_of(engine: PackEngine, writer: Callable[[Path, Radiograph, Analysis, CancelToken], None]) -> Stages[None]:
    """The batch as ``thoracam analyze`` runs it, without the checks of films."""
    return Stages(read_film, lambda film: engine.analyse(film, token=CancelToken()), writer, prepare=engine.prepare)


def compare(paths: list[Path], ways: dict[str, Way], bare: Callable[[], Any], rounds: int) -> None:
    """Films and bare forwards in turn; each turn of films stands between two of forwards, so drift cancels out."""
    bare()
    for name, way in ways.items():
        films: list[Spent] = []
        forwards = [spent(lambda: repeat(bare))]
        for _ in range(rounds):
            films.append(spent(partial(do_all, paths[:TURN], way)))
            forwards.append(spent(lambda: repeat(bare)))
            say(f"{films[-1].wall:.3f} s a film   {forwards[-1].wall:.3f} s a bare forward")
        say(f"films_per_second{name}: {1 / statistics.median(item.wall for item in films):.3f}")
        say(f"bare_forwards_per_second{name}: {1 / statistics.median(item.wall for item in forwards):.3f}")
        processor = efficiency([x.processor for x in films], [x.processor for x in forwards])
        say(f"processor_efficiency{name}: {processor:.3f}")
        say(f"batch_efficiency{name}: {efficiency([x.wall for x in films], [x.wall for x in forwards]):.3f}")


def efficiency(films: list[float], forwards: list[float]) -> float:
    """The median over turns of a forward's time, before and after, over a film's."""
    around = [(before + after) / 2 for before, after in pairwise(forwards)]
    return statistics.median(forward / film for film, forward in zip(films, around, strict=True))


def chunk(paths: list[Path], start: int, films: int) -> list[Path]:
    """The next films of the batch."""
    return [paths[number % KINDS] for number in range(start, min(start + CHUNK, films))]


def in_a_process(work: Callable[..., Any], *arguments: Any) -> None:
    """Run something in a process of its own and wait for it."""
    process = multiprocessing.get_context("spawn").Process(target=work, args=arguments)
    process.start()
    process.join()


def build_pack(folder: Path, side: int) -> None:
    """Write the pack of an Xception."""
    compile_pack(write_seven(folder, xception(side)))


def do_all(paths: list[Path], way: Way) -> None:
    """Every film through the batch; a film that fails stops the benchmark."""
    for outcome in run_batch(paths, way.stages, analysts=way.at_once):
        if outcome.error:
            raise outcome.error


def tell_memory(memory: list[int]) -> None:
    """Print the memory, and its growth from film 50 to the last."""
    settled = memory[min(1, len(memory) - 1)]
    say(f"rss_mib: {max(memory) / 2**20:.0f}")
    say(f"rss_growth: {memory[-1] / settled - 1:.3f}")


def bare_forward(pack: Any, side: int) -> Callable[[], Any]:
    """One forward of the same network, frozen, logits only."""
    run = frozen([logit_model(load_model(pack))])
    film = np.random.default_rng(1).uniform(-1, 1, (1, side, side, 3)).astype(np.float32)
    return lambda: run(film, lambda share: None)[0].numpy()


def write_films(folder: Path) -> list[Path]:
    """Different films of 3000 x 2500 pixels, 12 of 16 bits."""
    folder.mkdir()
    random = np.random.default_rng(0)
    paths = []
    for number in range(KINDS):
        coarse = random.integers(0, 4000, (30, 25)).astype(np.uint16)
        paths.append(folder / f"film-{number}.dcm")
        write_dicom(paths[-1], np.kron(coarse, np.ones((100, 100), np.uint16)))
    return paths


def json_writer(folder: Path) -> Callable[[Path, Radiograph, Analysis, CancelToken], None]:
    """Writes the numbers of a film."""

    def write(path: Path, film: Radiograph, analysis: Analysis, token: CancelToken) -> None:
        write_whole(folder / f"{path.stem}.json", result_json(film, analysis), overwrite=True)

    return write


def report_writer(folder: Path) -> Callable[[Path, Radiograph, Analysis, CancelToken], None]:
    """Writes everything about a film: report, original, seven heatmaps and numbers."""

    def write(path: Path, film: Radiograph, analysis: Analysis, token: CancelToken) -> None:
        write_film_folder(folder / path.stem, film, analysis, ReportOptions(overwrite=True), FolderParts(), token=token)

    return write


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds for one film or forward: by the clock, and of all processors, which other programs hardly change."""

    wall: float
    processor: float


def spent(turn: Callable[[], Any]) -> Spent:
    """How long one turn takes, per film or forward."""
    wall, processor = time.perf_counter(), time.process_time()
    turn()
    return Spent((time.perf_counter() - wall) / TURN, (time.process_time() - processor) / TURN)


def seconds(work: Callable[[], Any]) -> float:
    """How long something takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def repeat(work: Callable[[], Any]) -> None:
    """Do something for one turn."""
    for _ in range(TURN):
        work()


def resident() -> int:
    """Bytes of this process in memory."""
    statm = Path("/proc/self/statm")
    if statm.exists():
        return int(statm.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    return int(psutil.Process().memory_info().rss)


if __name__ == "__main__":
    raise SystemExit(main())
