"""The record of use: appended to by several processes, whole after a crash, and whatever was done to it is found."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from inference.cli.main import main
from inference.core.errors import RecordNotKept
from inference.site.record import Did, Use, UseRecord, verified
from inference.site.record.lines import End
from inference.site.record.use_record import HEAD, files_of

ROOT = Path(__file__).parents[4]
AT = "2026-11-29T09:00:00+00:00"


def use(number: int) -> Use:
    return Use(Did.SHOWN, AT, f"{number:064x}", {"unaided": number % 2 == 0})


def record_of(folder: Path, lines: int, *, full: int = 1 << 20) -> Path:
    record = UseRecord(folder, full)
    for number in range(lines):
        record.append([use(number)])
    return folder


def only_file(folder: Path) -> Path:
    [file] = files_of(folder)
    return file


def test_a_record_is_whole_and_names_no_film(tmp_path: Path) -> None:
    found = verified(record_of(tmp_path, 5))
    assert found.whole
    assert found.end.count == 5
    text = only_file(tmp_path).read_text()
    assert f"{3:064x}" not in text
    assert len({json.loads(line)["film"] for line in text.splitlines()}) == 5


def test_a_film_has_one_name_in_a_record_and_another_in_the_next(tmp_path: Path) -> None:
    one, other = UseRecord(record_of(tmp_path / "a", 1)), UseRecord(record_of(tmp_path / "b", 1))
    assert one.film("f" * 64) == UseRecord(tmp_path / "a").film("f" * 64) != other.film("f" * 64)


def test_files_follow_one_another(tmp_path: Path) -> None:
    record_of(tmp_path, 12, full=700)
    assert len(files_of(tmp_path)) > 2
    found = verified(tmp_path)
    assert found.whole
    assert found.end.count == 12


Harm = Callable[[list[bytes]], list[bytes]]
HARMS: dict[str, tuple[Harm, str]] = {
    "changed": (lambda it: [*it[:2], it[2].replace(b"true", b"false"), *it[3:]], "changed"),
    "changed with its digest": (lambda it: [*it[:2], _forged(it[2]), *it[3:]], "does not follow"),
    "other form": (lambda it: [*it[:2], it[2].replace(b',"did"', b', "did"'), *it[3:]], "changed"),
    "removed": (lambda it: [*it[:2], *it[3:]], "One line is missing"),
    "first removed": (lambda it: it[2:], "2 lines are missing"),
    "inserted": (lambda it: [*it[:2], it[4], *it[2:]], "missing before"),
    "doubled": (lambda it: [*it[:3], it[2], *it[3:]], "inserted or moved"),
    "reordered": (lambda it: [it[0], it[2], it[1], *it[3:]], "inserted or moved"),
    "no line": (lambda it: [*it[:2], b"hello\n", *it[2:]], "no line"),
    "cut off": (lambda it: it[:-1], "cut off"),
    "cut within a line": (lambda it: [*it[:-1], it[-1][:40]], "cut off"),
    "emptied": (lambda _: [], "cut off"),
}


def _forged(line: bytes) -> bytes:
    from inference.site.record.lines import _digest, _text  # what whoever knows the format can do

    content = json.loads(line)
    content.pop("digest")
    content["film"] = "0" * 32
    return _text({**content, "digest": _digest(content)}) + b"\n"


@pytest.mark.parametrize("name", HARMS)
def test_harm_is_found(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    harm, sentence = HARMS[name]
    file = only_file(record_of(tmp_path, 6))
    file.write_bytes(b"".join(harm(file.read_bytes().splitlines(keepends=True))))
    assert main(["record", "verify", "--folder", str(tmp_path)]) == 1
    assert sentence in capsys.readouterr().err


@pytest.mark.parametrize("name", HARMS)
def test_harm_is_not_healed_by_going_on(name: str, tmp_path: Path) -> None:
    file = only_file(record_of(tmp_path, 6))
    file.write_bytes(b"".join(HARMS[name][0](file.read_bytes().splitlines(keepends=True))))
    UseRecord(tmp_path).append([use(7)])
    assert not verified(tmp_path).whole


def test_a_file_that_is_gone_is_found(tmp_path: Path) -> None:
    record_of(tmp_path, 12, full=700)
    files_of(tmp_path)[1].unlink()
    assert "missing" in verified(tmp_path).faults[0].sentence
    files_of(tmp_path)[-1].unlink()
    assert any("cut off" in fault.sentence for fault in verified(tmp_path).faults)


def test_without_its_head_nobody_can_say_whether_the_end_is_there(tmp_path: Path) -> None:
    record_of(tmp_path, 3)
    (tmp_path / HEAD).unlink()
    assert "head.json" in verified(tmp_path).faults[0].sentence


def test_a_record_made_anew_is_found_by_an_end_that_was_noted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    noted = verified(record_of(tmp_path / "a", 3)).end
    record_of(tmp_path / "a", 2)
    assert verified(tmp_path / "a", noted).whole
    record_of(tmp_path / "b", 5)
    assert not verified(tmp_path / "b", noted).whole
    assert main(["record", "verify", "--folder", str(tmp_path / "b"), "--noted", f"3:{noted.digest}"]) == 1
    assert "made anew" in capsys.readouterr().err


def test_a_crash_before_the_head_costs_nothing(tmp_path: Path) -> None:
    record_of(tmp_path, 2)
    head = (tmp_path / HEAD).read_bytes()
    record_of(tmp_path, 2)
    (tmp_path / HEAD).write_bytes(head)  # the computer stopped before it was written
    assert verified(tmp_path).whole
    assert verified(tmp_path).unacknowledged == 2
    UseRecord(tmp_path).append([use(5)])
    assert verified(tmp_path) == verified(tmp_path, End(*_first(tmp_path)))
    assert verified(tmp_path).end.count == 5


def _first(folder: Path) -> tuple[int, str]:
    line = json.loads(only_file(folder).read_bytes().splitlines()[0])
    return line["n"], line["digest"]


def test_half_a_line_is_cut_off_and_said(tmp_path: Path) -> None:
    file = only_file(record_of(tmp_path, 3))
    with file.open("ab") as opened:
        opened.write(b'{"at":"2026-11-29T09:0')
    UseRecord(tmp_path).append([use(4)])
    assert verified(tmp_path).whole
    assert [json.loads(line)["did"] for line in file.read_bytes().splitlines()[3:]] == ["torn", "shown"]


def test_processes_append_to_one_record(tmp_path: Path) -> None:
    call = f"from pathlib import Path; from {__name__} import record_of; record_of(Path({str(tmp_path)!r}), 10)"
    others = [subprocess.Popen([sys.executable, "-c", call], cwd=ROOT) for _ in range(2)]
    record_of(tmp_path, 10)
    assert [other.wait() for other in others] == [0, 0]
    found = verified(tmp_path)
    assert found.whole
    assert found.end.count == 30


def test_a_folder_that_cannot_be_written_is_an_error_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "record").write_text("no folder")
    with pytest.raises(RecordNotKept):
        UseRecord(tmp_path / "record").append([use(1)])


def test_what_is_in_it_is_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    record_of(tmp_path, 2)
    assert main(["record", "show", "--folder", str(tmp_path)]) == 0
    assert "shown" in capsys.readouterr().out
    assert main(["record", "show", "--json", "--folder", str(tmp_path)]) == 0
    assert json.loads(capsys.readouterr().out.splitlines()[1])["n"] == 2
    assert main(["record", "verify", "--folder", str(tmp_path / "none")]) == 2
