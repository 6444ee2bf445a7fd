"""The pipeline keeps the order, loses nothing, and goes on where it was stopped."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from imbroglio.errors import ImbroglioError, PipelineMissing
from imbroglio.pipeline import Outcome, Summary, read_reports
from imbroglio.store import Case, open_case

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))  # worker processes find the stub by its name
from stub_run import MARK, make_death, make_nothing, make_stub  # noqa: E402

FRENCH = "Les combats ont repris mardi dans la banlieue de la ville, selon des témoins qui ont fui le pays."


def write(path: Path, rows: Sequence[dict[str, Any]]) -> str:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return str(path)


def numbered(count: int) -> list[dict[str, Any]]:
    return [{"id": f"r{n:03}", "text": f"w{n} x{n} y{n}"} for n in range(count)]


def read(inputs: Sequence[str], case: Case | None = None, **more: Any) -> list[Outcome]:
    settings: dict[str, Any] = {"dateline": None, "reader": make_stub, "mark": MARK}
    return list(read_reports(inputs, case, **(settings | more)))


def content(path: Path) -> tuple[list[Any], list[Any], list[Any]]:
    """All that a case says, but not when it was written."""
    with open_case(path) as case:
        documents = [(d.document, d.read_with, d.statements, d.troubles) for d in case.documents()]
        return documents, list(case.statements()), list(case.troubles())


@pytest.mark.parametrize("jobs", [1, 2])
def test_outcomes_come_in_the_order_of_the_inputs(tmp_path: Path, jobs: int) -> None:
    rows = numbered(30)
    rows[7]["text"] = " "
    rows[11]["text"] = "before crash after"
    rows[13]["text"] = FRENCH
    outcomes = read([write(tmp_path / "in.jsonl", rows)], jobs=jobs)
    states = {7: "refused", 11: "crashed", 13: "not-read"}
    assert [o.state for o in outcomes] == [states.get(n, "read") for n in range(30)]
    assert [o.document.id for o in outcomes if o.document] == [r["id"] for n, r in enumerate(rows) if n != 7]
    assert [s.trigger for s in outcomes[29].layers.statements] == ["w29", "x29", "y29"]


def test_any_number_of_workers_makes_the_same_case(tmp_path: Path) -> None:
    rows = numbered(25)
    rows[3]["text"] = "w crash"
    source = write(tmp_path / "in.jsonl", rows)
    for jobs in (1, 3):
        with open_case(tmp_path / f"{jobs}.imbroglio", create=True) as case:
            read([source], case, jobs=jobs)
    assert content(tmp_path / "1.imbroglio") == content(tmp_path / "3.imbroglio")


def test_a_crash_is_a_trouble_that_names_the_report_and_the_fault(tmp_path: Path) -> None:
    source = write(tmp_path / "in.jsonl", [{"id": "bad", "text": "crash"}, {"id": "good", "text": "word"}])
    with open_case(tmp_path / "war.imbroglio", create=True) as case:
        bad, good = read([source], case)
        [trouble] = bad.troubles
        assert (trouble.where, trouble.reason, trouble.fatal) == ("bad", "reader-crash", True)
        assert "in.jsonl" in trouble.message
        assert "ValueError: cannot bear 'crash' (in stub_run.py, line" in trouble.message
        assert list(case.troubles()) == [trouble]
        assert [(d.document.id, d.read_with) for d in case.documents()] == [("bad", None), ("good", MARK)]
        assert good.state == "read"
        assert read([source], case)[0].state == "crashed"  # it is tried again, and told once
        assert list(case.troubles()) == [trouble]


def test_a_worker_that_dies_takes_no_other_report_with_it(tmp_path: Path) -> None:
    rows = numbered(20)
    deadly = (4, 9, 10, 11, 17)
    for n in deadly:
        rows[n]["text"] = f"w{n} die"
    outcomes = read([write(tmp_path / "in.jsonl", rows)], jobs=2)
    assert [o.state for o in outcomes] == ["crashed" if n in deadly else "read" for n in range(20)]
    assert "worker process ended" in outcomes[4].troubles[0].message


def test_workers_that_cannot_begin_end_the_run_with_the_remedy(tmp_path: Path) -> None:
    source = write(tmp_path / "in.jsonl", numbered(8))
    with pytest.raises(ImbroglioError, match="--jobs 1"):
        read([source], reader=make_death, jobs=2)
    with pytest.raises(ImbroglioError, match="IMBROGLIO_PIPELINE"):
        read([source], reader=make_nothing, jobs=2)
    with pytest.raises(PipelineMissing):
        read([source], reader=make_nothing)


def test_what_is_known_is_not_read_again(tmp_path: Path) -> None:
    source = write(tmp_path / "in.jsonl", numbered(3))
    with open_case(tmp_path / "war.imbroglio", create=True) as case:
        first = read([source], case)
        second = read([source], case, reader=make_nothing, recall=True)
        assert [o.state for o in second] == ["known"] * 3
        assert [o.layers.statements for o in second] == [o.layers.statements for o in first]
        assert [o.state for o in read([source], case, again=True)] == ["read"] * 3
        assert [o.state for o in read([source], case, mark="stub 2")] == ["read"] * 3
        assert case.count() == 9


def test_a_report_whose_date_was_mended_is_read_again(tmp_path: Path) -> None:
    with open_case(tmp_path / "war.imbroglio", create=True) as case:
        read([write(tmp_path / "in.jsonl", [{"id": "a", "text": "word"}])], case)
        [outcome] = read(
            [write(tmp_path / "in.jsonl", [{"id": "a", "text": "word", "date": "2017-02-03"}])], case
        )
        assert outcome.state == "read"
        [stored] = case.documents()
        assert str(stored.document.date) == "2017-02-03"


def test_the_same_bytes_keep_the_id_that_the_case_knows(tmp_path: Path) -> None:
    with open_case(tmp_path / "war.imbroglio", create=True) as case:
        [first] = read([write(tmp_path / "in.jsonl", [{"text": "word"}])], case)
        [outcome] = read([write(tmp_path / "other.jsonl", [{"text": "word"}])], case)
        assert outcome.state == "known"
        assert outcome.document and first.document
        assert outcome.document.id == first.document.id


def test_rows_with_ids_of_their_own_are_all_kept(tmp_path: Path) -> None:
    """A data set's rows are its rows, even where two have the same text."""
    with open_case(tmp_path / "war.imbroglio", create=True) as case:
        rows = [{"id": "a", "text": "word"}, {"id": "b", "text": "word"}]
        assert [o.state for o in read([write(tmp_path / "in.jsonl", rows)], case)] == ["read", "read"]
        assert [o.state for o in read([write(tmp_path / "in.jsonl", rows)], case)] == ["known", "known"]


def test_other_bytes_under_a_known_id_are_a_report_of_their_own(tmp_path: Path) -> None:
    with open_case(tmp_path / "war.imbroglio", create=True) as case:
        read([write(tmp_path / "in.jsonl", [{"id": "a", "text": "word"}])], case)
        source = write(tmp_path / "other.jsonl", [{"id": "a", "text": "other"}])
        for state in ("read", "known"):
            [outcome] = read([source], case)
            assert outcome.state == state
            assert outcome.document is not None
            assert outcome.document.id.startswith("a-")
        assert [t.reason for t in case.troubles()] == ["id-taken"]
        assert [s.trigger for s in case.statements()] == ["word", "other"]


def test_a_report_in_another_language_is_recorded_and_not_read(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(FRENCH, encoding="utf-8")
    with open_case(tmp_path / "war.imbroglio", create=True) as case:
        for _ in range(2):
            [outcome] = read([str(path)], case, reader=make_nothing)
            assert outcome.state == "not-read"
        [stored] = case.documents()
        assert (stored.document.language, stored.read_with, stored.statements) == ("fr", None, 0)
        assert [t.reason for t in case.troubles()] == ["not-english"]


def test_an_input_that_gives_no_report_is_recorded(tmp_path: Path) -> None:
    with open_case(tmp_path / "war.imbroglio", create=True) as case:
        [outcome] = read([str(tmp_path / "none.txt")], case)
        assert (outcome.state, outcome.document) == ("refused", None)
        assert list(case.troubles()) == list(outcome.troubles)


def test_an_outcome_is_on_the_disk_before_it_is_told(tmp_path: Path) -> None:
    path = tmp_path / "war.imbroglio"
    seen = []

    def look(outcome: Outcome) -> None:
        with open_case(path) as other:
            seen.append([d.document.id for d in other.documents() if d.read_with])

    with open_case(path, create=True) as case:
        read([write(tmp_path / "in.jsonl", numbered(3))], case, progress=look)
    assert seen == [["r000"], ["r000", "r001"], ["r000", "r001", "r002"]]


def test_a_run_that_is_left_half_way_has_recorded_what_it_told(tmp_path: Path) -> None:
    source = write(tmp_path / "in.jsonl", numbered(20))
    with open_case(tmp_path / "war.imbroglio", create=True) as case:
        run = read_reports([source], case, dateline=None, reader=make_stub, mark=MARK)
        told = [next(run) for _ in range(5)]
        run.close()  # type: ignore[attr-defined]
        assert [d.document for d in case.documents()] == [o.document for o in told]


def test_a_summary_counts_by_state_kind_and_reason(tmp_path: Path) -> None:
    rows = [{"text": "one two"}, {"text": "crash"}, {"text": FRENCH}]
    summary = Summary()
    for outcome in read([write(tmp_path / "in.jsonl", rows), str(tmp_path / "none")]):
        summary.add(outcome)
    assert summary.any_read
    assert summary.to_json() == {
        "reports": {"read": 1, "known": 0, "not-read": 1, "crashed": 1, "refused": 1},
        "statements": {"event": 2},
        "troubles": {"missing": 1, "not-english": 1, "reader-crash": 1},
        "passed": {},
    }


# ---- killed runs -------------------------------------------------------------------------------------------


def start(source: str, case: Path, jobs: int, pause: float = 0.0) -> subprocess.Popen[str]:
    command = [sys.executable, str(HERE / "stub_run.py"), source, str(case), str(jobs), str(pause)]
    path = os.pathsep.join([str(HERE.parent / "src"), os.environ.get("PYTHONPATH", "")])
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": path}
    )


def kill_at_random(process: subprocess.Popen[str], chance: random.Random) -> set[str]:
    """Kill a run soon after its first word, or now and then before it; returns what it had acknowledged."""
    assert process.stdout is not None
    first = process.stdout.readline() if chance.random() < 0.85 else ""
    time.sleep(chance.random() * 0.15)
    process.send_signal(signal.SIGKILL)
    rest = process.stdout.read()
    process.stdout.close()
    process.wait()
    whole = [line for line in (first + rest).splitlines(keepends=True) if line.endswith("\n")]
    return {line.split()[1] for line in whole}


def test_twenty_kills_lose_nothing_and_the_run_goes_on(tmp_path: Path) -> None:
    chance = random.Random(20)
    source = write(tmp_path / "in.jsonl", numbered(150))
    path = tmp_path / "war.imbroglio"
    with open_case(tmp_path / "whole.imbroglio", create=True) as case:
        read([source], case)
    kept = 0
    for n in range(20):
        told = kill_at_random(start(source, path, jobs=2 if n % 5 == 0 else 1), chance)
        if not path.exists():
            continue
        with open_case(path, create=True) as case:
            stored = {d.document.id: d for d in case.documents()}
            assert told <= stored.keys()  # what was acknowledged is there
            assert all(
                d.read_with == MARK and d.statements == 3 for d in stored.values()
            )  # and nothing is there by half
            assert len(stored) >= kept
            kept = len(stored)
    assert kept > 0
    last = start(source, path, jobs=1)
    states = [line.split()[0] for line in last.communicate()[0].splitlines()]
    assert states[:kept] == ["known"] * kept
    assert content(path) == content(tmp_path / "whole.imbroglio")


def test_workers_end_with_a_killed_parent(tmp_path: Path) -> None:
    process = start(
        write(tmp_path / "in.jsonl", numbered(40)), tmp_path / "war.imbroglio", jobs=2, pause=0.05
    )
    assert process.stdout is not None
    worker = int(process.stdout.readline().split()[2])
    assert worker != process.pid
    process.kill()
    process.stdout.close()
    process.wait()
    assert _ends(worker)


def test_workers_end_with_a_run_that_is_left_whatever_they_have_in_hand(tmp_path: Path) -> None:
    rows = [{"text": "quick"}, *({"text": f"w{n} slow"} for n in range(4))]
    source = write(tmp_path / "in.jsonl", rows)
    run = read_reports([source], dateline=None, reader=make_stub, mark=MARK, jobs=2)
    worker = next(run).layers.times[0]["by"]
    assert _runs(worker)
    run.close()  # type: ignore[attr-defined]
    assert _ends(worker)


def _ends(pid: int) -> bool:
    until = time.monotonic() + 30
    while time.monotonic() < until and _runs(pid):
        time.sleep(0.05)
    return not _runs(pid)


def _runs(pid: int) -> bool:
    """Whether a process is there and is no more than a name in the table."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def test_a_stub_with_a_pause_can_be_handed_to_workers(tmp_path: Path) -> None:
    source = write(tmp_path / "in.jsonl", numbered(4))
    outcomes = read([source], reader=partial(make_stub, 0.01), jobs=2)
    assert {row["by"] for o in outcomes for row in o.layers.times}.isdisjoint({os.getpid()})
