"""How fast the reader is on one core, beside plain spaCy with the same pipeline on the same text in the same run; memory; cold start.

    make bench                                        the demonstration's reports
    python benches/read_speed.py reports.jsonl        reports of your own, or any folder that `imbroglio read` takes

"Plain spaCy" is the whole pipeline as it comes (tagger, parser, lemmatizer, names) over each report's text, and nothing after it. Both
are timed in turn, round after round, by the processor's time of this process, with one thread; the best round of each counts, as
other work on the machine can only slow a round down. Memory is the most that a process of its own ever held. The words are those that
stand between white space.
"""

from __future__ import annotations

import os

# One core: before anything loads a library that would start threads.
for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "BLIS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_name] = "1"

import argparse
import json
import platform
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from importlib import resources
from pathlib import Path

from imbroglio import __version__
from imbroglio.intake import iter_reports
from imbroglio.model import Document

PARTS = ("nothing", "spacy", "reader")


def load(inputs: Sequence[str]) -> list[Document]:
    """The reports that can be read, in English."""
    found = iter_reports(inputs)
    return [item for item in found if isinstance(item, Document) and item.language in (None, "en")]


def plain_spacy() -> Callable[[list[Document]], int]:
    """spaCy's whole pipeline; returns how many sentences it finds, so that no work is put off."""
    from imbroglio.reading.parser import load_pipeline

    nlp = load_pipeline()
    return lambda docs: sum(sum(1 for _ in doc.sents) for doc in nlp.pipe(d.text for d in docs))


def whole_reader() -> Callable[[list[Document]], int]:
    """The reader, with all it knows; returns how many statements it finds."""
    from imbroglio.pipeline import make_reader

    reader = make_reader()
    return lambda docs: sum(len(reader.read(doc).statements) for doc in docs)


def timed(work: Callable[[list[Document]], int], docs: list[Document]) -> tuple[float, int]:
    """Processor seconds of one round, and what it counted."""
    start = time.process_time()
    count = work(docs)
    return time.process_time() - start, count


def peak_of(part: str, inputs: Sequence[str]) -> float:
    """The most memory, in MiB, that a process holds that does one part."""
    run = subprocess.run(
        [sys.executable, __file__, *inputs, "--part", part], check=True, capture_output=True, text=True
    )
    return float(json.loads(run.stdout)["peak"])


def do_part(part: str, docs: list[Document]) -> None:
    """What the child process does for `peak_of`."""
    if part != "nothing":
        (plain_spacy if part == "spacy" else whole_reader)()(docs)
    unit = 1024 if sys.platform == "darwin" else 1
    print(json.dumps({"peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 / unit}))


def cold_start(*args: str, rounds: int = 5) -> float:
    """Seconds, by the clock, until a new Python has done something; the best of some tries."""
    best = float("inf")
    for _ in range(rounds):
        start = time.perf_counter()
        subprocess.run([sys.executable, *args], check=True, capture_output=True)
        best = min(best, time.perf_counter() - start)
    return best


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument(
        "reports", nargs="*", default=[str(resources.files("imbroglio") / "demo" / "reports.jsonl")]
    )
    ask.add_argument("--rounds", type=int, default=3)
    ask.add_argument("--part", choices=PARTS, help=argparse.SUPPRESS)
    o = ask.parse_args()
    docs = load(o.reports)
    if o.part:
        do_part(o.part, docs)
        return
    # First, while this process is small: a child is counted at no less than its parent held.
    peaks = {part: peak_of(part, o.reports) for part in PARTS}
    words = sum(len(doc.text.split()) for doc in docs)
    print(
        f"imbroglio {__version__}, Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} cores, one used"
    )
    print(
        f"{len(docs)} reports, {words:,} words, {o.rounds} rounds: {', '.join(Path(r).name for r in o.reports)}"
    )

    start = time.perf_counter()
    plain = plain_spacy()
    loaded = time.perf_counter() - start
    start = time.perf_counter()
    reader = whole_reader()
    knowledge = time.perf_counter() - start
    warm = docs[:5]
    plain(warm)
    reader(warm)
    rounds = [(timed(plain, docs), timed(reader, docs)) for _ in range(o.rounds)]
    spacy_best = min(seconds for (seconds, _), _ in rounds)
    reader_best = min(seconds for _, (seconds, _) in rounds)
    statements = rounds[0][1][1]
    print(f"\nplain spaCy   {words / spacy_best:>9,.0f} words a second")
    print(f"whole reader  {words / reader_best:>9,.0f} words a second, {statements:,} statements")
    print(
        f"ratio         {spacy_best / reader_best:>9.2f} times plain spaCy (rounds: {', '.join(f'{a / b:.2f}' for (a, _), (b, _) in rounds)})"
    )
    print(
        f"loading       {loaded:>9.1f} s for the language model, {knowledge:.1f} s for the reader's knowledge"
    )

    print(
        f"\nmemory        {peaks['spacy']:>9,.0f} MiB plain spaCy, {peaks['reader']:,.0f} MiB whole reader (reports alone {peaks['nothing']:,.0f} MiB)"
    )
    helps, bare = cold_start("-m", "imbroglio", "--help"), cold_start("-c", "pass")
    print(f"cold start    {helps:>9.2f} s for imbroglio --help ({bare:.2f} s of it Python alone)")


if __name__ == "__main__":
    main()
