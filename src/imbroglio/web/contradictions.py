"""Disputes: accounts that cannot all be true.

Flows in: a `Teller`, what is asked for. Flows out: `DisputePage`, `DisputeForm`.
"""

from __future__ import annotations

from collections import Counter

from imbroglio.errors import NotFound
from imbroglio.knowledge.fold import plain
from imbroglio.model.record import Dispute
from imbroglio.web import forms as f
from imbroglio.web.overview import counts
from imbroglio.web.telling import Teller


def dispute_page(teller: Teller, abouts: frozenset[str], q: str, offset: int, limit: int) -> f.DisputePage:
    """Disputes that fit; those with most sources on their weaker side first."""
    wanted = plain(q)
    fits = [d for d in teller.world.disputes.values() if not wanted or wanted in plain(_words(d))]
    found = sorted((d for d in fits if not abouts or d.about in abouts), key=lambda d: (-min(len(p.sources) for p in d.positions), d.id))
    facets = {
        "about": counts(Counter(d.about for d in fits)),
        "grade": counts(Counter(d.grade for d in found if d.grade is not None)),
    }
    return f.DisputePage(total=len(found), rows=[teller.dispute(d) for d in found[offset : offset + limit]], facets=facets)


def _words(d: Dispute) -> str:
    return " | ".join((d.title, *(p.value for p in d.positions), *(o for p in d.positions for o in p.outlets)))


def dispute_form(teller: Teller, id: str) -> f.DisputeForm:
    """One dispute. Raises NotFound."""
    found = teller.world.disputes.get(id)
    if found is None:
        raise NotFound("The record holds no such dispute; it may have been settled by a verdict on its statements.")
    return teller.dispute(found)
