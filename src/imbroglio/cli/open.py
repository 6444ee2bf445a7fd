"""`imbroglio open`: the workbench in a browser.

Flows in: a case, or reports of which one is made. Flows out: a server on this machine, until Ctrl-C. Reports are read in the
background: the pages are there at once and show how far it has come.
"""

from __future__ import annotations

from pathlib import Path

import click

from imbroglio.cli.options import DEFAULT_CASE
from imbroglio.errors import CaseError, ImbroglioError, IntakeError, NotFound

_SQLITE = b"SQLite format 3\x00"
_ENDING = ".imbroglio"
_DEMO_CASE = "demo.imbroglio"


@click.command(
    "open",
    short_help="See, check and correct the record in a browser.",
    epilog="Examples: imbroglio open syria.imbroglio; imbroglio open articles/ --case syria.imbroglio; imbroglio open --demo",
)
@click.argument("inputs", nargs=-1, metavar="[CASE|REPORTS...]")
@click.option(
    "--case",
    "case_path",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help=f"Read the reports into this case; it is made where there is none. [default: {DEFAULT_CASE}]",
)
@click.option("--demo", is_flag=True, help=f"Read the reports that ship with imbroglio, into {_DEMO_CASE} unless --case names another.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=0, metavar="N", help="Port of this machine; without it, one that is free."
)
@click.option("--no-browser", is_flag=True, help="Print the address, and open no browser.")
@click.option(
    "--tiles",
    metavar="URL",
    help="Draw the map on tiles of this server, https://HOST/{z}/{x}/{y}.png. Without it, nothing leaves this machine.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the address as JSON, and open no browser.")
def open_workbench(
    inputs: tuple[str, ...], case_path: Path | None, demo: bool, port: int, no_browser: bool, tiles: str | None, as_json: bool
) -> int:
    """Open the workbench: on a CASE, on REPORTS (files, folders, patterns) that it reads while you look, or on nothing yet.

    It runs on this machine only, for whoever has the address that is printed, until Ctrl-C. Files can be dropped on its
    pages at any time.
    """
    from imbroglio.web.app import NOT_BUILT, is_built, make_app
    from imbroglio.web.security import new_token
    from imbroglio.web.serving import listen

    if not is_built() and not as_json:  # a program does without pages
        raise ImbroglioError(NOT_BUILT)
    path, reports, create = _demo(inputs, case_path) if demo else _meant(inputs, case_path)
    token = new_token()
    app = make_app(path, token=token, create=create, tiles=tiles)
    serving = listen(app, port)
    _announce(serving.url(token), path, as_json)
    if reports:
        app.state.workbench.read(reports)
    elif not app.state.workbench.is_current():
        app.state.workbench.weigh()
    if not no_browser and not as_json:
        import webbrowser

        # Others on this machine can read a browser's command line: what stands there opens the door once.
        webbrowser.open(serving.url(app.state.keys.ticket()))
    try:
        serving.run()
    except KeyboardInterrupt:
        if not as_json:
            click.echo(f"\nThe workbench is closed. Everything is in {path}.")
    finally:
        app.state.workbench.close()
    return 0


def _demo(inputs: tuple[str, ...], case_path: Path | None) -> tuple[Path, tuple[str, ...], bool]:
    """The case of the bundled reports, those reports, and that it may be made."""
    from importlib import resources

    if inputs:
        raise CaseError("--demo opens the reports that ship with imbroglio; leave it out to open your own.")
    bundled = Path(str(resources.files("imbroglio").joinpath("demo", "reports.jsonl")))
    if not bundled.is_file():
        raise NotFound("The demo's reports are missing from this installation; install imbroglio again.")
    return case_path or Path(_DEMO_CASE), (str(bundled),), True


def _meant(inputs: tuple[str, ...], case_path: Path | None) -> tuple[Path, tuple[str, ...], bool]:
    """Which case, which reports to read into it, and whether to make it where there is none."""
    cases = [given for given in inputs if _is_case(given)]
    if not cases:
        reports = tuple(inputs)
        if reports and not any(_is_there(given) for given in reports):
            raise IntakeError(f"There is no file or folder '{reports[0]}'; name a case or reports.")
        return case_path or Path(DEFAULT_CASE), reports, True
    if len(inputs) > 1 or case_path is not None:
        raise CaseError(f"'{cases[0]}' is a case; open it by itself, or name it with --case to read reports into it.")
    return Path(cases[0]), (), False


def _is_case(given: str) -> bool:
    path = Path(given)
    if given.endswith(_ENDING):
        return not path.is_dir()
    try:
        with path.open("rb") as stream:
            return stream.read(len(_SQLITE)) == _SQLITE
    except (OSError, ValueError):
        return False


def _is_there(given: str) -> bool:
    from glob import has_magic

    try:
        return has_magic(given) or Path(given).exists()
    except (OSError, ValueError):
        return False


def _announce(url: str, path: Path, as_json: bool) -> None:
    from imbroglio.cli.render import clean, to_line

    if as_json:
        click.echo(to_line({"url": url, "case": str(path)}))
    else:
        click.echo(f"The workbench on {clean(str(path))}:\n\n  {url}\n\nThis address is for you alone. Ctrl-C ends it.")
