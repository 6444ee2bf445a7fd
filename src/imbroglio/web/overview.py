"""The first page of a case, and what is found by a word.

Flows in: a `Teller`. Flows out: `CaseForm`, and actors, places and reports for the palette.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date

import numpy as np

from imbroglio.knowledge.fold import plain
from imbroglio.views.control import changes
from imbroglio.views.incidents import all_deaths
from imbroglio.views.months import count_months, in_rows, month_of, span
from imbroglio.web import forms as f
from imbroglio.web.columns import JUDGED, Columns
from imbroglio.web.reports import report_rows
from imbroglio.web.telling import Teller, ids

_TOP, _CHANGES, _DISPUTES, _OUTLETS = 10, 40, 8, 50
_FOUND = 8


def case_form(teller: Teller) -> f.CaseForm:
    """What the case holds."""
    snapshot, world, columns = teller.snapshot, teller.world, teller.snapshot.columns
    told = [i.start or i.end for i in world.incidents.values()]
    first, last = span([*told, *(r.date for r in snapshot.reports.values())])
    deaths = all_deaths(world.incidents.values())
    held = changes(world.spells)
    outlets = Counter(r.source for r in snapshot.reports.values() if r.source)
    open_ = sorted(world.disputes.values(), key=lambda d: (-min(len(p.sources) for p in d.positions), -len(d.positions), d.id))
    return f.CaseForm(
        case=teller.case.path.name,
        reports=len(snapshot.reports),
        statements=int(columns.alive.sum()),
        incidents=len(world.incidents),
        actors=len(world.ranked),
        places=len(world.places),
        open_disputes=len(world.disputes),
        deaths=None if deaths is None else f.Bounds(low=deaths[0], best=deaths[1], high=deaths[2]),
        first=first.isoformat() if first else None,
        last=last.isoformat() if last else None,
        kinds=counts(columns.kind.counts(columns.alive)),
        types=counts(columns.type.counts(columns.alive)),
        outlets=counts(outlets)[:_OUTLETS],
        months=months(teller),
        top_actors=[teller.actor(a, t) for a, t in [pair for pair in world.ranked if pair[0].named][:_TOP]],
        changes=[
            f.Change(
                place=teller.place(c.place), day=c.day.isoformat(), before=teller.who(c.before), after=teller.who(c.after.holder),
                probability=round(c.after.probability, 4), statements=ids(c.after.statements),
            )
            for c in held[-_CHANGES:]
        ],
        disputes=[teller.dispute(d) for d in open_[:_DISPUTES]],
        progress=progress(columns),
        troubles=counts(snapshot.troubles),
    )  # fmt: skip


def progress(columns: Columns) -> f.Progress:
    """How far review has come."""
    by_state = dict(zip(JUDGED, np.bincount(columns.judged, minlength=len(JUDGED)).tolist(), strict=True))
    return f.Progress(
        statements=int(columns.alive.sum()), accepted=by_state["accepted"], rejected=by_state["rejected"],
        amended=by_state["amended"], added=max(0, by_state["person"] - by_state["amended"]),
    )  # fmt: skip


def months(teller: Teller) -> list[f.Month]:
    """Reports, statements and incidents by month."""
    columns = teller.snapshot.columns
    days = np.where(columns.first > 0, columns.first, columns.last)[columns.alive]
    told: Counter[str] = Counter()
    for day, n in zip(*np.unique(days[days > 0], return_counts=True), strict=True):
        told[month_of(date.fromordinal(int(day)))] += int(n)
    reports = count_months(r.date for r in teller.snapshot.reports.values())
    happened = count_months(i.start or i.end for i in teller.world.incidents.values())
    return [f.Month(month=m, reports=r, statements=s, incidents=i) for m, (r, s, i) in in_rows([reports, told, happened])]


def counts(of: Mapping[str, int]) -> list[f.Count]:
    """Counted values, most first; a code with its hyphens as blanks is its label."""
    return [f.Count(key=key, label=key, count=n) for key, n in sorted(of.items(), key=lambda pair: (-pair[1], pair[0]))]


def search(teller: Teller, q: str) -> f.SearchForm:
    """The actors, places and reports whose names hold these words; those first that start with them, then those most told of."""
    world, wanted = teller.world, plain(q)
    if not wanted:
        return f.SearchForm(actors=[], places=[], reports=[])
    weight = {a.key: t.agent + t.target + t.claims for a, t in world.ranked}
    actors = _best(wanted, ((key, world.actor_words[key], n) for key, n in weight.items()))
    places = _best(wanted, ((p.key, world.place_words[p.key], p.statements) for p in world.places.values()))
    reports = [r for r in teller.snapshot.by_day if wanted in plain(f"{r.title or ''} {r.source or ''} {r.id}")]
    return f.SearchForm(
        actors=[teller.who(key) for key in actors],
        places=[teller.place(key) for key in places],
        reports=report_rows(teller, reports[:_FOUND]),
    )


def _best(wanted: str, held: Iterable[tuple[str, str, int]]) -> list[str]:
    found = []
    for key, words, weight in held:
        if wanted in words:
            rank = 0 if words.startswith(wanted) else 1 if f" {wanted}" in words else 2
            found.append((rank, -weight, key))
    return [key for _, _, key in sorted(found)[:_FOUND]]
