"""The etags of everything that a person can decide on, all at once.

Flows in: verdicts, in the order of deciding. Flows out: the last verdict that touches each key, as `Record.etag` tells of one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from imbroglio.model.record import About, Verdict
from imbroglio.model.verdicts import touched_by


def last_by_key(verdicts: Iterable[Verdict], about: About) -> dict[str, str]:
    """The last verdict that touches each key (id of a statement, key of an actor); keys that none touches are left out.

    >>> made = [Verdict("v1", "", "me", "reject", "a", about="statement"), Verdict("v2", "", "me", "undo", "v1", about="statement")]
    >>> last_by_key(made, "statement")
    {'a': 'v2'}
    """
    last: dict[str, str] = {}
    touched: dict[str, set[str]] = defaultdict(set)
    for v in verdicts:
        keys = touched.get(v.subject, set()) if v.action == "undo" else touched_by(v) if v.about == about else set()
        for name in {v.id, v.batch}:
            touched[name] = touched[name] | keys
        last.update(dict.fromkeys(keys, v.id))
    return last
