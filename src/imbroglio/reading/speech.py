"""Quotations across sentences: who is still speaking.

Flows in: the credits found in each sentence, in the order of the text, and the bare text of the sentences that nobody
parses. Flows out: the same credits, and for a sentence within an open quotation the speaker of the sentence before (codebook
rule 6); after "the minister said:" on a line of its own, all that follows is the minister's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from imbroglio.knowledge.words import Reporting
from imbroglio.reading.attribution import Attribution
from imbroglio.reading.mentions import Mention, Scene
from imbroglio.reading.sources import beside, credited

_OPEN = frozenset({"“", "«", "``"})
_CLOSE = frozenset({"”", "»", "''"})
_EITHER = '"'
_BEFORE_OPEN = frozenset(" \n\t\r([{—–-,:;")
_FIRST_PERSON = frozenset({"I", "we", "We", "our", "Our", "my", "My"})
_SHORT = 3
_MEMORY = 3
_NEXT = 2
_GIVES = frozenset({"said", "says", "told", "added", "read", "reads", "wrote", "reported", "stated", "according"})


def opens(text: str, at: int, is_open: bool) -> bool:
    """Whether the straight quotation mark at `at` opens a quotation, by what stands around it.

    >>> opens('said "yes" twice', 5, False), opens('said "yes" twice', 9, True)
    (True, False)
    """
    free_left = at == 0 or text[at - 1] in _BEFORE_OPEN
    free_right = at + 1 >= len(text) or not (text[at + 1].isalnum() or text[at + 1] in "[(‘'$£€")
    if free_left != free_right:
        return free_left
    return not is_open


def names_speaker(low: Sequence[str]) -> bool:
    """Whether a sentence without any event may name the speaker of the quotation around it: it has to be parsed then."""
    return low[-1] == ":" or (any(w in _OPEN or w in _CLOSE or w == _EITHER for w in low) and not _GIVES.isdisjoint(low))


class Speech:
    """Keeps whether a quotation is open, whose it is, and who was given the word for the rest of the text.

    Attributes:
        waiting: a quotation began whose speaker is not named yet.
        answer: the speaker of such a quotation, where the sentence just carried names it.
    """

    def __init__(self, words: Reporting) -> None:
        self.words = words
        self.open = False
        self.waiting = False
        self.answer: tuple[Mention, ...] = ()
        self.speaker: tuple[Mention, ...] = ()
        self.announced: tuple[Mention, ...] = ()
        self.unquoted = False
        self._last = -_MEMORY
        self._told_quote = False

    def pass_over(self, text: str, start: int, end: int) -> None:
        """A sentence that is not parsed: its quotation marks still count."""
        for at in range(start, end):
            if text[at] in _OPEN or text[at] in _CLOSE or text[at] == _EITHER:
                self._mark(text, at)
        if self.announced and not self.open:
            self.unquoted = self.unquoted or not any(c in text[start:end] for c in '"“”')

    def carry(self, scene: Scene, credits: list[Attribution]) -> list[Attribution]:
        """The sentence's credits, with that of a quotation that goes on."""
        t = scene.tree
        started_open = self.open
        inside = self._inside(scene)
        out = [replace(c, quoted=True) if inside and len(c.covers & inside) > len(c.covers) / 2 else c for c in credits]
        spoken = [c for c in out if c.source]
        near = self._told_quote and scene.index - self._last <= _NEXT
        giving = self._announcement(scene)
        if giving:
            self.announced, self.unquoted, self.speaker = giving, False, giving
            return out
        asked, self.waiting, self.answer = self.waiting, False, ()
        if asked and started_open and spoken:
            self.answer = spoken[0].source
        if self.announced and not inside and not self.open:
            self.unquoted = True
        if self.unquoted and self.announced:
            return [*out, Attribution(self.announced, (), frozenset(range(len(t))), "asserts", quoted=True)]
        if len(inside) > _SHORT and not any(c.quoted for c in spoken):
            out += self._quoted(t.text[0], inside, started_open, spoken, near)
        elif not spoken and any(m.kind == "person" for m in self.speaker) and scene.index - self._last <= _MEMORY and _FIRST_PERSON & set(t.text):
            out.append(Attribution(self.speaker, (), frozenset(range(len(t))), "asserts", quoted=True))
        if spoken:
            self.speaker, self._last = spoken[0].source, scene.index
            self._told_quote = any(c.quoted for c in out)
        return out

    def _quoted(self, first: str, inside: set[int], started_open: bool, spoken: list[Attribution], near: bool) -> list[Attribution]:
        """The credit of quoted words that no reporting clause of their sentence covers."""
        source = next((c.source for c in spoken if not c.quoted), ())
        if not source and not started_open and not self.open and near:
            source = self.speaker  # '"We fled," he said. "It was dark."'
        if not source and (started_open or first in _OPEN or first == _EITHER):
            source = self.speaker if started_open or self.announced else ()
            self.waiting = self.open and not source
        return [Attribution(source, (), frozenset(inside), "asserts", quoted=True)] if source else []

    def _inside(self, scene: Scene) -> set[int]:
        """Tokens within quotation marks; keeps the state for the next sentence."""
        t = scene.tree
        inside: set[int] = set()
        for i, word in enumerate(t.text):
            if word in _OPEN or word in _CLOSE or word == _EITHER:
                self._mark(scene.text, t.start[i], word)
            elif self.open:
                inside.add(i)
        return inside

    def _mark(self, text: str, at: int, word: str | None = None) -> None:
        word = word or text[at]
        if word == _EITHER:
            opening = opens(text, at, self.open)
            self.speaker = self.speaker if opening or not self.open or self.speaker else ()
            self.open = opening
        else:
            self.open = word in _OPEN

    def _announcement(self, scene: Scene) -> tuple[Mention, ...]:
        """"The minister said:", "the commander released the following statement:": who has the word from here on."""
        t = scene.tree
        if t.text[-1] != ":":
            return ()
        for v in range(len(t)):
            if not t.is_verb(v):
                continue
            carries = any(t.lemma[k] in self.words.carriers for k in t.having(v, "dobj"))
            if carries or t.lemma[v] in self.words.saying:
                near = beside(t, v)
                named = near is not None and scene.mention(near).kind == "person"
                source = credited(scene, [near] if near is not None and named else t.slots(v).get("subj", []), self.words, v)
                if source:
                    return source
        return ()
