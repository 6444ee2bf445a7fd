"""Readers at work: in this process, or in worker processes that each load one reader.

Flows in: reports to read, each with whatever goes along with it. Flows out: what was read, in the order in
which they came. Workers return values and never write. What a reader fails on, and a worker that dies, is a
Trouble that names the report; all others go on.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

from imbroglio.errors import ImbroglioError
from imbroglio.model import Document, Statement, Trouble

Row = dict[str, Any]
Along = TypeVar("Along")
_AHEAD = 4  # reports in hand for each worker, so that none waits for the slowest
_MOST_BROKEN = 3


class LayerRow(Protocol):
    """One row of a layer."""

    def to_json(self) -> Row: ...


class Reading(Protocol):
    """What a reader makes of one report."""

    @property
    def statements(self) -> Sequence[Statement]: ...
    @property
    def mentions(self) -> Sequence[LayerRow]: ...
    @property
    def claims(self) -> Sequence[LayerRow]: ...
    @property
    def times(self) -> Sequence[LayerRow]: ...
    @property
    def troubles(self) -> Sequence[Trouble]: ...


class DocumentReader(Protocol):
    """Reads one report at a time, and sees nothing else."""

    def read(self, doc: Document) -> Reading: ...


MakeReader = Callable[[], DocumentReader]
"""Makes a reader, once in each process; has to be picklable."""


@dataclass(frozen=True, slots=True)
class Layers:
    """What was read from one report, as plain values that travel between processes."""

    statements: tuple[Statement, ...] = ()
    mentions: tuple[Row, ...] = ()
    claims: tuple[Row, ...] = ()
    times: tuple[Row, ...] = ()
    troubles: tuple[Trouble, ...] = ()


def read_one(reader: DocumentReader, doc: Document) -> Layers | Trouble:
    """Read one report. What the reader fails on becomes a Trouble that names the report: all others go on."""
    try:
        found = reader.read(doc)
        layers = (
            tuple(row.to_json() for row in layer) for layer in (found.mentions, found.claims, found.times)
        )
        mentions, claims, times = layers
        return Layers(tuple(found.statements), mentions, claims, times, tuple(found.troubles))
    except Exception as error:  # noqa: BLE001 - the one broad except: the worker boundary
        return _crash(doc, f"{type(error).__name__}: {error}"[:300] + where_of(error))


def where_of(error: BaseException) -> str:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return (
        ""
        if trace is None
        else f" (in {Path(trace.tb_frame.f_code.co_filename).name}, line {trace.tb_lineno})"
    )


def _crash(doc: Document, why: str) -> Trouble:
    said = f"the reader failed on it: {' '.join(why.split())}. All others go on; please report this."
    return Trouble(doc.id, "reader-crash", f"{doc.origin or doc.id}: {said}", fatal=True)


class _Worker:
    """What one worker process holds: set once, when it starts."""

    reader: DocumentReader | None = None
    failure: str = ""


def _start(make: MakeReader, leash: Connection) -> None:
    """Make the reader of a worker process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides what a Ctrl+C means
    threading.Thread(target=_end_with, args=(leash,), daemon=True).start()
    try:
        _Worker.reader = make()
    except ImbroglioError as error:
        _Worker.failure = str(error)


def _end_with(leash: Connection) -> None:
    """End this process when the other end of `leash` is let go: by `Crew.dismiss`, or by a parent that dies.

    A killed parent cannot send its workers home, and one that is stopped need not wait for them: they never
    write.
    """
    with suppress(EOFError, OSError):
        leash.recv_bytes()
    os._exit(0)


def _work(doc: Document) -> Layers | Trouble | str:
    """One task: what was read, or why there is no reader."""
    return _Worker.failure if _Worker.reader is None else read_one(_Worker.reader, doc)


_Task = Future[Layers | Trouble | str]


@dataclass(slots=True)
class _Hand(Generic[Along]):
    """What goes along, the report in hand (None where nothing is to be read), and the task."""

    along: Along
    doc: Document | None
    task: _Task | None = None

    @property
    def settled(self) -> bool:
        """Whether there is nothing to wait for."""
        return self.task is None or self.task.done()

    @property
    def lost(self) -> bool:
        """Whether its task went down with a worker, or was dropped."""
        return self.task is not None and (
            not self.task.done() or self.task.cancelled() or self.task.exception() is not None
        )


class Crew(Generic[Along]):
    """Reads reports in order: in this process, or in a pool that is made when the first has to be read."""

    def __init__(self, make: MakeReader, jobs: int) -> None:
        self._make, self._jobs = make, max(1, jobs)
        self._pool: ProcessPoolExecutor | None = None
        self._leash: Connection | None = None
        self._proven = False  # whether any worker has ever read a report
        self._broken = 0

    def run(
        self, work: Iterable[tuple[Along, Document | None]]
    ) -> Iterator[tuple[Along, Layers | Trouble | None]]:
        """Read the reports of `work`; where None stands for one, what goes along is passed on in its turn.

        Raises:
            ImbroglioError: no reader can be made, or worker processes cannot live.
        """
        return self._alone(work) if self._jobs == 1 else self._together(work)

    def dismiss(self) -> None:
        """End the workers, at once; what they have in hand is dropped."""
        if self._pool is not None and self._leash is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._leash.close()
            self._pool = self._leash = None

    def _alone(
        self, work: Iterable[tuple[Along, Document | None]]
    ) -> Iterator[tuple[Along, Layers | Trouble | None]]:
        reader: DocumentReader | None = None
        for along, doc in work:
            if doc is None:
                yield along, None
                continue
            reader = reader or self._make()
            yield along, read_one(reader, doc)

    def _together(
        self, work: Iterable[tuple[Along, Document | None]]
    ) -> Iterator[tuple[Along, Layers | Trouble | None]]:
        waiting: deque[_Hand[Along]] = deque()
        for along, doc in work:
            waiting.append(_Hand(along, doc, None if doc is None else self._submit(doc)))
            while waiting and (len(waiting) > self._jobs * _AHEAD or waiting[0].settled):
                yield self._next(waiting)
        while waiting:
            yield self._next(waiting)

    def _submit(self, doc: Document) -> _Task:
        if self._pool is None:
            context = multiprocessing.get_context("spawn")
            theirs, self._leash = context.Pipe(duplex=False)
            self._pool = ProcessPoolExecutor(
                self._jobs, mp_context=context, initializer=_start, initargs=(self._make, theirs)
            )
        try:
            return self._pool.submit(_work, doc)
        except BrokenProcessPool as error:
            broken: _Task = Future()
            broken.set_exception(error)
            return broken

    def _next(self, waiting: deque[_Hand[Along]]) -> tuple[Along, Layers | Trouble | None]:
        hand = waiting.popleft()
        if hand.task is None or hand.doc is None:
            return hand.along, None
        try:
            read = hand.task.result()
            self._proven = True
        except BrokenProcessPool:
            read = self._retry(hand.doc)
            for other in waiting:
                if other.doc is not None and other.lost:
                    other.task = self._submit(other.doc)
        if isinstance(read, str):
            raise ImbroglioError(read)
        return hand.along, read

    def _retry(self, doc: Document) -> Layers | Trouble | str:
        """A worker died (killed, or out of memory), and the reports in hand with it: read this one by itself.

        It is the one that did it if it does so again.
        """
        self.dismiss()
        try:
            read = self._submit(doc).result()
            self._proven = True
            return read
        except BrokenProcessPool:
            self.dismiss()
            self._broken += 1
            if not self._proven and self._broken >= _MOST_BROKEN:
                raise ImbroglioError(
                    "The worker processes end as soon as they begin; run the same command with "
                    "--jobs 1, or free memory."
                ) from None
            return _crash(doc, "its worker process ended without a word, as when memory runs out")
