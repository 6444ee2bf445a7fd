"""Whatever falls in the middle of a run, nothing is lost and nothing is there twice."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from imbroglio.errors import DatasetError, ImbroglioError
from imbroglio.fleet import folder, ways
from imbroglio.fleet import run as fleet_run
from imbroglio.fleet.dataset import open_dataset
from imbroglio.fleet.run import Run, read_to_dataset
from imbroglio.fleet.settings import Settings

TESTS = Path(__file__).parents[1]
sys.path.insert(0, str(TESTS))  # worker processes find the stub by its name
import stub_fleet as stub  # noqa: E402
from archives import Kept, answer, record  # noqa: E402
from stub_fleet import SETTINGS, numbered, write  # noqa: E402
from stub_run import make_death, make_nothing  # noqa: E402

GUARDED = replace(SETTINGS, limit=30.0)
PROGRAM = [sys.executable, str(TESTS / "stub_fleet.py")]


def read(source: str, into: Path, settings: Settings = GUARDED, **more: Any) -> Run:
    return read_to_dataset([source], str(into), settings, **({"on": "local", "jobs": 2, "unit_reports": 7} | more))


def content(dataset: Path) -> dict[str, str]:
    """Every file of a dataset's tables, with its hash."""
    found = [f for name in ("statements", "reports", "troubles") for f in (dataset / name).rglob("*") if f.is_file()]
    return {f.relative_to(dataset).as_posix(): hashlib.sha256(f.read_bytes()).hexdigest() for f in found}


@pytest.fixture
def undisturbed(tmp_path: Path) -> tuple[str, dict[str, str]]:
    """An input, and what a run that nothing disturbs makes of it."""
    source = write(tmp_path / "in.jsonl", numbered(60))
    read(source, tmp_path / "undisturbed", SETTINGS, on="here")
    return source, content(tmp_path / "undisturbed")


def test_a_poisoned_report_is_named_and_all_others_go_on(tmp_path: Path) -> None:
    rows = numbered(30)
    for n, word in ((3, "abort"), (10, "endless"), (11, "slow"), (20, "die"), (29, "abort")):
        rows[n]["text"] = f"w{n} {word}"
    source = write(tmp_path / "in.jsonl", rows)
    run = read(source, tmp_path / "set", replace(GUARDED, reader=stub.PoisonReader, limit=1.0))
    held = open_dataset(str(tmp_path / "set"))
    states = {r.document.id: (r.state, r.reason) for r in held.reports()}
    assert {id: s for id, s in states.items() if s[0] != "read"} == {
        "r003": ("failed", "reader-crash"),
        "r010": ("failed", "time-limit"),
        "r011": ("failed", "time-limit"),
        "r020": ("failed", "reader-crash"),
        "r029": ("failed", "reader-crash"),
    }
    assert list(states) == [f"r{n:03}" for n in range(30)]
    said = {doc: t.message for doc, t in held.troubles()}
    assert "in.jsonl" in said["r003"] and "SIGABRT" in said["r003"]
    assert "longer than the limit of 1 seconds" in said["r010"]
    assert "exit code 3" in said["r020"]
    assert next(r for r in held.reports() if r.document.id == "r010").document.text == "w10 endless"
    assert run.counts.statements["event"] == 25 * 3


def test_a_page_whose_text_cannot_be_had_is_named_and_the_next_is_read(tmp_path: Path) -> None:
    words = {2: "endless", 3: "deadly", 7: "endless"}
    page = "<html><body><article><p>{} The army of the north shelled the town on Monday, said people who live there.</p></article></body></html>"
    kept = [Kept(f"https://news.example/{n}", answer(page.format(words.get(n, n)).encode())) for n in range(9)]
    (tmp_path / "in.warc").write_bytes(b"".join(record(k) for k in kept))
    run = read(str(tmp_path / "in.warc"), tmp_path / "set", replace(GUARDED, reader=stub.make_trapped, limit=1.0))
    held = open_dataset(str(tmp_path / "set"))
    assert [r.document.url for r in held.reports()] == [k.url for n, k in enumerate(kept) if n not in words]
    troubles = [t for _, t in held.troubles()]
    assert [t.reason for t in troubles] == ["time-limit", "reader-crash", "time-limit"]
    assert all("in.warc#" in t.where and t.where in t.message for t in troubles)
    assert run.counts.reports == {"read": 6}


def test_a_row_that_hangs_on_its_way_in_is_named_and_the_next_is_read(tmp_path: Path) -> None:
    rows = numbered(6)
    rows[2]["text"] = "endless"
    source = write(tmp_path / "in.jsonl", rows)
    read(source, tmp_path / "set", replace(GUARDED, dateline=stub.hanging_dateline, limit=1.0))
    held = open_dataset(str(tmp_path / "set"))
    assert [r.document.id for r in held.reports()] == ["r000", "r001", "r003", "r004", "r005"]
    [(doc, trouble)] = held.troubles()
    assert (doc, trouble.reason, trouble.where) == (None, "time-limit", f"{source}:3")


def test_a_document_of_a_hundred_megabytes_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "b.txt").write_bytes(b"war and peace " * (100 << 20 >> 4) * 2)
    write(tmp_path / "in" / "a.jsonl", [*numbered(3), {"id": "huge", "text": "x" * (21 << 20)}, *numbered(3, first=3)])
    run = read(str(tmp_path / "in"), tmp_path / "set")
    assert run.counts.reports == {"read": 6}
    troubles = [t for _, t in open_dataset(str(tmp_path / "set")).troubles()]
    assert [(Path(t.where).name, t.fatal) for t in troubles] == [("a.jsonl:4", True), ("b.txt", True)]


def test_workers_that_are_killed_ten_times_leave_no_trace(
    tmp_path: Path, undisturbed: tuple[str, dict[str, str]]
) -> None:
    source, whole = undisturbed
    chance, killed, over = random.Random(7), 0, threading.Event()

    def kill() -> None:
        nonlocal killed
        while killed < 10 and not over.is_set():
            time.sleep(chance.uniform(0.1, 0.7))
            children = [pid for pid in _children(os.getpid()) if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()]
            if children:
                os.kill(chance.choice(children), signal.SIGKILL)
                killed += 1

    killer = threading.Thread(target=kill)
    killer.start()
    try:
        read(source, tmp_path / "set", replace(GUARDED, reader=stub.Dawdling))
    finally:
        over.set()
        killer.join()
    assert killed == 10
    assert content(tmp_path / "set") == whole


def units_done(line: str) -> int:
    """How many units are done, by a line that says how far a run is."""
    return int(line.split("unit ")[1].split(" of")[0]) if "articles" in line else -1


def test_a_run_that_is_killed_again_and_again_goes_on_where_it_was(
    tmp_path: Path, undisturbed: tuple[str, dict[str, str]]
) -> None:
    source, whole = undisturbed
    chance = random.Random(3)
    command = [*PROGRAM, source, str(tmp_path / "set"), "local", "2", "30", "Pausing"]
    done: list[int] = []
    for _ in range(3):
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        done.append(next(n for line in process.stdout if (n := units_done(line)) >= 0))  # by the runs before
        for line in process.stdout:
            if units_done(line) > done[-1]:
                break
        time.sleep(chance.uniform(0.0, 0.3))
        process.kill()
        process.communicate()
        with pytest.raises(DatasetError, match="the same command"):
            open_dataset(str(tmp_path / "set"))
    assert done == sorted(set(done))
    subprocess.run(command, check=True, capture_output=True)
    assert content(tmp_path / "set") == whole
    assert not (tmp_path / "set" / ".work").exists()


def test_a_full_disk_is_said_plainly_and_the_run_goes_on_after(
    tmp_path: Path, undisturbed: tuple[str, dict[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    source, whole = undisturbed
    write_one = folder.Folder._put_local
    for room in (0, 3, 9, 30, 41):  # files: while units are kept, while they are published, before the manifest
        left = room

        def full(self: folder.Folder, file: Path, data: bytes) -> None:
            nonlocal left
            left -= 1
            if left < 0:
                file.parent.mkdir(parents=True, exist_ok=True)
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            write_one(self, file, data)

        with monkeypatch.context() as patch:
            patch.setattr(folder.Folder, "_put_local", full)
            with pytest.raises(DatasetError, match=r"no room left .*free some space"):
                read(source, tmp_path / f"set{room}", SETTINGS, on="here")
        read(source, tmp_path / f"set{room}", SETTINGS, on="here")
        assert content(tmp_path / f"set{room}") == whole


def test_what_was_damaged_while_it_waited_is_read_again(
    tmp_path: Path, undisturbed: tuple[str, dict[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    source, whole = undisturbed
    with monkeypatch.context() as patch:
        patch.setattr(fleet_run, "Publisher", None)
        with pytest.raises(TypeError):
            read(source, tmp_path / "set", SETTINGS, on="here")
    waiting = sorted((tmp_path / "set" / ".work").glob("*.statements.parquet"))
    waiting[2].write_bytes(waiting[2].read_bytes()[:-9])
    with pytest.raises(DatasetError, match="damaged; run the same command again"):
        read(source, tmp_path / "set", replace(SETTINGS, reader=make_nothing), on="here")
    read(source, tmp_path / "set", SETTINGS, on="here")
    assert content(tmp_path / "set") == whole


def test_units_may_be_finished_in_any_order(
    tmp_path: Path, undisturbed: tuple[str, dict[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    source, whole = undisturbed

    def backwards(on: str) -> ways.Way:
        return lambda how, units, jobs, told: ways.read_here(how, units[::-1], jobs, told)

    monkeypatch.setattr(fleet_run, "way_of", backwards)
    read(source, tmp_path / "set", SETTINGS)
    assert content(tmp_path / "set") == whole


_WORDS = st.sampled_from(["one", "two", "three", "crash", " "])
_REPORTS = st.fixed_dictionaries(
    {"text": _WORDS}, optional={"id": st.sampled_from("abc"), "date": st.sampled_from(["2016-01-02", "2017-03-04"])}
)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(_REPORTS, min_size=1, max_size=12), size=st.integers(1, 5), split=st.integers(0, 12))
def test_how_the_work_is_cut_changes_nothing(
    tmp_path_factory: pytest.TempPathFactory, rows: Sequence[dict[str, str]], size: int, split: int
) -> None:
    tmp = tmp_path_factory.mktemp("cut")
    (tmp / "in").mkdir()
    parts = [part for part in (rows[:split], rows[split:]) if part]
    for n, part in enumerate(parts):
        write(tmp / "in" / f"{n}.jsonl", part)
    for name, units in (("whole", 200), ("cut", size)):
        read(str(tmp / "in"), tmp / name, SETTINGS, on="here", unit_reports=units)
    assert content(tmp / "whole") == content(tmp / "cut")
    ids = [r.document.id for r in open_dataset(str(tmp / "cut")).reports()]
    assert len(ids) == len(set(ids))


def test_two_runs_do_not_write_to_one_dataset(tmp_path: Path, undisturbed: tuple[str, dict[str, str]]) -> None:
    source, _ = undisturbed
    def meanwhile(progress: Any) -> None:
        if progress.phase == "publish":
            return
        with pytest.raises(DatasetError, match="Another run"):
            read(source, tmp_path / "set", SETTINGS, on="here")

    read(source, tmp_path / "set", SETTINGS, on="here", told=meanwhile)
    assert open_dataset(str(tmp_path / "set")).manifest.counts.reports == {"read": 60}


def test_workers_that_cannot_begin_end_the_run_with_the_remedy(tmp_path: Path) -> None:
    source = write(tmp_path / "in.jsonl", numbered(8))
    with pytest.raises(ImbroglioError, match="--jobs"):
        read(source, tmp_path / "set", replace(GUARDED, reader=make_death))
    with pytest.raises(ImbroglioError, match="IMBROGLIO_PIPELINE"):
        read(source, tmp_path / "set", replace(GUARDED, reader=make_nothing))


def test_on_ray_it_is_the_same_and_a_killed_actor_leaves_no_trace(
    tmp_path: Path, undisturbed: tuple[str, dict[str, str]]
) -> None:
    source, whole = undisturbed
    command = [*PROGRAM, source, str(tmp_path / "set"), "ray", "2", "30", "Pausing"]
    search = os.pathsep.join([str(TESTS), *filter(None, [os.environ.get("PYTHONPATH")])])
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": search}
    )
    killed: list[int] = []
    until = time.monotonic() + 60
    while process.poll() is None and time.monotonic() < until and len(killed) < 2:
        time.sleep(0.3)
        for pid in _actors_of(process.pid):
            if pid not in killed and _children(pid):  # once it has a reader at work
                os.kill(pid, signal.SIGKILL)
                killed.append(pid)
                break
    out, said = process.communicate(timeout=90)
    assert process.returncode == 0, said[-3000:]
    assert json.loads(out.splitlines()[-1])["reports"] == {"read": 60}
    assert killed
    assert content(tmp_path / "set") == whole


def test_a_cluster_that_is_not_there_is_said_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = write(tmp_path / "in.jsonl", numbered(3))
    with pytest.raises(ImbroglioError, match=r"No Ray cluster answers at 'ray://127\.0\.0\.1:1'"):
        read(source, tmp_path / "set", on="ray://127.0.0.1:1")
    monkeypatch.setenv("RAY_ADDRESS", "127.0.0.1:2")
    with pytest.raises(ImbroglioError, match=r"No Ray cluster answers at '127\.0\.0\.1:2'"):
        read(source, tmp_path / "set", on="ray")
    monkeypatch.delenv("RAY_ADDRESS")
    monkeypatch.setenv("RAY_TMPDIR", str(tmp_path))
    (tmp_path / "ray").mkdir()
    (tmp_path / "ray" / "ray_current_cluster").write_text("127.0.0.1:3")  # of one that has ended
    assert ways._cluster_here() is None


def _children(pid: int) -> list[int]:
    found = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            found += [int(child) for child in task.read_text().split()]
        except OSError:
            continue
    return found


def _actors_of(pid: int) -> list[int]:
    """The actors of Ray Data below a process."""
    waiting, found = [pid], []
    while waiting:
        at = waiting.pop()
        try:
            if b"MapWorker" in Path(f"/proc/{at}/cmdline").read_bytes():
                found.append(at)
        except OSError:
            continue
        waiting += _children(at)
    return found
