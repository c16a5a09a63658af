"""The file of a study: what it holds, what is refused, and the order that follows from it."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from inference.core.errors import FileMissing
from inference.core.study_errors import StudyFilmChanged, StudyMalformed
from inference.site.reader_study.making import changed_films, check_film, study_films
from inference.site.reader_study.reading_order import sessions
from inference.site.reader_study.study_file import Arm, ArmKind, Study, read_study, write_study
from tests.inference.site.reader_study.studies import AI_FIRST, AI_SECOND, UNAIDED, study_of


def test_a_study_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    study = study_of(arms=(UNAIDED, AI_SECOND), go_back=True)
    write_study(tmp_path / "s.toml", study)
    assert read_study(tmp_path / "s.toml") == study


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"findings": ("cardiomegaly",)}, "cardiomegaly"),
        ({"findings": ()}, "no finding"),
        ({"arms": ()}, "no arm"),
        ({"arms": (UNAIDED, UNAIDED)}, "two of one name"),
        ({"arms": (Arm("a, b", ArmKind.UNAIDED),)}, "comma"),
        ({"arms": (Arm("Unaided", ArmKind.UNAIDED, heat=True),)}, "cannot show heatmaps"),
        ({"listed": ()}, "no film"),
        ({"format": "thoracam reader study 9"}, "format"),
    ],
)
def test_what_makes_no_sense_is_refused_with_the_reason(tmp_path: Path, changes: dict[str, Any], said: str) -> None:
    with pytest.raises(StudyMalformed, match=said):
        write_study(tmp_path / "s.toml", study_of(**changes))


@pytest.mark.parametrize("text", ["", "title = 1", "not toml at all [", 'format = "x"\nfilms = [{case = -1}]'])
def test_another_file_is_no_study(tmp_path: Path, text: str) -> None:
    (tmp_path / "s.toml").write_text(text, encoding="utf-8")
    with pytest.raises(StudyMalformed):
        read_study(tmp_path / "s.toml")


def test_a_study_keeps_its_hash_when_it_is_moved_and_loses_it_when_it_is_changed() -> None:
    study = study_of()
    moved = study_of(title="Another", listed=tuple(replace(film, path="elsewhere") for film in study.films))
    assert moved.digest == study.digest
    assert study_of(seed=8).digest != study.digest
    assert study_of(19).digest != study.digest


def test_each_session_holds_every_film_once_and_all_sessions_every_film_in_every_arm() -> None:
    study = study_of(21, (UNAIDED, AI_FIRST, AI_SECOND))
    plan = sessions(study, "R1")
    assert len(plan) == 3
    for session in plan:
        assert sorted(read.case for read in session) == list(range(1, 22))
        assert {read.arm for read in session} == {0, 1, 2}
    assert {(read.case, read.arm) for session in plan for read in session} == {
        (c, a) for c in range(1, 22) for a in range(3)
    }


def test_arms_lie_in_blocks_and_without_crossover_a_session_is_one_arm() -> None:
    arms = [read.arm for read in sessions(study_of(), "R1")[0]]
    assert sum(one != other for one, other in pairwise(arms)) == 1
    plan = sessions(study_of(crossover=False), "R1")
    assert [{read.arm for read in session} for session in plan] == [{0}, {1}]


def test_the_order_is_the_readers_own_and_the_same_each_time() -> None:
    study = study_of()
    assert sessions(study, "R1") == sessions(study, "R1")
    orders = {tuple(read.case for read in sessions(study, f"R{number}")[0]) for number in range(8)}
    assert len(orders) == 8
    begun = {sessions(study, f"R{number}")[0][0].arm for number in range(8)}
    assert begun == {0, 1}
    assert sessions(study_of(seed=8), "R1") != sessions(study, "R1")


def test_the_order_is_pinned_so_that_no_version_reads_in_another() -> None:
    assert [read.case for read in sessions(study_of(), "R1")[0]][:6] == PINNED


PINNED = [1, 14, 17, 4, 2, 8]


def test_films_are_numbered_by_the_seed_not_by_their_names_and_one_that_lies_there_twice_counts_once(
    tmp_path: Path,
) -> None:
    paths = [_file(tmp_path / f"{number}.dcm", str(number)) for number in range(12)]
    twin = _file(tmp_path / "twin.dcm", "3")
    films = study_films([*paths, twin], tmp_path / "s.toml", seed=1)
    assert [film.case for film in films] == list(range(1, 13))
    assert [film.path for film in films] != sorted(film.path for film in films)
    assert study_films(paths, tmp_path / "s.toml", seed=2)[0].path != films[0].path or len(films) == 12


def test_a_film_that_is_gone_or_another_is_told(tmp_path: Path) -> None:
    paths = [_file(tmp_path / f"{number}.dcm", str(number)) for number in range(3)]
    study = study_of(listed=study_films(paths, tmp_path / "s.toml", seed=1))
    assert isinstance(study, Study)
    assert list(changed_films(study, tmp_path / "s.toml")) == []
    (tmp_path / study.films[0].path).unlink()
    _file(tmp_path / study.films[1].path, "something else")
    wrong = list(changed_films(study, tmp_path / "s.toml"))
    assert [type(error) for error in wrong] == [FileMissing, StudyFilmChanged]
    assert check_film(study.films[2], tmp_path / "s.toml").exists()


def _file(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path
