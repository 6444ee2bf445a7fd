"""ECB+ as mentions of events: read from its archive, heads and lemmas by the product's own language model.

Flows in: the zip of the corpus. Flows out: `Told` (one report) with its `Mention`s, each with the group it truly belongs
to. All mentions of actions count, those without a chain as groups of one.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc as SpacyDoc

_ACTION = ("ACTION_", "NEG_ACTION_")
_KINDS = {"HUMAN": "who", "NON_HUMAN": "what", "LOC": "where", "TIME": "when"}
_CONTENT = frozenset(("NOUN", "PROPN", "VERB", "ADJ", "NUM"))


@dataclass(frozen=True, slots=True)
class Mention:
    """One mention of an event.

    Attributes:
        id: unique in the corpus.
        chain: the group it belongs to.
        head: lemma of its head, and `pos`, its part of speech.
        text: its words, as written.
        passage: its sentence, as written.
        sentence, at: where it stands.
        before, after: heads of the people and bodies that the gold marks in its sentence, nearest first.
        where, when: heads of the places and the words of times in its sentence.
        chained: whether the gold puts it into a group, be it of one.
    """

    id: str
    doc: str
    topic: str
    chain: str
    tag: str
    head: str
    pos: str
    text: str
    passage: str
    sentence: int
    at: int
    before: tuple[str, ...]
    after: tuple[str, ...]
    where: tuple[str, ...]
    when: tuple[str, ...]
    chained: bool


@dataclass(frozen=True, slots=True)
class Told:
    """One report: its topic, the half of the topic that it belongs to, the lemmas of its content words, its mentions."""

    doc: str
    topic: str
    half: str
    lemmas: tuple[str, ...]
    mentions: tuple[Mention, ...]


def read_corpus(archive: Path, nlp: Language) -> list[Told]:
    """All reports, by topic and name."""
    with zipfile.ZipFile(archive) as held:
        names = sorted(n for n in held.namelist() if n.endswith(".xml"))
        return [_report(ET.fromstring(held.read(name)), Path(name).name, nlp) for name in names]


def _report(root: ET.Element, name: str, nlp: Language) -> Told:
    tokens = [(t.get("t_id") or "", int(t.get("sentence") or 0), (t.text or "").strip() or "-") for t in root.findall("token")]
    sentences: dict[int, list[int]] = defaultdict(list)
    place: dict[str, int] = {}
    for n, (id, sentence, _) in enumerate(tokens):
        sentences[sentence].append(n)
        place[id] = n
    topic = name.split("_")[0]
    marked = _marked(root, place)
    chains = _chains(root)
    parsed = {s: _parse([tokens[n][2] for n in row], nlp) for s, row in sentences.items()}
    mentions = tuple(
        _mention(name, topic, m, tag, spots, chains, marked, tokens, sentences, parsed)
        for m, (tag, spots) in sorted(marked.items(), key=lambda row: row[1][1])
        if tag.startswith(_ACTION)
    )
    lemmas = tuple(t.lemma_.lower() for s in sorted(parsed) for t in parsed[s] if t.pos_ in _CONTENT and t.is_alpha)
    return Told(name, topic, "plus" if "plus" in name else "ecb", lemmas, mentions)


def _parse(words: list[str], nlp: Language) -> SpacyDoc:
    from spacy.tokens import Doc as SpacyDoc

    return nlp(SpacyDoc(nlp.vocab, words=words))


def _marked(root: ET.Element, place: dict[str, int]) -> dict[str, tuple[str, tuple[int, ...]]]:
    """Spans by the id of their mark: tag, positions. What is marked without words is an instance, not a mention."""
    found = {}
    for mark in root.find("Markables") or ():
        spots = tuple(sorted(place[a.get("t_id") or ""] for a in mark.findall("token_anchor")))
        if spots:
            found[mark.get("m_id") or ""] = (mark.tag, spots)
    return found


def _chains(root: ET.Element) -> dict[str, str]:
    found = {}
    for relation in root.find("Relations") or ():
        group = relation.get("note") if relation.tag == "CROSS_DOC_COREF" else f"{root.get('doc_name')}:{relation.get('r_id')}"
        for source in relation.findall("source"):
            found[source.get("m_id") or ""] = group or ""
    return found


def _mention(
    doc: str,
    topic: str,
    mark: str,
    tag: str,
    spots: tuple[int, ...],
    chains: dict[str, str],
    marked: dict[str, tuple[str, tuple[int, ...]]],
    tokens: list[tuple[str, int, str]],
    sentences: dict[int, list[int]],
    parsed: dict[int, SpacyDoc],
) -> Mention:
    sentence = tokens[spots[0]][1]
    row, tree = sentences[sentence], parsed[sentence]
    inside = [row.index(n) for n in spots if n in row]
    head = _head(tree, inside)
    near: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for other, there in marked.values():
        kind = next((k for start, k in _KINDS.items() if other.startswith(start)), None)
        if kind and tokens[there[0]][1] == sentence:
            held = [row.index(n) for n in there if n in row]
            top = _head(tree, held)
            said = " ".join(tree[i].text.lower() for i in held) if kind == "when" else tree[top].lemma_.lower()
            near[kind].append((top - head, said))
    who = sorted(near["who"], key=lambda f: (abs(f[0]), f))
    return Mention(
        f"{doc}:{mark}", doc, topic, chains.get(mark) or f"{doc}:{mark}", tag,
        _plain(tree[head].lemma_), tree[head].pos_, " ".join(tree[i].text for i in inside), tree.text, sentence, spots[0],
        tuple(dict.fromkeys(name for by, name in who if by < 0)), tuple(dict.fromkeys(name for by, name in who if by > 0)),
        tuple(dict.fromkeys(name for _, name in sorted(near["where"], key=lambda f: (abs(f[0]), f)))),
        tuple(dict.fromkeys(name for _, name in sorted(near["when"], key=lambda f: (abs(f[0]), f)))),
        mark in chains,
    )  # fmt: skip


def _plain(lemma: str) -> str:
    return re.sub(r"[^a-z0-9]+", "", lemma.lower()) or lemma.lower()


def _head(tree: SpacyDoc, inside: list[int]) -> int:
    """The word of a span that no other of it governs; of particles and the like the first that is none."""
    held = set(inside)
    tops = [i for i in inside if tree[i].head.i not in held or tree[i].head.i == i]
    return next((i for i in tops if tree[i].pos_ in ("VERB", "NOUN", "PROPN", "ADJ")), (tops or inside)[0])


def by_topic(reports: list[Told]) -> Iterator[tuple[str, list[Told]]]:
    """Reports of one topic together."""
    found: dict[str, list[Told]] = defaultdict(list)
    for report in reports:
        found[report.topic].append(report)
    yield from sorted(found.items(), key=lambda row: int(row[0]))
