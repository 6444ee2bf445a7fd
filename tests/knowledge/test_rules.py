"""Rules of the fields: each code of the model has one, and a mistake in the file is told by its line."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest

from imbroglio.errors import KnowledgeError
from imbroglio.knowledge import rules
from imbroglio.knowledge.rules import FIELDS, load_rules, rules_of
from imbroglio.model.statement import Status

SHIPPED = (Path(rules.__file__).parent / "rules.toml").read_text("utf-8")


def test_every_field_and_code_has_a_rule() -> None:
    held = load_rules()
    assert tuple(r.code for r in held["field"]) == FIELDS
    assert tuple(r.code for r in held["status"]) == get_args(Status)
    assert all(r.text.endswith(".") for of in held.values() for r in of)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("[field.agent]", "[field.agnet]", "'agnet' is no field"),
        ("[status.denied]", "[status.denied]\nnote = 'x'", "'note'"),
        ("[stance.doubts]", "[nonsense.doubts]", "'nonsense' is no group"),
        ('label = "Who"', 'label = ""', "must be a text"),
        ("[precision.day]\n", "[precision.hour]\nlabel = 'x'\ntext = 'y'\n[precision.day]\n", "'hour' is no precision"),
    ],
)
def test_a_mistake_is_told(tmp_path: Path, old: str, new: str, said: str) -> None:
    path = tmp_path / "rules.toml"
    assert old in SHIPPED
    path.write_text(SHIPPED.replace(old, new, 1), "utf-8")
    with pytest.raises(KnowledgeError, match=said):
        rules_of(path)
