"""Where reports name persons who do not act in public, so that what is published can leave the names out.

Flows in: an open case, and the keys of persons who act in public. Flows out: spans by report.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from imbroglio.store.case import Case
from imbroglio.store.schema import mention

_FEW = 500


def private_mentions(
    case: Case, public: frozenset[str], docs: Iterable[str] | None = None
) -> dict[str, list[tuple[int, int, str, str]]]:
    """Each mention of a person who is known from no pack and does not act in public: (start, end, words, name).

    Args:
        docs: ids of reports; None: all.
    """
    columns = (mention.c.doc, mention.c.start, mention.c.stop, mention.c.text, mention.c.name, mention.c.key)
    asked = select(*columns).where(mention.c.kind == "person", mention.c.identity.is_(None)).order_by(mention.c.doc, mention.c.position)
    out: dict[str, list[tuple[int, int, str, str]]] = {}
    with case.reading() as connection:
        if docs is None:
            found = connection.execute(asked).all()
        else:
            wanted = sorted(set(docs))
            some = (wanted[at : at + _FEW] for at in range(0, len(wanted), _FEW))
            found = [row for ids in some for row in connection.execute(asked.where(mention.c.doc.in_(ids)))]
    for doc, start, stop, text, name, key in found:
        if key not in public:
            out.setdefault(doc, []).append((start, stop, text, name))
    return out
