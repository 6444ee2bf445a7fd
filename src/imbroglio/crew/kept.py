"""A child process at work that can be killed: where one report hangs, or takes the process down, all others go on.

Flows in: tasks, each with many items. Flows out: what the child made of each item; or, of an item that took longer than the limit or
ended the child time and again, a `GivenUp` that names it. The child is started when it is first needed, and anew after each fall; the
task in hand then goes on behind what came of it before. Without a limit everything runs in this process, and only what an item raises
is caught.

The clock runs from the moment at which an item is begun, by the wall. The child has an alarm of its own, which the system rings even in
the midst of an endless regular expression: a child whose parent was killed does not stay behind.
"""

from __future__ import annotations

import multiprocessing
import signal
import time
from collections import Counter
from collections.abc import Callable, Generator, Iterator
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any, Generic, Literal, Protocol, TypeVar

from imbroglio.crew.pool import where_of
from imbroglio.errors import ImbroglioError

Task = TypeVar("Task")
Token = tuple[Any, ...]
"""Names an item within its task, and what is being done with it; the same each time the task is done."""

_LONGEST_START = 300.0  # seconds until a child has loaded what it needs
_TRIES = 2  # of an item with which the child ended: once may have been chance
_TRIES_KILLED = 6  # of one during which the child was killed from outside: mostly it was none of its doing
_STARTS = 3  # of a child, until it is clear that none can live
_STARTS_KILLED = 12  # while somebody kills them
_NO_ITEM: Token = ()


class Begun(Protocol):
    """What the work calls when it takes an item in hand."""

    def __call__(self, token: Token, where: str, about: Any = None) -> None: ...


class Work(Protocol):
    """Does one task: calls `begun` before each item, and yields what it made of it.

    What is in `done` is not to be made again; what is in `given_up` is not to be begun.
    """

    def __call__(
        self, task: Any, done: frozenset[Token], given_up: frozenset[Token], begun: Begun
    ) -> Iterator[tuple[Token, Any]]: ...


MakeWork = Callable[[], Work]
"""Makes the work, once in each process; has to be picklable."""


@dataclass(frozen=True, slots=True)
class GivenUp:
    """Why nothing came of an item: `reason` is a Trouble's reason, `why` half a sentence for its message."""

    reason: Literal["reader-crash", "time-limit"]
    where: str
    why: str


@dataclass(frozen=True, slots=True)
class _Fall:
    """How an attempt at a task ended early, and with which item in hand."""

    kind: Literal["raised", "late", "died", "killed"]
    token: Token
    where: str
    about: Any
    why: str = ""


Made = tuple[Token, Any, Any]  # the item, what was said of it when it was begun, what was made of it
_Attempt = Generator[Made, None, _Fall | None]


class Kept(Generic[Task]):
    """One child process, kept from task to task. Used by one thread at a time.

    Args:
        make: makes the work, in the child.
        limit: seconds for one item; 0 does all in this process, without a limit.
    """

    def __init__(self, make: MakeWork, limit: float) -> None:
        self._make, self._limit = make, limit
        self._own: Work | None = None
        self._child: _Child | None = None
        self._stillborn = 0
        self._stopped = False

    def run(self, task: Task) -> Iterator[Made]:
        """What came of each item of a task, in order; a `GivenUp` stands for what was made of an item where nothing was.

        Raises:
            ImbroglioError: the work cannot be made, or child processes cannot live.
        """
        done: set[Token] = set()
        given_up: set[Token] = set()
        falls: Counter[Token] = Counter()
        while True:
            attempt = self._attempt(task, frozenset(done), frozenset(given_up))
            fall: _Fall | None = None
            while True:
                try:
                    token, about, made = next(attempt)
                except StopIteration as ended:
                    fall = ended.value
                    break
                done.add(token)
                yield token, about, made
            if fall is None:
                return
            falls[fall.token] += 1
            if falls[fall.token] < _most(fall):
                continue
            if fall.token in given_up:
                return  # it was told before, and there is no way around it
            given_up.add(fall.token)
            yield fall.token, fall.about, GivenUp("time-limit" if fall.kind == "late" else "reader-crash", fall.where, fall.why)
            if fall.token == _NO_ITEM:
                return

    def dismiss(self) -> None:
        """End the child, at once."""
        if self._child is not None:
            self._child.end()
            self._child = None

    def stop(self) -> None:
        """As `dismiss`, from another thread: the one that runs a task gets an ImbroglioError, and dismisses."""
        self._stopped = True
        if self._child is not None:
            self._child.kill()

    @property
    def pid(self) -> int | None:
        """The child's process, where there is one."""
        return None if self._child is None else self._child.pid

    def _attempt(self, task: Task, done: frozenset[Token], given_up: frozenset[Token]) -> _Attempt:
        if not self._limit:
            self._own = self._own or self._make()
            return _alone(self._own, task, done, given_up)
        return self._at_a_distance(task, done, given_up)

    def _at_a_distance(self, task: Task, done: frozenset[Token], given_up: frozenset[Token]) -> _Attempt:
        child = self._child = self._child or _Child(self._make, self._limit)
        if self._stopped:
            raise ImbroglioError("The run was stopped.")
        if not child.ready:
            if not child.wait_until_ready():
                most = _STARTS_KILLED if child.was_killed() else _STARTS
                self.dismiss()
                self._stillborn += 1
                if self._stillborn >= most:
                    raise ImbroglioError(
                        "The worker processes end as soon as they begin; free memory, or give a smaller number to --jobs."
                    )
                return (yield from self._at_a_distance(task, done, given_up))
            self._stillborn = 0
        fall = yield from child.do(task, done, given_up)
        if fall is not None and fall.kind != "raised":
            self.dismiss()
        return fall


def _most(fall: _Fall) -> int:
    """After how many falls an item is given up."""
    if fall.token == _NO_ITEM:
        return _TRIES_KILLED
    return {"raised": 1, "late": 1, "died": _TRIES, "killed": _TRIES_KILLED}[fall.kind]


def _alone(work: Work, task: Any, done: frozenset[Token], given_up: frozenset[Token]) -> _Attempt:
    """An attempt in this process."""
    hand: list[Any] = [_NO_ITEM, "", None]

    def begun(token: Token, where: str, about: Any = None) -> None:
        hand[:] = [token, where, about]

    try:
        for token, made in work(task, done, given_up, begun):
            yield token, hand[2], made
            hand[:] = [_NO_ITEM, "", None]
    except ImbroglioError:
        raise
    except Exception as error:  # noqa: BLE001 - the worker boundary: what an item raises is its own trouble
        return _Fall("raised", hand[0], hand[1], hand[2], _said(error))
    return None


def _said(error: Exception) -> str:
    return " ".join(f"{type(error).__name__}: {error}"[:300].split()) + where_of(error)


class _Child:
    """One child process and the line to it, as its parent sees them."""

    def __init__(self, make: MakeWork, limit: float) -> None:
        context = multiprocessing.get_context("spawn")
        self._line, theirs = context.Pipe()
        self._limit = limit
        self._process = context.Process(target=_live, args=(make, limit, theirs), daemon=True)
        self._process.start()
        theirs.close()
        self.ready = False

    @property
    def pid(self) -> int | None:
        return self._process.pid

    def kill(self) -> None:
        with suppress(ValueError, OSError):  # it has ended by itself
            self._process.kill()

    def end(self) -> None:
        self._line.close()
        self._process.kill()
        self._process.join()
        self._process.close()

    def wait_until_ready(self) -> bool:
        """Wait until the work is made. Raises ImbroglioError where it cannot be; False where the child ended."""
        message = self._hear(_LONGEST_START)
        if message is None or message == "late":
            return False
        if message[0] == "unable":
            raise ImbroglioError(message[1])
        self.ready = True
        return True

    def do(self, task: Any, done: frozenset[Token], given_up: frozenset[Token]) -> _Attempt:
        """An attempt at a task; returns how it fell, or None where it is done."""
        token, where, about = _NO_ITEM, "", None
        try:
            self._line.send((task, done, given_up))
        except (BrokenPipeError, ConnectionError, OSError):
            return self._death(token, where, about)
        while True:
            message = self._hear(self._limit)
            if message is None:
                return self._death(token, where, about)
            if message == "late":
                return _Fall("late", token, where, about, f"it took longer than the limit of {self._limit:g} seconds")
            match message:
                case ("begun", token, where, about):
                    pass
                case ("made", made_token, made):
                    said, (token, where, about) = about, (_NO_ITEM, "", None)
                    yield made_token, said, made
                case ("raised", why):
                    return _Fall("raised", token, where, about, why)
                case ("unable", why):
                    raise ImbroglioError(why)
                case _:
                    return None

    def _hear(self, longest: float) -> Any:
        """The next message; "late" where none comes in time, None where the child has ended."""
        until = time.monotonic() + longest
        try:
            while not self._line.poll(max(0.0, until - time.monotonic())):
                if time.monotonic() >= until:
                    return "late"
            return self._line.recv()
        except (EOFError, ConnectionError, OSError):
            return None

    def was_killed(self) -> bool:
        """Whether it has ended, and by somebody else's will."""
        self._process.join(10)
        return self._process.exitcode == -getattr(signal, "SIGKILL", 9)

    def _death(self, token: Token, where: str, about: Any) -> _Fall:
        killed = self.was_killed()
        code = self._process.exitcode
        if code == -getattr(signal, "SIGALRM", 14):
            return _Fall("late", token, where, about, f"it took longer than the limit of {self._limit:g} seconds")
        how = "was killed, as when memory runs out" if killed else f"ended ({_name(code)})"
        return _Fall("killed" if killed else "died", token, where, about, f"its worker process {how}")


def _name(code: int | None) -> str:
    if code is not None and code < 0:
        with suppress(ValueError):
            return signal.Signals(-code).name
    return f"exit code {code}"


def _live(make: MakeWork, limit: float, line: Connection) -> None:
    """The child: makes the work, then does one task after the other until the line is let go."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides what a Ctrl+C means
    alarm = _alarm(limit)
    try:
        work = make()
    except ImbroglioError as error:
        line.send(("unable", str(error)))
        return

    def begun(token: Token, where: str, about: Any = None) -> None:
        alarm(2 * limit + 5)  # the parent comes first, where there is one
        line.send(("begun", token, where, about))

    with suppress(EOFError, ConnectionError, OSError):
        line.send(("ready",))
        while True:
            task, done, given_up = line.recv()
            try:
                for token, made in work(task, done, given_up, begun):
                    line.send(("made", token, made))
                line.send(("done",))
            except ImbroglioError as error:
                line.send(("unable", str(error)))
            except (EOFError, BrokenPipeError, ConnectionError):
                return
            except Exception as error:  # noqa: BLE001 - the worker boundary: what an item raises is its own trouble
                line.send(("raised", _said(error)))
            alarm(0)


def _alarm(limit: float) -> Callable[[float], None]:
    """Sets the alarm that ends this process; the system rings it, whatever Python is doing."""
    if not hasattr(signal, "setitimer"):  # Windows
        return lambda seconds: None
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    return lambda seconds: signal.setitimer(signal.ITIMER_REAL, seconds) and None
