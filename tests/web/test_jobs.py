"""Work in the background: what a page is told of it, and that nothing of an upload remains."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest
from fastapi import FastAPI
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from imbroglio.errors import ImbroglioError, NotFound
from imbroglio.web import state
from imbroglio.web.apart import weigh_apart
from imbroglio.web.jobs import Jobs, Running, Stopped
from imbroglio.web.routes_jobs import plain_name
from imbroglio.web.state import Workbench

REPORT = b"Islamic State fighters captured Raqqa from the Free Syrian Army on 4 March 2013.\n"


def settle(app: FastAPI) -> None:
    assert app.state.workbench.jobs.wait(60)


def become_current(workbench: Workbench) -> None:
    deadline = time.monotonic() + 60
    while not workbench.is_current() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert workbench.is_current(), [j.model_dump() for j in workbench.jobs.all()]


# ---- the queue -----------------------------------------------------------------------------------------------


def test_jobs_run_one_after_another_in_the_order_of_asking() -> None:
    jobs, seen, at_once = Jobs(), [], []

    def work(n: int) -> object:
        def do(job: Running) -> None:
            at_once.append(sum(j.state == "running" for j in jobs.all()))
            job.tell("on the way", n, 10)
            seen.append(n)

        return do

    for n in range(5):
        jobs.start("read", work(n))  # type: ignore[arg-type]
    assert jobs.wait(10)
    assert seen == [0, 1, 2, 3, 4]
    assert set(at_once) == {1}
    assert {(job.state, job.message, job.total) for job in jobs.all()} == {("done", "on the way", 10)}
    assert jobs.current() is None
    jobs.close()


def test_a_job_that_fails_says_why_and_the_next_goes_on() -> None:
    jobs = Jobs()

    def wrong(_job: Running) -> None:
        raise ImbroglioError("Name another file.")

    def bug(_job: Running) -> None:
        raise KeyError("secret of the inside")

    ids = [jobs.start("read", work).id for work in (wrong, bug, lambda job: job.tell("well"))]
    assert jobs.wait(10)
    first, second, third = (jobs.get(id) for id in ids)
    assert (first.state, first.message) == ("failed", "Name another file.")
    assert second.state == "failed"
    assert "secret" not in second.message
    assert (third.state, third.message) == ("done", "well")
    jobs.close()


def test_what_waits_already_is_not_asked_for_twice() -> None:
    jobs, go = Jobs(), threading.Event()
    jobs.start("read", lambda _job: go.wait(10) and None)
    one = jobs.start("weigh", lambda job: job.tell("x"), once=True)
    two = jobs.start("weigh", lambda job: job.tell("x"), once=True)
    assert one.id == two.id
    go.set()
    assert jobs.wait(10)
    jobs.close()


def test_a_workbench_that_closes_stops_its_job_at_the_next_step() -> None:
    jobs, steps = Jobs(), []

    def long(job: Running) -> None:
        for n in range(10_000):
            job.tell("reading", n, 10_000)
            steps.append(n)
            time.sleep(0.01)

    jobs.start("read", long)
    jobs.close(10)
    assert len(steps) < 1_000
    with pytest.raises(ImbroglioError, match="closing"):
        jobs.start("read", long)


def test_of_very_many_troubles_the_first_are_told_and_the_others_counted() -> None:
    job = Running("1", "read", lambda _job: None, threading.Event())
    for n in range(1_000):
        job.trouble(f"trouble {n}")
    assert len(job.form().troubles) == 201
    assert "800 more" in job.form().troubles[-1]


def test_a_job_that_is_not_there_is_said_to_be_so(own: TestClient) -> None:
    with pytest.raises(NotFound):
        Jobs().get("x")
    assert own.get("/api/jobs/x").status_code == 404


# ---- status and weighing -------------------------------------------------------------------------------------


def test_the_status_of_a_case_that_was_weighed(client: TestClient) -> None:
    status = client.get("/api/status").json()
    assert status["case"] == "war.imbroglio"
    assert status["current"] is True
    assert status["job"] is None
    assert status["tiles"] is None
    assert client.get("/api/status").json()["revision"] == status["revision"]


def test_after_a_verdict_the_record_is_worked_out_by_itself(own: TestClient, own_app: FastAPI) -> None:
    workbench: Workbench = own_app.state.workbench
    before = own.get("/api/status").json()
    first, second = "actor:syria", "actor:hezbollah"
    with workbench.writing() as record:
        record.add_verdict("merge", first, second, by="tester")
    stale = own.get("/api/status").json()
    assert stale["current"] is False
    assert stale["revision"] != before["revision"]
    become_current(workbench)
    after = own.get("/api/status").json()
    assert after["current"] is True
    assert len({before["revision"], stale["revision"], after["revision"]}) == 3


def test_a_large_case_is_weighed_in_a_process_of_its_own(
    own: TestClient, own_app: FastAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    workbench: Workbench = own_app.state.workbench
    before = [workbench.record.count(kind) for kind in ("incident", "actor", "dispute")]
    monkeypatch.setattr(state, "WORTH_A_PROCESS", 1)
    asked = workbench.weigh("max")
    settle(own_app)
    assert own.get(f"/api/jobs/{asked.id}").json()["state"] == "done"
    assert [workbench.record.count(kind) for kind in ("incident", "actor", "dispute")] == before
    assert workbench.record.note("rule") == "max"


def test_what_is_wrong_in_that_process_is_said_here(tmp_path: Path) -> None:
    with pytest.raises(ImbroglioError, match="no case at"):
        weigh_apart(tmp_path / "nothing.imbroglio", None, lambda _stage, _share: None)


def test_a_weighing_that_is_stopped_leaves_the_record_that_was(own_app: FastAPI) -> None:
    workbench: Workbench = own_app.state.workbench
    before = workbench.record.note("rule")

    def stop(_stage: str, _share: float) -> None:
        raise Stopped

    with pytest.raises(Stopped):
        weigh_apart(workbench.case.path, "max", stop)
    assert workbench.record.note("rule") == before
    assert workbench.record.count("incident")


def test_many_verdicts_in_a_row_are_weighed_together(own: TestClient, own_app: FastAPI) -> None:
    workbench: Workbench = own_app.state.workbench
    workbench._pause = 2.0
    for _ in range(12):
        with workbench.writing() as record:
            record.add_verdict("merge", "actor:syria", "actor:hezbollah", by="tester")
    become_current(workbench)
    assert len(own.get("/api/jobs").json()) < 6


def test_what_is_kept_is_made_ready_before_the_last_revision_is_told(own_app: FastAPI) -> None:
    workbench: Workbench = own_app.state.workbench
    seen: list[tuple[str, bool]] = []
    workbench.when_renewed(lambda: seen.append((workbench.revision(), workbench.is_current())))
    with workbench.writing() as record:
        record.add_verdict("merge", "actor:syria", "actor:hezbollah", by="tester")
    become_current(workbench)
    settle(own_app)
    assert [current for _, current in seen] == [True]
    assert workbench.revision() != seen[0][0]


def test_weighing_what_is_current_is_done_at_once(own: TestClient, own_app: FastAPI) -> None:
    asked = own.post("/api/weigh")
    assert asked.status_code == 202
    settle(own_app)
    assert own.get(f"/api/jobs/{asked.json()['id']}").json()["state"] == "done"


def test_a_change_by_another_program_is_seen(own: TestClient, own_app: FastAPI) -> None:
    from imbroglio.store import Record, open_case

    before = own.get("/api/status").json()["revision"]
    with open_case(own_app.state.workbench.case.path) as case:
        Record(case).add_verdict("merge", "actor:syria", "actor:hezbollah", by="the command line")
    after = own.get("/api/status").json()
    assert after["revision"] != before
    assert after["current"] is False


def test_what_is_kept_is_made_again_when_the_case_has_changed(own_app: FastAPI) -> None:
    workbench: Workbench = own_app.state.workbench
    made: list[int] = []

    def make() -> int:
        made.append(1)
        return len(made)

    assert [workbench.kept("x", make) for _ in range(3)] == [1, 1, 1]
    assert workbench.kept("y", make) == 2
    workbench.touch()
    assert workbench.kept("x", make) == 3


# ---- uploads -------------------------------------------------------------------------------------------------


def test_files_that_are_dropped_are_read_and_removed(own: TestClient, own_app: FastAPI) -> None:
    workbench: Workbench = own_app.state.workbench
    held = {d.document.id for d in workbench.case.documents()}
    files = [("files", ("../../raqqa.txt", REPORT)), ("files", ("picture.png", b"\x89PNG\r\n\x1a\n\x00\x00")), ("files", ("empty.txt", b""))]
    asked = own.post("/api/uploads", files=files)
    assert asked.status_code == 202
    settle(own_app)
    job = own.get(f"/api/jobs/{asked.json()['id']}").json()
    assert job["state"] == "done"
    assert (job["done"], job["total"]) == (3, 3)
    assert "1 report read" in job["message"]
    assert sorted(trouble.partition(":")[0] for trouble in job["troubles"]) == ["empty.txt", "picture.png"]
    (new,) = (d.document for d in workbench.case.documents() if d.document.id not in held)
    assert new.origin == "raqqa.txt"
    assert workbench.is_current(), [j.model_dump() for j in workbench.jobs.all()]
    assert workbench._uploads is not None
    assert list(workbench._uploads.iterdir()) == []
    folder = workbench._uploads
    assert folder.stat().st_mode & 0o077 == 0
    workbench.close()
    assert not folder.exists()


def test_the_same_file_again_is_known(own: TestClient, own_app: FastAPI) -> None:
    for _ in range(2):
        asked = own.post("/api/uploads", files=[("files", ("a.txt", REPORT))])
        settle(own_app)
    job = own.get(f"/api/jobs/{asked.json()['id']}").json()
    assert "1 known before" in job["message"]


def test_files_without_text_fail_with_their_troubles(own: TestClient, own_app: FastAPI) -> None:
    asked = own.post("/api/uploads", files=[("files", ("a.exe", b"MZ\x00\x00\x01"))])
    settle(own_app)
    job = own.get(f"/api/jobs/{asked.json()['id']}").json()
    assert job["state"] == "failed"
    assert len(job["troubles"]) == 1
    assert own.post("/api/uploads", files=[("files", ("a.txt", b""))]).status_code == 400


@given(st.text(max_size=400), st.integers(1, 500))
def test_a_name_is_one_part_and_shows_no_control_signs(given_name: str, n: int) -> None:
    name = plain_name(given_name, n)
    assert name
    assert len(name) <= 150
    assert name not in (".", "..")
    assert name.isprintable()
    assert not set(name) & set("/\\\x00")


def test_an_upload_is_never_served_back(own: TestClient, own_app: FastAPI) -> None:
    own.post("/api/uploads", files=[("files", ("raqqa.html", b"<script>alert(1)</script>" + REPORT))])
    settle(own_app)
    for path in ("/raqqa.html", "/assets/raqqa.html", "/api/uploads/raqqa.html", "/uploads/raqqa.html"):
        assert b"alert(1)" not in own.get(path).content
    assert own.get("/api/uploads").status_code in (404, 405)


# ---- the command ---------------------------------------------------------------------------------------------


def test_the_workbench_is_opened_and_ended_as_a_command(war: Path, tmp_path: Path) -> None:
    import json
    import shutil
    import signal
    import subprocess
    import sys
    import urllib.request

    case = shutil.copy(war, tmp_path / "w.imbroglio")
    command = [sys.executable, "-m", "imbroglio", "open", str(case), "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        url = json.loads(running.stdout.readline())["url"]
        address, _, token = url.partition("/?token=")
        assert address.startswith("http://127.0.0.1:")
        asked = urllib.request.Request(f"{address}/api/status", headers={"Authorization": f"Bearer {token}"})
        with urllib.request.urlopen(asked, timeout=20) as answer:
            assert json.load(answer)["case"] == "w.imbroglio"
        running.send_signal(signal.SIGINT)
        _, said = running.communicate(timeout=20)
    assert running.returncode == 0
    assert said == ""
