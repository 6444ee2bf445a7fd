"""Bonds as a network over time in GEXF 1.3, for Gephi and networkx.

Flows in: rows of the network, and the actors. Flows out: XML. A node is an actor; an edge is all that one tells of two actors
and one tie, with a spell for each time in which it held. Tie, sign and figures are also attributes with a time of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from xml.sax.saxutils import escape, quoteattr

from imbroglio.exchange.book import Book
from imbroglio.exchange.cells import Row, Sheet, Value, as_text, clean

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://gexf.net/1.3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" \
xsi:schemaLocation="http://gexf.net/1.3 http://gexf.net/1.3/gexf.xsd" version="1.3">
"""
_NODE = (("kind", "string"), ("countries", "string"), ("key", "string"))
_EDGE = (("ids", "string"), ("first", "string"), ("second", "string"), ("mutual", "boolean"))
_OVER_TIME = (("tie", "string"), ("sign", "integer"), ("sources", "integer"), ("accounts", "integer"))


def iter_gexf(sheet: Sheet, book: Book) -> Iterator[bytes]:
    """The network as XML."""
    spells: dict[tuple[str, str, str], list[Row]] = {}
    for row in sheet.rows:
        spells.setdefault((_text(row["tie"]), _text(row["first_id"]), _text(row["second_id"])), []).append(row)
    keys = list(dict.fromkeys(key for _, first, second in spells for key in (first, second)))
    number = {key: f"n{n}" for n, key in enumerate(keys)}
    about = "; ".join(f"{name} {clean(text)}" for name, text in sheet.about.items())
    yield f"{_HEAD}<meta><creator>imbroglio</creator><description>{_xml(about)}</description></meta>\n".encode()
    yield b'<graph defaultedgetype="directed" mode="dynamic" timeformat="date" timerepresentation="interval">\n'
    yield _declared("node", "static", _NODE, "n") + _declared("edge", "static", _EDGE, "e")
    yield _declared("edge", "dynamic", _OVER_TIME, "t")
    yield b"<nodes>\n"
    yield from (_node(number[key], key, book) for key in keys)
    yield b"</nodes>\n<edges>\n"
    for n, ((tie, first, second), rows) in enumerate(spells.items()):
        yield _edge(f"e{n}", tie, number[first], number[second], rows)
    yield b"</edges>\n</graph>\n</gexf>\n"


def _declared(of: str, mode: str, attributes: Iterable[tuple[str, str]], prefix: str) -> bytes:
    lines = "".join(f'<attribute id="{prefix}{n}" title="{t}" type="{kind}"/>' for n, (t, kind) in enumerate(attributes))
    return f'<attributes class="{of}" mode="{mode}">{lines}</attributes>\n'.encode()


def _node(id: str, key: str, book: Book) -> bytes:
    party = book.party(key)
    name, kind, countries = (party.name, party.kind, " ".join(party.countries)) if party else (key, "", "")
    values = "".join(_value(f"n{n}", v) for n, v in enumerate((kind, countries, key)))
    return f"<node id={_attribute(id)} label={_attribute(name)}><attvalues>{values}</attvalues></node>\n".encode()


def _edge(id: str, tie: str, source: str, target: str, rows: list[Row]) -> bytes:
    ids = " ".join(id for row in rows for id in _texts(row["statements"]))
    days = [row[end] for row in rows for end in ("since", "until")]
    known = [d for d in days if isinstance(d, date)]
    static = (ids, _day(min(known, default=None)), _day(max(known, default=None)), str(tie in ("fights", "allied")).lower())
    values = [_value(f"e{n}", v) for n, v in enumerate(static)]
    spells = []
    for row in rows:
        span = _span(row)
        spells.append(f"<spell{span}/>")
        over_time = (tie, row["sign"], row["independent_sources"], len(_texts(row["statements"])))
        values += [_value(f"t{n}", v, span) for n, v in enumerate(over_time)]
    weight = sum(n for row in rows if isinstance(n := row["independent_sources"], int))
    head = f'<edge id="{id}" source="{source}" target="{target}" kind={_attribute(tie)} label={_attribute(tie)} weight="{weight}.0">'
    return f"{head}<attvalues>{''.join(values)}</attvalues><spells>{''.join(spells)}</spells></edge>\n".encode()


def _span(row: Row) -> str:
    """Start and end of a spell; an end that is not known is open."""
    ends = (("start", row["since"]), ("end", row["until"]))
    return "".join(f' {name}="{day.isoformat()}"' for name, day in ends if isinstance(day, date))


def _value(of: str, value: Value, span: str = "") -> str:
    return f'<attvalue for="{of}" value={_attribute(_text(value))}{span}/>' if value not in ("", None) else ""


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _text(value: Value) -> str:
    return clean(value) if isinstance(value, str) else as_text(value)


def _texts(value: Value) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()


def _xml(text: str) -> str:
    return escape(clean(text))


def _attribute(text: str) -> str:
    return quoteattr(clean(text))
