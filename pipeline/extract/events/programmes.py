"""Which of the named lists, orders and acts of a sentence an event happens under."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.extract.events.syntax import is_verb
from pipeline.knowledge.world import load_world

if TYPE_CHECKING:
    from spacy.tokens import Token

    from pipeline.document import Chain, Context, Mentioned
    from pipeline.extract.events.candidate import Candidate

_GOAL = frozenset({"to", "from", "on", "onto", "off", "in", "into", "under", "within", "of"})
_BASIS = re.compile(
    r"\b(?:under|pursuant\s+to|in\s+accordance\s+with|authority\s+of|on\s+the\s+basis\s+of|based\s+on|invoking|"
    r"by\s+virtue\s+of|within\s+the\s+meaning\s+of|as\s+amended\s+by|contrary\s+to|in\s+(?:violation|breach)\s+of)"
    r"\s+(?:(?!and\b|or\b)[\w'’.,()-]+\s+){0,6}[\"'“(]*$",
    re.IGNORECASE,
)
_CARRIERS = re.compile(
    r"\b(?:amend|revis|updat|modif|chang|adopt)\w*\s+(?:to\s+)?(?:(?:the|its|this)\s+)?$", re.IGNORECASE
)
_BRACKET = re.compile(r"^[\s\"'”]*\($")
_BOND = re.compile(r"\b(?:agreement|pact|accord|treaty|convention|declaration|deal)s?\b", re.IGNORECASE)
"""What binds states by contract: it may be the reason of a measure, not its programme."""
_STEPS = 8


def programmes(context: Context, mention: Candidate) -> list[str]:
    """Ids of the programmes of a mention, in text order.

    A list onto which or off which someone goes comes first, with the orders it is done under. Else those it is done
    under, else all of the sentence. Regulations that are merely amended to do it step back.
    """
    doc, view = context.doc, context.clean.view
    named = [
        (place, chain)
        for place, chain in context.chains_in(mention.sentence.start, mention.sentence.end)
        if chain.type == "Program" and not _BOND.search(chain.name)
    ]
    kept: list[tuple[Mentioned, Chain]] = []
    for place, chain in named:
        # "the list of blocked persons (BP List)" is one list.
        if kept and _BRACKET.match(view[_end(context, kept[-1][0]) : doc[place.first].idx]):
            continue
        kept.append((place, chain))
    goals = [chain for place, chain in kept if _is_goal(doc[place.first : place.last].root, mention)]
    bases = [chain for place, chain in kept if _BASIS.search(_ahead(context, place)) and chain not in goals]
    if goals:
        found = [*goals, *(chain for chain in bases if not _holds(chain, goals))]
    else:
        carried = [chain for place, chain in kept if _CARRIERS.search(_ahead(context, place))]
        found = bases or [chain for _, chain in kept if chain not in carried] or carried
    ids = [chain.id for _, chain in kept if chain in found]
    return list(dict.fromkeys(ids))


def _end(context: Context, place: Mentioned) -> int:
    token = context.doc[place.last - 1]
    return int(token.idx + len(token))


def _ahead(context: Context, place: Mentioned) -> str:
    """The words of the sentence before a name."""
    token = context.doc[place.first]
    return context.clean.view[max(token.sent.start_char, token.idx - 90) : token.idx]


def _is_goal(root: Token, mention: Candidate) -> bool:
    """Whether a list is where the verb of the mention moves someone ("added to X", "X's addition to the list")."""
    anchors = {mention.predicate.i} | ({mention.noun.i} if mention.noun is not None else set())
    word, current = "", root
    for _ in range(_STEPS):
        if current.dep_ in ("prep", "agent", "dative"):
            word = word or current.lower_
        current = current.head
        if current.i in anchors:
            return word in _GOAL
        if is_verb(current) or current.head.i == current.i:
            return False
    return False


def _holds(chain: Chain, goals: list[Chain]) -> bool:
    """Whether a regulation is only what the list is part of: both are of one authority."""
    rows = load_world().programme_by_id
    own = rows.get(chain.key or "")
    if own is None or own.kind != "regulation" or own.authority is None:
        return False
    others = [rows.get(goal.key or "") for goal in goals]
    return any(row is not None and row.kind == "list" and row.authority == own.authority for row in others)
