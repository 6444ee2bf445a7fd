"""When: which of a sentence's times a draft takes, and what it is taken to be where nothing is said.

Flows in: a draft, the times of its sentence as resolved, the report's date. Flows out: a `When`. Nothing said:
the report's date, marked as such (`basis` publication, `precision` unknown), or none at all for a background past.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from imbroglio.model import When
from imbroglio.reading.drafts import Draft
from imbroglio.reading.frames import SEEN_BY_RULE
from imbroglio.reading.times import Offset, TimeMention, resolve
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


def _since(t: Tree, i: int, tok: int) -> bool:
    """Whether the time opens a span that runs up to the report: "the first attack since the start of the revolt in 2011"."""
    at = i
    for _ in range(8):
        if t.low[at] == "since" or any(
            t.dep[k] in {"mark", "prep"} and t.low[k] == "since" for k in t.kids[at] if t.is_verb(at)
        ):
            return at != tok
        if t.head[at] == at or at == tok:
            return False
        at = t.head[at]
    return False


def restates(text: str, one: TimeMention, two: TimeMention) -> bool:
    """Whether the second time says the first again, as its distance from something else: "on 2 October, a day after X fell"."""
    return _is_distance(two) and one.when.start is not None and text[one.end : two.start] in {", ", " "}


def _is_distance(m: TimeMention) -> bool:
    return m.needs_anchor is not None and m.needs_anchor.unit != "same" and m.text.casefold().endswith((" after", " before"))


def _counted_from(t: Tree, draft: Draft, m: TimeMention) -> bool:
    """Whether the draft is what the time is counted from: "a day after X fell"."""
    if not _is_distance(m) or t.start[draft.tok] < m.end:
        return False
    words = {i for i in range(len(t)) if m.start <= t.start[i] < m.end}
    verb = t.clause(draft.tok)
    if any(k in words and t.dep[k] in {"mark", "advmod", "prep"} for k in t.kids[verb]):
        return True
    at = draft.tok
    while t.head[at] != at and at != verb:
        at = t.head[at]
        if at in words:
            return True
    return False


def choose(
    t: Tree, draft: Draft, times: list[tuple[int, TimeMention]], reporting: frozenset[int]
) -> tuple[int, TimeMention] | None:
    """The time mention that dates the draft: one in its own clause, else in a clause above it, else the only one.

    A time that hangs on a reporting verb ("said on Tuesday") dates the saying, and counts where no other does.
    """
    if not times:
        return None
    own = t.clause(draft.tok)
    chain = _clauses(t, draft.tok)
    below = set(t.subtree(draft.tok))
    ranked: list[tuple[int, int, int, TimeMention]] = []
    for i, m in times:
        clause = t.clause(i)
        if i in below:
            rank = 0
        elif clause in reporting and not (own in reporting and draft.tok == own):
            rank = 5 if clause in chain else 8
        elif clause in chain:
            rank = 1 + min(3, chain.index(clause))
        elif clause in draft.words or (draft.light is not None and clause == draft.light):
            rank = 1
        else:
            rank = 9
        ranked.append((rank, abs(i - draft.tok), i, m))
    ranked.sort(key=lambda r: r[:2])
    rank, _, i, best = ranked[0]
    if rank > _farthest(t, draft) or (
        rank == 9 and (len(times) > 1 or t.dep[t.clause(i)] in {"relcl", "acl"})
    ):
        return None
    return i, best


def _farthest(t: Tree, draft: Draft) -> int:
    """How far off a time may stand: what is so as a state of affairs takes only a time of its own."""
    if draft.kind == "event" or draft.kind == "figure":
        return 9
    if draft.rule in SEEN_BY_RULE:
        return -1
    return (
        1
        if t.is_verb(draft.tok)
        and draft.kind == "control"
        and t.dep[draft.tok] not in {"acl", "relcl", "amod"}
        else 0
    )


def when_of(
    t: Tree,
    draft: Draft,
    times: list[tuple[int, TimeMention]],
    reporting: frozenset[int],
    published: date | None,
) -> When:
    """The time of a draft.

    Args:
        times: (token, mention), resolved against what was told before.
    """
    found = choose(t, draft, times, reporting)
    if found is None and published is None and draft.kind in {"control", "relation"}:
        said = _when_said(t, draft, times)
        if said is not None:
            return said
    if found is not None:
        i, mention = found
        when = mention.when
        if mention.needs_anchor is not None and _counted_from(t, draft, mention):
            o = mention.needs_anchor
            return resolve(replace(mention, needs_anchor=Offset(-o.amount, o.unit, o.whole)), when)
        clause = t.clause(i)
        if draft.kind == "control" and clause in reporting and when.start is not None and when.precision == "day":
            return when  # "said on 20 June that they still held half of the town"
        if clause in reporting and draft.tok != clause and not t.passive(clause):
            # the day of the saying is the last on which it can have happened
            return (
                When(when.text, None, when.end, when.precision, when.basis)
                if when.end is not None
                else unsaid(published)
            )
        if draft.kind == "event" and not mention.since and published is not None and _since(t, i, draft.tok):
            return When(when.text, when.start, published, when.precision, when.basis)
        if when.start is None and when.end is None:
            # "recently", "in the past weeks": up to the report at most
            return (
                When(when.text, None, published, "unknown", when.basis)
                if mention.kind != "relative-event"
                else when
            )
        return when
    return (
        UNSAID
        if draft.kind == "event" and _background(t, draft.tok) and not _told(t, draft.tok, reporting)
        else unsaid(published)
    )


def _when_said(t: Tree, draft: Draft, times: list[tuple[int, TimeMention]]) -> When | None:
    """In an undated report, the day that the sentence tells of is one on which a state of affairs in it held: "On 4 April, Governor X said"."""
    chain = _clauses(t, draft.tok)
    days = [m.when for i, m in times if t.clause(i) in chain and m.when.start is not None and m.when.precision == "day"]
    return days[0] if len(days) == 1 else None


def _told(t: Tree, tok: int, reporting: frozenset[int]) -> bool:
    """Whether the clause is the content of a saying, where "had been" is no more than the past of the one who speaks."""
    verb = t.clause(tok)
    return t.head[verb] in reporting and t.dep[verb] == "ccomp"
