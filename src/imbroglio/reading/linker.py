"""The linker: who of those named in a sentence stands in which role of a statement.

Flows in: a draft whose roles the rules have filled as far as they could, the sentence's mentions, the places spoken of before. Flows
out: the draft with each role settled. For each role there are options: what the rules say, nobody, each mention alone, those joined
by "and", the rules' fillers and one more or one less. A conditional logit weighs them by what the rules said, the path through the
parse, kinds and distances, and the likeliest is taken. Trained with the chooser (`tools/train_chooser.py`).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources

from imbroglio.reading.chooser import POLITICS
from imbroglio.reading.company import FAMILY, Asked, Company, member_features
from imbroglio.reading.drafts import OTHER_SIDE, ROLES, Draft
from imbroglio.reading.mentions import ACTOR_KINDS, PARTY_KINDS, Mention, Scene
from imbroglio.reading.tree import Tree
from imbroglio.reading.where import exact, named

Option = tuple[int, ...]  # indexes of candidates, ascending
_MOST_REMEMBERED = 30_000  # features of a role and type whose weights are kept added up


@dataclass(frozen=True, slots=True)
class Linker:
    """Weights by role and feature. A feature's weight is that of its name, of its name within the type's family, and within the type."""

    weights: Mapping[str, Mapping[str, Mapping[str, float]]]
    _sums: dict[tuple[str, str], _Sums] = field(default_factory=dict, compare=False, repr=False)

    def of(self, role: str, draft_type: str) -> _Sums:
        """What each feature of a draft of this type weighs: for all types, for the family and for the type together."""
        sums = self._sums.get((role, draft_type))
        if sums is None or len(sums) > _MOST_REMEMBERED:
            tables = self.weights[role]
            sums = self._sums[role, draft_type] = _Sums([tables[key] for key in ("", FAMILY.get(draft_type, "other"), draft_type) if key in tables])
        return sums


class _Sums(dict[str, float]):
    """Weights by the name of a feature, added up over tables when they are first asked for."""

    __slots__ = ("_tables",)

    def __init__(self, tables: Sequence[Mapping[str, float]]) -> None:
        super().__init__()
        self._tables = tables

    def __missing__(self, name: str) -> float:
        total = 0.0
        for table in self._tables:
            if name in table:
                total += table[name]
        self[name] = total
        return total


@dataclass(frozen=True, slots=True)
class Question:
    """One role of one draft to be settled.

    Attributes:
        mentions: the candidates; `features`: of each.
        ruled: the option that the rules took.
        options: what may be answered; `marks`: features of each as a whole.
    """

    role: str
    mentions: list[Mention]
    features: list[list[str]]
    ruled: Option
    options: list[Option]
    marks: list[list[str]]


def expand(features: Iterable[str], draft_type: str) -> Iterator[str]:
    """Every name under which a feature has a weight, for the trainer: all types', the family's, the type's."""
    family = FAMILY.get(draft_type, "other")
    for name in features:
        yield name
        yield f"{family}|{name}"
        yield f"{draft_type}|{name}"


def tables(weights: Mapping[str, float]) -> dict[str, dict[str, float]]:
    """Weights by the names of `expand`, as the tables of a `Linker`."""
    heads = {*FAMILY, *FAMILY.values(), "other"}
    out: dict[str, dict[str, float]] = {}
    for name, weight in weights.items():
        head, bar, rest = name.partition("|")
        key, rest = (head, rest) if bar and head in heads else ("", name)
        out.setdefault(key, {})[rest] = weight
    return out


def candidates(scene: Scene, own: Sequence[Mention], draft: Draft, role: str, company: Company) -> list[Mention]:
    """Mentions that may fill the role: what the rules put there, the sentence's of a fitting kind, and for a place those spoken of before."""
    out = list(draft.roles[role])
    taken = {m.start for m in out}
    words = set(draft.words)
    for m in own:
        if m.start in taken or m.tok in words or "time" in m.classes:
            continue
        if role != "place" and (m.adjectival and _described(scene, m) or _only_says(scene, m)):
            continue  # "the Syrian army" is the army's, once
        if role == "place":
            fits = (m.kind == "place" or (m.place is not None and not m.adjectival)) and not _part_of_place(scene, m)
        elif role == "agent":
            fits = m.kind in PARTY_KINDS
        else:
            fits = m.kind != "place" or "building" in m.classes
        if fits:
            out.append(m)
    if role == "place" and draft.kind != "relation":
        names = {m.name for m in out}
        out += [m for m, _ in company.earlier if m.name not in names]
    return out


def _part_of_place(scene: Scene, m: Mention) -> bool:
    """"The streets of X", "the outskirts of X": X says more exactly where, and is a candidate itself."""
    return m.tok not in scene.names and any(x.tok != m.tok and named(x) for x in exact(scene, m.tok))


def _only_says(scene: Scene, m: Mention) -> bool:
    """Whose word it is, and no more: "according to Western officials"."""
    t = scene.tree
    if not t.encloses(m.start):
        return False
    prep = t.head[m.tok]
    return t.dep[m.tok] == "pobj" and t.low[prep] == "to" and t.low[t.head[prep]] == "according"


def _described(scene: Scene, m: Mention) -> bool:
    """Whether the noun that an adjective describes is somebody himself."""
    t = scene.tree
    if not t.encloses(m.start):
        return False
    head = t.head[m.tok]
    return head > m.tok and t.is_noun(head) and scene.mention(head).kind in ACTOR_KINDS


def _first_joined(t: Tree, m: Mention) -> int:
    """The first of those that a mention is joined to by "and"; itself where it is joined to none, and below 0 outside the sentence.

    In "X and the town of Y", Y is joined to X.
    """
    if not t.encloses(m.start):
        return -1 - m.start
    at = m.tok
    for _ in range(len(t)):
        above = t.head[at]
        if t.dep[at] == "conj" or (t.dep[at] == "appos" and above < at):
            at = above
        elif t.dep[at] == "pobj" and t.low[above] == "of" and t.tag[t.head[above]] in {"NN", "NNS"} and t.head[above] < above:
            at = t.head[above]
        else:
            break
    return at


def options_of(mentions: Sequence[Mention], ruled: Option, joined: Sequence[int]) -> list[Option]:
    """What may be answered: nobody, what the rules say, each candidate alone, those joined, the rules' and one more or one less."""
    out: dict[Option, None] = {(): None}
    if ruled:
        out[ruled] = None

    def add(option: Option) -> None:
        names = [mentions[i].name for i in option]
        if len(set(names)) == len(names):
            out[option] = None

    every = range(len(mentions))
    for i in every:
        add((i,))
    for first in dict.fromkeys(joined):
        group = tuple(i for i in every if joined[i] == first)
        if len(group) > 1:
            add(group)
    if ruled:
        for i in every:
            if i not in ruled:
                add(tuple(sorted((*ruled, i))))
            elif len(ruled) > 1:
                add(tuple(x for x in ruled if x != i))
    return list(out)


def marks_of(option: Option, ruled: Option, joined: Sequence[int], situation: Sequence[str]) -> list[str]:
    """Features of an option as a whole."""
    if not option:
        return [f"none:{len(ruled) and 1}", *(f"none|{x}" for x in situation)]
    out = [f"size:{min(3, len(option))}"]
    if option == ruled:
        out.append("ruled")
        out.append(f"ruled:{min(3, len(option))}")
    elif ruled:
        out.append("more" if len(option) > len(ruled) else "less" if set(option) < set(ruled) else "instead")
    groups = {joined[i] for i in option}
    if len(option) > 1:
        out.append("together" if len(groups) == 1 else "apart")
    left = sum(1 for i, g in enumerate(joined) if g in groups and i not in option)
    if left:
        out.append(f"left:{min(2, left)}")
    return out


def _situation(scene: Scene, draft: Draft, found: Sequence[Mention]) -> list[str]:
    """What speaks for or against a role being left empty."""
    t, i = scene.tree, draft.tok
    other = "+".join(r[0] for r in ROLES if draft.roles[r])
    inside = sum(1 for m in found if t.encloses(m.start))
    return [
        f"of:{min(3, len(found))}", f"inside:{min(2, inside)}", f"filled:{other}", f"tag:{t.tag[i]}", f"dep:{t.dep[i]}", f"{t.tag[i][:2]}:{t.passive(i) if t.is_verb(i) else t.dep[i]}",
        f"rule:{draft.rule}", f"light:{draft.light is not None}", f"word:{t.lemma[i]}",
    ]  # fmt: skip


def question(scene: Scene, draft: Draft, role: str, found: list[Mention], company: Company) -> Question:
    """A role of a draft and its candidates, with the options and all their features."""
    t = scene.tree
    ruled = tuple(range(len(draft.roles[role])))
    joined = [_first_joined(t, m) for m in found]
    options = options_of(found, ruled, joined)
    situation = _situation(scene, draft, found)
    asked = Asked(scene, draft, role, found, company)
    return Question(
        role, found, [member_features(asked, m) for m in found], ruled, options,
        [marks_of(o, ruled, joined, situation) for o in options],
    )  # fmt: skip


def answer(asked: Question, linker: Linker, draft_type: str, barred: frozenset[str] = frozenset()) -> Option:
    """The likeliest option. `barred`: names that stand on the other side; only the rules may name them twice."""
    weight = linker.of(asked.role, draft_type).__getitem__
    single = [sum(map(weight, f)) for f in asked.features]
    best: tuple[float, Option] | None = None
    for option, marks in zip(asked.options, asked.marks, strict=True):
        if barred and option != asked.ruled and any(asked.mentions[i].name in barred for i in option):
            continue
        total = sum(single[i] for i in option) + sum(map(weight, marks))
        if best is None or total > best[0]:
            best = (total, option)
    return best[1] if best else asked.ruled


def questions(scene: Scene, own: Sequence[Mention], draft: Draft, company: Company) -> list[Question]:
    """What is to be settled of a draft: every role of an event of war; of all else, of which the gold has little, what the rules left empty.

    A role for which there is no candidate is no question.
    """
    free = draft.kind == "event" and draft.type not in POLITICS
    asked = {role: candidates(scene, own, draft, role, company) for role in ROLES if free or not draft.roles[role]}
    return [question(scene, draft, role, found, company) for role, found in asked.items() if found]


def link(scene: Scene, own: Sequence[Mention], draft: Draft, linker: Linker, company: Company) -> None:
    """Settle who stands in each role of a draft."""
    for q in questions(scene, own, draft, company):
        other = draft.roles[OTHER_SIDE[q.role]] if q.role in OTHER_SIDE else ()
        chosen = answer(q, linker, draft.type, frozenset(m.name for m in other))  # nobody does it to himself
        if chosen == q.ruled:
            continue
        draft.roles[q.role] = [q.mentions[i] for i in chosen]
        said = ", ".join(f"'{q.mentions[i].text}'" for i in chosen if i not in q.ruled)
        lost = ", ".join(f"'{q.mentions[i].text}'" for i in q.ruled if i not in chosen)
        if said:
            draft.because.append(f"{q.role}: {said} (likely from the sentence's build{f', rather than {lost}' if lost else ''})")
        elif lost:
            draft.because.append(f"{q.role}: not {lost} (unlikely from the sentence's build)")


@lru_cache(maxsize=1)
def load_linker() -> Linker | None:
    """The linker that ships with the package; None where it has not been trained."""
    path = resources.files("imbroglio.reading").joinpath("linker.json")
    if not path.is_file():
        return None
    data = json.loads(path.read_text("utf-8"))
    return Linker({role: tables(weights) for role, weights in data["weights"].items()})
