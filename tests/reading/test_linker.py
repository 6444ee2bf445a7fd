"""The linker: what may be answered, how the likeliest is found, and what it tells of it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from imbroglio.model import Document
from imbroglio.reading.linker import Linker, Option, Question, answer, expand, marks_of, options_of, tables
from imbroglio.reading.mentions import Mention
from imbroglio.reading.reader import Reader


def mention(n: int, name: str) -> Mention:
    return Mention(n, n, n + 1, name, name, "armed_group", frozenset({"armed_group"}))


def asked(names: list[str], ruled: Option, features: list[list[str]]) -> Question:
    mentions = [mention(n, name) for n, name in enumerate(names)]
    joined = list(range(len(names)))
    options = options_of(mentions, ruled, joined)
    return Question("agent", mentions, features, ruled, options, [marks_of(o, ruled, joined, []) for o in options])


@given(st.lists(st.sampled_from("abcd"), max_size=5), st.data())
def test_options_name_nobody_twice_and_always_offer_nobody(names: list[str], data: st.DataObject) -> None:
    ruled = tuple(sorted(data.draw(st.sets(st.integers(0, max(0, len(names) - 1)), max_size=2)))) if names else ()
    mentions = [mention(n, name) for n, name in enumerate(names)]
    joined = data.draw(st.lists(st.integers(0, 2), min_size=len(names), max_size=len(names)))
    options = options_of(mentions, ruled, joined)
    assert () in options
    assert len(set(options)) == len(options)
    assert not ruled or ruled in options
    for option in options:
        assert all(0 <= i < len(names) for i in option)
        assert option == ruled or len({names[i] for i in option}) == len(option)


def test_the_heaviest_option_is_the_answer() -> None:
    linker = Linker({"agent": tables({"near": 2.0, "far": -2.0, "size:1": 0.1})})
    question = asked(["a", "b"], (1,), [["near"], ["far"]])
    assert answer(question, linker, "clash") == (0,)
    assert answer(question, linker, "clash", frozenset({"a"})) == (), "whoever stands on the other side is no answer"


def test_a_type_has_weights_of_its_own() -> None:
    linker = Linker({"agent": tables({"near": 1.0, "clash|near": -3.0, "force|near": 0.5})})
    question = asked(["a"], (), [["near"]])
    assert answer(question, linker, "shelling") == (0,)
    assert answer(question, linker, "clash") == ()
    assert set(expand(["near"], "clash")) == {"near", "force|near", "clash|near"}


def test_what_the_linker_changed_is_told(reader: Reader) -> None:
    texts = (
        "Rebels advanced on Aleppo, and jets bombed the suburbs of the city.",
        "The raid near Raqqa hit a depot used by the militants, said the army, which denied an attack on Tabqa.",
        "Militants stormed a village in northern Nigeria, killing ten and kidnapping twenty.",
    )
    told = [
        line
        for text in texts
        for s in reader.read(Document.from_text(text, id="r")).statements
        for line in s.because
        if "sentence's build" in line
    ]
    assert told
    assert all(line.split(":")[0] in {"agent", "target", "place"} for line in told)
