"""The grammar against tables of sentences: every span found must be expected, and every expected one found."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pipeline.values import find_counts, find_dates, find_money, find_percents
from pipeline.values.spans import Count, DateSpan, Money, Percent

CASES = Path(__file__).parents[1] / "cases"


def rows(name: str) -> list[Any]:
    lines = (CASES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [pytest.param(json.loads(line), id=json.loads(line)["id"]) for line in lines]


def text_of(value: object) -> str | None:
    return None if value is None else str(value)


def money(text: str, one: Money) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "quote": text[one.start : one.end],
        "value": text_of(one.value),
        "currency": one.currency,
        "basis": one.currency_basis,
        "qualifier": one.qualifier,
    }
    if one.low is not None:
        shown |= {"low": text_of(one.low), "high": text_of(one.high)}
    if one.per is not None:
        shown["per"] = one.per
    if one.secondary:
        shown["secondary"] = [
            {"quote": text[more.start : more.end], "value": text_of(more.value), "currency": more.currency}
            for more in one.secondary
        ]
    return shown


def percent(text: str, one: Percent) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "quote": text[one.start : one.end],
        "kind": one.kind,
        "value": text_of(one.value),
        "qualifier": one.qualifier,
    }
    if one.low is not None:
        shown |= {"low": text_of(one.low), "high": text_of(one.high)}
    if one.points:
        shown["points"] = True
    return shown


def count(text: str, one: Count) -> dict[str, Any]:
    return {"quote": text[one.start : one.end], "value": one.value, "qualifier": one.qualifier}


def day(text: str, one: DateSpan) -> dict[str, Any]:
    return {
        "quote": text[one.start : one.end],
        "first": text_of(one.first),
        "last": text_of(one.last),
        "kind": one.kind,
        "precision": one.precision,
        "relative": one.relative,
    }


@pytest.mark.parametrize("row", rows("values_money"))
def test_money(row: dict[str, Any]) -> None:
    found = find_money(row["text"], country=row.get("country"))
    assert [money(row["text"], one) for one in found] == row["expect"], row["why"]


@pytest.mark.parametrize("row", rows("values_percent"))
def test_percents(row: dict[str, Any]) -> None:
    assert [percent(row["text"], one) for one in find_percents(row["text"])] == row["expect"], row["why"]


@pytest.mark.parametrize("row", rows("values_count"))
def test_counts(row: dict[str, Any]) -> None:
    assert [count(row["text"], one) for one in find_counts(row["text"])] == row["expect"], row["why"]


@pytest.mark.parametrize("row", rows("values_dates"))
def test_dates(row: dict[str, Any]) -> None:
    published = date.fromisoformat(row["published"]) if "published" in row else None
    assert [day(row["text"], one) for one in find_dates(row["text"], published)] == row["expect"], row["why"]
