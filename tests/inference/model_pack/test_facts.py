"""The facts sheet: what a pack says of itself is found and named, and nothing else counts as known."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

import resources
from inference.cli.main import main
from inference.model_pack import load_pack
from inference.model_pack.facts import sheet_of
from inference.model_pack.facts.questions import QUESTIONS
from tests.inference.model_pack.packs import write_tiny_pack

ANSWERED_BY_ANY_PACK = {"findings", "calibration", "version", "architecture", "input", "output", "security", "licence"}


def known(folder: Path) -> dict[str, tuple[str, str]]:
    return {one.question.key: (one.text, one.source) for one in sheet_of(load_pack(folder)).answers if one.known}


def test_questions_are_asked_once_each_by_some_list() -> None:
    assert len({question.key for question in QUESTIONS}) == len(QUESTIONS)
    assert all(
        question.by and question.asks.endswith(("?", ")", "shown?", "films", "patients", "point"))
        for question in QUESTIONS
    )


def test_a_bare_pack_answers_what_its_format_says_and_no_more(tmp_path: Path) -> None:
    assert set(known(write_tiny_pack(tmp_path / "pack"))) >= ANSWERED_BY_ANY_PACK
    assert "intended_use" not in known(tmp_path / "pack")
    assert "subgroups" not in known(tmp_path / "pack")


def test_the_makers_own_word_comes_first_and_the_cards_after_the_manifest(tmp_path: Path) -> None:
    folder = write_tiny_pack(tmp_path / "pack")
    known_digest = hashlib.sha256((folder / "MODEL_CARD.md").read_bytes()).hexdigest()
    (folder / "MODEL_CARD.md").write_text(
        "# A pack\n\nFor research use only. Judged on films of another hospital.\n\n## Subgroups\n\nWomen: 0.9.\n"
    )
    manifest = folder / "model.toml"
    digest = hashlib.sha256((folder / "MODEL_CARD.md").read_bytes()).hexdigest()
    manifest.write_text(manifest.read_text().replace(known_digest, digest))
    manifest.write_text('facts = { funding = "Paid by **nobody**.", gout = "?" }\n' + manifest.read_text())
    found = known(folder)
    assert found["funding"] == ("Paid by nobody.", "model.toml, [facts]")
    assert found["intended_use"] == ("For research use only.", "MODEL_CARD.md, A pack")
    assert found["subgroups"] == ("Women: 0.9.", "MODEL_CARD.md, Subgroups")
    assert found["licence"][1] == "model.toml"


def test_the_bundled_pack_answers_most_and_says_what_it_does_not() -> None:
    found = known(resources.DEFAULT_PACK)
    assert len(found) >= 30
    assert "pneumothorax" in found["training_source"][0].lower()
    assert "AUC 0.92 (0.79 to 0.98)" in found["ranking"][0]
    assert not {"devices", "funding", "updates", "monitoring"} & found.keys()


def test_the_sheet_is_text_json_and_a_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = str(write_tiny_pack(tmp_path / "pack"))
    assert main(["model", "facts", folder]) == 0
    text = capsys.readouterr().out
    assert "not known" in text
    assert main(["model", "facts", folder, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["known"] == sum(item["answer"] is not None for item in told["items"])
    assert f"{told['known']} of {len(QUESTIONS)} items" in text
    page = tmp_path / "facts.html"
    assert main(["model", "facts", folder, "--html", str(page)]) == 0
    assert "not known" in page.read_text()
    assert main(["model", "facts", folder, "--html", str(page)]) == 2
