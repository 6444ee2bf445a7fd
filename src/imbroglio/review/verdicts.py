"""A person's verdicts on who is who: joined, kept apart, taken back.

Flows in: an open case's record and what a person says. Flows out: the verdict, appended. Refuses what cannot be
meant: joining an actor with itself, taking back what was taken back.
"""

from __future__ import annotations

import getpass

from imbroglio.errors import ImbroglioError, NotFound
from imbroglio.model.record import Actor, Verdict, in_force, undone_in
from imbroglio.store import Record


def who_decides() -> str:
    """The name that this machine knows the person by."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # no account has this number, as in some containers
        return "somebody"


def merge(record: Record, first: Actor, second: Actor, *, by: str = "", why: str = "") -> Verdict:
    """Say that two actors are one; the first gives the name. Raises ImbroglioError where they are one already."""
    if first.key == second.key:
        raise ImbroglioError(f"'{first.name}' and '{second.name}' are one actor already ({first.key}); there is nothing to merge.")
    return record.add_verdict("merge", first.key, second.key, by=by or who_decides(), why=why)


def split(record: Record, key: str, actor: Actor, *, by: str = "", why: str = "") -> Verdict:
    """Say that a key is no part of the actor into which it was joined.

    Args:
        key: one of the actor's members.
        actor: the actor that it stands in now.

    Raises:
        ImbroglioError: it is the only one there.
    """
    if len(actor.members) < 2:
        raise ImbroglioError(f"'{actor.name}' was not joined from several names; there is nothing to split.")
    if key not in actor.members:
        raise NotFound(f"'{key}' is no part of {actor.name}; its parts are: {', '.join(actor.members)}.")
    return record.add_verdict("split", key, by=by or who_decides(), why=why)


def undo(record: Record, verdict: str | None = None, *, by: str = "", why: str = "") -> tuple[Verdict, Verdict]:
    """Take a verdict back: the one named, or the last that stands. What took one back can itself be taken back.

    Returns the verdict taken back, and the one that does so. Raises NotFound where nothing fits.
    """
    made = record.verdicts()
    if verdict is None:
        standing = in_force(made)
        if not standing:
            raise NotFound("No verdict stands in this case; there is nothing to undo.")
        meant = standing[-1]
    else:
        found = next((v for v in made if v.id == verdict), None)
        if found is None:
            raise NotFound(f"The case holds no verdict '{verdict}'; 'imbroglio undo --list' lists them.")
        meant = found
        if meant.id in undone_in(made):
            raise ImbroglioError(f"'{verdict}' is taken back already; undo the verdict that did so to bring it back.")
    return meant, record.add_verdict("undo", meant.id, by=by or who_decides(), why=why)
