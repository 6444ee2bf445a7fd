"""Units to a dataset: each report once, in the order of the inputs, by month.

Flows in: the units of a run, all of them done, in the order of the inputs. Flows out: the dataset's files, and last its manifest. Nothing
that an earlier run has published is touched. What a killed run has left half published is none of the manifest's, and removed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from imbroglio.fleet.folder import Folder
from imbroglio.fleet.manifest import Counts, Manifest
from imbroglio.fleet.partitions import Partitions, put_table
from imbroglio.fleet.record_tables import RECORD_TABLES, is_record_file
from imbroglio.fleet.rows import UNKNOWN, Row, renamed
from imbroglio.fleet.schema import TABLES, UNITS, arrow_schema, from_parquet, pa, staged_schema, to_table
from imbroglio.fleet.settling import Key, Settled, Settler
from imbroglio.fleet.staging import Staging
from imbroglio.fleet.unit_reader import STAGES

_KEYS = ["id", "sha256", "text_sha256", "url"]
# Said of a report after its id was chosen; the trouble about the id stands before them, as in intake.
_AFTER_ID = frozenset({"date-contradicts", "surrogates", "not-english"})


@dataclass(slots=True)
class Published:
    """What a run has added."""

    counts: Counts = field(default_factory=Counts)
    known: int = 0
    seconds: dict[str, float] = field(default_factory=lambda: dict.fromkeys(STAGES, 0.0))


def published_keys(folder: Folder, manifest: Manifest) -> Iterator[Key]:
    """By what the reports of a dataset are told apart."""
    for file in manifest.files:
        if file["path"].startswith("reports/"):
            table = from_parquet(folder.get(file["path"]) or b"", _KEYS)
            for row in table.to_pylist():
                yield Key(**row, own_id=row["id"] != row["sha256"][:16])


def published_units(folder: Folder, manifest: Manifest) -> set[str]:
    """The keys of the units that a dataset holds."""
    names = (file["path"] for file in manifest.files if file["path"].startswith("units/"))
    return {key for name in names for key in from_parquet(folder.get(name) or b"", ["key"])["key"].to_pylist()}


def remove_strays(folder: Folder, manifest: Manifest | None) -> None:
    """Remove the files that do not belong to the dataset."""
    files = [*manifest.files, *(manifest.record or {}).get("files", ())] if manifest else []
    named = {file["path"] for file in files}
    for top in (*TABLES, "units", *RECORD_TABLES):
        for path in folder.files(top):
            if path not in named and (top not in RECORD_TABLES or is_record_file(path)):
                folder.remove(path)


class Publisher:
    """Publishes one run.

    Args:
        folder: the dataset's.
        manifest: what it holds so far, which is added to.
        run: the number of the run.
    """

    def __init__(self, folder: Folder, manifest: Manifest, run: int) -> None:
        self._folder, self._manifest, self._run = folder, manifest, run
        self._staging = Staging(folder)
        self._settler = Settler(published_keys(folder, manifest))
        self._parts = {name: Partitions(folder, name, run) for name in TABLES}
        self._following = {name: manifest.following.get(name, 0) for name in TABLES}
        self.published = Published()

    def publish(self, keys: Sequence[str], told: Callable[[], None]) -> None:
        """Publish these units, in this order, and tell of each. Raises DatasetError."""
        units: list[Row] = []
        for seq, key in enumerate(keys):
            self._unit(key)
            units.append(self._unit_row(seq, key))
            told()
        files = []
        for name, part in self._parts.items():
            part.close(None if self._manifest.files else arrow_schema(TABLES[name]).empty_table())
            files += part.files
        table = to_table(units, arrow_schema(UNITS))
        files.append(put_table(self._folder, f"units/run-{self._run:04d}.parquet", table))
        self._manifest.files += files
        self._manifest.counts.add(self.published.counts)
        self._manifest.following = self._following

    def _unit_row(self, seq: int, key: str) -> Row:
        record = self._staging.record(key) or {}
        self.published.counts.passed.update(record["passed"])
        for stage, seconds in record["seconds"].items():
            self.published.seconds[stage] += seconds
        return {"key": key, "seq": seq, **record["counts"], **record["seconds"]}

    def _unit(self, key: str) -> None:
        reports = self._staging.table(key, "reports")
        settled = [self._settler.settle(k) for k in _keys_of(reports)]
        items = reports["item"].to_pylist()
        new = {item: s.id for item, s in zip(items, settled, strict=True) if s.state == "new"}
        self.published.known += sum(s.state == "known" for s in settled)
        other = {
            item: s.id
            for item, s, id in zip(items, settled, reports["id"].to_pylist(), strict=True)
            if s.state == "new" and s.id != id
        }
        self._put_reports(reports, new)
        self._put_statements(self._staging.table(key, "statements"), new, other)
        about = dict(zip(items, zip(settled, reports.to_pylist(), strict=True), strict=True))
        self._put_troubles(self._staging.table(key, "troubles").to_pylist(), about, other)

    def _put_reports(self, reports: Any, new: Mapping[int, str]) -> None:
        kept = _only(reports, new)
        kept = kept.set_column(0, "id", pa.array([new[item] for item in kept["item"].to_pylist()], pa.string()))
        states, reasons = kept["state"].to_pylist(), kept["reason"].to_pylist()
        self.published.counts.reports.update(states)
        self.published.counts.dropped.update(r for s, r in zip(states, reasons, strict=True) if s in ("dropped", "not-read"))
        self._put("reports", kept)

    def _put_statements(self, statements: Any, new: Mapping[int, str], other: Mapping[int, str]) -> None:
        kept = _only(statements, new)
        if not other.keys().isdisjoint(kept["item"].to_pylist()):
            rows = [renamed(row, other[row["item"]]) if row["item"] in other else row for row in kept.to_pylist()]
            kept = to_table(rows, staged_schema("statements"))
        self.published.counts.statements.update(kept["kind"].to_pylist())
        self._put("statements", kept)

    def _put_troubles(
        self, staged: Iterable[Row], about: Mapping[int, tuple[Settled, Row]], other: Mapping[int, str]
    ) -> None:
        by_item: dict[int, list[Row]] = {item: [] for item in about}
        for row in staged:
            by_item.setdefault(row["item"], []).append(row)
        out: list[Row] = []
        for item, rows in sorted(by_item.items()):
            if item not in about:
                out += rows
                continue
            settled, report = about[item]
            if settled.state == "new":
                out += _renamed_troubles(rows, report, settled.id) if item in other else rows
            elif settled.state != "known":
                out.append(_repeat(settled, report, item))
        self.published.counts.troubles.update(row["reason"] for row in out)
        self._put("troubles", to_table(out, staged_schema("troubles")))

    def _put(self, name: str, staged: Any) -> None:
        """Number the rows, and hand them on by month."""
        first = self._following[name]
        self._following[name] += staged.num_rows
        at = staged.schema.get_field_index("seq")
        staged = staged.set_column(at, "seq", pa.array(range(first, first + staged.num_rows), pa.int64()))
        months = staged["month"].to_pylist()
        final = staged.select([column.name for column in TABLES[name]])
        where: dict[str, list[int]] = {}
        for row, month in enumerate(months):
            where.setdefault(month, []).append(row)
        for month, rows in where.items():
            self._parts[name].add(month, final.take(rows) if len(where) > 1 else final)


def _keys_of(reports: Any) -> Iterator[Key]:
    for row in reports.select([*_KEYS, "own_id"]).to_pylist():
        yield Key(**row)


def _only(table: Any, new: Mapping[int, str]) -> Any:
    """The rows of reports that are new."""
    return table.filter(pa.array([item in new for item in table["item"].to_pylist()], pa.bool_()))


def _repeat(settled: Settled, report: Row, item: int) -> Row:
    """The trouble that says that a report was there before."""
    same = (
        f"the same bytes were read before, as report {settled.id}."
        if settled.state == "duplicate"
        else f"the same text at the same address was read before, as report {settled.id}."
    )
    return _remark(report["named"], settled.state, f"{report['named']}: {same}", None, item, UNKNOWN)


def _renamed_troubles(rows: Sequence[Row], report: Row, id: str) -> list[Row]:
    """A report's troubles under its other id, with one that says so."""
    message = f"{report['named']}: another report has the id '{report['id']}'; this one is called '{id}'."
    said = _remark(id, "id-taken", message, id, report["item"], report["month"])
    others = [{**row, "doc": id, "place": id} for row in rows]
    at = next((n for n, row in enumerate(others) if row["reason"] in _AFTER_ID), None)
    if at is None:  # before what the reader said, which names no place in the input
        at = len(others)
    return [*others[:at], said, *others[at:]]


def _remark(place: str, reason: str, message: str, doc: str | None, item: int, month: str) -> Row:
    return {
        "seq": 0,
        "doc": doc,
        "place": place,
        "reason": reason,
        "message": message,
        "start": None,
        "end": None,
        "fatal": False,
        "item": item,
        "month": month,
    }



