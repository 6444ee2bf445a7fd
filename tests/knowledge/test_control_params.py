"""The parameters of control: shipped ones hold together, and a mistake is told by its line."""

from importlib import resources

import pytest

from imbroglio.errors import KnowledgeError
from imbroglio.knowledge.control import control_of, load_control

SHIPPED = resources.files("imbroglio.knowledge").joinpath("control.toml").read_text("utf-8")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("[answer]\n", "[answers]\n", "no table"),
        ("to_unknown =", "to_nowhere =", "no parameter"),
        ("contest_ends = 0.08", "contest_ends = 1.0", "below 1"),
        ("spread = 4", "spread = 0", "above 0"),
        ("holds = 2.0", "holds = -1", "from 0 to 10"),
        ("holds = 2.0", "holds = true", "number"),
        ("holds = 2.0", "", "lacks 'holds'"),
        ('wagner-group = "russia"', "wagner-group = 3", "must name a state"),
        ('strikes = ["air-strike", "shelling"]', 'strikes = "shelling"', "list of words"),
        ("camps = [\n", "camps = [ [],\n", "list of lists"),
    ],
)
def test_a_mistake_is_told(tmp_path, old, new, told):
    assert SHIPPED.count(old) == 1
    path = tmp_path / "control.toml"
    path.write_text(SHIPPED.replace(old, new), "utf-8")
    with pytest.raises(KnowledgeError, match=told) as caught:
        control_of(path)
    assert caught.value.file == str(path)


def test_every_parameter_has_its_reason():
    lines = SHIPPED.splitlines()
    tables = [i for i, line in enumerate(lines) if line.startswith("[")]
    for at in tables:
        assert lines[at + 1].startswith("#"), f"{lines[at]} begins without a reason"


def test_camps_go_by_the_first_word_of_their_row():
    params = load_control()
    assert params.camps["insurgents"] == params.camps["rebels"] == "rebels"
    assert params.holds_for["actor:wagner-group"] == "actor:russia"
