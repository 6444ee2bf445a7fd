"""What is loaded once and used for every report: knowledge, parser, models. Nothing in it changes while reading."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from imbroglio.knowledge.connectors import Connector
from imbroglio.knowledge.packs import NameTable
from imbroglio.knowledge.words import Epithets, Measures, Operators, Reporting
from imbroglio.reading.chooser import Chooser
from imbroglio.reading.frames import FrameMatcher
from imbroglio.reading.linker import Linker
from imbroglio.reading.naming import PlaceFinder
from imbroglio.reading.parser import Parser
from imbroglio.reading.screen import Screen


@dataclass(frozen=True, slots=True)
class Kit:
    """The parts of a reader.

    Attributes:
        nouns: classes of common nouns by lemma.
        hyphened: words of the lexicon that hold a hyphen and are no epithets.
        common: lemmas of common nouns, of the lexicon and of the classes.
        keep_all: keep every draft with its features, for the trainer; nothing is dropped and no role filled by the linker.
    """

    matcher: FrameMatcher
    nouns: Mapping[str, frozenset[str]]
    hyphened: frozenset[str]
    common: frozenset[str]
    epithets: Epithets
    connectors: Mapping[str, tuple[Connector, ...]]
    table: NameTable
    gazetteer: PlaceFinder
    operators: Operators
    reporting: Reporting
    measures: Measures
    screen: Screen
    parser: Parser
    chooser: Chooser | None
    linker: Linker | None
    keep_all: bool = False
