"""Train the article screen, and tell by cross-validation what it keeps and what it saves.

    python tools/train_screen.py                  prints the tables, writes src/imbroglio/knowledge/screen.toml
    python tools/train_screen.py SHARED --dry     prints only

Reports to keep are the gold's that hold statements; those of FA-KES beside them. Texts to drop are ECB+'s, but for the topics of which
`TELLING` says that their reports may hold statements: judged topic by topic by what the topics are about, not by the screen. Reports are
dealt into folds by SHA-256 of their id, ECB+ by topic, so that no text is judged by weights that saw it, or another text on the same
event. A report on those topics counts little in training. The
threshold that ships is where the recall of statements, cross-validated, is `WANTED`.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import xml.etree.ElementTree as ET
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from sklearn.feature_extraction import DictVectorizer

from imbroglio.knowledge.lexicon import PREPOSITIONS, load_lexicon
from imbroglio.knowledge.nouns import load_nouns
from imbroglio.knowledge.packs import load_packs
from imbroglio.knowledge.screen_words import ScreenWords, screen_path
from imbroglio.reading.article_screen import ArticleScreen, features_of, names_of, stretches

ROOT = Path(__file__).resolve().parents[1]
FOLDS = 5
STRENGTH = 0.1  # the inverse of the penalty on weights
LEAST = 0.04  # smaller weights are left out
WANTED = 0.998  # recall of statements at the threshold that ships; what is asked for is 0.995
STRETCH = 40  # words of the pieces by which short texts are learned
# ECB+'s topics whose reports may hold statements of the codebook: a bomb at a bank, a navy against pirates, riots.
TELLING = frozenset({8, 12, 19})
# Classes of nouns that speak of war, or of those who suffer it.
CLASSES = frozenset("force fighters artillery explosive aircraft firearm gas unit coalition government prisoner agreement people vehicle speaker".split())
RELATIONS = frozenset("hostile backs allied split-from designates".split())
# Words of entries that any text has.
COMMON = frozenset(
    "the and its one have make give come get put into from with over that this time year friday news man men woman not back night life day hour week month be as out up off do go all".split()
)


@dataclass(frozen=True, slots=True)
class Text:
    """A report with its id, what it is dealt by, the set that it is of, and how many gold statements it holds."""

    id: str
    dealt_by: str
    set: str
    text: str
    statements: int = 0

    @property
    def words(self) -> int:
        """How many there are between white space."""
        return len(self.text.split())


def part_of(key: str, parts: int) -> int:
    """The part into which a key is dealt."""
    return int(hashlib.sha256(key.encode()).hexdigest(), 16) % parts


def gold_reports(shared: Path) -> list[Text]:
    """The gold's reports."""
    folder = shared / "gold" / "statements"
    held = Counter(row["doc"] for row in json.loads((folder / "statements.json").read_text("utf-8")))
    return [Text(d["id"], d["id"], d["set"], d["text"], held[d["id"]]) for d in json.loads((folder / "docs.json").read_text("utf-8"))]


def raw_reports(shared: Path, name: str) -> list[Text]:
    """One of the folders of reports, none of whose statements are told."""
    lines = (shared / "reports" / name / "reports.jsonl").read_text("utf-8").splitlines()
    return [Text(d["id"], d["id"], name, d["text"]) for d in map(json.loads, lines)]


def other_texts(shared: Path, telling: bool = False) -> list[Text]:
    """ECB+'s texts on the topics that tell of no war, or those on the others; a topic is dealt as a whole."""
    out = []
    with zipfile.ZipFile(shared / "gold" / "ecbplus_topics_1_35.zip") as held:
        for name in sorted(n for n in held.namelist() if n.endswith(".xml")):
            topic = Path(name).name.partition("_")[0]
            if (int(topic) in TELLING) == telling:
                tokens = ET.fromstring(held.read(name)).iter("token")
                out.append(Text(Path(name).stem, f"topic {topic}", topic, " ".join(t.text or "" for t in tokens)))
    return out


def vocabulary() -> frozenset[str]:
    """The words that may get a weight: those of the lexicon's entries and of nouns that speak of war."""
    words: set[str] = set()
    for frame in load_lexicon().frames:
        if frame.kind != "relation" or frame.type in RELATIONS:
            words.update(w for w in frame.words if w not in PREPOSITIONS)
    words.update(noun.split()[-1] for noun, classes in load_nouns().classes.items() if classes & CLASSES)
    names = {name.lower() for name in names_of(load_packs()).single}
    return frozenset(w for w in words if w.isalpha() and len(w) > 2) - COMMON - names


def pieces(text: str) -> list[str]:
    """The first few stretches of a long text, by which it is learned how a short one looks."""
    words = text.split()
    return [" ".join(words[at : at + STRETCH]) for at in range(0, max(1, len(words) - STRETCH // 2), STRETCH)][:4]


def _rows(t: Text, side: int, weight: float, of_pieces: float) -> list[tuple[str, int, float]]:
    """What is learned from a report: each stretch that the screen would judge, and short pieces; with side and weight."""
    long = list(stretches(t.text))
    rows = [(stretch, side, weight / len(long)) for stretch in long]
    return rows + [(piece, side, of_pieces) for piece in pieces(t.text) if of_pieces and t.words > 2 * STRETCH]


class Trainer:
    """Learns weights; features of each text are worked out once."""

    def __init__(self) -> None:
        self._names = names_of(load_packs())
        self._words = vocabulary()
        self._known: dict[tuple[str, frozenset[str]], dict[str, float]] = {}

    def features(self, text: str, words: frozenset[str]) -> dict[str, float]:
        """The features of a text, each with its value."""
        if (text, words) not in self._known:
            found, count = features_of(text, self._names, words)
            states = sum(1 for f in found if f[:1] == "=")
            out = dict.fromkeys((f for f in found if f and f[0] != "="), 1.0)
            out |= {"#length": math.log(count + 1)} | ({"@state": 1.0} if states else {}) | ({"@states": 1.0} if states > 1 else {})
            self._known[text, words] = out
        return self._known[text, words]

    def train(self, keep: Sequence[Text], beside: Sequence[Text], drop: Sequence[Text]) -> ScreenWords:
        """Weights by which `keep` are told from `drop`; reports `beside` those to keep count little."""
        rows: list[tuple[str, int, float]] = []
        for t in keep:
            rows += _rows(t, 1, t.statements**0.5, 0.25)
        for t in beside:
            rows += _rows(t, 1, 0.3, 0.0)
        for t in drop:
            rows += _rows(t, -1, t.words / 100, 0.15)
        first = self._fit(rows, self._words)
        return self._fit(rows, frozenset(first.words))

    def _fit(self, rows: Sequence[tuple[str, int, float]], words: frozenset[str]) -> ScreenWords:
        reader = DictVectorizer()
        table = csr_matrix(reader.fit_transform(self.features(text, words) for text, _, _ in rows))
        side = np.array([float(s) for _, s, _ in rows])
        weight = np.array([w for _, _, w in rows])
        for one in (1, -1):
            weight[side == one] *= len(rows) / 2 / weight[side == one].sum()

        def loss(p: np.ndarray) -> tuple[float, np.ndarray]:
            z = side * (table @ p[:-1] + p[-1])
            pull = -side * weight / (1 + np.exp(z))
            slope = np.append(table.T @ pull + p[:-1] / STRENGTH, pull.sum())
            return float((np.logaddexp(0, -z) * weight).sum() + (p[:-1] ** 2).sum() / (2 * STRENGTH)), slope

        found = minimize(loss, np.zeros(table.shape[1] + 1), jac=True, method="L-BFGS-B", options={"maxiter": 400}).x
        weights = {name: round(float(w), 2) for name, w in zip(reader.feature_names_, found[:-1], strict=True)}
        special = [weights.pop(key, 0.0) for key in ("#length", "@group", "@state", "@states")]
        kept = {name: w for name, w in sorted(weights.items()) if abs(w) >= LEAST}
        return ScreenWords(0.0, round(float(found[-1]), 2), *special, words=kept)


@dataclass(frozen=True, slots=True)
class Texts:
    """What is learned from: reports to keep, reports beside them that count little, and texts to drop."""

    keep: list[Text]
    beside: list[Text]
    drop: list[Text]

    @classmethod
    def of(cls, shared: Path) -> Texts:
        """All there are."""
        keep = [t for t in gold_reports(shared) if t.statements]
        known = {t.id for t in keep}
        beside = [t for t in raw_reports(shared, "fa-kes") if t.id not in known] + other_texts(shared, telling=True)
        return cls(keep, beside, other_texts(shared))

    def only(self, wanted: Callable[[Text], bool]) -> Texts:
        """Those that are wanted."""
        return Texts(*([t for t in texts if wanted(t)] for texts in (self.keep, self.beside, self.drop)))


def unseen(trainer: Trainer, texts: Texts, parts: int = FOLDS) -> Callable[[Text], ArticleScreen]:
    """For each text the screen that was trained without its part."""
    screens = []
    for part in range(parts):
        rest = texts.only(lambda t, part=part: part_of(t.dealt_by, parts) != part)
        screens.append(ArticleScreen(words=trainer.train(rest.keep, rest.beside, rest.drop)))
    return lambda t: screens[part_of(t.dealt_by, parts)]


def weighed(texts: Sequence[Text], screen_of: Callable[[Text], ArticleScreen]) -> Iterator[tuple[float, Text]]:
    """Each text with its log-odds; the best stretch of a long one counts."""
    for t in texts:
        yield best_of(screen_of(t), t.text), t


def best_of(screen: ArticleScreen, text: str) -> float:
    """Log-odds of the best stretch of a text, from the score that the screen gives."""
    score = replace_threshold(screen).verdict(text, "en").score
    score = min(max(score, 1e-12), 1 - 1e-12)
    return math.log(score / (1 - score))


def replace_threshold(screen: ArticleScreen) -> ArticleScreen:
    """The same screen with a threshold that nothing reaches, so that all stretches are weighed."""
    screen.threshold = math.inf
    return screen


def threshold_for(recall: float, rows: Sequence[tuple[float, Text]]) -> float:
    """The highest threshold, to two decimals, that keeps this share of the statements."""
    total, lost = sum(t.statements for _, t in rows), 0
    for score, t in sorted(rows, key=lambda row: row[0]):
        lost += t.statements
        if lost > (1 - recall) * total:
            return math.floor(score * 100) / 100
    return -math.inf


def tell(title: str, rows: Sequence[tuple[float, Text]], others: Sequence[tuple[float, Text]], threshold: float) -> None:
    """One table: what is kept of the statements and of the other texts."""
    print(f"\n{title}, threshold {threshold:.2f}")
    for name in [*sorted({t.set for _, t in rows}), "all"]:
        some = [(s, t) for s, t in rows if name in (t.set, "all")]
        total = sum(t.statements for _, t in some)
        kept = sum(t.statements for s, t in some if s >= threshold)
        held = [s >= threshold for s, t in some if t.statements]
        print(f"  statements of {name:10} {kept:5} of {total:5} kept ({kept / total:.4f}); reports that hold some: {sum(held)} of {len(held)}")
    words = sum(t.words for _, t in others)
    let = [t for s, t in others if s >= threshold]
    print(f"  ECB+ texts without statements: {len(let)} of {len(others)} kept; {sum(t.words for t in let) / words:.3f} of their words")
    print(f"    topics: {', '.join(f'{topic} ({n})' for topic, n in Counter(t.set for t in let).most_common(6))}")


def tell_half(half: int, gold: list[Text], others: list[Text], texts: Texts, trainer: Trainer) -> None:
    """Weights and threshold of one half, looked at on the other."""

    def of_half(t: Text) -> bool:
        return part_of(t.dealt_by, 2) == half

    mine = texts.only(lambda t: not of_half(t))
    threshold = threshold_for(WANTED, list(weighed(mine.keep, unseen(trainer, mine))))
    screen = ArticleScreen(words=trainer.train(mine.keep, mine.beside, mine.drop))
    yours = [list(weighed([t for t in some if of_half(t)], lambda t: screen)) for some in (gold, others)]
    tell(f"half {half}, by weights and threshold of the other half alone", *yours, threshold)


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("shared", type=Path, nargs="?", default=ROOT.parent / "shared")
    ask.add_argument("--dry", action="store_true")
    o = ask.parse_args()
    gold, others, texts, trainer = gold_reports(o.shared), other_texts(o.shared), Texts.of(o.shared), Trainer()
    for half in (0, 1):
        tell_half(half, gold, others, texts, trainer)

    screens = unseen(trainer, texts)
    rows, rest = list(weighed(gold, screens)), list(weighed(others, screens))
    threshold = threshold_for(WANTED, rows)
    tell(f"cross-validated in {FOLDS} folds", rows, rest, threshold)
    odd = [s >= threshold for s, _ in weighed(other_texts(o.shared, telling=True), screens)]
    print(f"  ECB+ texts of the topics {sorted(TELLING)}, which may hold statements: {sum(odd)} of {len(odd)} kept")

    words = replace(trainer.train(texts.keep, texts.beside, texts.drop), threshold=threshold)
    final = ArticleScreen(words=words)
    for name in ("fa-kes", "ukraine"):
        reports = raw_reports(o.shared, name)
        kept = sum(best_of(final, t.text) >= threshold for t in reports)
        print(f"  all weights: {name}, {kept} of {len(reports)} reports kept; {len(words.words)} words")
    if not o.dry:
        write(words)


def write(words: ScreenWords) -> None:
    """The file that ships."""
    numbers = "\n".join(f"{key} = {getattr(words, key)}" for key in ("threshold", "start", "length", "group", "state", "states"))
    listed = "\n".join(f"{word} = {weight}" for word, weight in sorted(words.words.items()))
    screen_path().write_text(
        "# Written by tools/train_screen.py: what each word weighs, where it stands in a report, for its being on an armed conflict.\n"
        f"# Log-odds; see docs/scale.md.\n\n[screen]\n{numbers}\n\n[words]\n{listed}\n",
        "utf-8",
    )


if __name__ == "__main__":
    main()
