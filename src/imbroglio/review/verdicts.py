"""A person's verdicts on who is who, where is where and what was one: joined, kept apart, taken back.

Flows in: an open case's record and what a person says. Flows out: the verdict, appended. Refuses what cannot be
meant: joining an actor with itself, taking back what was taken back; and, where `expected` is given, what somebody
has decided on since it was shown (`Conflict`).
"""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Literal, TypeVar

from imbroglio.errors import ImbroglioError, NotFound
from imbroglio.model.record import About, Actor, Incident, Place, Verdict, in_force, undone_in
from imbroglio.review.deciding import given
from imbroglio.store import Decision, Record

N = TypeVar("N", Actor, Place)


def merge(record: Record, first: N, second: N, *, by: str = "", why: str = "", expected: str | None = None) -> Verdict:
    """Say that two actors, or two places, are one; the first gives the name.

    Args:
        expected: the etag of both with all their members, as it was when they were shown.

    Raises:
        ImbroglioError: they are one already.
        Conflict: somebody has decided on one of them since.
    """
    return _on_two(record, "merge", first, second, "already", "there is nothing to merge", by=by, why=why, expected=expected)


def keep_apart(record: Record, first: N, second: N, *, by: str = "", why: str = "", expected: str | None = None) -> Verdict:
    """Say that two actors, or two places, that may be one are two.

    Args:
        expected: the etag of both with all their members, as it was when they were shown.

    Raises:
        ImbroglioError: they are one now.
        Conflict: somebody has decided on one of them since.
    """
    return _on_two(record, "split", first, second, "now", "split it first", by=by, why=why, expected=expected)


def _on_two(
    record: Record, action: Literal["merge", "split"], first: N, second: N, since: str, remedy: str,
    *, by: str, why: str, expected: str | None,
) -> Verdict:  # fmt: skip
    about = _about(first)
    if first.key == second.key:
        raise ImbroglioError(f"'{first.name}' and '{second.name}' are one {about} {since} ({first.key}); {remedy}.")
    keys = {first.key, second.key, *first.members, *second.members}
    return record.add_verdict(action, first.key, second.key, about=about, **given(by, why), expected=expected, keys=keys)


def split(
    record: Record, keys: str | Collection[str], whole: Actor | Place, *, by: str = "", why: str = "", expected: str | None = None
) -> Verdict:
    """Say that a key is no part of the actor, or place, into which it was joined; of several keys, each for itself, as one act.

    Args:
        keys: one of its members, or several.
        whole: what they stand in now.
        expected: the etag of the whole with all its members, as it was when it was shown.

    Returns:
        The verdict, of several the first; to undo that one takes back all of them.

    Raises:
        ImbroglioError: none is named, or it is the only one there.
        Conflict: somebody has decided on it since.
    """
    asked = [keys] if isinstance(keys, str) else list(dict.fromkeys(keys))
    if len(whole.members) < 2 or not asked:
        raise ImbroglioError(f"'{whole.name}' was not joined from several names, or none is named; there is nothing to split.")
    for key in asked:
        if key not in whole.members:
            raise NotFound(f"'{key}' is no part of {whole.name}; its parts are: {', '.join(whole.members)}.")
    decisions = [Decision("split", key) for key in asked]
    held = {whole.key, *whole.members}
    return record.add_verdicts(decisions, about=_about(whole), **given(by, why), expected=expected, keys=held)[0]


def _about(what: Actor | Place) -> About:
    return "actor" if isinstance(what, Actor) else "place"


def join_incidents(
    record: Record, first: Incident, second: Incident, *, by: str = "", why: str = "", expected: str | None = None
) -> Verdict:
    """Say that two incidents are one.

    The verdict names their statements, since an incident's id may change while reports come.

    Args:
        expected: the etag of the statements of both, as it was when they were shown.

    Raises:
        ImbroglioError: they are one already.
        Conflict: somebody has decided on one of them since.
    """
    if first.id == second.id or set(first.statements) & set(second.statements):
        raise ImbroglioError(f"'{first.id}' and '{second.id}' are one incident already; there is nothing to join.")
    after = _listed(these=first.statements, of=second.statements)
    keys = (*first.statements, *second.statements)
    return record.add_verdict(
        "merge", first.statements[0], second.statements[0], about="incident", after=after,
        **given(by, why), expected=expected, keys=keys,
    )  # fmt: skip


def part_incident(
    record: Record, incident: Incident, ids: Collection[str], *, by: str = "", why: str = "", expected: str | None = None
) -> Verdict:
    """Say that some accounts of an incident are of another one.

    Args:
        ids: of the statements that go out, together; not all of them.
        expected: the etag of the incident's statements, as it was when it was shown.

    Raises:
        NotFound: one of them is none of the incident's.
        ImbroglioError: none would go out, or none would stay.
        Conflict: somebody has decided on it since.
    """
    asked = set(ids)
    these = [id for id in incident.statements if id in asked]
    left = [id for id in incident.statements if id not in asked]
    strange = asked - set(these)
    if strange:
        raise NotFound(f"'{min(strange)}' is no account of {incident.id}; 'imbroglio incident {incident.id}' lists them.")
    if not these or not left:
        raise ImbroglioError(f"Name some accounts of {incident.id} that are of another incident, and leave some; it has {len(incident.statements)}.")
    return record.add_verdict(
        "split", these[0], about="incident", after=_listed(these=these, of=left),
        **given(by, why), expected=expected, keys=incident.statements,
    )  # fmt: skip


def _listed(*, these: Collection[str], of: Collection[str]) -> str:
    return json.dumps({"these": [*these], "from": [*of]}, separators=(",", ":"))


def undo(
    record: Record, verdict: str | None = None, *, by: str = "", why: str = "", expected: str | None = None
) -> tuple[Verdict, Verdict]:
    """Take back the verdict named, with all of its batch where it is the first of one; without a name, the last act that stands.

    What took one back can itself be taken back.

    Args:
        expected: the id of the last verdict in the case, as it was when they were shown ("v0" for none).

    Returns:
        The (first) verdict taken back, and the one that does so.

    Raises:
        NotFound: nothing fits.
        ImbroglioError: it is taken back already.
        Conflict: a verdict has been given since.
    """
    record.expect("actor", None, expected)
    made = record.verdicts()
    if verdict is None:
        standing = in_force(made)
        if not standing:
            raise NotFound("No verdict stands in this case; there is nothing to undo.")
        meant = next(v for v in made if v.id == standing[-1].batch)
    else:
        found = next((v for v in made if v.id == verdict), None)
        if found is None:
            raise NotFound(f"The case holds no verdict '{verdict}'; 'imbroglio undo --list' lists them.")
        meant = found
        if meant.id in undone_in(made):
            raise ImbroglioError(f"'{verdict}' is taken back already; undo the verdict that did so to bring it back.")
    return meant, _take_back(record, meant, by, why, expected or made[-1].id)


def redo(record: Record, *, by: str = "", why: str = "", expected: str | None = None) -> tuple[Verdict, Verdict]:
    """Bring back what the last undo took back, as long as nothing else has been decided since.

    Returns:
        The (first) verdict brought back, and the one that does so.

    Raises:
        NotFound: there is nothing to bring back.
        Conflict: a verdict has been given since.
    """
    record.expect("actor", None, expected)
    made = record.verdicts()
    by_id, undone = {v.id: v for v in made}, undone_in(made)
    for last in reversed(made):
        if last.action != "undo":
            break
        taken = by_id.get(last.subject)
        if last.id not in undone and taken is not None and taken.action != "undo":
            return taken, _take_back(record, last, by, why, expected or made[-1].id)
    raise NotFound("Nothing was taken back that could be brought back; 'imbroglio undo --list' lists all verdicts.")


def _take_back(record: Record, meant: Verdict, by: str, why: str, expected: str) -> Verdict:
    # What was looked at to find it is all of the verdicts: none may have come since.
    return record.add_verdict("undo", meant.id, about=meant.about, **given(by, why), expected=expected)
