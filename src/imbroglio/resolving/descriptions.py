"""Descriptions: who is only described, which description it is, and whom a bare one stands for.

Flows in: names, and the country of their reports. Flows out: a family ("rebels"), or a rule with its target and reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from imbroglio.knowledge.packs import KnownActor
from imbroglio.resolving.setting import home_states
from imbroglio.resolving.shape import cores, without_counts, words_of
from imbroglio.resolving.wording import Family, StandsFor, load_wording

_STANCE = frozenset({"pro", "anti", "backed", "led", "allied"})  # "pro-Assad fighters" are not Assad's own


def is_description(names: Iterable[str]) -> bool:
    """Whether a key's spellings only describe: written small somewhere, or made of describing words.

    >>> is_description(["Rebels", "rebels"]), is_description(["Al-Nasr Army"]), is_description(["US-led coalition"])
    (True, False, True)
    """
    return any(_only_describes(name) for name in names)


def _only_describes(name: str) -> bool:
    wording = load_wording()
    words = words_of(name)
    form = " ".join(without_counts(words))
    if not words or name == name.lower() or form in wording.families or form in wording.rules:
        return True
    tails, backing = wording.words["tails"], wording.words["backing"]
    core = cores(words)[-1]
    if all(w in wording.words["titles"] | wording.words["roles"] for w in words):
        return True  # "Director"
    if not name.replace("-", " ").split()[-1][:1].islower():
        return words[-1] in wording.families  # "Syrian Rebels"
    # "Kurdish-led forces" describes; "Hezbollah group" names, since its tail says nothing.
    if core[-1] in tails or words[-1] not in tails or any(w in backing or w == "led" for w in words):
        return True
    return all(w in wording.words["adjectives"] | wording.words["epithets"] for w in core)


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a description comes to: a family, or a rule and whom it stands for. `country` is the one that the words name."""

    country: str = ""
    family: Family | None = None
    rule: StandsFor | None = None
    target: str = ""
    reason: str = ""


@dataclass(slots=True)
class Descriptions:
    """Reads descriptions, with what the packs know of states, their adjectives and leaders."""

    states: Mapping[str, str]
    governments: Mapping[str, str]
    nations: Mapping[tuple[str, ...], str]
    leaders: Mapping[tuple[str, ...], str]
    places: frozenset[str] = frozenset()
    _longest: int = field(default=1)

    @classmethod
    def of(cls, packs: Mapping[str, KnownActor], places: frozenset[str] = frozenset()) -> Descriptions:
        """Make one from the packs, and the plain names of places in the case."""
        states = home_states(packs)
        nations: dict[tuple[str, ...], str] = {}
        governments: dict[str, str] = {}
        for code, key in sorted(states.items()):
            state = packs[key]
            for word in (state.name, *state.adjectives, *state.strict_adjectives):
                words = words_of(word)
                nations.setdefault(words, code)
                nations.setdefault((*words[:-1], words[-1] + "s"), code)  # "Syrias", its apostrophe lost
            called = {f"{a} government".casefold() for a in state.adjectives}
            found = sorted(k for k, a in packs.items() if a.kind == "government" and a.name.casefold() in called)
            governments[code] = found[0] if found else key
        return cls(states, governments, nations, _leaders(packs, states), places, max((len(n) for n in nations), default=1))

    def read(self, name: str, country: str, between_states: frozenset[str] = frozenset()) -> Meaning:
        """What a description means in a report set in `country` ("" where that is not clear)."""
        words = without_counts(words_of(name))
        named = ""
        whole = " ".join(words)
        if whole in load_wording().families or whole in load_wording().rules:
            return self._meaning(whole, "", country, between_states)
        led = self._leader(words, country)
        if led:
            return led
        for n in range(min(self._longest, len(words) - 1), 0, -1):
            if words[:n] in self.nations:
                named = self.nations[words[:n]]
                words = without_counts(words[n:])
                break
        else:
            if len(words) > 1 and words[0] not in load_wording().forces and words[0] in self.places:
                words = words[1:]  # "Daraa army units"
        return self._meaning(" ".join(words), named, named or country, between_states)

    def nation_states(self) -> dict[tuple[str, ...], str]:
        """A nation's words ("malian") to the key of its state."""
        return {words: self.states[code] for words, code in self.nations.items()}

    def describes(self, names: Iterable[str]) -> bool:
        """Whether a key's spellings only describe, the names of states and their leaders known."""
        every = list(names)
        if is_description(every) or any(m.family or m.rule or m.target for m in (self.read(n, "") for n in every)):
            return True
        tails = load_wording().words["tails"]
        rest = (words_of(n) for n in every if n.split()[-1:] == [n.split()[-1].lower()])
        return any(w[:n] in self.nations and set(w[n:]) <= tails for w in rest for n in range(1, len(w)))

    def _meaning(self, form: str, named: str, country: str, between_states: frozenset[str]) -> Meaning:
        wording = load_wording()
        family, rule = wording.families.get(form), wording.rules.get(form)
        if family is not None and family.of_nation and named in self.states and named not in wording.disputed:
            target = (self.governments if family.of_nation == "government" else self.states)[named]
            return Meaning(named, family, None, target, f"a nation's {family.name} are its {family.of_nation}'s ({named})")
        if rule is None:
            return Meaning(named, family)
        if rule.target.startswith("actor:"):
            fits = not rule.countries or country in rule.countries
            return Meaning(named, family, rule, rule.target, rule.reason) if fits else Meaning(named, family)
        if not country or country in wording.disputed or country not in self.states:
            return Meaning(named, family)
        if country in between_states and not rule.between_states and not named:
            return Meaning(named, family)
        target = (self.governments if rule.target == "government" else self.states)[country]
        return Meaning(named, family, rule, target, f"{rule.reason} ({country})")

    def _leader(self, words: tuple[str, ...], country: str) -> Meaning | None:
        """ "Assads air force": a head of state's own, by name, and a kind of force."""
        wording = load_wording()
        for n in (2, 1):
            rest, tail = words[:-n], " ".join(words[-n:])
            if not rest or _STANCE & set(rest) or not (tail in wording.forces or (n == 1 and tail in wording.owners)):
                continue
            if len(rest) > 1 and rest[-1] in wording.owners:
                rest = rest[:-1]
            for start in range(len(rest)):
                whose = rest[start:]
                code = self.leaders.get(whose) or self.leaders.get((*whose[:-1], whose[-1].removesuffix("s")))
                if code and (not country or code == country):
                    government = tail in wording.owners
                    target = (self.governments if government else self.states)[code]
                    return Meaning(code, None, None, target, f"the forces, or the government, of the head of state ({code}) by name")
        return None


def _leaders(packs: Mapping[str, KnownActor], states: Mapping[str, str]) -> dict[tuple[str, ...], str]:
    """Names of heads of state and government, surnames among them, to the country; a name of two countries is left out."""
    code_of = {key: code for code, key in states.items()}
    found: dict[tuple[str, ...], set[str]] = {}
    for key in sorted(packs):
        actor = packs[key]
        body = packs.get(f"actor:{actor.of}") if actor.of else None
        if actor.kind != "person" or actor.relation != "leads" or body is None:
            continue
        above = [f"actor:{actor.of}", *(f"actor:{p}" for p in body.parent if body.kind == "government")]
        code = next((code_of[k] for k in above if k in code_of), None)
        if code is None:
            continue
        for name in (actor.name, *actor.names):
            words = words_of(name)
            for form in {words, words[-1:]}:
                found.setdefault(form, set()).add(code)
    return {name: min(codes) for name, codes in found.items() if len(codes) == 1}
