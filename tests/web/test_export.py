"""What is filtered, over HTTP, as a browser saves it."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest
from openpyxl import load_workbook
from starlette.testclient import TestClient


def table(client: TestClient, path: str) -> list[dict[str, str]]:
    answer = client.get(f"/api/export/{path}")
    assert answer.status_code == 200, answer.text
    return list(csv.DictReader(io.StringIO(answer.content.decode(), newline="")))


@pytest.mark.parametrize("query", ["", "?type=air-strike", "?since=2017-02-01&until=2017-02-28", "?q=al-bab", "?sort=-time", "?disputed=true"])
def test_a_file_of_incidents_holds_what_the_list_holds(client: TestClient, query: str) -> None:
    listed = client.get(f"/api/incidents{query}").json()
    assert [row["id"] for row in table(client, f"incidents.csv{query}")] == [row["id"] for row in listed["rows"]]
    assert listed["rows"]


@pytest.mark.parametrize("query", ["", "?kind=relation", "?status=denied", "?outlet=Northern%20Wire"])
def test_a_file_of_statements_holds_what_the_list_holds(client: TestClient, query: str) -> None:
    listed = client.get(f"/api/statements{query}").json()
    assert [row["id"] for row in table(client, f"statements.csv{query}")] == [row["statement"]["id"] for row in listed["rows"]]
    assert listed["rows"]


def test_the_sentences_behind_a_figure_are_a_file_in_their_order(client: TestClient) -> None:
    ids = [row["statement"]["id"] for row in client.get("/api/statements?limit=3").json()["rows"]][::-1]
    assert [row["id"] for row in table(client, f"statements.csv?ids={','.join([*ids, 'none'])}")] == ids


def test_actors_and_disputes_are_those_of_their_lists(client: TestClient) -> None:
    actors = client.get("/api/actors").json()["rows"]
    assert [row["id"] for row in table(client, "actors.csv")] == [row["key"] for row in actors]
    disputes = {row["id"] for row in client.get("/api/disputes").json()["rows"]}
    assert {row["dispute"] for row in table(client, "disputes.csv")} == disputes != set()


def test_control_is_that_of_a_day_where_one_is_asked_for(client: TestClient) -> None:
    found = json.loads(client.get("/api/export/control.geojson?on=2017-02-24&basis=assessed").content)
    days = [(f["properties"]["start"], f["properties"]["end"]) for f in found["features"]]
    assert days and all(start <= "2017-02-24" <= end for start, end in days)


def test_a_workbook_opens(client: TestClient) -> None:
    answer = client.get("/api/export/incidents.xlsx")
    assert load_workbook(io.BytesIO(answer.content)).sheetnames == ["incidents", "about"]


@pytest.mark.parametrize("name", ["incidents.csv", "incidents.acled.csv", "incidents.ged.csv", "network.gexf", "statements.jsonl"])
def test_a_file_is_saved_under_a_plain_name_and_never_shown_as_a_page(client: TestClient, name: str) -> None:
    answer = client.get(f"/api/export/{name}")
    assert answer.status_code == 200
    assert re.fullmatch(r'attachment; filename="[A-Za-z0-9.-]+"', answer.headers["content-disposition"])
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "html" not in answer.headers["content-type"]


@pytest.mark.parametrize("name", ["incidents.gexf", "secrets.csv", "incidents.exe", "actors.acled.csv"])
def test_what_cannot_be_written_is_refused_with_what_can(client: TestClient, name: str) -> None:
    answer = client.get(f"/api/export/{name}")
    assert answer.status_code == 400
    assert "csv" in answer.json()["error"] or "incidents" in answer.json()["error"]


def test_nobody_without_the_token_gets_a_file(client: TestClient) -> None:
    stranger = TestClient(client.app, base_url="http://127.0.0.1:8642")
    assert stranger.get("/api/export/incidents.csv").status_code in (401, 403)
