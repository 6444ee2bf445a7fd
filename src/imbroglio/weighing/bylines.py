"""Bylines: which agency a report names as its own source, in its dateline or at its end.

Flows in: a report, the roster, the packs. Flows out: the key of the body whose word the report's own voice is. Refuses to
choose where a report names several agencies: then it is its publisher's own work from them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Self

from imbroglio.knowledge.fold import fold, plain
from imbroglio.knowledge.packs import KnownActor
from imbroglio.knowledge.word_lists import load_word_lists
from imbroglio.model import Document
from imbroglio.model.record import Actor

HEAD = 300  # characters from the start, beside the title, in which a dateline stands
TAIL = 160  # and from the end, a sign-off
_DOMAIN = re.compile(r"(?:https?://)?(?:www\.)?([\w-]+)(?:\.[a-z]{2,})+(?:/.*)?", re.IGNORECASE)


def _any(words: Iterable[str]) -> str:
    return "|".join(sorted((re.escape(w) for w in words), key=lambda w: (-len(w), w)))


@dataclass(frozen=True, slots=True)
class Bylines:
    """Finds agencies' names where they are bylines.

    Attributes:
        keys: name as written to the agency's key.
        head, tail: forms of a byline at a report's start and end; `under` one right under its title.
        reporter: the name of an agency's reporter.
        press: folded name of an agency or outlet to its key; a name of two is left out.
        agencies: keys of the agencies.
    """

    keys: Mapping[str, str]
    press: Mapping[str, str]
    agencies: frozenset[str]
    head: tuple[re.Pattern[str], ...]
    tail: tuple[re.Pattern[str], ...]
    under: re.Pattern[str]
    reporter: re.Pattern[str]

    @classmethod
    def of(cls, packs: Iterable[KnownActor]) -> Self:
        """The bylines of the agencies that the packs know."""
        press: dict[str, set[str]] = defaultdict(set)
        names: dict[str, set[str]] = defaultdict(set)
        agencies = set()
        for actor in packs:
            if actor.role not in ("agency", "outlet"):
                continue
            called = {actor.name, *actor.names, *actor.strict, *(h.name for h in actor.held)}
            for name in called:
                press[_squeezed(name)].add(f"actor:{actor.id}")
            if actor.role == "agency":
                agencies.add(f"actor:{actor.id}")
                for name in called:
                    for written in (name, name.upper()):
                        names[written].add(f"actor:{actor.id}")
        keys = {name: min(of) for name, of in names.items() if len(of) == 1}
        return cls(
            keys,
            {name: min(of) for name, of in press.items() if len(of) == 1},
            frozenset(agencies),
            *_patterns(keys),
        )

    def agency(self, doc: Document) -> str | None:
        """The one agency that a report names as its own source.

        >>> from imbroglio.knowledge.packs import load_packs
        >>> bylines = Bylines.of(load_packs())
        >>> bylines.agency(Document("d", "ARD (Reuters) - Two men died in a blast, police said."))
        'actor:reuters'
        >>> bylines.agency(Document("d", "Ard lies in ruins. (Reuters Photo) Two men died in a blast, police told AFP."))
        """
        title = doc.title or ""
        head, tail = doc.text[: HEAD + len(title)], doc.text[-TAIL:]
        found = [m["name"] for pattern in self.head for m in pattern.finditer(head)]
        _, title_stands, rest = head.partition(title) if title else ("", "", "")
        if title_stands and (under := self.under.match(rest.lstrip(" .|-–—\n\r"))):
            found.append(under["name"])
        found += [m["name"] for pattern in self.tail for m in pattern.finditer(tail)]
        keys = {self.keys[name] for name in found}
        return keys.pop() if len(keys) == 1 else None

    def outlet(self, source: str, roster: Mapping[str, Actor]) -> str:
        """The key of an agency that publishes, or of an outlet that some report credits; else its name as given."""
        domain = _DOMAIN.fullmatch(source.strip())
        key = self.press.get(_squeezed(domain[1] if domain else source))
        return key if key is not None and (key in self.agencies or key in roster) else source

    def employer(self, name: str) -> str | None:
        """The agency whose reporter somebody is by his name in the report.

        >>> from imbroglio.knowledge.packs import load_packs
        >>> Bylines.of(load_packs()).employer("AFP correspondent")
        'actor:agence-france-presse'
        """
        found = self.reporter.fullmatch(plain(name))
        return None if found is None else self.press.get(_squeezed(found["name"]))


def _squeezed(name: str) -> str:
    return fold(name).replace(" ", "")


def _patterns(
    keys: Mapping[str, str],
) -> tuple[tuple[re.Pattern[str], ...], tuple[re.Pattern[str], ...], re.Pattern[str], re.Pattern[str]]:
    words = load_word_lists()["bylines"]
    called = rf"(?P<name>{_any(keys) or '(?!)'})(?!\w)"
    name = rf"(?<![\w-]){called}"
    unsigned = rf"(?!\W*(?i:{_any(words['signs'])})\b)"
    source = rf"\b(?i:{_any(words['sources'])})\s*:?\s+"
    # In the middle of a line "(AFP)" is a picture's; after a town in capitals, or before a dash, it is a dateline.
    town = re.compile(rf"[A-Z]{{3}}(?:\s*\([A-Z]\w+\)|,[\w ]+)?\s*\(\s*{name}\s*\)")
    dash = re.compile(rf"\(\s*{name}\s*\)\s*[-–—]")
    line = re.compile(rf"^[ \t]*(?i:by\s+|{source})?{name}[ \t.]*$", re.MULTILINE)
    head = (
        town,
        dash,
        line,
        re.compile(rf"{name}\s*[-–—]{{1,2}}\s*(?=[A-Z\"“]){unsigned}"),
        re.compile(rf"{name}\s+(?:\d{{1,2}}\s+)?(?i:{_any(words['dates'])})\b"),
    )
    end = re.compile(rf"(?:[.!?\"”’)]\s*[-–—]*|[-–—]+)\s*\(?\s*{called}\s*\)?\.?\s*\Z")
    tail = (line, end, re.compile(rf"{source}{name}\W*\Z"))
    plainly = _any(plain(k) for k in keys) or "(?!)"
    reporter = re.compile(rf"(?:an? )?(?P<name>{plainly}) (?:{_any(words['reporters'])})")
    return head, tail, re.compile(name + unsigned), reporter
