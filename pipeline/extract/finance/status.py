"""How firm an amount is, and who says so."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from pipeline.extract.finance.lexicon import status_rules
from pipeline.extract.finance.syntax import SUBJECTS, ancestors, clause_start, is_say, is_verb

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

    from pipeline.document import Context
    from pipeline.extract.finance.lexicon import StatusRule
    from pipeline.records import FactStatus

_BEHIND = 7


def status_at(context: Context, sent: Span, first: int, last: int) -> FactStatus:
    """Status of what stands at the tokens ``first:last`` of a sentence."""
    return next((rule.status for rule in _met(context, sent, first, last)), "actual")


def rules_at(context: Context, sent: Span, first: int, last: int) -> list[str]:
    """Ids of every rule that the clause of the tokens ``first:last`` meets."""
    return [rule.id for rule in _met(context, sent, first, last)]


def _met(context: Context, sent: Span, first: int, last: int) -> tuple[StatusRule, ...]:
    """The rules that a clause meets, the deciding one first."""
    ahead = context.printed.text(clause_start(context, sent, first), first)
    behind = context.printed.text(last, min(last + _BEHIND, sent.end))
    return _meets(f"{ahead} ¤ {behind}")


@lru_cache(maxsize=256)
def _meets(clause: str) -> tuple[StatusRule, ...]:
    return tuple(rule for rule, pattern in status_rules().possible(clause) if pattern.search(clause))


def speaker(context: Context, token: Token) -> str | None:
    """Who says it, as printed: the subject of the nearest verb of saying above, or behind "according to"."""
    for one in ancestors(token):
        if is_verb(one) and is_say(one) and one.i != token.i:
            for child in one.children:
                if child.dep_ in SUBJECTS and child.lower_ not in (
                    "it",
                    "he",
                    "she",
                    "they",
                    "who",
                    "which",
                    "that",
                    "i",
                    "we",
                ):
                    return _words(context, child)
        for child in one.children:
            if child.lower_ == "according":
                for to in child.children:
                    for item in to.children:
                        if item.dep_ == "pobj":
                            return _words(context, item)
    return None


def _words(context: Context, head: Token) -> str | None:
    """The noun phrase of a token up to its head, without determiner."""
    parts = [
        t for t in head.subtree if (t.i <= head.i and t.head.i in (head.i, *(c.i for c in head.lefts))) or t.i == head.i
    ]
    first = min(t.i for t in parts)
    while first < head.i and context.tags[first] in ("DT", "PRP$", ",", "``"):
        first += 1
    quote = context.quote(context.doc[first : head.i + 1])
    return quote.text or None
