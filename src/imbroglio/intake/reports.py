"""Inputs to Documents: the whole of intake.

Flows in: paths, folders, globs, "-". Flows out: for each report a Document, followed by the Troubles about
it; for each input of which no report can be made a fatal Trouble that names it. Nothing here raises for
what a file holds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date as Day
from typing import BinaryIO

from imbroglio.intake.columns import check_columns
from imbroglio.intake.decoding import decode, is_utf8, replace_surrogates
from imbroglio.intake.draft import Draft, refuse, remark
from imbroglio.intake.json_rows import read_json, read_json_lines
from imbroglio.intake.language import detect_language
from imbroglio.intake.limits import DEFAULT_LIMITS, Limits
from imbroglio.intake.lines import iter_chunks, read_up_to
from imbroglio.intake.mail import read_mail
from imbroglio.intake.page import read_page
from imbroglio.intake.pdf import read_pdf
from imbroglio.intake.plain import read_markdown, read_plain
from imbroglio.intake.sniffing import HEAD, Format, find_format, find_kind
from imbroglio.intake.sources import Source, iter_sources
from imbroglio.intake.table import read_table
from imbroglio.intake.word import read_word
from imbroglio.model import Document, Trouble

Dateline = Callable[[str, Day | None], tuple[Day, int, int] | None]
"""Finds the day in a text's dateline, given the day already known: (day, start, end), or None."""


def iter_reports(
    inputs: Sequence[str | Source],
    *,
    columns: Mapping[str, str] | None = None,
    stdin: BinaryIO | None = None,
    dateline: Dateline | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> Iterator[Document | Trouble]:
    """Read every report that `inputs` name, one at a time.

    Args:
        inputs: paths, folders (read recursively), globs, "-" for standard input, and Sources.
        columns: field of a report (text, title, date, source, url, id) -> column or JSON key.
        stdin: what "-" reads.
        dateline: finds the day that a text states at its head; where it contradicts the day given, it wins.
        limits: upper bounds for one input.

    Yields:
        A Document, then the Troubles about it (`where` is its id); or a Trouble for an input without a report
        (`where` is its path, with ":line" for a row).

    Raises:
        IntakeError: `columns` names a field that no report has.
    """
    check_columns(columns)
    return _Intake(columns, stdin, dateline, limits).run(inputs)


def count_inputs(
    inputs: Sequence[str | Source], *, columns: Mapping[str, str] | None = None, limits: Limits = DEFAULT_LIMITS
) -> int | None:
    """How many reports to expect, for a progress bar; None where standard input is among the inputs."""
    check_columns(columns)
    intake = _Intake(columns, None, None, limits)
    total = 0
    for source in iter_sources(inputs):
        if isinstance(source, Trouble):
            continue
        if source.path is None:
            return None
        total += intake.count(source)
    return total


class _Intake:
    """One run of intake: its settings, and what it has seen so far."""

    def __init__(
        self,
        columns: Mapping[str, str] | None,
        stdin: BinaryIO | None,
        dateline: Dateline | None,
        limits: Limits,
    ) -> None:
        self._columns, self._stdin, self._dateline, self._limits = columns, stdin, dateline, limits
        self._id_of: dict[str, str] = {}  # SHA-256 -> id of the report with these bytes
        self._ids: set[str] = set()

    def run(self, inputs: Sequence[str | Source]) -> Iterator[Document | Trouble]:
        for source in iter_sources(inputs):
            if isinstance(source, Trouble):
                yield source
                continue
            for made in self._open(source):
                yield from (made,) if isinstance(made, Trouble) else self._finish(made, source)

    def count(self, source: Source) -> int:
        """Rows of JSON Lines, JSON arrays and tables; 1 for every other file."""
        assert source.path is not None
        try:
            with source.path.open("rb") as stream:
                head = stream.read(HEAD)
                if find_format(head, source.name) not in (Format.JSON, Format.JSON_LINES, Format.TABLE):
                    return 1
                return sum(1 for _ in self._read(head, stream, source.name))
        except OSError:
            return 1

    def _open(self, source: Source) -> Iterator[Draft | Trouble]:
        try:
            if source.path is not None:
                with source.path.open("rb") as stream:
                    yield from self._read(stream.read(HEAD), stream, source.name)
            elif self._stdin is not None:
                yield from self._read(read_up_to(self._stdin, HEAD), self._stdin, source.name)
            else:
                yield refuse(source.name, "missing", "there is no standard input.")
        except OSError as fault:
            yield refuse(
                source.name, "unreadable", f"it cannot be read ({fault.strerror or type(fault).__name__})."
            )

    def _read(self, head: bytes, stream: BinaryIO, name: str) -> Iterator[Draft | Trouble]:
        """Drafts of one input, by its format."""
        if not head:
            yield refuse(name, "empty", "it is empty.")
            return
        found = find_format(head, name)
        if found is Format.PLAIN and name == "-" and self._columns:
            found = Format.TABLE  # standard input has no ending; a column mapping says what it is
        if found is Format.BINARY:
            kind = find_kind(head)
            yield refuse(name, "binary", f"it is {kind}." if kind else "it is no text but binary data.")
        elif found is Format.XML:
            yield refuse(
                name,
                "unknown-format",
                "it is XML of a kind that is not read. Save its reports as text or JSON Lines.",
            )
        elif found in (Format.JSON_LINES, Format.TABLE) and is_utf8(head):
            yield from self._read_rows(found, iter_chunks(head, stream), name)
        else:
            data = head + read_up_to(stream, self._limits.file_bytes + 1 - len(head))
            if len(data) > self._limits.file_bytes:
                yield refuse(
                    name, "too-large", f"it is larger than the limit of {self._limits.file_bytes:,} bytes."
                )
                return
            yield from self._read_whole(found, data, name)

    def _read_rows(self, found: Format, chunks: Iterable[bytes], name: str) -> Iterator[Draft | Trouble]:
        read = read_table if found is Format.TABLE else read_json_lines
        empty = True
        for made in read(chunks, name, self._columns, self._limits):
            empty = False
            yield made
        if empty:
            yield refuse(name, "empty", "it holds nothing but white space.")

    def _read_whole(self, found: Format, data: bytes, name: str) -> Iterator[Draft | Trouble]:
        match found:
            case Format.PDF:
                yield from read_pdf(data, name, self._limits)
            case Format.WORD:
                yield from read_word(data, name, self._limits)
            case Format.PAGE:
                yield from read_page(data, name, self._limits)
            case Format.MAIL:
                yield from read_mail(data, name, self._limits)
            case Format.MARKDOWN:
                yield from read_markdown(data, name)
            case Format.JSON:
                yield from read_json(data, name, self._columns, self._limits)
            case (
                Format.JSON_LINES | Format.TABLE
            ):  # not UTF-8: decoded as a whole, so that one guess holds for all
                decoded = decode(data)
                yield from self._read_rows(found, [decoded.text.encode("utf-8", "surrogatepass")], name)
                yield from decoded.trouble(name)
            case _:
                yield from read_plain(data, name)

    def _finish(self, draft: Draft, source: Source) -> Iterator[Document | Trouble]:
        """The Document of a Draft and the Troubles about it; or why there is none."""
        refused = self._check(draft)
        if refused is not None:
            yield refused
            return
        id, id_trouble = self._choose_id(draft)
        self._id_of[draft.sha256] = id
        self._ids.add(id)
        text, lone = replace_surrogates(draft.text)
        day, basis, date_trouble = self._settle_date(replace(draft, text=text))
        language = detect_language(text)
        yield Document(
            id=id,
            text=text,
            title=_storable(draft.title),
            date=day,
            source=_storable(draft.source),
            url=_storable(draft.url),
            language=language,
            sha256=draft.sha256,
            origin=source.name.encode("utf-8", "replace").decode("utf-8"),
            date_basis=basis,
        )
        troubles = [*draft.troubles, id_trouble, date_trouble]
        if lone is not None:
            message = "it holds halves of characters (lone surrogates); each was replaced by the sign \ufffd."
            troubles.append(remark(draft.where, "surrogates", message, lone, lone + 1))
        if language != "en":
            message = f"it is not in English (it looks like '{language}') and will not be read."
            troubles.append(remark(draft.where, "not-english", message))
        yield from (replace(trouble, where=id) for trouble in troubles if trouble is not None)

    def _check(self, draft: Draft) -> Trouble | None:
        if not draft.text.strip("\ufeff \t\r\n\f\v") or draft.text.isspace():
            return refuse(
                draft.where,
                "empty",
                "it holds no text but white space." if draft.text else "it holds no text.",
            )
        if "\x00" in draft.text:
            return refuse(draft.where, "binary", "it holds zero bytes and is no text.")
        if len(draft.text) > self._limits.text_chars:
            message = (
                f"its text has {len(draft.text):,} characters; the limit is {self._limits.text_chars:,}."
            )
            return refuse(draft.where, "too-long", message)
        if draft.sha256 in self._id_of:
            return remark(
                draft.where,
                "duplicate",
                f"the same bytes were read before, as report {self._id_of[draft.sha256]}.",
            )
        return None

    def _choose_id(self, draft: Draft) -> tuple[str, Trouble | None]:
        """The id given, else the hash's first 16 signs; one that is taken gets the hash appended."""
        given = _storable(draft.id)
        id = given or draft.sha256[:16]
        if id not in self._ids:
            return id, None
        longer = f"{id}-{draft.sha256[:16]}"
        return longer, remark(
            draft.where, "id-taken", f"another report has the id '{id}'; this one is called '{longer}'."
        )

    def _settle_date(self, draft: Draft) -> tuple[Day | None, str, Trouble | None]:
        """The day of publication: the text's own dateline before what was given or found around the text."""
        stated = self._dateline(draft.text, draft.date) if self._dateline else None
        if stated is None:
            return draft.date, draft.date_basis, None
        day, start, end = stated
        if draft.date is None:
            return day, "dateline", None
        if day == draft.date:
            return day, draft.date_basis, None
        was = f"{draft.date.isoformat()} ({draft.date_basis})"
        message = f"its dateline says {day.isoformat()}, but its date was {was}; the dateline holds."
        return day, "dateline", remark(draft.where, "date-contradicts", message, start, end)


def _storable(value: str | None) -> str | None:
    return None if value is None else replace_surrogates(value)[0]
