"""A sentence with its entities as placeholders, so that relation rules are plain patterns over kinds of things."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.document import Chain, Context

if TYPE_CHECKING:
    from spacy.tokens import Span

_KINDS = {
    "Person": "P",
    "Company": "O",
    "PublicBody": "O",
    "Organization": "O",
    "Country": "C",
    "Location": "L",
}
_POSSESSIVE_PRONOUNS = frozenset({"its", "his", "her", "their"})


@dataclass(frozen=True, slots=True)
class Masked:
    """``text`` is the masked sentence, ``chains`` the entity of each placeholder number."""

    text: str
    chains: dict[str, Chain]


def mask(context: Context, sentence: Span) -> Masked:
    """Replace each mention of a sentence by ``<kind number>``; nested mentions count as the outer one."""
    starts = {m.first: (m, c) for m, c in reversed(context.chains_in(sentence.start, sentence.end))}
    parts: list[str] = []
    chains: dict[str, Chain] = {}
    position = sentence.start
    while position < sentence.end:
        token = context.doc[position]
        hit = starts.get(position)
        if hit is None:
            parts.append(token.text_with_ws)
            position += 1
            continue
        mention, chain = hit
        placeholder = f"<{_KINDS.get(chain.type, 'X')}{len(chains) + 1}>"
        chains[placeholder] = chain
        last = context.doc[mention.last - 1]
        owner = "'s" if last.lower_ in _POSSESSIVE_PRONOUNS else ""
        parts.append(placeholder + owner + last.whitespace_)
        position = mention.last
    return Masked(" ".join("".join(parts).split()), chains)
