"""The commands by which a person decides, over reports that were really read: each shows at once, and is taken back."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from .conftest import Run


@pytest.fixture
def war(case: Path, tmp_path: Path) -> Path:
    """A case of one's own to decide in."""
    return Path(shutil.copy(case, tmp_path / "war.imbroglio"))


def shown(run: Run, war: Path, *filters: str) -> list[dict[str, Any]]:
    result = run("show", "--case", war, "--json", *filters)
    assert result.exit_code == 0, result.stderr
    return [json.loads(line) for line in result.stdout.splitlines()]


def fine(result: Result) -> str:
    assert result.exit_code == 0, result.stderr
    return str(result.stdout)


def ids_of(found: list[dict[str, Any]]) -> set[str]:
    return {s["id"] for s in found}


def test_what_is_rejected_goes_and_comes_back_as_one_act(run: Run, war: Path) -> None:
    before = shown(run, war)
    some = [s["id"] for s in before[:2]]
    said = fine(run("reject", some[0][:8], some[1][:8], "--why", "no", "--case", war))
    assert "v1: 2 statements are rejected." in said
    assert "imbroglio undo v1" in said
    assert ids_of(shown(run, war)) == ids_of(before) - set(some)
    listed = [json.loads(line) for line in fine(run("undo", "--list", "--json", "--case", war)).splitlines()]
    assert [(v["id"], v["batch"], v["action"], v["about"], v["why"]) for v in listed] == [
        ("v1", "v1", "reject", "statement", "no"),
        ("v2", "v1", "reject", "statement", "no"),
    ]
    assert "and 1 more) is taken back" in fine(run("undo", "--case", war))
    assert shown(run, war) == before
    assert "undone by v3" in fine(run("undo", "--list", "--case", war))


def test_what_is_accepted_is_said_by_why(run: Run, war: Path) -> None:
    one = shown(run, war)[0]["id"]
    made = [json.loads(line) for line in fine(run("accept", one[:10], "--json", "--by", "Ada", "--case", war)).splitlines()]
    assert [(v["action"], v["subject"], v["by"]) for v in made] == [("accept", one, "Ada")]
    told = json.loads(fine(run("why", one, "--json", "--case", war)))
    assert (told["judged"], [v["id"] for v in told["verdicts"]]) == ("accepted", ["v1"])
    assert "accept statement" in fine(run("why", one, "--case", war))


def test_a_statement_is_amended_by_its_fields(run: Run, war: Path) -> None:
    (old,) = shown(run, war, "--type", "capture")
    changes = ["type=withdrawal", "status=denied", "target=", "date=2017-02-20..2017-02-21", "numbers=killed 3-5", "numbers=wounded 10+"]
    args = [part for change in changes for part in ("--set", change)]
    (made,) = [json.loads(line) for line in fine(run("amend", old["id"], *args, "--set", "agent=Turkish", "--json", "--case", war)).splitlines()]
    assert shown(run, war, "--type", "capture") == []
    (new,) = [s for s in shown(run, war, "--type", "withdrawal") if s["id"] == made["object"]]
    assert (new["status"], new["target"], new["time"]["start"], new["time"]["end"]) == ("denied", [], "2017-02-20", "2017-02-21")
    assert [(n["measure"], n["low"], n["high"]) for n in new["numbers"]] == [("killed", 3, 5), ("wounded", 10, None)]
    assert [(r["id"], r["text"]) for r in new["agent"]] == [("actor:turkey", "Turkish")]
    assert (new["place"], new["evidence"]) == (old["place"], old["evidence"])
    assert new["made_by"]["reader"] == "person"
    fine(run("check", war))
    fine(run("undo", "--case", war))
    assert shown(run, war, "--type", "capture") == [old]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("colour=red", "the fields are type, status, agent"),
        ("type=dance", "type: the codebook has no"),
        ("type", "is no FIELD=VALUE"),
        ("status=maybe", "status: 'maybe' is none of the codebook's"),
        ("agent=Nobody Known", "does not stand in the statement's sentence"),
        ("numbers=many", "write 'killed 12'"),
        ("date=yesterday", "is no day"),
        ("type=capture", "change a field"),
    ],
)
def test_what_cannot_be_amended_so_is_answered_with_the_remedy(run: Run, war: Path, change: str, said: str) -> None:
    (old,) = shown(run, war, "--type", "capture")
    result = run("amend", old["id"], "--set", change, "--case", war)
    assert result.exit_code == 2
    assert said in result.stderr
    assert shown(run, war, "--type", "capture") == [old]


def test_incidents_are_joined_and_parted_by_hand(run: Run, war: Path) -> None:
    def told() -> dict[str, list[str]]:
        lines = fine(run("incidents", "--case", war, "--json")).splitlines()
        return {i["id"]: i["statements"] for i in map(json.loads, lines)}

    before = told()
    one, other = list(before)[:2]
    fine(run("merge", "--incident", one, other, "--case", war))
    after = told()
    assert sorted([*before[one], *before[other]]) in [sorted(s) for s in after.values()]
    whole = next(i for i, s in after.items() if before[one][0] in s)
    assert "a person joined them" in fine(run("why", whole, "--case", war))
    why = json.loads(fine(run("why", whole[:8], "--case", war, "--json")))
    assert [a["statement"]["id"] for a in why["accounts"]] == after[whole]
    assert [v["id"] for v in why["verdicts"]] == ["v1"]
    fine(run("split", "--incident", before[one][0], "--case", war))
    assert [before[one][0]] in told().values()
    for _ in range(2):
        fine(run("undo", "--case", war))
    assert told() == before


def test_places_are_merged_and_split_by_hand(run: Run, war: Path) -> None:
    fine(run("merge", "--place", "al-Bab", "Idlib", "--why", "a test", "--case", war))
    listed = json.loads(fine(run("undo", "--list", "--json", "--case", war)).splitlines()[-1])
    assert listed["about"] == "place"
    fine(run("split", "--place", listed["object"], "--case", war))
    result = run("split", "--place", listed["object"], "--case", war)
    assert result.exit_code == 2
    assert "nothing to split" in result.stderr


def test_two_that_may_be_one_are_kept_apart(run: Run, war: Path) -> None:
    first, second = (json.loads(line)["key"] for line in fine(run("actors", "--limit", "2", "--json", "--case", war)).splitlines())
    said = fine(run("split", first, "--from", second, "--why", "two fronts", "--case", war))
    assert " is not " in said
    told = json.loads(fine(run("actor", first, "--json", "--case", war)))
    assert any("two fronts" in json.dumps(link) for link in told["links"])
    assert run("split", first, "--from", first, "--case", war).exit_code != 0
    assert run("split", first, second, "--from", second, "--case", war).exit_code != 0
    assert "taken back" in fine(run("undo", "--case", war))
