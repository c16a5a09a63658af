"""What is handed on: the recipes that make the bundled assets are in no wheel and no installer."""

from __future__ import annotations

import re
from pathlib import Path

from hatchling.builders.wheel import WheelBuilder

ROOT = Path(__file__).parents[2]


def test_the_wheel_holds_the_program_and_its_data_and_no_recipe() -> None:
    included = WheelBuilder(str(ROOT)).recurse_included_files()
    files = {Path(file.distribution_path).as_posix() for file in included}
    assert "inference/report/page/bidi.py" in files
    assert {"resources/templates/summary.html", "resources/templates/evaluation.html"} <= files
    assert not [name for name in files if name.startswith(("inference/recipes/", "tests/", "resources/installer/"))]


def test_the_installer_holds_the_templates_and_no_recipe() -> None:
    spec = (ROOT / "build_installer.spec").read_text("utf-8")
    left_out = re.search(r"^MODULES_OUT = \{(.*?)^\}", spec, re.MULTILINE | re.DOTALL)
    assert left_out is not None
    assert '"inference.recipes":' in left_out[1]
    assert '"resources/templates/*.html"' in spec
