"""Who is private: a person in a report who neither leads, speaks for nor is known from anything that acts.

Flows in: Refs, texts of a report, and the keys of persons who act in public. Flows out: names that may go out, and
texts in which the names of the others are left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from imbroglio.exchange.cells import clean, unique
from imbroglio.knowledge.fold import fold, plain
from imbroglio.knowledge.keys import key_of
from imbroglio.knowledge.nouns import load_nouns
from imbroglio.model import Ref

LEFT_OUT = "[a person]"
_SHORTEST = 3  # signs of a name
_PARTICLES = re.compile(r"(?:al|el|as|ash|at|az|an|ad|ar|bin|ibn|bint|abu|umm|de|del|la|van|von|der|di|da|of|and)\b", re.IGNORECASE)

Spans = Mapping[str, Sequence[tuple[int, int, str]]]


def is_proper(name: str, is_place: Callable[[str], bool] = lambda _: False) -> bool:
    """Whether a name is somebody's own, and no description ("UN official") or place that was taken for a person.

    >>> [is_proper(n) for n in ("Ali Darwish", "Ahmad al-Ghadban", "UN official", "Russian Foreign Minister", "their arms")]
    [True, True, False, False, False]
    """
    common = load_nouns().classes
    words = [w for w in re.split(r"[\s-]+", name) if w and not _PARTICLES.fullmatch(w)]
    if not words or len(name) < _SHORTEST or not all(w[:1].isupper() for w in words):
        return False
    if any(w.lower().strip(".,'’") in common for w in words):
        return False
    return len(words) > 1 or not is_place(fold(name))


def private_spans(
    mentions: Mapping[str, Iterable[tuple[int, int, str, str]]],
    public: Iterable[str] = (),
    is_place: Callable[[str], bool] = lambda _: False,
) -> dict[str, list[tuple[int, int, str]]]:
    """Where private persons stand by name in each report: of "surgeon, Ali Darwish" the name alone.

    Args:
        mentions: of persons who are not known to act in public: (start, end, words, name), by report.
        public: keys of persons who do. Whose full name is part of such a key ("Ali Darwish, head of ...") is one of them.
        is_place: whether a folded name is a place's.
    """
    known = f" {' | '.join(key.partition(':')[2].partition('@')[0] for key in sorted(public))} "
    out: dict[str, list[tuple[int, int, str]]] = {}
    for doc, held in mentions.items():
        for start, _stop, text, name in held:
            at = text.find(name)
            if " " in name and f" {plain(name)} " in known:
                continue
            if at >= 0 and is_proper(name, is_place):
                out.setdefault(doc, []).append((start + at, start + at + len(name), name))
    return out


@dataclass(frozen=True, slots=True)
class Private:
    """What is private in a case.

    Attributes:
        public: keys of persons who act in public.
        spans: by report, where private persons are named: (start, end, name).
    """

    public: frozenset[str] = frozenset()
    spans: Spans = field(default_factory=dict)

    def holds(self, ref: Ref, doc: str = "") -> bool:
        """Whether a Ref is a private person's, or a description that names one whom the report names ("Ali Darwish's clinic")."""
        if ref.id is not None or ref.kind == "place" or key_of(ref) in self.public:
            return False
        return ref.kind == "person" or any(" " in name and name in ref.name for _, _, name in self.spans.get(doc, ()))

    def shown(self, refs: Iterable[Ref], doc: str = "") -> tuple[Ref, ...]:
        """The Refs of a report that may be named."""
        return tuple(r for r in refs if not self.holds(r, doc))

    def names(self, refs: Iterable[Ref], doc: str = "") -> tuple[str, ...]:
        """Names that may go out, each once."""
        return unique(clean(r.name) for r in self.shown(refs, doc))

    def quote(self, doc: str, start: int, text: str, refs: Iterable[Ref] = ()) -> str:
        """A passage that starts at `start` of a report, without the names of private persons.

        >>> told = Ref("Baker Omar Haddad", 10, 27, "Omar Haddad", "person")
        >>> Private().quote("r", 10, "Baker Omar Haddad was killed.", [told])
        'Baker [a person] was killed.'
        """
        own = self._named(refs)
        within = [(a - start, b - start) for a, b, _ in (*self.spans.get(doc, ()), *own) if a < start + len(text) and b > start]
        for first, last in reversed(_apart(within)):
            text = text[: max(first, 0)] + LEFT_OUT + text[min(last, len(text)) :]
        return self._without(text, (name for _, _, name in (*self.spans.get(doc, ()), *own)))

    def title(self, doc: str, text: str, refs: Iterable[Ref] = ()) -> str:
        """A title, or other text of a report, without the names of private persons that the report, or these Refs, name."""
        return self._without(text, (name for _, _, name in (*self.spans.get(doc, ()), *self._named(refs))))

    def _named(self, refs: Iterable[Ref]) -> list[tuple[int, int, str]]:
        """Where these Refs name a private person by name."""
        held = [(r, r.text.find(r.name)) for r in refs if self.holds(r) and is_proper(r.name)]
        return [(r.start + at, r.start + at + len(r.name), r.name) for r, at in held if at >= 0]

    @staticmethod
    def _without(text: str, found: Iterable[str]) -> str:
        names = set(found)
        if names:
            either = "|".join(re.escape(n) for n in sorted(names, key=lambda n: (-len(n), n)))
            text = re.sub(rf"(?<!\w)(?:{either})(?!\w)", LEFT_OUT, text)
        return clean(text)


def _apart(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans in order; those that overlap are one."""
    out: list[tuple[int, int]] = []
    for first, last in sorted(spans):
        if out and first <= out[-1][1]:
            out[-1] = out[-1][0], max(out[-1][1], last)
        else:
            out.append((first, last))
    return out
