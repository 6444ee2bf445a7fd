"""What the reader hands out: the statements of a report, and the layers that it saw on the way.

Flows in: mentions, credits and times as the reader works on them. Flows out: `Reading`, and rows of the layers
`mentions.jsonl`, `claims.jsonl` and `times.jsonl`, for inspection and for measuring each layer alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from imbroglio.model import Ref, Statement, Trouble, When
from imbroglio.reading.attribution import Attribution
from imbroglio.reading.linker import Question
from imbroglio.reading.mentions import ACTOR_KINDS, Mention
from imbroglio.reading.naming import Name
from imbroglio.reading.times import TimeMention
from imbroglio.reading.tokens import Tokens
from imbroglio.reading.tree import Tree

Links = tuple[tuple[Question, tuple[Ref, ...]], ...]


@dataclass(frozen=True, slots=True)
class Layer:
    """One row of a layer: an actor or place mentioned, a credit, or a time."""

    row: tuple[tuple[str, object], ...]

    def to_json(self) -> dict[str, object]:
        """The row as a JSON object."""
        return dict(self.row)


@dataclass(frozen=True, slots=True)
class Reading:
    """What the reader made of one report.

    Attributes:
        features, links: only where the reader keeps all drafts for the trainer; one row a statement.
    """

    doc: str
    statements: tuple[Statement, ...]
    mentions: tuple[Layer, ...] = ()
    claims: tuple[Layer, ...] = ()
    times: tuple[Layer, ...] = ()
    troubles: tuple[Trouble, ...] = ()
    features: tuple[tuple[str, ...], ...] = ()
    links: tuple[Links, ...] = ()


def mention_rows(doc: str, mentions: Iterable[Mention]) -> list[Layer]:
    """A row for each actor, place and person named."""
    out = []
    for m in mentions:
        if m.kind in ACTOR_KINDS or m.kind in {"place", "person"}:
            lat, lon = (m.place.lat, m.place.lon) if m.place else (None, None)
            out.append(_mention(doc, m.start, m.end, m.text, m.kind, m.name, m.id, lat, lon))
    return out


def unread_places(doc: str, text: str, tokens: Tokens, names: Iterable[Name], rows: list[Layer]) -> list[Layer]:
    """Places named where nothing of the lexicon stands, so that the mentions hold every place of the report."""
    held: set[int] = set()
    for layer in rows:
        row = layer.to_json()
        if row["lat"] is not None:
            held.update(range(int(str(row["start"])), int(str(row["end"]))))
    out = []
    for n in names:
        sense = n.sense("name", "seat", "forces", "government", "people", "adjective")
        a, b = tokens.start[n.first], tokens.end[n.end - 1]
        if not n.places or (sense is not None and sense.sense not in {"name", "seat"}) or a in held:
            continue
        p = n.places[0]
        out.append(_mention(doc, a, b, text[a:b], "place", n.text, p.id, p.lat, p.lon))
    return out


def _mention(
    doc: str, start: int, end: int, text: str, kind: str, name: str, id: str | None, lat: float | None, lon: float | None
) -> Layer:
    return Layer(
        (
            ("doc", doc), ("start", start), ("end", end), ("text", text), ("kind", kind), ("name", name), ("id", id),
            ("lat", lat), ("lon", lon),
        )
    )  # fmt: skip


def claim_rows(doc: str, t: Tree, credits: Iterable[Attribution]) -> list[Layer]:
    """A row for each source of each credit, whatever is credited."""
    out = []
    for c in credits:
        cover = sorted(c.covers)
        cue = {"start": t.start[c.cue[0]], "end": t.end[c.cue[-1]]} if c.cue else None
        content = {"start": t.start[cover[0]], "end": t.end[cover[-1]]} if cover else None
        for source in c.source or (None,):
            who = {"start": source.start, "end": source.end} if source else None
            out.append(Layer((("doc", doc), ("source", who), ("cue", cue), ("content", content), ("stance", c.stance))))
    return out


def time_row(doc: str, m: TimeMention, when: When) -> Layer:
    """The row of one time expression, resolved."""
    return Layer(
        (
            ("doc", doc), ("start", m.start), ("end", m.end), ("text", m.text),
            ("from", when.start.isoformat() if when.start else None), ("to", when.end.isoformat() if when.end else None),
            ("precision", when.precision), ("basis", when.basis),
        )
    )  # fmt: skip
