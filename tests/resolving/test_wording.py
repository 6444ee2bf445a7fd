"""The file of rules: what ships is sound, and a mistake is told by its line."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

import pytest

from imbroglio.errors import KnowledgeError
from imbroglio.resolving.wording import load_wording, wording_of

SHIPPED = resources.files("imbroglio.knowledge").joinpath("resolving.toml").read_text("utf-8")


def test_every_rule_and_family_has_a_name_and_a_reason() -> None:
    wording = load_wording()
    assert all(f.name and f.reason for f in wording.families.values())
    assert all(r.name and r.reason for r in wording.rules.values())


def test_no_form_is_both_a_description_and_a_rule() -> None:
    wording = load_wording()
    assert not wording.families.keys() & wording.rules.keys()


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("same = 0.8", 'same = "high"', "must be a number"),
        ("[limits]", "[limit]", "'limit' is no table"),
        ("doubt = 0.6", "dubt = 0.6", "is missing from [score]"),
        ('target = "state"\nowners', 'target = "stat"\nowners', "needs a name, a target and a reason"),
        ('forms = ["official",', 'forms = ["police",', "is of two families"),
    ],
)
def test_a_mistake_is_told(tmp_path: Path, old: str, new: str, told: str) -> None:
    assert old in SHIPPED
    path = tmp_path / "resolving.toml"
    path.write_text(SHIPPED.replace(old, new, 1), "utf-8")
    with pytest.raises(KnowledgeError, match=r"resolving\.toml") as caught:
        wording_of(path)
    assert told in str(caught.value)
