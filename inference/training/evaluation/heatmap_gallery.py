"""What is kept of each film's heatmaps while a pack is evaluated: pictures, how they meet masks, faithfulness."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from inference.core.analysis import Analysis, Faithfulness, FindingResult
from inference.core.cancel import CancelToken
from inference.core.film import Radiograph
from inference.core.findings import BY_KEY
from inference.engine.faithfulness import Scorer, can_be_tested, faithfulness_of
from inference.files.atomic_file import write_whole
from inference.files.names import distinct, safe_name
from inference.report.output.pictures import OVERLAY_SIDE, overlay_png
from inference.report.page.options import ReportOptions
from inference.training.data.labels import LabelledFilm, SkippedRow
from inference.training.evaluation.boxes import Boxes, MapInBoxes, map_in_boxes
from inference.training.evaluation.localisation import MapOnMask
from inference.training.evaluation.masks import MaskError, map_on_mask, mask_of

FOLDERS = {False: "Normal(0)", True: "Abnormal(1)"}  # as the seed names them: what was called, not what is so
CAMS = "cam"


@dataclass(frozen=True, slots=True)
class GalleryOptions:
    """What is kept: where masks lie (None: nowhere), how many positives a finding are tested, pictures, boxes."""

    folder: Path
    masks: Path | None = None
    tested: int = 20
    pictures: bool = True
    boxes: Boxes = field(default_factory=dict)


@dataclass(slots=True)
class HeatmapGallery:
    """Collects it, film by film; ``columns`` says where a finding's truth is among a film's targets, by its key."""

    scorer: Scorer
    options: GalleryOptions
    columns: Mapping[str, int]
    on_masks: dict[str, list[tuple[str, MapOnMask]]] = field(default_factory=lambda: defaultdict(list))
    in_boxes: dict[str, list[tuple[str, MapInBoxes]]] = field(default_factory=lambda: defaultdict(list))
    faithfulness: dict[str, list[tuple[str, Faithfulness]]] = field(default_factory=lambda: defaultdict(list))
    pictures: dict[tuple[str, str], Path] = field(default_factory=dict)
    skipped: list[SkippedRow] = field(default_factory=list)
    _names: set[str] = field(default_factory=set)

    def __call__(self, film: LabelledFilm, radiograph: Radiograph, analysis: Analysis) -> None:
        """Take in one film: pictures of all findings with known truth, the rest of what is there.

        A box says itself that the finding is there, whether or not somebody labelled the film for it.
        """
        name = distinct(safe_name(Path(film.file).with_suffix("").as_posix().replace("/", "-")), self._names)
        self._names.add(name)
        for key, column in self.columns.items():
            result = analysis.result(BY_KEY[key])
            if result.heatmap is None or result.probability is None:
                continue
            if boxes := self.options.boxes.get((key, film.file)):
                self.in_boxes[key].append((film.patient, map_in_boxes(result, radiograph, analysis, boxes)))
            if not np.isfinite(film.targets[column]):
                continue
            if self.options.pictures:
                self._picture(film, radiograph, analysis, result, name)
            self._localise(film, radiograph, analysis, result)
            self._test(film, radiograph, analysis, result, positive=film.targets[column] == 1)

    def _picture(
        self, film: LabelledFilm, radiograph: Radiograph, analysis: Analysis, result: FindingResult, name: str
    ) -> None:
        called = (result.probability or 0.0) >= (result.operating_point or 0.5)
        key = result.finding.key
        path = self.options.folder / CAMS / key / FOLDERS[called] / f"{name}.png"
        write_whole(path, overlay_png(radiograph, analysis, key, ReportOptions(), OVERLAY_SIDE), overwrite=True)
        self.pictures[key, film.file] = path

    def _localise(self, film: LabelledFilm, radiograph: Radiograph, analysis: Analysis, result: FindingResult) -> None:
        if self.options.masks is None:
            return
        try:
            mask = mask_of(self.options.masks, result.finding.key, film.file, radiograph.shape)
        except MaskError as problem:
            self.skipped.append(SkippedRow(0, f"{film.file}: {problem}"))
            return
        if mask is not None:
            self.on_masks[result.finding.key].append((film.patient, map_on_mask(result, radiograph, analysis, mask)))

    def _test(
        self, film: LabelledFilm, radiograph: Radiograph, analysis: Analysis, result: FindingResult, *, positive: bool
    ) -> None:
        done = self.faithfulness[result.finding.key]
        if positive and len(done) < self.options.tested and can_be_tested(result):
            found = faithfulness_of(self.scorer, radiograph, analysis, result, token=CancelToken())
            done.append((film.patient, found))
