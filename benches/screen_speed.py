"""How fast a general mix of texts is read with the article screen before the reader, beside plain spaCy on the same texts in the same run.

    python benches/screen_speed.py             needs the gold in ../shared
    python benches/screen_speed.py SHARED --rounds 3

The mix: of 100 texts 95 are ECB+'s, on topics that tell of no war (`tools/train_screen.py` says which, judged by topic and not by the
screen), and 5 are news reports on a war (FA-KES), dealt between them evenly. Each text is judged by weights that were trained without
it, its fold's; the threshold is the one that ships. Language is judged as well. Both are timed in turn, by the processor's time of this
process, with one thread; the best round of each counts.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from pathlib import Path

import read_speed  # first: it sets one thread

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tools"))

import train_screen as training

from imbroglio.model import Document
from imbroglio.pipeline import make_reader
from imbroglio.reading.article_screen import ArticleScreen, Dropped

WAR = 0.05


def mix(shared: Path) -> list[training.Text]:
    """The texts, in the order in which they are read."""
    others = training.other_texts(shared)
    war = training.raw_reports(shared, "fa-kes")
    count = round(len(others) * WAR / (1 - WAR))
    chosen = war[:: len(war) // count][:count]
    step = len(others) // count
    out = []
    for n, text in enumerate(others):
        out.append(text)
        if n % step == step - 1 and n // step < count:
            out.append(chosen[n // step])
    return out


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("shared", type=Path, nargs="?", default=ROOT.parent / "shared")
    ask.add_argument("--rounds", type=int, default=2)
    o = ask.parse_args()
    texts = mix(o.shared)
    docs = {t.id: Document(id=t.id, text=t.text, sha256="", language="en") for t in texts}
    words = sum(t.words for t in texts)
    war = [t for t in texts if t.set == "fa-kes"]
    print(f"{len(texts)} texts, {words:,} words; {len(war)} of them on a war ({sum(t.words for t in war) / words:.1%} of the words)")

    shipped = ArticleScreen().threshold
    screen_of = training.unseen(training.Trainer(), training.Texts.of(o.shared))
    screens = {t.id: screen_of(t) for t in texts}
    for screen in screens.values():
        screen.threshold = shipped
    plain, reader = read_speed.plain_spacy(), make_reader()
    seconds: Counter[str] = Counter()
    counts: Counter[str] = Counter()

    def screened(_: list[Document]) -> int:
        seconds.clear()
        counts.clear()
        statements = 0
        for t in texts:
            start = time.process_time()
            verdict = screens[t.id].verdict(t.text)
            judged = time.process_time()
            seconds["screen"] += judged - start
            kind = "war" if t.set == "fa-kes" else "other"
            counts[f"{kind} {verdict.reason if isinstance(verdict, Dropped) else 'kept'}"] += 1
            if not isinstance(verdict, Dropped):
                statements += len(reader.read(docs[t.id]).statements)
                seconds[f"reading {kind}"] += time.process_time() - judged
                counts[f"words of {kind} read"] += t.words
        return statements

    everything = list(docs.values())
    plain(everything[:5])
    screened(everything)
    rounds = [(read_speed.timed(plain, everything), read_speed.timed(screened, everything)) for _ in range(o.rounds)]
    spacy, ours = min(a for (a, _), _ in rounds), min(b for _, (b, _) in rounds)
    print(f"plain spaCy          {words / spacy:>9,.0f} words a second")
    print(f"screen and reader    {words / ours:>9,.0f} words a second, {rounds[0][1][1]} statements")
    print(f"ratio                {spacy / ours:>9.1f} times plain spaCy (rounds: {', '.join(f'{a / b:.1f}' for (a, _), (b, _) in rounds)})")
    print("what became of them: " + ", ".join(f"{name} {n:,}" for name, n in sorted(counts.items())))
    total = sum(seconds.values())
    print("time by stage:       " + ", ".join(f"{name} {s / total:.0%}" for name, s in seconds.most_common()))
    print(f"screen alone         {words / seconds['screen']:>9,.0f} words a second")


if __name__ == "__main__":
    main()
