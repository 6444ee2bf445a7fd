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

    def here(self) -> None:
        """Nothing; that it is answered says that there was room for this hand."""

    def do(self, work: Work, task: Any) -> Any:
        """The answer to a task."""
        return work(self._known, task)


@contextmanager
def _on_ray(jobs: int, known: Any) -> Iterator[Spread]:
    hands = _OnRay(max(1, jobs), known)
    try:
        yield hands.spread
    finally:
        hands.end()


class _OnRay:
    """Actors; those for which the cluster has no room yet are given nothing to do."""

    def __init__(self, jobs: int, known: Any) -> None:
        self._ray = import_extra("ray", "ray")
        shared = self._ray.put(known)
        # An actor that dies is started anew, and its task given to it again.
        made = self._ray.remote(num_cpus=1, max_restarts=-1, max_task_retries=-1)(_RayHand)
        self._all = [made.remote(shared) for _ in range(jobs)]
        self._coming = {hand.here.remote(): hand for hand in self._all}
        self._load: dict[Any, int] = {}  # tasks in hand of those that are there

    def _look(self) -> None:
        """Who has come meanwhile; waits for the first."""
        if self._coming:
            come, _ = self._ray.wait(list(self._coming), num_returns=len(self._coming), timeout=0)
            if not come and not self._load:
                come, _ = self._ray.wait(list(self._coming), num_returns=1)
            for answer in come:
                self._load[self._coming.pop(answer)] = 0

    def spread(self, work: Work, tasks: Iterable[Any]) -> Iterator[Any]:
        """What came of each task, in their order."""
        waiting = iter(tasks)
        under_way: deque[tuple[Any, Any]] = deque()
        while True:
            self._look()
            while len(under_way) < _AHEAD * len(self._load):
                try:
                    task = next(waiting)
                except StopIteration:
                    break
                hand = min(self._load, key=lambda hand: self._load[hand])
                self._load[hand] += 1
                under_way.append((hand, hand.do.remote(work, task)))
            if not under_way:
                return
            hand, answer = under_way.popleft()
            found = self._get(answer)
            self._load[hand] -= 1
            yield found

    def _get(self, answer: Any) -> Any:
        exceptions = self._ray.exceptions
        try:
            return self._ray.get(answer)
        except exceptions.RayTaskError:
            raise  # what the work itself raises, no more to be hidden than here
        except exceptions.RayError as error:
            raise ImbroglioError(f"The Ray cluster failed ({' '.join(str(error).split())[:300]}); look after it, or use --on local.") from None

    def end(self) -> None:
        """End the actors."""
        for hand in self._all:
            self._ray.kill(hand)
