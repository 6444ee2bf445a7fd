"""For whom an actor holds ground: an army for its state, a brigade for its army, a proxy for its patron.

Flows in: the key of an actor, the roster, and the parameters (proxies, words for camps). Flows out: the key of the side, or None where
whoever is meant cannot hold a place: civilians, things, papers, "troops" of nobody knows whom.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from imbroglio.knowledge.control import ControlParams
from imbroglio.knowledge.fold import plain
from imbroglio.knowledge.packs import (
    EPITHET_PARTS,
    KnownActor,
    NameTable,
    fold_token,
    load_packs,
    name_tokens,
)
from imbroglio.model.record import Actor

CONTESTED, UNKNOWN = "contested", "unknown"
_RULING = ("state", "government", "armed_group", "coalition")  # the kinds that rule places


def find_side(key: str, roster: Mapping[str, Actor], params: ControlParams, home: str | None = None) -> str | None:
    """The side for which an actor holds ground: its state's, else the topmost body's it is part of, else its own.

    >>> from imbroglio.knowledge.control import load_control
    >>> army = Actor("actor:army", "Army", "state", parents=("actor:ruritania",), state="actor:ruritania")
    >>> guard = Actor("actor:guard", "Guard", "armed_group")
    >>> some, rebels = (Actor(f"name:{n}", n, "armed_group", named=False) for n in ("gunmen", "rebels"))
    >>> roster = {a.key: a for a in (army, guard, some, rebels)}
    >>> [find_side(key, roster, load_control(), home="actor:ruritania") for key in roster]
    ['actor:ruritania', 'actor:guard', None, 'name:rebels']
    """
    if key in params.holds_for:
        return params.holds_for[key]
    actor = roster.get(key)
    if actor is None:
        return None
    if actor.state:
        return actor.state
    above = _topmost(actor, roster, params.holds_for)
    if above is not None:
        return above
    if actor.kind not in _RULING:
        return None
    if key.startswith("name:"):
        known = _side_in_name(actor.name, params)
        if known is not None:
            return known
    return actor.key if actor.named else _described(actor, roster, params, home)


def _described(actor: Actor, roster: Mapping[str, Actor], params: ControlParams, home: str | None) -> str | None:
    """The side of somebody with no name: a camp of the war, the government of the country (`home`), or nobody known."""
    words = plain(actor.name).split()
    if home is not None and not params.government.isdisjoint(words):
        return home
    camps = sorted({params.camps[word] for word in words if word in params.camps})
    if len(camps) != 1:
        return None
    return f"name:{camps[0]}" if f"name:{camps[0]}" in roster else actor.key


def _side_in_name(name: str, params: ControlParams) -> str | None:
    """The state or group that a description names: "pro-X fighters" hold for X, and "X troops" are X's.

    "X rebels" are not, and "X-backed" ones need not be. None where it names nobody, or several.
    """
    texts = name_tokens(name)
    folded = [fold_token(t) for t in texts]
    if not EPITHET_PARTS.isdisjoint(folded):
        return None
    camp = not params.camps.keys().isdisjoint(folded)
    found: set[str] = set()
    for at in range(len(texts)):
        match = _names().match(folded, texts, at)
        if match is not None and (not camp or folded[at - 1 : at] == ["pro"] or match[1][0].sense == "name"):
            found.update(_side_in_packs(sense.actor, params) for sense in match[1])
    return found.pop() if len(found) == 1 else None


def _side_in_packs(actor: KnownActor, params: ControlParams) -> str:
    """The side of an actor by the packs alone: its proxies' patron, its topmost parent."""
    known, seen = _names().actors, [actor.id]
    while True:
        if f"actor:{seen[-1]}" in params.holds_for:
            return params.holds_for[f"actor:{seen[-1]}"]
        above = known[seen[-1]].parent if seen[-1] in known else ()
        if not above or above[0] in seen:
            return f"actor:{seen[-1]}"
        seen.append(above[0])


@lru_cache(maxsize=1)
def _names() -> NameTable:
    return NameTable(load_packs())


def find_sides(
    keys: Iterable[str], roster: Mapping[str, Actor], params: ControlParams, home: str | None = None
) -> tuple[str, ...]:
    """The sides of several actors, each once, in the order of their names."""
    found = {find_side(key, roster, params, home) for key in keys}
    return tuple(sorted(side for side in found if side is not None))


def _topmost(actor: Actor, roster: Mapping[str, Actor], holds_for: Mapping[str, str]) -> str | None:
    """The body at the top of an actor's chain of parents. A listed one on the way ends it; a circle does, too."""
    top, seen = None, {actor.key}
    parents = actor.parents
    while parents and parents[0] not in seen:
        top = parents[0]
        if top in holds_for:
            return holds_for[top]
        seen.add(top)
        above = roster.get(top)
        if above is not None and above.state:
            return above.state
        # `parents` lists the nearest first and those above after it, so a body missing from the roster is passed over.
        parents = above.parents if above is not None else parents[1:]
    return top


@lru_cache(maxsize=1)
def _states_of_packs() -> Mapping[str, str]:
    return {a.iso: f"actor:{a.id}" for a in load_packs() if a.kind == "state" and a.iso}


def find_state(country: str | None, roster: Mapping[str, Actor]) -> str | None:
    """The key of the state whose country (ISO code) it is, by the packs and what the roster has joined it into.

    >>> find_state("SY", {})
    'actor:syria'
    """
    if country is None:
        return None
    key = _states_of_packs().get(country)
    actor = roster.get(key) if key is not None else None
    return actor.state or actor.key if actor is not None else key
