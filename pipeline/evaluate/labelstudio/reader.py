"""Labelled tasks → records."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, get_args

from pydantic import ValidationError

from pipeline.errors import ConfigError
from pipeline.evaluate.labelstudio.clusters import Clusters
from pipeline.evaluate.labelstudio.regions import Link, Region, Results, Unmappable, read_results
from pipeline.evaluate.labelstudio.values import read_amount, read_numbers, read_period
from pipeline.evaluate.labelstudio.vocabulary import (
    CHANGE_SUM,
    EVENT,
    EVIDENCE,
    FACT,
    MONEY,
    OWNER,
    PARTIES,
    PENALTY,
    PREFIXES,
    RELATION,
    SHARE,
)
from pipeline.records import ArticleRecord, CounterpartyRole, RelationType

BY_HAND = {"by": "label", "confidence": 1.0}
"""Rule and confidence of a fact that a person added."""


def read_tasks(path: Path) -> tuple[list[ArticleRecord], list[str]]:
    """Records of an export of Label Studio, and what could not be read: which task, and why.

    A task's first annotation that was not cancelled counts, else its first prediction.

    Raises:
        ConfigError: the file is no list of tasks.
    """
    try:
        tasks = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ConfigError(f"{path}: cannot read the tasks: {error}") from error
    if not isinstance(tasks, list):
        raise ConfigError(f"{path}: not a list of tasks; export the project as JSON")
    records, problems = [], []
    for number, task in enumerate(tasks, start=1):
        data = task.get("data", {}) if isinstance(task, dict) else {}
        name = (
            f"task {task.get('id', number) if isinstance(task, dict) else number} ({data.get('doc_id', 'no doc_id')})"
        )
        try:
            records.append(record_of(task))
        except Unmappable as error:
            problems.append(f"{name}: {error}")
        except (KeyError, TypeError, AttributeError) as error:
            problems.append(f"{name}: not a task that `sanctex label export` wrote: {error!r}")
    return records, problems


def record_of(task: dict[str, Any]) -> ArticleRecord:
    """The record of one task.

    Raises:
        Unmappable: something in it has no place in a record.
    """
    data = task["data"]
    results = read_results(data["text"], _chosen(task))
    lists = _Reader(results, data["kept"]).lists()
    try:
        return ArticleRecord.model_validate_json(json.dumps({**data["article"], "text": data["text"], **lists}))
    except ValidationError as error:
        first = error.errors()[0]
        raise Unmappable(f"{'.'.join(map(str, first['loc'])) or 'record'}: {first['msg']}") from error


def _chosen(task: dict[str, Any]) -> list[dict[str, Any]]:
    made = [one for one in task.get("annotations") or [] if not one.get("was_cancelled")]
    results: list[dict[str, Any]] = (made or task.get("predictions") or [{"result": []}])[0]["result"]
    return results


class _Reader:
    """Puts one task's facts together."""

    def __init__(self, results: Results, kept: dict[str, Any]) -> None:
        self._results = results
        self._kept = kept
        self._clusters = Clusters(results)
        self._ids: dict[str, str] = {}
        self._name_facts()

    def lists(self) -> dict[str, Any]:
        """The five lists of the record as JSON values."""
        makers = {RELATION: self._relation, MONEY: self._money, SHARE: self._share, EVENT: self._event}
        made: dict[str, list[dict[str, Any]]] = {label: [] for label in makers}
        for region in self._results.regions.values():
            if region.control == FACT and region.label in makers:
                made[region.label].append(_mapped(makers[region.label], region))
        for link in self._results.links:
            if link.label in get_args(RelationType) and self._clusters.has(link.start):
                made[RELATION].append(self._drawn(link, len(made[RELATION])))
        return {
            "entities": [{**entity, **self._kept.get(entity["id"], {})} for entity in self._clusters.entities()],
            "relations": made[RELATION],
            "financials": made[MONEY],
            "revenue_shares": made[SHARE],
            "sanction_events": made[EVENT],
        }

    def _name_facts(self) -> None:
        """Facts that were exported keep their ids; those drawn by hand get the next free number."""
        for label, prefix in PREFIXES.items():
            regions = [r for r in self._results.regions.values() if r.control == FACT and r.label == label]
            taken = {region.id for region in regions if region.id[:1] == prefix and region.id[1:].isdigit()}
            number = 0
            for region in regions:
                if region.id in taken:
                    self._ids[region.id] = region.id
                    continue
                number += 1
                while f"{prefix}{number}" in taken or f"{prefix}{number}" in self._kept:
                    number += 1
                self._ids[region.id] = f"{prefix}{number}"

    def _fact(self, region: Region) -> dict[str, Any]:
        kept = {**BY_HAND, **self._kept.get(region.id, {})}
        if "implied_measures" in kept:
            known = self._clusters.ids()
            kept["implied_measures"] = [one for one in kept["implied_measures"] if one["program"] in known]
        quotes = [quote.span for quote in self._results.linked(region, EVIDENCE)] or [region.span]
        return {"id": self._ids[region.id], "evidence": [quote.model_dump() for quote in quotes], **kept}

    def _relation(self, region: Region) -> dict[str, Any]:
        share = region.one("owned_share")
        return {
            **self._fact(region),
            "type": region.required("relation_type"),
            "status": region.one("relation_status") or "current",
            "role": region.one("role"),
            "share": None if share is None else str(read_numbers(share)[0]),
            "subject": self._one_entity(region, "subject", needed=True),
            "object": self._one_entity(region, "object", needed=True),
        }

    def _drawn(self, link: Link, number: int) -> dict[str, Any]:
        """A relation drawn straight from one mention to another: its quote reaches from the one to the other."""
        ends = [self._results.regions[link.start].span, self._results.regions[link.end].span]
        first, last = min(end.start for end in ends), max(end.end for end in ends)
        taken = set(self._ids.values())
        while f"l{number + 1}" in taken:
            number += 1
        self._ids[f"{link.start} {link.label} {link.end}"] = f"l{number + 1}"
        quote = {"start": first, "end": last, "text": self._results.text[first:last]}
        ids = {"subject": self._clusters.id_of(link.start), "object": self._clusters.id_of(link.end)}
        return {"id": f"l{number + 1}", "type": link.label, "evidence": [quote], **ids, **BY_HAND}

    def _money(self, region: Region) -> dict[str, Any]:
        amount, period = region.one("amount"), region.one("period")
        parties = [
            {"entity": self._clusters.id_of(link.end), "role": link.label}
            for link in self._results.links
            if link.start == region.id and link.label in get_args(CounterpartyRole)
        ]
        return {
            **self._fact(region),
            "metric": region.required("metric"),
            "status": region.one("fact_status") or "actual",
            "dimension": region.one("dimension"),
            "segment": region.one("segment"),
            "attributed_to": region.one("attributed_to"),
            "entity": self._one_entity(region, OWNER),
            "counterparties": parties,
            "amount": None if amount is None else read_amount(amount, region.span).model_dump(mode="json"),
            "change": self._change(region),
            "period": None if period is None else read_period(period).model_dump(mode="json"),
        }

    def _change(self, region: Region) -> dict[str, Any] | None:
        direction, percent, multiple = (region.one(name) for name in ("direction", "percent", "multiple"))
        sums = self._results.linked(region, CHANGE_SUM)
        if direction is None and percent is None and multiple is None and not sums:
            return None
        return {
            "direction": region.required("direction"),
            "percent": None if percent is None else str(read_numbers(percent)[0]),
            "multiple": None if multiple is None else str(read_numbers(multiple)[0]),
            "amount": read_amount(sums[0].required("amount"), sums[0].span).model_dump(mode="json") if sums else None,
        }

    def _share(self, region: Region) -> dict[str, Any]:
        numbers, _, qualifier = region.required("share").partition(" ")
        share, low, high = (None if n is None else str(n) for n in read_numbers(numbers))
        period = region.one("period")
        return {
            **self._fact(region),
            "segment": region.required("segment"),
            "dimension": region.required("dimension"),
            "basis": region.required("basis"),
            "status": region.one("fact_status") or "actual",
            "entity": self._one_entity(region, OWNER),
            "share": share,
            "low": low,
            "high": high,
            "qualifier": qualifier or "exact",
            "period": None if period is None else read_period(period).model_dump(mode="json"),
        }

    def _event(self, region: Region) -> dict[str, Any]:
        count = region.one("target_count")
        penalty = [self._ids[fine.id] for fine in self._results.linked(region, PENALTY) if fine.id in self._ids]
        days = {name: region.one(name) for name in ("announced", "effective", "expires")}
        return {
            **self._fact(region),
            "action": region.required("action"),
            "status": region.required("event_status"),
            "measures": region.chosen.get("measures", []),
            "reasons": region.chosen.get("reasons", []),
            "target_count": None if count is None else int(count),
            "target_description": region.one("target_description"),
            "attributed_to": region.one("attributed_to"),
            "penalty": penalty[0] if penalty else None,
            "trigger": region.span.model_dump(),
            **{slot: self._entities(region, link) for link, slot in PARTIES.items()},
            **{name: None if day is None else read_period(day).model_dump(mode="json") for name, day in days.items()},
        }

    def _entities(self, region: Region, link: str) -> list[str]:
        return [self._clusters.id_of(one.id) for one in self._results.linked(region, link)]

    def _one_entity(self, region: Region, link: str, *, needed: bool = False) -> str | None:
        found = self._entities(region, link)
        if len(found) > 1 or (needed and not found):
            raise Unmappable(f"region {region.id!r} ({region.label}) has {len(found)} links {link!r}, one is possible")
        return found[0] if found else None


def _mapped(maker: Any, region: Region) -> dict[str, Any]:  # noqa: ANN401 - four bound methods of one shape
    try:
        made: dict[str, Any] = maker(region)
    except ValueError as error:
        raise Unmappable(f"region {region.id!r} ({region.label}): {error}") from error
    return made
