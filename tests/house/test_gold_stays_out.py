"""Nothing of the gold data is in the project: no eight words in a row are a gold report's. A long name counts as one word.

The gold lies beside the project (`../shared`, or IMBROGLIO_SHARED) and not everywhere; where it is not, this says so and is skipped.
"""

from __future__ import annotations

import functools
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from imbroglio.knowledge.packs import load_packs

ROOT = Path(__file__).parents[2]
SHARED = Path(os.environ.get("IMBROGLIO_SHARED", ROOT.parent / "shared"))
RUN = 8
TEXTS = {".py", ".toml", ".json", ".jsonl", ".txt", ".md", ".csv"}
# The law's own words and lists of hashes.
NOT_OURS = {"LICENSE", "requirements"}
# Said by everybody: they count as one word, as names do.
IDIOMS = ("commander in chief", "a quarter of a million")
_WORD = re.compile(r"[^\W_]+")


@functools.cache
def long_names() -> dict[str, list[tuple[str, ...]]]:
    """Names of three words and more that the actor packs know, by their first word, longest first."""
    out: dict[str, list[tuple[str, ...]]] = {}
    for actor in load_packs():
        for name in (actor.name, *actor.names, *(held.name for held in actor.held)):
            _keep(name, out)
    for idiom in IDIOMS:
        _keep(idiom, out)
    return {first: sorted(set(names), key=len, reverse=True) for first, names in out.items()}


def _keep(name: str, out: dict[str, list[tuple[str, ...]]]) -> None:
    words = tuple(_WORD.findall(name.lower()))
    if len(words) > 2:
        out.setdefault(words[0], []).append(words)


def fold(text: str) -> list[str]:
    """The words, without case and punctuation; a long name is one of them."""
    words = _WORD.findall(text.lower())
    out: list[str] = []
    at = 0
    while at < len(words):
        names = long_names().get(words[at], ())
        size = next((len(name) for name in names if tuple(words[at : at + len(name)]) == name), 1)
        out.append(" ".join(words[at : at + size]))
        at += size
    return out


def runs(text: str) -> Iterator[tuple[str, ...]]:
    """Every eight words in a row."""
    words = fold(text)
    return zip(*(words[n:] for n in range(RUN)), strict=False)


def gold_texts() -> Iterator[str]:
    """The texts of all gold reports."""
    for row in json.loads((SHARED / "gold/statements/docs.json").read_text("utf-8")):
        yield row["text"]
    for file in (SHARED / "gold/re3d").glob("*/documents.json"):
        for line in file.read_text("utf-8-sig").splitlines():
            if line.strip():
                yield json.loads(line)["text"]
    for row in json.loads((SHARED / "gold/plover/plover_gsr.json").read_text("utf-8")):
        yield row.get("text") or ""


def own_files() -> Iterator[Path]:
    """The project's files that hold words."""
    for file in ROOT.rglob("*"):
        parts = file.relative_to(ROOT).parts
        hidden = any(
            p.startswith(".") or p in {"__pycache__", "dist", "build", "out", "shared"} for p in parts
        )
        if file.suffix in TEXTS and file.is_file() and not hidden and parts[0] not in NOT_OURS:
            yield file


def test_no_gold_text_is_in_the_project() -> None:
    if not (SHARED / "gold").is_dir():
        pytest.skip(
            f"the gold data is not at {SHARED}; name its folder in IMBROGLIO_SHARED to check against it"
        )
    gold = {run for text in gold_texts() for run in runs(text)}
    found: list[str] = []
    for file in own_files():
        text = file.read_text("utf-8", errors="replace")
        if file.suffix in {".json", ".jsonl"}:
            text = text.replace("\\n", " ").replace('\\"', " ")
        for run in set(runs(text)) & gold:
            found.append(f"{file.relative_to(ROOT)}: {' '.join(run)}")
    assert sorted(found) == []
