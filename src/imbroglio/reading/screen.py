"""The screen: which sentences can hold a statement at all. What is not parsed costs nothing.

Flows in: the folded words of a sentence. Flows out: yes or no. A word counts where it, or what is left after an English
ending is taken off, heads an entry of the lexicon. It errs on the side of reading.
"""

from __future__ import annotations

from collections.abc import Iterable

_IRREGULAR = {
    "took": "take", "taken": "take", "fell": "fall", "fallen": "fall", "held": "hold", "left": "leave", "lost": "lose", "shot": "shoot", "fled": "flee",
    "drove": "drive", "driven": "drive", "broke": "break", "broken": "break", "blew": "blow", "blown": "blow", "struck": "strike", "stricken": "strike",
    "led": "lead", "met": "meet", "fought": "fight", "withdrew": "withdraw", "withdrawn": "withdraw", "won": "win", "said": "say", "told": "tell", "gave": "give",
    "given": "give", "sent": "send", "came": "come", "went": "go", "gone": "go", "began": "begin", "begun": "begin", "overran": "overrun", "overrun": "overrun",
    "beheaded": "behead", "slain": "slay", "slew": "slay", "died": "die", "dying": "die", "dead": "dead", "lay": "lie", "laid": "lay", "made": "make", "found": "find",
    "caught": "catch", "brought": "bring", "bought": "buy", "sold": "sell", "built": "build", "burnt": "burn", "flew": "fly", "flown": "fly", "froze": "freeze",
    "hit": "hit", "hung": "hang", "kept": "keep", "known": "know", "rose": "rise", "risen": "rise", "ran": "run", "sank": "sink", "sunk": "sink", "sought": "seek",
    "spoke": "speak", "swore": "swear", "tore": "tear", "threw": "throw", "thrown": "throw", "was": "be", "were": "be", "is": "be", "are": "be", "been": "be", "forbade": "forbid",
    "men": "man", "women": "woman", "children": "child", "crises": "crisis", "dug": "dig", "swept": "sweep", "stole": "steal", "stolen": "steal", "split": "split", "shook": "shake",
    "put": "put", "set": "set", "cut": "cut", "let": "let", "beat": "beat", "became": "become", "overthrew": "overthrow", "overthrown": "overthrow", "got": "get", "had": "have", "has": "have",
}  # fmt: skip
_ENDINGS = ("s", "es", "d", "ed", "ing", "er", "r", "'s")


def stems(word: str) -> set[str]:
    """The word, and what it may be a form of.

    >>> sorted(stems("shelled") & {"shell", "shelled"})
    ['shell', 'shelled']
    """
    out = {word, _IRREGULAR.get(word, word)}
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 2:
            stem = word[: -len(ending)]
            out.add(stem)
            out.add(stem + "e")
            if len(stem) > 2 and stem[-1] == stem[-2]:
                out.add(stem[:-1])
            if stem.endswith("i"):
                out.add(stem[:-1] + "y")
            if stem.endswith("y"):
                out.add(stem[:-1] + "ie")
    return out


class Screen:
    """Remembers each word once judged."""

    def __init__(self, keys: Iterable[str]) -> None:
        self._keys = frozenset(keys) - {"be", "have", "go", "make", "give", "come", "get", "do", "put"}
        self._seen: dict[str, bool] = {}

    def evokes(self, low: str) -> bool:
        """Whether a word, in small letters, may head an entry."""
        found = self._seen.get(low)
        if found is None:
            found = self._seen[low] = not self._keys.isdisjoint(stems(low))
            if len(self._seen) > 200_000:
                self._seen.clear()
        return found

    def passes(self, words: Iterable[str]) -> bool:
        """Whether a sentence with these words may hold a statement."""
        return any(self.evokes(w) for w in words)
