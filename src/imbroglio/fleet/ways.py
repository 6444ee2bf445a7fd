"""Three ways to read units: in this process, with local processes, on a Ray cluster.

Flows in: Units. Flows out: `UnitParts`, as they are finished; those of one unit are the same bytes whichever way it went. In each way a
worker has a child process that reads, and may fall (`imbroglio.crew.kept`); without a time limit `here` reads in this very process.
Workers return what they made; only the process that the user started writes. So no file system has to be shared but for the inputs.
"""

from __future__ import annotations

import json
import logging
import os
import queue
import re
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

from imbroglio.errors import ImbroglioError
from imbroglio.fleet.extras import import_extra
from imbroglio.fleet.settings import Settings
from imbroglio.fleet.unit_reader import Report, UnitParts, UnitReader
from imbroglio.intake.units import Unit

_LONGEST_ANSWER = 10.0  # seconds for a cluster to accept a connection
_LONGEST_END = 5.0  # seconds for a thread to see that its child was ended
Way = Callable[[Settings, list[Unit], int, Report], Iterator[UnitParts]]


def way_of(on: str) -> Way:
    """The way that an option names: "here", "local", "ray", or the address of a Ray cluster. Raises ImbroglioError."""
    if on in ("here", "local"):
        return {"here": read_here, "local": read_locally}[on]
    if on == "ray" or on.startswith("ray://"):
        return lambda settings, units, jobs, told: read_on_ray(settings, units, jobs, told, on)
    raise ImbroglioError(f"There is no way '{on}' to read; it is one of here, local, ray, or ray://HOST:PORT.")


def read_here(settings: Settings, units: list[Unit], jobs: int, told: Report) -> Iterator[UnitParts]:
    """One unit after the other."""
    reader = UnitReader(settings)
    try:
        for unit in units:
            yield reader.read(unit, told)
    finally:
        reader.dismiss()


_Message = tuple[Literal["told", "parts", "failed", "ended"], Any]


class _Hands:
    """Threads that each watch over one child process."""

    def __init__(self, settings: Settings, units: list[Unit], jobs: int) -> None:
        self.heard: queue.Queue[_Message] = queue.Queue(maxsize=4 * jobs + 64)
        self._settings = settings
        self._waiting = iter(units)
        self._lock = threading.Lock()
        self._stopped = threading.Event()
        self._readers: list[UnitReader] = []
        self._threads = [threading.Thread(target=self._work, name=f"imbroglio-{n}", daemon=True) for n in range(jobs)]
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """End all children; what they have in hand is dropped."""
        self._stopped.set()
        with self._lock:
            for reader in self._readers:
                reader.stop()
        for thread in self._threads:
            thread.join(_LONGEST_END)

    def _say(self, message: _Message) -> None:
        while not self._stopped.is_set():
            try:
                self.heard.put(message, timeout=0.5)
                return
            except queue.Full:
                continue

    def _work(self) -> None:
        reader = UnitReader(self._settings)
        with self._lock:
            self._readers.append(reader)
        try:
            while not self._stopped.is_set():
                with self._lock:
                    unit = next(self._waiting, None)
                if unit is None:
                    break
                self._say(("parts", reader.read(unit, lambda *n: self._say(("told", n)))))
        except Exception as error:  # noqa: BLE001 - handed on to the thread that waits for it
            self._say(("failed", error))
        finally:
            reader.dismiss()
        self._say(("ended", None))


def read_locally(settings: Settings, units: list[Unit], jobs: int, told: Report) -> Iterator[UnitParts]:
    """With local processes, each watched by a thread."""
    jobs = max(1, min(jobs, len(units)))
    hands = _Hands(settings, units, jobs)
    try:
        while jobs:
            kind, value = hands.heard.get()
            if kind == "told":
                told(*value)
            elif kind == "parts":
                yield value
            elif kind == "failed":
                raise value
            else:
                jobs -= 1
    finally:
        hands.stop()


class RayWorker:
    """A stateful actor of Ray Data: one reader, kept from unit to unit."""

    def __init__(self, settings: Settings) -> None:
        self._reader = UnitReader(settings)
        self._settings = settings

    def __call__(self, batch: dict[str, Any]) -> dict[str, list[Any]]:
        """Read the units of a batch."""
        made: dict[str, list[Any]] = {name: [] for name in ("parts", "reports", "statements", "troubles", "failed")}
        for unit in batch["unit"]:
            try:
                parts = self._reader.read(unit)
            except ImbroglioError as error:  # to be said to the user, not to be tried again
                _fill(made, "", {}, str(error))
                continue
            told = json.dumps({"key": parts.key, "counts": parts.counts, "seconds": parts.seconds, "passed": parts.passed})
            _fill(made, told, parts.tables, "")
        return made


def _fill(made: dict[str, list[Any]], told: str, tables: dict[str, bytes], failed: str) -> None:
    made["parts"].append(told)
    made["failed"].append(failed)
    for name in ("reports", "statements", "troubles"):
        made[name].append(tables.get(name, b""))


def read_on_ray(
    settings: Settings, units: list[Unit], jobs: int, told: Report, address: str = "ray"
) -> Iterator[UnitParts]:
    """On a Ray cluster: the one at `address`, else the one that this machine belongs to, else one of its own.

    Ray Data hands the units to stateful actors; an actor that is killed is started anew, and its unit given to it or another again.
    """
    with cluster(address, jobs) as data:
        rows = _rows_from_afar(settings, units, jobs) if address.startswith("ray://") else _rows(data, settings, units, jobs)
        for row in rows:
            if row["failed"]:
                raise ImbroglioError(row["failed"])
            said = json.loads(row["parts"])
            tables = {name: bytes(row[name]) for name in ("reports", "statements", "troubles")}
            counts = said["counts"]
            told(counts["reports"], counts["statements"], counts["troubles"])
            yield UnitParts(said["key"], tables, counts, said["seconds"], said["passed"])


def _rows(data: Any, settings: Settings, units: list[Unit], jobs: int) -> Iterator[dict[str, Any]]:
    """What the actors of Ray Data make of the units, as it comes."""
    rows = data.from_items([{"unit": unit} for unit in units], override_num_blocks=len(units))
    read = rows.map_batches(
        RayWorker,
        batch_size=1,
        compute=data.ActorPoolStrategy(size=max(1, min(jobs, len(units)))),
        num_cpus=1,
        fn_constructor_kwargs={"settings": settings},
    )
    yield from read.iter_rows()


class _Lead:
    """On the cluster, since Ray Data cannot be led from outside of one: hands out row by row."""

    def __init__(self, settings: Settings, units: list[Unit], jobs: int) -> None:
        import ray.data

        context = ray.data.DataContext.get_current()
        context.enable_progress_bars = False
        context.print_on_execution_start = False
        self._rows = _rows(ray.data, settings, units, jobs)

    def next(self) -> dict[str, Any] | None:
        """The next row; None after the last."""
        return next(self._rows, None)


def _rows_from_afar(settings: Settings, units: list[Unit], jobs: int) -> Iterator[dict[str, Any]]:
    """The same through Ray's client, which connects from outside of the cluster."""
    ray = import_extra("ray", "ray")
    lead = ray.remote(num_cpus=0)(_Lead).remote(settings, units, jobs)
    while (row := ray.get(lead.next.remote())) is not None:
        yield row


@contextmanager
def cluster(address: str, jobs: int) -> Iterator[Any]:
    """Ray Data, connected."""
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # nothing is sent anywhere
    os.environ.setdefault("RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO", "0")
    os.environ.setdefault("RAY_BACKEND_LOG_LEVEL", "fatal")
    ray = import_extra("ray", "ray")
    data = import_extra("ray.data", "ray")
    ours = not ray.is_initialized()
    if ours:
        _connect(ray, address, jobs)
    try:
        logging.getLogger("ray.data").setLevel(logging.CRITICAL)  # what goes wrong is raised, and said once
        context = data.DataContext.get_current()
        context.enable_progress_bars = False
        context.print_on_execution_start = False
        yield data
    finally:
        if ours:
            ray.shutdown()


def _connect(ray: Any, address: str, jobs: int) -> None:
    quiet: dict[str, Any] = {"log_to_driver": False, "logging_level": "ERROR"}
    found = _with_port(address) if address != "ray" else _cluster_here()
    if found is None:  # this machine belongs to no cluster
        ray.init("local", num_cpus=jobs + 1, include_dashboard=False, **quiet)
        return
    try:
        if not _answers(found):
            raise ConnectionError("nobody listens there")
        ray.init(found, **quiet)
    except ImportError:
        raise ImbroglioError(
            f"To reach '{found}', Ray's client is needed; install it with: pip install 'ray[client]'. On a machine of the cluster, or with "
            "RAY_ADDRESS=HOST:6379, '--on ray' needs none."
        ) from None
    except (ConnectionError, RuntimeError, ValueError) as error:
        why = " ".join(str(error).split())[:300]
        raise ImbroglioError(f"No Ray cluster answers at '{found}' ({why}); check the address (and set RAY_AUTH_MODE=token where the cluster asks for a token), or use --on local.") from None


def _with_port(address: str) -> str:
    """The address of Ray's client, with the port that it has where none is named.

    >>> _with_port("ray://head"), _with_port("ray://head:9000")
    ('ray://head:10001', 'ray://head:9000')
    """
    return address if re.search(r":\d+$", address) else f"{address}:10001"


def _cluster_here() -> str | None:
    """The address of the cluster that the user names, or that this machine belongs to, if it still lives.

    Ray leaves the address of a cluster that has ended, and would wait for it for minutes.
    """
    named = os.environ.get("RAY_ADDRESS")
    if named and named not in ("auto", "local"):
        return named
    try:
        left = Path(os.environ.get("RAY_TMPDIR", "/tmp"), "ray", "ray_current_cluster").read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return None
    return left if left and named != "local" and _answers(left) else None


def _answers(address: str) -> bool:
    """Whether anybody listens at an address."""
    host, _, port = address.removeprefix("ray://").rpartition(":")
    try:
        with socket.create_connection((host.strip("[]"), int(port)), timeout=_LONGEST_ANSWER):
            return True
    except (OSError, ValueError):
        return False
