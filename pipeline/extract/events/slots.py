"""Measures, reasons, dates and penalties stated around a mention."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from pipeline.document import Context
from pipeline.extract.events.candidate import Candidate
from pipeline.extract.events.reader_features import times
from pipeline.extract.events.vocabulary import vocabulary
from pipeline.records import FinancialFact, Measure, Period, Reason
from pipeline.values import DateSpan
from pipeline.values.calendar import move
from pipeline.values.numerals import numbers

if TYPE_CHECKING:
    from spacy.tokens import Span as DocSpan
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
    for rule, pattern in vocabulary().measure_cues.possible(text):
        if pattern.search(text):
            found.extend(rule.measures)
    return list(dict.fromkeys(found))


def stated_reasons(text: str) -> list[Reason]:
    """Reasons that words state, in file order."""
    possible = vocabulary().reasons.possible(text)
    return list(dict.fromkeys(rule.reason for rule, pattern in possible if pattern.search(text)))


def fill_dates(context: Context, mention: Candidate) -> None:
    """Attach the dates of a sentence to the mention they belong to; a day to come is no announcement."""
    sentence, cues = mention.sentence, vocabulary().context
    lengths: list[DateSpan] = []
    read = times(context, mention)
    for one in dates_of(context, mention):
        tokens = context.doc.char_span(one.start, one.end, alignment_mode="expand")
        role = read.get(one.start)
        if tokens is None or _names(context, tokens):
            continue
        near = _belongs(tokens.root, mention) or _beside(tokens, mention) or opens_entry(context, tokens, mention)
        if role is None and not near:
            continue
        printed = context.clean.view[one.start : one.end].lower()
        if one.first is None and one.last is None:
            if printed.startswith(COUNTED):
                lengths.append(one)
            continue
        before = context.clean.view[max(sentence.start_char, one.start - 40) : one.start]
        if printed.startswith(_UNTIL) or cues["expires"].search(before) or role == "expires":
            if mention.expires is None:
                mention.expires = _last_day(context, one)
        elif (
            printed.startswith(_FROM)
            or cues["effective"].search(before)
            or mention.rule == "event.force"
            or role == "effective"
            or _to_come(context, one)
        ):
            mention.effective = mention.effective or _period(context, one)
        elif mention.announced is None:
            mention.announced = _period(context, one)
    move_ahead(mention)
    if mention.expires is None:
        mention.expires = next((end for one in lengths if (end := _runs_out(context, mention, one))), None)


def dates_of(context: Context, mention: Candidate) -> list[DateSpan]:
    """The dates of a mention's sentence, with the one that opens its line if that was taken for a sentence."""
    start = mention.sentence.start_char
    if mention.sentence[0].text in _OPENS:
        start = context.text.rfind("\n", 0, start) + 1
    return context.inside(context.dates, start, mention.sentence.end_char)


_OPENS = frozenset({":", "-", "–", "—"})
"""Behind the date that opens an entry of a chronicle."""
_SETTING = frozenset({"since", "after", "following", "before", "despite", "amid", "over", "ahead"})
"""Words before what a measure follows or meets."""
COUNTED = "for "
"""Opens a stretch whose end is counted: "for six months"."""
_UNTIL = ("until", "till", "through", "up to")
_FROM = ("from", "effective", "starting", "beginning", "as of", "as from")
_LIMITED = frozenset({"designate", "renew", "ease"})
_UNITS = {"day": (1, 0), "week": (7, 0), "month": (0, 1), "year": (0, 12)}
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_LENGTH = re.compile(r"\b(day|week|month|year)s?\b")


def move_ahead(mention: Candidate) -> None:
    """A measure begins to work after it is announced: "on Monday banned imports from July 1" means the next July."""
    told, begins = mention.announced, mention.effective
    if told is None or begins is None or told.start is None or begins.start is None or _YEAR.search(begins.text):
        return
    if begins.start < told.start and (moved := move(begins.start, months_on=12)) is not None:
        mention.effective = begins.model_copy(update={"start": moved, "end": moved if begins.end is not None else None})


def _last_day(context: Context, one: DateSpan) -> Period:
    """The day by which something ends: "until 10 January"."""
    period = _period(context, one)
    if period.start is None and period.end is not None:
        return period.model_copy(update={"start": period.end, "kind": "instant"})
    return period


def _runs_out(context: Context, mention: Candidate, one: DateSpan) -> Period | None:
    """End of a measure that is taken "for six months", counted from its announcement, else from the publication."""
    start = mention.announced.start if mention.announced is not None else None
    start = start or context.published
    printed = context.clean.view[one.start : one.end].lower()
    unit = _LENGTH.search(printed)
    number = next(iter(numbers(printed)), None)
    perfect = any(c.lower_ in ("has", "have", "had") for c in mention.predicate.children)
    if (
        mention.bare
        or start is None
        or unit is None
        or perfect
        or mention.action not in _LIMITED
        or mention.status != "enacted"
    ):
        return None
    count = int(number.value) if number is not None else 1
    days, months = _UNITS[unit.group(1)]
    end = move(start, days=days * count, months_on=months * count)
    return None if end is None else Period(start=end, end=end, kind="instant", text=_period(context, one).text)


def _beside(tokens: DocSpan, mention: Candidate) -> bool:
    """Whether a date stands right before the verb or its auxiliaries: "the ministry on Friday has banned"."""
    doc, verb = mention.predicate.doc, mention.predicate
    if not verb.tag_.startswith("VB") or not tokens.end <= verb.i <= tokens.end + 3:
        return False
    return all(t.dep_ in ("aux", "auxpass", "advmod", "neg") for t in doc[tokens.end : verb.i])


def opens_entry(context: Context, tokens: DocSpan, mention: Candidate) -> bool:
    """Whether a date opens the entry of a chronicle that a mention stands in: "December 29: …"."""
    doc = tokens.doc
    if tokens.end >= len(doc) or doc[tokens.end].text not in _OPENS or mention.predicate.i < tokens.end:
        return False
    before = context.text[: tokens.start_char].rstrip(" ")
    return not before or before.endswith("\n")


def _names(context: Context, tokens: DocSpan) -> bool:
    """Whether a date is part of a name: "Executive Order 14999 of March 1, 2025", "Jan Lind"."""
    inside = context.chain_at(tokens.start)
    if inside is not None and inside.type == "Person":
        return True
    before = tokens.start - 1
    if before < 1 or context.words[before].lower() not in ("of", "dated"):
        return False
    chain = context.chain_at(before - 1)
    return chain is not None and chain.type == "Program"


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
    here = below = token
    for _ in range(_HOPS):
        if here.i in anchors:
            return True
        if here.dep_ not in _ATTACH or here.head.i == here.i:
            return False
        if here.lower_ in _SETTING and below.i != token.i:
            return False  # the day of something else: "imposed after the annexation in 2014"
        here, below = here.head, here
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
