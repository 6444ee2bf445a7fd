"""Which accounts can be of one incident with which, found block by block: place cells by windows of days.

Flows in: sights, by time. Flows out: blocks, each by itself enough to find its pairs, on any machine; the pairs of all blocks
together are those of `neighbours.likely_pairs`, each once.

Why that holds: a pair belongs to the block of its earlier account, and to no other. An account is *kept* in one block, that of its
family, its first day and its place; and it *looks* into every block where an earlier one that it could meet may be kept:
* An earlier account begins no later, ends no sooner than the days looked for begin, and lasts no longer than `wide_days` (a
  longer one is kept under its first day only). So it lies in the windows from `first - reach - wide_days` to `first`.
* Where both have places, they meet in a cell of the coarse grid (a fine cell lies within one), and blocks are made of whole cells.
* Where they meet by their report or by a telling number of dead, the blocks in which those before are kept are looked up.
To look into a block too many costs time and finds nothing, since `Neighbours` compares what meets, and nothing else.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from imbroglio.knowledge.likeness import LikenessParams, load_likeness
from imbroglio.weighing.likeness import Sight, likeness
from imbroglio.weighing.neighbours import COARSE, Neighbours, cells

WINDOW = 30  # days; the borders that blocks share are some ten days wide
CELLS = 4  # of the coarse grid, along each side of a block: eight degrees, or a country of middling size
_Key = tuple[str, int, int | None, int | None]


@dataclass(slots=True)
class Block:
    """Accounts of one family, cell and window, and those that look in on them.

    Attributes:
        places: positions in the row of all sights, ascending.
        kept: of each, whether it is the block's own.
    """

    places: list[int] = field(default_factory=list)
    kept: list[bool] = field(default_factory=list)


def cut(sights: Sequence[Sight], params: LikenessParams | None = None) -> list[Block]:
    """Sights, by time, as blocks; those that nobody looks into are left out."""
    cutter = _Cutter(params or load_likeness())
    for n, s in enumerate(sights):
        cutter.add(n, s)
    return [block for _, block in sorted(cutter.blocks.items(), key=lambda b: b[1].places) if len(block.places) > 1]


class _Cutter:
    def __init__(self, params: LikenessParams) -> None:
        limit = params.limit
        self._back = int(max(limit["days"], limit["report_days"])) + int(limit["wide_days"])
        self._kilometres = max(limit["kilometres"], limit["area_kilometres"])
        self._telling = limit["telling_toll"]
        self.blocks: dict[_Key, Block] = {}
        self._by_report: dict[tuple[str, str], set[_Key]] = defaultdict(set)
        self._placeless: dict[tuple[str, str], set[_Key]] = defaultdict(set)
        self._by_toll: dict[tuple[str, int, int], set[_Key]] = defaultdict(set)

    def add(self, n: int, s: Sight) -> None:
        if not s.dated:
            return  # it meets nobody
        home = self._home(s)
        for key in self._looks(s):
            if key != home and key in self.blocks:
                self.blocks[key].places.append(n)
                self.blocks[key].kept.append(False)
        own = self.blocks.setdefault(home, Block())
        own.places.append(n)
        own.kept.append(True)
        self._by_report[s.account.doc, s.family].add(home)
        if s.spot is None:
            self._placeless[s.account.doc, s.family].add(home)
        if (s.killed or 0) >= self._telling:
            self._by_toll[s.family, s.killed or 0, s.first].add(home)

    def _home(self, s: Sight) -> _Key:
        window = s.first // WINDOW
        if s.spot is None:
            return s.family, window, None, None
        [(row, column)] = cells(s.spot.lat, s.spot.lon, COARSE, 0.0)
        return s.family, window, row // CELLS, column // CELLS

    def _looks(self, s: Sight) -> set[_Key]:
        windows = range((s.first - self._back) // WINDOW, s.first // WINDOW + 1)
        found: set[_Key] = set()
        if s.spot is not None:
            near = {(row // CELLS, column // CELLS) for row, column in cells(s.spot.lat, s.spot.lon, COARSE, self._kilometres)}
            found.update((s.family, window, row, column) for window in windows for row, column in near)
        # Of two that have places, those decide.
        of_report = self._by_report if s.spot is None else self._placeless
        found.update(key for key in of_report.get((s.account.doc, s.family), ()) if key[1] in windows)
        if (s.killed or 0) >= self._telling:
            for day in range(s.first - self._back, s.first + 1):
                found.update(self._by_toll.get((s.family, s.killed or 0, day), ()))
        return found


def pairs_within(sights: Iterable[Sight], kept: Iterable[bool], params: LikenessParams | None = None) -> Iterator[tuple[int, int, float]]:
    """The likely pairs of a block: positions in it, the earlier first, with their scores."""
    params = params or load_likeness()
    index = Neighbours(params)
    held: list[tuple[int, Sight]] = []
    least = params.limit["floor"]
    for n, (s, own) in enumerate(zip(sights, kept, strict=True)):
        for at in index.near(s):
            m, other = held[at]
            score = likeness(other, s, params)[0]
            if score >= least:
                yield m, n, score
        if own:
            index.add(s)
            held.append((n, s))
