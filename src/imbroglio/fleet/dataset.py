"""A dataset that is complete, opened for reading.

Flows in: its folder. Flows out: reports, statements and troubles as values of the model, in the order of the inputs, or as Arrow tables;
equal, to the byte, to what a case would hold. Refuses a dataset without a manifest, and files that the manifest does not name.
"""

from __future__ import annotations

import heapq
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from operator import itemgetter
from typing import Any

import msgspec

from imbroglio.errors import DatasetError
from imbroglio.fleet.extras import import_extra
from imbroglio.fleet.folder import Folder
from imbroglio.fleet.manifest import Manifest, read_manifest
from imbroglio.fleet.schema import MONTH, TABLES, arrow_schema, pa
from imbroglio.model import Document, Statement, Trouble

_FORM = msgspec.json.Decoder(Statement)
_BATCH, _BATCH_OF_TEXTS = 2_000, 100  # rows of each file in memory
REPORT_COLUMNS = (
    "id sha256 title date date_basis source url language origin extra seq state reason read_with statements screen_score mentions".split()
)


@dataclass(frozen=True, slots=True)
class StoredReport:
    """A report of a dataset.

    Attributes:
        document: the report; its text is empty where the dataset does not hold it.
        has_text: whether the dataset holds its text.
        seq: its place in the order of the inputs.
        state: "read", "dropped", "not-read" or "failed".
        reason: why it was not read.
        read_with: the mark of what read it.
        mentions: rows of the layer `mentions`.
    """

    document: Document
    has_text: bool
    seq: int
    state: str
    reason: str | None
    read_with: str | None
    mentions: tuple[dict[str, Any], ...]


class Dataset:
    """A complete dataset. Made by `open_dataset`."""

    def __init__(self, folder: Folder, manifest: Manifest) -> None:
        self.folder, self.manifest = folder, manifest

    def files(self, table: str, months: Sequence[str] | None = None) -> list[str]:
        """The whole paths of a table's files, of all months or of some; for DuckDB or Arrow."""
        return [self.folder.full(path) for path in self._paths(table, months)]

    def _paths(self, table: str, months: Sequence[str] | None) -> list[str]:
        found = (file["path"] for file in self.manifest.files if file["path"].startswith(f"{table}/"))
        return [path for path in found if months is None or path.split("/")[1].removeprefix(f"{MONTH}=") in months]

    def table(
        self, name: str, columns: Sequence[str] | None = None, where: Any = None, months: Sequence[str] | None = None
    ) -> Any:
        """A table, or some columns and rows of it, sorted by `seq`, with the column `month`.

        Args:
            name: statements, reports or troubles.
            columns: which; all of them by default.
            where: a `pyarrow.compute.Expression` over the columns and `month`.
            months: only these months' files, such as "2016-11".
        """
        wanted = list(columns or [column.name for column in TABLES[name]])
        found = self.scan(name, months).to_table(columns=list(dict.fromkeys([*wanted, "seq"])), filter=where)
        return found.sort_by("seq").select(wanted)

    def scan(self, name: str, months: Sequence[str] | None = None) -> Any:
        """A table as a `pyarrow.dataset.Dataset`, with the column `month`; nothing of it is read yet."""
        dataset = import_extra("pyarrow.dataset")
        schema = arrow_schema(TABLES[name]).append(pa.field(MONTH, pa.string()))
        hive = dataset.partitioning(pa.schema([(MONTH, pa.string())]), flavor="hive")
        files = self.files(name, months)
        filesystem = self.folder.filesystem
        if not files:
            return dataset.dataset(pa.table({f.name: pa.array([], f.type) for f in schema}))
        return dataset.dataset(files, schema=schema, format="parquet", partitioning=hive, filesystem=filesystem)

    def rows(
        self, name: str, columns: Sequence[str], where: Any = None, months: Sequence[str] | None = None
    ) -> Iterator[dict[str, Any]]:
        """Rows by `seq`, which is among the columns. Of each run one file of each month is open at a time: a month's files follow each other."""
        runs: dict[str, dict[str, list[str]]] = {}
        for path in self._paths(name, months):
            _, month, file = path.split("/")
            runs.setdefault(file.rpartition("-")[0], {}).setdefault(month, []).append(path)
        for _, by_month in sorted(runs.items()):
            streams = [self._rows_of(name, sorted(paths), columns, where) for paths in by_month.values()]
            yield from heapq.merge(*streams, key=itemgetter("seq"))

    def _rows_of(self, name: str, paths: Sequence[str], columns: Sequence[str], where: Any) -> Iterator[dict[str, Any]]:
        """Rows of some files, one file after the other; some rows of it in memory."""
        dataset = import_extra("pyarrow.dataset")
        schema = arrow_schema(TABLES[name]).append(pa.field(MONTH, pa.string()))
        hive = dataset.partitioning(pa.schema([(MONTH, pa.string())]), flavor="hive")
        for path in paths:
            with self._plainly(path):
                one = dataset.dataset(
                    [self.folder.full(path)],
                    schema=schema,
                    format="parquet",
                    partitioning=hive,
                    filesystem=self.folder.filesystem,
                )
                batches = one.to_batches(
                    columns=list(columns),
                    filter=where,
                    batch_size=_BATCH_OF_TEXTS if "text" in columns else _BATCH,
                    batch_readahead=0,
                    fragment_readahead=0,
                    fragment_scan_options=dataset.ParquetFragmentScanOptions(pre_buffer=False),
                )
                for batch in batches:
                    yield from batch.to_pylist()

    @contextmanager
    def _plainly(self, path: str) -> Iterator[None]:
        try:
            yield
        except (OSError, pa.ArrowException):
            raise DatasetError(
                f"'{self.folder.full(path)}' is missing or damaged, though the manifest names it; make the dataset anew with --again."
            ) from None

    def reports(
        self, where: Any = None, months: Sequence[str] | None = None, texts: bool = True
    ) -> Iterator[StoredReport]:
        """The reports, in the order of the inputs."""
        columns = [*REPORT_COLUMNS, *(["text"] if texts else [])]
        for row in self.rows("reports", columns, where, months):
            text = row.get("text")
            yield StoredReport(
                document_of(row, text or ""),
                text is not None,
                row["seq"],
                row["state"],
                row["reason"],
                row["read_with"],
                tuple(json.loads(row["mentions"])),
            )

    def statements(
        self, where: Any = None, months: Sequence[str] | None = None, because: bool = True
    ) -> Iterator[Statement]:
        """The statements, by report, then as they stand in it; with the reader's reasons, or without."""
        columns = ["seq", "form", *(["because"] if because else [])]
        for row in self.rows("statements", columns, where, months):
            yield statement_of(row) if because else _FORM.decode(row["form"])

    def troubles(self, where: Any = None, months: Sequence[str] | None = None) -> Iterator[tuple[str | None, Trouble]]:
        """The troubles, each with the id of its report, or None where the input gave none."""
        for row in self.rows("troubles", [column.name for column in TABLES["troubles"]], where, months):
            yield row["doc"], trouble_of(row)


def statement_of(row: Mapping[str, Any]) -> Statement:
    """The statement of a row, with the reader's reasons."""
    return replace(_FORM.decode(row["form"]), because=tuple(json.loads(row["because"])))


def trouble_of(row: Mapping[str, Any]) -> Trouble:
    """The trouble of a row."""
    return Trouble(row["place"], row["reason"], row["message"], row["start"], row["end"], row["fatal"])


def document_of(row: Mapping[str, Any], text: str) -> Document:
    """The report of a row."""
    return Document(
        id=row["id"],
        text=text,
        title=row["title"],
        date=row["date"],
        source=row["source"],
        url=row["url"],
        language=row["language"],
        sha256=row["sha256"],
        origin=row["origin"],
        date_basis=row["date_basis"],
        extra=tuple((key, value) for key, value in json.loads(row["extra"])),
    )


def open_dataset(where: str) -> Dataset:
    """Open a dataset. Raises DatasetError where there is none, or where it is not complete."""
    folder = Folder(where)
    manifest = read_manifest(folder)
    if manifest is None:
        half = " A run into it was interrupted; the same command again goes on with it." if folder.files(".work") else ""
        raise DatasetError(
            f"'{where}' holds no dataset.{half or f' Fill it with: imbroglio read REPORTS... --dataset {where}'}"
        )
    return Dataset(folder, manifest)
