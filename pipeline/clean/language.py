"""Language of an article: English by its function words, any other by py3langid."""

from __future__ import annotations

import re

_FUNCTION_WORDS = frozenset("the of and to in a is that for on was with as by at from it be are has its were said will".split())
_ENGLISH_FROM = 0.12
"""Share of function words above which a text is English. English prose has 0.25 to 0.4, lists of names about 0.1."""
_SAMPLE = 4000


def language_of(text: str) -> str:
    """ISO 639-1 code of the language.

    The cheap test comes first because loading py3langid costs more than reading an article.
    """
    words = re.findall(r"[^\W\d_]+", text[:_SAMPLE].lower())
    if words and sum(word in _FUNCTION_WORDS for word in words) >= _ENGLISH_FROM * len(words):
        return "en"
    # Imported only here: py3langid reads its model when it is imported.
    import py3langid  # noqa: PLC0415

    code, _ = py3langid.classify(text[:_SAMPLE])
    return str(code)
