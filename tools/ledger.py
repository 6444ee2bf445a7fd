"""The error ledger: what the reader misses, adds and gets wrong on gold statements, grouped by cause.

    python tools/ledger.py ../shared/gold/statements                     the ledger
    python tools/ledger.py ../shared/gold/statements --show frame -n 20  examples of one cause

Figures are cross-validated (tools/train_chooser.py). Examples come from the tuning half alone (SHA-256 of the report's id,
even); the other half is only counted, so that nothing is tuned to it.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests" / "gate")]

import scoring
import train_chooser as trainer

from imbroglio.knowledge.lexicon import load_lexicon
from imbroglio.knowledge.nouns import load_nouns
from imbroglio.reading.chooser import Chooser
from imbroglio.reading.screen import stems

CAUSES = {
    "dropped": "found by the rules, dropped by the chooser",
    "type": "found with the same word, as another type",
    "frame": "the lexicon has the word for this type, but no frame fitted here",
    "other-word": "the lexicon has the word, not for this type",
    "word": "the lexicon lacks the word",
    "extra-type": "an extra whose word the gold reads as another type",
    "extra": "an extra: the gold states nothing here",
    **{
        f"{role}-{fault}": f"{role} of a matched statement {told}"
        for role in ("agent", "target", "place", "claim")
        for fault, told in (("empty", "not filled"), ("wrong", "filled with another"), ("extra", "filled where gold has none"), ("part", "filled in part"))
    },
    "numbers": "numbers of a matched statement differ",
    "status": "status of a matched statement differs",
    "time": "time of a matched statement does not overlap",
}


def words(text: str) -> set[str]:
    return set(text.lower().replace("-", " ").split())


def known_types() -> dict[str, set[str]]:
    out: dict[str, set[str]] = defaultdict(set)
    for frame in (*load_lexicon().frames, *load_nouns().frames):
        out[frame.key].add(frame.type)
    return out


def missed(gold: dict, drafts: list[trainer.Drafted], kept: set[int], types: dict[str, set[str]]) -> str:
    """Why a gold statement has no match."""
    if any(d.gold is gold and id(d) not in kept for d in drafts):
        return "dropped"
    near = [d for d in drafts if not d.right and scoring.overlaps(gold["evidence"], d.statement["evidence"])]
    if any(words(d.statement["trigger"]) & words(gold["trigger"]) for d in near):
        return "type"
    found = {s for w in words(gold["trigger"]) for s in stems(w)}
    if any(gold["type"] in types.get(s, ()) for s in found):
        return "frame"
    return "other-word" if any(s in types for s in found) else "word"


def faults(gold: dict, made: dict) -> list[str]:
    """What is wrong with a matched statement."""
    out = []
    for role in ("agent", "target", "place", "claim"):
        want, have = scoring.fillers(gold, role), scoring.fillers(made, role)
        hit = scoring.common(want, have, scoring.same_filler)
        if hit == len(want) == len(have):
            continue
        out.append(f"{role}-" + ("extra" if not want else "empty" if not have else "wrong" if not hit else "part"))
    numbers = [s.get("numbers") or [] for s in (gold, made)]
    if scoring.common(*numbers, scoring.same_number) != max(map(len, numbers)):
        out.append("numbers")
    if gold["status"] != made["status"]:
        out.append("status")
    if scoring.same_time(gold, made) is False:
        out.append("time")
    return out


def told(statement: dict) -> str:
    who = {r: "+".join(x["text"] for x in scoring.fillers(statement, r)) or "-" for r in ("agent", "target", "place", "claim")}
    return f"{statement['type']} '{statement['trigger']}' {who['agent']} > {who['target']} @ {who['place']} by {who['claim']} ({statement['status']})"


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("gold", type=Path)
    ask.add_argument("--show", choices=sorted(CAUSES))
    ask.add_argument("-n", type=int, default=20)
    ask.add_argument("--threshold", type=float, default=trainer.THRESHOLD)
    o = ask.parse_args()
    gold, drafts = trainer.gather(o.gold)
    trainer.label(gold, drafts)
    trainer.cross_validate(drafts, trainer.STRENGTH)
    types = known_types()
    counts: dict[str, Counter[int]] = defaultdict(Counter)
    examples: dict[str, list[str]] = defaultdict(list)
    chooser = Chooser({}, o.threshold)
    for doc, found in drafts.items():
        half = scoring.half(doc)
        kept = {id(d) for d in found if d.statement["type"] in trainer.UNSEEN or chooser.keeps(d.statement["type"], d.score)}

        def note(cause: str, line: str, half: int = half) -> None:
            counts[cause][half] += 1
            if half == 0:
                examples[cause].append(line)

        for g in gold[doc]:
            match = next((d for d in found if d.gold is g and id(d) in kept), None)
            if match is None:
                note(missed(g, found, kept, types), f"{told(g)}\n    «{g['evidence']['quote']}»")
            for fault in faults(g, match.final()) if match else ():
                note(fault, f"gold {told(g)}\n    made {told(match.final())}\n    «{g['evidence']['quote']}»" if match else "")
        for d in found:
            if id(d) in kept and d.gold is None:
                same = any(words(d.statement["trigger"]) & words(g["trigger"]) for g in gold[doc] if scoring.overlaps(g["evidence"], d.statement["evidence"]))
                note("extra-type" if same else "extra", f"{told(d.statement)}\n    «{d.statement['evidence']['quote']}»")
    if o.show:
        print("\n".join(examples[o.show][: o.n]))
        return
    print("| cause | tuned half | other half |\n|---|---|---|")
    for cause, n in sorted(counts.items(), key=lambda c: -c[1].total()):
        print(f"| {CAUSES[cause]} | {n[0]} | {n[1]} |")


if __name__ == "__main__":
    main()
