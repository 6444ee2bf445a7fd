"""Sets of keys that are one, from the machine's links and a person's verdicts.

Flows in: links, and the verdicts that stand. Flows out: for each key its set, and the links that gave way.

What always holds:
* A person's verdict is stronger than any link; of two verdicts that contradict each other, the later.
* The surest link joins first; one that would join what is kept apart gives way, and is told.
* No link of the machine joins two keys of the packs, not through a third key either.
* The answer depends on the links and on the verdicts that stand, on nothing else: an undone verdict leaves no trace.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Set
from dataclasses import dataclass, field, replace

from imbroglio.model.record import Link, Verdict


@dataclass(slots=True)
class Joined:
    """Keys to the root of their set; the links as they came out; keys in the order in which persons prefer them."""

    root: dict[str, str] = field(default_factory=dict)
    links: list[Link] = field(default_factory=list)
    preferred: dict[str, int] = field(default_factory=dict)


class _Sets:
    """A union-find in which sets can be kept apart."""

    def __init__(self) -> None:
        self._up: dict[str, str] = {}
        self._apart: dict[str, dict[str, str]] = {}
        self.packs: dict[str, str] = {}

    def root(self, key: str) -> str:
        while (up := self._up.get(key, key)) != key:
            self._up[key] = self._up.get(up, up)
            key = up
        return key

    def keep_apart(self, a: str, b: str, why: str) -> None:
        x, y = self.root(a), self.root(b)
        self._apart.setdefault(x, {}).setdefault(y, why)
        self._apart.setdefault(y, {}).setdefault(x, why)

    def why_apart(self, a: str, b: str) -> str:
        """Why the sets of two keys may not be joined, or ""."""
        x, y = self.root(a), self.root(b)
        return self._apart.get(x, {}).get(y, "")

    def join(self, a: str, b: str) -> None:
        x, y = sorted((self.root(a), self.root(b)))
        if x == y:
            return
        self._up[y] = x
        if y in self.packs:
            self.packs.setdefault(x, self.packs[y])
        for other, why in self._apart.pop(y, {}).items():
            self._apart[other].pop(y, None)
            self._apart[other].setdefault(x, why)
            self._apart.setdefault(x, {}).setdefault(other, why)


def meant(standing: Iterable[Verdict], keys: Set[str]) -> tuple[list[Verdict], tuple[str, ...]]:
    """The verdicts whose keys somebody bears, and the ids of the others. A key that has gained or lost its country since then is the same key."""
    by_base: dict[str, list[str]] = defaultdict(list)
    for key in sorted(keys):
        by_base[key.partition("@")[0]].append(key)

    def now(key: str) -> str:
        if not key or key in keys:
            return key
        others = by_base.get(key.partition("@")[0], [])
        return others[0] if len(others) == 1 else ""

    out, idle = [], []
    for v in standing:
        subject, object = now(v.subject), now(v.object)
        if not subject or (v.object and not object) or subject == object:
            idle.append(v.id)
        else:
            out.append(replace(v, subject=subject, object=object))
    return out, tuple(idle)


def join(links: Iterable[Link], verdicts: Iterable[Verdict], packs: Iterable[str]) -> Joined:
    """Join what is the same.

    Args:
        links: the machine's.
        verdicts: those in force (`model.record.in_force`), in the order of deciding.
        packs: keys that a pack knows.
    """
    sets = _Sets()
    out = Joined()
    standing = list(verdicts)
    alone: dict[str, Verdict] = {}
    told = [k for v in reversed(standing) if (k := _replayed(v, sets, alone)) is not None]
    sets.packs.update({sets.root(k): k for k in sorted(packs)})
    machine = sorted(links, key=lambda k: (-k.score, k.first, k.second))
    for link in machine:
        if link.judgement == "different" and sets.root(link.first) != sets.root(link.second):
            sets.keep_apart(link.first, link.second, "; ".join(link.reasons))
    said = {(min(k.first, k.second), max(k.first, k.second)) for k in told}
    # What a person has decided is no longer in doubt; everything else of the machine's stays beside it.
    out.links = [_applied(k, sets, alone) for k in machine if k.judgement != "unsure" or (k.first, k.second) not in said]
    out.links = sorted([*out.links, *told], key=lambda k: (k.first, k.second, k.by, k.judgement, k.reasons))
    for n, v in enumerate(standing):
        if v.action == "merge":
            out.preferred[v.subject] = n
    keys = {k for link in out.links for k in (link.first, link.second)}
    out.root = {k: sets.root(k) for k in sorted(keys)}
    return out


def _replayed(v: Verdict, sets: _Sets, alone: dict[str, Verdict]) -> Link | None:
    """One verdict, latest first, as a link: it stands unless a later one says otherwise."""
    said = f"verdict {v.id}{f': {v.why}' if v.why else ''}"
    a, b = v.subject, v.object
    if v.action == "merge":
        later = next((f"verdict {alone[k].id}" for k in (a, b) if k in alone), "") or sets.why_apart(a, b)
        if later:
            return Link(a, b, "different", 1.0, (said, f"gave way to the later {later}"), v.by)
        sets.join(a, b)
        return Link(a, b, "same", 1.0, (said,), v.by)
    if not b:
        alone.setdefault(a, v)
        return None  # the links that it cuts tell of it
    if sets.root(a) == sets.root(b):
        return Link(a, b, "same", 1.0, (said, "gave way to a later verdict that joins the two"), v.by)
    sets.keep_apart(a, b, f"verdict {v.id}")
    return Link(a, b, "different", 1.0, (said,), v.by)


def _split(link: Link, alone: dict[str, Verdict]) -> Verdict | None:
    return alone.get(link.first) or alone.get(link.second)


def _applied(link: Link, sets: _Sets, alone: dict[str, Verdict]) -> Link:
    """The link as it came out: joined, or given way."""
    if link.judgement != "same":
        return link
    verdict = _split(link, alone)
    if verdict is not None:
        key = verdict.subject
        why = f"verdict {verdict.id}: {key} stands for itself"
        return replace(link, judgement="different", reasons=(*link.reasons, f"gave way to {why}"), by=verdict.by)
    a, b = sets.root(link.first), sets.root(link.second)
    if a == b:
        return link
    why = sets.why_apart(a, b)
    if why:
        return replace(link, judgement="different", reasons=(*link.reasons, f"gave way: the two are kept apart ({why})"))
    if a in sets.packs and b in sets.packs:
        one, other = sorted((sets.packs[a], sets.packs[b]))
        why = f"it would join {one} and {other}, which the packs tell apart"
        return replace(link, judgement="different", reasons=(*link.reasons, f"gave way: {why}"))
    sets.join(a, b)
    return link
