"""How many: low, best and high of an incident, from all of its accounts, by a named rule.

Flows in: the accounts of one incident, and whose word each is. Flows out: one `Toll` for all together and one for each
side of which an account tells apart. Refuses to add up what different accounts say: a later figure of the same origin
replaces its earlier one, and figures of different origins are rivals, never parts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from imbroglio.knowledge.fold import plain
from imbroglio.knowledge.word_lists import load_word_lists
from imbroglio.model.record import Account, Actor, Toll, TollRule
from imbroglio.model.statement import Quantity

__all__ = ["ALL", "CIVILIANS", "deaths", "tolls"]

CIVILIANS = "civilians"
ALL = ""
PART = "part"  # no side: some of the dead by age, sex or trade, or beside others
_SO = ("actual", "ongoing")
_CREDIBLE = ("asserts", "accuses", None)  # who denies or doubts a figure does not say another
_ACTORS = ("state", "government", "armed_group", "coalition")
LONGEST = 31  # days; a figure over a longer time is that of a war or a campaign, not of an incident
_MONTH = 7  # days; what is dated to more than a week may add up several incidents


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of one account.

    `group` is whose dead it counts: ALL, a side, or PART. `broad` is True where its time is longer than a week.
    """

    account: str
    origin: str
    group: str
    low: int | None
    high: int | None
    said: tuple[date, str, str]
    vague: bool = False
    broad: bool = False

    @property
    def value(self) -> int:
        """The number said: of "200 to 400", as of "at least 200", the 200 that all who say so mean."""
        return self.low if self.low is not None else self.high or 0


def deaths(
    accounts: Sequence[Account], origin: Mapping[str, str], roster: Mapping[str, Actor], rule: TollRule = "median"
) -> tuple[Toll, ...]:
    """The dead of one incident, all together first, then by side; empty where no account has a figure.

    >>> from imbroglio.model.statement import Quantity
    >>> early = Account("s1", "d1", "event", "bombing", "actual", 1.0, numbers=(Quantity("at least 3", "killed", 3, None),))
    >>> late = Account("s2", "d2", "event", "bombing", "actual", 1.0, numbers=(Quantity("23", "killed", 23, 23),))
    >>> [(t.low, t.best, t.high) for t in deaths([early, late], {"s1": "monitor", "s2": "police"}, {}, "max")]
    [(3, 23, 23)]
    """
    return tolls(accounts, origin, roster, "killed", rule)


def tolls(
    accounts: Sequence[Account], origin: Mapping[str, str], roster: Mapping[str, Actor], measure: str, rule: TollRule = "median"
) -> tuple[Toll, ...]:
    """Low, best and high of a measure ("killed", "wounded") of one incident, all together first, then by side.

    Args:
        accounts: those of the incident, in any order.
        origin: statement id to whose word it is; an account that is missing there is its outlet's or report's.
        roster: actors by key, for whose the dead are.
        measure: which figures count.
        rule: `median` of independent origins (of an even number the lower of the two in the middle), `max`, or `latest`.
    """
    figures = [f for a in accounts if a.numbers for f in _figures(a, origin, roster, measure)]
    if not figures:
        return ()
    figures = [f for f in figures if not f.broad] or figures
    sides = sorted({f.group for f in figures} - {ALL, PART})
    by_side = {ALL: _of_the_whole(figures), **{side: [f for f in figures if f.group == side] for side in sides}}
    return tuple(_toll(measure, side, _numbered(of), rule) for side, of in by_side.items() if of)


def _numbered(figures: list[Figure]) -> list[Figure]:
    """Without "dozens" and "hundreds" where anybody has a number."""
    return [f for f in figures if not f.vague] or figures


def _figures(a: Account, origin: Mapping[str, str], roster: Mapping[str, Actor], measure: str) -> list[Figure]:
    """What one account says: of all, of one side, or of each side and so of all."""
    if a.kind != "event" or a.status not in _SO or a.stance not in _CREDIBLE or _days(a) > LONGEST:
        return []
    held = [n for n in a.numbers if n.measure == measure and (n.low is not None or n.high is not None)]
    if not held:
        return []
    groups = _groups(a, roster)

    def figure(group: str, low: int | None, high: int | None, vague: bool) -> Figure:
        said = (a.published or date.min, a.doc, a.id)
        return Figure(a.id, origin.get(a.id) or a.outlet or a.doc, group, low, high, said, vague, _days(a) > _MONTH)

    if len(held) > 1 and len(held) == len(groups):  # "12 soldiers and 5 civilians": a number for each
        by_group: dict[str, list[Quantity]] = defaultdict(list)
        for n, group in zip(held, groups, strict=True):
            by_group[group].append(n)
        sums = {group: _sum(of) for group, of in by_group.items()}
        return [figure(ALL, *_sum(held)), *(figure(g, *sums[g]) for g in sorted(sums) if g != ALL)]
    # Else the largest is the whole, and the others are parts of it or the same said again.
    whole = max(held, key=lambda n: (n.low if n.low is not None else n.high or 0, n.high is not None))
    kinds = {PART} if _besides(whole.text) else set(groups)
    return [figure(kinds.pop() if len(kinds) == 1 else ALL, whole.low, whole.high, _is_vague(whole))]


def _days(a: Account) -> int:
    """How long the time is that an account gives, ends included; unknown counts as one day, that of its incident."""
    if a.precision in ("season", "year"):
        return LONGEST + 1
    last = a.last or a.published  # "since May" goes on until it is said
    return (last - a.first).days + 1 if a.first and last else 1


def _besides(words: str) -> bool:
    """Whether "another", "further" or the like says that some were told of before."""
    return not load_word_lists()["dead"]["besides"].isdisjoint(plain(words).split())


def _is_vague(n: Quantity) -> bool:
    """Whether a number is a word such as "dozens", whose bounds are the codebook's and nobody's."""
    return n.low is not None and n.high is not None and n.low < n.high and not any(c.isdigit() for c in n.text)


def _sum(numbers: Sequence[Quantity]) -> tuple[int | None, int | None, bool]:
    lows, highs = [n.low for n in numbers if n.low is not None], [n.high for n in numbers if n.high is not None]
    return (
        sum(lows) if lows else None,  # one without a least adds nothing to it
        sum(highs) if len(highs) == len(numbers) else None,
        any(_is_vague(n) for n in numbers),
    )


def _groups(a: Account, roster: Mapping[str, Actor]) -> list[str]:
    """Whose dead the account's targets say they are, in their order; places and things say nothing."""
    if a.type in load_word_lists()["dead"]["both"]:
        return []
    found = (_group(key, roster.get(key), a.words) for key in a.target)
    return [group for group in found if group is not None]


def _group(key: str, actor: Actor | None, passage: frozenset[str]) -> str | None:
    words = load_word_lists()["dead"]
    if actor is not None and actor.kind in _ACTORS:
        return actor.key if actor.kind != "state" or passage & words["forces"] else ALL
    if actor is not None and actor.kind in ("place", "thing"):
        return None
    if actor is None and not key.startswith("name:"):
        return None
    called = actor.name if actor is not None else key.removeprefix("name:").partition("@")[0]
    name = frozenset(plain(called).split())
    if name & words["part"] or _besides(called):
        return PART
    if name & words["civilians"]:
        return CIVILIANS
    if name & words["untold"]:
        return ALL
    if actor is None or actor.kind == "organisation":
        return ALL
    return PART if actor.kind == "person" else CIVILIANS


def _of_the_whole(figures: Sequence[Figure]) -> list[Figure]:
    """The figures that can be of all the dead.

    Those of the widest group are: of all; else of the side with the most dead; else of a part. A narrower group's
    figure is a part of it if it is smaller than all of those, and a rival if it is not.
    """
    wide = [f for f in figures if f.group == ALL]
    if not wide:
        sided = [f for f in figures if f.group != PART] or list(figures)
        most = min(sided, key=lambda f: (-f.value, f.group), default=None)
        wide = [f for f in sided if most is not None and f.group == most.group]
    least = min((f.value for f in wide), default=0)
    most_of: dict[str, int] = {}
    for f in wide:  # nor does an origin's narrower figure replace its wider one, unless it is larger
        most_of[f.origin] = max(f.value, most_of.get(f.origin, least))
    groups = {f.group for f in wide}
    told = {f.account for f in wide}
    return [
        f for f in figures if f.group in groups or (f.value >= most_of.get(f.origin, least) and f.account not in told)
    ]


def _latest(figures: Sequence[Figure]) -> list[Figure]:
    """Of each origin its last figure; of those said on one day the largest, which counts those found by then."""

    def order(f: Figure) -> tuple[date, int, int, int]:
        exact = (f.low is not None) + (f.high is not None)  # "16" says more than "at least 16"
        return f.said[0], f.value, exact, f.high if f.high is not None else -1

    last: dict[str, Figure] = {}
    for f in sorted(figures, key=lambda f: (order(f), f.said)):
        last[f.origin] = f
    return [last[key] for key in sorted(last)]


def _toll(measure: str, side: str, figures: Sequence[Figure], rule: TollRule) -> Toll:
    counted = _latest(figures)
    ranked = sorted(counted, key=lambda f: (f.value, f.origin))
    if rule == "max":
        best = ranked[-1].value
    elif rule == "latest":
        best = max(counted, key=lambda f: (f.said[0], f.value)).value
    else:
        best = ranked[(len(ranked) - 1) // 2].value
    lows = [f.low for f in counted if f.low is not None]
    highs = [f.high for f in counted if f.high is not None]
    # "up to 40" says nothing of the least, unless another has a smaller number; "at least 16" nothing of the most.
    open_low = not lows or any(f.low is None and f.value <= min(lows) for f in counted)
    open_high = not highs or any(f.high is None and f.value >= max(highs) for f in counted)
    sayers = {f.origin for f in counted if f.value == best}
    said = sorted(figures, key=lambda f: f.said)
    return Toll(
        measure,
        side,
        None if open_low else min(lows),
        best,
        None if open_high else max(highs),
        rule,
        tuple(dict.fromkeys(f.account for f in said)),
        tuple(dict.fromkeys(f.account for f in said if f.value == best and f.origin in sayers)),
    )
