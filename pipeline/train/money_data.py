"""Amounts with what they are known to measure and whose they are: from the gold set, and from the drills.

A drill is a short invented story in ``corpus/money/drills.txt`` whose amounts carry their labels in the text:
``{40 mln dlrs|debt|Orlo Mills}``. The owner ``-`` is nobody; the metric ``none`` is no fact.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.evaluate.gold import GoldArticle, GoldFinancial, read_gold
from pipeline.evaluate.names import Name, make_name, same
from pipeline.extract.finance import open_article
from pipeline.records import Published
from pipeline.train.contexts import Readers, read_contexts

if TYPE_CHECKING:
    from decimal import Decimal

    from pipeline.document import Chain, Context
    from pipeline.extract.finance import Opened
    from pipeline.extract.finance.draft import Draft
    from pipeline.values import Money

NONE = "none"
DAY = dt.date(1987, 6, 30)
"""Publication date of every drill."""
_MARK = re.compile(r"\{(?P<amount>[^|{}]+)\|(?P<metric>[^|{}]+)\|(?P<owner>[^|{}]+)\}")


@dataclass(frozen=True, slots=True)
class Told:
    """A labelled amount.

    Attributes:
        metric: what it measures, or ``none``.
        owner: whose it is; None for nobody.
        quote: offsets of the words that tell it.
        amount: offsets of the amount, if the labels tell them.
        fact: the label, where it is one of the gold set.
    """

    metric: str
    owner: Name | None
    quote: tuple[int, int]
    amount: tuple[int, int] | None
    fact: GoldFinancial | None = None


@dataclass(frozen=True, slots=True)
class Lesson:
    """A text with its labelled amounts; ``names`` are those of labelled entities, by the fullest."""

    id: str
    text: str
    published: dt.date
    told: tuple[Told, ...]
    names: Mapping[str, Name] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answer:
    """The entities that are the labelled owner of a draft, mostly one; none where it belongs to nobody."""

    owners: tuple[Chain, ...]

    def has(self, chain: Chain | None) -> bool:
        """Whether a candidate is right."""
        return not self.owners if chain is None else any(chain is one for one in self.owners)


def lessons(golds: Sequence[Path], drills: Path | None) -> list[Lesson]:
    """All lessons of gold folders and of a file of drills."""
    found = [from_gold(article) for folder in golds for article in read_gold(folder)]
    return found if drills is None else found + read_drills(drills.read_text(encoding="utf-8"))


def from_gold(article: GoldArticle) -> Lesson:
    """The money facts of a gold article."""
    names = {one.name: make_name(one.name, one.aliases) for one in article.labels.entities}
    told = []
    for fact in article.labels.financials:
        quote = place(article.text, fact.evidence)
        amount = None if fact.amount_text is None else place(article.text, fact.amount_text, quote)
        told.append(Told(fact.metric, None if fact.entity is None else names[fact.entity], quote, amount, fact))
    return Lesson(article.labels.id, article.text, article.labels.published, tuple(told), names)


def read_drills(text: str) -> list[Lesson]:
    """The stories of a file of drills; lines that begin with ``#`` are notes."""
    kept = "\n".join(line for line in text.splitlines() if not line.startswith("#"))
    return [_drill(f"drill{number:03}", story.strip()) for number, story in enumerate(kept.split("\n---\n"))]


def _drill(name: str, story: str) -> Lesson:
    parts, told, size, last = [], [], 0, 0
    story = story.replace("\n", "\n\n", 1)
    for mark in _MARK.finditer(story):
        parts += [story[last : mark.start()], mark["amount"]]
        size += mark.start() - last
        span = (size, size + len(mark["amount"]))
        told.append(Told(mark["metric"], None if mark["owner"] == "-" else make_name(mark["owner"]), span, span))
        size, last = span[1], mark.end()
    return Lesson(name, "".join([*parts, story[last:]]), DAY, tuple(told))


def opened(taught: Sequence[Lesson], readers: Readers | None = None) -> Iterator[tuple[Lesson, Context, Opened]]:
    """Each lesson with its context and the amounts that the pipeline reads in it."""
    texts = [(one.id, one.text, Published(date=one.published, basis="option")) for one in taught]
    for lesson, context in zip(taught, read_contexts(texts, readers), strict=True):
        yield lesson, context, open_article(context)


def label(money: Money, told: Sequence[Told]) -> Told | None:
    """The labelled amount that an amount of the text is; of several alike the one that stands nearest."""
    alike = []
    for number, one in enumerate(told):
        here = one.amount is not None and one.amount[0] < money.end and money.start < one.amount[1]
        if _same_sum(money, one.fact) if one.fact is not None else here:
            alike.append((here, one.quote[0] <= money.start < one.quote[1], -number, one))
    return max(alike, key=lambda row: row[:3])[3] if alike else None


def answer(context: Context, draft: Draft, told: Sequence[Told]) -> Answer | None:
    """The labelled owner of a draft; None where no label tells its sum or the article's entities lack the owner."""
    one = label_of(draft, told)
    if one is None:
        return None
    if one.owner is None:
        return Answer(())
    found = tuple(chain for chain in context.chains if same(make_name(chain.name, chain.aliases), one.owner))
    return Answer(found) if found else None


def label_of(draft: Draft, told: Sequence[Told]) -> Told | None:
    """The labelled amount or growth that a draft tells."""
    return _growth_label(draft, told) if draft.slot is None else label(draft.slot.money, told)


def _growth_label(draft: Draft, told: Sequence[Told]) -> Told | None:
    change = draft.growth.percent if draft.growth is not None else None
    alike = [
        (one.quote[0] <= draft.at < one.quote[1], one.metric == draft.metric, -number, one)
        for number, one in enumerate(told)
        if one.fact is not None and one.fact.value is None and one.fact.change is not None
        and change is not None and one.fact.change.percent == change
    ]  # fmt: skip
    return max(alike, key=lambda row: row[:3])[3] if alike else None


def _same_sum(money: Money, fact: GoldFinancial) -> bool:
    ends = ((money.value, fact.value), (money.low, fact.low), (money.high, fact.high))
    stated = [(ours, theirs) for ours, theirs in ends if theirs is not None]
    if stated:
        return all(ours is not None and _close(ours, theirs) for ours, theirs in stated)
    moved = fact.change.amount.value if fact.change is not None and fact.change.amount is not None else None
    return moved is not None and money.value is not None and _close(money.value, moved)


def _close(ours: Decimal, theirs: Decimal) -> bool:
    # A loss is a negative profit in the labels, and a plain sum in the text.
    return abs(abs(ours) - abs(theirs)) * 200 <= abs(theirs)


def place(text: str, words: str, inside: tuple[int, int] | None = None) -> tuple[int, int]:
    """Offsets of a quote in the text, however the lines are broken; nowhere is (-1, -1).

    Args:
        text: the article.
        words: the quote.
        inside: where it should stand, if it stands more than once.
    """
    spans = [match.span() for match in re.finditer(r"\s+".join(map(re.escape, words.split())), text)]
    if not spans:
        return -1, -1
    return next((span for span in spans if inside is not None and inside[0] <= span[0] < inside[1]), spans[0])
