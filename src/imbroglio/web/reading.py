"""Reports that come in while the workbench is open: read one by one, told as they are read, weighed on the way.

Flows in: inputs (uploads, or what `imbroglio open` was given) and the case. Flows out: a filled case; progress and troubles
in the job. The record is worked out after the first reports, and then each time that they have doubled, so that a
long reading shows something soon and pays little for it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence

from imbroglio.intake import Source, count_inputs
from imbroglio.store import Case
from imbroglio.web.jobs import Running

_FIRST_WEIGHED = 10
# From so many reports on, reading has worker processes of its own, which take a few seconds to start: the pages stay quick.
_WORTH_WORKERS = 12
_MOST_WORKERS = 4


def read_into(case: Case, inputs: Sequence[str | Source], job: Running, weigh: Callable[[], None]) -> None:
    """Read reports into a case.

    Args:
        case: the open case.
        inputs: as `imbroglio.intake.iter_reports` takes them.
        job: told how far it has come, and what went wrong.
        weigh: works out the record from what is there.

    Raises:
        ImbroglioError: as `pipeline.read_reports` does, or nothing could be read.
    """
    from imbroglio.errors import ImbroglioError
    from imbroglio.pipeline import Summary, prepare, read_reports

    job.tell("Getting ready to read")
    prepare(told=lambda message, share: job.tell(f"{message} {share:.0%}"))
    total = count_inputs(inputs) or 0
    job.tell("Reading", 0, total)
    summary, due = Summary(), _FIRST_WEIGHED
    for n, outcome in enumerate(read_reports(inputs, case, jobs=_workers(total)), start=1):
        summary.add(outcome)
        for trouble in outcome.troubles:
            job.trouble(trouble.message)
        job.tell("Reading", n, max(n, total))
        if n >= due and n < total:
            weigh()
            due = 2 * n
    weigh()
    if not summary.any_read and not summary.reports["not-read"]:
        raise ImbroglioError("Nothing could be read of these; what is wrong with each is listed.")
    job.tell(_told(summary.reports["read"], summary.reports["known"], sum(summary.statements.values())))


def _workers(total: int) -> int:
    return 1 if total < _WORTH_WORKERS else max(2, min(_MOST_WORKERS, (os.cpu_count() or 2) - 1))


def _told(read: int, known: int, statements: int) -> str:
    reports = f"{read:,} report{'' if read == 1 else 's'} read, {statements:,} statement{'' if statements == 1 else 's'}"
    return f"{reports}; {known:,} known before." if known else f"{reports}."
