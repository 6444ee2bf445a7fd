"""Inputs to reports, reports to statements, statements to the case.

Flows in: the names of inputs, and a case to record in, or none. Flows out: one `Outcome` for each report and
each input that gave none, in the order of the inputs, whatever the number of worker processes. An Outcome is
handed on after its report was committed to the case, so that what has been seen is on the disk; a killed run
goes on where it stopped. Workers return values and never write.
"""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Literal

from imbroglio import __version__
from imbroglio.crew import Crew, DocumentReader, Layers, MakeReader, TimedCrew
from imbroglio.errors import ImbroglioError, PipelineMissing
from imbroglio.intake import Dateline, Source, iter_reports
from imbroglio.model import Document, Trouble
from imbroglio.reading.times import dateline_date

if TYPE_CHECKING:
    from imbroglio.store import Case

Row = dict[str, Any]
State = Literal["read", "known", "not-read", "crashed", "refused"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one report, or of one input that gave none.

    Attributes:
        state: "read"; "known" (the case held it as read before); "not-read" (not in English); "crashed" (the
            reader
            failed on it); "refused" (no report could be made of the input, or it is one that was there
            before).
        document: the report; None where there is none.
        layers: what was read from it; empty unless it was read, or known and recalled.
        troubles: all that went wrong with it.
    """

    state: State
    document: Document | None = None
    layers: Layers = field(default_factory=Layers)
    troubles: tuple[Trouble, ...] = ()


@dataclass(slots=True)
class Summary:
    """A run in figures."""

    reports: Counter[str] = field(default_factory=Counter)
    statements: Counter[str] = field(default_factory=Counter)
    troubles: Counter[str] = field(default_factory=Counter)
    passed: Counter[str] = field(default_factory=Counter)  # records of archives that are no reports, by kind

    def add(self, outcome: Outcome) -> None:
        """Count one outcome."""
        self.reports[outcome.state] += 1
        self.statements.update(s.kind for s in outcome.layers.statements)
        self.troubles.update(t.reason for t in outcome.troubles)

    @property
    def any_read(self) -> bool:
        """Whether anything could be read, now or before."""
        return bool(self.reports["read"] or self.reports["known"])

    def to_json(self) -> Row:
        """The figures as JSON."""
        states: tuple[State, ...] = ("read", "known", "not-read", "crashed", "refused")
        return {
            "reports": {state: self.reports[state] for state in states},
            "statements": dict(sorted(self.statements.items())),
            "troubles": dict(sorted(self.troubles.items())),
            "passed": dict(sorted(self.passed.items())),
        }


def make_reader(packs: tuple[Path, ...] = (), pipeline: str | None = None) -> DocumentReader:
    """The reader with all it knows. Raises PipelineMissing, KnowledgeError."""
    # Here, since a run that finds every report known needs neither the knowledge nor the parser.
    from imbroglio.knowledge.gazetteer import Gazetteer
    from imbroglio.reading.reader import Reader

    return Reader(Gazetteer.open(), packs=packs, pipeline=pipeline)


def prepare(
    packs: Sequence[Path] = (), pipeline: str | None = None, told: Callable[[str, float], None] | None = None
) -> None:
    """Look, before anything is written, whether a reader can be made; compile the gazetteer's index.

    Raises:
        PipelineMissing, KnowledgeError: as `make_reader` would.
    """
    from imbroglio.knowledge.gazetteer import Gazetteer
    from imbroglio.knowledge.packs import load_packs
    from imbroglio.reading.parser import PIPELINE, pipeline_folder

    wanted = pipeline or os.environ.get("IMBROGLIO_PIPELINE") or PIPELINE
    if pipeline_folder(wanted) is None:
        raise PipelineMissing(wanted)
    if packs:
        load_packs(packs)
    Gazetteer.open(progress=told).close()


def reader_mark(packs: Sequence[Path] = (), pipeline: str | None = None) -> str:
    """What a reading is marked with: the version, and what the user has added to its knowledge.

    Where the mark differs from that of a report in the case, the report is read again.
    """
    from imbroglio.knowledge.gazetteer import USER_INDEX
    from imbroglio.knowledge.place_index import cache_folder

    parts = [f"imbroglio {__version__}"]
    named = pipeline or os.environ.get("IMBROGLIO_PIPELINE")
    if named:
        parts.append(f"pipeline {named}")
    if packs:
        parts.append(f"packs {_digest(packs)}")
    places = cache_folder() / USER_INDEX
    if places.is_file():
        parts.append(f"places {_digest([places])}")
    return ", ".join(parts)


def _digest(files: Iterable[Path]) -> str:
    whole = hashlib.sha256()
    for file in files:
        try:
            whole.update(hashlib.sha256(file.read_bytes()).digest())
        except OSError as error:
            raise ImbroglioError(f"'{file}' cannot be read ({error.strerror}); check its name.") from None
    return whole.hexdigest()[:12]


def read_reports(
    inputs: Sequence[str | Source],
    case: Case | None = None,
    *,
    columns: Mapping[str, str] | None = None,
    stdin: BinaryIO | None = None,
    dateline: Dateline | None = dateline_date,
    reader: MakeReader | None = None,
    mark: str | None = None,
    jobs: int = 1,
    again: bool = False,
    recall: bool = False,
    progress: Callable[[Outcome], None] | None = None,
    passed: Counter[str] | None = None,
) -> Iterator[Outcome]:
    """Read reports into a case, or into nothing but the outcomes.

    Args:
        inputs: paths, folders, globs, "-" for standard input, and `imbroglio.intake.Source`s.
        case: where to record; reports that it holds as read with this mark are not read again.
        columns, stdin, dateline, passed: as `imbroglio.intake.iter_reports` takes them.
        reader: makes the reader, in each worker process.
        mark: what the reading is marked with; `reader_mark` by default.
        jobs: worker processes; 1 reads in this one.
        again: read what the case knows all the same.
        recall: fill the outcomes of known reports with the statements that the case holds.
        progress: told each outcome, when it is recorded.

    Raises:
        IntakeError, CaseError, PipelineMissing, KnowledgeError: as the stages do.
    """
    stream = iter_reports(inputs, columns=columns, stdin=stdin, dateline=dateline, passed=passed)
    yield from read_stream(
        stream, case, reader=reader, mark=mark, jobs=jobs, again=again, recall=recall, progress=progress
    )


def read_stream(
    stream: Iterable[Document | Trouble],
    case: Case | None = None,
    *,
    reader: MakeReader | None = None,
    mark: str | None = None,
    jobs: int = 1,
    again: bool = False,
    recall: bool = False,
    limit: float = 0.0,
    progress: Callable[[Outcome], None] | None = None,
) -> Iterator[Outcome]:
    """The same for reports that are already made: each Document, followed by the Troubles about it.

    With a `limit`, one child process reads (whatever `jobs` says), and a report that takes more seconds is given up.
    """
    stage = _Recording(case, mark or reader_mark(), again, recall)
    units = _gather(stream)
    make = reader or make_reader
    crew: Crew[_Unit] | TimedCrew[_Unit] = TimedCrew(make, limit) if limit else Crew(make, jobs)
    try:
        for unit, read in crew.run(_to_read(map(stage.settle, units))):
            outcome = stage.record(unit, read)
            if progress is not None:
                progress(outcome)
            yield outcome
    finally:
        crew.dismiss()


@dataclass(frozen=True, slots=True)
class _Unit:
    """A report with the troubles about it, or a trouble with an input that gave none."""

    document: Document | None
    troubles: tuple[Trouble, ...]
    state: State | None = None  # settled before reading; None where it has to be read


def _gather(stream: Iterable[Document | Trouble]) -> Iterator[_Unit]:
    """Join each report with the troubles that follow it."""
    doc: Document | None = None
    about: list[Trouble] = []
    for item in chain(stream, (None,)):
        if isinstance(item, Trouble) and doc is not None and item.where == doc.id and not item.fatal:
            about.append(item)
            continue
        if doc is not None:
            yield _Unit(doc, tuple(about))
            doc, about = None, []
        if isinstance(item, Document):
            doc = item
        elif item is not None:
            yield _Unit(None, (item,), "refused")


def _to_read(units: Iterable[_Unit]) -> Iterator[tuple[_Unit, Document | None]]:
    """Each unit with the report, where that has to be read."""
    return ((unit, unit.document if unit.state is None else None) for unit in units)


class _Recording:
    """What the case knows before a report is read, and what is written to it afterwards."""

    def __init__(self, case: Case | None, mark: str, again: bool, recall: bool) -> None:
        self._case, self._mark, self._again, self._recall = case, mark, again, recall

    def settle(self, unit: _Unit) -> _Unit:
        """Give the report the id that the case knows it by, and say whether it has to be read."""
        if unit.document is None:
            return unit
        if self._case is not None:
            unit = self._know(unit, self._case)
        if unit.state is None and unit.document is not None and unit.document.language not in (None, "en"):
            return replace(unit, state="not-read")
        return unit

    def _know(self, unit: _Unit, case: Case) -> _Unit:
        doc = unit.document
        assert doc is not None
        stored = case.find_document(sha256=doc.sha256)
        if stored is None:
            other = case.find_document(id=doc.id)
            if other is None or other.document.sha256 == doc.sha256:
                return unit
            longer = f"{doc.id}-{doc.sha256[:16]}"
            message = (
                f"{doc.origin}: the case holds another report '{doc.id}'; this one is called '{longer}'."
            )
            return _renamed(unit, longer, Trouble(longer, "id-taken", message))
        if stored.document.id != doc.id:
            unit = _renamed(unit, stored.document.id, None)
        same = replace(stored.document, origin=doc.origin, extra=doc.extra) == unit.document
        if stored.read_with == self._mark and same and not self._again:
            return replace(unit, state="known")
        return unit

    def record(self, unit: _Unit, read: Layers | Trouble | None) -> Outcome:
        """Write what became of a report to the case; returns it."""
        doc, case = unit.document, self._case
        if doc is None:
            if case is not None:
                for trouble in unit.troubles:
                    case.add_trouble(trouble)
            return Outcome("refused", None, troubles=unit.troubles)
        if isinstance(read, Layers):
            troubles = (*unit.troubles, *read.troubles)
            if case is not None:
                case.add_reading(
                    doc, read.statements, read_with=self._mark, mentions=read.mentions, troubles=troubles
                )
            return Outcome("read", doc, read, troubles)
        if unit.state == "known":
            return Outcome("known", doc, self._remember(doc), unit.troubles)
        troubles = unit.troubles if read is None else (*unit.troubles, read)
        if case is not None:
            case.add_document(doc, troubles)
        return Outcome("not-read" if read is None else "crashed", doc, troubles=troubles)

    def _remember(self, doc: Document) -> Layers:
        if self._case is None or not self._recall:
            return Layers()
        return Layers(statements=tuple(self._case.statements_of(doc.id)))


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A report that was read elsewhere, or a trouble with an input that gave none.

    Attributes:
        document: the report; None where there is none.
        troubles: all that went wrong with it, in their order.
        read: what was read from it; the trouble on which the reader failed; None where it was not read.
        mark: what the reading is marked with.
    """

    document: Document | None
    troubles: tuple[Trouble, ...] = ()
    read: Layers | Trouble | None = None
    mark: str = ""


def record_elsewhere(case: Case, found: Sequence[Elsewhere]) -> list[Outcome]:
    """Write reports that were read elsewhere into a case, as if they had been read into it: all of them at once, or none.

    What the case knows as read with the same mark is left as it is. No two may have the same bytes.
    """
    stages = {each.mark: _Recording(case, each.mark, again=False, recall=False) for each in found}
    units = [stages[each.mark].settle(_Unit(each.document, each.troubles, None if each.document else "refused")) for each in found]
    with case.bulk():
        return [stages[each.mark].record(unit, _for(unit, each.read)) for each, unit in zip(found, units, strict=True)]


def _for(unit: _Unit, read: Layers | Trouble | None) -> Layers | Trouble | None:
    """What was read, for the report by the id that the case knows it by; nothing where it is known."""
    if read is None or unit.document is None or unit.state is not None:
        return None
    doc = unit.document.id
    if isinstance(read, Trouble):
        return read if read.where == doc else replace(read, where=doc)
    return replace(read, statements=tuple(s if s.doc == doc else replace(s, doc=doc) for s in read.statements))


def _renamed(unit: _Unit, id: str, why: Trouble | None) -> _Unit:
    assert unit.document is not None
    troubles = [replace(t, where=id) for t in unit.troubles]
    return replace(
        unit, document=replace(unit.document, id=id), troubles=tuple([*troubles, why] if why else troubles)
    )
