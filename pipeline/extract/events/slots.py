"""Measures, reasons, dates and penalties stated around a mention."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pipeline.document import Context
from pipeline.extract.events.candidate import Candidate
from pipeline.extract.events.vocabulary import vocabulary
from pipeline.records import FinancialFact, Measure, Period, Reason
from pipeline.values import DateSpan

if TYPE_CHECKING:
    from spacy.tokens import Token

_HOPS = 6
_ATTACH = frozenset(
    {
        "pobj",
        "prep",
        "npadvmod",
        "advmod",
        "nummod",
        "compound",
        "amod",
        "appos",
        "nmod",
        "quantmod",
        "pcomp",
        "dep",
        "conj",
        "tmod",
        "poss",
    }
)


def stated_measures(text: str) -> list[Measure]:
    """Measures that words state, in file order."""
    found: list[Measure] = []
    for rule, pattern in vocabulary().measure_cues:
        if pattern.search(text):
            found.extend(rule.measures)
    return list(dict.fromkeys(found))


def stated_reasons(text: str) -> list[Reason]:
    """Reasons that words state, in file order."""
    return list(dict.fromkeys(rule.reason for rule, pattern in vocabulary().reasons if pattern.search(text)))


def fill_dates(context: Context, mention: Candidate) -> None:
    """Attach the dates of a sentence to the mention they belong to; a day to come is no announcement."""
    sentence, cues = mention.sentence, vocabulary().context
    for one in Context.inside(context.dates, sentence.start_char, sentence.end_char):
        if one.first is None and one.last is None:
            continue
        tokens = context.doc.char_span(one.start, one.end, alignment_mode="expand")
        if tokens is None:
            continue
        before = context.clean.view[max(sentence.start_char, one.start - 40) : one.start]
        if cues["expires"].search(before):
            if mention.expires is None and _belongs(tokens.root, mention):
                mention.expires = _period(context, one)
        elif not _belongs(tokens.root, mention):
            continue
        elif cues["effective"].search(before) or mention.rule == "event.force" or _to_come(context, one):
            mention.effective = mention.effective or _period(context, one)
        elif mention.announced is None:
            mention.announced = _period(context, one)


def _to_come(context: Context, one: DateSpan) -> bool:
    return context.published is not None and one.first is not None and one.first > context.published


def _belongs(token: Token, mention: Candidate) -> bool:
    """Whether a date hangs on the mention's predicate, its measure noun, or the verb that reports it."""
    anchors = {mention.predicate.i}
    if mention.noun is not None:
        anchors.add(mention.noun.i)
    current = mention.predicate
    for _ in range(3):
        if (
            current.dep_ not in ("xcomp", "ccomp", "conj", "pobj", "dobj", "prep", "nsubjpass", "pcomp", "acl", "advcl")
            or current.head.i == current.i
        ):
            break
        if current.dep_ == "acl" and current.tag_ in ("VBN", "VBG"):
            break
        if current.dep_ == "advcl" and (
            current.tag_ != "VBG" or any(c.dep_.startswith("nsubj") for c in current.children)
        ):
            break
        current = current.head
        anchors.add(current.i)
    here = token
    for _ in range(_HOPS):
        if here.i in anchors:
            return True
        if here.dep_ not in _ATTACH or here.head.i == here.i:
            return False
        here = here.head
    return here.i in anchors


def _period(context: Context, one: DateSpan) -> Period:
    quote = context.span(one.start, one.end)
    return Period(start=one.first, end=one.last, kind=one.kind, text=quote.text)


def fill_penalty(mention: Candidate, financials: Sequence[FinancialFact]) -> None:
    """Tie a penalty to its money fact in the same sentence."""
    if mention.action != "penalize":
        return
    for fact in financials:
        if fact.metric == "penalty" and any(
            mention.sentence.start_char <= s.start < mention.sentence.end_char for s in fact.evidence
        ):
            mention.penalty = fact.id
            return


def overlap(a: Period | None, b: Period | None) -> bool:
    """Whether two stated dates can be one; an unknown date fits any."""
    if a is None or b is None or a.start is None or b.start is None:
        return True
    return a.start <= (b.end or b.start) and b.start <= (a.end or a.start)
