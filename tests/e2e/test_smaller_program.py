"""What the built program leaves out of libraries, as far as it can be held without building: nothing it asks for."""

from __future__ import annotations

import json
import os
import platform
import re
import subprocess
import sys
from pathlib import Path

import cv2
import highdicom
import PySide6
import pytest
from pydicom import dcmread

import resources
from resources.installer import attribute_map, icu_data, stand_ins
from tests import needs
from tests.builders import write_dicom
from tests.e2e.hot_corner import hot_corner
from viewer.__main__ import main

ROOT = Path(__file__).parents[2]
KIM = resources.path("samples") / "kim" / "1-pa.dcm"
ON_LINUX = pytest.mark.skipif(
    (sys.platform, platform.machine()) != ("linux", "x86_64"), reason="elsewhere libraries are not rebuilt"
)
BINUTILS = needs.program("ld", "binutils")
READS_WITH_STAND_INS = """
import sys
from pathlib import Path
import cv2
import numpy as np
from inference.core.cancel import CancelToken
from inference.engine.factory import open_engine
from inference.reading import read_film
picture = np.arange(256, dtype=np.uint8).reshape(16, 16)
for ending, options in ((".png", []), (".jpg", [cv2.IMWRITE_JPEG_QUALITY, 90]), (".tiff", [])):
    done, data = cv2.imencode(ending, picture, options)
    assert done and cv2.imdecode(data, cv2.IMREAD_UNCHANGED).shape == (16, 16)
assert cv2.imdecode(np.frombuffer(b"\\0\\0\\0\\x20ftypavif" + bytes(200), np.uint8), cv2.IMREAD_UNCHANGED) is None
analysis = open_engine().analyse(read_film(Path(sys.argv[1])), token=CancelToken())
assert analysis.ctr_proposed is not None
print(*sorted({line.split()[-1] for line in open("/proc/self/maps") if ".so" in line}), sep="\\n")
"""
SORTS = """
import functools, random, sys
from PySide6.QtCore import QCollator, QLocale
random.seed(0)
words = ["film-10", "film-2", "Apfel", "Öl", "Zebra", "가나", "나가", "漢字", "國", "愛", "ł", "l", "ch", "cz"]
words += ["".join(random.choices("abcäöåñчшжяㄱ가漢字愛国øłçé10 2-", k=4)) for _ in range(300)]
for name in ("en_US", "ko_KR", "de_DE", "sv_SE", "zh_CN", "ja_JP", "cs_CZ", "C"):
    order = QCollator(QLocale(name))
    order.setNumericMode(True)
    print(name, *sorted(words, key=functools.cmp_to_key(order.compare)), sep="|")
print([line.split()[-1] for line in open("/proc/self/maps") if "icudata" in line][0], file=sys.stderr)
"""
NEVER_ASKED = re.compile(
    r"cv2\.(?:gemm|solve\w*|SV\w+|PCA\w*|eigen\w*|invert|calibrate\w*|Video\w+|find(?:Homography|EssentialMat)"
    r"|estimate\w+|Mahalanobis|calcCovarMatrix|ml|videoio\w*)\b"
)


def run(program: str, *arguments: str, preload: list[Path] | None = None) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "PYTHONPATH": str(ROOT), "LD_PRELOAD": ":".join(str(path) for path in preload or [])}
    command = [sys.executable, "-c", program, *arguments]
    return subprocess.run(command, env=env, capture_output=True, text=True, check=True, timeout=300)


@ON_LINUX
@BINUTILS
def test_films_are_read_and_analysed_where_stand_ins_take_the_place_of_libraries(tmp_path: Path) -> None:
    module = next(Path(cv2.__file__).parent.glob("cv2*.so"))
    found = sorted((Path(cv2.__file__).parents[1] / "opencv_python_headless.libs").glob("lib*.so*"))
    made = []
    for library in found:
        if kind := stand_ins.kind_of(library.name):
            made.append(tmp_path / library.name)
            stand_ins.stand_in(library, [module], made[-1], kind)
    assert len(made) == len(stand_ins.STAND_INS)
    loaded = run(READS_WITH_STAND_INS, str(KIM), preload=made).stdout
    assert {str(path) for path in made} <= set(loaded.split())
    assert not [name for name in loaded.split() if Path(name) in found and stand_ins.kind_of(name)]
    assert "libaom" not in loaded  # what only the others asked for


@ON_LINUX
@BINUTILS
def test_a_function_of_a_stand_in_ends_the_process_or_returns_nothing(tmp_path: Path) -> None:
    module = next(Path(cv2.__file__).parent.glob("cv2*.so"))
    folder = Path(cv2.__file__).parents[1] / "opencv_python_headless.libs"
    [video] = folder.glob("libavcodec-*")
    [avif] = folder.glob("libavif-*")
    for library in (video, avif):
        stand_ins.stand_in(library, [module], tmp_path / library.name, str(stand_ins.kind_of(library.name)))
    call = "import ctypes, sys; print(getattr(ctypes.CDLL(sys.argv[1]), sys.argv[2])())"
    assert run(call, str(tmp_path / avif.name), "avifDecoderCreate").stdout == "0\n"
    with pytest.raises(subprocess.CalledProcessError) as ended:
        run(call, str(tmp_path / video.name), "avcodec_send_packet")
    assert ended.value.returncode == -6


@ON_LINUX
@BINUTILS
@needs.QT
def test_names_are_sorted_as_with_all_of_icu(tmp_path: Path) -> None:
    [library] = (Path(PySide6.__file__).parent / "Qt" / "lib").glob("libicudata.so.*")
    small = tmp_path / library.name
    icu_data.without_unused(library, small)
    assert small.stat().st_size < library.stat().st_size / 3
    whole, reduced = run(SORTS), run(SORTS, preload=[small])
    assert (str(small) in reduced.stderr, str(small) in whole.stderr) == (True, False)
    assert reduced.stdout == whole.stdout
    assert len(set(whole.stdout.split("\n"))) > 4  # the languages do differ


def test_no_code_asks_opencv_for_what_a_stand_in_has_not() -> None:
    asked = [
        f"{path.relative_to(ROOT)}: {found[0]}"
        for top in ("viewer", "inference")
        for path in (ROOT / top).rglob("*.py")
        if "recipes" not in path.parts
        for found in NEVER_ASKED.finditer(path.read_text("utf-8"))
    ]
    assert asked == []


def test_dicom_results_are_the_same_by_the_shorter_list_of_attributes(
    tiny_pack: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tables = Path(highdicom.__file__).parent / "_standard"
    attribute_map.without_unused(tables, tmp_path / attribute_map.FILE)
    assert (tmp_path / attribute_map.FILE).stat().st_size < (tables / attribute_map.FILE).stat().st_size / 10
    film = write_dicom(tmp_path / "film.dcm", hot_corner(), PatientName="Kim^Yuna", StudyInstanceUID="1.2.3")
    whole = elements_of_results(film, tiny_pack, tmp_path / "whole")
    short = json.loads((tmp_path / attribute_map.FILE).read_text("utf-8"))
    for module in (highdicom.base, highdicom._standard_utils):  # noqa: SLF001 - where the list is read
        monkeypatch.setattr(module, "get_module_attribute_map", lambda: short)
    assert elements_of_results(film, tiny_pack, tmp_path / "short") == whole
    assert {"PatientName", "StudyInstanceUID"} <= whole["report.dcm"]


def elements_of_results(film: Path, pack: Path, out: Path) -> dict[str, set[str]]:
    arguments = ["analyze", str(film), "--model", str(pack), "--out", str(out), "--dicom", "--anyway"]
    assert main(arguments) == 0
    return {path.name: {element.keyword for element in dcmread(path)} for path in out.glob("*/dicom/*.dcm")}
