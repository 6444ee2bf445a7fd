"""Wrong use is answered with one plain sentence; help has an example; the door opens at once."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from imbroglio.cli import main
from imbroglio.cli.render import clean, safe_cell, to_line
from imbroglio.errors import ImbroglioError

from .conftest import Run


def commands(
    group: click.Group = main, before: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    for name, command in group.commands.items():
        yield (*before, name), command
        if isinstance(command, click.Group):
            yield from commands(command, (*before, name))


COMMANDS = dict(commands())


def test_these_are_the_commands() -> None:
    names = (
        "accept actor actors amend check control demo disputes doctor export follow fronts gather incident incidents merge open places publish read reject "
        "reports schema show split tangle timeline undo weigh who why"
    )
    assert sorted(name for path in COMMANDS for name in path[:1] if len(path) == 1) == names.split()


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_every_command_has_help_with_an_example(run: Run, path: tuple[str, ...]) -> None:
    result = run(*path, "--help")
    assert result.exit_code == 0
    assert f"imbroglio {' '.join(path)}" in " ".join(result.stdout.partition("Example")[2].split())


@pytest.mark.parametrize("path", [p for p in COMMANDS if p != ("schema",)], ids=" ".join)
def test_every_command_that_answers_can_answer_in_json(path: tuple[str, ...]) -> None:
    assert "--json" in {option for p in COMMANDS[path].params for option in p.opts}


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["read"], "Missing argument 'REPORTS...'. See 'imbroglio read --help'."),
        (["read", "x", "--columns", "text"], "write field=column"),
        (["read", "x", "--columns", "mood=a"], "no field 'mood'"),
        (["read", "x", "--jobs", "0"], "--jobs"),
        (["read", "x", "--pack", "none.toml"], "none.toml"),
        (["read", "x", "--case", "no/such/folder/a"], "does not exist"),
        (["read", "x", "--statements", "no/such/folder/a"], "cannot be written"),
        (["read", "x", "--statements", "-", "--json"], "standard output"),
        (["show"], "imbroglio read REPORTS... --case record.imbroglio"),
        (["show", "--case", "."], "is a folder"),
        (["show", "--type", "airstrike"], "did you mean 'air-strike'?"),
        (["show", "--kind", "nothing"], "'event', 'relation', 'control', 'figure'"),
        (["show", "--from", "2016-13"], "write 2016-11-05"),
        (["show", "--json", "--csv"], "give one of them"),
        (["why", "0000"], "There is no case"),
        (["check", "none"], "There is no file 'none'"),
        (["places", "add", "none.txt"], "none.txt"),
        (["frobnicate"], "No such command 'frobnicate'"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_wrong_use_is_one_plain_sentence(
    run: Run, args: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run(*args)
    assert result.exit_code == 2
    assert said in result.stderr
    assert result.stderr.startswith("imbroglio: ")
    assert result.stderr.count("\n") == 1
    assert result.stdout == ""
    assert list(tmp_path.iterdir()) == []


def test_statements_without_their_reports_cannot_be_checked(run: Run, tmp_path: Path) -> None:
    (tmp_path / "s.jsonl").write_text("{}\n")
    result = run("check", tmp_path / "s.jsonl")
    assert (result.exit_code, "give them with --reports" in result.stderr) == (2, True)


def test_without_a_command_there_is_help(run: Run) -> None:
    result = run()
    assert result.exit_code == 0
    assert "Commands:" in result.stdout


@pytest.mark.parametrize(
    ("error", "code"), [(ImbroglioError("Do this."), 2), (KeyboardInterrupt(), 130), (click.Abort(), 130)]
)
def test_errors_have_their_exit_codes(
    run: Run, monkeypatch: pytest.MonkeyPatch, error: BaseException, code: int
) -> None:
    def fail(*_args: object, **_more: object) -> None:
        raise error

    monkeypatch.setattr(COMMANDS[("doctor",)], "callback", fail)
    result = run("doctor")
    assert result.exit_code == code
    assert result.stderr.lstrip("\n").startswith("imbroglio: ")


def test_a_bug_is_not_hidden(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: object, **_more: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(COMMANDS[("doctor",)], "callback", fail)
    assert isinstance(run("doctor").exception, ZeroDivisionError)


def test_help_loads_nothing_heavy() -> None:
    look = (
        "import sys\n"
        "from imbroglio.cli import main\n"
        "main(['--help'], standalone_mode=False)\n"
        "heavy = ('spacy', 'sqlalchemy', 'numpy', 'rich', 'trafilatura', 'imbroglio.pipeline', "
        "'imbroglio.store')\n"
        "print('loaded:', [m for m in heavy if m in sys.modules])\n"
    )
    done = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "loaded: []"


def test_signs_that_steer_a_terminal_are_taken_out() -> None:
    assert clean("a\x1b]0;title\x07b\u202ec\x9bd\r\n\te\u200f") == "a]0;titlebcd e"


def test_json_is_one_line_whatever_it_holds() -> None:
    held = {"text": "a\u2028b\x85c\x1b\u202e é"}
    line = to_line(held)
    assert len(line.splitlines()) == 1
    assert "\x1b" not in line
    assert "é" in line
    import json

    assert json.loads(line) == held


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+49 30", "'+49 30"),
        ("@cmd", "'@cmd"),
        ("-a", "'-a"),
        (-36.5, "-36.5"),
        ("\t=1", "'=1"),
        (None, ""),
        ("a=1", "a=1"),
    ],
)
def test_a_formula_becomes_text(value: object, cell: str) -> None:
    assert safe_cell(value) == cell
