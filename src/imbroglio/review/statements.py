"""A person's verdicts on statements: accepted, rejected, amended, added.

Flows in: an open case's record, ids of statements, a person's own statement. Flows out: the verdicts, appended as one
act. Refuses a statement that does not stand in its report (`StatementFault`, by `soundness`), and, where `expected` is
given, what somebody has decided on since it was shown (`Conflict`).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from imbroglio.errors import ImbroglioError, NotFound
from imbroglio.model import Statement, statement_to_json
from imbroglio.model.record import Action, Verdict
from imbroglio.model.verdicts import Judged, judge
from imbroglio.review.deciding import given
from imbroglio.review.soundness import own, the_report_of
from imbroglio.store import Decision, Record

MOST = 20_000  # statements in one act


def accept(record: Record, ids: Iterable[str], *, by: str = "", why: str = "", expected: str | None = None) -> list[Verdict]:
    """Say that statements are right: they are sure, and outlive a reader that no longer finds them.

    Args:
        ids: whole ids; those that are accepted already are passed over.
        expected: the etag of these statements, as it was when they were shown.

    Returns:
        One verdict for each, in one batch.

    Raises:
        NotFound: the case does not hold one of them.
        ImbroglioError: one was replaced by another; or nothing is left to accept.
        Conflict: somebody has decided on one of them since.
    """
    return _judge_all(record, "accept", ("accepted", "person"), ids, by, why, expected)


def reject(record: Record, ids: Iterable[str], *, by: str = "", why: str = "", expected: str | None = None) -> list[Verdict]:
    """Say that statements are wrong: they are kept, and count nowhere. Takes and raises the same as `accept`."""
    return _judge_all(record, "reject", ("rejected",), ids, by, why, expected)


def _judge_all(
    record: Record, action: Action, already: tuple[Judged, ...], ids: Iterable[str], by: str, why: str, expected: str | None
) -> list[Verdict]:
    asked = list(dict.fromkeys(ids))
    if not asked:
        raise ImbroglioError(f"No statement is named; give the ids of those to {action}.")
    if len(asked) > MOST:
        raise ImbroglioError(f"{len(asked):,} statements are too many for one act; name {MOST:,} or fewer.")
    judged = _judgements(record, asked, expected)
    left = [id for id in asked if judged.get(id) not in already]
    if not left:
        raise ImbroglioError(f"All of them are {already[0]} already; there is nothing to {action}.")
    decisions = [Decision(action, id) for id in left]
    return record.add_verdicts(decisions, about="statement", **given(by, why), expected=expected, keys=asked)


def amend(
    record: Record, id: str, new: Statement, *, by: str = "", why: str = "", expected: str | None = None
) -> Verdict:
    """Put a person's statement in the place of another; the old one is kept, and stands again when this is taken back.

    Args:
        id: the whole id of the old one.
        new: what is meant; who made it and its codes are filled in here.
        expected: the etag of the old one, as it was when it was shown.

    Returns:
        The verdict; its `object` is the new statement's id.

    Raises:
        StatementFault: the new one does not stand in its report; says which field, and what to give instead.
        NotFound: the case does not hold the old one.
        ImbroglioError: the old one was replaced already, or the new one says the same.
        Conflict: somebody has decided on the old one since.
    """
    _judgements(record, [id], expected)
    old = record.case.statement(id)
    made = own(new, the_report_of(record, new), "amend", old)
    if _said(made) == _said(old):
        raise ImbroglioError(f"The amended statement says what '{id}' says; change a field, or accept it.")
    _refuse_twice(record, made)
    decision = Decision("amend", old.id, made.id, _form(made))
    return record.add_verdicts([decision], about="statement", **given(by, why), expected=expected, keys=[old.id])[0]


def add(record: Record, new: Statement, *, by: str = "", why: str = "", expected: str | None = None) -> Verdict:
    """Add a statement that the reader missed.

    Args:
        new: what is meant; who made it and its codes are filled in here.
        expected: the etag of this statement; "v0" where it was never added.

    Returns:
        The verdict; its `subject` is the statement's id.

    Raises:
        StatementFault: it does not stand in its report; says which field, and what to give instead.
        NotFound: the case does not hold its report.
        ImbroglioError: the case holds it already.
        Conflict: somebody has decided on it since.
    """
    made = own(new, the_report_of(record, new), "add")
    record.expect("statement", [made.id], expected)
    _refuse_twice(record, made)
    decision = Decision("add", made.id, after=_form(made))
    return record.add_verdicts([decision], about="statement", **given(by, why), expected=expected, keys=[made.id])[0]


def _judgements(record: Record, asked: Sequence[str], expected: str | None) -> dict[str, Judged]:
    """What was decided on these. Raises where that is not as it was shown, or one is not there, or was replaced."""
    judged = record.case.judgements(asked)
    there = record.case.types_of(asked)
    # After looking, not before: what somebody decides between the two would else be told as a mistake of this person's.
    record.expect("statement", asked, expected)
    for id in asked:
        if id not in there or judged.get(id) == "undone":
            raise NotFound(f"The case holds no statement '{id}'; 'imbroglio show' lists them.")
        if judged.get(id) == "amended":
            now = judge(record.verdicts()).now(id)
            raise ImbroglioError(f"'{id}' was amended, and '{now}' stands in its place: judge that one, or undo the amending first.")
    return judged


def _refuse_twice(record: Record, made: Statement) -> None:
    if record.case.judgements([made.id]).get(made.id, "undone") != "undone":
        raise ImbroglioError(f"The case holds this statement already, as '{made.id}'.")


def _said(s: Statement) -> dict[str, object]:
    """All that a statement says, without who made it."""
    return {key: value for key, value in statement_to_json(s).items() if key not in ("id", "made_by", "codes")}


def _form(s: Statement) -> str:
    return json.dumps(statement_to_json(s), ensure_ascii=False, separators=(",", ":"))
