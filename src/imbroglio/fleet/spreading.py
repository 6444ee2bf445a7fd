"""Pure work on many hands: here, in local processes, on a Ray cluster.

Flows in: a function, what it needs to know, and tasks. Flows out: what came of each task, in their order, the same whichever way it
went. A task whose worker fell is done again, since it changes nothing but its answer. Few tasks are under way at a time, so that a row
of them is never held whole. Tasks and answers travel; nobody has to share files with the workers.
"""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import Any

from imbroglio.errors import ImbroglioError
from imbroglio.fleet import ways
from imbroglio.fleet.extras import import_extra

Work = Callable[[Any, Any], Any]
"""Makes an answer of what is known and of a task; a function of a module, so that workers find it by its name."""
Spread = Callable[[Work, Iterable[Any]], Iterator[Any]]
_AHEAD = 2  # tasks in hand for each worker
_FALLS = 5  # of local processes, until it is clear that none can live


@contextmanager
def on_hands(on: str, jobs: int) -> Iterator[Callable[[Any], Any]]:
    """Hands that are kept for a while: a context manager of `known`, which gives a `Spread` for work with that knowledge.

    Args:
        on: "here", "local", "ray", or the address of a Ray cluster.
        jobs: how many workers.

    Raises:
        ImbroglioError: there is no such way, or no such cluster.
    """
    if on == "here":
        yield _here
    elif on == "local":
        yield lambda known: _locally(jobs, known)
    elif on == "ray" or on.startswith("ray://"):
        with ways.cluster(on, jobs):
            yield lambda known: _on_ray(jobs, known)
    else:
        raise ImbroglioError(f"There is no way '{on}' to weigh; it is one of here, local, ray, or ray://HOST:PORT.")


@contextmanager
def _here(known: Any) -> Iterator[Spread]:
    yield lambda work, tasks: (work(known, task) for task in tasks)


# ---- local processes --------------------------------------------------------------------------------------------


@contextmanager
def _locally(jobs: int, known: Any) -> Iterator[Spread]:
    hands = _Local(max(1, jobs), known)
    try:
        yield hands.spread
    finally:
        hands.end()


class _Local:
    def __init__(self, jobs: int, known: Any) -> None:
        self._jobs, self._known = jobs, known
        self._pool: ProcessPoolExecutor | None = None
        self._falls = 0

    def spread(self, work: Work, tasks: Iterable[Any]) -> Iterator[Any]:
        """What came of each task, in their order."""
        waiting = iter(tasks)
        under_way: deque[tuple[Any, Future[Any]]] = deque()
        while True:
            while len(under_way) < _AHEAD * self._jobs:
                try:
                    task = next(waiting)
                except StopIteration:
                    break
                under_way.append((task, self._submit(work, task)))
            if not under_way:
                return
            try:
                made = under_way[0][1].result()
            except BrokenProcessPool:
                self._fallen()
                under_way = deque((task, self._submit(work, task)) for task, _ in under_way)
                continue
            under_way.popleft()
            yield made

    def _submit(self, work: Work, task: Any) -> Future[Any]:
        while True:
            if self._pool is None:
                context = multiprocessing.get_context("spawn")
                self._pool = ProcessPoolExecutor(self._jobs, context, initializer=_learn, initargs=(self._known,))
            try:
                return self._pool.submit(_do, work, task)
            except BrokenProcessPool:
                self._fallen()

    def _fallen(self) -> None:
        self.end()
        self._falls += 1
        if self._falls >= _FALLS:
            raise ImbroglioError("The worker processes end again and again; free memory, or give a smaller number to --jobs.")

    def end(self) -> None:
        """End the processes."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None


_known: Any = None


def _learn(known: Any) -> None:
    global _known
    _known = known


def _do(work: Work, task: Any) -> Any:
    return work(_known, task)


# ---- Ray --------------------------------------------------------------------------------------------------------


class _RayHand:
    def __init__(self, known: Any) -> None:
        self._known = known

    def do(self, work: Work, task: Any) -> Any:
        """The answer to a task."""
        return work(self._known, task)


@contextmanager
def _on_ray(jobs: int, known: Any) -> Iterator[Spread]:
    ray = import_extra("ray", "ray")
    shared = ray.put(known)
    # An actor that dies is started anew, and its task given to it again.
    made = ray.remote(num_cpus=1, max_restarts=-1, max_task_retries=-1)(_RayHand)
    hands = [made.remote(shared) for _ in range(max(1, jobs))]

    def spread(work: Work, tasks: Iterable[Any]) -> Iterator[Any]:
        waiting = iter(tasks)
        under_way: deque[Any] = deque()
        load = [0] * len(hands)  # tasks in hand
        whose: dict[Any, int] = {}
        more = True
        while True:
            while more and len(under_way) < _AHEAD * len(hands):
                try:
                    task = next(waiting)
                except StopIteration:
                    more = False
                    break
                hand = load.index(min(load))
                answer = hands[hand].do.remote(work, task)
                load[hand] += 1
                whose[answer] = hand
                under_way.append(answer)
            if not under_way:
                return
            first = under_way.popleft()
            made = ray.get(first)
            load[whose.pop(first)] -= 1
            yield made

    try:
        yield spread
    finally:
        for hand in hands:
            ray.kill(hand)
