"""Commas that a text has lost before a reporting clause: "… hit the market on Friday a monitor said".

Flows in: the words of a sentence, its names, the nouns that name sources. Flows out: before which tokens the parser is
to be shown a comma. Scraped text often comes without punctuation, and a parser takes "on Sunday a monitor" for one
phrase; the comma costs nothing and has no width in the report.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

_SAID = frozenset("said says reported reports told added announced stated confirmed claimed".split())
_PUNCT = frozenset(",.;:!?()[]\"“”'‘’—–-")
_JOINED = frozenset(
    "that and as but which who when while if because after before than where although though or since until what whom "
    "of in at by to for from with on near against inside outside between among over under into about says said".split()
)
_AFTER = frozenset(
    "on in at to late early earlier later yesterday today citing adding quoting with monday tuesday wednesday thursday friday "
    "saturday sunday . ; , ) “ \" ”".split()
)
_INSIDE = frozenset("at in from of for within close to".split())
_DETERMINERS = frozenset("a an the one another some many several its his their other two three".split())
_MODIFIERS = frozenset(
    "state local news media opposition rebel pro war human rights medical military security official government monitoring "
    "activist activists diplomatic army senior police health hospital official defence defense international independent "
    "intelligence kurdish tribal unnamed anonymous former top television tv agency group network defense".split()
)
_NO_CONTENT = frozenset("he she it they we i you also has have had is was later then".split())
LONGEST = 8


def _source_noun(low: str, sources: Collection[str]) -> bool:
    return low in sources or (low.endswith("s") and low[:-1] in sources)


def _left(words: Sequence[str], low: Sequence[str], v: int, sources: Collection[str]) -> int | None:
    """Where the phrase that ends before the verb `v` begins, if it names a source."""
    i = v - 1
    seen = False
    while i >= 0 and v - i <= LONGEST:
        word = low[i]
        if _source_noun(word, sources) or words[i][:1].isupper():
            seen = True
        elif word in _INSIDE and i > 0 and (_source_noun(low[i - 1], sources)) and i < v - 1:
            pass
        elif word in _DETERMINERS:
            before = low[i - 1] if i else ""
            if before in _INSIDE and i > 1 and _source_noun(low[i - 2], sources):
                i -= 1
                continue
            return i if seen else None
        elif word == "and" and seen and i > 0 and _source_noun(low[i - 1], sources):
            pass
        elif not (word in _MODIFIERS or word == "-" or word in {"(", ")"}):
            break
        i -= 1
    first = i + 1
    if i >= 0 and low[i] in _JOINED:
        # "near Homs local media reported": the name is the preposition's
        while first < v and words[first][:1].isupper():
            first += 1
    return first if seen and first < v else None


def lost_commas(words: Sequence[str], sources: Collection[str]) -> list[int]:
    """Tokens before which a comma was lost.

    Args:
        words: the sentence's words.
        sources: nouns that name a source.
    """
    low = [w.lower() for w in words]
    out: list[int] = []
    for v, word in enumerate(low):
        if word not in _SAID or v < 5:
            continue
        at = _trailing(words, low, v, sources)
        if at is None:
            at = _inverted(words, low, v, sources)
        if at is not None:
            out.append(at)
    return out


def _trailing(words: Sequence[str], low: Sequence[str], v: int, sources: Collection[str]) -> int | None:
    """"… a monitor said [on Friday]"."""
    after = v + 1
    if low[v] == "told":
        while after < len(low) and after - v < 5 and (words[after][:1].isupper() or low[after] in {"the", "news", "agency", "reporters", "journalists"}):
            after += 1
    if after < len(low) and low[after] not in _AFTER:
        return None
    at = _left(words, low, v, sources)
    if at is None or at < 4 or (low[at - 1] in _JOINED and not words[at - 1][:1].isupper()) or low[at - 1] in _PUNCT:
        return None
    if words[at][:1].isupper() and words[at - 1][:1].isupper():
        return None
    return at


def _inverted(words: Sequence[str], low: Sequence[str], v: int, sources: Collection[str]) -> int | None:
    """"… killed ten civilians said the Observatory"."""
    rest = [w for w in low[v + 1 :] if w not in _PUNCT]
    if low[v] != "said" or not 1 <= len(rest) <= LONGEST or words[v - 1][:1].isupper() or low[v - 1] in _PUNCT | _JOINED:
        return None
    if _source_noun(low[v - 1], sources) or low[v - 1] in _NO_CONTENT:
        return None
    named = any(_source_noun(w, sources) for w in rest) or any(w[:1].isupper() for w in words[v + 1 :])
    small = [low[k] for k in range(v + 1, len(words)) if low[k] not in _PUNCT and not words[k][:1].isupper()]
    plain = all(w in _INSIDE | _DETERMINERS | _MODIFIERS or _source_noun(w, sources) for w in small)
    return v if named and plain else None
