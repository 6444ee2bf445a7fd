"""One row of many (a JSON object or a line of a table) to a Draft.

Flows in: the row's values by name. Flows out: a Draft whose text is exactly the value given, or a fatal
Trouble that names file and line.
"""

from __future__ import annotations

from collections.abc import Mapping

from imbroglio.intake.columns import choose_columns
from imbroglio.intake.dating import find_day
from imbroglio.intake.draft import Draft, hash_text, one_line, refuse, remark
from imbroglio.model import Trouble


class RowReader:
    """Makes Drafts of rows that share a column mapping; remembers which names it chose for which header."""

    def __init__(self, columns: Mapping[str, str] | None) -> None:
        """Take the mapping that the user gave, if any."""
        self._columns = columns
        self._chosen: dict[tuple[str, ...], dict[str, str]] = {}

    def choose(self, names: tuple[str, ...]) -> dict[str, str]:
        """Field of a report to the name that holds it, among `names`."""
        if names not in self._chosen:
            if len(self._chosen) > 1_000:  # rows that all differ in their keys must not fill the memory
                self._chosen.clear()
            self._chosen[names] = choose_columns(names, self._columns)
        return self._chosen[names]

    def read(self, row: Mapping[str, object], where: str) -> Draft | Trouble:
        """One row as a Draft."""
        chosen = self.choose(tuple(row))
        if "text" not in chosen:
            return refuse(
                where,
                "no-text-field",
                f"no field holds the text. Fields here: {_listed(row)}. Name one with text=FIELD.",
            )
        text = row[chosen["text"]]
        if not isinstance(text, str):
            return refuse(
                where, "no-text-field", f"the field '{chosen['text']}' holds no text but {_kind(text)}."
            )
        values: dict[str, str | None] = {}
        troubles: list[Trouble] = []
        for field in ("id", "title", "date", "source", "url"):
            value = row.get(chosen[field]) if field in chosen else None
            values[field] = _as_line(value)
            if (
                values[field] is None
                and value not in (None, "")
                and not (isinstance(value, str) and not value.strip())
            ):
                troubles.append(
                    remark(
                        where,
                        "bad-field",
                        f"the field '{chosen[field]}' holds {_kind(value)} and was left out.",
                    )
                )
        day = find_day(values["date"]) if values["date"] else None
        if values["date"] and day is None:
            message = f"the date '{values['date'][:60]}' cannot be read as one day. Write it as 2016-11-05."
            troubles.append(remark(where, "date-unclear", message))
        return Draft(
            text,
            where,
            hash_text(text, values["id"]),
            id=values["id"],
            title=values["title"],
            date=day,
            date_basis="given" if day else "",
            source=values["source"],
            url=values["url"],
            troubles=tuple(troubles),
        )


def _as_line(value: object) -> str | None:
    """A field other than the text, as one line; numbers as written, and the name of a {"name": …} object."""
    if isinstance(value, dict):
        value = value.get("name")
    if isinstance(value, int | float) and not isinstance(value, bool):
        try:
            value = str(value)
        except ValueError:  # Python writes no whole number of more than 4,300 digits
            return None
    return one_line(value)


def _listed(row: Mapping[str, object]) -> str:
    names = [name[:30] for name in list(row)[:12]]
    return ", ".join(names) + (", …" if len(row) > 12 else "") if names else "none"


def _kind(value: object) -> str:
    if value is None:
        return "null"
    if isinstance(value, dict):
        return "an object"
    if isinstance(value, list):
        return "a list"
    return (
        "true or false"
        if isinstance(value, bool)
        else "a number"
        if isinstance(value, int | float)
        else "something else"
    )
