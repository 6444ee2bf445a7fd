"""Drafts: statements in the making.

Flows in and out: a `Match` is a frame found at a token; a `Draft` is what it may state, with its roles as they are filled step by step.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from imbroglio.knowledge.lexicon import Frame
from imbroglio.model import Kind
from imbroglio.reading.mentions import Mention

ROLES = ("agent", "target", "place")
OTHER_SIDE = {"agent": "target", "target": "agent"}
_QUOTED = re.compile(r"'.*?'")  # words of the text within a reason


@dataclass(slots=True)
class Draft:
    """A statement in the making.

    Attributes:
        frame: what evoked it; `rule` names the reader's rule where no frame did.
        tok: the trigger's head token; `words`: all tokens of the trigger.
        roles: role to mentions, in the order of the text.
        rivals: other frames that fitted the same word.
        because: the decisions, in plain words; `reasons`: why a token fills a role, without the words of the text.
    """

    kind: Kind
    type: str
    tok: int
    words: list[int]
    rule: str
    frame: Frame | None = None
    roles: dict[str, list[Mention]] = field(default_factory=lambda: {role: [] for role in ROLES})
    rivals: list[Frame] = field(default_factory=list)
    because: list[str] = field(default_factory=list)
    weight: float = 1.0
    light: int | None = None
    merged: list[Draft] = field(default_factory=list)
    reasons: dict[tuple[str, int], str] = field(default_factory=dict)

    def add(self, role: str, mention: Mention, why: str) -> None:
        """Fill a role, once a phrase; a pronoun gives way to a name of the same."""
        held = self.roles.get(role)
        if held is None or any(m.tok == mention.tok for m in held):
            return
        for i, m in enumerate(held):
            if m.name == mention.name and ("pronoun" in m.classes) != ("pronoun" in mention.classes):
                if "pronoun" in m.classes:
                    held[i] = mention
                return
        if role in OTHER_SIDE:
            other = self.roles[OTHER_SIDE[role]]
            if any(m.tok == mention.tok or (self.kind == "event" and mention.id is not None and m.id == mention.id and m.name == mention.name) for m in other):
                return  # nobody does it to himself: the second reading of the same name is wrong
        held.append(mention)
        self.reasons[role, mention.tok] = _QUOTED.sub("", why).strip()
        self.because.append(f"{role}: '{mention.text}' ({why})")

    def parts(self) -> list[Draft]:
        """This draft and all that was joined to it."""
        return [self, *(p for m in self.merged for p in m.parts())]


@dataclass(slots=True)
class Match:
    """A frame found at a token: the trigger's tokens, the slots as they apply, and a light verb if one carries it."""

    frame: Frame
    words: list[int]
    slots: dict[str, list[int]]
    light: int | None = None
    light_frame: Frame | None = None
