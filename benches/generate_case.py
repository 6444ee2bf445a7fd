"""A case as large as the workbench must carry, made up: 100,000 statements, about 20,000 incidents and 5,000 actors.

    python benches/generate_case.py big.imbroglio
    python benches/generate_case.py small.imbroglio --incidents 400 --actors 200 --places 60

Nothing in it is of any real war: names are made of syllables, places lie on no map's towns, and all of it hangs on the seed, so
that the same command gives the same case. Statements are made directly, without the reader, and then weighed as any other: what
the record holds in the end is worked out, and printed.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from imbroglio.model import Claim, Document, Evidence, MadeBy, Quantity, Ref, Statement, When
from imbroglio.model.statement import Kind, RefKind
from imbroglio.pipeline.record import weigh
from imbroglio.store import open_case

START, DAYS = date(2031, 1, 1), 1460
TELLINGS = 4.6  # accounts of an incident, in the mean
TYPES = (("clash", 30), ("air-strike", 20), ("shelling", 20), ("bombing", 10), ("killing", 8), ("capture", 6), ("abduction", 3), ("arrest", 3))
VERBS = {
    "clash": "fought", "air-strike": "struck from the air", "shelling": "shelled", "bombing": "set off a bomb against",
    "killing": "killed men of", "capture": "took ground from", "abduction": "abducted men of", "arrest": "arrested men of",
}  # fmt: skip
OF_WAR = (("backs", "relation"), ("allied", "relation"), ("hostile", "relation"), ("holds", "control"))
HEADS = ("ka", "bo", "shi", "du", "mer", "tol", "van", "ru", "zel", "or", "pha", "ni", "gor", "lum", "ches", "tra", "wo", "yel")
TAILS = ("dan", "rim", "sok", "vel", "mar", "tesh", "gul", "nov", "bar", "kin", "lash", "zor", "mund", "pel", "rast", "wick")
BODIES = ("Brigade", "Front", "Column", "Battalion", "Movement", "Regiment", "League", "Guard")
OUTLETS = 120


@dataclass(frozen=True, slots=True)
class World:
    """Who and where there is. `camps` are whom each actor stands with, by their numbers, `foes` those it fights, few of them."""

    actors: list[tuple[str, RefKind]]
    camps: list[list[int]]
    foes: list[list[int]]
    places: list[tuple[str, float, float]]
    outlets: list[str]


@dataclass(frozen=True, slots=True)
class Event:
    """What happened, before anybody tells it."""

    type: str
    day: date
    place: int
    agent: int
    target: int
    dead: int
    detail: str


def name(chance: random.Random, parts: int = 2) -> str:
    """A name of nobody and nowhere."""
    return (chance.choice(HEADS) + "".join(chance.choice(TAILS) for _ in range(parts))).capitalize()


def make_world(chance: random.Random, actors: int, places: int) -> World:
    """Names, each once."""
    who: dict[str, RefKind] = {}
    while len(who) < actors:
        state = len(who) < 12
        called = name(chance, 3) if state else f"{name(chance)} {chance.choice(BODIES)}"
        who.setdefault(called, "state" if state else "armed_group")
    where: dict[str, tuple[float, float]] = {}
    while len(where) < places:
        where.setdefault(name(chance, 3), (round(chance.uniform(-8, 8), 4), round(chance.uniform(-40, -20), 4)))
    outlets = [f"The {name(chance)} {chance.choice(('Post', 'Wire', 'Herald', 'Monitor'))}" for _ in range(OUTLETS)]
    side = [n % 3 for n in range(actors)]
    by_side = [[n for n in range(actors) if side[n] == s] for s in range(3)]
    foes, camps = [], []
    for n in range(actors):
        # Now and then somebody fights those of its own side: what makes a war an imbroglio.
        against = [side[n] if chance.random() < 0.04 else (side[n] + chance.choice((1, 2))) % 3 for _ in range(4)]
        foes.append([by_side[s][skewed(chance, len(by_side[s]))] for s in against])
        camps.append([by_side[side[n]][skewed(chance, len(by_side[side[n]]))] for _ in range(3)])
    return World(list(who.items()), camps, foes, [(n, *at) for n, at in where.items()], outlets)


def skewed(chance: random.Random, size: int) -> int:
    """A number below `size`, small ones far more often: a few actors and places are in most reports."""
    return min(size - 1, int(size * chance.random() ** 2.2))


def make_events(chance: random.Random, world: World, number: int) -> list[Event]:
    """What happened, in no order."""
    kinds, weights = [t for t, _ in TYPES], [w for _, w in TYPES]
    out = []
    for n in range(number):
        agent = skewed(chance, len(world.actors))
        dead = 0 if chance.random() < 0.6 else int(chance.paretovariate(1.2))
        detail = f"{name(chance)} {chance.choice(('bridge', 'market', 'mill', 'depot', 'school', 'crossroads', 'quarry'))} {name(chance)}"
        day = START + timedelta(days=chance.randrange(DAYS))
        place = skewed(chance, len(world.places))
        # The first ones see to it that everybody takes part in something.
        agent = n if n < len(world.actors) else agent
        target = next((foe for foe in chance.sample(world.foes[agent], 4) if foe != agent), (agent + 1) % len(world.actors))
        out.append(Event(chance.choices(kinds, weights)[0], day, place, agent, target, min(dead, 900), detail))
    return out


class Writer:
    """Writes reports sentence by sentence, and keeps the statements of each."""

    def __init__(self, chance: random.Random, world: World) -> None:
        self.chance, self.world = chance, world

    def report(self, number: int, day: date, outlet: str, told: Sequence[Event], more: int) -> tuple[Document, list[Statement]]:
        """One report with an account of each event, and with sentences on how things stand."""
        id, text, statements = f"report-{number:05d}", "", []
        for event in told:
            text, s = self._account(id, text, event, day)
            statements.append(s)
        for _ in range(more):
            text, s = self._state(id, text, day)
            statements.append(s)
        made = Document.from_text(text, id=id)
        title = f"{outlet.removeprefix('The ')} on {self.world.places[told[0].place][0] if told else 'the war'}"
        return Document(id, text, title, day, outlet, sha256=made.sha256, date_basis="given"), statements

    def _account(self, id: str, text: str, e: Event, published: date) -> tuple[str, Statement]:
        sentence = _Sentence(len(text))
        by: tuple[Ref, ...] = ()
        if self.chance.random() < 0.35:
            by = (sentence.ref(self._actor(self.chance.choice((e.agent, e.target)))),)
            sentence.add(" said that ")
        agent = (sentence.ref(self._actor(e.agent)),) if self.chance.random() < 0.85 else ()
        sentence.add(" forces " if agent else "Gunmen ")
        sentence.add(f"{VERBS[e.type]} ")
        target = (sentence.ref(self._actor(e.target)),)
        sentence.add(f" near the {e.detail} in ")
        place = (sentence.place(*self.world.places[e.place]),)
        sentence.add(f" on {e.day:%d %B %Y}")
        numbers: tuple[Quantity, ...] = ()
        if e.dead and self.chance.random() < 0.8:
            low = max(1, e.dead + self.chance.choice((0, 0, 0, 0, 1, -1, e.dead)))
            numbers = (Quantity(f"at least {low}" if low % 3 == 0 else str(low), "killed", low, None if low % 3 == 0 else low),)
            sentence.add(f", killing {numbers[0].text}")
        sentence.add(". ")
        told = self.chance.random() < 0.97
        when = When(f"{e.day:%d %B %Y}", e.day, e.day, "day", "stated") if told else When("", published, published, "unknown", "publication")
        return text + sentence.text, self._statement(id, sentence, "event", e.type, agent, target, place, when, numbers, by)

    def _state(self, id: str, text: str, published: date) -> tuple[str, Statement]:
        type, kind = self.chance.choice(OF_WAR)
        sentence = _Sentence(len(text))
        first = skewed(self.chance, len(self.world.actors))
        second = self.chance.choice((self.world.foes if type == "hostile" else self.world.camps)[first])
        agent = (sentence.ref(self._actor(first)),)
        place: tuple[Ref, ...] = ()
        target: tuple[Ref, ...] = ()
        if type == "holds":
            sentence.add(" holds ")
            place = (sentence.place(*self.world.places[skewed(self.chance, len(self.world.places))]),)
        else:
            sentence.add({"backs": " backs ", "allied": " stands with ", "hostile": " is at odds with "}[type])
            target = (sentence.ref(self._actor(second)),)
        sentence.add(". ")
        when = When("", published, published, "unknown", "publication")
        return text + sentence.text, self._statement(id, sentence, kind, type, agent, target, place, when, (), ())  # type: ignore[arg-type]

    def _actor(self, n: int) -> tuple[str, RefKind]:
        return self.world.actors[n]

    def _statement(
        self,
        doc: str,
        sentence: _Sentence,
        kind: Kind,
        type: str,
        agent: tuple[Ref, ...],
        target: tuple[Ref, ...],
        place: tuple[Ref, ...],
        when: When,
        numbers: tuple[Quantity, ...],
        by: tuple[Ref, ...],
    ) -> Statement:
        evidence = Evidence(sentence.start, sentence.start + len(sentence.text.rstrip()), sentence.text.rstrip())
        score = round(min(0.99, max(0.05, self.chance.betavariate(6, 2))), 3)
        made = MadeBy("made-up", "1", "generated", score)
        claim = Claim(by, "asserts" if by else None)
        return Statement(doc, kind, type, agent, target, place, when, numbers, claim, "actual", evidence, type, made, because=("made up",))


class _Sentence:
    """A sentence that grows, and the spans in it."""

    def __init__(self, start: int) -> None:
        self.start, self.text = start, ""

    def add(self, words: str) -> None:
        self.text += words

    def ref(self, called: tuple[str, RefKind]) -> Ref:
        start = self.start + len(self.text)
        self.add(called[0])
        return Ref(called[0], start, start + len(called[0]), called[0], called[1])

    def place(self, called: str, lat: float, lon: float) -> Ref:
        start = self.start + len(self.text)
        self.add(called)
        return Ref(called, start, start + len(called), called, "place", f"made:{called.lower()}", lat, lon, 1)


def reports(seed: int, incidents: int, actors: int, places: int) -> Iterator[tuple[Document, list[Statement]]]:
    """All reports with their statements, in the order of their days."""
    chance = random.Random(seed)
    world = make_world(chance, actors, places)
    by_day: dict[tuple[date, int], list[Event]] = {}
    for event in make_events(chance, world, incidents):
        tellers = chance.sample(range(OUTLETS), 1 + min(OUTLETS - 1, int(chance.expovariate(1 / (TELLINGS - 0.5)))))
        for outlet in tellers:
            published = event.day + timedelta(days=chance.choice((0, 0, 1, 1, 2)))
            by_day.setdefault((published, outlet), []).append(event)
    writer = Writer(chance, world)
    held: dict[int, list[Event]] = {}
    number = 0
    for day, outlet in sorted(by_day):  # an outlet's report is long enough to be worth printing
        waiting = held.setdefault(outlet, [])
        waiting += by_day[day, outlet]
        if len(waiting) >= 12:
            number += 1
            yield writer.report(number, day, world.outlets[outlet], waiting, more=len(waiting) // 4)
            held[outlet] = []


def main() -> None:
    """Write a case, weigh it, print what it holds."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("case", type=Path)
    parser.add_argument("--incidents", type=int, default=18_200)
    parser.add_argument("--actors", type=int, default=5_060)
    parser.add_argument("--places", type=int, default=1_500)
    parser.add_argument("--seed", type=int, default=7)
    asked = parser.parse_args()
    asked.case.unlink(missing_ok=True)
    began = time.perf_counter()
    with open_case(asked.case, create=True) as case:
        with case.bulk():
            for doc, statements in reports(asked.seed, asked.incidents, asked.actors, asked.places):
                case.add_reading(doc, statements, read_with="made up 1")
        print(f"written in {time.perf_counter() - began:.0f} s")
        print(weigh(case), f"in {time.perf_counter() - began:.0f} s in all")


if __name__ == "__main__":
    main()
