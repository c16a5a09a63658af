"""Reads on disk: kept in order, resumed after a kill, merged where they agree, refused where they do not."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from inference.core.study_errors import ResultsClash, ResultsDamaged, ResultsInUse, ResultsOfAnother
from inference.files.atomic_file import write_whole
from inference.site.reader_study.merging import read_all
from inference.site.reader_study.progress import places_of, previous, standing
from inference.site.reader_study.reading_order import sessions
from inference.site.reader_study.results_file import Rated, Read, ResultsFile, read_results, results_path, told
from inference.site.reader_study.study_file import Stage, Study
from tests.inference.site.reader_study.studies import AI_SECOND, BEGIN, read_all_sessions, study_of


def begun(tmp_path: Path, study: Study) -> ResultsFile:
    return ResultsFile(tmp_path / "s.R1.reads.jsonl", study, "R1")


def test_a_film_in_hand_is_taken_up_as_it_was_left(tmp_path: Path) -> None:
    study = study_of()
    file = begun(tmp_path, study)
    following = standing(study, "R1", file.results, BEGIN).next
    assert following is not None
    file.add(Rated(at=following.place, finding="pneumothorax", value=4, seconds=7.5))
    file.add(Rated(at=following.place, seconds=12.0, away=3.0))
    file.close()
    again = begun(tmp_path, study)
    taken = standing(study, "R1", again.results, BEGIN).next
    again.close()
    assert taken is not None
    assert (taken.place, taken.begun.ratings, taken.begun.seconds, taken.begun.away) == (
        following.place,
        {"pneumothorax": 4},
        12.0,
        3.0,
    )


def test_a_line_that_was_cut_by_a_kill_is_left_out_and_the_file_goes_on(tmp_path: Path) -> None:
    study = study_of()
    path = read_all_sessions(tmp_path / "s.toml", study, "R1")
    whole = path.read_bytes()
    path.write_bytes(whole[:-30])
    assert len(read_results(path).reads) == 39
    file = ResultsFile(path, study, "R1")
    following = standing(study, "R1", file.results, BEGIN + timedelta(days=99)).next
    assert following is not None
    file.add(Read(at=following.place, ratings={"pneumothorax": 1}, seconds=1.0, time=BEGIN))
    file.close()
    assert len(read_results(path).reads) == 40
    assert standing(study, "R1", read_results(path), BEGIN).finished


def test_a_file_that_is_damaged_in_the_middle_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    study = study_of()
    path = read_all_sessions(tmp_path / "s.toml", study, "R1")
    lines = path.read_bytes().splitlines(keepends=True)
    broken = b"".join([*lines[:5], b"{broken\n", *lines[6:]])
    path.write_bytes(broken)
    with pytest.raises(ResultsDamaged):
        ResultsFile(path, study, "R1")
    assert path.read_bytes() == broken


def test_reads_of_a_study_that_was_changed_are_refused(tmp_path: Path) -> None:
    path = read_all_sessions(tmp_path / "s.toml", study_of(), "R1")
    with pytest.raises(ResultsOfAnother):
        ResultsFile(path, study_of(seed=8), "R1")
    with pytest.raises(ResultsOfAnother):
        read_all([path], study_of(seed=8))


def test_two_windows_never_write_the_same_reads(tmp_path: Path) -> None:
    file = begun(tmp_path, study_of())
    with pytest.raises(ResultsInUse):
        begun(tmp_path, study_of())
    file.close()
    begun(tmp_path, study_of()).close()


def test_the_next_session_opens_when_the_washout_is_over(tmp_path: Path) -> None:
    study = study_of(washout_days=28)
    file = begun(tmp_path, study)
    time = BEGIN
    while (following := standing(study, "R1", file.results, time).next) is not None:
        time += timedelta(minutes=1)
        file.add(Read(at=following.place, ratings={"pneumothorax": 1}, seconds=1.0, time=time))
    stands = standing(study, "R1", file.results, time)
    assert (stands.session, stands.done, stands.next, stands.opens) == (1, 0, None, time + timedelta(days=28))
    assert not stands.finished
    assert standing(study, "R1", file.results, time + timedelta(days=27, hours=23)).next is None
    opened = standing(study, "R1", file.results, time + timedelta(days=28))
    file.close()
    assert opened.next is not None
    assert opened.next.read.session == 1


def test_with_the_model_second_a_film_is_rated_twice_and_resumed_between(tmp_path: Path) -> None:
    study = study_of(4, (AI_SECOND,))
    file = begun(tmp_path, study)
    first = standing(study, "R1", file.results, BEGIN).next
    assert first is not None
    assert first.place.stage is Stage.UNAIDED
    file.add(Read(at=first.place, ratings={"pneumothorax": 2}, seconds=1.0, time=BEGIN))
    second = standing(study, "R1", file.results, BEGIN).next
    file.close()
    assert second is not None
    assert (second.place.case, second.place.stage) == (first.place.case, Stage.AIDED)


def test_a_reader_goes_back_only_within_an_arm_and_where_the_study_lets_them() -> None:
    plan = sessions(study_of(go_back=True), "R1")[0]
    first_of_block = next(read for read in plan if read.arm != plan[0].arm)
    assert previous(study_of(go_back=True), "R1", plan[3]) == plan[2]
    assert previous(study_of(go_back=True), "R1", plan[0]) is None
    assert previous(study_of(go_back=True), "R1", first_of_block) is None
    assert previous(study_of(), "R1", plan[3]) is None


def test_of_two_reads_of_one_film_the_later_counts(tmp_path: Path) -> None:
    study = study_of()
    file = begun(tmp_path, study)
    place = places_of(study, "R1", sessions(study, "R1")[0][0])[0]
    file.add(Read(at=place, ratings={"pneumothorax": 1}, seconds=4.0, time=BEGIN))
    file.add(Read(at=place, ratings={"pneumothorax": 5}, seconds=6.0, time=BEGIN))
    file.close()
    assert read_results(file.path).reads[place].ratings == {"pneumothorax": 5}


def test_two_readers_files_become_one_that_is_read_like_them(tmp_path: Path) -> None:
    study = study_of()
    paths = [read_all_sessions(tmp_path / "s.toml", study, reader) for reader in ("R1", "R2")]
    merged = read_all(paths, study)
    assert merged.header.readers == ("R1", "R2")
    assert len(merged.reads) == 80
    both = write_whole(tmp_path / "both.reads.jsonl", b"".join(told(merged)))
    assert read_all([both, paths[0]], study).reads == merged.reads


def test_files_that_say_two_things_of_one_read_are_refused(tmp_path: Path) -> None:
    study = study_of()
    path = read_all_sessions(tmp_path / "s.toml", study, "R1")
    results = read_results(path)
    place, read = next(iter(results.reads.items()))
    results.reads[place] = replace(read, ratings={"pneumothorax": 3})
    other = write_whole(tmp_path / "other.reads.jsonl", b"".join(told(results)))
    with pytest.raises(ResultsClash, match=f"case {place.case} of reader R1"):
        read_all([path, other], study)


def test_another_readers_file_is_not_added_to(tmp_path: Path) -> None:
    study = study_of()
    read_all_sessions(tmp_path / "s.toml", study, "R1").rename(results_path(tmp_path / "s.toml", "R2"))
    with pytest.raises(ResultsClash):
        ResultsFile(results_path(tmp_path / "s.toml", "R2"), study, "R2")
