"""The linker: who of those named in a sentence stands in which role of a statement.

Flows in: a draft whose roles the rules have filled as far as they could, and the sentence's mentions. Flows out: the roles
that were left empty, filled where a filler is likely. For each role a logistic regression over what the rules said, the path
through the parse, kinds and distances; trained with the chooser (`tools/train_chooser.py`), weights in the same file.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources

from imbroglio.reading.chooser import logistic
from imbroglio.reading.frames import Draft
from imbroglio.reading.mentions import ACTOR_KINDS, Mention, Scene
from imbroglio.reading.tree import Tree

ROLES = ("agent", "target", "place")
_FAMILY = {
    **dict.fromkeys("clash air-strike shelling bombing chemical-attack killing harm destruction".split(), "force"),
    **dict.fromkeys("capture withdrawal siege holds contested".split(), "ground"),
    **dict.fromkeys("displacement deployment".split(), "moves"),
    **dict.fromkeys("demand accusation threat refusal sanction agreement talks violation aid protest responsibility".split(), "words"),
    **dict.fromkeys("backs allied hostile part-of leads speaks-for alias".split(), "relation"),
}


@dataclass(frozen=True, slots=True)
class Linker:
    """Weights by role and feature; by role, the probability from which a mention fills an empty role.

    Attributes:
        doubts: by role, the probability below which an event's filler by the rules is dropped again; a role not named keeps all.
    """

    weights: Mapping[str, Mapping[str, float]]
    bounds: Mapping[str, float]
    doubts: Mapping[str, float] = field(default_factory=dict)

    def probability(self, role: str, features: Sequence[str]) -> float:
        """How likely a mention with these features fills the role."""
        return logistic(self.weights[role], features)


@dataclass(slots=True)
class Company:
    """What the rules made of the mentions elsewhere: in the sentence's other statements, and who fought whom in the report so far.

    Attributes:
        sources: offsets of those whom the sentence credits.
        roles: offset of a mention to the (tokens of drafts, role) in which the rules put it.
        types: token of a trigger to what it evokes.
        seats: offsets of mentions that some statement of the sentence has as its place.
        foes: names that fought each other, as (agent, target).
    """

    sources: frozenset[int] = frozenset()
    roles: dict[int, list[tuple[int, str, str]]] = field(default_factory=dict)
    types: dict[int, str] = field(default_factory=dict)
    seats: set[int] = field(default_factory=set)
    foes: set[tuple[str, str]] = field(default_factory=set)

    def gather(self, drafts: Iterable[Draft], sources: Iterable[int]) -> None:
        """Take up a sentence's drafts, before any is finished."""
        self.sources, self.roles, self.types, self.seats = frozenset(sources), {}, {}, set()
        for d in drafts:
            self.types[d.tok] = d.type
            self.seats.update(m.start for m in d.roles["place"])
            for role in ("agent", "target"):
                for m in d.roles[role]:
                    self.roles.setdefault(m.start, []).append((d.tok, role, _FAMILY.get(d.type, "other")))
            if _FAMILY.get(d.type) in {"force", "ground"} or d.type == "hostile":
                self.foes.update((a.name, b.name) for a in d.roles["agent"] for b in d.roles["target"])

    def elsewhere(self, draft: Draft, m: Mention) -> str:
        """The roles of a mention in the sentence's other statements: who acts in one, often acts in the next."""
        found = {f"{role}{'=' if family == _FAMILY.get(draft.type, 'other') else ''}" for tok, role, family in self.roles.get(m.start, ()) if tok != draft.tok}
        return "+".join(sorted(found)) or "none"

    def standing(self, draft: Draft, m: Mention) -> str:
        """Whether the mention fought, or was fought by, who acts in the draft."""
        others = draft.roles["agent"]
        if not others:
            return "none"
        return "foe" if any((m.name, x.name) in self.foes or (x.name, m.name) in self.foes for x in others) else "open"


def candidates(scene: Scene, own: Sequence[Mention], draft: Draft, role: str) -> list[Mention]:
    """Mentions that may fill the role: what the rules put there, and the sentence's mentions of a fitting kind."""
    out = list(draft.roles[role])
    taken = {m.start for m in out}
    words = set(draft.words)
    for m in own:
        if m.start in taken or m.tok in words or "time" in m.classes:
            continue
        if role != "place" and m.adjectival and _described(scene, m):
            continue  # "the Syrian army" is the army's, once
        if role == "place":
            fits = m.kind == "place" or (m.place is not None and not m.adjectival)
        elif role == "agent":
            fits = m.kind in ACTOR_KINDS or m.kind in {"person", "people"}
        else:
            fits = m.kind != "place" or "building" in m.classes
        if fits:
            out.append(m)
    return out


def _described(scene: Scene, m: Mention) -> bool:
    """Whether the noun that an adjective describes is somebody himself."""
    t = scene.tree
    if not (t.start[0] <= m.start < t.end[-1]):
        return False
    head = t.head[m.tok]
    return head > m.tok and t.is_noun(head) and scene.mention(head).kind in ACTOR_KINDS


def path(t: Tree, a: int, b: int) -> tuple[str, int]:
    """The way through the parse from `a` to `b`: labels up, then labels down ("far" beyond six steps); and the token at its top.

    >>> # "Rebels shelled the town": from "shelled" to "Rebels" it is "<nsubj"
    """
    up = [a]
    for x in t.ancestors(a):
        up.append(x)
        if len(up) > 6:
            break
    where = {x: n for n, x in enumerate(up)}
    down: list[str] = []
    at = b
    for _ in range(6):
        if at in where:
            ups = [t.dep[x] for x in up[: where[at]]]
            return ">".join(ups) + "<" + ".".join(reversed(down)), at
        down.append(_label(t, at))
        if t.head[at] == at:
            break
        at = t.head[at]
    return "far", -1


def _label(t: Tree, i: int) -> str:
    return t.low[i] if t.dep[i] in {"prep", "agent"} else t.dep[i]


def features(scene: Scene, draft: Draft, role: str, m: Mention, found: Sequence[Mention], company: Company) -> list[str]:
    """Features of one mention for one role, those of the type named for it."""
    t = scene.tree
    inside = t.start[0] <= m.start < t.end[-1]
    reason = draft.reasons.get((role, m.tok), "none") if inside else "before"
    way, peak = path(t, draft.tok, m.tok) if inside else ("before", -1)
    top = t.lemma[peak] if peak >= 0 and peak not in {draft.tok, m.tok} else ""
    over = company.types.get(peak, "none") if peak != draft.tok else "self"
    family = _FAMILY.get(draft.type, "other")
    pos = t.tag[draft.tok][:2]
    other = next((r for r in ROLES if r != role and any(x.start == m.start for x in draft.roles[r])), "no")
    gap = m.tok - draft.tok if inside else 99
    near = "before" if not inside else f"{'l' if gap < 0 else 'r'}{min(4, abs(gap) // 4)}"
    filled = "empty" if not draft.roles[role] else "mine" if reason != "none" else "filled"
    kind = m.kind + ("*" if m.id or m.place else "")
    rank = sum(1 for x in found if (m.start < x.start < t.start[draft.tok]) or (t.start[draft.tok] < x.start < m.start)) if inside else 9
    held = next((x.kind for x in draft.roles["target" if role == "agent" else "agent"]), "none")
    word = t.lemma[draft.tok]
    foe = company.standing(draft, m) if role == "target" else "none"
    base = [
        f"reason:{reason}", f"path:{way}", f"path2:{pos}|{way}", f"kind:{kind}", f"near:{near}", f"in:{other}", f"slot:{filled}",
        f"pronoun:{'pronoun' in m.classes}", f"adjective:{m.adjectival}", f"rivals:{min(len(found), 5)}", f"label:{t.dep[m.tok] if inside else 'none'}",
        f"slotkind:{filled}|{kind}|{other}", f"top:{top}|{way[:12]}", f"rank:{min(rank, 3)}{'l' if gap < 0 else 'r'}", f"foe:{foe}|{kind}", f"else:{company.elsewhere(draft, m)}",
        f"source:{m.start in company.sources}", f"held:{held}|{m.kind}", f"word:{word}|{way}", f"noun:{m.lemma}",
        f"over:{over}|{way}", f"seat:{m.start in company.seats}|{m.kind}",
    ]  # fmt: skip
    return [*base, *(f"{family}|{b}" for b in base), *(f"{draft.type}|{b}" for b in (base[0], base[3], base[5], base[6], base[11]))]


def rows(scene: Scene, own: Sequence[Mention], draft: Draft, role: str, company: Company) -> Iterator[tuple[Mention, list[str]]]:
    """(mention, features) of all candidates for a role, for the trainer and for `link`."""
    found = candidates(scene, own, draft, role)
    for m in found:
        yield m, features(scene, draft, role, m, found, company)


def link(scene: Scene, own: Sequence[Mention], draft: Draft, linker: Linker, company: Company) -> None:
    """Where the rules left a role empty, take the likeliest mention of the sentence, if it is likely enough.

    What the rules put into a role that knows doubts is dropped where it is unlikely; nothing else takes its place but by the same measure.
    """
    for role in ROLES:
        dropped: set[int] = set()
        if draft.roles[role]:
            if role not in linker.doubts or draft.kind != "event":
                continue
            found = candidates(scene, own, draft, role)
            dropped = {m.start for m in draft.roles[role] if linker.probability(role, features(scene, draft, role, m, found, company)) < linker.doubts[role]}
            if len(dropped) < len(draft.roles[role]):
                draft.roles[role] = [m for m in draft.roles[role] if m.start not in dropped]
                continue
        other = {m.name for m in draft.roles["target" if role == "agent" else "agent"]} if role != "place" else set()
        best: tuple[float, Mention] | None = None
        for m, seen in rows(scene, own, draft, role, company):
            p = linker.probability(role, seen)
            if m.start not in dropped and m.name not in other and (best is None or p > best[0]):  # nobody does it to himself
                best = (p, m)
        if dropped:
            draft.roles[role] = []
        if best is not None and best[0] >= linker.bounds[role]:
            draft.roles[role].append(best[1])
            draft.because.append(f"{role}: '{best[1].text}' (likely from the sentence's build)")


@lru_cache(maxsize=1)
def load_linker() -> Linker | None:
    """The linker that ships with the package; None where it has not been trained."""
    path = resources.files("imbroglio.reading").joinpath("linker.json")
    if not path.is_file():
        return None
    data = json.loads(path.read_text("utf-8"))
    return Linker(data["weights"], data["bounds"], data.get("doubts", {}))
