"""A reader study of two arms in the real window, by keys alone: ``python -m tests.e2e.study_day [PICTURES]``.

Twenty of the bundled painted films on a display of its own (Xvfb, openbox), the bundled model, ``xdotool`` as the hand.
After seven films the program is killed (SIGKILL) and started again: the study must go on where it stood. Then the
reads are exported and analysed from the command line. Printed: the report. Exit 1 where a step did not get there.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtWidgets import QApplication

import resources
from inference.cli.main import main as command
from inference.core.findings import FINDINGS
from inference.site.reader_study.reading_order import rank
from inference.site.reader_study.results_file import Place, read_results
from inference.site.teaching.painted import painted_films
from tests.e2e.reading_day import Hand, after
from tests.e2e.user import Condition, User
from viewer.site.study_dialog import StudyDialog
from viewer.site.study_player import StudyPlayer
from viewer.window.main_window import MainWindow

FILMS, KILLED_AFTER = 20, 7
WIDTH, HEIGHT = 1280, 720
ALIKE = {
    "pneumothorax": ("pneumothorax", "tension_pneumothorax"),
    "pleural_effusion": ("pleural_effusion", "hemothorax"),
}
PLACE, PART = "STUDY_DAY", "STUDY_DAY_PART"


def write_study(folder: Path) -> Path:
    """A study of painted films with its truth; returns its file."""
    keys = tuple(finding.key for finding in FINDINGS)
    listed = painted_films(resources.path("teaching"), keys)
    shown = {film.path: {key for key in keys if film.answers.get(key)} for film in listed}
    wanted = {key for alike in ALIKE.values() for key in alike}
    chosen = sorted(listed, key=lambda film: not shown[film.path] & wanted)[:FILMS]
    (folder / "films").mkdir()
    lines = [",".join(("film", *ALIKE))]
    for film in chosen:
        shutil.copy(film.path, folder / "films")
        lines.append(
            ",".join((film.path.name, *(str(int(bool(shown[film.path] & set(alike)))) for alike in ALIKE.values())))
        )
    (folder / "truth.csv").write_text("\n".join(lines), encoding="utf-8")
    study = folder / "study.toml"
    words = [
        "--arm",
        "unaided=Unaided",
        "--arm",
        "ai_first+heat=AI first",
        "--washout",
        "0",
        "--title",
        "Painted films",
    ]
    asked = [word for key in ALIKE for word in ("--finding", key)]
    status = command(
        [
            "study",
            "new",
            str(folder / "films"),
            "--out",
            str(study),
            "--truth",
            str(folder / "truth.csv"),
            *words,
            *asked,
        ]
    )
    assert status == 0
    return study


def player_of() -> StudyPlayer | None:
    """The player that is seen."""
    return next((w for w in QApplication.topLevelWidgets() if isinstance(w, StudyPlayer) and w.isVisible()), None)


def reading(hand: Hand, study: Path, stop_after: int) -> Callable[[MainWindow], Iterator[Condition]]:
    """A reader at the study, as a script; after so many films the program is killed."""

    def script(window: MainWindow) -> Iterator[Condition]:
        yield after(1.5)
        hand.begin("begin the study")
        yield from hand.command("reader study")
        yield lambda: bool(window.findChildren(StudyDialog))
        yield after(0.4)
        dialog = window.findChildren(StudyDialog)[-1]
        hand.click(dialog.path)
        hand.type(str(study))
        hand.click(dialog.reader)
        hand.type("R1")
        yield dialog.start.isEnabled
        hand.click(dialog.start)
        yield lambda: player_of() is not None
        yield after(0.5)
        yield from _films(hand, stop_after)

    return script


def _films(hand: Hand, stop_after: int) -> Iterator[Condition]:
    player, done = player_of(), 0
    assert player is not None
    while True:
        yield lambda: player.film_is_seen or not player.page.first.isHidden()
        yield after(0.15)
        if not player.film_is_seen:
            ended = player.reading.asked is None
            hand.keys("Return")
            if ended:
                yield lambda: player_of() is None
                hand.end()
                return
            yield after(0.3)
            continue
        assert player.reading.asked is not None
        place = player.reading.asked.place
        hand.begin(f"{place.arm} {done + 1}")
        for key in player.study.findings:
            hand.keys(str(_rating(player, key, place.case)))
            yield after(0.05)
        yield lambda: not player.reading.unrated
        done += 1
        if done == stop_after:
            os.kill(os.getpid(), signal.SIGKILL)
        hand.keys("Return")
        yield _is_past(player, place)


def _is_past(player: StudyPlayer, place: Place) -> Condition:
    """Whether the study asks for something else."""
    return lambda: player.reading.asked is None or player.reading.asked.place != place


def _rating(player: StudyPlayer, key: str, case: int) -> int:
    """A reader by chance alone, who takes over what the model says where it says anything."""
    analysis = player.films.analysis(case) if player.reading.aided else None
    result = (
        next((one for one in analysis.all_results if one.finding.key == key), None) if analysis is not None else None
    )
    if result is not None and result.probability is not None:
        return 1 + min(4, int(5 * result.probability))
    return 1 + int(rank(1, key, str(case)), 16) % 5


def play(study: Path, pictures: Path | None, stop_after: int) -> None:
    """Read on the display in use."""
    from viewer.__main__ import main
    from viewer.app.file_open_requests import Desk

    hand, desk = Hand(pictures), Desk(["thoracam"])
    user = User(reading(hand, study, stop_after))
    main([])
    if user.failure is not None:
        raise user.failure
    del desk


def run(arguments: list[str]) -> int:
    """Play on a display of its own, killed once and gone on with; then export and report."""
    pictures = Path(arguments[0]).absolute() if arguments else None
    if PLACE in os.environ:
        play(Path(os.environ[PLACE]), pictures, int(os.environ[PART]))
        return 0
    with tempfile.TemporaryDirectory() as home:
        study = write_study(Path(home))
        reads = study.with_name("study.R1.reads.jsonl")
        first = _on_own_display(home, study, arguments, KILLED_AFTER)
        assert first == -signal.SIGKILL, first
        assert len(read_results(reads).reads) == KILLED_AFTER - 1  # the seventh was rated, not finished
        assert len(read_results(reads).begun) == 1
        assert _on_own_display(home, study, arguments, 0) == 0
        assert len(read_results(reads).reads) == 2 * FILMS
        assert command(["study", "export", str(study), str(reads), "--out", str(Path(home) / "tables")]) == 0
        assert command(["study", "report", str(study), str(reads), "--html", str(Path(home) / "report.html")]) == 0
        if pictures is not None:
            shutil.copytree(Path(home) / "tables", pictures / "tables", dirs_exist_ok=True)
            shutil.copy(Path(home) / "report.html", pictures)
    return 0


def _on_own_display(home: str, study: Path, arguments: list[str], stop_after: int) -> int:
    """One part of the reading in a process of its own; returns how it ended."""
    number = 90 + os.getpid() % 900
    screen = subprocess.Popen(["Xvfb", f":{number}", "-screen", "0", f"{WIDTH}x{HEIGHT}x24"], stderr=subprocess.DEVNULL)
    own = {f"XDG_{name}_HOME": f"{home}/{name}" for name in ("CONFIG", "DATA", "CACHE", "STATE")}
    parts = {"DISPLAY": f":{number}", "QT_QPA_PLATFORM": "xcb", PLACE: str(study), PART: str(stop_after)}
    there = {**os.environ, **own, **parts}
    time.sleep(1.0)
    manager = subprocess.Popen(["openbox"], env=there, stderr=subprocess.DEVNULL)
    try:
        return subprocess.run([sys.executable, "-m", "tests.e2e.study_day", *arguments], env=there).returncode
    finally:
        manager.terminate()
        screen.terminate()
        screen.wait()


if __name__ == "__main__":
    for program in ("Xvfb", "openbox", "xdotool"):
        if shutil.which(program) is None:
            sys.exit(f"{program} is missing; on Debian: apt-get install xvfb openbox xdotool")
    sys.exit(run(sys.argv[1:]))
