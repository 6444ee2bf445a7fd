"""Which credits of a sentence a statement takes (codebook rules 11 and 21).

Flows in: a draft and the sentence's `Attribution`s. Flows out: who says it, nearest first, with the stance.
"""

from __future__ import annotations

from imbroglio.model.statement import Stance
from imbroglio.reading.attribution import Attribution
from imbroglio.reading.drafts import Draft
from imbroglio.reading.frames import SEEN_BY_RULE
from imbroglio.reading.mentions import Mention
from imbroglio.reading.tree import Tree

_SPEECH_ACTS = frozenset({"accusation", "demand", "threat", "responsibility", "refusal", "endorsement", "concession"})
_SPEAKERS = frozenset({"i", "we"})
# "the army claims control of X": who does it, says so itself
_ONE_S_OWN = frozenset({"claim", "declare", "assert", "proclaim", "boast"})


def told_aside(t: Tree, draft: Draft) -> bool:
    """Whether it is told in passing: in an indirectly credited sentence it stays in the report's own voice (codebook rule 11).

    "IS-held", "the rebel stronghold", "the group's leader X", "X (Y)", "besieged Homs".
    """
    if draft.rule in SEEN_BY_RULE or draft.type in {"alias", "renamed", "split-from"}:
        return True
    if draft.kind == "control" and t.lemma[draft.tok] == "control":
        return False
    if draft.kind == "control" or draft.type == "allied":
        return t.dep[draft.tok] == "amod" or (t.is_noun(draft.tok) and t.dep[draft.tok] not in {"attr", "ROOT"})
    if draft.kind == "relation":
        return draft.frame is not None and draft.frame.origin.startswith(("nouns.toml", "epithets.toml"))
    return draft.type == "siege" and t.dep[draft.tok] == "amod"


def credit_of(t: Tree, draft: Draft, credits: list[Attribution], status: str) -> tuple[list[Mention], Stance | None, bool]:
    """Who says it, how they stand to it, and whether it is told as hearsay."""
    aside = told_aside(t, draft)
    covering = [
        c
        for c in credits
        if draft.tok in c.covers
        and draft.tok not in c.cue
        and not (aside and not c.quoted)
        and not (c.asked and status in {"actual", "ongoing"})
    ]
    covering.sort(key=lambda c: len(c.covers))
    # who accuses or demands is the agent already
    agents = {m.tok for m in draft.roles["agent"]} if draft.type in _SPEECH_ACTS else set()
    by: list[Mention] = []
    for c in covering:
        by += [m for m in c.source if m.tok not in agents and all(m.start != x.start and m.name != x.name for x in by)]
    if len(by) > 1:  # "the minister said that we …": the minister
        by = [m for m in by if m.lemma not in _SPEAKERS] or by
    if not covering and draft.kind == "control" and any(t.lemma[k] in _ONE_S_OWN for k in draft.words):
        return list(draft.roles["agent"]), "asserts" if draft.roles["agent"] else None, False
    stance = None if not by else covering[0].stance if covering[0].source else "asserts"
    return by, stance, any(not c.source for c in covering)
