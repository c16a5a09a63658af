"""The commands, through ``main`` and as processes of their own."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from inference.imaging.display_pipeline import HATCH, render
from inference.reading import read_film
from tests.builders import write_dicom
from tests.e2e.film_folders import of
from tests.e2e.hot_corner import CORNER, hot_corner, unlike, viewports_of
from tests.inference.report.output.said_pictures import films_on
from viewer.__main__ import main

ROOT = Path(__file__).parent.parent.parent
DRAWN = ("above", "not_sure")


@pytest.fixture
def films(tmp_path: Path) -> Path:
    folder = tmp_path / "films"
    folder.mkdir()
    write_dicom(folder / "one.dcm", hot_corner(), PatientName="WINTERBOTTOM^JANE")
    write_dicom(folder / "two.dcm", hot_corner(260, 330, row=200, column=270), PatientName="ROE^RICHARD")
    return folder


def table(folder: Path) -> list[dict[str, str]]:
    with (folder / "results.csv").open(newline="", encoding="utf-8") as handle:
        return list(csv.DictReader(handle))


def test_analyze_writes_a_folder_a_film_and_one_table(films: Path, tiny_pack: Path, tmp_path: Path) -> None:
    out = tmp_path / "reports"
    assert main(["analyze", str(films), "--out", str(out), "--model", str(tiny_pack), "--anyway"]) == 0
    drawn = {row["finding"] for row in table(out) if row["film"].endswith("one.dcm") and row["state"] in DRAWN}
    assert drawn
    names = {*(f"heatmap-{key}.png" for key in drawn), "report.png", "report-2.png", "result.json"}
    assert {path.name for path in of(out, "one").iterdir()} == names
    rows = table(out)
    engine = ["film", "finding", "probability", "operating_point", "state", "model", "seconds"]
    assert list(rows[0]) == [
        *engine,
        "reader_call",
        "reader_verdict",
        "reader_note",
        "evidence_outside",
        "frame",
        "reader_author",
        "prevalence",
        "familiarity",
        "unlike",
        "stability_low",
        "stability_high",
        "stability_changes",
        "reader_impression",
        "folder",
        "site_operating_point",
        "site_state",
    ]
    assert len(rows) == 14
    assert {row["film"] for row in rows} == {str(films / "one.dcm"), str(films / "two.dcm")}
    assert {row["state"] for row in rows if row["finding"] == "hemothorax"} == {"not_analysed"}


def test_the_table_and_the_json_say_the_same(films: Path, tiny_pack: Path, tmp_path: Path) -> None:
    out = tmp_path / "reports"
    main(["analyze", str(films / "one.dcm"), "--out", str(out), "--model", str(tiny_pack), "--anyway"])
    facts = json.loads((of(out, "one") / "result.json").read_text("utf-8"))
    rows = {row["finding"]: row for row in table(out)}
    for item in facts["findings"]:
        written = rows[item["finding"]]["probability"]
        assert written == ("" if item["probability"] is None else f"{item['probability']:.6f}")


def test_heatmap_pictures_are_the_film_with_heat_where_it_belongs(films: Path, tiny_pack: Path, tmp_path: Path) -> None:
    out = tmp_path / "reports"
    asked = ["analyze", str(films / "two.dcm"), "--out", str(out), "--model", str(tiny_pack), "--anyway"]
    assert main([*asked, "--originals", "--all-overlays"]) == 0
    picture = films_on(of(out, "two") / "heatmap-pneumothorax.png")["overlay"].astype(int)
    shown = render(read_film(films / "two.dcm"))
    assert picture.shape == (*shown.shape, 3)
    colour = picture.max(axis=2) - picture.min(axis=2)
    assert colour[-CORNER // 2 :, -CORNER // 2 :].mean() > 20
    assert np.array_equal(picture[:CORNER, :CORNER, 0], shown[:CORNER, :CORNER])
    assert np.array_equal(np.asarray(Image.open(of(out, "two") / "original.png")), shown)


def test_a_bad_film_is_said_and_the_good_ones_are_done(
    films: Path, tiny_pack: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (films / "broken.dcm").write_bytes((films / "one.dcm").read_bytes()[:800])
    write_dicom(films / "flat.dcm", np.full((80, 80), 7, np.uint16))
    out = tmp_path / "reports"
    assert main(["analyze", str(films), "--out", str(out), "--model", str(tiny_pack), "--anyway"]) == 1
    assert (of(out, "one") / "report.png").exists()
    assert (of(out, "two") / "report.png").exists()
    said = capsys.readouterr().err
    assert "broken.dcm" in said
    assert "flat.dcm" in said
    assert "Traceback" not in said
    states = {(Path(row["film"]).name, row["state"]) for row in table(out)}
    assert ("broken.dcm", "failed") in states
    assert ("flat.dcm", "failed") in states


def test_a_film_cut_short_is_reported_in_part_without_a_number(
    films: Path, tiny_pack: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    content = (films / "one.dcm").read_bytes()
    (films / "short.dcm").write_bytes(content[: len(content) * 2 // 3])
    out = tmp_path / "reports"
    asked = ["analyze", str(films), "--out", str(out), "--model", str(tiny_pack), "--anyway", "--dicom", "--originals"]
    assert main(asked) == 1
    said = capsys.readouterr().err
    assert "short.dcm: Film cut short." in said
    assert "(bytes: " in said
    facts = json.loads((of(out, "short") / "result.json").read_text("utf-8"))
    assert {item["state"] for item in facts["findings"]} == {"not_analysed"}
    assert {item["reason"] for item in facts["findings"]} == {"The film is incomplete."}
    assert {row["state"] for row in table(out) if row["film"].endswith("one.dcm")} > {"above"}
    shown = np.asarray(Image.open(of(out, "short") / "original.png"))
    assert set(np.unique(shown[-50:])) == set(HATCH)
    assert main([*asked, "--resume"]) == 1
    assert "short.dcm: Film cut short." in capsys.readouterr().err


def test_a_film_cut_short_is_rendered_in_part_and_said(
    films: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    film = films / "one.dcm"
    film.write_bytes(film.read_bytes()[:-50_000])
    assert main(["render", str(film), "--out", str(tmp_path / "one.png")]) == 1
    assert set(np.unique(np.asarray(Image.open(tmp_path / "one.png"))[-50:])) == set(HATCH)
    assert "Film cut short" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["analyze", "render", "info"])
def test_limits_can_be_set_on_the_command_line(
    command: str, films: Path, tiny_pack: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = {"analyze": ["--model", str(tiny_pack)], "render": [], "info": []}[command]
    into = [] if command == "info" else ["--out", str(tmp_path / "out")]
    asked = [command, str(films / "one.dcm"), *into, *options]
    assert main([*asked, "--max-megapixels", "0.05"]) == 1
    assert "300 x 240 pixels; at most 0.05 million" in capsys.readouterr().err
    assert main([*asked, "--max-gigabytes", "0.0001", *(["--overwrite"] if into else [])]) == 1
    assert "at most 0.0001 GB" in capsys.readouterr().err
    assert main([*asked, "--max-megapixels", "0.072", *(["--overwrite"] if into else [])]) == 0


@pytest.mark.parametrize("option", ["--max-megapixels", "--max-gigabytes"])
def test_a_limit_beyond_what_a_system_has_is_none(films: Path, capsys: pytest.CaptureFixture[str], option: str) -> None:
    assert main(["info", str(films / "one.dcm"), option, "1e30"]) == 0
    assert capsys.readouterr().err == ""


def test_a_limit_of_nothing_is_wrong_usage(films: Path, tmp_path: Path) -> None:
    for limit in ("0", "-1", "nan", "much"):
        with pytest.raises(SystemExit) as stopped:
            main(["render", str(films / "one.dcm"), "--out", str(tmp_path / "a.png"), "--max-megapixels", limit])
        assert stopped.value.code == 2


def test_only_the_findings_asked_for_are_reported(films: Path, tiny_pack: Path, tmp_path: Path) -> None:
    out = tmp_path / "reports"
    main(
        [
            "analyze",
            str(films / "one.dcm"),
            "--out",
            str(out),
            "--model",
            str(tiny_pack),
            "--anyway",
            "--findings",
            "pneumothorax",
        ]
    )
    assert [row["finding"] for row in table(out)] == ["pneumothorax"]
    assert not (of(out, "one") / "heatmap-pleural_effusion.png").exists()


def test_without_heatmaps_no_overlay_is_drawn(films: Path, tiny_pack: Path, tmp_path: Path) -> None:
    out = tmp_path / "reports"
    main(["analyze", str(films / "one.dcm"), "--out", str(out), "--model", str(tiny_pack), "--anyway", "--no-heatmaps"])
    assert not list(of(out, "one").glob("heatmap-*"))
    viewports, facts = viewports_of(of(out, "one") / "report.png")
    assert facts["overlay"]["findings"] == []  # type: ignore[index]  # a dictionary
    assert unlike(viewports["film"], viewports["overlay"]) < 4


def test_a_report_without_identity_names_no_patient_anywhere(films: Path, tiny_pack: Path, tmp_path: Path) -> None:
    named = films / "WINTERBOTTOM_JANE.dcm"
    (films / "one.dcm").rename(named)
    out = tmp_path / "reports"
    main(["analyze", str(named), "--out", str(out), "--model", str(tiny_pack), "--anyway", "--anonymize"])
    for path in out.rglob("*"):
        assert "WINTERBOTTOM" not in path.name
        assert path.is_dir() or b"WINTERBOTTOM" not in path.read_bytes()


def test_reports_are_not_replaced_unasked(
    films: Path, tiny_pack: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "reports"
    again = ["analyze", str(films), "--out", str(out), "--model", str(tiny_pack), "--anyway"]
    assert main(again) == 0
    assert main(again) == 2
    assert "results.csv" in capsys.readouterr().err
    assert main([*again, "--overwrite"]) == 0


def test_an_unknown_finding_is_wrong_usage(films: Path, tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["analyze", str(films), "--out", str(tmp_path / "out"), "--findings", "gout"])
    assert stopped.value.code == 2


def test_a_missing_pack_is_wrong_usage_in_a_sentence(
    films: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["analyze", str(films), "--out", str(tmp_path / "out"), "--model", str(tmp_path / "none")]) == 2
    assert "none" in capsys.readouterr().err


def test_render_writes_the_default_display(films: Path, tmp_path: Path) -> None:
    assert main(["render", str(films / "one.dcm"), "--out", str(tmp_path / "one.png")]) == 0
    assert np.array_equal(np.asarray(Image.open(tmp_path / "one.png")), render(read_film(films / "one.dcm")))


def test_render_takes_many_films_into_a_folder(films: Path, tmp_path: Path) -> None:
    assert main(["render", str(films / "one.dcm"), str(films / "two.dcm"), "--out", str(tmp_path / "out")]) == 0
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["one.png", "two.png"]


def test_render_starts_without_tensorflow(films: Path, tmp_path: Path) -> None:
    code = (
        "import sys; from viewer.__main__ import main; "
        f"status = main(['render', {str(films / 'one.dcm')!r}, '--out', {str(tmp_path / 'one.png')!r}]); "
        "sys.exit(status or ('tensorflow' in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_info_says_what_is_known_as_json(films: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["info", "--json", str(films / "one.dcm")]) == 0
    facts = json.loads(capsys.readouterr().out)
    assert facts["rows"] == 300
    assert facts["columns"] == 240


def test_info_on_something_else_says_why(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    note = tmp_path / "note.txt"
    note.write_text("hello", encoding="utf-8")
    assert main(["info", str(note)]) == 1
    assert "note.txt" in capsys.readouterr().err


def without_a_display(films: Path, folder: Path, **display: str) -> subprocess.CompletedProcess[str]:
    """The first command of the README with one film, as a process, where no window can be shown."""
    hidden = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}
    env = {name: value for name, value in os.environ.items() if name not in hidden}
    command = [sys.executable, "-m", "viewer", str(films / "one.dcm")]
    env |= {"PYTHONPATH": str(ROOT), **display}
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)


def test_without_a_display_the_job_is_done_all_the_same_and_the_reports_are_named(films: Path, tmp_path: Path) -> None:
    (tmp_path / "here").mkdir()
    done = without_a_display(films, tmp_path / "here")
    assert done.returncode == 0
    assert "display" in done.stderr
    reports = tmp_path / "here" / "thoracam-reports"
    assert done.stdout.splitlines()[-1].startswith(f"Reports: {reports} ")
    assert (reports / "summary.html").exists()
    assert len(list(reports.glob("*/result.json"))) == 1


def test_a_display_that_does_not_answer_is_said_too(films: Path, tmp_path: Path) -> None:
    done = without_a_display(films, tmp_path, DISPLAY=":987")
    assert done.returncode == 0
    assert "The display named by DISPLAY does not answer." in done.stderr or "apt-get install" in done.stderr
    assert f"Reports: {tmp_path}" in done.stdout


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["--help"])
    assert stopped.value.code == 0
    said = capsys.readouterr().out
    assert all(command in said for command in ("view", "analyze", "render", "info", "self-test"))


def test_an_unknown_option_of_the_viewer_is_wrong_usage() -> None:
    assert main(["--frobnicate"]) == 2


def test_a_program_without_a_terminal_says_it_to_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    assert main(["--frobnicate"]) == 2
    sys.stderr.close()


def test_a_film_that_is_no_chest_is_not_analysed_and_the_json_says_why(
    films: Path, tiny_pack: Path, tmp_path: Path
) -> None:
    out = tmp_path / "reports"
    assert main(["analyze", str(films / "one.dcm"), "--out", str(out), "--model", str(tiny_pack)]) == 0
    assert {row["state"] for row in table(out)} == {"not_analysed"}
    check = json.loads((of(out, "one") / "result.json").read_text("utf-8"))["check"]
    assert check["verdict"] == "refuse"
    assert check["reasons"]
    assert check["analysed_anyway"] is False
    assert not list((of(out, "one")).glob("heatmap-*"))


def test_the_bundled_samples_pass_the_film_check(tiny_pack: Path, tmp_path: Path) -> None:
    out = tmp_path / "reports"
    samples = ROOT / "resources" / "samples" / "alex"
    assert main(["analyze", str(samples), "--out", str(out), "--model", str(tiny_pack)]) == 0
    for path in out.glob("*/result.json"):
        assert json.loads(path.read_text("utf-8"))["check"]["verdict"] == "ok"


def test_a_misspelt_command_is_told_its_neighbour_and_opens_no_window(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["annalyze", "x"]) == 2
    assert "annalyze is neither a command nor a file. Did you mean analyze?" in capsys.readouterr().err
    assert main(["analyze\x1b[1m"]) == 2
    assert capsys.readouterr().err == "thoracam: analyze [1m is neither a command nor a file. Did you mean analyze?\n"
