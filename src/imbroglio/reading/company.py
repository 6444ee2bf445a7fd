"""The company that a mention keeps: what tells how well it fits a role of a draft.

Flows in: a mention, a draft, what the rules made of the rest of the sentence and of the report so far. Flows out: features by name,
for the linker.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from imbroglio.reading.drafts import OTHER_SIDE, ROLES, Draft
from imbroglio.reading.ground import Ground
from imbroglio.reading.mentions import Mention, Scene
from imbroglio.reading.tree import Tree
from imbroglio.reading.where import usable

_COMMON = frozenset({"NN", "NNS", "PRP", "PRP$", "WP", "DT", "CD"})
FAMILY = {
    **dict.fromkeys("clash air-strike shelling bombing chemical-attack killing harm destruction".split(), "force"),
    **dict.fromkeys("capture withdrawal siege holds contested".split(), "ground"),
    **dict.fromkeys("displacement deployment".split(), "moves"),
    **dict.fromkeys("demand accusation threat refusal sanction agreement talks violation aid protest responsibility".split(), "words"),
    **dict.fromkeys("backs allied hostile part-of leads speaks-for alias".split(), "relation"),
}


@dataclass(slots=True)
class Company:
    """What the rules made of the mentions elsewhere: in the sentence's other statements, and in the report so far.

    Attributes:
        sources: offsets of those whom the sentence credits.
        roles: offset of a mention to the (tokens of drafts, role) in which the rules put it.
        types: token of a trigger to what it evokes.
        seats: offsets of mentions that some statement of the sentence has as its place.
        foes: names that fought each other, as (agent, target).
        earlier: places that the report spoke of before, the likeliest first, each with how it did.
        events: what happened where, by the place's name.
    """

    sources: frozenset[int] = frozenset()
    roles: dict[int, list[tuple[int, str, str]]] = field(default_factory=dict)
    types: dict[int, str] = field(default_factory=dict)
    seats: set[int] = field(default_factory=set)
    foes: set[tuple[str, str]] = field(default_factory=set)
    earlier: list[tuple[Mention, str]] = field(default_factory=list)
    events: dict[str, set[str]] = field(default_factory=dict)

    def gather(self, drafts: Iterable[Draft], sources: Iterable[int], ground: Ground) -> None:
        """Take up a sentence's drafts, before any is finished."""
        self.sources, self.roles, self.types, self.seats = frozenset(sources), {}, {}, set()
        self.earlier, self.events = ground.earlier(), ground.events
        for d in drafts:
            self.types[d.tok] = d.type
            self.seats.update(m.start for m in d.roles["place"])
            for role in OTHER_SIDE:
                for m in d.roles[role]:
                    self.roles.setdefault(m.start, []).append((d.tok, role, FAMILY.get(d.type, "other")))
            if FAMILY.get(d.type) in {"force", "ground"} or d.type == "hostile":
                self.foes.update((a.name, b.name) for a in d.roles["agent"] for b in d.roles["target"])

    def elsewhere(self, draft: Draft, m: Mention) -> str:
        """The roles of a mention in the sentence's other statements: who acts in one, often acts in the next."""
        held = self.roles.get(m.start)
        if held is None:
            return "none"
        mine = FAMILY.get(draft.type, "other")
        found = {f"{role}=" if family == mine else role for tok, role, family in held if tok != draft.tok}
        return "+".join(sorted(found)) or "none"

    def standing(self, draft: Draft, m: Mention) -> str:
        """Whether the mention fought, or was fought by, who acts in the draft."""
        others = draft.roles["agent"]
        if not others:
            return "none"
        return "foe" if any((m.name, x.name) in self.foes or (x.name, m.name) in self.foes for x in others) else "open"

    def told(self, m: Mention) -> str:
        """How the report spoke of a place before."""
        return next((how for x, how in self.earlier if x.name == m.name), "new")


def path(t: Tree, a: int, b: int) -> tuple[str, int]:
    """The way through the parse from `a` to `b`: labels up, then labels down ("far" beyond six steps); and the token at its top.

    >>> # "Rebels shelled the town": from "shelled" to "Rebels" it is "<nsubj"
    """
    heads, deps = t.head, t.dep
    up = [a]
    at = a
    while heads[at] != at and len(up) <= 6:
        at = heads[at]
        up.append(at)
    down: list[str] = []
    at = b
    for _ in range(6):
        if at in up:
            return ">".join([deps[x] for x in up[: up.index(at)]]) + "<" + ".".join(reversed(down)), at
        down.append(_label(t, at))
        if heads[at] == at:
            break
        at = heads[at]
    return "far", -1


def _label(t: Tree, i: int) -> str:
    return t.low[i] if t.dep[i] in {"prep", "agent"} else t.dep[i]


class Asked:
    """One role of one draft with its candidates: what is the same for all of them, worked out once.

    Attributes:
        found: the candidates.
        filled: "filled" where the rules put somebody there, else "empty"; `mine`: offsets of those.
    """

    __slots__ = ("base", "clause", "company", "draft", "filled", "found", "held", "lemma", "mine", "others", "pos", "role", "scene", "starts", "trigger")

    def __init__(self, scene: Scene, draft: Draft, role: str, found: Sequence[Mention], company: Company) -> None:
        t = scene.tree
        self.scene, self.draft, self.role, self.found, self.company = scene, draft, role, found, company
        self.mine = {x.start for x in draft.roles[role]}
        self.filled = "filled" if draft.roles[role] else "empty"
        self.others = {x.start: r for r in reversed(ROLES) if r != role for x in draft.roles[r]}
        self.held = next((x.kind for x in draft.roles[OTHER_SIDE.get(role, "agent")]), "none")
        self.trigger = t.start[draft.tok]
        self.starts = sorted(x.start for x in found)
        self.pos, self.lemma, self.clause = t.tag[draft.tok][:2], t.lemma[draft.tok], t.clause(draft.tok)
        self.base = f"rivals:{min(len(found), 5)}|"

    def between(self, start: int) -> int:
        """How many candidates stand between one and the trigger."""
        starts, trigger = self.starts, self.trigger
        if start < trigger:
            return bisect_left(starts, trigger) - bisect_right(starts, start)
        return max(0, bisect_left(starts, start) - bisect_right(starts, trigger))


def member_features(asked: Asked, m: Mention) -> list[str]:
    """Features of one mention for one role."""
    scene, draft, role, company = asked.scene, asked.draft, asked.role, asked.company
    t = scene.tree
    filled = "mine" if m.start in asked.mine else asked.filled
    if not t.encloses(m.start):
        return _from_before(t, asked, m, filled)
    tok, start = m.tok, m.start
    way, peak = path(t, draft.tok, tok)
    top = t.lemma[peak] if peak >= 0 and peak not in {draft.tok, tok} else ""
    over = company.types.get(peak, "none") if peak != draft.tok else "self"
    other = asked.others.get(start, "no")
    gap = tok - draft.tok
    side = "l" if gap < 0 else "r"
    kind = m.kind + ("*" if m.id or m.place else "")
    out = [
        f"reason:{draft.reasons.get((role, tok), 'none')}", f"path:{way}", f"path2:{asked.pos}|{way}", f"kind:{kind}", f"near:{side}{min(4, abs(gap) // 4)}",
        f"in:{other}", f"slot:{filled}", f"pronoun:{'pronoun' in m.classes}", f"adjective:{m.adjectival}", asked.base + filled, f"label:{t.dep[tok]}",
        f"slotkind:{filled}|{kind}|{other}", f"top:{top}|{way[:12]}", f"rank:{min(asked.between(start), 3)}{side}", f"else:{company.elsewhere(draft, m)}",
        f"source:{start in company.sources}", f"held:{asked.held}|{m.kind}", f"word:{asked.lemma}|{way}", f"noun:{m.lemma if t.tag[tok] in _COMMON else 'name'}",
        f"over:{over}|{way}", f"seat:{start in company.seats}|{m.kind}", f"clause:{t.clause(tok) == asked.clause}|{filled}",
    ]  # fmt: skip
    if role == "target":
        out.append(f"foe:{company.standing(draft, m)}|{kind}")
    if role == "place":
        fine = m.place.precision if m.place is not None else 9
        free = usable(scene, m)
        prep = t.low[t.head[tok]] if t.dep[tok] == "pobj" else t.dep[tok]
        out += [f"precision:{fine}|{filled}", f"usable:{free}|{filled}", f"prep:{prep}|{way[:5]}", f"told:{company.told(m)}", f"prepfine:{prep}|{fine}",
                f"finer:{_finer(scene, m, fine, asked.found)}|{filled}", f"same:{draft.type in company.events.get(m.name, ())}"]  # fmt: skip
    return out


def _known_event(t: Tree, i: int) -> str:
    """Whether the trigger speaks of an event as known ("the attack"), as new ("an attack"), or is a verb."""
    if not t.is_noun(i):
        return "verb"
    det = next((t.low[k] for k in t.kids[i] if t.dep[k] in {"det", "poss"}), "none")
    return "known" if det in {"the", "this", "that", "these", "those"} else "new" if det in {"a", "an"} else "bare"


def _finer(scene: Scene, m: Mention, fine: int, found: Sequence[Mention]) -> bool:
    """Whether the sentence names a place that is more exact than this one, and not the same again."""
    t = scene.tree
    return any(x.place is not None and x.place.precision < min(fine, 7) and x.name != m.name and t.encloses(x.start) and usable(scene, x) for x in found)


def _from_before(t: Tree, asked: Asked, m: Mention, filled: str) -> list[str]:
    """Features of a mention that stands in an earlier sentence: it is referred to, or the paragraph is about it."""
    draft, company, found = asked.draft, asked.company, asked.found
    how = company.told(m)
    fine = m.place.precision if m.place is not None else 9
    inside = sum(1 for x in found if t.encloses(x.start))
    return [f"before:{filled}", f"before:{filled}|{how}", f"before:how|{how}", f"before:inside|{min(2, inside)}|{filled}", f"before:fine|{fine}", f"before:{t.tag[draft.tok][:2]}",
            f"before:word|{t.lemma[draft.tok]}", f"before:kind|{m.kind}", f"before:dep|{t.dep[draft.tok]}",
            f"before:same|{draft.type in company.events.get(m.name, ())}|{_known_event(t, draft.tok)}", f"before:known|{_known_event(t, draft.tok)}|{how[:3]}"]  # fmt: skip
