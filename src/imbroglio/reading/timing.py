"""When: which of a sentence's times a draft takes, and what it is taken to be where nothing is said.

Flows in: a draft, the times of its sentence, the report's date, the time told last. Flows out: a `When`. Nothing said:
the report's date, marked as such (`basis` publication, `precision` unknown), or none at all for a background past.
"""

from __future__ import annotations

from datetime import date

from imbroglio.model import When
from imbroglio.reading.frames import Draft
from imbroglio.reading.times import TimeMention, resolve
from imbroglio.reading.tree import Tree

UNSAID = When("", None, None, "unknown", "publication")


def unsaid(published: date | None) -> When:
    """Nothing said: the report's own date, marked as no more than that."""
    return When("", published, published, "unknown", "publication")


def _background(t: Tree, tok: int) -> bool:
    """A past before the past: "had been killed"."""
    verb = t.clause(tok)
    return any(t.dep[k] == "aux" and t.low[k] in {"had", "'d"} for k in t.kids[verb])


def _clauses(t: Tree, tok: int) -> list[int]:
    """Predicates from the smallest clause around `tok` upwards, up to what another speaker or relative clause cuts off."""
    out = [t.clause(tok)]
    at = out[0]
    for _ in range(6):
        if t.head[at] == at or t.dep[at] in {"relcl"}:
            break
        at = t.clause(t.head[at])
        if at in out:
            break
        out.append(at)
    return out


def choose(t: Tree, draft: Draft, times: list[tuple[int, TimeMention]], reporting: frozenset[int]) -> TimeMention | None:
    """The time mention that dates the draft: one in its own clause, else in a clause above it, else the only one.

    A time that hangs on a reporting verb ("said on Tuesday") dates the saying.
    """
    usable = [(i, m) for i, m in times if t.clause(i) not in reporting or t.clause(draft.tok) in reporting and draft.tok == t.clause(draft.tok)]
    if not usable:
        return None
    chain = _clauses(t, draft.tok)
    below = set(t.subtree(draft.tok))
    ranked = []
    for i, m in usable:
        clause = t.clause(i)
        if i in below:
            rank = 0
        elif clause in chain:
            rank = 1 + chain.index(clause)
        elif clause in draft.words or (draft.light is not None and clause == draft.light):
            rank = 1
        else:
            rank = 9
        ranked.append((rank, abs(i - draft.tok), m))
    ranked.sort(key=lambda r: r[:2])
    rank, _, best = ranked[0]
    if rank == 9 and (len(usable) > 1 or t.dep[t.clause(next(i for i, m in usable if m is best))] in {"relcl", "acl"}):
        return None
    return best


def when_of(
    t: Tree, draft: Draft, times: list[tuple[int, TimeMention]], reporting: frozenset[int], published: date | None, anchor: When | None
) -> When:
    """The time of a draft."""
    mention = choose(t, draft, times, reporting)
    if mention is not None:
        return resolve(mention, anchor)
    said = next((m for i, m in times if t.clause(i) in reporting and m.kind in {"absolute", "relative-published", "relative-event"}), None)
    if said is not None:
        when = resolve(said, anchor)  # the day of the saying is the last on which it can have happened
        if when.end is not None:
            return When(when.text, None, when.end, when.precision, when.basis)
    return UNSAID if _background(t, draft.tok) and draft.kind == "event" else unsaid(published)
