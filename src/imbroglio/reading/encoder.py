"""The encoder: what the language model makes of words in their sentence, as its own layers would, in a third of their time.

Flows in: spaCy's docs of sentences, and the weights of a pipeline's "tok2vec" layer. Flows out: a row of numbers for each word. A word
by itself is looked up in a table once it was seen; what its neighbours add is worked out for all sentences at once, by numpy. Refuses
(by giving None) a pipeline whose layers are built in another way: then spaCy works it out itself.

A word's row is always computed by itself, in the same way, so that it does not depend on what was read before: a product of
matrices rounds a row differently by where it stands in them.
"""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Rows = NDArray[np.float32]

_MOST_WORDS = 60_000  # rows of the table, 400 bytes each; beyond, it begins anew
_TINY = 1e-8


@dataclass(frozen=True, slots=True)
class _Layer:
    """A maxout layer with its norm: the weights of each piece side by side."""

    weights: Rows
    bias: Rows
    gain: Rows
    shift: Rows
    pieces: int

    @classmethod
    def of(cls, node: Any) -> _Layer:
        """The one maxout and the one norm below a node."""
        import numpy as np

        maxout = next(n for n in node.walk() if n.name == "maxout")
        norm = next(n for n in node.walk() if n.name == "layernorm")
        w, b = maxout.get_param("W"), maxout.get_param("b")
        wide = np.ascontiguousarray(w.transpose(2, 1, 0).reshape(w.shape[2], -1))
        return cls(wide, b.T.reshape(-1).copy(), norm.get_param("G"), norm.get_param("b"), w.shape[1])

    def finish(self, rows: Rows) -> Rows:
        """From products with the weights to the layer's output: the largest piece, brought to one scale."""
        import numpy as np

        rows += self.bias
        width = rows.shape[1] // self.pieces
        best: Rows = rows[:, :width]
        for k in range(1, self.pieces):
            best = np.maximum(best, rows[:, k * width : (k + 1) * width])
        best = best - best.mean(axis=1, keepdims=True)
        spread = np.einsum("ij,ij->i", best, best) / np.float32(width) + np.float32(_TINY)
        best *= (spread ** np.float32(-0.5))[:, None]
        best *= self.gain
        best += self.shift
        return best


class Encoder:
    """A pipeline's tok2vec layer."""

    def __init__(self, model: Any, vocab: Any) -> None:
        import numpy as np

        embed, encode = model.get_ref("embed"), model.get_ref("encode")
        both = embed.layers[0]
        self._features, static = both.layers
        self._mix = _Layer.of(embed.layers[1])
        self._layers = [_Layer.of(node) for node in encode.layers[0].layers]
        self._project: Rows = np.ascontiguousarray(static.get_param("W").T)
        self._vocab = vocab
        self._pad = int(encode.attrs["pad"])
        self._width = int(self._mix.gain.shape[0])
        self._rows: Rows = np.zeros((4096, self._width), dtype="f")
        self._known: dict[int, int] = {}  # key of a word to its row; row 0 is that of no word

    @classmethod
    def find(cls, model: Any, vocab: Any) -> Encoder | None:
        """The encoder of a layer, or None where it is built in another way."""
        try:
            names = [n.name for n in model.walk()]
            windows = [n for n in model.walk() if n.name == "expand_window"]
            encode = model.get_ref("encode")
            residuals = [n.name.partition("(")[0] for n in encode.layers[0].layers]
            usual = (
                names.count("static_vectors") == 1
                and names.count("maxout") == names.count("layernorm") == len(residuals) + 1
                and residuals == ["residual"] * len(windows)
                and all(n.attrs["window_size"] == 1 for n in windows)
                and str(vocab.vectors.mode) == "default"
            )
            return cls(model, vocab) if usual else None
        except (KeyError, ValueError, AttributeError, IndexError, StopIteration):
            return None

    def encode(self, docs: Sequence[Any]) -> list[Rows]:
        """A row for each word of each doc."""
        import numpy as np

        keys = [self._keys(doc) for doc in docs]
        self._learn(docs, keys)
        pad, known = self._pad, self._known
        at = np.zeros(pad + sum(len(k) + pad for k in keys), dtype=np.intp)
        starts = []
        first = pad
        for row in keys:
            starts.append(first)
            at[first : first + len(row)] = [known[k] for k in row]
            first += len(row) + pad
        x = self._rows[at]
        wide = np.zeros((len(at), 3 * self._width), dtype="f")
        n = self._width
        for layer in self._layers:
            wide[1:, :n] = x[:-1]
            wide[:, n : 2 * n] = x
            wide[:-1, 2 * n :] = x[1:]
            x += layer.finish(wide @ layer.weights)
        return [x[a : a + len(row)] for a, row in zip(starts, keys, strict=True)]

    @staticmethod
    def _keys(doc: Any) -> list[int]:
        """What a word's row hangs on: the word, and whether a space follows it."""
        from spacy.attrs import ORTH, SPACY  # type: ignore[import-not-found]

        table = doc.to_array([ORTH, SPACY])
        keys: list[int] = (table[:, 0] ^ table[:, 1]).tolist()
        return keys

    def _learn(self, docs: Sequence[Any], keys: Sequence[list[int]]) -> None:
        """Work out the rows of words that are new."""
        import numpy as np
        from spacy.tokens import Doc

        known = self._known
        new = {k: (d, i) for d, row in enumerate(keys) for i, k in enumerate(row) if k not in known}
        if not new:
            return
        if len(known) + len(new) > _MOST_WORDS:
            known.clear()
            new = {k: (d, i) for d, row in enumerate(keys) for i, k in enumerate(row)}
        tokens = [docs[d][i] for d, i in new.values()]
        words = Doc(self._vocab, words=[t.text for t in tokens], spaces=[bool(t.whitespace_) for t in tokens])
        features = self._features.predict([words]).data
        vectors = self._vocab.vectors
        found = vectors.find(keys=np.asarray([t.orth for t in tokens], dtype="uint64"))
        words_alone = np.zeros((len(new), 1, self._mix.weights.shape[0]), dtype="f")
        words_alone[:, 0, : features.shape[1]] = features
        there = found >= 0
        words_alone[there, :, features.shape[1] :] = vectors.data[found[there]][:, None, :] @ self._project
        mixed = (words_alone @ self._mix.weights)[:, 0]  # word by word, not as one product
        first = len(known) + 1
        while first + len(new) > len(self._rows):
            self._rows = np.concatenate([self._rows, np.zeros_like(self._rows)])
        self._rows[first : first + len(new)] = self._mix.finish(mixed)
        known.update(zip(new, range(first, first + len(new)), strict=True))


def hasten(nlp: Any) -> Encoder | None:
    """Let a pipeline that is this process's own use numpy's products of matrices and the encoder; returns that of its shared layer.

    Called once for a pipeline, before it is used. What it finds stays the same, but for the rounding of the last digit.
    """
    _one_thread()
    for _, pipe in nlp.pipeline:
        for node in pipe.model.walk() if hasattr(pipe, "model") and hasattr(pipe.model, "walk") else ():
            kind = type(node.ops)
            if kind.__name__ == "NumpyOps":
                node.ops = kind(use_blis=False)
    _sets_for_lists(nlp)
    return Encoder.find(nlp.get_pipe("tok2vec").model, nlp.vocab) if nlp.has_pipe("tok2vec") else None


def _sets_for_lists(nlp: Any) -> None:
    """The rule lemmatizer asks of each form whether it is in a list of thousands."""
    lookups = getattr(nlp.get_pipe("lemmatizer"), "lookups", None) if nlp.has_pipe("lemmatizer") else None
    if lookups is not None and lookups.has_table("lemma_index"):
        table = lookups.get_table("lemma_index")
        for pos in list(table):
            table[pos] = frozenset(table[pos])


def _one_thread() -> None:
    """Products of matrices in one thread: those here are small, and each core has a reader of its own."""
    import numpy as np

    for file in (Path(np.__file__).parent.parent / "numpy.libs").glob("libscipy_openblas*"):
        library = ctypes.CDLL(str(file))
        for name in ("scipy_openblas_set_num_threads64_", "scipy_openblas_set_num_threads"):
            if hasattr(library, name):
                getattr(library, name)(1)
                break
