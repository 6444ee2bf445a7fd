"""Values as cells: one line of text, a number, a day, a yes or no, or several texts.

Flows in: values of the record, whose texts come from reports and may hold anything. Flows out: cells without signs that
steer a terminal or turn the reading direction, and text that no spreadsheet takes for a formula.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

Value = str | int | float | bool | date | tuple[str, ...] | None
Row = Mapping[str, Value]

_STEERING = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)
_BLANK = re.compile(r"[\s\u2028\u2029]+")
_NUMBER = re.compile(r"[-+]?\d+(\.\d+)?")
# The wide forms are formulas to a spreadsheet that is set to East Asian input.
_FORMULA = tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")
_MOST_SIGNS = 32_000  # of a cell; Excel's own bound is 32,767
SEPARATOR = "; "


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, what stands in it and where that comes from, how wide it is shown."""

    name: str
    about: str
    width: int = 14


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is to be written: rows under columns, and what is to be known of all of them (case, revision, ...)."""

    what: str
    columns: tuple[Column, ...]
    rows: Iterable[Row]
    about: Mapping[str, str]

    @property
    def names(self) -> tuple[str, ...]:
        """The columns' names."""
        return tuple(c.name for c in self.columns)


def clean(text: str) -> str:
    """Text in one line without signs that steer what shows it.

    >>> clean("he said \\x1b[31mno\\x07\\n and left")
    'he said [31mno and left'
    """
    return _BLANK.sub(" ", _STEERING.sub("", text)).strip()


def safe_text(text: str) -> str:
    """Text that no spreadsheet runs as a formula: an apostrophe stands before what would start one.

    >>> safe_text("=HYPERLINK(1)"), safe_text("-3.5"), safe_text("a = b")
    ("'=HYPERLINK(1)", '-3.5', 'a = b')
    """
    if text.startswith(_FORMULA) and not _NUMBER.fullmatch(text):
        return f"'{text}"
    return text


def as_text(value: Value) -> str:
    """A cell as text, as tables have it: days as ISO, several texts with semicolons, yes or nothing.

    >>> as_text(("a", "b")), as_text(None), as_text(date(2017, 2, 3)), as_text(True), as_text(0.5)
    ('a; b', '', '2017-02-03', 'yes', '0.5')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else ""
    if isinstance(value, tuple):
        value = _joined(value)
    if isinstance(value, str):
        return safe_text(clean(value))
    return value.isoformat() if isinstance(value, date) else str(value)


def _joined(texts: tuple[str, ...]) -> str:
    """Several texts in one cell; where they do not fit, as many as do, and how many are left out."""
    whole = SEPARATOR.join(texts)
    if len(whole) <= _MOST_SIGNS:
        return whole
    kept = whole[:_MOST_SIGNS].rpartition(SEPARATOR)[0]
    return f"{kept}{SEPARATOR}and {len(texts) - len(kept.split(SEPARATOR))} more"


def unique(texts: Iterable[str]) -> tuple[str, ...]:
    """Each text once, in order, the empty ones left out."""
    return tuple(dict.fromkeys(t for t in texts if t))
