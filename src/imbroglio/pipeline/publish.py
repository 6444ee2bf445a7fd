"""A case as a site of its own: what `exchange` needs to make one, from the case and its record.

Flows in: an open case with its record. Flows out: the site's data.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from imbroglio import __version__
from imbroglio.exchange.site_data import Quotes, SiteSource, site_data
from imbroglio.exchange.site_method import method_of
from imbroglio.model.record import ControlSpell, Dispute, Incident, Origins
from imbroglio.pipeline.export import Asked, Export
from imbroglio.store import Case, Record
from imbroglio.views.incidents import grades_of


def gather_site(case: Case, record: Record, *, title: str, quotes: Quotes, made: date) -> dict[str, Any]:
    """The data of a site of a whole case."""
    export = Export(case, record)
    incidents = export.incidents(Asked())
    spells = list(record.all(ControlSpell))
    rule = record.note("rule") or "median"
    wanted = set(_ids(incidents, spells, export.disputes))
    statements = {s.id: s for s in case.statements() if s.id in wanted}
    about = {"case": case.path.name, "revision": export.revision, "rule": rule, "version": __version__, "made": made.isoformat()}
    return site_data(
        SiteSource(
            title=title,
            about=about,
            book=export.book,
            incidents=incidents,
            spells=spells,
            disputes=export.disputes,
            statements=statements,
            documents=export.documents,
            origins={id: whose for held in record.all(Origins) for id, whose in held.of.items()},
            grades=grades_of(incidents, export.disputes),
            private=export.private,
            counts={
                "reports": len(export.documents),
                "statements": case.count(),
                "actors": len(export.book.actors),
                "places": len(export.book.places),
            },
            method=method_of(rule, quotes),
            quotes=quotes,
        )
    )


def _ids(incidents: Iterable[Incident], spells: Iterable[ControlSpell], disputes: Iterable[Dispute]) -> Iterable[str]:
    for i in incidents:
        yield from i.statements
    for s in spells:
        yield from s.statements
    for d in disputes:
        for p in d.positions:
            yield from p.statements
