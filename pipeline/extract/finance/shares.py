"""Revenue shares: what part of a whole a product, customer or region makes up."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from pipeline.extract.finance.discourse import paragraph
from pipeline.extract.finance.lexicon import base_rules, phrases, share_rules, words
from pipeline.extract.finance.masked import mask
from pipeline.extract.finance.owners import is_observer
from pipeline.extract.finance.periods import dates_of, period_of
from pipeline.extract.finance.segments import clean, dimension_of, subject_of
from pipeline.extract.finance.share_draft import ShareDraft, ShareScene, share_of
from pipeline.extract.finance.share_lists import continue_list
from pipeline.extract.finance.status import status_at
from pipeline.extract.finance.syntax import SUBJECTS, sentences, subject, verb_above
from pipeline.values import Percent

if TYPE_CHECKING:
    import re

    from spacy.tokens import Span, Token

    from pipeline.document import Chain, Context
    from pipeline.extract.finance.lexicon import ShareRule
    from pipeline.extract.finance.topic import Topic
    from pipeline.records import Basis, Period

_OWNERS = frozenset({"Company", "Organization", "Country", "PublicBody"})
_INSIDE = frozenset({"poss", "compound", "nmod", "amod", "pobj"})
_WHOLE = 100
_REACH = 420
"""Characters back in the paragraph and the one before within which the whole of "… made up 15 pct" is looked for."""
_NEAR = 60
_SURE = 0.88
_OPEN = 0.7
_NO_OWNER = 0.1


def find_shares(context: Context, topic: Topic) -> list[ShareDraft]:
    """Shares of the whole article, in order; later sentences may go on with a list begun before."""
    drafts: list[ShareDraft] = []
    last: list[ShareDraft] = []
    paragraph_end = -1
    for sent in sentences(context):
        if sent.start_char >= paragraph_end:
            last = []
            paragraph_end = paragraph(context, sent.end_char - 1)[1]
        percents = _figures(context, sent, told=bool(last))
        if not percents and not last:
            continue
        masked = mask(context, sent.start_char, sent.end_char, percents)
        scene = ShareScene(context, sent, masked, topic, len(drafts), last)
        _by_rules(scene)
        continue_list(scene)
        if scene.found:
            drafts.extend(scene.found)
            last = scene.found
    return drafts


def _figures(context: Context, sent: Span, *, told: bool) -> list[Percent]:
    """Percentages and fractions of a sentence, and the bare numbers that go on with a list of them."""
    inside = context.inside(context.percents, sent.start_char, sent.end_char)
    percents = [one for one in inside if share_of(one) is not None]
    if not percents and not told:
        return []
    bare = phrases("share_lists")["list.bare"]
    for count in context.inside(context.counts, sent.start_char, sent.end_char):
        listed = told or count.start > percents[0].start
        if 0 < count.value < _WHOLE and listed and bare.match(context.clean.view[count.end : count.end + 8]):
            value = Decimal(count.value)
            percents.append(Percent(count.start, count.end, "percent", value, qualifier=count.qualifier))
    return sorted(percents, key=lambda one: one.start)


def _by_rules(scene: ShareScene) -> None:
    for rule, pattern in share_rules().possible(scene.masked.text):
        for match in pattern.finditer(scene.masked.text):
            place = match.start("share")
            draft = _draft(scene, rule, match) if place not in scene.used else None
            if draft is not None:
                scene.add(draft, place)


def _draft(scene: ShareScene, rule: ShareRule, match: re.Match[str]) -> ShareDraft | None:
    """The share that a rule reads; None where the words are no segment or the whole is unknown."""
    context, percent = scene.context, scene.masked.percents[match.start("share")]
    values, segment = share_of(percent), _segment(scene, rule, match)
    dimension = dimension_of(context, *segment) if segment is not None else None
    whole = _whole(scene, rule, match, segment) if segment is not None else None
    if values is None or segment is None or dimension is None or whole is None:
        return None
    basis, owner, group, owned = whole
    first, after = context.token_range(percent.start, percent.end)
    score = (_OPEN if rule.open else _SURE) - (_NO_OWNER if owner is None else 0.0)
    draft = ShareDraft(percent.start, scene.sent, percent, *values, percent.qualifier, segment, dimension, basis, owner)
    draft.by, draft.confidence, draft.group, draft.owned = rule.id, score, group, owned
    draft.refers = _refers(match)
    draft.status = status_at(context, scene.sent, first, after)
    return draft


def _whole(
    scene: ShareScene, rule: ShareRule, match: re.Match[str], segment: tuple[int, int]
) -> tuple[Basis, Chain | None, int, bool] | None:
    """Basis, owner, list number, whether the clause names the owner: of the words of the whole, or as told before."""
    words_of = match.groupdict().get("of")
    if not rule.open and words_of is not None and not _refers(match):
        return _basis(words_of), *_owner(scene, match, segment)
    base = next(iter(scene.found or scene.last), None)
    if base is not None:
        return base.basis, base.owner, base.group, base.owned
    told = _told_before(scene.context, scene.masked.offset(match.start("share")), scene.topic)
    return None if told is None else (*told, scene.group, False)


def _refers(match: re.Match[str]) -> bool:
    """Whether the whole is only pointed at: "of that"."""
    words_of = match.groupdict().get("of")
    return words_of is None or phrases("share_lists")["list.whole_pronoun"].match(words_of) is not None


def _told_before(context: Context, offset: int, topic: Topic) -> tuple[Basis, Chain | None] | None:
    """The whole that the words before speak of: "Sales were 5 mln. Exports made up 15 pct of that"."""
    here = paragraph(context, offset)[0]
    start = max(paragraph(context, max(here - 3, 0))[0], offset - _REACH)
    words_before = context.clean.view[start:offset]
    hits = [(match.end(), rule.basis) for rule, pattern in base_rules() for match in pattern.finditer(words_before)]
    if not hits:
        return None
    return max(hits)[1], topic.owner("revenue") or topic.country


def _basis(whole: str) -> Basis:
    return next((rule.basis for rule, pattern in base_rules() if pattern.search(whole)), "other")


def _segment(scene: ShareScene, rule: ShareRule, match: re.Match[str]) -> tuple[int, int] | None:
    """Offsets of the segment's words, where the rule says that they stand."""
    context, masked = scene.context, scene.masked
    if rule.segment in ("behind", "object"):
        return clean(context, *scene.words_at(match))
    if rule.segment == "before_comma":
        stop, start = masked.offset(match.start()), scene.sent.start_char
        view = context.clean.view
        begin = max(view.rfind(mark, start, stop) + len(mark) for mark in (",", ";", " from ", " of ", "--"))
        return clean(context, max(begin, start), stop)
    at = masked.offset(match.start("verb"))
    if rule.segment == "possessor":
        noun = context.doc[context.token_range(at, at + 1)[0]]
        owner = next((child for child in noun.children if child.dep_ == "poss"), None)
        return None if owner is None else clean(context, owner.left_edge.idx, owner.idx + len(owner.text))
    ahead = [masked.offset(place + 1) for place in masked.percents if place < match.start("verb")]
    found = subject_of(context, scene.sent, at, max(ahead, default=scene.sent.start_char))
    return clean(context, *found) if found is not None else None


def _owner(scene: ShareScene, match: re.Match[str], segment: tuple[int, int]) -> tuple[Chain | None, int, bool]:
    """Whose whole it is: possessor inside "of its revenue", else a subject, else the article's company.

    With it the number of the list that begins here, and whether the clause names the owner.
    """
    context, masked = scene.context, scene.masked
    first, last = context.token_range(masked.offset(match.start("of")), masked.offset(match.end("of")))
    for token in context.doc[first:last]:
        chain = context.chain_at(token.i)
        if chain is not None and chain.type in _OWNERS and token.dep_ in _INSIDE:
            return chain, scene.group, True
    subject_chain = _subject_owner(context, context.doc[first], range(*context.token_range(*segment)))
    if subject_chain is not None:
        return subject_chain, scene.group, True
    if any(token.lower_ in words().states for token in context.doc[first:last]):
        return scene.topic.country, scene.group, False
    return scene.topic.owner("revenue") or scene.topic.country, scene.group, False


def _subject_owner(context: Context, whole: Token, segment: range) -> Chain | None:
    """The subject of a verb above the whole, or of the sentence ahead of it, that is not the segment itself."""

    def owns(token: Token | None) -> Chain | None:
        chain = context.chain_at(token.i) if token is not None else None
        if token is None or chain is None or chain.type not in _OWNERS or token.i in segment:
            return None
        return None if is_observer(context, token) else chain

    verb = verb_above(whole)
    while verb is not None:
        chain = owns(subject(verb))
        if chain is not None:
            return chain
        verb = verb_above(verb)
    for token in reversed(context.doc[whole.sent.start : whole.i]):
        if token.dep_ in SUBJECTS and (chain := owns(token)) is not None:
            return chain
    return None


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
    dates = dates_of(context, draft.sent)
    behind = [one for one in dates if 0 <= one.start - draft.at <= _NEAR]
    ahead = [one for one in dates if one.end <= draft.at and not draft.earlier]
    if draft.earlier:
        return period_of(context, behind[0]) if behind else None
    own = [one for one in behind if not _compared(context, draft.at, one.start)]
    chosen = own[0] if own else ahead[-1] if ahead else None
    return None if chosen is None else period_of(context, chosen)


def _compared(context: Context, start: int, stop: int) -> bool:
    """Whether a comparison stands between a figure and a date: "19 pct against 14 pct in 1985"."""
    return phrases("share_lists")["list.compared"].search(context.clean.view[start:stop]) is not None
