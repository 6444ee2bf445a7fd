"""The group of commands, and how mistakes are answered.

Flows in: the arguments. Flows out: an exit code: 0 done, 1 nothing could be read or a check failed, 2 wrong
use, 130 stopped.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Any

import click

from imbroglio import __version__
from imbroglio.cli.actors import actor, actors
from imbroglio.cli.check import check
from imbroglio.cli.control import control, fronts
from imbroglio.cli.demo import demo
from imbroglio.cli.disputes import disputes
from imbroglio.cli.doctor import doctor
from imbroglio.cli.export import export
from imbroglio.cli.follow import follow
from imbroglio.cli.gather import gather
from imbroglio.cli.incidents import incident, incidents
from imbroglio.cli.judge import accept, amend, reject
from imbroglio.cli.open import open_workbench
from imbroglio.cli.places import places
from imbroglio.cli.publish import publish
from imbroglio.cli.read import read
from imbroglio.cli.reports import reports
from imbroglio.cli.schema import schema
from imbroglio.cli.show import show
from imbroglio.cli.tangle import tangle
from imbroglio.cli.timeline import timeline
from imbroglio.cli.verdicts import merge, split, undo
from imbroglio.cli.weigh import weigh
from imbroglio.cli.who import who
from imbroglio.cli.why import why
from imbroglio.errors import ImbroglioError

WRONG_USE = 2
STOPPED = 130


class Front(click.Group):
    """A group whose errors are one plain sentence each."""

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> Any:
        """Run a command and leave with its exit code (or return it, without `standalone_mode`)."""
        _speak_unicode()
        code = self._run(args, prog_name or "imbroglio", complete_var, extra)
        if standalone_mode:
            sys.exit(code)
        return code

    def _run(
        self, args: Sequence[str] | None, prog_name: str, complete_var: str | None, extra: dict[str, Any]
    ) -> int:
        try:
            code = super().main(args, prog_name, complete_var, standalone_mode=False, **extra)
        except click.exceptions.NoArgsIsHelpError as error:
            click.echo(error.format_message())
            return 0
        except click.UsageError as error:
            path = error.ctx.command_path if error.ctx else prog_name
            return _tell(f"{_sentence(error.format_message())} See '{path} --help'.", WRONG_USE)
        except click.ClickException as error:
            return _tell(_sentence(error.format_message()), WRONG_USE)
        except ImbroglioError as error:
            return _tell(str(error), WRONG_USE)
        except (click.Abort, KeyboardInterrupt):
            return _tell("Stopped. What was recorded is kept; the same command goes on from there.", STOPPED)
        except BrokenPipeError:
            # Whoever read the output has gone; what is still buffered must not be written when Python ends.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return 1
        return code if isinstance(code, int) else 0


def _sentence(text: str) -> str:
    line = " ".join(text.split())
    return line if line.endswith((".", "?", "!")) else f"{line}."


def _tell(text: str, code: int) -> int:
    from imbroglio.cli.render import clean

    click.echo(f"imbroglio: {clean(text)}", err=True)
    return code


def _speak_unicode() -> None:
    """No name of a place may stop the output because a terminal cannot show it."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


@click.group(
    "imbroglio",
    cls=Front,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
    epilog="Example: imbroglio read articles/ --case syria.imbroglio && imbroglio show --case "
    "syria.imbroglio",
)
@click.version_option(__version__, prog_name="imbroglio")
def main() -> None:
    """Reporting on a many-sided war goes in; a record comes out.

    Every cell of the record leads back to the sentence that says it.
    """


for _command in (
    open_workbench, read, follow, gather, show, why, reports, places, weigh, actors, actor, accept, reject, amend, merge, split, undo, incidents, incident, control, fronts, who,
    disputes, tangle, timeline, export, publish, demo, doctor, schema, check,
):  # fmt: skip
    main.add_command(_command)
