"""Lists of shares that go on without verb or whole: "… software 25% and services the rest", "up from 46 pct", "respectively"."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from pipeline.extract.finance.masked import SIGN
from pipeline.extract.finance.segments import clean, dimension_of
from pipeline.extract.finance.share_draft import ShareDraft, share_of

if TYPE_CHECKING:
    from spacy.tokens import Span

    from pipeline.document import Context
    from pipeline.extract.finance.masked import Masked

_EARLIER = re.compile(
    r"(?:\b(?:compared (?:with|to)|(?:as )?against|versus|vs\.?|(?:up|down|increased|decreased|higher|lower)?,? ?from|instead of|after|than)|\()\s*(?:(?:about|some|just|only|nearly|barely|around|over|under|the|a|an|was|in|(?:19|20)\d\d:?)\s+)*$",
    re.IGNORECASE,
)
_NAMED_AHEAD = re.compile(
    r"(?:^|[,;]|\band\b|\bwhile\b|\bwith\b|\bbut\b)\s*(?P<seg>[^,;¤]{2,70}?)\s*,?\s*(?:for|at|with|on|by|making up|accounting for|contributing|another|a further|just|only|about|the other|the remaining|some|nearly|almost|over|had|was|were|is)*\s*$",
    re.IGNORECASE,
)
_NAMED_BEHIND = re.compile(
    r"^\s*(?:of it |of that |of sales |of revenues? )?(?:came |comes |was |were |is |are |went |made |sold |shipped )?(?:from|in|to|through|via|by)\s+(?P<seg>[^,;.¤]{2,60}?)(?=\s*(?:,|;|\.|$|\band\b\s+(?:about |some |nearly |a further |another |the other |only |just )*¤|\band the (?:rest|remainder|balance)))",
    re.IGNORECASE,
)
_REST_AHEAD = re.compile(
    r"(?:^|[,;]|\band\b|\bwith\b|\bwhile\b|¤)\s*(?P<seg>[^,;¤]{2,60}?)\s+(?:for |making up |was |is |were |are |supplying |providing |accounting for |contributing |making |brings in |brought in |bringing in |took |made up |makes up )?(?:the (?:rest|remainder|balance|difference|remaining percents?)|everything else|what was left)\b",
    re.IGNORECASE,
)
_REST_BEHIND = re.compile(
    r"\bthe (?:rest|remainder|balance)\b(?: (?:comes|came|coming|was|is|being|stems|derives|goes|went))?(?: (?:made|generated|sold))? (?:from|in|to|through|by) (?P<seg>[^,;.¤]{2,60})",
    re.IGNORECASE,
)
_WHOLE_AGAIN = re.compile(r"^\s*of [^,;¤]{2,60}?(?=\s*,|\s+and\b|\s+while\b)")
_MOVES_TO = re.compile(
    r"\b(?:ris|increas|grow|climb|fall|declin|drop|expand|reach|shr[iau]nk|slip|fell|rose|grew)\w*\s+(?:further\s+)?(?:to|under|below|over|above)?\s*(?:about|some|only|just|nearly|around|over|under)?\s*$",
    re.IGNORECASE,
)
_SERIES = re.compile(rf"{SIGN}(?:\s*(?:,|and|,\s*and|&)\s*{SIGN})+")
_LISTED = 0.78
_REST = 0.7
_BEFORE = 0.75


def continue_list(
    context: Context, sent: Span, masked: Masked, found: list[ShareDraft], last: list[ShareDraft], used: set[int]
) -> list[ShareDraft]:
    """Shares of the percentages that no rule took, by the list they stand in.

    Args:
        context: the article.
        sent: the sentence.
        masked: its text with signs.
        found: shares of this sentence that rules have read, in order.
        last: shares of the sentence before in the same paragraph.
        used: places in ``masked.text`` of the signs that are taken; grows.
    """
    more: list[ShareDraft] = []
    series = _series(context, sent, masked, found, last, used)
    more.extend(series)
    for place in sorted(masked.percents):
        if place in used:
            continue
        known = sorted([*found, *more], key=lambda draft: draft.at)
        before = [draft for draft in known if draft.at < masked.offset(place)]
        base = before[-1] if before else None
        draft = _one(context, sent, masked, place, base, known)
        if draft is not None:
            used.add(place)
            more.append(draft)
    more.extend(_rest(context, sent, masked, sorted([*found, *more], key=lambda draft: draft.at), last))
    return more


def _one(
    context: Context, sent: Span, masked: Masked, place: int, base: ShareDraft | None, known: list[ShareDraft]
) -> ShareDraft | None:
    """One further figure: the earlier value of the segment ahead, or the next segment of the list."""
    ahead = masked.text[:place]
    begin = max((one + 1 for one in masked.percents if one < place), default=0)
    near = ahead[begin:]
    if base is not None and len(near) < 70 and _EARLIER.search(near):
        return _make(context, sent, masked, place, base, base.segment, "share.earlier", _BEFORE, earlier=True)
    later = next((draft for draft in known if draft.at > masked.offset(place)), None)
    if (
        base is None
        and later is not None
        and len(masked.text) > place
        and re.match(r"\s+to\s+(?:about |over |some )*$", masked.text[place + 1 : place + 14])
    ):
        return _make(context, sent, masked, place, later, later.segment, "share.earlier", _BEFORE, earlier=True)
    if base is None:
        return None
    if len(near) < 70 and _MOVES_TO.search(near):
        return _make(context, sent, masked, place, base, base.segment, "share.moves_to", _BEFORE)
    behind = _NAMED_BEHIND.match(masked.text[place + 1 :])
    if behind is not None:
        segment = clean(
            context, masked.offset(place + 1 + behind.start("seg")), masked.offset(place + 1 + behind.end("seg"))
        )
        return _make(context, sent, masked, place, base, segment, "share.listed", _LISTED)
    near = _WHOLE_AGAIN.sub(" ", near)
    begin = place - len(near)
    hit = _NAMED_AHEAD.search(near) if len(near) < 110 else None
    if hit is None or re.search(r"\b(?:rose|fell|grew|up|down|increase|rise|stake|owns|share of the market)\b", near):
        return None
    segment = clean(context, masked.offset(begin + hit.start("seg")), masked.offset(begin + hit.end("seg")))
    return _make(context, sent, masked, place, base, segment, "share.listed", _LISTED)


def _make(
    context: Context,
    sent: Span,
    masked: Masked,
    place: int,
    base: ShareDraft,
    segment: tuple[int, int] | None,
    by: str,
    score: float,
    *,
    earlier: bool = False,
) -> ShareDraft | None:
    percent = masked.percents[place]
    values = share_of(percent)
    if values is None or segment is None:
        return None
    dimension = base.dimension if segment == base.segment else dimension_of(context, *segment)
    if dimension is None:
        return None
    return replace(
        base, at=percent.start, sent=sent, percent=percent, value=values[0], low=values[1], high=values[2], qualifier=percent.qualifier,
        segment=segment, dimension=dimension, by=by, confidence=score, earlier=earlier, period=None,
        status="actual" if earlier else base.status,
    )  # fmt: skip


def _series(
    context: Context, sent: Span, masked: Masked, found: list[ShareDraft], last: list[ShareDraft], used: set[int]
) -> list[ShareDraft]:
    """A list of figures alone, in the order of the segments told before: "a year ago it was 35%, 38% and 27%"."""
    current = [draft for draft in (found or last) if not draft.earlier]
    drafts: list[ShareDraft] = []
    for match in _SERIES.finditer(masked.text):
        places = [match.start() + m.start() for m in re.finditer(SIGN, match.group())]
        if any(place in used for place in places) or len(places) < 2:
            continue
        pool = [draft for draft in current if draft.at < masked.offset(places[0])]
        pool = pool if len(pool) == len(places) else [draft for draft in last if not draft.earlier]
        if len(pool) != len(places):
            continue
        made = [
            _make(context, sent, masked, place, base, base.segment, "share.series", _BEFORE, earlier=True)
            for place, base in zip(places, pool, strict=True)
        ]
        drafts.extend(draft for draft in made if draft is not None)
        used.update(places)
    return drafts


def _rest(
    context: Context, sent: Span, masked: Masked, known: list[ShareDraft], last: list[ShareDraft]
) -> list[ShareDraft]:
    """The remainder, where every other part of the whole is given: "… and services the rest"."""
    hit = _REST_BEHIND.search(masked.text) or _REST_AHEAD.search(masked.text)
    if hit is None:
        return []
    group = [draft for draft in (known or last) if not draft.earlier]
    if not group or any(draft.value is None for draft in group):
        return []
    value = Decimal(1) - sum((draft.value for draft in group if draft.value is not None), Decimal(0))
    segment = clean(context, masked.offset(hit.start("seg")), masked.offset(hit.end("seg")))
    dimension = dimension_of(context, *segment) if segment is not None else None
    if segment is None or dimension is None or not Decimal("0.005") < value < 1:
        return []
    base = group[-1]
    rounded = any(draft.qualifier != "exact" for draft in group)
    return [
        replace(
            base, at=masked.offset(hit.end()) - 1, sent=sent, percent=None, value=value, low=None, high=None, segment=segment, dimension=dimension,
            qualifier="approximate" if rounded else "exact", by="share.rest", confidence=_REST, earlier=False, period=None,
        )
    ]  # fmt: skip
