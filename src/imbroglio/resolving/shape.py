"""What a name looks like: its words without what says only how many, its numbers, its sound, its initials.

Flows in: a name as written. Flows out: the forms by which names are compared. Nothing here knows of any other name.
"""

from __future__ import annotations

import re
from functools import lru_cache

from imbroglio.knowledge.fold import ARTICLES, INNER_ARTICLES, plain, weaken
from imbroglio.resolving.wording import load_wording

_NUMBER = re.compile(r"(\d+)(?:st|nd|rd|th)?$")
_PLURAL = 4  # a word longer than this loses its final "s"
_VOWELS = str.maketrans("eo", "iu")  # Hezbollah, Hizbullah


@lru_cache(maxsize=1 << 17)
def words_of(name: str) -> tuple[str, ...]:
    """The plain words of a name; single letters that stand side by side are one word.

    >>> words_of("the U.S.-led coalition"), words_of("Jabhat al-Nusra")
    (('the', 'us', 'led', 'coalition'), ('jabhat', 'al', 'nusra'))
    """
    out: list[str] = []
    run = ""
    for word in re.sub(r"[^\w\s]", " ", plain(name)).split():
        if len(word) == 1 and word.isalpha():
            run += word
            continue
        if run:
            out.append(run)
            run = ""
        out.append(word)
    return tuple([*out, run] if run else out)


def without_counts(words: tuple[str, ...]) -> tuple[str, ...]:
    """Words without those in front that say how many or which others; something is always left.

    >>> without_counts(words_of("at least 29 opposition fighters")), without_counts(words_of("13th Division"))
    (('opposition', 'fighters'), ('13th', 'division'))
    """
    counts = load_wording().words["counts"]
    at = 0
    while at < len(words) - 1 and (words[at] in counts or words[at].isdigit()):
        at += 1
    return words[at:]


def spelled(words: tuple[str, ...]) -> tuple[str, ...]:
    """Words in the spelling that stands for all, articles left out unless nothing else is there.

    >>> spelled(words_of("Jaysh al-Islam")) == spelled(words_of("Jaish el Islam"))
    True
    """
    spelling = load_wording().spelling
    same = tuple(spelling.get(w, w) for w in words)  # "us" is no article here
    return tuple(w for w in same if w not in INNER_ARTICLES and w not in ARTICLES) or same


@lru_cache(maxsize=1 << 17)
def sound(words: tuple[str, ...]) -> str:
    """The key that joins a name's transliterations, its plural, and genitives that have lost their apostrophe.

    >>> sound(words_of("Hezbollah")) == sound(words_of("Hizbullah")), sound(words_of("al-Jumhuriyah")) == sound(words_of("Jumhouriyya"))
    (True, True)
    """
    singular = (w[:-1] if len(w) > _PLURAL and w.endswith("s") and w[-2] not in "su" else w for w in words)
    return weaken(" ".join(spelled(tuple(singular)))).translate(_VOWELS)


@lru_cache(maxsize=1 << 17)
def numbers(words: tuple[str, ...]) -> tuple[int, ...]:
    """The numbers in a name, ordinals among them, in their order.

    >>> numbers(words_of("First Coastal Division")), numbers(words_of("2nd Coastal Division"))
    ((1,), (2,))
    """
    out: list[int] = []
    ordinals = load_wording().ordinals
    for word in words:
        found = _NUMBER.match(word)
        if found and len(found[1]) < 10:
            out.append(int(found[1]))
        elif word in ordinals:
            out.append(ordinals[word])
    return tuple(sorted(out))


def opposed(first: tuple[str, ...], second: tuple[str, ...]) -> str:
    """The two words that keep two names apart ("northern", "southern"), or "".

    >>> opposed(words_of("Northern Brigade"), words_of("Southern Brigade"))
    'northern and southern'
    """
    rows = load_wording().opposites
    only, other = [w for w in first if w not in second], [w for w in second if w not in first]
    for a in only:
        for b in other:
            if rows.get(a, frozenset()) & rows.get(b, frozenset()):
                return f"{a} and {b}"
    return ""


def initials(words: tuple[str, ...]) -> frozenset[str]:
    """How a full name may be abbreviated: its first letters, with and without small words; nothing for a short one.

    >>> sorted(initials(words_of("Free Idlib Army"))), sorted(initials(words_of("Army of the North")))
    (['fia'], ['an', 'aotn'])
    """
    small = load_wording().words["small"]
    every = "".join(w[0] for w in words)
    main = "".join(w[0] for w in words if w not in small)
    return frozenset(i for i in (every, main) if len(i) >= 2) if len(words) > 1 else frozenset()


def is_abbreviation(name: str) -> bool:
    """Whether a name is written like an abbreviation: two to six capitals.

    >>> is_abbreviation("FIA"), is_abbreviation("U.N."), is_abbreviation("Fia")
    (True, True, False)
    """
    letters = name.replace(".", "")
    return 2 <= len(letters) <= 6 and letters.isalpha() and letters.isupper()


def cores(words: tuple[str, ...]) -> list[tuple[str, ...]]:
    """A name's words less what it can do without, the longest first: tails ("group"), epithets ("UK-based", "rebel").

    >>> cores(words_of("UK-based Syrian Observatory"))[-1], cores(words_of("Hezbollah group"))[-1]
    (('syrian', 'observatory'), ('hezbollah',))
    """
    wording = load_wording()
    tails, epithets, backing = (wording.words[k] for k in ("tails", "epithets", "backing"))
    found = [words]
    now = without_counts(words)
    while True:
        if now not in found:
            found.append(now)
        backed = next((i for i, w in enumerate(now[:4]) if w in backing and 0 < i < len(now) - 1), None)
        if backed is not None:
            now = now[backed + 1 :]
        elif len(now) > 1 and now[-1] in tails:
            now = now[:-1]
        elif len(now) > 1 and now[0] in epithets:
            now = now[1:]
        else:
            return found


def person_core(words: tuple[str, ...]) -> tuple[str, ...]:
    """A person's words without titles before and offices after.

    >>> person_core(words_of("Lt. Gen. Karim Haddad spokesman"))
    ('karim', 'haddad')
    """
    wording = load_wording()
    titles, roles = wording.words["titles"], wording.words["roles"]
    first, end = 0, len(words)
    while end - first > 1 and words[first] in titles:
        first += 1
    while end - first > 1 and words[end - 1] in roles:
        end -= 1
    return words[first:end]


def is_nickname(words: tuple[str, ...]) -> bool:
    """Whether a person goes by whose father or mother they are said to be: "Abu Omar", "Umm Salma".

    >>> is_nickname(words_of("Abu Omar")), is_nickname(words_of("Omar Haddad"))
    (True, False)
    """
    return bool({"abu", "abou", "umm", "um", "abul"} & set(words))
