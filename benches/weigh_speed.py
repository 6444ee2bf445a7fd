"""How long weighing takes, how much memory it holds, and how both grow: cases of 1,000, 3,000 and 10,000 reports.

    python benches/weigh_speed.py ../shared/reports [--sizes 1000 3000 10000]

The reports (FA-KES and Ukraine, or any that `imbroglio read` takes) are read once; the cases hold their statements
again and again, each time with all days shifted by another 97 days and the words of the texts in another order, so that
no copy is a copy to weighing. Each case is weighed in a process of its own: from nothing, then again after ten reports
were added, then again with nothing added. Time is the processor's, of one process.
"""

from __future__ import annotations

import os

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "BLIS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_name] = "1"

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from imbroglio.model import Document, Statement
from imbroglio.pipeline import read_reports
from imbroglio.store import open_case

SHIFT = 97
ADDED = 10
SIZES = (1_000, 3_000, 10_000)

Read = list[tuple[Document, tuple[Statement, ...]]]


def shifted(read: Read, copy: int) -> Iterator[tuple[Document, tuple[Statement, ...]]]:
    """The reports with all days moved, under other ids, their words in another order."""
    by = timedelta(days=SHIFT * copy)

    def move(day: date | None) -> date | None:
        return None if day is None else day + by

    for doc, statements in read:
        words = doc.text.split()
        random.Random(f"{copy} {doc.id}").shuffle(words)
        id = f"{doc.id}~{copy}"
        moved = replace(Document.from_text(" ".join(words), id=id, date=move(doc.date), title=doc.title), source=doc.source)
        yield moved, tuple(replace(s, doc=id, time=replace(s.time, start=move(s.time.start), end=move(s.time.end))) for s in statements)


def fill(path: Path, read: Read, first: int, last: int) -> int:
    """Put the reports from `first` to before `last`, counted over all copies, into a case. Returns their statements."""
    put, n = 0, 0
    with open_case(path, create=True) as case, case.bulk():
        for copy in range(last // len(read) + 1):
            for doc, statements in shifted(read, copy):
                if first <= n < last:
                    case.add_reading(doc, statements, read_with="bench")
                    put += len(statements)
                n += 1
    return put


def weighed(path: Path) -> dict[str, float]:
    """Weigh a case in a process of its own; seconds of its processor and MiB."""
    done = subprocess.run([sys.executable, __file__, "--one", str(path)], check=True, capture_output=True, text=True)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def one(path: Path) -> None:
    """What the process of its own does."""
    from imbroglio.pipeline.record import weigh

    with open_case(path) as case:
        start = time.process_time()
        figures = weigh(case)
        seconds = time.process_time() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "memory": memory, **figures}))


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("reports", nargs="*")
    parser.add_argument("--sizes", nargs="+", type=int, default=list(SIZES))
    parser.add_argument("--one", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one:
        one(asked.one)
        return
    found = [o for o in read_reports(asked.reports, jobs=2) if o.state == "read" and o.document is not None]
    read: Read = [(o.document, o.layers.statements) for o in found if o.document is not None]
    if not read:
        print("No report could be read; name some, such as ../shared/reports.")
        return
    table(read, asked.sizes)


def table(read: Read, sizes: Sequence[int]) -> None:
    """One line a size."""
    print(f"{'reports':>8} {'statements':>10} {'incidents':>9} {'seconds':>8} {'us/statement':>12} {'MiB':>6} {'10 more':>8} {'again':>6}")
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "big.imbroglio"
            put = fill(path, read, 0, size)
            whole = weighed(path)
            fill(path, read, size, size + ADDED)
            more, again = weighed(path), weighed(path)
            print(
                f"{size:>8,} {put:>10,} {int(whole['incident']):>9,} {whole['seconds']:>8.1f} {whole['seconds'] / put * 1e6:>12.0f} "
                f"{whole['memory']:>6.0f} {more['seconds']:>8.1f} {again['seconds']:>6.1f}",
                flush=True,
            )


if __name__ == "__main__":
    main()
