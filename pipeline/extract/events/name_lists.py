"""Lists of names read by word order, for sentences that the parser cuts in pieces."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from pipeline.extract.events.syntax import singular
from pipeline.extract.events.vocabulary import vocabulary

if TYPE_CHECKING:
    from spacy.tokens import Token

    from pipeline.document import Chain, Context, Mentioned

# What may stand between two names of one list.
_JOIN = re.compile(r"^[\s\"']*(?:,|;|and|&|or|as well as|along with|,? and|;? and|\([^()]{0,80}\)|the|'s|[\s\"'])*\s*$")
_SEMICOLONS = re.compile(r"^[^.;]{0,120};(?: and)?\s*$")
_APPOSED = re.compile(
    r"^\s*,\s+(?:an?|the|its|who|whose|which|based|also|formerly|head|chief)\s[^,;.:\"]{2,70},(?:\s+and)?\s*$"
)
_OWNED = re.compile(
    r"^\s*,?\s*(?:and|along with|as well as)\s+(?:its|their|his|her|the|an?)?\s*([^,;.:()\"]{3,50}?)\s*$"
)
_SAYS = re.compile(r"\b(?:said|says|told|adds?|added|according)\b")
_TERMINAL = re.compile(r"[.!?:;][\"'”’)]*\s*$")
_MOST_SENTENCES = 4

Allowed = Callable[["Chain"], bool]


def unit(context: Context, token: Token) -> tuple[int, int]:
    """Tokens of the sentence around a token, with those beside it that only a wrong cut parts from it."""
    doc = token.doc
    first, last = token.sent.start, token.sent.end
    for _ in range(_MOST_SENTENCES):
        if first == 0 or _closed(context, doc[first - 1].sent.start, first):
            break
        first = doc[first - 1].sent.start
    for _ in range(_MOST_SENTENCES):
        if last >= len(doc) or _closed(context, doc[last - 1].sent.start, last):
            break
        last = doc[last].sent.end
    return first, last


def _closed(context: Context, start: int, end: int) -> bool:
    """Whether a sentence ends with a mark or at the end of a paragraph; "Ltd." closes only before no comma or name."""
    doc = context.doc
    following = doc[end].idx if end < len(doc) else len(context.clean.view)
    text = context.clean.view[doc[start].idx : following]
    return "\n\n" in text[-4:] or _TERMINAL.search(text) is not None


def continued(context: Context, position: int, allowed: Allowed) -> Iterator[tuple[Mentioned, Chain]]:
    """Names that go on the list which ends at ``position``."""
    doc, here = context.doc, context.chain_at(position)
    end = position + 1
    if here is not None:
        end = next((m.last for m in here.mentions if m.first <= position < m.last), end)
    for mention, chain in context.chains_in(end, unit(context, doc[position])[1]):
        if mention.kind != "name" or mention.first < end:
            continue
        gap = doc[end : mention.first].text if mention.first > end else ""
        if not allowed(chain) or chain.type == "Country" or not _joined(gap):
            if chain.type in ("Country", "Location") or "(" in gap:
                continue
            return
        yield mention, chain
        end = mention.last


def joined_states(context: Context, place: Mentioned, last: int) -> Iterator[tuple[Mentioned, Chain]]:
    """States that go on the list which begins with ``place``, up to the token ``last``."""
    end = place.last
    for mention, chain in context.chains_in(end, last):
        if chain.type != "Country" or not _JOIN.match(context.doc[end : mention.first].text):
            return
        yield mention, chain
        end = mention.last


def preceded(context: Context, position: int, allowed: Allowed) -> Iterator[tuple[Mentioned, Chain]]:
    """Names of the same list before ``position``, for subjects that the parser cut short."""
    doc, here = context.doc, context.chain_at(position)
    start = next((m.first for m in here.mentions if m.first <= position < m.last), position) if here else position
    for mention, chain in reversed(context.chains_in(unit(context, doc[position])[0], start)):
        if mention.kind != "name" or mention.last > start:
            continue
        if _bracketed(context, mention) or chain.type in ("Country", "Location"):
            continue
        if not allowed(chain) or not _joined(doc[mention.last : start].text):
            return
        yield mention, chain
        start = mention.first


def _bracketed(context: Context, mention: Mentioned) -> bool:
    """A short form in brackets behind its name."""
    doc = context.doc
    return mention.first > 0 and doc[mention.first - 1].text == "(" and doc[mention.last : mention.last + 1].text == ")"


def _joined(gap: str) -> bool:
    if _JOIN.match(gap) or _SEMICOLONS.match(gap):
        return True
    if _SAYS.search(gap):
        return False
    if _APPOSED.match(gap):
        return True
    match = _OWNED.match(gap)
    words = vocabulary().words
    if match is None or len(match.group(1).split()) > 5:
        return False
    last = singular(match.group(1).split()[-1].lower())
    return last in words.roles or last in words.parties
