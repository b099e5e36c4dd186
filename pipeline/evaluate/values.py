"""Scores of sums of money, percentages and dates by the exact place where they stand.

- ``value``: all of them together; ``value_money``, ``value_percent`` and ``value_date`` apart. A hit has the kind, the
  first and the last character of the label. Nothing is counted where an article's values were not labelled.
- A label marked optional takes with it whatever is predicted over it, so it counts neither way.

A record lists facts, not values. What is judged are the values that extraction made those facts of: the grammar over
the record's own text, as cleaning shows it to extraction.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.clean.view import make_view
from pipeline.evaluate.gold import ValueKind
from pipeline.evaluate.outcome import Outcome, make_outcome
from pipeline.evaluate.pairing import overlapping
from pipeline.evaluate.tally import Tally
from pipeline.evaluate.views import ArticleView, ValueView
from pipeline.records import ArticleRecord
from pipeline.values import DateSpan, Money, Percent, find_dates, find_money, find_percents

_KINDS: tuple[ValueKind, ...] = ("money", "percent", "date")
_Key = tuple[str, int, int]


def read_values(record: ArticleRecord) -> Iterator[ValueView]:
    """The values of a record's text outside page furniture, kind by kind; the same sum in a second currency too."""
    text = make_view(record.text, record.segments)
    # The country of the story settles which crowns are meant, never where a sum stands.
    moneys = [one for first in find_money(text) for one in (first, *first.secondary)]
    found: dict[ValueKind, Sequence[Money | Percent | DateSpan]] = {
        "money": moneys,
        "percent": find_percents(text),
        "date": find_dates(text, record.published.date),
    }
    for kind, spans in found.items():
        for span in spans:
            yield ValueView(kind=kind, quote=record.text[span.start : span.end], spans=((span.start, span.end),))


def score_values(gold: ArticleView, predicted: ArticleView, tally: Tally) -> list[Outcome]:
    """Count the values of an article whose values are labelled."""
    if gold.values is None:
        return []
    labels = {_key(one): one for one in gold.values if not one.optional}
    free = [one for one in gold.values if one.optional]
    found = {
        _key(one): one
        for one in predicted.values or ()
        if _key(one) in labels or not any(overlapping(one, other) for other in free)
    }
    for kind in _KINDS:
        ours, theirs = ({key for key in items if key[0] == kind} for items in (labels, found))
        for name in ("value", f"value_{kind}"):
            tally.add(name, len(ours & theirs), len(theirs), len(ours))
    return list(_outcomes(gold.id, labels, found))


def _key(value: ValueView) -> _Key:
    (place,) = value.spans
    return (value.kind, *place)


def _outcomes(article: str, labels: dict[_Key, ValueView], found: dict[_Key, ValueView]) -> Iterator[Outcome]:
    """Labels first; one with other edges or another kind is shown beside what was read in its place."""
    false = {key: one for key, one in found.items() if key not in labels}
    for key, label in labels.items():
        other = found.get(key) or next((one for one in false.values() if overlapping(label, one)), None)
        if other is not None:
            false.pop(_key(other), None)
        right = key in found
        wrong = () if right or other is None else (f"read as {other.kind} “{' '.join(other.quote.split())}”",)
        yield make_outcome(("value", article), label, other, right=right, wrong=wrong)
    for one in false.values():
        yield make_outcome(("value", article), None, one)
