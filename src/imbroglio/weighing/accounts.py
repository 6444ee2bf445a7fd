"""Statements as weighing sees them: identities in place of spans.

Flows in: a Statement (or its gist), its Document, and what a Ref stands for (resolving's answer, passed in by `pipeline`). Flows
out: an `Account`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from sys import intern

from imbroglio.knowledge.fold import plain
from imbroglio.knowledge.keys import key_of
from imbroglio.model import Document, Gist, Ref, Statement, gist_of
from imbroglio.model.record import Account, Spot

Roles = tuple[Ref, ...]
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
    # Interned, since most passages are made of the same few thousand words.
    return frozenset([intern(w) for w in _WORD.findall(plain(text)) if w not in _COMMON and len(w) > 1])


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

    return account_from(gist_of(s), doc, keys, lambda refs: tuple(locate(r) for r in refs))


def account_from(
    g: Gist, doc: Document, keys: Callable[[Roles], tuple[str, ...]], spots: Callable[[Roles], tuple[Spot, ...]]
) -> Account:
    """The same from a gist.

    Args:
        g: the statement's gist.
        doc: its report.
        keys: the keys of the actors that the Refs of a role stand for, each once.
        spots: the places that they stand for.
    """
    time, claim = g.time, g.claim
    return Account(
        g.id, g.doc, g.kind, g.type, g.status, g.score, g.trigger, keys(g.agent), keys(g.target), spots(g.place),
        time.start, time.end, time.precision, time.basis, g.numbers, keys(claim.by), claim.stance, claim.hearsay,
        doc.date, doc.source or "", words_of(g.quote),
    )  # fmt: skip
