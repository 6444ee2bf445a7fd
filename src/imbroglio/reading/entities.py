"""Entity labels: what the language model's recogniser makes of words, decided as its own steps would be, in a tenth of their time.

Flows in: spaCy's docs of parsed sentences. Flows out: for each word the label of the entity that it belongs to, "" where none. Outside of
an entity, what comes next hangs on the word alone, so that all words are weighed at once; only inside of an entity one goes word by
word. Refuses (by giving None) a recogniser that is built in another way: then spaCy does it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any

from imbroglio.reading.encoder import Encoder

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Rows = NDArray[np.float32]

_FEATURES = 3  # the word, the first word of the entity, the word before


class EntityLabels:
    """A pipeline's recogniser of entities."""

    def __init__(self, ner: Any, encoder: Encoder) -> None:
        import numpy as np

        self._encoder = encoder
        lower, upper, linear = ner.model.get_ref("lower"), ner.model.get_ref("upper"), ner.model.get_ref("tok2vec").layers[-1]
        self._in: Rows = np.ascontiguousarray(linear.get_param("W").T)
        self._in_bias: Rows = linear.get_param("b")
        weights, pad = lower.get_param("W"), lower.get_param("pad")[0]
        # Both pieces of the maxout side by side, for each of the features
        self._lower: Rows = np.ascontiguousarray(weights.transpose(3, 0, 2, 1).reshape(weights.shape[3], -1))
        self._size = int(weights.shape[1])
        self._bias: Rows = lower.get_param("b").T.reshape(-1)
        self._none: Rows = pad.transpose(0, 2, 1).reshape(_FEATURES, -1)
        self._upper: Rows = np.ascontiguousarray(upper.get_param("W").T)
        self._upper_bias: Rows = upper.get_param("b")
        names = [ner.moves.get_class_name(n) for n in range(ner.moves.n_moves)]
        self._moves = [(kind, label) for kind, _, label in (name.partition("-") for name in names)]
        self._at = {move: n for n, move in enumerate(self._moves)}
        self._shut = self._barring("BUO", ner.model.attrs["unseen_classes"])
        self._alone = self._barring("UO", ner.model.attrs["unseen_classes"])

    def _barring(self, kinds: str, unseen: Collection[int]) -> Rows:
        """Nothing for moves of these kinds, and what rules it out for all others. "U" without a label is no entity."""
        import numpy as np

        open_to = [kind in kinds and (kind == "O" or bool(label)) and n not in unseen for n, (kind, label) in enumerate(self._moves)]
        return np.where(open_to, np.float32(0), np.float32(-np.inf)).astype("f")

    @classmethod
    def find(cls, ner: Any, vocab: Any) -> EntityLabels | None:
        """The labels of a recogniser, or None where it is built in another way."""
        try:
            layers = ner.model.get_ref("tok2vec").layers
            encoder = Encoder.find(layers[0], vocab)
            lower = ner.model.get_ref("lower")
            shape = lower.get_param("W").shape
            usual = (
                encoder is not None
                and [n.name for n in layers[1:]] == ["list2array", "linear"]
                and ner.cfg["beam_width"] == 1
                and (shape[0], shape[2]) == (_FEATURES, 2)
                and ner.model.attrs["has_upper"]
                and all(name == "O" or name[:2] in {"B-", "I-", "L-", "U-"} for name in ner.move_names)
            )
            return cls(ner, encoder) if usual and encoder is not None else None
        except (KeyError, ValueError, AttributeError, IndexError):
            return None

    def label(self, docs: Sequence[Any], starts: Sequence[Sequence[bool]]) -> list[list[str]]:
        """Labels of the words of each doc. `starts`: for each word, whether a sentence begins with it; no entity goes across."""
        import numpy as np

        if not docs:
            return []
        x: Rows = np.concatenate(self._encoder.encode(docs)) @ self._in
        x += self._in_bias
        lower = (x @ self._lower).reshape(len(x), _FEATURES, -1)
        scores = self._scores(lower[:, 0] + (self._none[1] + self._none[2] + self._bias))
        shut = np.argmax(scores + self._shut, axis=1).tolist()
        alone = np.argmax(scores + self._alone, axis=1).tolist()
        out, first = [], 0
        for doc, begins in zip(docs, starts, strict=True):
            n = len(doc)
            out.append(self._walk(lower[first : first + n], shut[first : first + n], alone[first : first + n], begins))
            first += n
        return out

    def _scores(self, sums: Rows) -> Rows:
        import numpy as np

        scores: Rows = np.maximum(sums[..., : self._size], sums[..., self._size :]) @ self._upper + self._upper_bias
        return scores

    def _walk(self, lower: Rows, shut: list[int], alone: list[int], begins: Sequence[bool]) -> list[str]:
        """One sentence, word by word."""
        n = len(shut)
        labels = [""] * n
        opened, label = -1, ""
        for i in range(n):
            last = i + 1 == n or begins[i + 1]  # nothing can go on after it
            if opened < 0:
                kind, label = self._moves[alone[i] if last else shut[i]]
                if kind != "O":
                    labels[i] = label
                    opened = i if kind == "B" else -1
                continue
            labels[i] = label
            if last or self._closes(lower, opened, i, label):
                opened = -1
        return labels

    def _closes(self, lower: Rows, opened: int, i: int, label: str) -> bool:
        """Whether word `i` is the last of the entity that began with `opened`."""
        scores = self._scores(lower[i, 0] + lower[opened, 1] + lower[i - 1, 2] + self._bias)
        return bool(scores[self._at["L", label]] > scores[self._at["I", label]])
