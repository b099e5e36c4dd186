"""Lists told in step: "In 2017, 2018 and 2019 revenue was 10, 20 and 30 million", "tea and coffee brought in ¤ and ¤".

The amounts of such a list measure the same thing. Where as many times, names or parts stand in a list of the same
sentence, the first amount goes with the first of them, the second with the second. A list that follows one of an
earlier time ("A year before it was 8, 9 and 7") keeps its order.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from pipeline.extract.finance.owners import may_own
from pipeline.extract.finance.periods import date_earlier, year_before
from pipeline.extract.finance.syntax import OBJECTS, SUBJECTS, conjuncts
from pipeline.records import Period
from pipeline.values import find_dates
from pipeline.values.calendar import words as calendar_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Span

    from pipeline.document import Chain, Context
    from pipeline.extract.finance.draft import Draft, Slot
    from pipeline.extract.finance.metric_model import Reading

_GAP = re.compile(r"\s*(?:,|,?\s(?:and|then|and then|&))\s+", re.IGNORECASE)
_LAST_GAP = re.compile(r",?\s(?:and|then|and then|&)\s+", re.IGNORECASE)
_PRINTED = re.compile(r"[^\W\d_]|[$£€¥]")
_ORDINALS = "first|second|third|fourth|final|1st|2nd|3rd|4th"
_BOUGHT = frozenset({*OBJECTS, "nsubjpass"})
_MODIFIERS = ("compound", "amod", "nmod")


def rows_of(slots: Sequence[Slot], view: str) -> list[tuple[int, int]]:
    """Lists of amounts of a sentence, as half-open ranges of their numbers: ``¤, ¤ and ¤``."""
    found, first = [], 0
    gaps = [view[left.end : right.money.start] for left, right in pairwise(slots)]
    for number in range(1, len(slots) + 1):
        if number < len(slots) and _GAP.fullmatch(gaps[number - 1]):
            continue
        if number - first > 1 and _LAST_GAP.fullmatch(gaps[number - 2]):
            found.append((first, number))
        first = number
    return found


def alike(slots: Sequence[Slot], readings: Sequence[Reading], view: str) -> list[Reading]:
    """The readings of a sentence's amounts, where those of one list measure what the best read of them does.

    A list of three is one, and so is a pair whose first amount is a bare figure; "a fine of ¤ and ¤ in costs" is none.
    """
    settled = list(readings)
    for first, last in rows_of(slots, view):
        money = slots[first].money
        if last - first < 3 and _PRINTED.search(view[money.start : money.end]):
            continue
        told = [one for one in readings[first:last] if one.metric is not None]
        if told:
            settled[first:last] = [min(told, key=lambda one: (one.cue is None, one.cost))] * (last - first)
    return settled


def settle_rows(context: Context, drafts: Sequence[Draft]) -> None:
    """Give the amounts of each list the times, names or parts that are told in step with them; drafts change in place.

    Args:
        context: the article.
        drafts: in text order, with all that was read of them.
    """
    view = context.clean.view
    earlier: list[Draft] = []
    for _, group in groupby(drafts, key=lambda draft: draft.sent.start):
        told = [draft for draft in group if draft.slot is not None]
        slots = [draft.slot for draft in told if draft.slot is not None]
        for first, last in rows_of(slots, view):
            row = told[first:last]
            if len({draft.metric for draft in row}) > 1 and not _bare_figures(row, view):
                continue
            if not (_dated(context, row) or _owned(context, row) or _parted(context, row)) and _bare_figures(row, view):
                _as_before(row, earlier)
        earlier = told or earlier


def _bare_figures(row: Sequence[Draft], view: str) -> bool:
    spans = [draft.slot.money for draft in row if draft.slot is not None]
    return not any(_PRINTED.search(view[money.start : money.end]) for money in spans)


@dataclass(frozen=True, slots=True)
class _Times:
    """A list of times in the text, each with the words that it stands for."""

    start: int
    end: int
    told: tuple[str, ...]


def _dated(context: Context, row: Sequence[Draft]) -> bool:
    """Date the amounts by a list of as many times in their sentence, of those behind them the first."""
    first, last = row[0].slot, row[-1].slot
    assert first is not None and last is not None
    lists = [one for one in _times(context, row[0].sent) if len(one.told) == len(row)]
    behind = [one for one in lists if one.start >= last.end]
    ahead = [one for one in lists if one.end <= first.money.start]
    chosen = behind[0] if behind else ahead[-1] if ahead else None
    if chosen is None:
        return False
    periods = [period for words in chosen.told if (period := _period(context, words)) is not None]
    if len(periods) < len(row):
        return False
    for draft, period in zip(row, _in_order(periods), strict=True):
        draft.period = period
    return True


def _in_order(periods: Sequence[Period]) -> list[Period]:
    """Times as they follow one another: in spring "the first, second and third quarters" are all of last year."""
    found = [periods[-1]]
    for period in reversed(periods[:-1]):
        after = found[-1].start
        guessed = period.start is not None and str(period.start.year) not in period.text
        late = guessed and period.start is not None and after is not None and period.start > after
        found.append(year_before(period) if late else period)
    return found[::-1]


def _times(context: Context, sent: Span) -> list[_Times]:
    found = []
    for match in _list_of_times().finditer(context.clean.view, sent.start_char, sent.end_char):
        unit = match["unit"].rstrip("s").replace("halve", "half") if match["unit"] else ""
        head, tail = (match["head"] or "").replace("s ", " ", 1), (match["of"] or "").strip(" ,")
        members = _member().findall(match["items"])
        told = tuple(" ".join(f"{head} {one} {unit} {tail}".split()) for one in members)
        found.append(_Times(match.start(), match.end(), told))
    return found


@cache
def _list_of_times() -> re.Pattern[str]:
    """Years, months or quarters in a list, with what all share behind it."""
    months = "|".join(sorted((re.escape(form) for form in calendar_words().months), key=len, reverse=True))
    joined = [
        rf"(?P<items{number}>(?:{item})(?:, (?:in )?(?:{item}))*,? (?:and|&) (?:in )?(?:{item})){tail}"
        for number, (item, tail) in enumerate(
            (
                (r"(?:19|20)\d\d", r"(?!\w)"),
                (months, r"\b"),
                (r"Q[1-4]", r"\b"),
                (_ORDINALS, r"(?= (?:quarters?|halves))"),
            )
        )
    ]
    lists = re.sub(r"\?P<items\d>", "?:", "|".join(joined))
    head = rf"\b(?:quarters?|years?) (?:ended|ending|to) (?:(?:{months}) (?:\d\d?,? )?|\d\d? (?:{months}),? )"
    of = r"(?:,? (?:of )?(?:(?:fiscal |financial )?(?:19|20)\d\d|last year|this year))"
    return re.compile(
        rf"(?:(?P<head>{head})|(?<![\w$£€.,-])(?<!\d, ))(?P<items>{lists})"
        rf"(?: (?P<unit>quarters?|halves))?(?P<of>{of})?(?![\w-]|[.,]\d)",
        re.IGNORECASE,
    )


@cache
def _member() -> re.Pattern[str]:
    months = "|".join(sorted((re.escape(form) for form in calendar_words().months), key=len, reverse=True))
    return re.compile(rf"(?:19|20)\d\d|\b(?:{months})\b|Q[1-4]|\b(?:{_ORDINALS})\b", re.IGNORECASE)


def _period(context: Context, words: str) -> Period | None:
    """What a member of a list of times means."""
    date = next(iter(find_dates(f"in {words}", context.published)), None)
    if date is None or date.first is None or date.last is None:
        return None
    return Period(start=date.first, end=date.last, kind=date.kind, text=words)


def _owned(context: Context, row: Sequence[Draft]) -> bool:
    """Give the amounts to as many names that do together what the sentence tells: "A and B were fined ¤ and ¤"."""
    slot = row[0].slot
    assert slot is not None
    parts = _BOUGHT if row[0].metric == "acquisition_price" else SUBJECTS
    for names in _lists_of_names(context, row[0].sent.start, slot.first, parts):
        fit = [may_own(chain, row[0].metric) for chain in names]
        misread = all(own or chain.type == "Location" for own, chain in zip(fit, names, strict=True))
        if len(names) == len(row) and any(fit) and misread:
            for draft, chain in zip(row, names, strict=True):
                draft.owner, draft.owner_basis = chain, "frame"
                draft.parties = [party for party in draft.parties if all(party[0] is not one for one in names)]
            return True
    return False


def _lists_of_names(context: Context, first: int, last: int, parts: frozenset[str]) -> list[list[Chain]]:
    """Names of the tokens ``first:last`` that play one of these grammatical parts together."""
    found: list[list[Chain]] = []
    end = -1
    for mention, chain in context.chains_in(first, last):
        gap = context.clean.view[end : context.starts[mention.first]] if end >= 0 else ""
        if found and _GAP.fullmatch(gap):
            found[-1].append(chain)
        elif context.root(mention.first, mention.last).dep_ in parts:
            found.append([chain])
        else:
            continue
        token = context.doc[mention.last - 1]
        end = token.idx + len(token)
    return [names for names in found if len({chain.id for chain in names}) > 1]


def _parted(context: Context, row: Sequence[Draft]) -> bool:
    """Give the amounts to as many parts in a list: "Sales of tea and coffee were ¤ and ¤"."""
    segment = next((draft.segment for draft in row if draft.segment is not None), None)
    if segment is None:
        return False
    nouns = conjuncts(context.root(*segment))
    if len(nouns) != len(row) or any(noun.tag_[:2] != "NN" for noun in nouns):
        return False
    dimension = next(draft.dimension for draft in row if draft.segment is not None)
    for draft, noun in zip(row, nouns, strict=True):
        lefts = [one.i for one in noun.lefts if one.dep_ in _MODIFIERS and one.i == noun.i - 1]
        draft.segment, draft.dimension = (min([noun.i, *lefts]), noun.i + 1), dimension
    return True


def _as_before(row: Sequence[Draft], earlier: Sequence[Draft]) -> None:
    """Read a list of bare figures as the last list of as many sums, at an earlier time."""
    for size in range(len(earlier), len(row) - 1, -1):
        bases = earlier[size - len(row) : size]
        if len({(base.metric, id(base.owner)) for base in bases}) == 1:
            for draft, base in zip(row, bases, strict=True):
                draft.metric, draft.owner, draft.owner_basis = base.metric, base.owner, base.owner_basis
                draft.segment, draft.dimension, draft.previous = base.segment, base.dimension, True
                draft.growth, draft.parties = None, []
                date_earlier(draft, base)
            return
