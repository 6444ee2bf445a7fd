"""A dataset, or a part of it, into a case: as if the reports had been read into it.

Flows in: an open dataset, and which of its reports. Flows out: a case with their texts, statements, mentions and troubles, in the order
of the inputs, the same as reading them into it would have made. Reports come whole or not at all. What the case holds already is left as
it is, so that a run which was stopped goes on, and the same again adds nothing. A few hundred reports are in memory at a time.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from imbroglio.crew import Layers
from imbroglio.errors import DatasetError
from imbroglio.fleet.asking import Chosen
from imbroglio.fleet.dataset import REPORT_COLUMNS, Dataset, document_of, statement_of, trouble_of
from imbroglio.fleet.extras import import_extra
from imbroglio.fleet.weighing import is_brought
from imbroglio.pipeline.reading import Elsewhere, Summary, record_elsewhere

if TYPE_CHECKING:
    from imbroglio.model import Trouble
    from imbroglio.store import Case

_BATCH_REPORTS, _BATCH_SIGNS = 200, 4_000_000  # that are written at once
_FEW = 20_000  # ids by which files are searched rather than gone through

Row = dict[str, Any]


@dataclass(slots=True)
class Gathered:
    """What a run brought into a case, and what it left out, by the state of the report in the dataset."""

    summary: Summary = field(default_factory=Summary)
    left_out: Counter[str] = field(default_factory=Counter)

    @property
    def reports(self) -> int:
        """How many reports it went through."""
        states = self.summary.reports
        return states.total() - states["refused"] + self.left_out.total()

    def to_json(self) -> Row:
        """The run as JSON."""
        return {**self.summary.to_json(), "left_out": dict(sorted(self.left_out.items()))}


def gather(
    dataset: Dataset, case: Case, chosen: Chosen | None = None, told: Callable[[Gathered], None] | None = None
) -> Gathered:
    """Bring reports of a dataset into a case.

    Args:
        dataset: the dataset.
        case: an open case.
        chosen: which reports; None: all, with the troubles of inputs that gave none.
        told: told how far the run is, each time that something is on the disk.

    Raises:
        DatasetError: the dataset does not hold what its manifest says.
        CaseError: the case cannot be written.
    """
    done = Gathered()
    batch: list[Elsewhere] = []
    signs = 0
    seen: set[str] = set()

    def write() -> None:
        for outcome in record_elsewhere(case, batch):
            done.summary.add(outcome)
        batch.clear()
        seen.clear()
        if told is not None:
            told(done)

    for each in _Streams(dataset, chosen).run(done):
        doc = each.document
        same = doc is not None and not seen.isdisjoint((doc.id, doc.sha256))
        if len(batch) >= _BATCH_REPORTS or signs >= _BATCH_SIGNS or same:
            write()
            signs = 0
        batch.append(each)
        if doc is not None:
            seen.update((doc.id, doc.sha256))
            signs += len(doc.text)
    write()
    return done


class _Streams:
    """Reports, statements and troubles, side by side."""

    def __init__(self, dataset: Dataset, chosen: Chosen | None) -> None:
        self._chosen = chosen
        months = None if chosen is None else sorted(chosen.months)
        by_id, by_doc = self._only("id"), self._only("doc")
        self._reports = dataset.rows("reports", [*REPORT_COLUMNS, "text"], by_id, months)
        self._statements = _Rows(dataset.rows("statements", ["seq", "doc", "form", "because"], by_doc, months))
        columns = ["seq", "doc", "place", "reason", "message", "start", "end", "fatal"]
        self._troubles = _Rows(dataset.rows("troubles", columns, by_doc, months))

    def _only(self, column: str) -> Any:
        if self._chosen is None or len(self._chosen.ids) > _FEW:
            return None
        return import_extra("pyarrow.compute").field(column).isin(sorted(self._chosen.ids))

    def run(self, done: Gathered) -> Iterator[Elsewhere]:
        """What is to be brought, in order; counts what is not."""
        for row in self._reports:
            yield from self._of_no_report()
            statements = self._statements.of(row["id"])
            troubles = [trouble_of(found) for found in self._troubles.of(row["id"])]
            if self._chosen is not None and row["id"] not in self._chosen.ids:
                continue
            if not is_brought(row):
                done.left_out[row["state"]] += 1
                continue
            read: Layers | Trouble | None = None
            if row["state"] == "read":
                read = Layers(tuple(map(statement_of, statements)), tuple(json.loads(row["mentions"])))
            elif row["state"] == "failed" and troubles:
                *troubles, read = troubles
            yield Elsewhere(document_of(row, row["text"] or ""), tuple(troubles), read, row["read_with"] or "")
        yield from self._of_no_report()
        if (left := self._statements.head) is not None:
            raise DatasetError(f"The dataset holds statements of '{left['doc']}', but no such report; make it anew with --again.")

    def _of_no_report(self) -> Iterator[Elsewhere]:
        """Troubles with inputs that gave no report, up to those of the next report."""
        for row in self._troubles.of(None):
            if self._chosen is None:
                yield Elsewhere(None, (trouble_of(row),))


class _Rows:
    """A stream of rows that can be looked at before they are taken."""

    def __init__(self, rows: Iterator[Row]) -> None:
        self._rows = rows
        self.head: Row | None = next(rows, None)

    def of(self, doc: str | None) -> list[Row]:
        """The next rows, as far as they are of this report."""
        found = []
        while self.head is not None and self.head["doc"] == doc:
            found.append(self.head)
            self.head = next(self._rows, None)
        return found
