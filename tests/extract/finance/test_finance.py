"""Money facts and revenue shares on sentences of our own, through the whole pipeline."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from pipeline.flow import Extractor
from pipeline.records import ArticleRecord, FinancialFact, RevenueShare
from tests.conftest import cases


def _read(extractor: Extractor, row: dict[str, Any]) -> ArticleRecord:
    return extractor.extract(row["text"], published=dt.date.fromisoformat(row["published"]))


def _names(record: ArticleRecord) -> dict[str | None, str]:
    return {entity.id: entity.name for entity in record.entities}


def _told(fact: FinancialFact, names: dict[str | None, str]) -> dict[str, Any]:
    change = None
    if fact.change is not None:
        change = {"direction": fact.change.direction}
        if fact.change.percent is not None:
            change["percent"] = str(fact.change.percent)
        if fact.change.multiple is not None:
            change["multiple"] = str(fact.change.multiple)
        if fact.change.amount is not None:
            change["amount"] = str(fact.change.amount.value)
    return {
        "metric": fact.metric,
        "entity": names.get(fact.entity),
        "value": None if fact.amount is None else str(fact.amount.value),
        "currency": None if fact.amount is None else fact.amount.currency,
        "status": fact.status,
        "change": change,
        "period": None if fact.period is None else fact.period.text,
        "parties": {names[party.entity]: party.role for party in fact.counterparties},
    }


def _part(share: RevenueShare, names: dict[str | None, str]) -> dict[str, Any]:
    return {
        "segment": share.segment,
        "entity": names.get(share.entity),
        "share": str(share.share),
        "qualifier": share.qualifier,
        "basis": share.basis,
        "dimension": share.dimension,
        "period": None if share.period is None else share.period.text,
    }


@pytest.mark.parametrize("row", cases("finance_money"))
def test_money(extractor: Extractor, row: dict[str, Any]) -> None:
    record = _read(extractor, row)
    told = [_told(fact, _names(record)) for fact in record.financials]
    assert [{key: fact[key] for key in want} for want, fact in zip(row["want"], told, strict=False)] == row["want"]
    assert len(told) == row.get("count", len(row["want"]))


@pytest.mark.parametrize("row", cases("finance_shares"))
def test_shares(extractor: Extractor, row: dict[str, Any]) -> None:
    record = _read(extractor, row)
    parts = [_part(share, _names(record)) for share in record.revenue_shares]
    assert [{key: part[key] for key in want} for want, part in zip(row["want"], parts, strict=False)] == row["want"]
    assert len(parts) == row.get("count", len(row["want"]))
    assert any(w.code == "shares_exceed_whole" for w in record.warnings) == (row.get("warning") is not None)


def test_evidence_and_confidence(extractor: Extractor) -> None:
    record = extractor.extract("Norda Lines Inc had sales of $5 million, of which Asia made up 40 percent of revenue.")
    for fact in (*record.financials, *record.revenue_shares):
        assert 0 < fact.confidence <= Decimal(1)
        assert all(record.text[span.start : span.end] == span.text for span in fact.evidence)
