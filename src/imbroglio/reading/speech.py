"""Quotations across sentences: who is still speaking.

Flows in: the credits found in each sentence, in the order of the text. Flows out: the same, and for a sentence within an open
quotation the speaker of the sentence before (codebook rule 6).
"""

from __future__ import annotations

from dataclasses import replace

from imbroglio.reading.attribution import Attribution
from imbroglio.reading.mentions import Mention, Scene

_OPEN = frozenset({"“", "«", "``"})
_CLOSE = frozenset({"”", "»", "''"})
_EITHER = frozenset({'"'})


class Speech:
    """Keeps whether a quotation is open, and whose it is."""

    def __init__(self) -> None:
        self.open = False
        self.speaker: tuple[Mention, ...] = ()

    def carry(self, scene: Scene, credits: list[Attribution]) -> list[Attribution]:
        """The sentence's credits, with that of a quotation that goes on."""
        t = scene.tree
        inside: set[int] = set()
        started_open = self.open
        began = False
        for i, word in enumerate(t.text):
            if word in _OPEN or (word in _EITHER and not self.open):
                self.open = True
                began = True
            elif word in _CLOSE or (word in _EITHER and self.open):
                self.open = False
            elif self.open:
                inside.add(i)
        out = [replace(c, quoted=True) if inside and len(c.covers & inside) > len(c.covers) / 2 else c for c in credits]
        spoken = [c for c in out if c.source]
        if inside and not any(c.quoted for c in spoken):
            own = next((c.source for c in spoken), None)
            source = own or self.speaker if (started_open or began) else ()
            if source and len(inside) > 3 and (started_open or own is not None or (began and 0 in inside | {0} and t.text[0] in _OPEN | _EITHER)):
                out.append(Attribution(source, (), frozenset(inside), "asserts", quoted=True))
        if spoken:
            self.speaker = spoken[0].source
        elif not inside and not self.open:
            self.speaker = ()
        return out
