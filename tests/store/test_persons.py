"""Where reports name persons who do not act in public."""

from __future__ import annotations

from imbroglio.model import Document
from imbroglio.store import Case
from imbroglio.store.persons import private_mentions


def add(case: Case, id: str, *named: tuple[str, str, str | None]) -> None:
    """A report with mentions: (name, kind, identity)."""
    text = ". ".join(name for name, _, _ in named)
    rows = [
        {"start": text.index(name), "end": text.index(name) + len(name), "text": name, "kind": kind, "name": name, "id": known, "lat": None, "lon": None}
        for name, kind, known in named
    ]
    case.add_reading(Document.from_text(text, id=id), (), read_with="stub 1", mentions=rows)


def test_only_persons_whom_nothing_makes_public_are_found(case: Case) -> None:
    add(case, "r1", ("Omar Haddad", "person", None), ("Lina Saab", "person", None), ("the President", "person", "actor:the-president"), ("Aleppo", "place", None))
    add(case, "r2", ("Omar Haddad", "person", None))
    public = frozenset({"name:lina saab"})
    assert private_mentions(case, public) == {"r1": [(0, 11, "Omar Haddad", "Omar Haddad")], "r2": [(0, 11, "Omar Haddad", "Omar Haddad")]}
    assert list(private_mentions(case, public, ["r2", "none"])) == ["r2"]
