"""Roots of words, so that a deed's forms meet: "arrested", "arrests"; "explode", "explosion".

Flows in: the words that evoke a statement, and rows of forms whose root does not show. Flows out: the roots that tell
what was done, or else those of words that may stand for any deed. Refuses to know what a word means: "strike" is one root.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

_LEAST_WORD = 3  # shorter ones go with a verb ("up", "in") and tell little
_WORD = re.compile(r"[a-z]+")
# First the endings of verbs and plurals, then a last e, then one that makes a noun or a verb of another; longest first.
_FORMS = ("ings", "ing", "ied", "ies", "ed", "es", "s")
_MADE = (
    "isation", "ization", "ation", "ition", "ement", "ment", "anc", "enc", "ion", "ant", "ent", "ist", "at", "is", "iz", "ur", "or", "er", "al", "e", "y",
)  # fmt: skip
_LEAST_FORM, _LEAST_MADE = 3, 4  # letters that must stay
_DOUBLED = frozenset("bdgmnprt")  # "hitting", "stopped"


def stem(word: str) -> str:
    """A plain word without its endings: what is left need be no word.

    >>> [stem(w) for w in ("arrested", "arrests", "bombings", "nominate", "nomination", "released", "release", "hitting")]
    ['arrest', 'arrest', 'bomb', 'nomin', 'nomin', 'releas', 'releas', 'hit']
    """
    for ending in _FORMS:
        if word.endswith(ending) and len(word) - len(ending) >= _LEAST_FORM and not word.endswith("ss"):
            word = word[: -len(ending)]
            break
    if len(word) > _LEAST_FORM and word[-1] == word[-2] and word[-1] in _DOUBLED:
        word = word[:-1]
    if word.endswith("e") and len(word) > _LEAST_FORM:
        word = word[:-1]
    for ending in _MADE:
        if word.endswith(ending) and len(word) - len(ending) >= _LEAST_MADE:
            return word[: -len(ending)]
    return word


def root_of(word: str, rows: Mapping[str, str]) -> str:
    """The root of a plain word; `rows` gives those that do not show (see `rows_of`).

    >>> rows = rows_of(["explode explosion", "strike struck"])
    >>> [root_of(w, rows) for w in ("exploded", "explosions", "striking", "struck", "murder", "murdered")]
    ['explod', 'explod', 'strik', 'strik', 'murd', 'murd']
    """
    known = rows.get(word)
    if known is not None:
        return known
    left = stem(word)
    return rows.get(left, left)


def rows_of(rows: Iterable[str]) -> dict[str, str]:
    """Words, and their stems, to the stem of the first of their row. What two rows claim is the first one's."""
    found: dict[str, str] = {}
    for row in rows:
        words = row.split()
        root = stem(words[0])
        for word in words:
            found.setdefault(word, root)
            found.setdefault(stem(word), root)
    return found


def roots_of(trigger: str, rows: Mapping[str, str], weak: frozenset[str]) -> tuple[frozenset[str], frozenset[str]]:
    """The roots of the words that evoke a statement: those that tell what was done; where none does, those that are left.

    >>> roots_of("launched attacks", {}, frozenset({"launch"}))
    (frozenset({'attack'}), frozenset())
    >>> roots_of("said", rows_of(["say said"]), frozenset({"say"}))
    (frozenset(), frozenset({'say'}))
    """
    words = _WORD.findall(trigger.lower())
    roots = frozenset(root_of(w, rows) for w in [w for w in words if len(w) >= _LEAST_WORD] or words)
    telling = roots - weak
    return telling, frozenset() if telling else roots
