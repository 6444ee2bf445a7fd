"""What weighing a dataset costs, by stage, and how much memory: a war that is made up, in this process and with local processes.

    python benches/dataset_weigh_speed.py --incidents 18200 --ways here local --jobs 2
    python benches/dataset_weigh_speed.py --incidents 18200 --same       # and whether a case comes to the same, byte for byte
    python benches/dataset_weigh_speed.py --incidents 18200 --ways gather                     # all of it into a case

The reports are those of `generate_case.py`. Each way is run in a process of its own; memory is the most that its own process held, and
the most that one of its workers held.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import threading
import time
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "tests")]

from datasets import make_case, make_dataset
from generate_case import reports


def weigh_once(dataset: str, on: str, jobs: int) -> None:
    """Weigh, and print the seconds of each stage."""
    from imbroglio.fleet.record import weigh_to_tables

    stages: list[tuple[str, float, float]] = []
    largest = [0]
    threading.Thread(target=watch, args=(largest,), daemon=True).start()
    done = weigh_to_tables(
        dataset, on=on, jobs=jobs, again=True, told=lambda stage, _share: stages.append((stage, time.monotonic(), time.process_time()))
    )
    spent = {stage: (round(after - at, 1), round(cpu_after - cpu, 1)) for (stage, at, cpu), (_, after, cpu_after) in pairwise(stages)}
    print(json.dumps({"seconds by the clock, and of this process": spent, "MB": held_most("self"), "MB of the largest worker": max(largest), **done.counts}))


def held_most(process: str) -> int:
    """The most memory that a process held, in MiB. What the system counts in `ru_maxrss` includes its parent's, from before it was itself."""
    lines = dict(line.split(":", 1) for line in Path(f"/proc/{process}/status").read_text().splitlines())
    return int(lines["VmHWM"].split()[0]) // 1024


def watch(largest: list[int]) -> None:
    """Look after the memory of the workers."""
    while True:
        for process in Path("/proc").glob("[0-9]*"):
            try:
                ours = int((process / "stat").read_text().rpartition(")")[2].split()[1]) == os.getpid()
                if ours and b"spawn_main" in (process / "cmdline").read_bytes():
                    largest.append(held_most(process.name))
            except (OSError, KeyError):
                continue
        time.sleep(0.5)


def gather_once(dataset: str) -> None:
    """Gather all of it into a case, then a part by a condition."""
    from imbroglio.fleet.asking import choose
    from imbroglio.fleet.dataset import open_dataset
    from imbroglio.fleet.gathering import gather
    from imbroglio.store import StatementFilter, open_case

    held = open_dataset(dataset)
    told: list[tuple[int, int]] = []
    for name, where in (("part", "dead_low >= 20 and start < '2031-03-01'"), ("all", None)):
        began = time.monotonic()
        chosen = choose(held, where, StatementFilter())
        asked = time.monotonic() - began
        with open_case(f"{dataset}-{name}.imbroglio", create=True) as case:
            done = gather(
                held, case, chosen, lambda so_far: told.append((so_far.reports, held_most("self")))
            )
        figures = {"reports": done.reports, "statements": done.summary.statements.total(), "asking": round(asked, 1)}
        print(json.dumps({name: figures, "seconds": round(time.monotonic() - began, 1), "MB after reports": told[:: max(1, len(told) // 4)]}))
        told.clear()


def compare(dataset: Path, case_path: Path) -> bool:
    """Whether the tables hold the record of the case, to the byte."""
    import msgspec
    import pyarrow.parquet as pq

    from imbroglio.fleet.record_tables import KINDS
    from imbroglio.pipeline.record import weigh
    from imbroglio.store import Record, open_case
    from imbroglio.store.record import KINDS as PIECES

    with open_case(case_path) as case:
        weigh(case)
        record = Record(case)
        return all(
            [msgspec.json.encode(p).decode() for p in record.all(PIECES[kind])]
            == pq.read_table(dataset / table, columns=["seq", "form"]).sort_by("seq")["form"].to_pylist()
            for kind, table in KINDS.items()
        )


def main() -> None:
    """Make the dataset, and weigh it in each way."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--incidents", type=int, default=18_200)
    parser.add_argument("--ways", nargs="*", default=["here", "local"])
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--same", action="store_true")
    parser.add_argument("--once", nargs=2, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.once:
        gather_once(asked.once[0]) if asked.once[1] == "gather" else weigh_once(*asked.once, asked.jobs)
        return
    with TemporaryDirectory() as folder:
        # Places grow with the war, as an archive's wars are more and not closer together.
        war = lambda: reports(7, asked.incidents, max(60, asked.incidents // 4), max(60, asked.incidents // 12))  # noqa: E731
        began = time.monotonic()
        made = make_dataset(Path(folder) / "set", war())
        size = sum(f.stat().st_size for f in made.rglob("*") if f.is_file())
        print(f"dataset of {size / 1e6:.0f} MB made in {time.monotonic() - began:.0f} s", flush=True)
        for way in asked.ways:
            began = time.monotonic()
            run = subprocess.run(
                [sys.executable, __file__, "--once", str(made), way, "--jobs", str(asked.jobs)], check=True, capture_output=True, text=True
            )
            print(way, f"{time.monotonic() - began:.0f} s", run.stdout.strip(), flush=True)
        if asked.same:
            print("the same as a case:", compare(made, make_case(Path(folder) / "war.imbroglio", war())))


if __name__ == "__main__":
    main()
