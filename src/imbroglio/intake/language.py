"""Which language a text is in: py3langid, restricted to languages in which wars are reported.

Flows in: a text. Flows out: its ISO 639-1 code. Texts too short to tell count as English, and so does a
text for which English stays likely: strings of foreign names must not cost an English report.
"""

from __future__ import annotations

from functools import lru_cache
from importlib import import_module
from typing import Any

SAMPLE = 2_000
FEWEST_LETTERS = 40
ENGLISH_STAYS_LIKELY = 0.25
LANGUAGES = (
    "am", "ar", "az", "be", "bg", "bn", "bs", "cs", "da", "de", "el", "en", "es", "fa", "fi", "fr",
    "ha", "he", "hi", "hr", "hu", "hy", "id", "it", "ja", "ka", "ko", "ku", "ms", "my", "ne", "nl",
    "no", "om", "pl", "ps", "pt", "ro", "ru", "rw", "si", "sk", "sl", "so", "sq", "sr", "sv", "sw",
    "ta", "th", "tr", "uk", "ur", "vi", "zh",
)  # fmt: skip


@lru_cache(maxsize=1)
def _load_identifier() -> Any:
    # Imported by name when first needed: it has no types, and its model takes half a second to load.
    langid = import_module("py3langid.langid")
    identifier = langid.LanguageIdentifier.from_model_file(langid.MODEL_FILE, norm_probs=True)
    identifier.set_languages(LANGUAGES)
    return identifier


def detect_language(text: str) -> str:
    """ISO 639-1 code of the language of `text`, judged by its first 2,000 characters.

    >>> detect_language("Short.")
    'en'
    """
    sample = text.lstrip()[:SAMPLE]
    if sum(map(str.isalpha, sample)) < FEWEST_LETTERS:
        return "en"
    ranked: dict[str, float] = dict(_load_identifier().rank(sample))
    if ranked["en"] >= ENGLISH_STAYS_LIKELY:
        return "en"
    return max(ranked, key=lambda code: ranked[code])
