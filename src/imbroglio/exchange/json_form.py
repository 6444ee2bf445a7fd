"""Rows as JSON (one object) and JSON Lines (one object a row).

Flows in: a Sheet. Flows out: UTF-8, the columns in their order, days as ISO text, several texts as a list, what is not
known as null. The signs that some programs take for the end of a line or of a script are escaped.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from imbroglio.exchange.cells import Row, Sheet, Value

_BREAKS = re.compile("[\u2028\u2029<>&\x7f-\x9f\ufeff\ufffe\uffff]")


def plain(value: Value) -> Any:
    """A cell as JSON has it."""
    if isinstance(value, tuple):
        return list(value)
    return value.isoformat() if isinstance(value, date) else value


def plain_row(row: Row, names: tuple[str, ...]) -> dict[str, Any]:
    """A row as JSON has it."""
    return {name: plain(row.get(name)) for name in names}


def to_json(value: Any) -> str:
    """JSON in one line that is also safe within a script: no sign in it ends a line, a tag or a comment.

    >>> to_json({"a": "</script>"})
    '{"a":"\\\\u003c/script\\\\u003e"}'
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    # A half of a pair of signs is no UTF-8.
    text = _BREAKS.sub(lambda m: f"\\u{ord(m[0]):04x}", text)
    return re.sub("[\ud800-\udfff]", lambda m: f"\\u{ord(m[0]):04x}", text)


def iter_json(sheet: Sheet) -> Iterator[bytes]:
    """One object: what is to be known of all rows, then the rows."""
    head = to_json({"what": sheet.what, **sheet.about})
    yield f'{head[:-1]},"rows":['.encode()
    for n, row in enumerate(sheet.rows):
        yield f"{',' if n else ''}\n{to_json(plain_row(row, sheet.names))}".encode()
    yield b"\n]}\n"


def iter_jsonl(sheet: Sheet) -> Iterator[bytes]:
    """One object a row."""
    for row in sheet.rows:
        yield f"{to_json(plain_row(row, sheet.names))}\n".encode()
