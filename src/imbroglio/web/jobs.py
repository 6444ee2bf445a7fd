"""Work in the background: one thread, one job at a time, each job's progress as plain data.

Flows in: what is to be done, as a function that tells how far it has come. Flows out: `Job` forms that a page can ask for.
A job that fails says why, and the next one goes on; a workbench that closes stops its job at the next step.
"""

from __future__ import annotations

import logging
import secrets
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from imbroglio.errors import ImbroglioError, NotFound
from imbroglio.web import forms

Kind = Literal["read", "weigh", "publish"]
State = Literal["waiting", "running", "done", "failed"]
_KEPT = 50
_TROUBLES = 200
_log = logging.getLogger(__name__)


class Stopped(Exception):
    """The workbench closes; what is recorded is kept."""


@dataclass(slots=True)
class Running:
    """A job as its work sees it: told how far it has come, and asked whether to go on."""

    id: str
    kind: Kind
    work: Callable[[Running], None]
    stop: threading.Event
    state: State = "waiting"
    done: int = 0
    total: int = 0
    message: str = ""
    troubles: list[str] = field(default_factory=list)
    untold: int = 0

    def tell(self, message: str, done: int | None = None, total: int | None = None) -> None:
        """Say how far it has come. Raises Stopped where the workbench closes."""
        if self.stop.is_set():
            raise Stopped
        self.message = message
        self.done = self.done if done is None else done
        self.total = self.total if total is None else total

    def trouble(self, message: str) -> None:
        """Keep a trouble for the page; of very many the first."""
        if len(self.troubles) < _TROUBLES:
            self.troubles.append(message)
        else:
            self.untold += 1

    def form(self) -> forms.Job:
        """The job as it stands now."""
        more = [f"... and {self.untold:,} more; the reports' own pages list them."] if self.untold else []
        return forms.Job(
            id=self.id, kind=self.kind, state=self.state, done=self.done, total=self.total, message=self.message,
            troubles=[*self.troubles, *more],
        )  # fmt: skip


class Jobs:
    """The jobs of one workbench, in the order in which they were asked for."""

    def __init__(self) -> None:
        self._held: dict[str, Running] = {}
        self._waiting: deque[Running] = deque()
        self._change = threading.Condition()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self, kind: Kind, work: Callable[[Running], None], message: str = "", *, once: bool = False) -> forms.Job:
        """Put a job in the queue.

        Args:
            kind: what it is.
            work: does it, and tells how far it has come.
            message: what to show while it waits.
            once: where one of this kind waits already, that one is the answer.

        Raises:
            ImbroglioError: the workbench is closing.
        """
        with self._change:
            if self._stop.is_set():
                raise ImbroglioError("The workbench is closing; start it again with 'imbroglio open'.")
            if once and (same := next((job for job in self._waiting if job.kind == kind), None)):
                return same.form()
            job = Running(secrets.token_hex(6), kind, work, self._stop, message=message)
            self._held[job.id] = job
            self._waiting.append(job)
            self._forget()
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="imbroglio-jobs", daemon=True)
                self._thread.start()
            self._change.notify_all()
            return job.form()

    def _forget(self) -> None:
        ended = [id for id, job in self._held.items() if job.state in ("done", "failed")]
        for id in ended[:-_KEPT]:
            del self._held[id]

    def all(self) -> list[forms.Job]:
        """The jobs, newest first."""
        with self._change:
            return [job.form() for job in reversed(self._held.values())]

    def get(self, id: str) -> forms.Job:
        """The job of that id. Raises NotFound."""
        with self._change:
            found = self._held.get(id)
        if found is None:
            raise NotFound(f"There is no job '{id}'; it may have ended long ago.")
        return found.form()

    def current(self) -> forms.Job | None:
        """The job that is running, or else the next; None where nothing is to be done."""
        with self._change:
            alive = [job for job in self._held.values() if job.state in ("running", "waiting")]
        return min(alive, key=lambda job: job.state != "running").form() if alive else None

    def wait(self, seconds: float) -> bool:
        """Wait until nothing is left to do; whether that was so in time."""
        with self._change:
            return self._change.wait_for(lambda: all(j.state in ("done", "failed") for j in self._held.values()), seconds)

    def close(self, seconds: float = 10.0) -> None:
        """Stop at the next step, and wait for that."""
        with self._change:
            self._stop.set()
            self._change.notify_all()
        if self._thread is not None:
            self._thread.join(seconds)

    def _run(self) -> None:
        while True:
            with self._change:
                self._change.wait_for(lambda: self._waiting or self._stop.is_set())
                if self._stop.is_set():
                    return
                job = self._waiting.popleft()
                job.state = "running"
            state, message = _do(job)
            with self._change:
                job.state, job.message = state, message
                self._change.notify_all()


def _do(job: Running) -> tuple[State, str]:
    """Do a job; what became of it."""
    try:
        job.work(job)
    except Stopped:
        return "failed", "Stopped. What was recorded is kept."
    except ImbroglioError as error:
        return "failed", str(error)
    except Exception:  # noqa: BLE001 - the thread's boundary: a bug in one job must not end all later ones
        _log.exception("the job '%s' failed", job.kind)
        return "failed", "This failed by a fault of imbroglio itself; the terminal shows it. Please report it."
    return "done", job.message
