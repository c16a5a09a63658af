"""What a report will look like, fast: the same first page made from a small copy of the film."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from inference.core.analysis import Analysis
from inference.core.film import Radiograph
from inference.report.page.film.report import Fineness, film_report
from inference.report.page.options import ReportOptions
from inference.report.page.rasterize import rasterize, theme_of


def report_preview(film: Radiograph, analysis: Analysis, options: ReportOptions, width: int) -> NDArray[np.uint8]:
    """The first page of a report, RGB uint8 (rows, ``width``, 3), with little detail."""
    first = film_report(film, analysis, options, Fineness.PREVIEW).pages[0]
    page = rasterize(first, theme_of(options.form))
    size = (width, max(1, round(page.height * width / page.width)))
    return np.asarray(page.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0), dtype=np.uint8)
