"""Write every DICOM object of a film for the readers of other viewers: ``python -m tests.e2e.viewers.objects OUT``."""

from __future__ import annotations

import sys
from pathlib import Path

from inference.report.page.options import ReportClass
from tests.builders import phantom, write_dicom
from tests.inference.report.dicom.dicom_results import SOUND, WHO
from tests.inference.report.dicom.test_other_viewers import write
from tests.inference.report.dicom.test_sr_reader import SPACING


def main(out: Path) -> None:
    """A phantom as ``film.dcm``, and what is written of it in a folder for each class of report."""
    out.mkdir(parents=True, exist_ok=True)
    film = write_dicom(out / "film.dcm", phantom(), **{**SOUND, **WHO, **SPACING})
    for kind in ReportClass:
        write(out / str(kind), film, report=kind)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
