"""The reader: one Document in, its Statements out, with the layers seen on the way.

It sees one report and nothing else, writes nowhere, and is deterministic: same input and version, same bytes out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import replace
from pathlib import Path

from imbroglio.knowledge.connectors import load_connectors
from imbroglio.knowledge.lexicon import Lexicon, load_lexicon
from imbroglio.knowledge.nouns import load_nouns
from imbroglio.knowledge.packs import NameTable, load_packs
from imbroglio.knowledge.words import load_epithets, load_light, load_measures, load_operators, load_reporting
from imbroglio.model import Document
from imbroglio.reading.chooser import Chooser, load_chooser
from imbroglio.reading.dateline import report_date
from imbroglio.reading.frames import FrameMatcher
from imbroglio.reading.kit import Kit
from imbroglio.reading.layers import Layer, Reading
from imbroglio.reading.linker import Linker, load_linker
from imbroglio.reading.naming import PlaceFinder
from imbroglio.reading.parser import Parser
from imbroglio.reading.report_names import names_of
from imbroglio.reading.report_pass import ReportPass
from imbroglio.reading.screen import Screen
from imbroglio.reading.tokens import sentences, tokenize

_SIDES = frozenset({"pro", "anti", "self"})

__all__ = ["Layer", "Reader", "Reading"]


class Reader:
    """Holds what is loaded once; reads reports one at a time.

    Args:
        gazetteer: finds places by name.
        packs: files of the user's own actor packs.
        pipeline: name or path of a spaCy English pipeline; the one that ships by default.
        chooser, linker: models other than those that ship.
        keep_all: keep every draft with its features, for the trainer.

    Raises:
        KnowledgeError: a data file or pack has a mistake.
        PipelineMissing: no language model is installed.
    """

    def __init__(
        self,
        gazetteer: PlaceFinder,
        packs: Sequence[Path] = (),
        pipeline: str | None = None,
        *,
        chooser: Chooser | None = None,
        linker: Linker | None = None,
        keep_all: bool = False,
    ) -> None:
        nouns, epithets = load_nouns(), load_epithets()
        lexicon = Lexicon((*load_lexicon().frames, *nouns.frames, *epithets.frames))
        self.kit = Kit(
            matcher=FrameMatcher(lexicon, load_light()),
            nouns=nouns.classes,
            hyphened=_hyphened({f.key for f in lexicon.frames} | {w for k in nouns.classes for w in k.split()}),
            common=frozenset(nouns.classes) | {f.key for f in lexicon.frames if f.pos == "noun"},
            epithets=epithets,
            connectors=load_connectors(),
            table=NameTable(load_packs(packs)),
            gazetteer=gazetteer,
            operators=load_operators(),
            reporting=load_reporting(),
            measures=load_measures(),
            screen=Screen(lexicon.keys() | set(epithets.suffixes) | set(epithets.prefixes)),
            parser=Parser(pipeline),
            chooser=chooser or load_chooser(),
            linker=linker or load_linker(),
            keep_all=keep_all,
        )

    @property
    def parser(self) -> Parser:
        """The parser in use."""
        return self.kit.parser

    def with_models(self, chooser: Chooser, linker: Linker) -> Reader:
        """The same reader with other models; all else is shared."""
        other = copy(self)
        other.kit = replace(self.kit, chooser=chooser, linker=linker)
        return other

    def read(self, doc: Document) -> Reading:
        """All statements of one report. Raises nothing for what stands in the text."""
        kit = self.kit
        tokens = tokenize(doc.text, kit.parser.spans, kit.hyphened)
        ranges = sentences(tokens, doc.text)
        names = names_of(tokens, ranges, doc.text, kit.table, kit.gazetteer, kit.nouns)
        own_date = report_date(doc.text, doc.date)
        published = own_date[0] if own_date else doc.date
        return ReportPass(kit, doc, tokens, ranges, names, published).run()


def _hyphened(words: Iterable[str]) -> frozenset[str]:
    """The words with a hyphen, but for those that are read part by part as epithets ("pro-government")."""
    return frozenset(w for w in words if "-" in w.strip("-") and w.split("-")[0] not in _SIDES)
