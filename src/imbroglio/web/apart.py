"""The record of a large case, worked out in a process of its own: the pages stay quick meanwhile, and the memory is given back.

Flows in: the path of a case. Flows out: its record, put into the case; progress, told as in this process. Refuses nothing that
weighing itself does not; a process that dies is an ImbroglioError.
"""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path

from imbroglio.errors import ImbroglioError
from imbroglio.model.record import TollRule

# From so many statements on, starting a process (a second or two) is little beside the weighing.
WORTH_A_PROCESS = 15_000


def weigh_apart(path: Path, rule: TollRule | None, told: Callable[[str, float], None]) -> None:
    """Work out the record of a case, as `pipeline.record.weigh` does.

    Args:
        path: the case.
        rule: how the best figure of a toll is found.
        told: told (stage, share done) on the way; where it raises, the process is ended, and the old record stands.

    Raises:
        ImbroglioError: as weighing does, or the process died.
    """
    context = multiprocessing.get_context("spawn")
    hears, says = context.Pipe(duplex=False)
    process = context.Process(target=_weigh, args=(str(path), rule, says), name="imbroglio-weigh", daemon=True)
    process.start()
    says.close()  # so that the end of the process is the end of what can be heard
    try:
        while True:
            kind, said, share = hears.recv()
            if kind == "done":
                return
            if kind == "wrong":
                raise ImbroglioError(said)
            told(said, share)
    except EOFError:
        raise ImbroglioError(
            "The process that works out the record ended without a word, as when memory runs out; free memory, and try again."
        ) from None
    finally:
        hears.close()
        process.terminate()
        process.join()


def _weigh(path: str, rule: TollRule | None, says: Connection) -> None:
    """What the process does. A parent that has gone hears nothing, which ends it."""
    from imbroglio.pipeline.record import weigh
    from imbroglio.store import open_case

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides what a Ctrl+C means
    with suppress(BrokenPipeError):
        try:
            with open_case(path) as case:
                weigh(case, rule=rule, told=lambda stage, share: says.send(("stage", stage, share)))
        except ImbroglioError as error:
            says.send(("wrong", str(error), 0.0))
        else:
            says.send(("done", "", 1.0))
