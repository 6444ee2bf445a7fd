"""A reader that takes no time to load, and a run of the pipeline with it, for tests that kill the run.

As a program: `stub_run.py REPORTS CASE JOBS [PAUSE]` reads REPORTS into CASE and says, a line each, which
reports were acknowledged, and by which process they were read.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from imbroglio.model import Claim, Document, Evidence, MadeBy, Ref, Statement, Trouble, When

MARK = "stub 1"
UNSAID = When("", None, None, "unknown", "publication")


@dataclass(frozen=True)
class Row:
    """A layer's row."""

    values: Mapping[str, Any]

    def to_json(self) -> dict[str, Any]:
        return dict(self.values)


@dataclass(frozen=True)
class StubReading:
    """What the stub makes of a report."""

    statements: tuple[Statement, ...]
    mentions: tuple[Row, ...]
    claims: tuple[Row, ...] = ()
    times: tuple[Row, ...] = ()
    troubles: tuple[Trouble, ...] = ()


class StubReader:
    """One statement for each word; "crash" raises, "die" ends the process, "slow" takes two minutes."""

    def __init__(self, pause: float = 0.0) -> None:
        self.pause = pause

    def read(self, doc: Document) -> StubReading:
        statements, mentions, at = [], [], 0
        for word in doc.text.split():
            if word == "crash":
                raise ValueError(f"cannot bear\n'{word}'")
            if word == "die":
                os._exit(3)
            if word == "slow":
                time.sleep(120)
            start = doc.text.index(word, at)
            at = start + len(word)
            ref = Ref(word, start, at, word, "armed_group")
            made = MadeBy("stub", "1", "word", 1.0)
            evidence = Evidence(start, at, word)
            statements.append(
                Statement(
                    doc.id,
                    "event",
                    "clash",
                    (ref,),
                    (),
                    (),
                    UNSAID,
                    (),
                    Claim(),
                    "actual",
                    evidence,
                    word,
                    made,
                    None,
                    ("a word",),
                )
            )
            mentions.append(
                Row(
                    {"start": start, "end": at, "text": word, "name": word, "kind": "armed_group", "id": None}
                )
            )
        time.sleep(self.pause)
        return StubReading(
            tuple(statements), tuple(mentions), times=(Row({"doc": doc.id, "by": os.getpid()}),)
        )


def make_stub(pause: float = 0.0) -> StubReader:
    """A MakeReader."""
    return StubReader(pause)


def make_nothing() -> StubReader:
    """A MakeReader that fails as the real one does."""
    from imbroglio.errors import PipelineMissing

    raise PipelineMissing("none")


def make_death() -> StubReader:
    """A MakeReader whose process ends."""
    os._exit(4)


def run(reports: str, case_path: str, jobs: int, pause: float) -> None:
    """Read, and say what is acknowledged."""
    from imbroglio.pipeline import read_reports
    from imbroglio.store import open_case

    with open_case(case_path, create=True) as case:
        outcomes = read_reports(
            [reports], case, dateline=None, reader=partial(make_stub, pause), mark=MARK, jobs=jobs
        )
        for outcome in outcomes:
            by = [row["by"] for row in outcome.layers.times]
            doc = outcome.document.id if outcome.document else "-"
            print(outcome.state, doc, *by, flush=True)


if __name__ == "__main__":
    run(sys.argv[1], sys.argv[2], int(sys.argv[3]), float(sys.argv[4]) if len(sys.argv) > 4 else 0.0)
