"""What each account counts of the dead, and which counts cannot both be right.

Flows in: accounts. Flows out: one `Count` for each account and group of dead that it tells of, each origin's last one, and
whether two are rivals. What counts whose dead is worked out by `figures`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from imbroglio.knowledge.disputes import DisputeParams
from imbroglio.knowledge.fold import plain
from imbroglio.knowledge.word_lists import load_word_lists
from imbroglio.model.record import Account
from imbroglio.weighing.figures import tolls
from imbroglio.weighing.positions import Scene


@dataclass(frozen=True, slots=True)
class Count:
    """How many of a side ("" for all together) died by one account; a bound is None where it is open."""

    account: str
    origin: str
    side: str
    low: int | None
    high: int | None
    said: date

    @property
    def value(self) -> int:
        """The number said."""
        return self.low if self.low is not None else self.high or 0


def counts_of(a: Account, scene: Scene) -> list[Count]:
    """What an account counts; of each side, or of all together where it tells no sides apart.

    "12 civilians" is no total that soldiers could be missing from, so that it stands beside other counts of civilians only.
    """
    found = tolls((a,), scene.origin, scene.roster, "killed", "max") if a.numbers and not _is_part(a, scene) else ()
    sided = [t for t in found if t.side] or found
    return [Count(a.id, scene.source(a), t.side, t.low, t.high, a.published or a.last or date.min) for t in sided]


def _is_part(a: Account, scene: Scene) -> bool:
    """Whether only some of the dead are told of: one by name, "children", "six others"."""
    words = load_word_lists()["dead"]
    actors = [actor for key in a.target if (actor := scene.roster.get(key)) is not None]
    if any(actor.kind == "person" for actor in actors):
        return True
    named = frozenset(word for actor in actors for word in plain(actor.name).split())
    said = frozenset(word for n in a.numbers if n.measure == "killed" for word in plain(n.text).split())
    return not (words["part"].isdisjoint(named) and words["besides"].isdisjoint(named | said))


def latest(counts: Iterable[Count]) -> list[Count]:
    """Of each origin its last count; of those of one day the largest, which holds whom they found by then."""
    last: dict[str, Count] = {}
    for c in sorted(counts, key=lambda c: (c.said, c.value, c.account)):
        last[c.origin] = c
    return [last[origin] for origin in sorted(last)]


def are_rivals(a: Count, b: Count, params: DisputeParams) -> bool:
    """Whether two counts cannot both be right, by more than counting at different hours or days explains.

    >>> from imbroglio.knowledge.disputes import load_disputes
    >>> day = date(2020, 1, 1)
    >>> ten, most, more = Count("a", "x", "", 10, 10, day), Count("b", "y", "", 30, 30, day), Count("c", "y", "", 10, None, day)
    >>> are_rivals(ten, most, load_disputes()), are_rivals(more, most, load_disputes())
    (True, False)
    """
    low, high = sorted((a, b), key=lambda c: (c.value, c.origin))
    if low.high is None or high.low is None or high.low <= low.high:
        return False  # "at least 10" allows 30, "up to 30" allows 10
    if (high.said - low.said).days >= params.earlier:
        return False  # not another opinion, an earlier count
    return high.low - low.high >= params.apart and high.low >= params.ratio * max(low.high, 1)


def in_words(counts: Sequence[Count]) -> str:
    """What some counts say together.

    >>> in_words([Count("a", "x", "", 10, None, date.min)]), in_words([Count(i, i, "", n, n, date.min) for i, n in (("a", 3), ("b", 4))])
    ('at least 10 dead', '3 to 4 dead')
    """
    values = sorted({c.value for c in counts})
    if len(values) > 1:
        return f"{values[0]} to {values[-1]} dead"
    only = "at least " if all(c.high is None for c in counts) else "up to " if all(c.low is None for c in counts) else ""
    return f"{only}{values[0]} dead"
