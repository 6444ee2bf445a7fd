"""The record over HTTP: that it tells what the command line tells, that it names nobody private, that nothing breaks it."""

from __future__ import annotations

import gzip
import json
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from fastapi import FastAPI
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from imbroglio.cli import main
from imbroglio.model import Claim, Document, Evidence, MadeBy, Quantity, Ref, Statement, When
from imbroglio.model.verdicts import NO_VERDICT
from imbroglio.pipeline.record import weigh
from imbroglio.review import reject
from imbroglio.store import Record, open_case
from imbroglio.web.app import make_app
from web.conftest import TOKEN, visit

HOSTILE = [
    "..%2f..%2fetc%2fpasswd", "'; DROP TABLE statement; --", "%00", "a%00b", "name:%E2%80%AE", "%ff%fe", "x" * 3000,
    "name:%F0%9F%92%A3", "a/b/c", "%3Cscript%3Ealert(1)%3C/script%3E", "*", "%25", "_", "actor:", "geonames:1' OR '1'='1", "-1", "null",
]  # fmt: skip
ONE = ["reports", "statements", "incidents", "places", "control", "actors", "disputes"]
LISTS = ["reports", "statements", "incidents", "places", "actors", "disputes", "suggestions", "search", "network", "tangle", "map", "case", "codebook"]
SECRET = "Omar Haddad"
LEADER = "Ilsa Torvald"
START = date(2031, 3, 1)


def get(client: TestClient, path: str, **query: Any) -> Any:
    answer = client.get(f"/api{path}", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


# ---- a small case with a private person --------------------------------------------------------------------------------


def report(n: int, sentence: str, refs: dict[str, tuple[str, str, str, str | None]], **more: Any) -> tuple[Document, Statement]:
    """A report of one sentence; `refs` are role to words, name, kind and id."""
    id = f"r{n}"
    text = f"{sentence} And so it goes on."
    found: dict[str, Any] = {"agent": (), "target": (), "place": (), "by": ()}
    for role, (words, name, kind, identity) in refs.items():
        at = text.index(words)
        where = {"lat": 10.0, "lon": 11.0, "precision": 1} if role == "place" else {}
        found[role] = (Ref(words, at, at + len(words), name, kind, identity, **where),)  # type: ignore[arg-type]
    by = found.pop("by")
    day = START + timedelta(days=n)
    values: dict[str, Any] = {
        "kind": "event", "type": "clash", "time": When("then", day, day, "day", "stated"), "numbers": (), "status": "actual", "trigger": "fought",
        "claim": Claim(by, "asserts" if by else None), "evidence": Evidence(0, len(sentence), sentence),
        "made_by": MadeBy("stub", "1", "rule", 0.6), "because": (f"agent: '{refs['agent'][0]}'",) if "agent" in refs else (), **found,
    }  # fmt: skip
    made = Document.from_text(text, id=id)
    return Document(id, text, f"Title {n}", day, f"Outlet {n}", sha256=made.sha256), Statement(doc=id, **(values | more))


ORM = ("Orm", "Orm", "place", "made:orm")
REDS = ("the Reds", "Reds", "armed_group", None)
WRITTEN = [
    report(1, "A farmer fought the Reds at Orm.", {"agent": ("A farmer", SECRET, "person", None), "target": REDS, "place": ORM}),
    report(2, "The witness said that the Reds shot at Orm.", {"agent": REDS, "by": ("The witness", SECRET, "person", None), "place": ORM}, type="killing",
           numbers=(Quantity("12", "killed", 12, 12),)),
    report(3, "Torvald leads the Reds.", {"agent": ("Torvald", LEADER, "person", None), "target": REDS}, kind="relation", type="leads"),
    report(4, "Torvald met a farmer at Orm.", {"agent": ("Torvald", LEADER, "person", None), "target": ("a farmer", SECRET, "person", None), "place": ORM}, type="talks"),
]  # fmt: skip


@pytest.fixture(scope="module")
def private(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    path = tmp_path_factory.mktemp("private") / "private.imbroglio"
    with open_case(path, create=True) as case:
        for doc, statement in WRITTEN:
            case.add_reading(doc, [statement], read_with="stub 1")
        weigh(case)
    app = make_app(path, token=TOKEN)
    yield visit(app)
    app.state.workbench.close()


def every_answer(client: TestClient) -> Iterator[tuple[str, str]]:
    """Path and body of every answer that a person can come to, but for the page of a report."""
    for path in LISTS:
        yield path, client.get(f"/api/{path}", params={"limit": 1000, "q": ""} if path not in ("network", "tangle", "map", "case", "codebook") else {}).text
    for path, key in (("statements", lambda r: r["statement"]["id"]), ("incidents", lambda r: r["id"]), ("disputes", lambda r: r["id"])):
        for row in get(client, f"/{path}")["rows"]:
            yield path, client.get(f"/api/{path}/{key(row)}").text
    for row in get(client, "/actors")["rows"]:
        yield "actors", client.get(f"/api/actors/{row['key']}").text
    for row in get(client, "/places")["rows"]:
        yield "places", client.get(f"/api/places/{row['place']['key']}").text
        yield "control", client.get(f"/api/control/{row['place']['key']}").text
    yield "search", client.get("/api/search", params={"q": "haddad"}).text


def test_a_private_person_is_named_on_the_page_of_the_report_alone(private: TestClient) -> None:
    for path, body in every_answer(private):
        assert SECRET.lower() not in body.lower(), path
    read = get(private, "/reports/r1")
    assert read["statements"][0]["agent"][0]["name"] == SECRET


def test_a_private_person_keeps_the_span_and_loses_the_name(private: TestClient) -> None:
    page = get(private, "/statements")
    (held,) = [r["statement"] for r in page["rows"] if r["statement"]["doc"] == "r1"]
    text = get(private, "/reports/r1")["text"]
    agent = held["agent"][0]
    assert agent["name"] == agent["text"] == "(a person)"
    assert text[agent["start"] : agent["end"]] == "A farmer"
    (whole,) = [get(private, f"/statements/{held['id']}")]
    assert whole["statement"]["because"] == ["agent: '(a person)'"]


def test_who_leads_somebody_acts_in_public(private: TestClient) -> None:
    assert LEADER in [r["name"] for r in get(private, "/actors")["rows"]]
    assert [w["name"] for w in get(private, "/search", q="torvald")["actors"]] == [LEADER]


# ---- nothing breaks it -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("what", ONE)
@pytest.mark.parametrize("key", HOSTILE)
def test_a_key_that_is_none_is_not_found(client: TestClient, what: str, key: str) -> None:
    answer = client.get(f"/api/{what}/{key}")
    assert answer.status_code in (404, 422), answer.text
    assert set(answer.json()) == {"error", "kind"}


anything = st.one_of(st.text(max_size=40), st.sampled_from(HOSTILE), st.dates().map(str), st.integers().map(str), st.just(""))
FIELDS = ["q", "type", "actor", "place", "since", "until", "deaths", "outlet", "outlets", "grade", "disputed", "sort", "offset", "limit", "kind", "status", "judged", "ids",
          "on", "least", "about", "doc"]  # fmt: skip


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(what=st.sampled_from(LISTS), query=st.dictionaries(st.sampled_from(FIELDS), anything, max_size=4))
def test_whatever_is_asked_is_answered_or_refused(client: TestClient, what: str, query: dict[str, str]) -> None:
    query = {key: value.encode("utf-8", "replace").decode() for key, value in query.items()}
    assert client.get(f"/api/{what}", params=query).status_code in (200, 422)


@pytest.mark.parametrize("day", ["0001-01-01", "2017-02-24", "9999-12-31"])
def test_any_day_can_be_asked_for(client: TestClient, day: str) -> None:
    key = get(client, "/places")["rows"][0]["place"]["key"]
    shares = get(client, f"/control/{key}", on=day)["states"]
    assert sum(s["share"] for s in shares) == pytest.approx(1.0, abs=0.01)
    get(client, "/network", on=day)
    get(client, "/tangle", on=day)


@pytest.mark.parametrize("limit", [0, 1001, -1])
def test_a_page_is_no_longer_than_it_may_be(client: TestClient, limit: int) -> None:
    for what in ("reports", "statements", "incidents", "places", "actors", "disputes", "suggestions"):
        assert client.get(f"/api/{what}", params={"limit": limit}).status_code == 422


def test_signs_that_steer_a_terminal_are_nowhere(private: TestClient, client: TestClient) -> None:
    for some in (private, client):
        for _, body in every_answer(some):
            assert not any(sign in json.loads(body).__repr__() for sign in ("\x1b", "\u202e", "\x00"))


# ---- it tells what is so ------------------------------------------------------------------------------------------------------


def test_every_statement_leads_to_its_sentence(client: TestClient) -> None:
    for row in get(client, "/statements", limit=1000)["rows"]:
        held = row["statement"]
        text = get(client, f"/reports/{held['doc']}")["text"]
        assert text[held["evidence"]["start"] : held["evidence"]["end"]] == held["evidence"]["quote"]


def test_statements_come_in_the_order_in_which_they_are_asked_for(client: TestClient) -> None:
    ids = [r["statement"]["id"] for r in get(client, "/statements")["rows"]][::-1]
    asked = [ids[2], "nonsense", ids[0], ids[2], ids[1]]
    assert [r["statement"]["id"] for r in get(client, "/statements", ids=",".join(asked))["rows"]] == [ids[2], ids[0], ids[1]]


def test_the_figures_of_a_row_open_the_statements_that_they_count(client: TestClient) -> None:
    for row in get(client, "/actors")["rows"]:
        for role, count in (("agent", row["agent"]), ("target", row["target"]), ("claim", row["claims"])):
            assert get(client, "/statements", actor=row["key"], role=role)["total"] == count, (row["name"], role)
    for row in get(client, "/incidents", limit=100)["rows"]:
        told = get(client, "/statements", incident=row["id"], limit=1000)
        assert told["total"] == row["accounts"]
        assert {r["incident"] for r in told["rows"]} == {row["id"]}
        dead = get(client, "/statements", incident=row["id"], dead=True)["rows"]
        assert bool(dead) == (row["deaths"] is not None)
        assert all(any(n["measure"] == "killed" for n in r["statement"]["numbers"]) for r in dead)
    assert client.get("/api/statements?incident=no-such").status_code == 404


def test_each_facet_counts_what_its_filter_finds(client: TestClient) -> None:
    page = get(client, "/incidents")
    assert page["total"] == len(page["rows"]) > 3
    for name in ("type", "actor", "place", "outlet", "grade"):
        assert page["facets"][name]
        for one in page["facets"][name]:
            assert get(client, "/incidents", **{name: one["key"]})["total"] == one["count"], (name, one)


def test_an_incident_shows_each_account_and_whose_word_it_is(client: TestClient) -> None:
    told = max(get(client, "/incidents", sort="accounts")["rows"], key=lambda r: r["accounts"])
    page = get(client, f"/incidents/{told['id']}")
    ids = [a["sentence"]["statement"]["id"] for a in page["accounts"]]
    assert len(ids) == told["accounts"] > 1
    assert sorted(id for row in page["lineage"] for id in row["statements"]) == sorted(ids)
    assert len(page["lineage"]) == told["sources"] == sum(a["independent"] for a in page["accounts"])
    assert all(a["sentence"]["incident"] == told["id"] for a in page["accounts"])
    assert told["id"] not in [n["id"] for n in page["near"]]


def test_parties_are_told_apart_from_others(client: TestClient) -> None:
    rows = get(client, "/statements", q="killed 4 civilians")["rows"]
    assert [r["party"] for r in rows] == [True]  # the Turkish army, on its own strikes
    monitor = get(client, "/statements", q="killing at least 16 civilians")["rows"]
    assert [r["party"] for r in monitor] == [False]


def test_the_map_is_columns_of_one_length(client: TestClient) -> None:
    columns = get(client, "/map")["incidents"]
    assert len({len(of) for of in columns.values()}) == 1
    assert len(columns["id"]) > 2
    raw = client.get("/api/map", headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in raw.headers
    assert raw.json() == get(client, "/map")
    assert gzip.decompress(gzip.compress(raw.content)) == raw.content


def test_the_web_tells_what_the_command_line_tells(client: TestClient, war: Path) -> None:
    def told(*args: str) -> list[Any]:
        result = CliRunner().invoke(main, [*args, "--case", str(war), "--json"])
        assert result.exit_code == 0, result.output
        return [json.loads(line) for line in result.stdout.splitlines()]

    place = get(client, "/search", q="al-Bab")["places"][0]
    web, (cli,) = get(client, f"/control/{place['key']}", on="2017-02-24"), told("control", "al-Bab", "--on", "2017-02-24")
    assert {s["who"]["name"]: s["share"] for s in web["states"]} == pytest.approx(cli["states"], abs=1e-3)
    assert (web["holder"] or {}).get("name") == cli["holder"]
    assert [i["id"] for i in get(client, "/incidents")["rows"]] == [i["id"] for i in told("incidents")]
    assert {(b["first"], b["tie"], b["second"]) for b in get(client, "/network", on="2017-02-10")["bonds"] if b["tie"] != "part-of"} == {
        (t["first"], t["tie"], t["second"]) for t in told("who", "--on", "2017-02-10")
    }
    assert get(client, "/tangle", least=1)["frustration"] == told("tangle", "--least", "1")[0]["frustration"]
    assert [d["id"] for d in sorted(get(client, "/disputes")["rows"], key=lambda d: d["id"])] == sorted(d["id"] for d in told("disputes"))


def test_a_place_shows_the_few_days_on_which_shares_turn(client: TestClient) -> None:
    place = get(client, "/places/" + get(client, "/search", q="al-Bab")["places"][0]["key"])
    assert place["days"] == sorted(place["days"])
    assert all(len(of) == len(place["days"]) for of in place["shares"].values())
    for n in range(len(place["days"])):
        assert sum(of[n] for of in place["shares"].values()) == pytest.approx(1.0, abs=0.02)
    assert {s["holder"] for s in place["assessed"]} <= {h["key"] for h in place["holders"]}
    assert all(s["start"] <= d <= s["end"] for s in place["assessed"] for d in s["evidence"])


def test_the_codebook_has_a_rule_for_each_field_and_type(client: TestClient) -> None:
    found = get(client, "/codebook")
    assert {"agent", "target", "place", "time", "numbers", "status"} <= {r["code"] for r in found["fields"]}
    used = {t["key"] for t in get(client, "/case")["types"]}
    assert used <= {r["code"] for r in found["types"]}
    assert all(r["text"] and r["label"] for of in found.values() for r in of)


# ---- what changes ---------------------------------------------------------------------------------------------------------------


def test_a_verdict_is_seen_at_once(own: TestClient, own_app: FastAPI) -> None:
    first = get(own, "/statements")["rows"][0]["statement"]
    assert (first["judged"], first["etag"]) == (None, NO_VERDICT)
    before = get(own, "/case")["progress"]
    record = Record(own_app.state.workbench.case)
    reject(record, [first["id"]], by="me")
    after = get(own, "/case")["progress"]
    assert (after["rejected"], after["statements"]) == (before["rejected"] + 1, before["statements"] - 1)
    assert first["id"] not in [r["statement"]["id"] for r in get(own, "/statements", limit=1000)["rows"]]
    (gone,) = get(own, "/statements", judged="rejected")["rows"]
    assert (gone["statement"]["id"], gone["statement"]["judged"], gone["statement"]["etag"]) == (first["id"], "rejected", record.etag("statement", first["id"]))
    read = get(own, f"/reports/{first['doc']}")["statements"]
    assert [s["judged"] for s in read if s["id"] == first["id"]] == ["rejected"]
    (row,) = [r for r in get(own, "/reports")["rows"] if r["id"] == first["doc"]]
    assert row["judged"] == 1


def test_a_new_record_takes_the_place_of_the_old_one(own: TestClient, own_app: FastAPI) -> None:
    workbench = own_app.state.workbench
    old = workbench.snapshots.current()
    told = [r["statement"]["id"] for r in get(own, "/statements", type="air-strike")["rows"]]
    reject(Record(workbench.case), told, by="me")
    assert get(own, "/incidents", type="air-strike")["total"] > 0  # the old one is served until the new one is there
    weigh(workbench.case)
    assert get(own, "/incidents", type="air-strike")["total"] == 0
    assert any(i.type == "air-strike" for i in old.world.incidents.values())  # who held it goes on with it


def test_while_a_record_is_decoded_the_old_one_is_served_with_the_verdicts_of_now(own_app: FastAPI, monkeypatch: pytest.MonkeyPatch) -> None:
    workbench = own_app.state.workbench
    snapshots, record = workbench.snapshots, Record(workbench.case)
    old = snapshots.current()
    first, second = old.columns.ids[:2]
    reject(record, [first], by="me")
    weigh(workbench.case)
    reject(record, [second], by="me")
    decoding, go_on = threading.Event(), threading.Event()
    whole = snapshots._whole

    def slow(*args: Any) -> Any:
        decoding.set()
        assert go_on.wait(30)
        return whole(*args)

    monkeypatch.setattr(snapshots, "_whole", slow)
    with ThreadPoolExecutor() as pool:
        waiting = pool.submit(snapshots.current)
        assert decoding.wait(30)
        meanwhile = snapshots.current()
        go_on.set()
        new = waiting.result(30)
    assert meanwhile.world is old.world
    assert meanwhile.columns.states() == {first: "rejected", second: "rejected"}
    assert new.world is not old.world
    assert new.columns.states() == meanwhile.columns.states()
    assert snapshots.current() is new


def test_an_empty_case_has_every_page(tmp_path: Path) -> None:
    app = make_app(tmp_path / "empty.imbroglio", token=TOKEN, create=True)
    client = visit(app)
    for what in LISTS:
        assert client.get(f"/api/{what}").status_code == 200, what
    app.state.workbench.close()


def test_incidents_are_found_by_words_that_stand_apart(client: TestClient) -> None:
    found = get(client, "/incidents", q="bab strike")["rows"]
    assert found
    assert all("strike" in i["type"] and "Bab" in i["place"]["name"] for i in found)
    assert get(client, "/incidents", q="bab nowhere")["total"] == 0
