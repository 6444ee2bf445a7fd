"""Actor packs: names are found as reports write them, and a mistake in a pack is told by file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from imbroglio.errors import KnowledgeError
from imbroglio.knowledge.packs import NameTable, actors_of, fold_token, load_packs

PACK = """
[pack]
id = "mine"

[[actor]]
id = "river-front"
name = "River Liberation Front"
kind = "armed_group"
names = ["RLF", "Jabhat al-Nahr"]
strict = ["RF"]
held = [{ name = "River Youth", from = "2011", until = "2014-06" }]
"""


def _found(table: NameTable, text: str) -> tuple[int, list[str]] | None:
    words = text.split()
    hit = table.match([fold_token(w) if w != "-" else "" for w in words], words, 0)
    return None if hit is None else (hit[0], [s.actor.id for s in hit[1]])


@pytest.fixture
def table() -> NameTable:
    return NameTable(actors_of(PACK, "mine.toml"))


@pytest.mark.parametrize("text", ["River Liberation Front", "RLF", "Jabhat al - Nahr", "JABHAT AL - NAHR", "Jabhat al Nahr", "River Youth"])
def test_names_are_found_in_every_spelling(table: NameTable, text: str) -> None:
    assert _found(table, text) == (len(text.split()), ["river-front"])


def test_a_strict_name_is_matched_case_and_all(table: NameTable) -> None:
    assert _found(table, "RF") == (1, ["river-front"])
    assert _found(table, "rf") is None
    assert _found(table, "river liberation front") is None


def test_a_users_pack_adds_and_replaces(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(PACK + '\n[[actor]]\nid = "islamic-state"\nname = "Mine"\nkind = "armed_group"\n', "utf-8")
    packs = {a.id: a for a in load_packs([path])}
    assert packs["river-front"].pack == "mine"
    assert packs["islamic-state"].name == "Mine"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('[[actor]]\nid = "a"\nname = "A"\nkind = "dragon"\n', "kind"),
        ('[[actor]]\nid = "a"\nkind = "state"\n', "name"),
        ('[[actor]]\nid = "a"\nname = "A"\nkind = "state"\nnickname = "B"\n', "nickname"),
        ('[[actor]]\nid = "a"\nname = "A"\nkind = "state"\n[[actor]]\nid = "a"\nname = "A"\nkind = "state"\n', "twice"),
        ("[[actor]\n", "mine.toml"),
    ],
)
def test_a_mistake_is_told_with_its_file(text: str, problem: str) -> None:
    with pytest.raises(KnowledgeError, match=r"mine\.toml") as caught:
        actors_of(text, "mine.toml")
    assert problem in str(caught.value)


def test_a_missing_pack_is_told(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="cannot be opened"):
        load_packs([tmp_path / "none.toml"])


def test_the_packs_that_ship_hang_together() -> None:
    packs = {a.id: a for a in load_packs()}
    assert len(packs) > 1000
    for actor in packs.values():
        for other in (*actor.parent, *actor.predecessors, *actor.successors, *([actor.of] if actor.of else [])):
            assert other in packs, f"{actor.id} names the unknown actor {other}"
    states = [a for a in packs.values() if a.iso]
    assert len({a.iso for a in states}) >= 193


def test_a_renamed_groups_names_have_their_times() -> None:
    nusra = {a.id: a for a in load_packs()}
    dated = [h for a in nusra.values() for h in a.held if h.name == "Jabhat al-Nusra" or a.name == "Jabhat al-Nusra"]
    assert any(h.until or h.since for h in dated)
