"""Where labels and predictions come from: folders and files of several forms, read into views by article id.

Labels may be a folder of ``<id>.txt`` with ``<id>.json``; one such ``.json``; a ``.jsonl`` file of records, such as an
import from a labelling tool; or a folder of texts with ``meta.json`` (publication dates) and ``labels/<id>.json`` in
the short form (facts only: one ``date`` for an event, printed words for a period).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from pipeline.errors import ConfigError
from pipeline.evaluate.from_gold import view_of_gold
from pipeline.evaluate.from_record import view_of_record
from pipeline.evaluate.gold import GoldArticle, GoldLabels, read_gold
from pipeline.evaluate.views import ArticleView
from pipeline.records import ArticleRecord


def read_labels(path: Path) -> list[ArticleView]:
    """Labelled articles, sorted by id.

    Raises:
        ConfigError: there is nothing there, or a label breaks a rule; the message names the file.
    """
    if not path.exists():
        raise ConfigError(f"{path}: no such gold set")
    if path.suffix == ".jsonl":
        # A record has no labels of values: those of its view are read, not labelled.
        views = [replace(view_of_record(record), values=None) for record in read_records(path)]
    elif path.is_dir() and (path / "labels").is_dir():
        views = [view_of_gold(article) for article in _read_short(path)]
    else:
        views = [view_of_gold(article) for article in read_gold(path)]
    _check_unique(path, views)
    return sorted(views, key=lambda view: view.id)


def read_predictions(path: Path) -> dict[str, ArticleView]:
    """Views of a file of records, by article id.

    Raises:
        ConfigError: the file is missing, or a line is no record.
    """
    views = [view_of_record(record) for record in read_records(path)]
    _check_unique(path, views)
    return {view.id: view for view in views}


def read_records(path: Path) -> Iterator[ArticleRecord]:
    """Records of a JSON Lines file.

    Raises:
        ConfigError: the file is missing, or a line is no record; the message names the line.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: cannot read the records: {error}") from error
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                yield ArticleRecord.model_validate_json(line)
            except ValidationError as error:
                first = error.errors()[0]
                place = ".".join(map(str, first["loc"]))
                raise ConfigError(f"{path}, line {number}: no valid record: {place}: {first['msg']}") from error


def _check_unique(path: Path, views: list[ArticleView]) -> None:
    seen: set[str] = set()
    for view in views:
        if view.id in seen:
            raise ConfigError(f"{path}: the article {view.id!r} is there twice")
        seen.add(view.id)


def _read_short(folder: Path) -> Iterator[GoldArticle]:
    files = sorted((folder / "labels").glob("*.json"))
    if not files:
        raise ConfigError(f"{folder / 'labels'}: no label files (*.json)")
    meta = folder / "meta.json"
    try:
        days = {row["id"]: row["published"] for row in json.loads(meta.read_text(encoding="utf-8"))}
        for file in files:
            raw = json.loads(file.read_text(encoding="utf-8"))
            labels = GoldLabels.model_validate_json(json.dumps(_full(raw, days[file.stem])))
            text = (folder / f"{file.stem}.txt").read_text(encoding="utf-8")
            yield GoldArticle(text=text, labels=labels)
    except OSError as error:
        raise ConfigError(f"{error.filename}: {error.strerror}") from error
    except KeyError as error:
        raise ConfigError(f"{meta}: {error} is missing") from error
    except ValidationError as error:
        first = error.errors()[0]
        raise ConfigError(f"{file}: {'.'.join(map(str, first['loc']))}: {first['msg']}") from error


def _full(raw: dict[str, Any], published: str) -> dict[str, Any]:
    """The short form in the keys of the full one."""
    full = {"published": published, "category": "", "style": "", "relations": [], **raw}
    full["sanction_events"] = [_event(event) for event in raw["sanction_events"]]
    full["financials"] = [_money(_with_period(fact)) for fact in raw["financials"]]
    full["revenue_shares"] = [_with_period(fact) for fact in raw["revenue_shares"]]
    return full


def _event(event: dict[str, Any]) -> dict[str, Any]:
    return {("announced" if key == "date" else key): value for key, value in event.items()}


def _with_period(fact: dict[str, Any]) -> dict[str, Any]:
    period = fact.get("period")
    return {**fact, "period": {"text": period} if isinstance(period, str) and period else period or None}


def _money(fact: dict[str, Any]) -> dict[str, Any]:
    """``absolute`` and ``currency`` of a change are its amount."""
    change = dict(fact.get("change") or {})
    value, currency = change.pop("absolute", None), change.pop("currency", None)
    if value is not None:
        change["amount"] = {"value": value, "currency": currency}
    return {**fact, "change": change or None}
