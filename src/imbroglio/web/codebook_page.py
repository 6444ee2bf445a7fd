"""The codebook for forms: what each field, type and code means.

Flows in: knowledge. Flows out: `CodebookForm`; the same for every case.
"""

from __future__ import annotations

from functools import lru_cache

from imbroglio.knowledge.codebook import TypeEntry, codebook
from imbroglio.knowledge.rules import Group, load_rules
from imbroglio.web import forms as f


@lru_cache(maxsize=1)
def codebook_form() -> f.CodebookForm:
    """All rules."""
    types = [f.Rule(code=t.name, label=t.name.replace("-", " "), text=_text(t), kind=t.kind) for t in codebook().values()]
    return f.CodebookForm(
        fields=_rules("field"),
        types=types,
        statuses=_rules("status"),
        measures=_rules("measure"),
        ref_kinds=_rules("ref_kind"),
        stances=_rules("stance"),
        precisions=_rules("precision"),
    )


def _rules(group: Group) -> list[f.Rule]:
    return [f.Rule(code=r.code, label=r.label, text=r.text) for r in load_rules()[group]]


def _text(t: TypeEntry) -> str:
    return f"{t.definition} Who: {t.agent}. To whom: {t.target}."
