"""The workbench's state: the open case, who may write, what is kept in memory, and the work in the background.

Flows in: the path of a case. Flows out: the case for the routes to read from and write to, and whether its record is
current. The case is opened once and shared by all threads: each transaction has its own connection. (To open and close the
file again in this process would take away the locks that SQLite holds on it.)
"""

from __future__ import annotations

import hashlib
import logging
import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, TypeVar, cast

from fastapi import Depends, Request

from imbroglio import __version__
from imbroglio.intake import Source
from imbroglio.model.record import TollRule
from imbroglio.store import Record, open_case
from imbroglio.web import forms
from imbroglio.web.apart import WORTH_A_PROCESS, weigh_apart
from imbroglio.web.jobs import Jobs, Running
from imbroglio.web.reading import read_into
from imbroglio.web.snapshot import Snapshots
from imbroglio.web.warming import warm

T = TypeVar("T")
_PAUSE = 1.0
_LONGEST_PAUSE = 30.0
_KEPT = 64
_log = logging.getLogger(__name__)


class Workbench:
    """One open case with all that happens to it.

    Attributes:
        case: the case, for reading; each call is a transaction of its own, from whatever thread.
        snapshots: its record and its statements, kept in memory.
        jobs: the work in the background.
        sites: the archives of published sites, by the job that made each; removed on close.
        tiles: the address of map tiles that the person has set; None: nothing is asked of any other machine.
    """

    def __init__(self, path: Path, *, create: bool = False, tiles: str | None = None, pause: float = _PAUSE) -> None:
        self.case = open_case(path, create=create)
        self.snapshots = Snapshots(self.case, self.record)
        self.jobs = Jobs()
        self.sites: dict[str, Path] = {}
        self.tiles = tiles
        self._pause = pause
        self._lock = threading.RLock()
        self._timer: threading.Timer | None = None
        self._changes = 0
        self._marked: tuple[tuple[int, ...], str, bool] | None = None
        self._kept: dict[Any, Any] = {}
        self._uploads: Path | None = None
        self._closed = False
        self._renewals: list[Callable[[], object]] = []

    @property
    def record(self) -> Record:
        """The record of the case, and its verdicts."""
        return Record(self.case)

    @contextmanager
    def writing(self) -> Iterator[Record]:
        """Decide something: nobody else of this workbench does meanwhile, and afterwards the record is worked out anew."""
        with self._lock:
            yield self.record
        self.touch()

    def warm(self) -> None:
        """Decode the record, and work out what every page needs: nobody has to wait for it then."""
        warm(self.case, self.snapshots.refresh())

    # ---- what is current -----------------------------------------------------------------------------------

    def revision(self) -> str:
        """A word that is another one whenever anything in the case is: reports, verdicts, or the record."""
        return self._look()[0]

    def is_current(self) -> bool:
        """Whether the record was worked out from what the case holds now."""
        return self._look()[1]

    def _look(self) -> tuple[str, bool]:
        found = self.case.path.stat()
        seen = (found.st_mtime_ns, found.st_size, self._changes)
        marked = self._marked
        if marked is None or marked[0] != seen:
            record = self.record
            worked_out, now = record.note("mark"), record.mark()
            whole = hashlib.sha256(f"{worked_out} {now} {self._changes}".encode()).hexdigest()[:12]
            self._marked = marked = (seen, whole, worked_out == now)
        return marked[1], marked[2]

    def when_renewed(self, call: Callable[[], object]) -> None:
        """Have this called, in the background, when a new record or new reports are in the case: to make ready what is kept."""
        self._renewals.append(call)

    def _renew(self) -> None:
        """Make ready what is kept; who asked meanwhile was given what was there before, and asks again for the new revision."""
        with self._lock:
            self._changes += 1
        for call in self._renewals:
            call()
        with self._lock:
            self._changes += 1

    def status(self) -> forms.Status:
        """How things stand now; not current, either, while a new record is there and answers are still given from the old one."""
        revision, current = self._look()
        current = current and not self.snapshots.is_behind()
        return forms.Status(
            version=__version__, case=self.case.path.name, current=current, revision=revision, job=self.jobs.current(),
            tiles=self.tiles,
        )  # fmt: skip

    def kept(self, key: object, make: Callable[[], T]) -> T:
        """What `make` gives for this key, kept until anything in the case changes: for what many answers need."""
        whole = (self.revision(), key)
        with self._lock:
            if whole in self._kept:
                return cast(T, self._kept[whole])
        made = make()
        with self._lock:
            self._kept = {k: v for k, v in self._kept.items() if k[0] == whole[0]}
            while len(self._kept) >= _KEPT:
                del self._kept[next(iter(self._kept))]
            self._kept[whole] = made
        return made

    # ---- what changes it -----------------------------------------------------------------------------------

    def touch(self) -> None:
        """Something was decided: work out the record in the background, when no more has come for a short while."""
        with self._lock:
            self._changes += 1
            if self._timer is not None:
                self._timer.cancel()
            if self._closed:
                return
            self._timer = threading.Timer(self._pause, self._weigh_later)
            self._timer.daemon = True
            self._timer.start()

    def _weigh_later(self) -> None:
        with self._lock:
            if self._closed:
                return
            self._timer = None
            self.weigh()

    def weigh(self, rule: TollRule | None = None) -> forms.Job:
        """Work out the record in the background; where that waits to be done already, once is enough."""
        return self.jobs.start("weigh", lambda job: self._weigh(job, rule), "The record is to be worked out", once=rule is None)

    def _weigh(self, job: Running, rule: TollRule | None = None) -> None:
        if rule is None and self.record.is_current():
            job.tell("The record is current", 100, 100)
            return
        began = time.monotonic()
        try:
            self._work_out(rule, lambda stage, share: job.tell(stage, round(100 * share), 100))
        finally:
            self._renew()
        # Where the record takes long, decisions are gathered for as long.
        self._pause = max(self._pause, min(time.monotonic() - began, _LONGEST_PAUSE))
        job.tell("The record is worked out", 100, 100)

    def _work_out(self, rule: TollRule | None, told: Callable[[str, float], None]) -> None:
        from imbroglio.pipeline.record import weigh

        if self.case.count() >= WORTH_A_PROCESS:
            weigh_apart(self.case.path, rule, told)
        else:
            weigh(self.case, rule=rule, told=told)

    def read(self, inputs: Sequence[str | Source], *, after: Callable[[], None] | None = None) -> forms.Job:
        """Read reports in the background, and work out the record.

        Args:
            inputs: as `imbroglio.intake.iter_reports` takes them.
            after: called when all is read, or the reading has failed.
        """

        def work(job: Running) -> None:
            try:
                read_into(self.case, inputs, job, self._weighing(job))
            finally:
                self._renew()
                if after is not None:
                    after()

        return self.jobs.start("read", work, "The reports are to be read")

    def _weighing(self, job: Running) -> Callable[[], None]:
        """Works out the record in the midst of reading, without a word of progress of its own."""

        def work() -> None:
            done, total, message = job.done, job.total, job.message
            if not self.record.is_current():
                self._work_out(None, lambda stage, _: job.tell(f"Working out the record: {stage[:1].lower()}{stage[1:]}"))
            self._renew()
            job.tell(message, done, total)

        return work

    def work_out_now(self, job: Running) -> None:
        """Within a job: work out the record, if anything has come since it was."""
        self._weighing(job)()

    def folder(self) -> Path:
        """A new empty folder of this workbench, for files on their way in; nobody else on this machine can look into it."""
        with self._lock:
            if self._uploads is None:
                self._uploads = Path(tempfile.mkdtemp(prefix="imbroglio-"))
            return Path(tempfile.mkdtemp(dir=self._uploads))

    def close(self) -> None:
        """Stop what is under way at its next step, and let go of the case."""
        with self._lock:
            self._closed = True
            if self._timer is not None:
                self._timer.cancel()
        self.jobs.close()
        if self._uploads is not None:
            shutil.rmtree(self._uploads, ignore_errors=True)
        self.case.close()


def _workbench_of(request: Request) -> Workbench:
    return cast(Workbench, request.app.state.workbench)


Here = Annotated[Workbench, Depends(_workbench_of)]
"""What a route declares to be handed the workbench: `def actors(here: Here) -> ...`."""
