"""The films of a run done by actors of a Ray cluster, each with one engine, on whatever nodes it has."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Generator, Iterator
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from inference.batch.workers.port import MOST_TRIES, Done, Host, Opener, Refused, Task
from inference.batch.workers.ray_actor import FilmActor
from inference.batch.workers.tries import Tries
from inference.core.cancel import CancelToken
from inference.core.errors import NoWorkers

BUNDLE = 4  # films in a task of Ray's
IN_FLIGHT = 2  # tasks that an actor has: one that it is at, and the next
POLL_SECONDS = 0.5  # between two looks at the token
SILENT_SECONDS = 60.0  # after which an actor that says nothing is asked whether it is there
PATIENCE_SECONDS = 30.0  # that it has for an answer, before others get its films
RETRIES = 1  # of a task by Ray itself; what fails again is done film by film


@dataclass(slots=True, eq=False)
class _Actor:
    """An actor; ``ready`` once its engine was open, ``heard`` when it last said something.

    ``early``: how many before it, in its place, ended while they started.
    """

    handle: Any
    hello: Any = None
    ready: bool = False
    heard: float = 0.0
    ping: Any = None
    bundles: dict[Any, tuple[Task, ...]] = field(default_factory=dict)
    alone: bool = False
    early: int = 0


class RayWorkers:
    """Actors on the cluster that ``connect`` opens, ``threads`` cores each; as many as fit, or ``count``.

    Ray starts an actor anew where it ended, also on another node. A task is handed out again where its actor ended too
    often, and where a node is gone and nothing has room for its actor.
    """

    def __init__(
        self, opener: Opener, connect: Callable[[], AbstractContextManager[Any]], *, count: int = 0, threads: int = 1
    ) -> None:
        self._opener, self._connect, self._count, self._threads = opener, connect, count, threads
        self._hosts: tuple[Host, ...] = ()

    @property
    def hosts(self) -> tuple[Host, ...]:
        """The nodes' machines, once for each actor."""
        return self._hosts

    def over(
        self, tasks: Iterator[Task], *, token: CancelToken, idle: Callable[[], object]
    ) -> Generator[Done, None, None]:
        """Do every task; see the port."""
        with self._connect() as ray:
            make = self._maker(ray)
            flight = _Flight(ray, self._started(ray, make), tasks, make)
            try:
                while flight.feed():
                    token.raise_if_cancelled()
                    idle()
                    yield from flight.hear(self._greet)
            finally:
                for actor in flight.actors:
                    with suppress(Exception):
                        ray.kill(actor.handle)

    def _maker(self, ray: Any) -> Callable[[], Any]:
        made = ray.remote(FilmActor).options(
            num_cpus=self._threads,
            max_restarts=-1,
            max_task_retries=RETRIES,
            max_concurrency=IN_FLIGHT + 1,  # and one for who asks whether it is there
        )
        return lambda: made.remote(self._opener)

    def _started(self, ray: Any, make: Callable[[], Any]) -> list[_Actor]:
        cores = int(ray.cluster_resources().get("CPU", 1))
        actors = [_Actor(make()) for _ in range(self._count or max(cores // self._threads, 1))]
        for actor in actors:
            actor.hello = actor.handle.hello.remote()
        return actors

    def _greet(self, said: Host | Refused) -> None:
        if isinstance(said, Refused):
            raise said.error()
        self._hosts = (*self._hosts, said)


class _Flight:
    """What is under way: bundles of films with actors, films to come, and those whose actor ended."""

    def __init__(self, ray: Any, actors: list[_Actor], tasks: Iterator[Task], make: Callable[[], Any]) -> None:
        self._ray, self.actors, self._tasks, self._make = ray, actors, tasks, make
        self._again: deque[Task] = deque()  # films of actors that are lost
        self._suspects: deque[Task] = deque()  # films whose actor ended: each is done alone
        self._tries = Tries()
        self._ended = False

    def feed(self) -> bool:
        """Give each actor what it has room for; whether anything is under way or to come."""
        for actor in self.actors:
            if not actor.ready or actor.ping is not None:
                continue
            if self._suspects and not actor.bundles:
                actor.alone = True
                self._send(actor, (self._suspects.popleft(),))
            while not actor.alone and len(actor.bundles) < IN_FLIGHT and (bundle := self._next()):
                self._send(actor, bundle)
        under_way = any(actor.bundles for actor in self.actors)
        return under_way or bool(self._again or self._suspects) or not self._ended

    def _next(self) -> tuple[Task, ...]:
        if self._again:
            return tuple(self._again.popleft() for _ in range(min(BUNDLE, len(self._again))))
        bundle = tuple(islice(self._tasks, BUNDLE))
        self._ended = self._ended or not bundle
        return bundle

    def _send(self, actor: _Actor, bundle: tuple[Task, ...]) -> None:
        if not actor.bundles:
            actor.heard = time.monotonic()
        actor.bundles[actor.handle.do.remote(bundle)] = bundle

    def hear(self, greet: Callable[[Host | Refused], None]) -> Iterator[Done]:
        """What actors say within a moment."""
        by_ref = {ref: actor for actor in self.actors for ref in (*actor.bundles, actor.hello, actor.ping) if ref}
        ready, _ = self._ray.wait([*by_ref], num_returns=1, timeout=POLL_SECONDS)
        if ready:  # and whatever else is there by now
            ready, _ = self._ray.wait([*by_ref], num_returns=len(by_ref), timeout=0)
        for ref in ready:
            yield from self._heard(by_ref[ref], ref, greet)
        self._look_after()

    def _heard(self, actor: _Actor, ref: Any, greet: Callable[[Host | Refused], None]) -> Iterator[Done]:
        bundle = actor.bundles.pop(ref, ())
        try:
            said = self._ray.get(ref)
        except self._ray.exceptions.RayTaskError as error:
            raise NoWorkers(f"A worker stopped ({type(error.cause).__name__}).") from error
        except self._ray.exceptions.RayError:  # the actor ended, more often than Ray tries again
            yield from self._ended_under(actor, ref, bundle)
            return
        actor.heard = time.monotonic()
        if ref == actor.hello:
            actor.hello, actor.ready = None, True
            greet(said)
        elif ref == actor.ping:
            actor.ping = None
        else:
            actor.alone = False
            for done in said:
                self._tries.forget(done.task)
                yield done

    def _ended_under(self, actor: _Actor, ref: Any, bundle: tuple[Task, ...]) -> Iterator[Done]:
        actor.alone = False
        if ref == actor.hello:
            self._replace(actor)
        elif ref == actor.ping:
            actor.ping = None
        for task in bundle:
            if failed := self._tries.ended_under(task):
                yield failed
            else:
                self._suspects.append(task)

    def _replace(self, actor: _Actor) -> None:
        """Another in the place of one that ended while it started: it may be gone for good, which Ray says at once."""
        actor.early += 1
        if actor.early >= MOST_TRIES:
            raise NoWorkers("A worker ended while it started, several times; there may be too little memory.")
        with suppress(Exception):
            self._ray.kill(actor.handle)
        actor.handle = self._make()
        actor.hello = actor.handle.hello.remote()

    def _look_after(self) -> None:
        """Ask actors that have been silent whether they are there; the films of those that do not answer are others'.

        A lost actor gets no more films before it answers.
        """
        now = time.monotonic()
        for actor in self.actors:
            if not actor.ready or not actor.bundles:
                continue
            if actor.ping is None and now - actor.heard > SILENT_SECONDS:
                actor.ping = actor.handle.ping.remote()
                actor.heard = now
            elif actor.ping is not None and now - actor.heard > PATIENCE_SECONDS:
                self._again.extend(task for bundle in actor.bundles.values() for task in bundle)
                actor.bundles, actor.alone = {}, False
