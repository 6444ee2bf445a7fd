"""History: one step for each pair and type, with its days and statements."""

from __future__ import annotations

from datetime import date

from imbroglio.resolving.history import history
from imbroglio.resolving.link import link
from imbroglio.resolving.roster import resolve

from .world import PACKS, ref, say, sightings


def test_steps_are_grouped_by_pair_with_days_and_statements() -> None:
    told = [
        say("a", [ref("Hill Watch")], [ref("actor:river-guard")], type="split-from", on=date(2015, 5, 1)),
        say("b", [ref("Hill Watch")], [ref("actor:river-guard")], type="split-from", on=date(2015, 4, 1)),
        say("b", [ref("Hill Watch")], [ref("actor:river-front")], type="part-of"),
        say("b", [ref("Hill Watch")], [ref("actor:river-front")], type="merged-into", status="planned"),
        say("c", [ref("rebels")], [ref("actor:river-front")], type="part-of"),
    ]
    seen = sightings(*told)
    found = history(seen.told, resolve(seen, link(seen, PACKS), [], PACKS))
    assert [(h.type, h.first, h.second, h.on, h.until) for h in found] == [
        ("split-from", "name:hill watch", "actor:river-guard", date(2015, 4, 1), date(2015, 5, 1)),
        ("part-of", "name:hill watch", "actor:river-front", None, None),
    ]
    assert set(found[0].statements) == {told[0].id, told[1].id}


def test_two_names_of_one_actor_are_no_step() -> None:
    seen = sightings(say("a", [ref("Hill Watch")], [ref("Hill Shield")], type="renamed"))
    assert history(seen.told, resolve(seen, link(seen, PACKS), [], PACKS)) == []
