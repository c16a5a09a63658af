"""Ports that load what they need at first use, on the worker's thread, so that the window is up first."""

from __future__ import annotations

import gc
from collections.abc import Callable, Sequence
from copy import copy
from importlib import import_module
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Self

from inference.core.analysis import Analysis, FindingResult
from inference.core.cancel import CancelToken
from inference.core.film import Radiograph
from inference.core.film_objects import FilmFacts, FilmObject
from inference.core.findings import Finding
from inference.core.limits import DEFAULT_LIMITS, Limits
from inference.core.ports import InteractiveEngine, ProgressCallback, no_progress
from inference.files.generated_files import is_report
from inference.model_pack import Prevalence
from inference.site.thresholds.store import ThresholdStore
from inference.text.wording import Translate

if TYPE_CHECKING:
    from inference.reading import ScanResult
    from inference.reading.files.reader_process import ReaderProcess
    from inference.report.page.provenance import Reopened


class LazyReader:
    """Finds and reads films; imports the DICOM library with the first one, and decodes in a process of its own."""

    def __init__(self, limits: Limits = DEFAULT_LIMITS, *, quiet: bool = False) -> None:
        self._limits, self._quiet = limits, quiet
        self._supervised: ReaderProcess | None = None
        self._beside: LazyReader | None = None
        self._making = Lock()

    def start(self) -> None:
        """Start the process that reads, so that it gets ready beside all else."""
        self._reader().start()

    def scan(self, paths: Sequence[Path], token: CancelToken) -> ScanResult:
        """List the films below these paths; a quiet one has its process look, which costs the window nothing."""
        if self._quiet:
            return self._reader().scan(paths, token=token)
        self.start()
        result: ScanResult = import_module("inference.reading").scan(paths, self._limits, token=token)
        return result

    def reopen(self, paths: Sequence[Path], places: Sequence[Path], token: CancelToken) -> Reopened | None:
        """The first report among these paths with its film, looked for among the others and the places; or None."""
        report = next(filter(is_report, paths), None)
        if report is None:
            return None
        others = [path for path in (*paths, *places) if path != report]
        found: Reopened = import_module("inference.report.output.reopen").reopened(
            report, others, lambda path, frame: self.read(path, token, frame), token=token
        )
        return found

    def read(self, path: Path, token: CancelToken, frame: int = 0) -> Radiograph:
        """Read one frame of a film."""
        return self._reader().read(path, frame, token=token)

    def read_object(self, path: Path, film: FilmFacts, token: CancelToken) -> FilmObject | None:
        """Read what an object of another program says of a film."""
        return self._reader().read_object(path, film, token=token)

    def document(self, path: Path) -> bytes:
        """The document in a file, to be opened elsewhere."""
        found: bytes = import_module("inference.reading.objects.document").document_bytes(path, self._limits)
        return found

    @property
    def beside(self) -> LazyReader:
        """Another one for work ahead, at low priority, for which nobody has to wait here; ends with this one."""
        with self._making:
            if self._beside is None:
                self._beside = LazyReader(self._limits, quiet=True)
            return self._beside

    def close(self) -> None:
        """End the reading process, and the one beside it."""
        if self._supervised is not None:
            self._supervised.close()
        if self._beside is not None:
            self._beside.close()

    def _reader(self) -> ReaderProcess:
        with self._making:  # several lanes read
            if self._supervised is None:
                module = import_module("inference.reading.files.reader_process")
                bounds = {"quiet": True} if self._quiet else {}
                self._supervised = module.ReaderProcess(limits=self._limits, **bounds)
            return self._supervised


class LazyEngine:
    """An engine that is built when it is first needed; engines for other methods share it.

    It is built anew where ``stamp`` is another than when it was built.
    """

    def __init__(self, build: Callable[[], InteractiveEngine], stamp: Callable[[], object] = lambda: None) -> None:
        self._build, self._building, self._stamp = build, Lock(), stamp
        self._built: dict[str, InteractiveEngine] = {}
        self._built_at: list[object] = [None]
        self._method = ""
        self._override = False

    @property
    def notice(self) -> str:
        """A sentence about how the engine had to run; nothing is built for it."""
        return self._built[""].notice if self._built else ""

    def warm_up(self) -> None:
        """Build the engine and run it once."""
        self._engine().warm_up()

    def settle(self, token: CancelToken) -> None:
        """Find out how the networks run fastest here."""
        self._engine().settle(token)

    def analyse(
        self, radiograph: Radiograph, *, token: CancelToken, progress: ProgressCallback = no_progress
    ) -> Analysis:
        """Judge one film."""
        return self._engine().analyse(radiograph, token=token, progress=progress)

    def probabilities(self, radiograph: Radiograph, token: CancelToken) -> dict[Finding, float]:
        """The probabilities alone."""
        return self._engine().probabilities(radiograph, token)

    def results(self, radiograph: Radiograph, token: CancelToken) -> tuple[FindingResult, ...]:
        """The results of a film as it was changed here."""
        return self._engine().results(radiograph, token)

    def with_method(self, method: str) -> Self:
        """An engine for another method; nothing is built before it is needed."""
        other = copy(self)
        other._method = method  # noqa: SLF001 - its own class
        return other

    def override(self) -> Self:
        """An engine that analyses also what the film check refuses."""
        other = copy(self)
        other._override = True  # noqa: SLF001 - its own class
        return other

    def _engine(self) -> InteractiveEngine:
        with self._building:  # the first film may be one of those ahead
            now = self._stamp()
            if "" not in self._built or now != self._built_at[0]:
                self._built[""], self._built_at[0] = self._build(), now
                gc.freeze()  # a collection that looked through all that it imported would keep the window waiting
        first = self._built[""]
        chosen = first.with_method(self._method) if self._method else first
        return chosen.override() if self._override else chosen


def engine_of_pack(folder: Path, device: str = "auto", precision: str = "auto", prevalence: float = 0.0) -> LazyEngine:
    """An engine for the pack in a folder, looked at when it is first needed; 0 is the pack's own prevalence.

    The site thresholds in force stand beside the pack's operating points.
    """
    wanted, thresholds = Prevalence(prevalence or None), ThresholdStore()

    def build() -> InteractiveEngine:
        engine: InteractiveEngine = import_module("inference.engine.factory").open_engine(
            folder,
            device=device,
            precision=precision,
            yielding=True,
            prevalence=wanted,
            thresholds=thresholds.find,
        )
        return engine

    return LazyEngine(build, thresholds.stamp)


def system_text(device: str, words: Translate) -> str:
    """What this computer brings for the work, to be read; imports TensorFlow where it is installed."""
    module = import_module("inference.system.system_info")
    text: str = module.system_text(module.system_info(device), words)
    return text
