"""The packs' names by their words and by their sound, for what the reader could not match as it stood.

Flows in: the packs. Flows out: the actor that a name can only be, or those that it may be.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from imbroglio.knowledge.packs import KnownActor
from imbroglio.model.statement import RefKind
from imbroglio.resolving.shape import numbers, sound, spelled, words_of

_BODIES = frozenset({"state", "government", "armed_group", "coalition", "organisation"})
_SHORT = 4  # a sound of fewer letters joins what is not the same


def class_of(kind: RefKind) -> str:
    """What kinds may be one actor: bodies of any sort, since reports tell them apart badly; else only the same kind.

    >>> class_of("organisation") == class_of("armed_group"), class_of("person") == class_of("people")
    (True, False)
    """
    return "body" if kind in _BODIES else kind


class PackNames:
    """Finds actors by names less exact than the reader's."""

    def __init__(self, packs: Mapping[str, KnownActor]) -> None:
        self._packs = packs
        self._by_words: dict[tuple[str, ...], set[str]] = {}
        self._by_sound: dict[tuple[str, tuple[int, ...]], set[str]] = {}
        for key in sorted(packs):
            for name in names_of(packs[key]):
                words = words_of(name)
                self._by_words.setdefault(spelled(words), set()).add(key)
                heard = sound(words)
                if len(heard) > _SHORT:
                    self._by_sound.setdefault((heard, numbers(words)), set()).add(key)

    def find(self, words: tuple[str, ...], kind: RefKind, countries: Iterable[str] = ()) -> tuple[list[str], str]:
        """The keys of the actors that a name can be, and how it was found ("spelled" or "sounds").

        Those that act in the given countries are preferred; where that leaves several, all of them are returned.
        """
        for how, found in (
            ("spelled", self._by_words.get(spelled(words), set())),
            ("sounds", self._by_sound.get((sound(words), numbers(words)), set())),
        ):
            fit = sorted(k for k in found if class_of(self._packs[k].kind) == class_of(kind))
            here = set(countries)
            near = [k for k in fit if here & set(self._packs[k].countries)]
            if fit:
                return (near if len(fit) > 1 and near else fit), how
        return [], ""


def names_of(actor: KnownActor) -> tuple[str, ...]:
    """Every name under which an actor of the packs acts, those of its forces and government among them."""
    held = (h.name for h in actor.held)
    # "Congress", "Senate": one word for a part of a state is one of many states'.
    parts = (n for n in (*actor.forces, *actor.government) if len(words_of(n)) > 1)
    return tuple(dict.fromkeys((actor.name, *actor.names, *actor.strict, *held, *parts)))
