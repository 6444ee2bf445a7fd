"""Fusion: several words of one passage that tell one event become one draft.

Flows in: the drafts of one sentence. Flows out: fewer drafts. "An air strike killed 13" and "killed 13 in clashes" are one
statement of the strike or the fight (codebook rule 19); "killed 5 and wounded 12" is one killing; a light verb's noun and
its clause ("launched an attack that targeted the base") are one attack. A toll over a period stays apart: it is a figure.
"""

from __future__ import annotations

from imbroglio.reading.drafts import ROLES, Draft
from imbroglio.reading.mentions import Scene
from imbroglio.reading.sense import says_something
from imbroglio.reading.tolls import over_period
from imbroglio.reading.tree import Tree

FORCE = frozenset("clash air-strike shelling bombing chemical-attack killing harm destruction".split())
TOLLS = frozenset({"killing", "harm"})
_RANK = {
    "chemical-attack": 6,
    "air-strike": 5,
    "shelling": 4,
    "bombing": 5,
    "killing": 2,
    "clash": 3,
    "harm": 1,
    "destruction": 1,
}
STRIKES = frozenset({"air-strike", "shelling", "bombing", "chemical-attack"})
MEANS = STRIKES | {"clash"}
_WITHIN = frozenset({"in", "by", "from", "after", "when", "amid", "with", "due", "under", "following", "as"})
_INTO = _WITHIN | {"during", "for", "of", "over"}
_LONG = frozenset({"battle", "offensive", "operation", "war", "conflict", "campaign", "siege", "invasion"})
"""Fights that last: a toll "in the battle" is told apart from it, one "in clashes" is theirs."""
_HURTS = frozenset({"kill", "wound", "injure", "hurt", "maim"})
_NO_TOLL = frozenset("rape gang-rape torture abuse molest beat flog whip cane mutilate harass assault ill-treat mistreat".split())
"""Harm that is a deed of its own, told beside a killing and not counted with it."""
_SHOTS = frozenset({"gunfire", "gunshot", "shot", "bullet", "gun", "sniper"})
"""What kills one man and is no fight: "wounded by gunfire"."""
_RESULTS = frozenset({"result", "lead", "cause", "leave", "bring", "inflict"})
_HEDGES = frozenset(
    {"at", "more", "about", "around", "some", "nearly", "over", "dozens", "several", "many", "scores"}
)
_REACH = 9
"""How many tokens may stand between a toll and the strike that a preposition ties to it."""


def _noun_top(t: Tree, e: int) -> int:
    """The noun that a strike's word is part of: "artillery bombardment", "missile and rocket fire"."""
    for _ in range(4):
        if t.dep[e] in {"compound", "nmod", "amod", "conj"} and t.is_noun(t.head[e]) and t.head[e] != e:
            e = t.head[e]
        else:
            break
    return e


def _follows(t: Tree, toll: int, e: int, links: frozenset[str]) -> bool:
    """Whether a preposition right behind the toll leads to the event: "killed Wednesday in regime air raids"."""
    if not toll < e <= toll + _REACH:
        return False
    led = False
    for k in range(toll + 1, e):
        if t.is_verb(k) and t.tag[k] != "VBG" or t.tag[k] in {",", ".", ":", "CC"} and not led:
            return False
        if not led and t.low[k] == "of" and t.tag[k + 1] == "CD":
            continue  # "a death toll of 15 for the strike"
        if t.tag[k] in {"IN", "TO"} or t.low[k] == "when":
            if not led:
                if t.low[k] not in links:
                    return False
                led = True
            elif t.low[k] not in {"to", "of"}:
                return False
    return led


def _carries(t: Tree, event: Draft, toll: Draft, verb: int) -> bool:
    """Whether the event is what does the killing: subject, agent, or head of the clause that tells the toll."""
    e = event.tok
    slots = t.slots(verb)
    top = _noun_top(t, e)
    near = {e, top}
    if near & {*slots.get("subj", []), *t.having(verb, "nsubj")} or any(
        near & set(slots.get(p, [])) for p in _WITHIN
    ):
        return True
    for subject in slots.get("subj", []):
        # "a barrage of air strikes killed": the strikes stand under the subject
        if t.dep[top] == "pobj" and t.low[t.head[top]] == "of" and t.head[t.head[top]] == subject:
            return True
    if t.dep[verb] == "advcl" and any(t.dep[k] == "mark" and t.low[k] == "with" for k in t.kids[verb]):
        above = t.head[verb]  # "fighting went on, with 14 soldiers wounded"
        return above in {e, event.light} or e in t.slots(above).get("subj", [])
    if t.dep[verb] in {"relcl", "acl", "advcl", "xcomp", "conj", "pcomp"} and t.head[verb] in {
        e,
        event.light,
    }:
        return not (t.dep[verb] == "advcl" and t.tag[verb] != "VBG" and t.is_verb(t.head[verb]))
    if t.dep[verb] == "pcomp" and t.head[t.head[verb]] in {e, event.light}:
        return True
    if event.light is not None and event.light == verb:
        return True
    if t.is_verb(e):
        if (
            t.dep[e] in {"advcl", "relcl"}
            and _when(t, e)
            and (t.head[e] == verb or t.head[t.head[e]] == verb)
        ):
            return True
        return (
            t.dep[e] in {"acl", "pcomp"}
            and t.tag[e] == "VBG"
            and any(t.head[e] in slots.get(p, []) or e in slots.get(p, []) for p in ("in", "by"))
        )
    return False


def _strikes(t: Tree, event: Draft, verb: int, others: list[Draft]) -> bool:
    """Looser ties that a strike from afar has to its toll, and a fight has not."""
    e = event.tok
    if (
        t.dep[verb] == "relcl"
        and e < verb
        and t.relativizer(verb)[0] in {"nsubj", "nsubjpass", "where", "in"}
    ):
        return not any(
            e < o.tok < verb for o in others if o is not event
        )  # "an attack near a school which killed four"
    if t.dep[verb] == "conj" and t.is_verb(t.head[verb]) and e < verb and t.passive(verb):
        above = t.head[verb]
        return e == above or e in {f for p in (*_WITHIN, "subj") for f in t.slots(above).get(p, [])}
    joined = [verb, *(k for k in t.having(verb, "conj") if t.is_verb(k) and t.kid(k, "agent") is None)]
    return any(
        _noun_top(t, e) in t.slots(v).get(p, [])
        for v in joined
        for p in ("during", "in", "by", "because", "through")
    )


def _verb(t: Tree, toll: Draft) -> int | None:
    """The verb that tells a toll: its own, its light verb, or "leave" over "dead"."""
    if t.is_verb(toll.tok):
        above = t.head[toll.tok]
        return (
            above if t.dep[toll.tok] in {"oprd", "ccomp", "xcomp"} and t.lemma[above] == "leave" else toll.tok
        )
    if toll.light is not None:
        return toll.light
    if t.is_noun(toll.tok):
        # "resulting in civilian casualties"
        return next(
            (
                a
                for a, _ in zip(t.ancestors(toll.tok), range(3), strict=False)
                if t.lemma[a] in _RESULTS and t.tag[a] == "VBG"
            ),
            None,
        )
    return next(
        (a for a, _ in zip(t.ancestors(toll.tok), range(4), strict=False) if t.lemma[a] == "leave"), None
    )


def _outcome(t: Tree, event: Draft, toll: Draft, others: list[Draft]) -> bool:
    """ "Jets hit a market in the town, killing 12": a participle of result goes with the nearest event before it."""
    k = _verb(t, toll)
    w = toll.tok
    if (
        t.tag[w] == "NN"
        and t.low[w] in {"killing", "wounding", "injuring"}
        and w + 1 < len(t)
        and (t.tag[w + 1] == "CD" or t.low[w + 1] in _HEDGES)
    ):
        return event.tok < w and not any(
            event.tok < o.tok < w for o in others if o is not event
        )  # taken for a noun
    if (
        k is None
        or t.tag[k] != "VBG"
        or t.kid(k, "aux") is not None
        or any(t.tag[g] != "NNP" for g in t.having(k, "nsubj"))
        or t.dep[k] not in {"advcl", "acl", "conj", "xcomp"}
        or not event.tok < k
    ):
        return False
    if t.dep[k] == "conj" and not (t.is_verb(t.head[k]) and t.tag[t.head[k]] == "VBG"):
        return False
    return not any(event.tok < o.tok < k for o in others if o is not event)


def _linked(t: Tree, event: Draft, toll: Draft, others: list[Draft]) -> bool:
    """Whether the toll is said of the event."""
    e, k = event.tok, toll.tok
    verb = _verb(t, toll)
    strike = event.type in STRIKES
    if not strike and not t.is_verb(e) and t.lemma[e] in _LONG:
        return False
    if _follows(t, max(toll.words), min(event.words), _INTO if strike else _WITHIN):
        return True
    if _outcome(t, event, toll, others):
        return True
    if verb is not None:
        return _carries(t, event, toll, verb) or (strike and _strikes(t, event, verb, others))
    if {e, _noun_top(t, e)} & _within(t, k):
        return True
    if t.is_verb(e):
        return k in t.slots(e).get("obj", [])
    return t.dep[k] == "pobj" and t.head[t.head[k]] == e and t.low[t.head[k]] in {"with", "in", "that", "of"}


def _when(t: Tree, e: int) -> bool:
    return any(t.dep[k] in {"advmod", "mark"} and t.low[k] in {"when", "after", "as"} for k in t.kids[e])


def _within(t: Tree, k: int) -> set[int]:
    return {
        f
        for p in t.having(k, "prep")
        if t.low[p] in _WITHIN
        for g in t.having(p, "pobj")
        for f in t.fillers(g)
    }


def _absorb(into: Draft, other: Draft, why: str) -> None:
    """Give what `other` holds to `into`: roles that are empty there, and its numbers' owners."""
    for role in ROLES:
        if role == "agent" and other.type in TOLLS and into.type in MEANS:
            fresh = [m for m in other.roles[role] if m.kind != "thing" and m.tok != into.tok]
        else:
            fresh = other.roles[role]
        if not into.roles[role] or role == "target":
            for m in fresh:
                if m.tok != into.tok and all(m.tok != x.tok for x in into.roles["agent"]):
                    into.add(role, m, why)
    into.merged.append(other)
    into.because.append(f"'{why}' joined to it: {other.type}")


def _series(t: Tree, drafts: list[Draft]) -> list[Draft]:
    """ "A barrage of rocket fire", "a campaign of air strikes": one event, of the strikes' type."""
    out = list(drafts)
    for d in drafts:
        if d.type not in MEANS or not t.is_noun(d.tok):
            continue
        whole = (
            next(
                (
                    e
                    for e in out
                    if e is not d
                    and (e.type == d.type or {e.type, d.type} <= STRIKES)
                    and e.tok == t.head[d.tok]
                ),
                None,
            )
            if t.dep[d.tok] in {"compound", "nmod"}
            else None
        )
        if whole is not None:
            whole.merged.append(d)  # "an artillery bombardment" tells one shelling
            out.remove(d)
            continue
        of = {g for k in t.having(d.tok, "prep") if t.low[k] == "of" for g in t.having(k, "pobj")}
        inner = (
            next((e for e in out if e is not d and e.type in STRIKES and _noun_top(t, e.tok) in of), None)
            if of
            else None
        )
        if inner is not None:
            for role in ROLES:
                for m in d.roles[role] if not inner.roles[role] else []:
                    inner.add(role, m, t.text[d.tok])
            inner.merged.append(d)
            out.remove(d)
    return out


def fuse(scene: Scene, drafts: list[Draft]) -> list[Draft]:
    """Join the drafts that tell one event."""
    t = scene.tree
    alive = _joined_tolls(t, _series(t, list(drafts)))
    events = [e for e in alive if e.type in MEANS and not _tells_toll(t, e)]
    for toll in [d for d in alive if _tells_toll(t, d)]:
        if not events or over_period(t, toll):
            continue
        parts = [toll, *toll.merged]
        if toll.kind == "figure":
            events = [e for e in events if e.type in STRIKES]
        found = [e for e in events if any(_linked(t, e, p, events) for p in parts)]
        if found:
            event = min(found, key=lambda e: min(abs(e.tok - p.tok) for p in parts))
            if event.type == "clash" and t.lemma[event.tok] in _SHOTS:
                _absorb(toll, event, t.text[event.tok])
                alive.remove(event)
                events.remove(event)
                continue
            _absorb(event, toll, t.text[toll.tok])
            alive.remove(toll)
    return _with_gas(scene, _same_event(scene, alive))


def _with_gas(scene: Scene, drafts: list[Draft]) -> list[Draft]:
    """"Fired shells filled with mustard gas", "chlorine-filled barrel bombs": gas makes it a chemical attack, whatever carries it."""
    t = scene.tree
    if any(d.type == "chemical-attack" for d in drafts):
        return drafts
    for d in drafts:
        if d.type not in STRIKES:
            continue
        slots = t.slots(d.tok) if t.is_verb(d.tok) else {}
        carriers = [d.tok] if t.is_noun(d.tok) else [*slots.get("obj", []), *slots.get("with", [])]
        if any("gas" in scene.classes_of(k) for c in carriers if t.is_noun(c) for k in t.subtree(c)):
            d.type = "chemical-attack"
            d.because.append("gas makes it a chemical attack")
    return drafts


_BETWEEN_TWO = frozenset({"part-of", "leads", "split-from", "merged-into"})


def _of_oneself(d: Draft) -> bool:
    """What somebody would be to himself: "a Mai-Mai faction" is no part of the Mai-Mai that is known by one name."""
    (agent, target) = ({(m.id, m.name) for m in d.roles[role]} for role in ("agent", "target"))
    return agent == target and len(agent) == 1 and all(id is not None for id, _ in agent)


def once(drafts: list[Draft]) -> list[Draft]:
    """Each relation of the sentence once: of two ways to the same type and the same words for its parties, the first stays."""
    seen: set[tuple[object, ...]] = set()
    out: list[Draft] = []
    for d in drafts:
        if d.type in _BETWEEN_TWO and _of_oneself(d):
            continue
        key = (d.type, *(tuple(m.tok for m in d.roles[r]) for r in ROLES))
        if d.kind == "relation" and says_something(d):
            if key in seen:
                continue
            seen.add(key)
        out.append(d)
    return out


def _apart(t: Tree, d: Draft, k: Draft) -> bool:
    """Two killings with subjects of their own: "one died at a checkpoint, and three were shot by snipers"."""
    verb = _verb(t, d)
    if verb is None or t.kid(verb, "nsubj", "nsubjpass") is None:
        return False
    return d.type == k.type or (t.dep[verb] == "advcl" and t.tag[verb] in {"VBD", "VBZ", "VBP"})


def _tells_toll(t: Tree, d: Draft) -> bool:
    """A killing or wounding, also one that its doer makes a strike: "warplanes killed 12"."""
    if d.kind == "figure":
        return d.type == "casualties" and t.is_noun(d.tok)  # "the toll in Saturday's bombing"
    if d.type == "harm" and t.lemma[d.tok] in _NO_TOLL:
        return False
    return d.type in TOLLS or (d.type in STRIKES and t.lemma[d.tok] in _HURTS and len(d.words) == 1)


def _joined_tolls(t: Tree, drafts: list[Draft]) -> list[Draft]:
    """ "killed 5 and wounded 12", "5 dead and 12 injured": the first keeps both."""
    out: list[Draft] = []
    for d in drafts:
        first = next(
            (
                k
                for k in out
                if _tells_toll(t, k)
                and k.type != "harm"
                and _tells_toll(t, d)
                and not _apart(t, d, k)
                and (
                    t.head[d.tok] == k.tok
                    and t.dep[d.tok] in {"conj", "advcl"}
                    or (t.dep[t.head[d.tok]] == "conj" and t.head[t.head[d.tok]] == k.tok)
                    or (t.dep[d.tok] == t.dep[k.tok] == "conj" and t.head[d.tok] == t.head[k.tok])  # "blew himself up, killed 5 and injured 12"
                    or (d.type != "killing" and t.clause(d.tok) == t.clause(k.tok))
                    or (
                        d.type == "harm"
                        and abs(d.tok - k.tok) <= 6
                        and not t.is_noun(d.tok)
                        and t.dep[t.clause(d.tok)] in {"conj", "advcl"}
                    )
                )
            ),
            None,
        )
        if first is None:
            out.append(d)
        else:
            first.merged.append(d)
    return out


def _same_event(scene: Scene, drafts: list[Draft]) -> list[Draft]:
    """ "carried out an attack that targeted a base": two words of force, one the subject or light-verb noun of the other."""
    t = scene.tree
    alive = list(drafts)
    for d in list(drafts):
        if (
            d not in alive
            or d.type not in FORCE
            or not t.is_verb(d.tok)
            or (d.type in TOLLS and over_period(t, d))
        ):
            continue
        slots = t.slots(d.tok)
        for e in alive:
            if (
                e is d
                or e.type not in MEANS
                or (t.is_verb(e.tok) and t.dep[e.tok] != "acl")
                or d.type == "destruction"
            ):
                continue
            if (
                t.tag[e.tok] == "VBN"
                and t.dep[e.tok] == "acl"
                and t.head[e.tok] in slots.get("subj", [])
                and e.type == d.type in STRIKES
            ):
                _absorb(d, e, t.text[e.tok])  # "rockets fired by rebels hit a school"
                alive.remove(e)
                break
            if t.is_verb(e.tok):
                continue
            if (
                e.tok in slots.get("subj", [])
                or (t.dep[d.tok] == "acl" and t.head[d.tok] == e.tok)
                or (e.tok in slots.get("with", []) + slots.get("in", []) and e.type != "clash")
            ):
                _absorb(e, d, t.text[d.tok])
                if _RANK.get(d.type, 0) > _RANK.get(e.type, 0):
                    e.type = d.type
                alive.remove(d)
                break
    return alive
