"""The article screen: whether a report can speak of armed conflict at all, before any of it is parsed.

Flows in: a text, and its language where that is known. Flows out: `Kept`, or `Dropped` with one of a few reasons, to be counted. It looks
at words alone: those that a war is told with, the names of armed groups and states, how many words there are. It errs on the side
of reading; a long text is kept if any stretch of it would be.

A folder that a person chose is read whole; the screen is for archives, of which little is on any war.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from imbroglio.knowledge.packs import KnownActor, load_packs
from imbroglio.knowledge.screen_words import ScreenWords, load_screen_words
from imbroglio.reading.screen import stems

Reason = Literal["other-language", "no-words", "no-war"]
REASONS: Mapping[Reason, str] = MappingProxyType(
    {
        "other-language": "It is not in English.",
        "no-words": "It holds no words.",
        "no-war": "Its words do not speak of armed conflict.",
    }
)
_WORD = re.compile(r"[A-Za-z][A-Za-z'-]*")
_ENGLISH = frozenset("the of and to in a that with by from as an was were this it its his he she they their said has had been which".split())
_FEWEST_TO_TELL = 20  # words, below which a text counts as English
_LEAST_ENGLISH = 0.06  # share of an English text's words that are such small ones; most have 0.25 and more
_LONG, _LEAST_OF_LONG = 100, 0.1  # what chance does less in a text of so many words
_STRETCH = 6_000  # characters that are judged together
_MOST_REMEMBERED = 200_000
_GROUP = "@group"


@dataclass(frozen=True, slots=True)
class Kept:
    """A report to be read. `score`: how likely it speaks of armed conflict, 0 to 1."""

    score: float


@dataclass(frozen=True, slots=True)
class Dropped:
    """A report that is not read, and why. `score`: as in `Kept`; 0 where its words were not weighed."""

    reason: Reason
    score: float = 0.0


class ArticleScreen:
    """Judges texts one at a time; each word is looked up once.

    Args:
        threshold: log-odds from which on a report is kept; what ships by default.
        packs: files of the user's own actor packs: their armed groups count as all others.
        words: weights other than those that ship.

    Raises:
        KnowledgeError: a data file or pack has a mistake.
    """

    def __init__(self, threshold: float | None = None, packs: Sequence[Path] = (), *, words: ScreenWords | None = None) -> None:
        self._words = words or load_screen_words()
        self.threshold = self._words.threshold if threshold is None else threshold
        self._names = names_of(load_packs(packs))
        self._seen: dict[str, str] = {}
        self.mark = self._marked()

    def _marked(self) -> str:
        """What tells this screen from one that judges otherwise."""
        w = self._words
        numbers = (self.threshold, w.start, w.length, w.group, w.state, w.states, *sorted(w.words.items()), *sorted(self._names.single.items()), *sorted(self._names.groups.items()))
        return hashlib.sha256(repr(numbers).encode()).hexdigest()[:16]

    def verdict(self, text: str, language: str | None = None) -> Kept | Dropped:
        """Whether a report is to be read.

        Args:
            language: ISO 639-1 code, where it is known; else it is judged by the small words of English.
        """
        if language not in (None, "en"):
            return Dropped("other-language")
        best = -math.inf
        for stretch in stretches(text):
            found = _WORD.findall(stretch)
            if not found:
                continue
            if language is None and not _is_english(found):
                best = max(best, -1e9)
                continue
            best = max(best, self.weigh(found))
            if best >= self.threshold:
                return Kept(_share(best))
        if best == -math.inf:
            return Dropped("other-language" if any(c.isalpha() for c in text[:_STRETCH]) else "no-words")
        return Dropped("no-war", _share(best)) if best > -1e9 else Dropped("other-language")

    def weigh(self, words: Sequence[str]) -> float:
        """Log-odds that a text of these words speaks of armed conflict."""
        w = self._words
        found = {self._feature(word) for word in set(words)}
        states = sum(1 for f in found if f[:1] == "=")
        total = w.start + w.length * math.log(len(words) + 1)
        total += sum(w.words.get(f, 0.0) for f in sorted(found))
        total += w.group * (_GROUP in found or self._names.any_group(words)) + w.state * (states > 0) + w.states * (states > 1)
        return total

    def _feature(self, word: str) -> str:
        """What a word counts as: a name's kind, a word of the table, or nothing."""
        found = self._seen.get(word)
        if found is None:
            if len(self._seen) > _MOST_REMEMBERED:
                self._seen.clear()
            found = self._seen[word] = feature_of(word, self._names, self._words.words)
        return found


@dataclass(frozen=True, slots=True)
class Names:
    """Names as they are written, for the screen.

    Attributes:
        single: names of one word, those of armed groups to "@group", those of states, their people and what is theirs to "=" and the id.
        groups: names of armed groups of several words, by the first: what follows it.
    """

    single: Mapping[str, str]
    groups: Mapping[str, tuple[tuple[str, ...], ...]]

    def any_group(self, words: Sequence[str]) -> bool:
        """Whether a name of several words stands in a text.

        >>> Names({}, {"Boko": (("Haram",),)}).any_group(["by", "Boko", "Haram"])
        True
        """
        return any(tuple(words[i + 1 : i + 1 + len(rest)]) == rest for i, word in enumerate(words) for rest in self.groups.get(word, ()))


def feature_of(word: str, names: Names, words: Mapping[str, object] | frozenset[str]) -> str:
    """What a word counts as: "@group", "=" and a state's id, a word of the table, or "" for nothing.

    >>> feature_of("shelled", Names({}, {}), frozenset({"shell"}))
    'shell'
    """
    name = names.single.get(word.removesuffix("'s"))
    if name is not None:
        return name
    low = word.lower()
    if low in words:
        return low
    return next((s for s in sorted(stems(low)) if s in words), "")


def features_of(text: str, names: Names, words: frozenset[str]) -> tuple[set[str], int]:
    """What the words of a text count as, and how many words there are: what the trainer learns from."""
    found = _WORD.findall(text)
    features = {feature_of(word, names, words) for word in set(found)}
    return features | ({_GROUP} if names.any_group(found) else set()), len(found)


def names_of(actors: Sequence[KnownActor]) -> Names:
    """The names that tell of armed groups and of states."""
    groups: dict[str, str] = {}
    states: dict[str, str] = {}
    longer: dict[str, set[tuple[str, ...]]] = {}
    for actor in actors:
        said = (actor.name, *actor.names, *actor.strict, *actor.adjectives, *actor.strict_adjectives, *actor.people, *actor.seats)
        single = [n for n in said if " " not in n and n[:1].isupper()]
        if actor.kind == "armed_group":
            groups.update((n, _GROUP) for n in single if len(n) > 2)
            for first, *rest in (_WORD.findall(n) for n in said if " " in n and n[:1].isalpha() and not n.islower()):
                if rest:
                    longer.setdefault(first, set()).add(tuple(rest))
        elif actor.kind == "state":
            for name in (*single, actor.name.rpartition(" ")[2]):
                if len(name) > 3:
                    states.setdefault(name, f"={actor.id}")
    return Names({**groups, **states}, {first: tuple(sorted(rests)) for first, rests in longer.items()})


def stretches(text: str) -> Iterator[str]:
    """The text in pieces of some thousand characters, cut between words.

    >>> [len(piece) for piece in stretches("word " * 3000)]
    [6000, 6000, 3000]
    """
    at = 0
    while at < len(text):
        end = at + _STRETCH
        if end < len(text):
            space = text.rfind(" ", at, end + 1)
            end = space + 1 if space > at + _STRETCH // 2 else end
        yield text[at:end]
        at = end


def _is_english(words: Sequence[str]) -> bool:
    least = _LEAST_OF_LONG if len(words) >= _LONG else _LEAST_ENGLISH
    return len(words) < _FEWEST_TO_TELL or sum(w.lower() in _ENGLISH for w in words) >= least * len(words)


def _share(log_odds: float) -> float:
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, log_odds))))
