"""What shares gained or lost in percent: "Shares in Norda lost 3 percent", "Norda fell 3 percent in Oslo"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.extract.finance.draft import Draft
from pipeline.extract.finance.lexicon import words
from pipeline.extract.finance.syntax import ancestors, is_verb, prepositions

if TYPE_CHECKING:
    from spacy.tokens import Token

    from pipeline.document import Chain, Context
    from pipeline.extract.finance.draft import Growth, Slot
    from pipeline.extract.finance.scene import Scene

_STOCK = frozenset({"shares", "share", "stock", "stocks", "adrs"})
_LETTERS = 3
"""Fewest letters of a company's name."""
_REACH = 4
"""Tokens between a verb and its percentage: "by about"."""


def stock_move(scene: Scene, growth: Growth, place: Slot, *, bare: bool) -> Draft | None:
    """The change of a company's share price that a percentage tells.

    Args:
        scene: the sentence.
        growth: the change.
        place: the percentage as a slot without money.
        bare: no words name another metric, so that a company that moves is its shares.
    """
    context = scene.context
    verb = next((one for one in ancestors(place.head) if is_verb(one)), None)
    if verb is None or growth.percent is None or verb.lower_ not in words().increase | words().decrease:
        return None
    actor = next((child for child in verb.children if child.dep_ == "nsubj"), None)
    if actor is None or not _beside(verb, place):
        return None
    chain = _issuer(context, actor) if actor.lower_ in _STOCK else context.chain_at(actor.i) if bare else None
    if chain is None or chain.type != "Company" or sum(map(str.isalpha, chain.name)) < _LETTERS:
        return None  # "M-3 rose 4.4 pct"
    draft = Draft(place.money.start, scene.sent, "unit_price", "growth.company", 1.0, growth=growth, owner=chain)
    draft.owner_basis = "frame"
    return draft


def _issuer(context: Context, stock: Token) -> Chain | None:
    """The company of shares: "Norda shares", "Norda's stock", "shares in Norda"."""
    beside = [child for child in stock.children if child.dep_ in ("compound", "poss", "nmod")]
    beside += [item for word, item in prepositions(stock) if word in ("of", "in")]
    return next((chain for one in beside if (chain := context.chain_at(one.i)) is not None), None)


def _beside(verb: Token, place: Slot) -> bool:
    """Whether a percentage stands right behind a verb, no other noun or verb between."""
    between = verb.doc[verb.i + 1 : place.first]
    return 0 <= len(between) <= _REACH and verb.i < place.first and not any(t.tag_[:2] in ("NN", "VB") for t in between)
