"""Those who do films: in this process, in several, on Ray; each film once, whoever ends meanwhile."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import psutil
import pytest

from inference.batch.workers.in_process import InProcess
from inference.batch.workers.local import LocalProcesses
from inference.batch.workers.port import Became, Task, Workers
from inference.batch.workers.ray_cluster import check_installed, cluster_at, with_port
from inference.core.cancel import Cancelled, CancelToken
from inference.core.errors import NoWorkers, PackMismatch, UsageError
from inference.text.messages import message_for
from tests import needs
from tests.inference.batch.archive.work import FakeOpener, FakeWork, never_ready, rows_of

NAMES = [*(f"film-{number}" for number in range(20)), "bad-1", "other-1", "dies-1", "dies-2", "poison-1"]
RAY_SECONDS = 120  # a run takes six
ON_RAY = [*NAMES[:9], "bad-1", "other-1", "dies-1"]  # an actor takes seconds to start anew
KINDS = {"bad-1": "DamagedFilm", "other-1": "NotAFilm", "poison-1": "WorkerDied"}
WHOLE = {name: rows_of(name, len(name)) for name in NAMES if name not in KINDS}
Ends = dict[str, tuple[str, str]]  # rows and kind of failure, by film


def ends_of(workers: Workers, names: list[str], folder: Path) -> tuple[Ends, Counter[str]]:
    tasks = (Task(folder / name, name) for name in names)
    done = list(workers.over(tasks, token=CancelToken(), idle=lambda: None))
    found = {one.task.film: (one.rows, one.failure.kind if one.failure else "") for one in done}
    return found, Counter(one.task.film for one in done)


def as_wanted(names: list[str]) -> Ends:
    return {name: (WHOLE.get(name, ""), KINDS.get(name, "")) for name in names}


def test_this_process_does_each_film_once(tmp_path: Path) -> None:
    names = [name for name in NAMES if not name.startswith(("dies", "poison"))]
    workers = InProcess(FakeOpener(tmp_path, tmp_path))
    found, counts = ends_of(workers, names, tmp_path)
    assert found == as_wanted(names)
    assert set(counts.values()) == {1}
    assert [host.name for host in workers.hosts] == ["here"]


def test_processes_do_each_film_once_also_where_some_end(tmp_path: Path) -> None:
    workers = LocalProcesses(FakeOpener(tmp_path, tmp_path), 2, {"OMP_NUM_THREADS": "1"})
    found, counts = ends_of(workers, NAMES, tmp_path)
    assert found == as_wanted(NAMES)
    assert set(counts.values()) == {1}
    assert len(workers.hosts) > 2  # others took the place of those that ended
    assert not workers.pids


def test_no_process_is_left_where_a_run_is_given_up(tmp_path: Path) -> None:
    token, before = CancelToken(), set(psutil.Process().children())
    workers = LocalProcesses(FakeOpener(tmp_path, tmp_path), 1)
    endless = (Task(tmp_path / f"film-{number}", f"film-{number}") for number in range(10**9))
    with pytest.raises(Cancelled):  # noqa: PT012 (it is raised by the next film)
        for _ in workers.over(endless, token=token, idle=lambda: None):
            assert workers.pids
            token.cancel()
    assert not [child for child in set(psutil.Process().children()) - before if "worker" in " ".join(child.cmdline())]


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT], ids=["killed", "Ctrl+C"])
def test_no_process_is_left_where_the_run_itself_ends(how: signal.Signals, tmp_path: Path) -> None:
    program = [sys.executable, "-m", "tests.inference.batch.archive.endless", str(tmp_path)]
    with subprocess.Popen(program, stderr=subprocess.DEVNULL) as run:
        while not (tmp_path / "pids").exists():
            assert run.poll() is None
            time.sleep(0.05)
        started = [psutil.Process(int(pid)) for pid in (tmp_path / "pids").read_text().split()]
        assert started
        run.send_signal(how)
    _, left = psutil.wait_procs(started, timeout=60)
    assert left == []


class CannotOpen(FakeOpener):
    def __call__(self) -> FakeWork:
        raise PackMismatch("packs/theirs", "It is another pack.")


def test_where_the_engine_does_not_open_the_run_says_so(tmp_path: Path) -> None:
    with pytest.raises(PackMismatch, match="another pack") as said:
        ends_of(LocalProcesses(CannotOpen(tmp_path, tmp_path), 1), NAMES, tmp_path)
    assert said.value.pack == Path("packs/theirs")


def test_workers_that_end_as_they_start_end_the_run_with_words_about_processes() -> None:
    tasks = iter([Task(Path("film-1"), "film-1")])
    with pytest.raises(NoWorkers) as said:
        list(LocalProcesses(never_ready, 1).over(tasks, token=CancelToken(), idle=lambda: None))
    message = message_for(said.value)
    assert "A worker ended while it started" in message.text
    assert "film is shown" not in message.text
    assert "--resume" in message.hint


@pytest.fixture(scope="module")
def on_ray(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What a run on a Ray of its own printed; Ray is started twice, in a process of its own."""
    needs.module("ray", "--extra=cluster")
    folder = tmp_path_factory.mktemp("ray")
    program = [sys.executable, "-m", "tests.inference.batch.archive.on_ray", str(folder), *ON_RAY]
    try:
        done = subprocess.run(program, capture_output=True, text=True, check=False, timeout=RAY_SECONDS)
    except subprocess.TimeoutExpired:  # on a full machine Ray can take its own node for lost, and waits for another
        done = subprocess.run(program, capture_output=True, text=True, check=False, timeout=RAY_SECONDS)
    assert done.returncode == 0, done.stderr
    facts: dict[str, Any] = json.loads((folder / "facts.json").read_text("utf-8"))
    return facts


def test_a_program_runs_on_one_ray_of_its_own_after_another(on_ray: dict[str, Any]) -> None:
    assert on_ray["again"] == [Became.DONE]


def test_ray_does_each_film_once_also_where_actors_end(on_ray: dict[str, Any]) -> None:
    assert {film: (rows, kind) for film, _, kind, rows in on_ray["done"]} == as_wanted(ON_RAY)
    assert set(Counter(film for film, *_ in on_ray["done"]).values()) == {1}
    assert {became for film, became, *_ in on_ray["done"] if film in WHOLE} == {Became.DONE}
    assert on_ray["hosts"] == 2


def test_a_ray_of_our_own_takes_no_connection_from_other_machines(on_ray: dict[str, Any]) -> None:
    assert on_ray["loopback"] >= 3  # its parts speak with each other
    assert on_ray["beyond"] == []


def test_without_ray_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("inference.batch.workers.ray_cluster.find_spec", lambda name: None)
    with pytest.raises(UsageError, match="uv sync --extra cluster"):
        check_installed()


def test_a_ray_that_runs_code_of_web_pages_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("inference.batch.workers.ray_cluster.find_spec", lambda name: object())
    monkeypatch.setattr("inference.batch.workers.ray_cluster.metadata.version", lambda name: "2.51.1")
    with pytest.raises(UsageError, match="CVE-2025-62593"):
        check_installed()


def test_a_cluster_without_a_port_is_asked_at_that_of_clients() -> None:
    assert with_port("ray://head") == "ray://head:10001"
    assert with_port("ray://head:7") == "ray://head:7"
    assert with_port("auto") == "auto"


def test_a_cluster_that_lets_nobody_in_is_named_with_what_to_look_at(monkeypatch: pytest.MonkeyPatch) -> None:
    def init(**_: object) -> None:
        raise ConnectionError

    monkeypatch.setattr("inference.batch.workers.ray_cluster.check_installed", lambda: None)
    monkeypatch.setitem(sys.modules, "ray", SimpleNamespace(init=init, shutdown=lambda: None))
    with pytest.raises(NoWorkers) as said, cluster_at("ray://head"):
        pass
    text = message_for(said.value).text
    assert "The Ray cluster at ray://head:10001 did not answer" in text
    assert "film is shown" not in text
