"""Statements as weighing sees them: identities in place of spans.

Flows in: a Statement, its Document, and what a Ref stands for (resolving's answer, passed in by `pipeline`). Flows
out: an `Account`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache

from imbroglio.knowledge.fold import plain
from imbroglio.knowledge.keys import key_of
from imbroglio.model import Document, Ref, Statement
from imbroglio.model.record import Account, Spot

_WORD = re.compile(r"[a-z0-9]+")
# Words that stand in any passage and tell nothing apart.
_COMMON = frozenset(
    "a about after again against all also am an and any are as at be because been before being between both but by can could did do "
    "does down during each few for from further had has have he her here him his how if in into is it its itself just more most my "
    "near no nor not now of off on once only or other our out over own same she should so some such than that the their them then "
    "there these they this those through to too under until up very was we were what when where which while who whom why will with "
    "would you your said says say saying told reported report reports according added two one three many several including around".split()
)


@lru_cache(maxsize=4096)
def words_of(text: str) -> frozenset[str]:
    """The plain content words of a passage.

    >>> sorted(words_of("The army's jets hit al-Bab on Tuesday."))
    ['al', 'armys', 'bab', 'hit', 'jets', 'tuesday']
    """
    return frozenset(w for w in _WORD.findall(plain(text)) if w not in _COMMON and len(w) > 1)


def spot_of(ref: Ref) -> Spot:
    """A place before anything is resolved."""
    return Spot(key_of(ref), ref.name, ref.lat, ref.lon, ref.precision)


def account_of(
    s: Statement, doc: Document, identity: Callable[[Ref], str] = key_of, locate: Callable[[Ref], Spot] = spot_of
) -> Account:
    """A statement with identities in place of spans; people and things keep the keys of their names.

    Args:
        s: the statement.
        doc: its report.
        identity: the key of the actor that a Ref stands for.
        locate: the place that a Ref stands for.
    """

    def keys(refs: Iterable[Ref]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(identity(r) for r in refs))

    return Account(
        id=s.id,
        doc=s.doc,
        kind=s.kind,
        type=s.type,
        status=s.status,
        score=s.made_by.score,
        trigger=s.trigger,
        agent=keys(s.agent),
        target=keys(s.target),
        place=tuple(locate(r) for r in s.place),
        first=s.time.start,
        last=s.time.end,
        precision=s.time.precision,
        basis=s.time.basis,
        numbers=s.numbers,
        by=keys(s.claim.by),
        stance=s.claim.stance,
        hearsay=s.claim.hearsay,
        published=doc.date,
        outlet=doc.source or "",
        words=words_of(s.evidence.quote),
    )
