"""Write into `docs/` what the code knows best: the statement's JSON Schema, and each command's own help.

    make docs

A page holds a command's help between two marks, `<!-- help: read -->` and `<!-- end -->`; what stands between them is
replaced. `tests/house/test_docs.py` fails where a page and the command differ. Between `<!-- output 20: imbroglio ... -->` and
`<!-- end -->` stand the first 20 lines that the command prints after `imbroglio demo --case demo.imbroglio`; these follow the reader, so
no test holds them. Between `<!-- columns: incidents csv -->` and `<!-- end -->` stands what each column of an export holds.
"""

from __future__ import annotations

import os
import re
import shlex
import tempfile
from collections.abc import Iterator
from pathlib import Path

import click
from click.testing import CliRunner

from imbroglio.cli import main as front
from imbroglio.exchange.forms import columns_of
from imbroglio.model.schema import schema_text

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
WIDTH = 100
OUTPUT_WIDTH = 112  # at which no column of a table breaks a word
_BLOCK = re.compile(r"<!-- help: (?P<path>[a-z ]+) -->\n.*?<!-- end -->", re.DOTALL)

_OUTPUT = re.compile(r"<!-- output (?P<lines>\d+): imbroglio (?P<call>.+?) -->\n.*?<!-- end -->", re.DOTALL)

_COLUMNS = re.compile(r"<!-- columns: (?P<what>[a-z]+) (?P<form>[a-z]+) -->\n.*?<!-- end -->", re.DOTALL)


def iter_commands(
    group: click.Group = front, before: tuple[str, ...] = ()
) -> Iterator[tuple[str, click.Command]]:
    """Every command with its path: ("read", ...), ("places", ...), ("places add", ...)."""
    for name, command in sorted(group.commands.items()):
        yield " ".join((*before, name)), command
        if isinstance(command, click.Group):
            yield from iter_commands(command, (*before, name))


def help_of(path: str) -> str:
    """What `imbroglio PATH --help` prints, on a terminal of 100 columns."""
    result = CliRunner().invoke(front, [*path.split(), "--help"], prog_name="imbroglio", terminal_width=WIDTH)
    if result.exit_code:
        raise ValueError(f"imbroglio has no command '{path}'")
    return "\n".join(line.rstrip() for line in result.output.strip().splitlines())


def with_help(page: str) -> str:
    """A page with every block of help as the commands have it now."""
    return _BLOCK.sub(
        lambda m: f"<!-- help: {m['path']} -->\n```text\n{help_of(m['path'])}\n```\n<!-- end -->", page
    )


def with_columns(page: str) -> str:
    """A page with every table of an export's columns as the code has them now."""

    def block(found: re.Match[str]) -> str:
        rows = [f"| `{c.name}` | {c.about} |" for c in columns_of(found["what"], found["form"])]
        head = found[0].partition("\n")[0]
        return "\n".join([head, "| column | what stands in it |", "|---|---|", *rows, "<!-- end -->"])

    return _COLUMNS.sub(block, page)


def printed(*args: str) -> str:
    """What a call prints on a wide terminal; raises where it fails."""
    result = CliRunner().invoke(
        front, args, prog_name="imbroglio", env={"COLUMNS": str(OUTPUT_WIDTH)}, catch_exceptions=False
    )
    if result.exit_code:
        raise SystemExit(f"imbroglio {shlex.join(args)}: {result.output.strip()}")
    return result.stdout.replace(f"{ROOT}/", "")


def with_output(page: str) -> str:
    """A page with every block of output as the commands print it now; the working folder holds the demo's case."""

    def block(found: re.Match[str]) -> str:
        lines = [line.rstrip() for line in printed(*shlex.split(found["call"])).strip("\n").splitlines()]
        most = int(found["lines"])
        shown = [*lines[:most], "…"] if len(lines) > most else lines
        return "\n".join([found[0].partition("\n")[0], "```text", *shown, "```", "<!-- end -->"])

    return _OUTPUT.sub(block, page)


def helped(page: str) -> set[str]:
    """The commands whose help a page holds."""
    return {m["path"] for m in _BLOCK.finditer(page)}


def main() -> None:
    (DOCS / "statement.schema.json").write_text(schema_text(), "utf-8")
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        printed("demo", "--case", "demo.imbroglio")
        write_pages()


def write_pages() -> None:
    """Write every page anew that has changed."""
    for file in sorted([*ROOT.glob("*.md"), *DOCS.glob("**/*.md")]):
        page = file.read_text("utf-8")
        new = with_output(with_columns(with_help(page)))
        if new != page:
            file.write_text(new, "utf-8")
            print(f"wrote {file.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
