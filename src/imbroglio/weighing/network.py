"""Bonds as a signed network: who stands with whom (+) and who against whom (-), each edge with the statements behind it.

Flows in: bonds and a day, or a CSV of edges that anybody may have written. Flows out: a `SignedNetwork`. Refuses a CSV
that is too large, lacks a column, or says two things of one pair (`IntakeError`, with the line).
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from io import StringIO
from pathlib import Path

from imbroglio.errors import IntakeError
from imbroglio.model.record import Actor, Bond
from imbroglio.weighing.bonds import on

# Far above any network of people or states that the field has published; below what could stall the machine.
MOST_BYTES, MOST_EDGES, LONGEST_NAME = 16_000_000, 200_000, 200
_COLUMNS = ("a", "b", "sign")
_SIGNS = {"1": 1, "+1": 1, "+": 1, "-1": -1, "-": -1}
_ORGANS = frozenset(("state", "government"))


@dataclass(frozen=True, slots=True)
class Edge:
    """Two nodes and how they stand to each other; `a` < `b` as text.

    Attributes:
        sign: +1 they stand together, -1 they fight.
        statements: ids of the statements for the sign, whoever of the two acts in them.
        against: those for the other sign, which the sign was preferred to.
        weight, against_weight: the independent sources behind each; 1 and 0 for an edge from a list.
    """

    a: str
    b: str
    sign: int
    statements: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    weight: int = 1
    against_weight: int = 0


@dataclass(frozen=True, slots=True)
class SignedNetwork:
    """Edges in the order of `a` and `b`, at most one for each two actors."""

    edges: tuple[Edge, ...]

    @property
    def nodes(self) -> tuple[str, ...]:
        """All ends, in the order of letters."""
        return tuple(sorted({end for e in self.edges for end in (e.a, e.b)}))


def network(held: Iterable[Bond], day: date | None = None, roster: Mapping[str, Actor] | None = None) -> SignedNetwork:
    """The signed network of bonds: fights is -, backs, allied and part-of are +.

    A pair with both kinds of evidence gets the sign that more independent sources support. If as many support each it
    is -: that two fight is seen to happen, that they stand together is mostly only said.

    Args:
        held: bonds of any time.
        day: only those that hold on this day; those of all times together without it.
        roster: with it, the organs of a state (its army, government, ministries) stand as that state.

    >>> def bond(tie: Tie, *sources: str) -> Bond:
    ...     return Bond(tie, "a", "b", None, None, tuple(f"{tie}-{s}" for s in sources), (), sources)
    >>> [(e.sign, e.weight, e.against) for e in network([bond("fights", "bbc"), bond("allied", "ap", "dpa")]).edges]
    [(1, 2, ('fights-bbc',))]
    """
    chosen = list(held) if day is None else on(held, day)
    told: dict[tuple[str, str], dict[int, list[Bond]]] = defaultdict(lambda: {1: [], -1: []})
    for bond in chosen:
        a, b = sorted((_as_state(bond.first, roster), _as_state(bond.second, roster)))
        if a != b:
            told[a, b][-1 if bond.tie == "fights" else 1].append(bond)
    return SignedNetwork(tuple(_edge(a, b, told[a, b]) for a, b in sorted(told)))


def _as_state(key: str, roster: Mapping[str, Actor] | None) -> str:
    actor = None if roster is None else roster.get(key)
    return actor.state if actor is not None and actor.state and actor.kind in _ORGANS else key


def _edge(a: str, b: str, by_sign: Mapping[int, list[Bond]]) -> Edge:
    weights = {sign: len({source for bond in held for source in bond.sources}) for sign, held in by_sign.items()}
    # Bonds without any source (made by hand) still count by their number.
    weights = {sign: weight or len(by_sign[sign]) for sign, weight in weights.items()}
    sign = 1 if weights[1] > weights[-1] else -1
    return Edge(a, b, sign, _ids(by_sign[sign]), _ids(by_sign[-sign]), weights[sign], weights[-sign])


def _ids(held: Iterable[Bond]) -> tuple[str, ...]:
    """Statement ids in the order of the bonds' time."""
    in_time = sorted(held, key=lambda b: (b.since or date.max, b.until or date.max, b.tie, b.first, b.statements))
    return tuple(dict.fromkeys(id for bond in in_time for id in bond.statements))


def read_edges(path: Path) -> SignedNetwork:
    """A signed network from a CSV with the columns a, b, sign (1 or -1). Other columns are passed over.

    Raises:
        IntakeError: the file cannot be read, is larger than 16 MB or 200,000 edges, or has a mistake; names the line.
    """
    text = _text(path)
    edges: dict[tuple[str, str], Edge] = {}
    for line, a, b, sign in _rows(text, path):
        known = edges.setdefault((a, b), Edge(a, b, sign))
        if known.sign != sign:
            raise _fault(path, line, f"'{a}' and '{b}' have both signs in this file; keep one row for each pair")
        if len(edges) > MOST_EDGES:
            raise _fault(path, line, f"there are more than {MOST_EDGES:,} edges; give a smaller network")
    if not edges:
        raise IntakeError(f"{path}: there are no edges; each row needs two names and a sign.")
    return SignedNetwork(tuple(edges[pair] for pair in sorted(edges)))


def _fault(path: Path, line: int, problem: str) -> IntakeError:
    return IntakeError(f"{path}, line {line}: {problem}.")


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            raw = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise IntakeError(f"{path} cannot be read: {error.strerror or error}.") from None
    if len(raw) > MOST_BYTES:
        raise IntakeError(f"{path} is larger than {MOST_BYTES // 1_000_000} MB; give a smaller network.")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise IntakeError(f"{path} is not UTF-8 text; save it as UTF-8.") from None


def _rows(text: str, path: Path) -> Iterator[tuple[int, str, str, int]]:
    """Line, both names in order, sign."""
    reader = csv.reader(StringIO(text, newline=""))
    try:
        header = [cell.strip().lower() for cell in next(reader, [])]
        missing = [column for column in _COLUMNS if column not in header]
        if missing:
            raise _fault(path, 1, f"the column '{missing[0]}' is missing; the first line must name the columns a, b, sign")
        at = [header.index(column) for column in _COLUMNS]
        for row in reader:
            if not any(cell.strip() for cell in row):
                continue
            if len(row) <= max(at):
                raise _fault(path, reader.line_num, "this row has too few cells")
            a, b, sign = (row[i].strip() for i in at)
            yield reader.line_num, *_names(a, b, path, reader.line_num), _sign(sign, path, reader.line_num)
    except csv.Error as error:
        raise _fault(path, reader.line_num, f"this is no CSV ({error})") from None


def _names(a: str, b: str, path: Path, line: int) -> tuple[str, str]:
    for name in (a, b):
        if not name:
            raise _fault(path, line, "a name is empty")
        if len(name) > LONGEST_NAME:
            raise _fault(path, line, f"a name is longer than {LONGEST_NAME} characters")
        if not name.isprintable():  # it would reach the terminal
            raise _fault(path, line, "a name holds characters that cannot be printed")
    if a == b:
        raise _fault(path, line, f"'{a}' has an edge with itself")
    return (a, b) if a < b else (b, a)


def _sign(cell: str, path: Path, line: int) -> int:
    if cell not in _SIGNS:
        raise _fault(path, line, f"the sign '{ascii(cell[:20])[1:-1]}' is neither 1 nor -1")
    return _SIGNS[cell]
