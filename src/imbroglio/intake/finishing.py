"""Drafts to Documents: ids, dates, language, and what is too long, empty or known already.

Flows in: a Draft. Flows out: the Document and the Troubles about it; or the Trouble that says why there is none. What
was seen before stands in a `Seen`, which the caller keeps as long as ids have to be unique.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date as Day

from imbroglio.intake.decoding import replace_surrogates
from imbroglio.intake.draft import Draft, refuse, remark
from imbroglio.intake.language import detect_language
from imbroglio.intake.limits import Limits
from imbroglio.model import Document, Trouble

Dateline = Callable[[str, Day | None], tuple[Day, int, int] | None]
"""Finds the day in a text's dateline, given the day already known: (day, start, end), or None."""


@dataclass(slots=True)
class Seen:
    """The reports that were made so far: which bytes, and which ids."""

    id_of: dict[str, str] = field(default_factory=dict)  # SHA-256 -> id of the report with these bytes
    ids: set[str] = field(default_factory=set)


class Finisher:
    """Makes Documents of Drafts, each unlike all that were seen before."""

    def __init__(
        self,
        dateline: Dateline | None,
        limits: Limits,
        seen: Seen | None = None,
        language: Callable[[str], str | None] = detect_language,
    ) -> None:
        self._dateline, self._limits, self._language = dateline, limits, language
        self._seen = Seen() if seen is None else seen

    def finish(self, draft: Draft, origin: str) -> Iterator[Document | Trouble]:
        """The Document of a Draft and the Troubles about it; or why there is none."""
        refused = self._check(draft)
        if refused is not None:
            yield refused
            return
        id, id_trouble = self._choose_id(draft)
        self._seen.id_of[draft.sha256] = id
        self._seen.ids.add(id)
        text, lone = replace_surrogates(draft.text)
        day, basis, date_trouble = self._settle_date(replace(draft, text=text))
        language = self._language(text)
        yield Document(
            id=id,
            text=text,
            title=_storable(draft.title),
            date=day,
            source=_storable(draft.source),
            url=_storable(draft.url),
            language=language,
            sha256=draft.sha256,
            origin=(draft.origin or origin).encode("utf-8", "replace").decode("utf-8"),
            date_basis=basis,
            extra=tuple((key, replace_surrogates(value)[0]) for key, value in draft.extra),
        )
        troubles = [*draft.troubles, id_trouble, date_trouble]
        if lone is not None:
            message = "it holds halves of characters (lone surrogates); each was replaced by the sign \ufffd."
            troubles.append(remark(draft.where, "surrogates", message, lone, lone + 1))
        if language not in ("en", None):
            troubles.append(not_english(draft.where, language))
        yield from (replace(trouble, where=id) for trouble in troubles if trouble is not None)

    def _check(self, draft: Draft) -> Trouble | None:
        if not draft.text.strip("\ufeff \t\r\n\f\v") or draft.text.isspace():
            return refuse(
                draft.where,
                "empty",
                "it holds no text but white space." if draft.text else "it holds no text.",
            )
        if "\x00" in draft.text:
            return refuse(draft.where, "binary", "it holds zero bytes and is no text.")
        if len(draft.text) > self._limits.text_chars:
            message = (
                f"its text has {len(draft.text):,} characters; the limit is {self._limits.text_chars:,}."
            )
            return refuse(draft.where, "too-long", message)
        if draft.sha256 in self._seen.id_of:
            return remark(
                draft.where,
                "duplicate",
                f"the same bytes were read before, as report {self._seen.id_of[draft.sha256]}.",
            )
        return None

    def _choose_id(self, draft: Draft) -> tuple[str, Trouble | None]:
        """The id given, else the hash's first 16 signs; one that is taken gets the hash appended."""
        given = _storable(draft.id)
        id = given or draft.sha256[:16]
        if id not in self._seen.ids:
            return id, None
        longer = f"{id}-{draft.sha256[:16]}"
        return longer, remark(
            draft.where, "id-taken", f"another report has the id '{id}'; this one is called '{longer}'."
        )

    def _settle_date(self, draft: Draft) -> tuple[Day | None, str, Trouble | None]:
        """The day of publication: the text's own dateline before what was given or found around the text."""
        stated = self._dateline(draft.text, draft.date) if self._dateline else None
        if stated is None:
            return draft.date, draft.date_basis, None
        day, start, end = stated
        if draft.date is None:
            return day, "dateline", None
        if day == draft.date:
            return day, draft.date_basis, None
        was = f"{draft.date.isoformat()} ({draft.date_basis})"
        message = f"its dateline says {day.isoformat()}, but its date was {was}; the dateline holds."
        return day, "dateline", remark(draft.where, "date-contradicts", message, start, end)


def not_english(where: str, language: str) -> Trouble:
    """The Trouble about a report in another language."""
    message = f"it is not in English (it looks like '{language}') and will not be read."
    return remark(where, "not-english", message)


def _storable(value: str | None) -> str | None:
    return None if value is None else replace_surrogates(value)[0]
