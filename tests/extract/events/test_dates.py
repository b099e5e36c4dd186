"""The weighing of dates: what is chosen, what it is seen by, and that weights are learnt."""

from __future__ import annotations

import datetime as dt

import pytest

from pipeline.extract.events import dates, decisions_by
from pipeline.extract.events.date_features import OPENS, Dated
from pipeline.extract.events.dates import DateModel, DateWeights, as_period, choose_dates
from pipeline.extract.events.decide import decider
from pipeline.extract.events.reader_features import TIMES
from pipeline.records import Published
from pipeline.train.contexts import read_contexts
from pipeline.train.dates import Example, check, fit
from pipeline.values import DateSpan

DAY = dt.date(2024, 3, 14)
ARTICLE = (
    "Norway bars a ship owner\n\nOSLO, March 14 - On Tuesday Norway imposed sanctions on Norda Lines until July 1. "
    "The company had bought four tankers in 2019.\n"
)
CLASSES = ("announced", "effective", "expires", "none")


def span(day: dt.date, start: int) -> DateSpan:
    return DateSpan(start, start + 4, day, day, "instant", "day")


def test_each_time_has_the_likeliest_date_that_is_likely_enough() -> None:
    weights = DateWeights(
        least=dict.fromkeys(TIMES, 0.5),
        classes=CLASSES,
        bias=(0.0, 0.0, 0.0, 2.0),
        weights={"told": (5.0, 0.0, 0.0, 0.0), "hinted": (3.0, 0.0, 0.0, 0.0), "end": (0.0, 0.0, 1.0, 0.0)},
    )
    first, second, third = span(DAY, 0), span(DAY, 10), span(DAY, 20)
    rows = [(first, {"hinted": 1.0}), (second, {"told": 1.0, "unknown": 1.0}), (third, {"end": 1.0})]
    assert DateModel(weights).choose(rows) == {"announced": second}
    assert DateModel(weights).choose([*rows[:1], (third, {OPENS: 1.0})]) == {"announced": third}


@pytest.mark.model
def test_a_date_is_seen_from_the_words_of_the_decision(monkeypatch: pytest.MonkeyPatch) -> None:
    (context,) = read_contexts([("one", ARTICLE, Published(date=DAY, basis="option"))])
    (decision,) = decisions_by(context, (), decider())
    rows = {context.text[one.start : one.end]: row for one, row in Dated(context, [decision]).rows(decision)}
    tuesday, july = (next(row for text, row in rows.items() if name in text) for name in ("Tuesday", "July"))
    assert {"rule=announced", "when=past7", "action=designate", "best"} <= set(tuesday)
    assert {"rule=expires", "when=ahead366"} <= set(july)
    assert not any("2019" in text for text in rows)
    weights = DateWeights(
        least=dict.fromkeys(TIMES, 0.5),
        classes=CLASSES,
        bias=(-3.0, -3.0, -3.0, 0.0),
        weights={"rule=expires": (0.0, 0.0, 9.0, 0.0)},
    )
    monkeypatch.setattr(dates, "date_model", lambda: DateModel(weights))
    choose_dates(context, [decision])
    assert decision.best.announced is None
    assert decision.best.expires is not None
    assert decision.best.expires.start == dt.date(2024, 7, 1)


@pytest.mark.model
def test_without_weights_the_dates_of_the_rules_stand(monkeypatch: pytest.MonkeyPatch) -> None:
    (context,) = read_contexts([("one", ARTICLE, Published(date=DAY, basis="option"))])
    (decision,) = decisions_by(context, (), decider())
    told = decision.best.announced
    monkeypatch.setattr(dates, "date_model", lambda: None)
    choose_dates(context, [decision])
    assert told is not None
    assert decision.best.announced == told


@pytest.mark.model
def test_an_end_is_the_day_by_which_it_comes() -> None:
    (context,) = read_contexts([("one", ARTICLE, Published(date=DAY, basis="option"))])
    open_end = DateSpan(0, 6, None, DAY, "duration", "day")
    assert as_period(context, open_end, "expires").start == DAY
    assert as_period(context, open_end, "effective").start is None


def test_weights_are_learnt_from_decisions_and_their_dates() -> None:
    text = "June July 2019"

    def example(number: int) -> Example:
        places = ((0, "near"), (5, "from"), (10, "far"))
        rows = tuple((DateSpan(at, at + 4, DAY, DAY, "instant", "month"), {name: 1.0}) for at, name in places)
        return Example(str(number), rows, {"announced": "in June", "effective": "July"}, {"announced": "2019"}, text)

    seen = [example(number) for number in range(12)]
    assert check(fit(seen), seen) == {"rules alone": 0.0, "both": 1.0}
