"""`imbroglio read`: reports to statements, in a case, a file, or both.

Flows in: reports. Flows out: a filled case, statements as JSON Lines, layers, and a summary.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Literal

import click

from imbroglio.cli.options import DEFAULT_CASE, pack_option, split_columns
from imbroglio.errors import ImbroglioError

if TYPE_CHECKING:
    from imbroglio.pipeline import Outcome, Summary
    from imbroglio.store import Case

_SHOWN = 20
LAYERS = ("mentions", "claims", "times")


@click.command(
    short_help="Read reports into a case or a file.",
    epilog="Examples: imbroglio read articles/ --case syria.imbroglio, or: "
    "imbroglio read table.csv --columns text=body,date=published --statements out.jsonl, or: "
    "imbroglio read news.warc.gz --dataset archive/ --jobs 8",
)
@click.argument("reports", nargs=-1, required=True, metavar="REPORTS...")
@click.option(
    "--case",
    "case_path",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help=f"Record in this case; it is made where there is none. [default: {DEFAULT_CASE}; with "
    "--statements: none]",
)
@click.option(
    "--statements",
    metavar="OUT.jsonl|-",
    help="Write every statement as a line of JSON; '-' is standard output.",
)
@click.option(
    "--layers",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Write what was seen on the way: mentions.jsonl, claims.jsonl, times.jsonl. Reads known "
    "reports again.",
)
@pack_option
@click.option(
    "--jobs",
    type=click.IntRange(1, 4096),
    metavar="N",
    help="Worker processes. [default: 1; with --dataset: one a core]",
)
@click.option(
    "--columns",
    callback=split_columns,
    metavar="text=body,...",
    help="Which column or JSON key holds text, title, date, source, url, id.",
)
@click.option(
    "--again",
    is_flag=True,
    help="Read reports again that the case knows as read; make a dataset anew.",
)
@click.option(
    "--dataset",
    metavar="DIR",
    help="Write a dataset (Parquet by month) in place of a case; a folder, or an address such as s3://bucket/war.",
)
@click.option(
    "--on",
    "on",
    metavar="here|local|ray|ray://HOST:PORT",
    help="With --dataset: read in this process, with local processes, or on a Ray cluster. [default: local]",
)
@click.option(
    "--limit-seconds",
    type=click.FloatRange(min=0),
    metavar="S",
    help="With --dataset: leave a report out that takes longer; 0 never does. [default: 60]",
)
@click.option(
    "--no-screen",
    is_flag=True,
    help="With --dataset: read every article, also those that the screen would drop as not about a war.",
)
@click.option(
    "--keep-texts",
    is_flag=True,
    help="With --dataset: keep the texts of articles that are dropped, too.",
)
@click.option("--json", "as_json", is_flag=True, help="The summary as JSON.")
def read(
    reports: tuple[str, ...],
    case_path: Path | None,
    statements: str | None,
    layers: Path | None,
    packs: tuple[Path, ...],
    jobs: int | None,
    columns: dict[str, str] | None,
    again: bool,
    dataset: str | None,
    on: str | None,
    limit_seconds: float | None,
    no_screen: bool,
    keep_texts: bool,
    as_json: bool,
) -> int:
    """Read REPORTS: files, folders, patterns, or '-' for standard input.

    Takes txt, md, html, pdf, docx, eml, JSON Lines, CSV, Parquet and WARC. What cannot be read is counted by
    reason, and all else goes on. Reading again adds nothing twice; a run that was stopped goes on where it was.
    """
    given = {"--on": on, "--limit-seconds": limit_seconds, "--no-screen": no_screen, "--keep-texts": keep_texts}
    if dataset is not None:
        _check_alone(case_path, statements, layers)
        from imbroglio.cli import read_dataset

        return read_dataset.run(
            read_dataset.DatasetWanted(
                inputs=reports,
                dataset=dataset,
                packs=packs,
                on=on or "local",
                jobs=jobs,
                columns=columns,
                limit_seconds=60.0 if limit_seconds is None else limit_seconds,
                screened=not no_screen,
                texts=keep_texts,
                again=again,
                as_json=as_json,
            )
        )
    for option, value in given.items():
        if value not in (None, False):
            raise click.UsageError(f"{option} goes with --dataset; name the dataset's folder, too.")
    if as_json and statements == "-":
        raise click.UsageError(
            "--json and '--statements -' both write to standard output; give --statements a file."
        )
    if case_path is None and statements is None:
        case_path = Path(DEFAULT_CASE)
    return run(
        Wanted(
            inputs=reports,
            case_path=case_path,
            statements=statements,
            layers=layers,
            packs=packs,
            jobs=jobs or 1,
            columns=columns,
            again=again or layers is not None,
            report="json" if as_json else "text",
        )
    )


def _check_alone(case_path: Path | None, statements: str | None, layers: Path | None) -> None:
    for option, value in (("--case", case_path), ("--statements", statements), ("--layers", layers)):
        if value is not None:
            raise click.UsageError(
                f"--dataset and {option} exclude each other; 'imbroglio gather' brings a dataset into a case."
            )


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be read, where it goes, and how the run is reported; the fields are the options' values.

    `report` is "text", "json", "brief" (text that does not name the case), or "none".
    """

    inputs: tuple[str, ...]
    case_path: Path | None
    statements: str | None = None
    layers: Path | None = None
    packs: tuple[Path, ...] = ()
    jobs: int = 1
    columns: dict[str, str] | None = None
    again: bool = False
    report: Literal["text", "json", "brief", "none"] = "text"


def run(wanted: Wanted) -> int:
    """Read and report; returns the exit code."""
    from imbroglio.intake.columns import check_columns
    from imbroglio.pipeline import Summary, make_reader, prepare, read_reports, reader_mark
    from imbroglio.store import open_case

    check_columns(wanted.columns)
    prepare(wanted.packs, told=tell_preparation)
    summary, told = Summary(), _Told()
    with ExitStack() as stack:
        sinks = stack.enter_context(_sinks(wanted.statements, wanted.layers))
        case = stack.enter_context(open_case(wanted.case_path, create=True)) if wanted.case_path else None
        advance = stack.enter_context(_bar(wanted))
        for outcome in read_reports(
            wanted.inputs,
            case,
            columns=wanted.columns,
            stdin=sys.stdin.buffer,
            reader=partial(make_reader, wanted.packs),
            mark=reader_mark(wanted.packs),
            jobs=wanted.jobs,
            again=wanted.again,
            recall=wanted.statements is not None,
            passed=summary.passed,
        ):
            summary.add(outcome)
            told.keep(outcome)
            _write(outcome, sinks)
            advance()
        _report(summary, told, case, wanted)
    return 0 if summary.any_read else 1


class _Told:
    """The troubles that are told one by one: of inputs that gave no report, or could not be read."""

    def __init__(self) -> None:
        self.messages: list[str] = []
        self.more = 0

    def keep(self, outcome: Outcome) -> None:
        if outcome.state not in ("refused", "crashed", "not-read"):
            return
        for trouble in outcome.troubles:
            if len(self.messages) < _SHOWN:
                self.messages.append(trouble.message)
            else:
                self.more += 1


def tell_preparation(message: str, share: float) -> None:
    """Say on standard error that a first run prepares."""
    # A first run takes some seconds to prepare; silence would look like a fault.
    if share == 0.0 or sys.stderr.isatty():
        click.echo(
            f"\r{message} {share:.0%}" if sys.stderr.isatty() else message,
            err=True,
            nl=not sys.stderr.isatty() or share >= 1.0,
        )


@contextmanager
def _sinks(statements: str | None, layers: Path | None) -> Iterator[dict[str, Callable[[Any], None]]]:
    """Where statements and layers are written to. A file takes its name when it is complete."""
    with ExitStack() as stack:
        sinks: dict[str, Callable[[Any], None]] = {}
        if statements == "-":
            from imbroglio.cli.render import to_line

            sinks["statements"] = lambda value: click.echo(to_line(value))
        elif statements is not None:
            sinks["statements"] = _line_writer(stack.enter_context(_whole_file(Path(statements))))
        if layers is not None:
            try:
                layers.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise ImbroglioError(
                    f"The folder '{layers}' cannot be made ({error.strerror}); name another with --layers."
                ) from None
            for layer in LAYERS:
                sinks[layer] = _line_writer(stack.enter_context(_whole_file(layers / f"{layer}.jsonl")))
        yield sinks


def _line_writer(stream: IO[str]) -> Callable[[Any], None]:
    return lambda value: print(json.dumps(value, ensure_ascii=False, separators=(", ", ": ")), file=stream)


@contextmanager
def _whole_file(path: Path) -> Iterator[IO[str]]:
    """A file that takes its name when it is complete; a pipe or device is written as it is."""
    special = path.exists() and not path.is_file()
    part = path if special else path.with_name(f"{path.name}.part")
    try:
        stream = part.open("w", encoding="utf-8", newline="\n")
    except OSError as error:
        raise ImbroglioError(f"'{path}' cannot be written ({error.strerror}); name another file.") from None
    try:
        with stream:
            yield stream
        if not special:
            part.replace(path)
    finally:
        if not special:
            part.unlink(missing_ok=True)


def _write(outcome: Outcome, sinks: dict[str, Callable[[Any], None]]) -> None:
    from imbroglio.model import statement_to_json

    if "statements" in sinks:
        for statement in outcome.layers.statements:
            sinks["statements"](statement_to_json(statement))
    for layer in LAYERS:
        if layer in sinks:
            for row in getattr(outcome.layers, layer):
                sinks[layer](row)


@contextmanager
def _bar(wanted: Wanted) -> Iterator[Callable[[], None]]:
    """A progress bar on a terminal's standard error; nothing elsewhere."""
    if not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from imbroglio.cli.render import console
    from imbroglio.intake import count_inputs

    parts = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*parts, console=console(stderr=True), transient=True) as progress:
        task = progress.add_task("Reading", total=count_inputs(wanted.inputs, columns=wanted.columns))
        yield lambda: progress.advance(task)


def _report(summary: Summary, told: _Told, case: Case | None, wanted: Wanted) -> None:
    from imbroglio.cli.render import clean, to_line

    if wanted.report == "none":
        return
    for message in told.messages:
        click.echo(f"  {clean(message)}", err=True)
    if told.more:
        click.echo(
            f"  ... and {told.more:,} more; 'imbroglio reports --troubles' lists those of a case.", err=True
        )
    if wanted.report == "json":
        click.echo(to_line({**summary.to_json(), "case": None if case is None else str(case.path)}))
        return
    for line in summarise(summary, case if wanted.report == "text" else None):
        click.echo(line, err=wanted.statements == "-")


def summarise(summary: Summary, case: Case | None) -> list[str]:
    """A run in a few lines."""
    from imbroglio.cli.render import plural

    states = summary.reports
    notes = {
        "known": "known before",
        "not-read": "not in English",
        "crashed": "on which the reader failed",
        "refused": "refused",
    }
    others = ", ".join(f"{states[state]:,} {note}" for state, note in notes.items() if states[state])
    lines = [f"{plural(states['read'], 'report')} read{f' ({others})' if others else ''}."]
    kinds = [
        plural(summary.statements[kind], one, many)
        for kind, one, many in (
            ("event", "event", None),
            ("relation", "relation", None),
            ("control", "control", "control"),
            ("figure", "figure", None),
        )
        if summary.statements[kind]
    ]
    lines.append(
        f"{plural(summary.statements.total(), 'statement')}{': ' + ', '.join(kinds) if kinds else ''}."
    )
    if summary.troubles:
        lines.append(
            "Troubles: "
            + ", ".join(f"{reason} {n:,}" for reason, n in sorted(summary.troubles.items()))
            + "."
        )
    if summary.passed:
        told = ", ".join(f"{kind} {n:,}" for kind, n in sorted(summary.passed.items()))
        lines.append(f"Passed over in archives: {told}.")
    if case is not None:
        lines.append(
            f"Recorded in {case.path}, which holds {plural(case.count(), 'statement')}. See: "
            f"imbroglio show --case {case.path}"
        )
    return lines
