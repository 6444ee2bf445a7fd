"""An actor's names over time: as the packs know them, as reports tell of a change, and as they were just used.

Flows in: what a pack knows, the sightings of one actor, statements on its names. Flows out: `Naming`s, the packs' first.
"""

from __future__ import annotations

import calendar
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from imbroglio.knowledge.fold import plain
from imbroglio.knowledge.packs import KnownActor
from imbroglio.model.record import Naming
from imbroglio.resolving.sighting import Sighting, Told


def day_of(text: str | None, *, last: bool = False) -> date | None:
    """A pack's day, month or year as its first day, or its last.

    >>> day_of("2016-07"), day_of("2016-07", last=True), day_of("2014", last=True), day_of(None)
    (datetime.date(2016, 7, 1), datetime.date(2016, 7, 31), datetime.date(2014, 12, 31), None)
    """
    if not text:
        return None
    parts = [int(p) for p in text.split("-")]
    year, month, day = (*parts, 0, 0)[:3]
    month = month or (12 if last else 1)
    return date(year, month, day or (calendar.monthrange(year, month)[1] if last else 1))


def names_over_time(known: KnownActor | None, some: Iterable[Sighting], told: Sequence[Told] = ()) -> tuple[Naming, ...]:
    """The names of one actor.

    Args:
        known: what a pack knows; its held names keep their times.
        some: the sightings that were joined into it.
        told: alias and renamed statements both ends of which are this actor.
    """
    return (*_from_pack(known), *_from_reports(told), *_as_seen(some))


def _from_pack(known: KnownActor | None) -> list[Naming]:
    if known is None:
        return []
    held = [Naming(h.name, day_of(h.since), day_of(h.until, last=True), "pack") for h in known.held]
    timed = {plain(n.name) for n in held}
    others = [n for n in dict.fromkeys((known.name, *known.names, *known.strict)) if plain(n) not in timed]
    return [*held, *(Naming(n, None, None, "pack") for n in others)]


def _from_reports(told: Sequence[Told]) -> list[Naming]:
    """A new name holds from the day of the renaming, the old one until then; an alias has no time of its own."""
    until: dict[str, date | None] = {}
    since: dict[str, date | None] = {}
    spelled: dict[str, str] = {}
    ids: dict[str, set[str]] = {}
    for t in told:
        if t.type == "alias" and plain(t.first_text) == plain(t.second_text):
            continue
        for text in (t.first_text, t.second_text):
            spelled.setdefault(plain(text), text)
            ids.setdefault(plain(text), set()).add(t.statement)
        if t.type == "renamed" and t.on is not None:
            until[plain(t.first_text)] = t.on
            since[plain(t.second_text)] = t.on
    return [
        Naming(spelled[name], since.get(name), until.get(name), "report", tuple(sorted(ids[name])), len(ids[name]))
        for name in sorted(spelled, key=lambda n: (since.get(n) or date.min, n))
    ]


def _as_seen(some: Iterable[Sighting]) -> list[Naming]:
    """Names as used, one for all their spellings in small and capital letters, the most used first."""
    counts: dict[str, Counter[str]] = {}
    days: dict[str, list[date]] = {}
    for r in some:
        for s in r.names:
            counts.setdefault(plain(s.name), Counter())[s.name] += s.count
            days.setdefault(plain(s.name), []).extend(d for d in (s.first, s.last) if d is not None)
    out = []
    for name, spellings in counts.items():
        shown = min(spellings, key=lambda s: (-spellings[s], s))
        seen = days[name]
        out.append(Naming(shown, min(seen, default=None), max(seen, default=None), "seen", (), spellings.total()))
    return sorted(out, key=lambda n: (-n.count, n.name))
