"""The engine that runs a pack, as this program runs it."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import platformdirs

import resources
from inference.core.cancel import CancelToken
from inference.core.film import Radiograph
from inference.core.site_points import ThresholdsOf, none_tuned
from inference.engine.activations import Backend
from inference.engine.byte_cache import DEFAULT_BYTES
from inference.engine.checked_engine import CheckedEngine
from inference.engine.device_and_precision import Device, Precision
from inference.engine.ensemble import EnsembleEngine
from inference.engine.openvino.opener import OpenVinoOptions
from inference.engine.pack_engine import PackEngine
from inference.engine.runtime_choice import ChoosingOpener
from inference.model_pack import AS_STATED, ModelPack, Prevalence, load_pack, objection, restated
from inference.model_pack.site_points import does_not_fit, prevalence_here, tuned
from inference.reading import scan
from inference.reading.files.reader_process import ReaderProcess


def open_engine(
    folder: Path = resources.DEFAULT_PACK,
    *,
    device: str = "auto",
    precision: str = "auto",
    method: str | None = None,
    cache_bytes: int = DEFAULT_BYTES,
    requests: int = 1,
    yielding: bool = False,
    prevalence: Prevalence = AS_STATED,
    thresholds: ThresholdsOf = none_tuned,
    threads: int = 0,
) -> CheckedEngine:
    """An engine for the pack in a folder, behind the film check; raises ``PackError`` when the pack cannot be used.

    OpenVINO runs it, but for NVIDIA cards, on which TensorFlow does. On a processor with bf16 units
    ``precision="auto"`` is the fastest format that agreed with float32 on the bundled sample films, once ``settle``
    was called and has kept that in the cache folder. Up to ``requests`` films are under way at once, on ``threads``
    of a CPU (0: all). With ``yielding`` the CPU does the work where the device asked for is not there, and the
    notice says so; else that is an ``EngineError``. Probabilities are restated for ``prevalence``; what of it the
    pack cannot give is left as it is, and the notice says so. ``thresholds`` gives the site's own for a pack's hash,
    shown beside the pack's; those of another pack are not used, which the notice says.
    """
    stated = load_pack(folder)
    site = thresholds(stated.pack_hash)
    pack = tuned(restated(stated, prevalence_here(stated, site, prevalence)), site)
    options = OpenVinoOptions(
        Device(device),
        Precision(precision),
        requests,
        check_films=_check_films,
        cache=_cache(),
        yielding=yielding,
        threads=threads,
    )
    members = [PackEngine(one, ChoosingOpener(one, options), method, cache_bytes) for one in pack.members]
    engine = (
        EnsembleEngine(pack, members)
        if members
        else PackEngine(pack, ChoosingOpener(pack, options), method, cache_bytes)
    )
    return CheckedEngine(engine, objection(stated, prevalence) or does_not_fit(stated, site))


def open_backend(pack: ModelPack) -> Backend:
    """The pack's networks as ``open_engine`` would run them, without the choice of a faster number format."""
    return ChoosingOpener(pack, OpenVinoOptions(cache=_cache())).open()


def _cache() -> Path:
    return platformdirs.user_cache_path("thoracam", appauthor=False)


def _check_films(token: CancelToken) -> Sequence[Radiograph]:
    """The samples, decoded in another process: a decoder holds Python's lock, and with it the window."""
    entries = [entry for study in scan((resources.path("samples"),)).studies for entry in study.films]
    with closing(ReaderProcess()) as reader:
        return [reader.read(entry.path, token=token) for entry in entries]
