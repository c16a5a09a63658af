"""Writes the synthetic sample films of `resources/samples`: `python -m inference.recipes.samples FOLDER`."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from inference.core import findings
from inference.core.findings import Finding
from inference.files.atomic_file import atomic_file
from inference.recipes.phantom import Phantom, thorax
from inference.recipes.phantom.dicom import Header, write_dicom

ROWS, COLUMNS = 1232, 1024


@dataclass(frozen=True, slots=True)
class Sample:
    """One film to make: where it goes, who and when, and what the phantom shows; ``path`` ends in .dcm or .png."""

    path: str
    seed: int
    header: Header
    finding: Finding | None = None
    side: str | None = None
    severity: float = 0.6


def samples() -> tuple[Sample, ...]:
    """The films of the repository, in the order in which they are made; a study per person, two for Alex."""
    alex = Header("SYNTHETIC^ALEX", "TC-0001", "study-alex", "20260105", "19610314")
    kim = Header("SYNTHETIC^KIM", "TC-0002", "study-kim", "20260105", "19980702", inverted=True, modality="CR")
    noa = Header("SYNTHETIC^NOA", "TC-0003", "study-noa", "20260105", "19790921")
    lee = Header("SYNTHETIC^LEE", "TC-0004", "study-lee", "20260106", "19870218")
    robin = Header("SYNTHETIC^ROBIN", "TC-0005", "study-robin", "20260106", "19720630", modality="CR")
    sam = Header("SYNTHETIC^SAM", "TC-0006", "study-sam", "20260107", "19550109")
    jo = Header("SYNTHETIC^JO", "TC-0007", "study-jo", "20260107", "19680825", inverted=True)
    max_ = Header("SYNTHETIC^MAX", "TC-0008", "study-max", "20260108", "19930412")
    later = Header("SYNTHETIC^ALEX", "TC-0001", "study-alex-drained", "20260107", "19610314")
    drained = later.film(1, "144000", "PA chest after drainage")
    return (
        Sample("alex/1-pa.dcm", 12, alex.film(1, "091200", "PA chest"), findings.PLEURAL_EFFUSION, "right", 0.5),
        Sample("alex/2-pa-after-drainage.dcm", 12, drained, findings.PLEURAL_EFFUSION, "right", 0.08),
        Sample("kim/1-pa.dcm", 5, kim.film(1, "201500", "PA chest"), findings.PNEUMOTHORAX, "left", 0.5),
        Sample("noa/1-pa.dcm", 1, noa.film(1, "101000", "PA chest")),
        Sample("lee/1-pa.dcm", 6, lee.film(1, "233100", "PA chest"), findings.TENSION_PNEUMOTHORAX, "right", 0.7),
        Sample("robin/1-pa.dcm", 17, robin.film(1, "030500", "PA chest"), findings.HEMOTHORAX, "left", 0.55),
        Sample("sam/1-pa.dcm", 8, sam.film(1, "112000", "PA chest"), findings.PERICARDIAL_EFFUSION, None, 0.7),
        Sample("jo/1-pa.dcm", 9, jo.film(1, "084500", "PA chest"), findings.MEDIASTINUM_ABNORMALITY, None, 0.6),
        Sample("max/1-pa.dcm", 10, max_.film(1, "171500", "PA chest"), findings.RIB_FRACTURE, "left", 0.8),
        Sample("pictures/normal-16-bit.png", 7, noa),
    )


def write_samples(folder: Path, rows: int = ROWS, columns: int = COLUMNS) -> list[Path]:
    """Makes every sample below ``folder`` and returns the paths written; bit-identical on repeat."""
    return [_write(folder / sample.path, sample, rows, columns) for sample in samples()]


def _write(path: Path, sample: Sample, rows: int, columns: int) -> Path:
    film = thorax(sample.seed, sample.finding, side=sample.side, severity=sample.severity, rows=rows, columns=columns)
    if path.suffix == ".png":
        _write_png(path, film)
    else:
        write_dicom(path, film, sample.header)
    return path


def _write_png(path: Path, film: Phantom) -> None:
    """The film as 16-bit PNG, its 12 bits spread over the full range."""
    deep = np.round(film.pixels.astype(np.float64) * (65535 / 4095)).astype(np.uint16)
    done, data = cv2.imencode(".png", deep, [cv2.IMWRITE_PNG_COMPRESSION, 9])
    if not done:
        raise OSError(f"OpenCV could not encode {path.name} as PNG")
    with atomic_file(path) as file:
        file.write(data.tobytes())


def main(arguments: list[str] | None = None) -> int:
    """The command line: one folder to write into."""
    parser = argparse.ArgumentParser(description="Make the synthetic sample films.")
    parser.add_argument("folder", type=Path, help="where the films go, for instance resources/samples")
    write_samples(parser.parse_args(arguments).folder)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
