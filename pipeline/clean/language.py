"""Language of an article: English by its function words, any other by py3langid."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

_WORDS = "the of and to in a is that for on was with as by at from it be are has its were said will"
_FUNCTION_WORDS = frozenset(_WORDS.split())
_ENGLISH_FROM = 0.12
"""Share of function words above which a text is English. English prose has 0.25 to 0.4, lists of names about 0.1."""
_SAMPLE = 4000
_TOO_SHORT = 12
"""Words below which py3langid guesses."""
_DOUBT = 0.001
"""Probability of English above which a text is read as English: tables of figures and names resemble anything."""
_CANDIDATES = [
    *("ar", "az", "be", "bg", "bn", "bs", "ca", "cs", "da", "de", "el", "en", "es", "et", "fa", "fi", "fr", "ga", "gl"),
    *("he", "hi", "hr", "hu", "hy", "id", "is", "it", "ja", "ka", "kk", "ko", "ky", "lt", "lv", "mk", "ms", "nl"),
    *("nn", "no", "pl", "ps", "pt", "ro", "ru", "sk", "sl", "sq", "sr", "sv", "sw", "ta", "te", "th", "tr", "uk", "ur"),
    *("vi", "zh"),
]


def language_of(text: str, told: str | None = None) -> str:
    """ISO 639-1 code of the language.

    The cheap test comes first because loading py3langid costs more than reading an article.

    Args:
        text: the article.
        told: what its source says; believed of a text that is too short to tell, as templates often lie.
    """
    words = re.findall(r"[^\W\d_]+", text[:_SAMPLE].lower())
    if words and sum(word in _FUNCTION_WORDS for word in words) >= _ENGLISH_FROM * len(words):
        return "en"
    if told is not None and len(words) < _TOO_SHORT:
        return told
    ranked = _identifier().rank(text[:_SAMPLE])
    english = next((probability for code, probability in ranked if code == "en"), 0.0)
    return "en" if english > _DOUBT else str(ranked[0][0])


@cache
def _identifier() -> LanguageIdentifier:
    # Imported only here: it reads its model when it is imported.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    # Tables of an English results story look like Nigerian Pidgin to it; only written languages of news are candidates.
    identifier.set_languages(_CANDIDATES)
    return identifier
