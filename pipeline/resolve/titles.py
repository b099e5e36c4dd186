"""Titles before a name, and which of them are no person's: "market leader X", "the official X news agency"."""

from __future__ import annotations

import re

from pipeline.knowledge.world import World
from pipeline.printed import Printed
from pipeline.resolve.beside import firm_behind, kinds_at
from pipeline.resolve.mentions import NameMention, Votes

_NOUNS_BEHIND = re.compile(r" ([a-z]+(?: [a-z]+)?)(?![\w-])")


def of_firm(view: str, title: tuple[int, int], name: tuple[int, int], world: World) -> bool:
    """Whether the noun before a name, or one behind it, says that it is a firm or a body.

    Args:
        view: the text.
        title: offsets of the title that stands before the name.
        name: offsets of the name.
        world: the tables.
    """
    printed = view[slice(*title)].strip().lower()
    before = view[: title[0]].rsplit(maxsplit=1)[-1:] if title[0] else []
    behind = _NOUNS_BEHIND.match(view, name[1])
    nouns = [printed, *(f"{word} {printed}" for word in before), *([behind.group(1)] if behind else [])]
    last = view[slice(*name)].rsplit(maxsplit=1)[-1].lower()
    told = [world.noun_kinds.get(noun, frozenset()) for noun in nouns]
    return "Company" in told[0] or any(kinds == {"Company"} for kinds in told[1:]) or last in world.head_types


def title_before(doc: Printed, mention: NameMention, world: World) -> Votes:
    """A title or role stands right before: ``Mr``, ``chairman``, ``Chief Executive``."""
    end = mention.first - (1 if mention.first and doc.words[mention.first - 1] == "," else 0)
    before = doc.lower[max(end - 3, 0) : end]
    for length in (3, 2, 1):
        words = " ".join(before[-length:]).rstrip(",") if len(before) >= length else ""
        if words and words in world.title_words:
            if kinds_at(doc, end, world) == {"Company"} or firm_behind(doc, mention.last, world):
                # "the market leader Kaito", "the official Kaito news agency"
                return {}
            return {} if _either(words, doc, mention, world) else {"Person": 3.5 if end < mention.first else 3.0}
    return {}


def _either(words: str, doc: Printed, mention: NameMention, world: World) -> bool:
    """Whether a role that firms have too stands before a name that opens with no given name: "broker Hartley Quill"."""
    kinds = world.noun_kinds.get(words, frozenset())
    return "Company" in kinds and doc.words[mention.first] not in world.given_names
