"""What is no name: page furniture, months, money words, job titles, lower-case finds of the model."""

from __future__ import annotations

import re

from pipeline.knowledge.world import World
from pipeline.printed import Printed
from pipeline.resolve.headlines import Headlines
from pipeline.resolve.mentions import NameMention

_MONEY_OR_NUMBER = re.compile(
    r"^[\d.,/$€£¥%-]+\w{0,3}$|^(?:[A-Z]{1,3}\$|[A-Z]Kr ?|Rs\.? ?|Sh ?|R(?=\d+[.,]))\d[\d.,]*"
    r"|\b(?:mln|bln|dlrs?|pct|cts|billion|million)\b|\d(?:m|mn|bn|tn|k)\b"
)
_TICKER = re.compile(r"[A-Z]{2,6}\.[A-Z]{1,3}|[A-Z]{1,6}(?::|\.\.)[A-Z.]{1,5}|[A-Za-z]{2,4}\.\d+\.?")
"""A share's code at its exchange, or the number of an entry of a list."""
_MAKER = re.compile(r"-(?:makers?|making|producers?|producing|seller)$")
"""What hangs on a product: "Phone-maker"."""
_STATE_OWNED = re.compile(r"State ?- ?(?:owned|run|controlled|backed|held|linked)$")
"""A state that opens a sentence is no body called State."""
_PROPER = ("NNP", "NNPS")
_GUESSES = ("model.", "person.title", "told.")
_FORM_RULES = ("body.lower", "body.office", "wallet", "table.", "program.", "vessel.", "place.dateline", "agency.")


def keeps(doc: Printed, headlines: Headlines, mention: NameMention, world: World) -> bool:
    """Whether a mention can be a name at all.

    What a table or a strong pattern found stays; what only the model says needs a capital letter, a letter-like form
    and words that are no furniture, month, title or money word.
    """
    text, end = doc.text(mention.first, mention.last), min(mention.last + 2, len(doc))
    if _STATE_OWNED.match(doc.text(mention.first, end)) or _field_of_minister(doc, mention, world):
        return False
    if any(rule.startswith(_FORM_RULES) for rule in mention.rules):
        return True
    if not _looks_like_name(text, mention.label, world) or _MAKER.match(
        doc.text(mention.last, min(mention.last + 2, len(doc)))
    ):
        return False
    if _opens_sentence(doc, mention) or (
        mention.rules == ["person.title"] and doc.tags[mention.last - 1] not in _PROPER
    ):
        return False
    if mention.label in ("PRODUCT", "WORK_OF_ART", "EVENT", "NORP") and len(mention.rules) == 1:
        return False
    # In a headline every word may have a capital, so a model's word or a title alone does not make a name.
    alone = headlines.cover(mention.start, mention.end) and all(rule.startswith(_GUESSES) for rule in mention.rules)
    return not alone or headlines.tell(text)


def _field_of_minister(doc: Printed, mention: NameMention, world: World) -> bool:
    """Whether a name is only what a minister deals with: "Commerce" in "Commerce Minister"."""
    if doc.lower[mention.last : mention.last + 1] not in (["minister"], ["ministers"]):
        return False
    words = doc.words[mention.first : mention.last]
    return any(word in world.field_words for word in words) and not any(_is_body(word, world) for word in words)


def _opens_sentence(doc: Printed, mention: NameMention) -> bool:
    """Whether a lone word that only a model gave has its capital from the start of a sentence: "Beer sold well"."""
    if mention.last - mention.first > 1 or not all(rule.startswith("model.") for rule in mention.rules):
        return False
    word, tag = doc.words[mention.first], doc.tags[mention.first]
    if tag in _PROPER or not doc.doc[mention.first].is_sent_start:
        return False
    return not any(other == word and tag in _PROPER for other, tag in zip(doc.words, doc.tags, strict=True))


def _looks_like_name(text: str, label: str | None, world: World) -> bool:
    words = text.split()
    if len(text) < 2 or _TICKER.fullmatch(text) or _MONEY_OR_NUMBER.search(text):
        return False
    if not any(word[0].isupper() for word in words):
        return False
    # "Federal Court", "Ministry of Industry": common words that name a body together.
    of = len(words) > 2 and words[1] in ("of", "for") and _is_body(words[0], world)
    body = label == "PublicBody" and len(words) > 1 and (of or _is_body(words[-1], world))
    if (not body and all(world.is_no_name(word.strip(".,'")) for word in words)) or world.is_no_name(text):
        return False
    # "the Bank", "the Department": a common noun in capitals, resolved with the other nominals.
    common = len(words) == 1 and (text.lower() in world.nominals or text.lower() in world.generic_words)
    return not common and text.lower() not in world.title_words


def _is_body(head: str, world: World) -> bool:
    return world.head_types.get(head.lower(), ("",))[0] == "PublicBody"
