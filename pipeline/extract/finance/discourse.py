"""Who an amount belongs to when its own clause does not say: what the sentence, the paragraph, the article is about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pipeline.extract.finance.owners import is_observer, may_own, trades
from pipeline.extract.finance.syntax import SUBJECTS, is_say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.document import Chain, Context
    from pipeline.extract.finance.draft import Draft
    from pipeline.extract.finance.scene import Scene

_ACTORS = frozenset({"Company", "Organization", "Country", "PublicBody"})


def centre(
    scene: Scene, draft: Draft, parties: Sequence[Chain]
) -> tuple[Chain | None, Literal["near", "topic", "none"]]:
    """Owner of a draft by discourse: subject of the sentence, then what the paragraph speaks of, then the article.

    Args:
        scene: the sentence and what was read before it.
        draft: the draft without owner.
        parties: entities with another role, which cannot be the owner.
    """
    context, last = scene.context, scene.last

    def fits(chain: Chain | None) -> bool:
        if chain is None or (scene.topic.country is not None and not trades(chain, draft.metric)):
            return False
        return may_own(chain, draft.metric) and all(chain is not party for party in parties)

    subject = _subject(context, draft)
    if fits(subject):
        return subject, "near"
    start, _ = paragraph(context, draft.at)
    if last is not None and start <= last.at and fits(last.owner) and last.owner_basis in ("frame", "climb"):
        return last.owner, "near"
    main = scene.topic.owner(draft.metric)
    spoken = _spoken_of(context, start, draft.at)
    if fits(main) and (not spoken or any(chain is main for chain in spoken)):
        return main, "topic"
    for chain in spoken:
        if fits(chain) and chain.type == "Company":
            return chain, "near"
    return (main, "topic") if fits(main) else (None, "none")


def paragraph(context: Context, offset: int) -> tuple[int, int]:
    """Offsets of the paragraph that holds ``offset``."""
    start = context.text.rfind("\n\n", 0, offset)
    end = context.text.find("\n\n", offset)
    return (start + 2 if start >= 0 else 0), (end if end >= 0 else len(context.text))


def _subject(context: Context, draft: Draft) -> Chain | None:
    """The entity that is a grammatical subject of the draft's sentence ahead of the amount, speakers left out."""
    stop = draft.slot.first if draft.slot is not None else draft.sent.end
    for mention, chain in context.chains_in(draft.sent.start, stop):
        head = context.root(mention.first, mention.last)
        if chain.type not in _ACTORS or head.dep_ not in SUBJECTS or is_observer(context, head):
            continue
        if is_say(head.head) and chain.type == "PublicBody":
            continue
        return chain
    return None


def _spoken_of(context: Context, start: int, stop: int) -> list[Chain]:
    """Entities of a paragraph ahead of an offset, in order of first mention, observers left out."""
    found: list[tuple[int, Chain]] = []
    for chain in context.chains:
        if chain.type not in _ACTORS:
            continue
        for mention in chain.mentions:
            token = context.doc[mention.first]
            if start <= token.idx < stop and not is_observer(context, context.root(mention.first, mention.last)):
                found.append((token.idx, chain))
                break
    return [chain for _, chain in sorted(found, key=lambda row: row[0])]
