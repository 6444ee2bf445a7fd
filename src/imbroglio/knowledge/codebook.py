"""The codebook: every kind and type of statement, and the crosswalk to PLOVER, CAMEO, ACLED and UCDP.

Flows in: `codebook.toml`. Flows out: `TypeEntry`s, and the `Codes` of an event from its type, status and
actors. A
mistake in the file is a `KnowledgeError`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, cast, get_args

from imbroglio.errors import KnowledgeError
from imbroglio.knowledge.toml_file import line_of, load_toml
from imbroglio.model import Codes, Kind, Ref

CODEBOOK = Path(__file__).parent / "codebook.toml"

PLOVER_TYPES = frozenset(
    (
        "AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION "
        "MOBILIZE COERCE "
        "ASSAULT"
    ).split()
)
OLD_PLOVER: Mapping[str, str] = {
    "DEMAND": "REQUEST", "DISAPPROVE": "ACCUSE", "INVESTIGATE": "ACCUSE", "FIGHT": "ASSAULT",
    "YIELD": "RETREAT",
}  # fmt: skip
ACLED_EVENTS: Mapping[str, frozenset[str]] = {
    "Battles": frozenset(
        {"Armed clash", "Government regains territory", "Non-state actor overtakes territory"}
    ),
    "Explosions/Remote violence": frozenset(
        {
            "Chemical weapon",
            "Air/drone strike",
            "Suicide bomb",
            "Shelling/artillery/missile attack",
            "Remote explosive/landmine/IED",
            "Grenade",
        }  # fmt: skip
    ),
    "Violence against civilians": frozenset({"Sexual violence", "Attack", "Abduction/forced disappearance"}),
    "Protests": frozenset(
        {"Peaceful protest", "Protest with intervention", "Excessive force against protesters"}
    ),
    "Riots": frozenset({"Violent demonstration", "Mob violence"}),
    "Strategic developments": frozenset(
        {
            "Agreement",
            "Arrests",
            "Change to group/activity",
            "Disrupted weapons use",
            "Headquarters or base established",
            "Looting/property destruction",
            "Non-violent transfer of territory",
            "Other",
        }  # fmt: skip
    ),
}
Side = Literal["state", "group", "coalition", "civilians", "person"]
_CASES = ("by_state", "by_group", "on_civilians", "on_fighters")
_KEYS = frozenset({"family", "definition", "agent", "target", "plover", "mode", "cameo", "acled", "ucdp",
"denied", "planned", "finer",
                   "needs_agent", "note", *_CASES})  # fmt: skip
_CAMEO = re.compile(r"(?:0[1-9]|1[0-9]|20)\d{0,2}")
# `people` are civilians unless called fighters: the codebook counts "fighters in general" as people too.
_FIGHTERS = re.compile(
    r"\b(?:fighters?|militants?|militia(?:men|man)?|rebels?|insurgents?|gunm[ae]n|soldiers?|troops?|terrorists?|jihadis?t?s?|"
    r"combatants?|guerrillas?|separatists?|extremists?|islamists?|policem[ae]n|police|officers?|bombers?|attackers?|"
    r"assailants?|forces|warriors?|mercenar(?:y|ies)|commandos?|paramilitar(?:y|ies)|conscripts?|snipers?|bandits?)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class TypeEntry:
    """One type of the codebook.

    Attributes:
        name, kind, family: "air-strike", "event", "fighting".
        definition, agent, target: in one line each.
        codes: codes that hold whoever acts (ACLED's is the one that no case overrides).
        cases: ACLED's codes by case: by_state, by_group, on_civilians, on_fighters.
        violence: True where UCDP's type of violence follows from the actors.
        denied, planned: codes of statements of that status, where other schemes have some.
        finer: codes that hold where all of some words evoke it: how other schemes part what is one type here.
        needs_agent: True where an event without a doer has no code.
    """

    name: str
    kind: Kind
    family: str
    definition: str
    agent: str
    target: str
    codes: Codes
    cases: Mapping[str, tuple[str, str | None]]
    violence: bool = False
    denied: Codes | None = None
    planned: Codes | None = None
    finer: tuple[tuple[tuple[frozenset[str], ...], Codes], ...] = ()
    needs_agent: bool = False
    note: str | None = None


class _Reader:
    def __init__(self, path: Path) -> None:
        self.path = path
        self.tables = load_toml(path)

    def wrong(self, kind: str, name: str, problem: str) -> KnowledgeError:
        return KnowledgeError(str(self.path), line_of(self.path, f"[{kind}.{name}]"), problem)

    def entries(self) -> dict[str, TypeEntry]:
        out: dict[str, TypeEntry] = {}
        for kind, types in self.tables.items():
            if kind not in get_args(Kind) or not isinstance(types, dict):
                problem = f"There is no kind '{kind}'; it must be one of {', '.join(get_args(Kind))}."
                raise KnowledgeError(str(self.path), line_of(self.path, f"[{kind}"), problem)
            for name, row in types.items():
                if name in out:
                    raise self.wrong(kind, name, f"The type '{name}' stands under two kinds.")
                out[name] = self._entry(cast(Kind, kind), name, row)
        return out

    def _entry(self, kind: Kind, name: str, row: Mapping[str, Any]) -> TypeEntry:
        unknown = set(row) - _KEYS
        if unknown:
            raise self.wrong(kind, name, f"{name} has the unknown field '{sorted(unknown)[0]}'.")
        for key in ("family", "definition", "agent", "target"):
            if not isinstance(row.get(key), str) or not row[key]:
                raise self.wrong(kind, name, f"{name} lacks '{key}'.")
        acled = self._acled(kind, name, row["acled"]) if "acled" in row else (None, None)
        codes = self._codes(kind, name, row)
        return TypeEntry(
            name, kind, row["family"], row["definition"], row["agent"], row["target"],
            Codes(codes.plover, codes.plover_mode, codes.cameo, *acled),
            {case: self._acled(kind, name, row[case]) for case in _CASES if case in row},
            bool(row.get("ucdp", False)),
            self._codes(kind, name, row["denied"]) if "denied" in row else None,
            self._codes(kind, name, row["planned"]) if "planned" in row else None,
            tuple(self._finer(kind, name, part) for part in row.get("finer", ())),
            bool(row.get("needs_agent", False)), row.get("note"),
        )  # fmt: skip

    def _codes(self, kind: str, name: str, row: Mapping[str, Any]) -> Codes:
        plover, mode, cameo = row.get("plover"), row.get("mode"), row.get("cameo")
        if plover is not None and plover not in PLOVER_TYPES:
            raise self.wrong(kind, name, f"{name}: {plover!r} is no type of PLOVER.")
        if mode is not None and (plover is None or not isinstance(mode, str)):
            raise self.wrong(kind, name, f"{name} has a PLOVER mode without a type.")
        if cameo is not None and not (isinstance(cameo, str) and _CAMEO.fullmatch(cameo)):
            raise self.wrong(
                kind,
                name,
                f"{name}: {cameo!r} is no CAMEO code of 2 to 4 digits, written in quotation marks.",
            )
        return Codes(plover=plover, plover_mode=mode, cameo=cameo)

    def _finer(self, kind: str, name: str, row: Any) -> tuple[tuple[frozenset[str], ...], Codes]:
        words = row.get("words") if isinstance(row, dict) else None
        if not isinstance(words, list) or not words or not all(isinstance(w, str) and w.split() for w in words):
            raise self.wrong(kind, name, f"{name}: each of 'finer' needs 'words', a list of texts.")
        return tuple(frozenset(w.split()) for w in words), self._codes(kind, name, row)

    def _acled(self, kind: str, name: str, value: Any) -> tuple[str, str | None]:
        event, sub = [*value, None][:2] if isinstance(value, list) and 1 <= len(value) <= 2 else ("", None)
        if not isinstance(event, str) or (sub is not None and sub not in ACLED_EVENTS.get(event, ())):
            raise self.wrong(kind, name, f"{name}: {value!r} is no event and sub-event type of ACLED.")
        if event not in ACLED_EVENTS:
            raise self.wrong(kind, name, f"{name}: {event!r} is no event type of ACLED.")
        return event, sub


def read_codebook(path: Path) -> dict[str, TypeEntry]:
    """The types of a codebook file, by name. Raises KnowledgeError with file and line."""
    return _Reader(path).entries()


@lru_cache(maxsize=1)
def codebook() -> Mapping[str, TypeEntry]:
    """The types of the codebook, by name."""
    return read_codebook(CODEBOOK)


def types_of(kind: Kind) -> tuple[str, ...]:
    """The names of one kind's types, in the codebook's order."""
    return tuple(name for name, entry in codebook().items() if entry.kind == kind)


def codes_for(type: str, status: str, agent: Sequence[Ref], target: Sequence[Ref], words: Collection[str] = ()) -> Codes:
    """An event's codes in the other schemes; all None for relations, control and figures.

    Args:
        words: lemmas of the words that evoke it, by which other schemes may tell it apart more finely.

    Raises:
        KnowledgeError: the codebook has no such type.
    """
    entry = codebook().get(type)
    if entry is None:
        raise KnowledgeError(str(CODEBOOK), None, f"The codebook has no type '{type}'.")
    if status == "denied":
        return entry.denied or Codes()
    if entry.needs_agent and not agent:
        return Codes()
    plain = entry.codes
    evoking = frozenset(words)
    for alternatives, finer in entry.finer:
        if any(a <= evoking for a in alternatives):
            plain = replace(plain, plover=finer.plover, plover_mode=finer.plover_mode, cameo=finer.cameo)
            break
    if status not in ("actual", "ongoing"):
        instead = entry.planned if status in ("planned", "conditional") else None
        if instead is None:
            return Codes(plover=plain.plover, plover_mode=plain.plover_mode, cameo=plain.cameo)
        if status == "conditional" and instead.plover == "AGREE":
            return Codes(plover=plain.plover, plover_mode=plain.plover_mode, cameo=instead.cameo)
        return Codes(plover=instead.plover or plain.plover, plover_mode=instead.plover_mode, cameo=instead.cameo)
    by, on = _sides(agent), _sides(target)
    event, sub = _acled_of(entry, by, on)
    return Codes(
        plain.plover,
        plain.plover_mode,
        plain.cameo,
        event,
        sub,
        _violence(by, on) if entry.violence else None,
    )


def _sides(refs: Iterable[Ref]) -> frozenset[Side]:
    """What sorts of actor take a role; places and things are none."""
    out: set[Side] = set()
    for ref in refs:
        if ref.kind in ("state", "government"):
            out.add("state")
        elif ref.kind == "armed_group":
            out.add("group")
        elif ref.kind == "coalition":
            out.add("coalition")
        elif ref.kind == "person":
            out.add("person")
        elif ref.kind == "people":
            out.add("group" if _FIGHTERS.search(ref.text) or _FIGHTERS.search(ref.name) else "civilians")
        elif ref.kind == "organisation":
            out.add("civilians")
    return frozenset(out)


def _acled_of(entry: TypeEntry, by: frozenset[Side], on: frozenset[Side]) -> tuple[str | None, str | None]:
    unarmed = bool(on) and on <= {"civilians", "person"}
    fits = {
        "by_state": "state" in by,
        "by_group": bool(by) and "state" not in by,
        "on_civilians": unarmed,
        "on_fighters": bool(on & {"state", "group", "coalition"}),
    }
    for case in _CASES:
        if case in entry.cases and fits[case]:
            return entry.cases[case]
    return entry.codes.acled_event, entry.codes.acled_sub_event


def _violence(by: frozenset[Side], on: frozenset[Side]) -> str | None:
    """UCDP's type of violence, or None where the statement does not say enough.

    A coalition may be of states or of groups, and a single person a fighter or not: with them alone
    nothing is said.
    """
    armed = {"state", "group", "coalition"}
    if not by or not on:
        return None
    if on <= {"civilians"}:
        if by & {"state", "group", "coalition"}:
            return "one-sided"
        return "non-state" if by <= {"civilians"} else None  # communal violence
    if by & armed and on & armed:
        if "state" in by | on:
            return "state-based"
        return None if "coalition" in by | on else "non-state"
    if by <= {"civilians"} and on & {"group"}:
        return "non-state"
    return None
