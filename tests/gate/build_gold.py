"""Builds the gate's gold data from `passages/*.txt`, finding every offset from the quoted words.

Flows in: the passages with their annotation in a compact notation (explained in README.md). Flows out:
`reports.jsonl` and `statements.json` in the codebook's form. Refuses words that the passage does not hold,
and a weekday that is not the day of its date. Run: `python tests/gate/build_gold.py`; test_gold_form.py
checks that the two files are up to date.
"""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
Json = dict[str, Any]
KINDS = {
    "s": "state",
    "g": "government",
    "a": "armed_group",
    "c": "coalition",
    "o": "organisation",
    "h": "person",
    "p": "people",
    "l": "place",
    "t": "thing",
}
BASES = {"s": "stated", "r": "relative", "p": "publication"}
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class Passage:
    """One passage: its report, its sentences' offsets, and the Refs met so far."""

    def __init__(self, head: str, sentences: list[str]) -> None:
        """Take the head line's fields (`id | date | war | title`) and the sentences, which a space joins."""
        self.id, day, self.war, self.title = (part.strip() for part in head.split("|"))
        self.date = None if day == "-" else date.fromisoformat(day).isoformat()
        self.text = " ".join(sentences)
        self.spans: list[tuple[int, int]] = []
        start = 0
        for sentence in sentences:
            self.spans.append((start, start + len(sentence)))
            start += len(sentence) + 1
        self.known: dict[str, tuple[str, str]] = {}

    def report(self) -> Json:
        """The passage as a line of reports.jsonl."""
        return {
            "id": self.id,
            "title": self.title,
            "date": self.date,
            "source": "gate passage, written for the test",
            "url": None,
            "war": self.war,
            "text": self.text,
        }

    def find(self, words: str, inside: tuple[int, int], nth: int = 1) -> tuple[int, int]:
        """Offsets of the nth occurrence of `words`, as whole words, within `inside`."""
        hits = list(re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", self.text[inside[0] : inside[1]]))
        if len(hits) < nth:
            raise ValueError(f"{self.id}: {words!r} is not in {self.text[inside[0] : inside[1]]!r}")
        return inside[0] + hits[nth - 1].start(), inside[0] + hits[nth - 1].end()

    def ref(self, source: str, evidence: tuple[int, int], default: str = "") -> Json:
        """`text[@sentence][#nth][=name][:kind]` to a Ref; name and kind are needed at first only."""
        found = re.fullmatch(
            r"(?P<text>[^=@#:]+)(@(?P<at>\d+))?(#(?P<nth>\d+))?(=(?P<name>[^:]+))?(:(?P<kind>\w))?",
            source.strip(),
        )
        if not found:
            raise ValueError(f"{self.id}: not a Ref: {source!r}")
        text = found["text"].strip()
        inside = self.spans[int(found["at"]) - 1] if found["at"] else evidence
        start, end = self.find(text, inside, int(found["nth"] or 1))
        if found["kind"] or found["name"] or text not in self.known:
            kind = found["kind"] or default
            if not kind:
                raise ValueError(f"{self.id}: no kind for {source!r}")
            self.known[text] = ((found["name"] or text).strip(), KINDS[kind])
        name, kind = self.known[text]
        return {"text": text, "start": start, "end": end, "name": name, "kind": kind}


def read_time(source: str | None, passage: Passage) -> Json:
    """`text=from[..to]/precision/basis` to a time; nothing said: the report's date; `null`: no date."""
    if source is None or source == "null":
        day = passage.date if source is None else None
        return {"text": "", "start": day, "end": day, "precision": "unknown", "basis": "publication"}
    text, rest = source.rsplit("=", 1)
    days, precision, basis = rest.split("/")
    start, _, end = days.partition("..")
    if ".." not in days:
        end = start
    for number, name in enumerate(WEEKDAYS):
        if (
            name in text
            and precision == "day"
            and start == end
            and date.fromisoformat(start).weekday() != number
        ):
            raise ValueError(f"{passage.id}: {start} is no {name}")
    passage.find(text, (0, len(passage.text)))
    return {
        "text": text,
        "start": start or None,
        "end": end or None,
        "precision": precision,
        "basis": BASES[basis],
    }


def read_number(source: str) -> Json:
    """`text / measure / low / high` to a number; `-` is no bound."""
    text, measure, low, high = (part.strip() for part in source.split("/"))
    return {
        "text": text,
        "measure": measure,
        "low": None if low == "-" else int(low),
        "high": None if high == "-" else int(high),
    }


def read_statement(line: str, passage: Passage) -> Json:
    """One line of annotation to a statement in the codebook's form."""
    head, *fields = (part.strip() for part in line.split(" | "))
    kind, code, sentences, trigger = head.split(" ", 3)
    first, _, last = sentences.partition("-")
    evidence = (passage.spans[int(first) - 1][0], passage.spans[int(last or first) - 1][1])
    given = {field[0]: field[1:].strip() for field in fields}
    if "E" in given:
        evidence = passage.find(given["E"], evidence)
    passage.find(trigger, evidence)

    def refs(key: str, default: str = "") -> list[Json]:
        return [
            passage.ref(part, evidence, default) for part in given.get(key, "").split(";") if part.strip()
        ]

    agent, target, place = refs("A"), refs("T"), refs("P", "l")
    by, _, stance = given.get("C", "").partition("!")
    claimants = [passage.ref(part, evidence) for part in by.split(";") if part.strip()]
    return {
        "doc": passage.id,
        "kind": kind,
        "type": code,
        "agent": agent,
        "target": target,
        "place": place,
        "time": read_time(given.get("@"), passage),
        "numbers": [read_number(part) for part in given.get("N", "").split(";") if part.strip()],
        "claim": {"by": claimants, "stance": (stance.strip() or "asserts") if claimants else None},
        "status": given.get("S", "actual"),
        "evidence": {
            "start": evidence[0],
            "end": evidence[1],
            "quote": passage.text[evidence[0] : evidence[1]],
        },
        "trigger": trigger,
    }


def build() -> tuple[list[Json], list[Json]]:
    """Reports and statements of all passages."""
    reports: list[Json] = []
    statements: list[Json] = []
    for path in sorted((HERE / "passages").glob("*.txt")):
        for block in re.split(r"^=== ", path.read_text("utf-8"), flags=re.MULTILINE)[1:]:
            top, _, bottom = block.partition("\n---\n")
            head, *sentences = (line for line in top.splitlines() if line.strip())
            passage = Passage(head, sentences)
            reports.append(passage.report())
            statements += [read_statement(line, passage) for line in bottom.splitlines() if line.strip()]
    return reports, statements


def as_files(reports: list[Json], statements: list[Json]) -> dict[str, str]:
    """The contents of the two files: one report or statement a line, so that a change shows as a line."""
    rows = ",\n".join(json.dumps(s, ensure_ascii=False) for s in statements)
    return {
        "reports.jsonl": "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in reports),
        "statements.json": f"[\n{rows}\n]\n",
    }


if __name__ == "__main__":
    for name, content in as_files(*build()).items():
        (HERE / name).write_text(content, "utf-8")
