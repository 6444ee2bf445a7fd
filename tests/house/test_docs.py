"""Docs, `--help` and code say the same: each command has its page, its help with an example, and every line of the docs that calls
`imbroglio` could be typed.
"""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest
import write_docs

from imbroglio.cli import main

ROOT = Path(__file__).parents[2]
COMMANDS = dict(write_docs.iter_commands())
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
_FENCE = re.compile(r"^```(?:sh|console|text)?\n(.*?)^```", re.MULTILINE | re.DOTALL)


def page_of(path: str) -> Path:
    """The page of a command; a command within a group is on the group's page."""
    return ROOT / "docs" / "commands" / f"{path.split()[0]}.md"


def typed(line: str) -> list[list[str]]:
    """The calls of imbroglio in a line of shell, each as its arguments."""
    parts = shlex.split(line, comments=True)
    calls: list[list[str]] = []
    inside = False
    for part in parts:
        if part in {"&&", "||", "|", ";", ">", ">>", "<", "&"}:
            inside = False
        elif part == "imbroglio" and not inside:
            calls.append([])
            inside = True
        elif inside:
            calls[-1].append(part)
    return calls


def parse(args: list[str]) -> None:
    """Parse a call as the command line would, and do nothing of it. Raises a UsageError where it is wrong."""
    command: click.Command = main
    name = "imbroglio"
    context: click.Context | None = None
    try:
        while True:
            context = command.make_context(name, list(args), parent=context)
            if not isinstance(command, click.Group):
                return
            rest = [*context._protected_args, *context.args]
            if not rest:
                assert command.invoke_without_command
                return
            name, found, args = command.resolve_command(context, rest)  # type: ignore[assignment]
            assert found is not None
            command = found
    except click.exceptions.Exit as done:
        if done.exit_code:  # --help and --version leave with 0
            raise


@pytest.mark.parametrize("path", COMMANDS)
def test_every_command_has_help_with_an_example_that_can_be_typed(path: str) -> None:
    command = COMMANDS[path]
    assert command.help, f"'{path}' has no help"
    assert command.epilog is not None, f"'{path}' has no example"
    assert re.match(r"Examples?: imbroglio ", command.epilog), f"'{path}' has no example"
    for example in re.split(r", or: ", re.sub(r"^Examples?: ", "", command.epilog)):
        bare = re.split(r" \(|, with ", example)[0].rstrip(".")
        calls = typed(bare)
        assert calls, f"'{path}': no call in the example '{example}'"
        for call in calls:
            parse(call)


@pytest.mark.parametrize("path", COMMANDS)
def test_every_option_says_what_it_does(path: str) -> None:
    options = [p for p in COMMANDS[path].params if isinstance(p, click.Option)]
    assert [p.opts[0] for p in options if not p.help] == []


@pytest.mark.parametrize("path", COMMANDS)
def test_every_command_has_a_page_with_its_own_help(path: str) -> None:
    page = page_of(path)
    assert page.is_file(), f"write {page.relative_to(ROOT)}"
    assert path in write_docs.helped(page.read_text("utf-8")), f"{page.name} holds no '<!-- help: {path} -->'"


def test_there_is_no_page_of_a_command_that_is_gone() -> None:
    pages = {page.stem for page in (ROOT / "docs" / "commands").glob("*.md")}
    assert pages == {path.split()[0] for path in COMMANDS}


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_help_in_the_docs_is_what_the_commands_print(page: Path) -> None:
    text = page.read_text("utf-8")
    assert write_docs.with_help(text) == text, "run: make docs"


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_every_call_in_the_docs_can_be_typed(page: Path) -> None:
    text = page.read_text("utf-8")
    for block in _FENCE.findall(re.sub(r"<!-- help:.*?<!-- end -->", "", text, flags=re.DOTALL)):
        for line in block.replace("\\\n", " ").splitlines():
            if not re.search(r"(^|[|&;] *|\$ )imbroglio ", line):
                continue
            for call in typed(line.removeprefix("$ ")):
                try:
                    parse(call)
                except click.UsageError as error:
                    pytest.fail(f"{page.name}: '{line.strip()}': {error.format_message()}")


def test_the_readme_and_the_index_of_the_docs_name_every_command() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    index = (ROOT / "docs" / "README.md").read_text("utf-8")
    names = {path.split()[0] for path in COMMANDS}
    assert {n for n in names if f"`{n}`" not in readme} == set()
    assert {n for n in names if f"commands/{n}.md" not in index} == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!https?://|mailto:|#)([^)#\s]+)", page.read_text("utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_make_targets_that_the_docs_name_are_there() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    for page in PAGES:
        named = set(re.findall(r"`make ([a-z]+)`", page.read_text("utf-8")))
        assert named <= targets, f"{page.name} names {named - targets}"
