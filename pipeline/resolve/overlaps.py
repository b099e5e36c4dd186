"""Which of several overlapping names is the one that the text prints."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from pipeline.knowledge.world import World
from pipeline.resolve.mentions import NameMention

if TYPE_CHECKING:
    from spacy.tokens import Doc

_ROWS = ("table.authority", "table.programme")
_GUESSES = ("model.", "body.")


def _runs_on(doc: Doc, mention: NameMention, rows: dict[int, int], world: World) -> bool:
    """Whether a guess goes on behind a known body or programme, as headlines do: "Trade Department Sanctions Steps"."""
    end = rows.get(mention.first, mention.last)
    if end >= mention.last or not all(rule.startswith(_GUESSES) for rule in mention.rules):
        return False
    if not doc[end].text[0].isupper() or doc[end].is_sent_start:
        return False
    last = doc[mention.last - 1].text.lower().strip(".")
    return last not in world.head_types and last not in world.weak_words


_ORGANISED = frozenset({"Company", "PublicBody", "Organization", "Program", "Vessel"})


def _names_organisation(doc: Doc, mention: NameMention, world: World) -> bool:
    """Whether a model takes several words for one organisation; a stock model is believed if the last word says so."""
    if mention.last - mention.first < 2:
        return False
    if "form.head" in mention.rules:
        return True
    last = doc[mention.last - 1].text
    told = last.lower() in world.head_types or last.strip(".") in world.strong_forms
    return mention.label in _ORGANISED or (mention.label == "ORG" and told)


def _part_of_name(doc: Doc, mention: NameMention, longer: list[NameMention], world: World) -> bool:
    """Whether a country or place is a part of an organisation's name: "China" in "China Harbour Bank"."""
    if not all(rule in ("table.country", "table.country_weak", "table.place") for rule in mention.rules):
        return False
    noun = "table.place" in mention.rules or world.is_country_noun(doc[mention.first : mention.last].text)
    return noun and any(
        one.first <= mention.first and mention.last <= one.last and one.last - one.first > mention.last - mention.first
        for one in longer
    )


def without_overlaps(doc: Doc, mentions: Iterable[NameMention], world: World) -> list[NameMention]:
    """Keep the stronger of two overlapping mentions; a tie goes to the longer, then to the earlier."""
    kept: list[NameMention] = []
    taken: set[int] = set()
    mentions = list(mentions)
    rows = {one.first: one.last for one in mentions if any(rule.startswith(_ROWS) for rule in one.rules)}
    mentions = [one for one in mentions if not _runs_on(doc, one, rows, world)]
    longer = [one for one in mentions if _names_organisation(doc, one, world)]
    mentions = [one for one in mentions if not _part_of_name(doc, one, longer, world)]
    for mention in sorted(mentions, key=_strength, reverse=True):
        tokens = range(mention.first, mention.last)
        if mention.votes and taken.isdisjoint(tokens):
            kept.append(mention)
            taken.update(tokens)
    return sorted(kept, key=lambda mention: mention.first)


_BORDERS = 2.0
"""Weight of a span that only a model gave against others that overlap it."""


def _strength(mention: NameMention) -> tuple[float, int, int]:
    weight = max(mention.votes.values(), default=0.0)
    if all(rule.startswith(("model.", "table.name")) for rule in mention.rules):
        # Where a model draws its borders says less than what it calls a name.
        weight = min(weight, _BORDERS)
    # Each further token counts: "U.S. Commerce Department" over "U.S.", "Bank of China" over "China".
    return weight + 2.5 * (mention.last - mention.first), mention.last - mention.first, -mention.first
