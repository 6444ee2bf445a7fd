"""Verdicts over HTTP: that they are followed, can be taken back, and that two windows never lose an edit."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

WORKED_OUT = 60.0  # seconds, at most


def get(client: TestClient, path: str, **query: Any) -> Any:
    answer = client.get(f"/api{path}", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


def post(client: TestClient, path: str, body: dict[str, Any], etag: str = "", status: int = 200) -> Any:
    answer = client.post(f"/api{path}", json=body, headers={"If-Match": f'"{etag}"'} if etag else {})
    assert answer.status_code == status, answer.text
    return answer.json()


def statements(client: TestClient, **query: Any) -> list[dict[str, Any]]:
    return [row["statement"] for row in get(client, "/statements", **query)["rows"]]


def settle(client: TestClient) -> None:
    """Wait until the record follows the verdicts."""
    until = time.monotonic() + WORKED_OUT
    while not get(client, "/status")["current"]:
        assert time.monotonic() < until, "the record was not worked out"
        time.sleep(0.05)


def edit_of(s: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """A statement as the form of the page sends it."""
    refs = {role: [{k: r[k] for k in ("start", "end", "name", "kind", "id")} for r in s[role]] for role in ("agent", "target", "place")}
    by = [{k: r[k] for k in ("start", "end", "name", "kind", "id")} for r in s["claim"]["by"]]
    time_of, evidence = s["time"], s["evidence"]
    return {
        "kind": s["kind"], "type": s["type"], **refs, "by": by, "stance": s["claim"]["stance"], "hearsay": s["claim"]["hearsay"],
        "time_text": time_of["text"], "start": time_of["start"], "end": time_of["end"], "precision": time_of["precision"], "basis": time_of["basis"],
        "numbers": s["numbers"], "status": s["status"], "evidence_start": evidence["start"], "evidence_end": evidence["end"], "trigger": s["trigger"],
        **changes,
    }  # fmt: skip


def test_statements_are_judged_and_all_of_it_is_taken_back_at_once(own: TestClient) -> None:
    before = statements(own)
    ids = [s["id"] for s in before[:3]]
    made = post(own, "/verdicts/judge", {"action": "reject", "ids": ids, "etags": dict.fromkeys(ids, "v0"), "why": "misread"})
    assert [s["judged"] for s in made["statements"]] == ["rejected"] * 3
    assert {s["id"] for s in statements(own)} == {s["id"] for s in before} - set(ids)
    undone = post(own, "/verdicts/undo", {"id": made["verdict"]["id"]})
    assert [s["judged"] for s in undone["statements"]] == [None] * 3
    assert [s["id"] for s in statements(own)] == [s["id"] for s in before]
    again = post(own, "/verdicts/undo", {"id": undone["verdict"]["id"]})
    assert {s["judged"] for s in again["statements"]} == {"rejected"}


def test_of_two_windows_the_later_is_told_both_versions_and_nothing_is_lost(own: TestClient) -> None:
    one = statements(own)[0]
    post(own, "/verdicts/judge", {"action": "accept", "ids": [one["id"]], "etags": {one["id"]: one["etag"]}})
    refused = post(own, "/verdicts/judge", {"action": "reject", "ids": [one["id"]], "etags": {one["id"]: one["etag"]}}, status=412)
    assert refused["yours"] == "reject it"
    assert "accepted a statement" in refused["theirs"]
    (now,) = refused["current"]
    assert now["judged"] == "accepted"
    edit = edit_of(one, status="planned")
    post(own, f"/statements/{one['id']}/amend", {"statement": edit}, etag=one["etag"], status=412)
    made = post(own, f"/statements/{one['id']}/amend", {"statement": edit}, etag=now["etag"])
    assert {s["judged"] for s in made["statements"]} == {"amended", "person"}


def test_an_amended_statement_keeps_what_was_known_of_its_names(own: TestClient) -> None:
    one = next(s for s in statements(own) if s["place"] and s["place"][0]["id"] and s["agent"] and s["agent"][0]["id"])
    made = post(own, f"/statements/{one['id']}/amend", {"statement": edit_of(one, status="planned")}, etag=one["etag"])
    new = next(s for s in made["statements"] if s["judged"] == "person")
    assert (new["status"], new["agent"], new["place"]) == ("planned", one["agent"], one["place"])
    listed = {s["id"] for s in statements(own)}
    assert new["id"] in listed and one["id"] not in listed
    post(own, "/verdicts/undo", {"id": ""})
    listed = {s["id"] for s in statements(own)}
    assert one["id"] in listed and new["id"] not in listed


def test_a_missed_statement_is_added_and_a_span_that_names_a_place_finds_it(own: TestClient) -> None:
    text = get(own, "/reports/wire-1")["text"]
    at, town = text.index("Islamic State fighters shelled Azaz"), text.index("Azaz")
    said = text.index(" on Friday", at)
    edit = {
        "kind": "event", "type": "clash", "status": "actual", "evidence_start": at, "evidence_end": said,
        "agent": [{"start": at, "end": at + len("Islamic State fighters"), "kind": "armed_group"}],
        "place": [{"start": town, "end": town + 4, "kind": "place"}], "trigger": "shelled",
    }  # fmt: skip
    made = post(own, "/statements", {"doc": "wire-1", "statement": edit})
    (new,) = made["statements"]
    assert new["judged"] == "person"
    assert new["place"][0]["lat"] is not None
    assert new["codes"] is not None


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"type": "no-such-type"}, "type"), ({"evidence_end": 10**7}, "evidence"), ({"status": "perhaps"}, "status"),
     ({"agent": [{"start": 5, "end": 5, "kind": "state"}]}, "agent"), ({"trigger": "not there"}, "trigger")],
)  # fmt: skip
def test_what_does_not_stand_in_the_report_is_refused_with_its_field(own: TestClient, changes: dict[str, Any], field: str) -> None:
    one = statements(own)[0]
    refused = post(own, f"/statements/{one['id']}/amend", {"statement": edit_of(one, **changes)}, status=400)
    assert refused["kind"] == "StatementFault"
    assert field in refused["error"]


def test_two_actors_are_merged_and_parted_and_the_record_follows(own: TestClient) -> None:
    first, second = (get(own, "/search", q=name)["actors"][0]["key"] for name in ("Free Syrian Army", "Hezbollah"))
    page = get(own, f"/actors/{first}")
    post(own, "/verdicts/merge", {"about": "actor", "first": first, "second": second}, etag=page["etag"])
    settle(own)
    merged = get(own, f"/actors/{first}")
    assert second in merged["members"]
    post(own, "/verdicts/split", {"about": "actor", "whole": first, "keys": [second]}, etag=page["etag"], status=412)
    post(own, "/verdicts/split", {"about": "actor", "whole": first, "keys": [second]}, etag=merged["etag"])
    settle(own)
    assert second not in get(own, f"/actors/{first}")["members"]
    rows = get(own, "/verdicts")["rows"]
    assert [(v["action"], v["stands"]) for v in rows] == [("split", True), ("merge", True)]
    assert "Hezbollah" in rows[1]["said"] and "Free Syrian Army" in rows[1]["said"]


def test_incidents_are_joined_and_parted_by_hand(own: TestClient) -> None:
    rows = get(own, "/incidents", limit=100)["rows"]
    one, other = rows[0]["id"], rows[1]["id"]
    held = [a["sentence"]["statement"]["id"] for id in (one, other) for a in get(own, f"/incidents/{id}")["accounts"]]
    etag = get(own, f"/incidents/{one}")["etag"]
    post(own, "/verdicts/merge", {"about": "incident", "first": one, "second": other}, etag=etag)
    settle(own)
    joined = get(own, f"/statements/{held[0]}")["incident"]
    page = get(own, f"/incidents/{joined}")
    assert sorted(a["sentence"]["statement"]["id"] for a in page["accounts"]) == sorted(held)
    post(own, "/verdicts/split", {"about": "incident", "whole": joined, "keys": held[-1:]}, etag=page["etag"])
    settle(own)
    assert get(own, f"/statements/{held[-1]}")["incident"] != get(own, f"/statements/{held[0]}")["incident"]


def test_the_queue_leaves_out_what_was_judged_or_passed_over(own: TestClient) -> None:
    whole = get(own, "/queue", limit=100)
    doubts = [row["doubt"] * row["weight"] for row in whole["rows"]]
    assert doubts == sorted(doubts, reverse=True)
    first, second = (row["sentence"]["statement"]["id"] for row in whole["rows"][:2])
    post(own, "/verdicts/judge", {"action": "accept", "ids": [first]})
    rest = get(own, "/queue", limit=100, passed=second)
    assert {first, second}.isdisjoint(row["sentence"]["statement"]["id"] for row in rest["rows"])


@pytest.mark.parametrize("id", ["v999", "'; DROP TABLE verdict; --", "v0", "\u202e"])
def test_a_verdict_that_is_not_there_is_plainly_refused(own: TestClient, id: str) -> None:
    assert post(own, "/verdicts/undo", {"id": id}, status=404)["kind"] == "NotFound"


@pytest.mark.parametrize("about", ["actor", "place", "incident"])
def test_nothing_is_joined_with_what_is_not_there(own: TestClient, about: str) -> None:
    post(own, "/verdicts/merge", {"about": about, "first": "no:such", "second": "%_"}, status=404)
    post(own, "/verdicts/split", {"about": about, "whole": "no:such", "keys": ["x"]}, status=404)


def test_only_a_person_of_this_machine_decides(own_app: FastAPI) -> None:
    stranger = TestClient(own_app, base_url="http://127.0.0.1:8642", headers={"Origin": "http://127.0.0.1:8642"})
    assert stranger.post("/api/verdicts/undo", json={"id": ""}).status_code == 401


def test_a_statement_is_amended_in_a_report_whose_lines_break_within_its_words(own: TestClient, own_app: FastAPI) -> None:
    known = {r["id"] for r in get(own, "/reports")["rows"]}
    told = "Turkish warplanes bombed al-Bab on 3\nFebruary 2017, killing at least\n16 civilians. Gunmen of Islamic State opened\nfire on Azaz."
    assert own.post("/api/uploads", files=[("files", ("wrapped.txt", told.encode(), "text/plain"))]).status_code == 202
    assert own_app.state.workbench.jobs.wait(WORKED_OUT)
    settle(own)
    (doc,) = {r["id"] for r in get(own, "/reports")["rows"]} - known
    shown = get(own, f"/reports/{doc}")["statements"]
    assert any("\n" in s["evidence"]["quote"] for s in shown)
    for s in shown:
        made = post(own, f"/statements/{s['id']}/amend", {"statement": edit_of(s, hearsay=not s["claim"]["hearsay"])}, s["etag"])
        new = next(t for t in made["statements"] if t["id"] == made["verdict"]["object"])
        assert (new["time"]["text"], new["trigger"], new["numbers"]) == (s["time"]["text"], s["trigger"], s["numbers"])
    passage = told.index("Gunmen")
    added = edit_of(shown[-1], type="shelling", kind="event", numbers=[], evidence_start=passage, evidence_end=len(told), trigger="opened fire")
    made = post(own, "/statements", {"doc": doc, "statement": {**added, "time_text": "3 February 2017"}})
    assert made["statements"][0]["trigger"] == "opened fire"


def test_halves_of_signs_are_refused_wherever_they_are_sent(own: TestClient) -> None:
    half = "a\ud800"
    s = statements(own)[0]
    bodies: list[tuple[str, dict[str, Any]]] = [
        ("/verdicts/judge", {"action": "accept", "ids": [half]}),
        ("/verdicts/judge", {"action": "accept", "ids": [s["id"]], "etags": {s["id"]: half}}),
        ("/verdicts/split", {"about": "actor", "whole": "actor:turkey", "keys": [half]}),
        ("/verdicts/merge", {"about": "actor", "first": half, "second": half}),
        ("/verdicts/undo", {"id": half}),
    ]
    for field in ("kind", "type", "status", "stance", "precision", "basis", "trigger", "time_text"):
        bodies.append((f"/statements/{s['id']}/amend", {"statement": edit_of(s, **{field: half})}))
    for role in ("name", "kind", "id"):
        ref = {"start": 0, "end": 5, "name": "A", "kind": "person", "id": None, role: half}
        bodies.append((f"/statements/{s['id']}/amend", {"statement": edit_of(s, agent=[ref])}))
    bodies.append((f"/statements/{s['id']}/amend", {"statement": edit_of(s, numbers=[{"text": "16", "measure": half}])}))
    for path, body in bodies:
        answer = own.post(f"/api{path}", content=json.dumps(body), headers={"Content-Type": "application/json"})
        assert answer.status_code == 422, (path, answer.text)
    assert statements(own)[0] == s


def test_a_pair_of_which_one_was_merged_is_merged_without_a_false_conflict(own: TestClient) -> None:
    def pairs() -> list[dict[str, Any]]:
        return list(get(own, "/actors/name:troops@SY")["links"])

    (pair,) = pairs()
    post(own, "/verdicts/merge", {"about": "actor", "first": "name:troops@SY", "second": "actor:hezbollah"}, pair["etag"])
    settle(own)
    pair = next(p for p in pairs() if p["first"]["key"] == "name:soldiers@SY")
    assert pair["etag"] == "v1"
    body = {"about": "actor", "first": pair["first"]["key"], "second": "actor:turkey"}
    refused = post(own, "/verdicts/merge", body, "v0", status=412)
    assert refused["etag"] == "v1"
    post(own, "/verdicts/merge", body, pair["etag"])


def test_an_etag_holds_for_the_one_it_was_shown_with(own: TestClient) -> None:
    """Turned round, the one that was shown comes second: what was decided on it meanwhile is told all the same."""
    shown = get(own, "/actors/actor:hezbollah")["etag"]
    post(own, "/verdicts/merge", {"about": "actor", "first": "actor:hezbollah", "second": "name:troops@SY"}, shown)
    turned = {"about": "actor", "first": "actor:turkey", "second": "actor:hezbollah", "shown": "second"}
    assert "troops" in post(own, "/verdicts/merge", turned, shown, status=412)["theirs"]
    post(own, "/verdicts/merge", turned, "v1")


def test_two_that_may_be_one_are_left_two_and_are_no_suggestion_any_more(own: TestClient, own_app: FastAPI) -> None:
    told = (
        "A rebel alliance known as Jaish al-Fatah, or the Army of Conquest, said on 7 August 2016 that its fighters had broken the siege of Azaz. "
        "The alliance shelled al-Bab."
    )
    assert own.post("/api/uploads", files=[("files", ("alliance.txt", told.encode(), "text/plain"))]).status_code == 202
    assert own_app.state.workbench.jobs.wait(WORKED_OUT)
    settle(own)

    def pairs() -> list[tuple[str, str]]:
        return [(p["first"]["key"], p["second"]["key"]) for p in get(own, "/suggestions", limit=100)["rows"]]

    (pair, *_rest) = get(own, "/suggestions", limit=100)["rows"]
    one, other = pair["first"]["key"], pair["second"]["key"]
    body = {"about": "actor", "first": one, "second": other}
    post(own, "/verdicts/apart", body, "v77", status=412)
    made = post(own, "/verdicts/apart", body, pair["etag"])["verdict"]
    assert made["said"].startswith("kept ") and made["said"].endswith(" apart")
    settle(own)
    assert (one, other) not in pairs()
    assert other not in get(own, f"/actors/{one}")["members"]
    post(own, "/verdicts/undo", {"id": made["id"]})
    settle(own)
    assert (one, other) in pairs()
    post(own, "/verdicts/apart", {"about": "actor", "first": one, "second": one}, status=400)
    post(own, "/verdicts/apart", {"about": "place", "first": one, "second": other}, status=404)


def test_history_names_nobody_who_acts_in_public_no_more(own: TestClient, own_app: FastAPI) -> None:
    own_app.state.workbench.record.add_verdict("merge", "person:omar haddad@wire-1", "person:ali darwish@wire-1", about="actor", by="me", why="")
    body = own.get("/api/verdicts").text.lower()
    assert "joined" in body
    assert "haddad" not in body
    assert "darwish" not in body


def test_a_name_with_brackets_is_a_name(own: TestClient) -> None:
    s = next(s for s in statements(own) if s["agent"])
    ref = {k: s["agent"][0][k] for k in ("start", "end", "kind")}
    made = post(own, f"/statements/{s['id']}/amend", {"statement": edit_of(s, agent=[{**ref, "name": "Free Idlib Army (FIA)", "id": None}])})
    new = next(t for t in made["statements"] if t["id"] == made["verdict"]["object"])
    assert [(r["name"], r["id"]) for r in new["agent"]] == [("Free Idlib Army (FIA)", None)]
    # A form that was filled where a name was left out does not make that a name.
    hidden = edit_of(s, agent=[{**ref, "name": "(a person)", "id": None}], hearsay=not s["claim"]["hearsay"])
    post(own, "/verdicts/undo", {"id": made["verdict"]["id"]})
    again = post(own, f"/statements/{s['id']}/amend", {"statement": hidden})
    new = next(t for t in again["statements"] if t["id"] == again["verdict"]["object"])
    assert new["agent"][0]["name"] == s["agent"][0]["name"]
