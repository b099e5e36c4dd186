"""Revenue shares: what part of a whole a product, customer or region makes up."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from pipeline.extract.finance.discourse import paragraph
from pipeline.extract.finance.lexicon import base_rules, share_rules, words
from pipeline.extract.finance.masked import Masked, mask
from pipeline.extract.finance.owners import is_observer
from pipeline.extract.finance.periods import period_of
from pipeline.extract.finance.segments import clean, dimension_of, subject_of
from pipeline.extract.finance.share_draft import ShareDraft, share_of
from pipeline.extract.finance.share_lists import continue_list
from pipeline.extract.finance.status import status_at
from pipeline.extract.finance.syntax import SUBJECTS, sentences, subject, token_range, verb_above
from pipeline.values import Percent

if TYPE_CHECKING:
    from spacy.tokens import Span

    from pipeline.document import Chain, Context
    from pipeline.extract.finance.lexicon import ShareRule
    from pipeline.extract.finance.topic import Topic
    from pipeline.records import Basis, Period

_OWNERS = frozenset({"Company", "Organization", "Country", "PublicBody"})
_BARE = re.compile(r"\s*(?:[,;.)]|and\b|$)")
_PRONOUN = re.compile(r"of (?:that|it|this|them|(?:[\w.']+ ){0,3}total)$")
_REACH = 260
"""Characters back in the paragraph within which the whole of "… made up 15 pct" is looked for."""
_NEAR = 60
_SURE = 0.88
_OPEN = 0.7
_NO_OWNER = 0.1


def find_shares(context: Context, topic: Topic) -> list[ShareDraft]:
    """Shares of the whole article, in order; later sentences may go on with a list begun before."""
    drafts: list[ShareDraft] = []
    last: list[ShareDraft] = []
    paragraph_end = -1
    for sent in sentences(context.doc):
        if sent.start_char >= paragraph_end:
            last = []
            paragraph_end = paragraph(context, sent.end_char - 1)[1]
        percents = _figures(context, sent, told=bool(last))
        if not percents and not last:
            continue
        masked = mask(context, sent.start_char, sent.end_char, percents)
        found = _in_sentence(context, sent, masked, last, len(drafts), topic)
        if found:
            drafts.extend(found)
            last = found
    return drafts


def _figures(context: Context, sent: Span, *, told: bool) -> list[Percent]:
    """Percentages and fractions of a sentence, and the bare numbers that go on with a list of them."""
    percents = [
        one for one in context.inside(context.percents, sent.start_char, sent.end_char) if share_of(one) is not None
    ]
    if not percents and not told:
        return []
    view = context.clean.view
    for count in context.inside(context.counts, sent.start_char, sent.end_char):
        if 0 < count.value < 100 and _BARE.match(view, count.end) and (told or count.start > percents[0].start):
            percents.append(
                Percent(count.start, count.end, "percent", Decimal(count.value), None, None, count.qualifier)
            )
    return sorted(percents, key=lambda one: one.start)


def _in_sentence(
    context: Context, sent: Span, masked: Masked, last: list[ShareDraft], group: int, topic: Topic
) -> list[ShareDraft]:
    found: list[ShareDraft] = []
    used: set[int] = set()
    for rule, pattern in share_rules():
        for match in pattern.finditer(masked.text):
            place = match.start("share")
            if place in used:
                continue
            draft = _draft(context, sent, masked, rule, match, (found or last or [None])[0], group, topic)
            if draft is not None:
                used.add(place)
                found.append(draft)
    found.sort(key=lambda draft: draft.at)
    more = continue_list(context, sent, masked, found, last, used)
    return sorted([*found, *more], key=lambda draft: draft.at)


def _draft(
    context: Context,
    sent: Span,
    masked: Masked,
    rule: ShareRule,
    match: re.Match[str],
    base: ShareDraft | None,
    group: int,
    topic: Topic,
) -> ShareDraft | None:
    percent = masked.percents[match.start("share")]
    values = share_of(percent)
    segment = _segment(context, sent, masked, rule, match)
    if values is None or segment is None:
        return None
    dimension = dimension_of(context, *segment)
    if dimension is None:
        return None
    whole = match.groupdict().get("of")
    if rule.open or whole is None or _PRONOUN.match(whole):
        told = (base.basis, base.owner) if base is not None else _told_before(context, percent.start, topic)
        if told is None:
            return None
        basis, owner = told
    else:
        basis = _basis(whole)
        owner = _owner(context, sent, masked, match, segment, topic)
    first, after = token_range(context.doc, percent.start, percent.end)
    score = (_OPEN if rule.open else _SURE) - (_NO_OWNER if owner is None else 0.0)
    return ShareDraft(
        at=percent.start, sent=sent, percent=percent, value=values[0], low=values[1], high=values[2], qualifier=percent.qualifier,
        segment=segment, dimension=dimension, basis=basis, owner=owner, by=rule.id, confidence=score,
        group=base.group if rule.open and base is not None else group, status=status_at(context, sent, first, after),
    )  # fmt: skip


def _told_before(context: Context, offset: int, topic: Topic) -> tuple[Basis, Chain | None] | None:
    """The whole that the words before speak of: "Sales were ¤. Exports made up 15 pct of that." """
    start = max(paragraph(context, offset)[0], offset - _REACH)
    words_before = context.clean.view[start:offset]
    hits = [(match.end(), rule.basis) for rule, pattern in base_rules() for match in pattern.finditer(words_before)]
    if not hits:
        return None
    return max(hits)[1], topic.owner("revenue") or topic.country


def _basis(whole: str) -> Basis:
    return next((rule.basis for rule, pattern in base_rules() if pattern.search(whole)), "other")


def _segment(
    context: Context, sent: Span, masked: Masked, rule: ShareRule, match: re.Match[str]
) -> tuple[int, int] | None:
    if rule.segment in ("behind", "object"):
        return clean(context, masked.offset(match.start("seg")), masked.offset(match.end("seg")))
    if rule.segment == "before_comma":
        stop = masked.offset(match.start())
        begin = max(
            context.clean.view.rfind(mark, sent.start_char, stop) + len(mark)
            for mark in (",", ";", " from ", " of ", "--")
        )
        return clean(context, max(begin, sent.start_char), stop)
    at = masked.offset(match.start("verb"))
    if rule.segment == "possessor":
        token = context.doc[token_range(context.doc, at, at + 1)[0]]
        owner = next((child for child in token.children if child.dep_ == "poss"), None)
        if owner is None:
            return None
        return clean(context, min(t.idx for t in owner.subtree), owner.idx + len(owner.text))
    floor = max(
        (masked.offset(place + 1) for place in masked.percents if place < match.start("verb")), default=sent.start_char
    )
    found = subject_of(context, sent, at, floor)
    return clean(context, *found) if found is not None else None


def _owner(
    context: Context, sent: Span, masked: Masked, match: re.Match[str], segment: tuple[int, int], topic: Topic
) -> Chain | None:
    """Whose whole it is: possessor inside "of its revenue", else the subject of the clause, else the article's company."""
    first, last = token_range(context.doc, masked.offset(match.start("of")), masked.offset(match.end("of")))
    for token in context.doc[first:last]:
        chain = context.chain_at(token.i)
        if chain is not None and chain.type in _OWNERS and token.dep_ in ("poss", "compound", "nmod", "amod", "pobj"):
            return chain
    inside = range(*token_range(context.doc, *segment))
    at = context.doc[first]
    verb = verb_above(at)
    while verb is not None:
        actor = subject(verb)
        chain = context.chain_at(actor.i) if actor is not None else None
        if (
            chain is not None
            and actor is not None
            and chain.type in _OWNERS
            and actor.i not in inside
            and not is_observer(context, actor)
        ):
            return chain
        verb = verb_above(verb)
    for mention, chain in reversed(context.chains_in(sent.start, first)):
        root = context.doc[mention.first : mention.last].root
        if chain.type in _OWNERS and root.i not in inside and root.dep_ in SUBJECTS:
            return chain
    if any(token.lower_ in words().states for token in context.doc[first:last]):
        return topic.country
    return topic.owner("revenue") or topic.country


def date_shares(context: Context, drafts: list[ShareDraft]) -> list[ShareDraft]:
    """The drafts with the nearest date of their sentence; the items of one list share theirs."""
    dated: list[ShareDraft] = []
    for draft in drafts:
        period = _period(context, draft)
        if period is None and not draft.earlier:
            period = next((one.period for one in reversed(dated) if one.group == draft.group and not one.earlier), None)
        dated.append(replace(draft, period=period))
    return dated


def _period(context: Context, draft: ShareDraft) -> Period | None:
    dates = context.inside(context.dates, draft.sent.start_char, draft.sent.end_char)
    behind = [one for one in dates if 0 <= one.start - draft.at <= _NEAR]
    ahead = [one for one in dates if one.end <= draft.at and not draft.earlier]
    if draft.earlier:
        return period_of(context, behind[0]) if behind else None
    own = [one for one in behind if not _compared(context, draft.at, one.start)]
    chosen = own[0] if own else ahead[-1] if ahead else None
    return None if chosen is None else period_of(context, chosen)


def _compared(context: Context, start: int, stop: int) -> bool:
    """Whether a comparison stands between a figure and a date: "19 pct against 14 pct in 1985"."""
    return re.search(r"\b(?:against|compared|from|versus|vs)\b", context.clean.view[start:stop]) is not None
