"""One regular expression for many words, shared beginnings written once: "report|request" is "re(?:port|quest)".

Python tries alternatives one after the other at every place of a text; of hundreds of words few begin with its letter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

Tree = dict[str, Any]
_END = ""


def any_of(words: Iterable[str], blank: str) -> str:
    """Expression that matches any of the words, longest first.

    Args:
        words: plain words.
        blank: expression for a blank inside them.
    """
    tree: Tree = {}
    for word in words:
        branch = tree
        for letter in word:
            branch = branch.setdefault(letter, {})
        branch[_END] = {}
    found = _expression(tree, blank)
    return found if found.startswith("(?:") else f"(?:{found})"


def _expression(tree: Tree, blank: str) -> str:
    longer = [
        (blank if letter == " " else re.escape(letter)) + _expression(rest, blank)
        for letter, rest in sorted(tree.items())
        if letter != _END
    ]
    if _END in tree:
        # The end of a word comes last, so that a longer word is tried first.
        return f"(?:{'|'.join(longer)}|)" if longer else ""
    return longer[0] if len(longer) == 1 else f"(?:{'|'.join(longer)})"
