"""A small invented article with labels, to be changed row by row."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pipeline.evaluate.from_gold import view_of_gold
from pipeline.evaluate.gold import GoldArticle, GoldLabels
from pipeline.evaluate.report import Report, evaluate
from pipeline.evaluate.views import ArticleView

TEXT = (
    "Velmark board lists two mills\n\n"
    "The Velmark Trade Board listed Orsa Mills and Petrin Steel on Monday for selling to a banned army. Orsa Mills, "
    "led by Ada Lund, sold goods for 40 million crowns in 2020, and exports were 60 percent of its sales. The board "
    "may free Petrin Steel in May, when a fine of 2 million crowns is paid.\n"
)
BOARD = {"type": "PublicBody", "name": "Velmark Trade Board", "aliases": ["Velmark board", "board"]}
ORSA = {"type": "Company", "name": "Orsa Mills"}
PETRIN = {"type": "Company", "name": "Petrin Steel"}
ADA = {"type": "Person", "name": "Ada Lund"}
ENTITIES = [BOARD, ORSA, PETRIN, ADA]
LISTED: dict[str, Any] = {
    "action": "designate",
    "status": "enacted",
    "authorities": ["Velmark Trade Board"],
    "targets": ["Orsa Mills", "Petrin Steel"],
    "reasons": ["military_end_use"],
    "announced": {"text": "Monday", "start": "2021-03-01", "end": "2021-03-01"},
    "trigger": "listed",
    "evidence": "The Velmark Trade Board listed Orsa Mills and Petrin Steel on Monday",
}
FREED: dict[str, Any] = {
    "action": "delist",
    "status": "considered",
    "authorities": ["Velmark Trade Board"],
    "targets": ["Petrin Steel"],
    "trigger": "may free",
    "evidence": "The board may free Petrin Steel in May",
}
SALES: dict[str, Any] = {
    "metric": "revenue",
    "entity": "Orsa Mills",
    "value": 40000000,
    "currency": "SEK",
    "qualifier": "exact",
    "amount_text": "40 million crowns",
    "period": {"text": "2020", "start": "2020-01-01", "end": "2020-12-31"},
    "status": "actual",
    "evidence": "sold goods for 40 million crowns in 2020",
}
EXPORTS: dict[str, Any] = {
    "entity": "Orsa Mills",
    "segment": "exports",
    "dimension": "geography",
    "basis": "sales",
    "share": 0.6,
    "evidence": "exports were 60 percent of its sales",
}
LED: dict[str, Any] = {
    "type": "directorship",
    "subject": "Ada Lund",
    "object": "Orsa Mills",
    "status": "current",
    "evidence": "Orsa Mills, led by Ada Lund",
}


def value(kind: str, words: str, **more: Any) -> dict[str, Any]:
    """A label of the first place where the words stand."""
    start = TEXT.index(words)
    return {"kind": kind, "start": start, "end": start + len(words), "text": words, **more}


WHOLE: dict[str, Any] = {
    "entities": ENTITIES,
    "relations": [LED],
    "sanction_events": [LISTED, FREED],
    "financials": [SALES],
    "revenue_shares": [EXPORTS],
}


def labels(id_: str = "a1", **lists: Any) -> dict[str, Any]:
    """A label file: the whole article's labels with some lists replaced."""
    about = {"id": id_, "published": "2021-03-02", "category": "listing", "style": "wire"}
    return {**about, **WHOLE, **lists}


def view(id_: str = "a1", text: str = TEXT, **lists: Any) -> ArticleView:
    """The view of :func:`labels`."""
    return view_of_gold(GoldArticle(text=text, labels=GoldLabels.model_validate_json(json.dumps(labels(id_, **lists)))))


def report_of(found: dict[str, Any] | None = None, *, hidden: bool = False, **lists: Any) -> Report:
    """A report on one article: its labels with lists replaced, compared with ``found``."""
    return evaluate([view(**lists)], {} if found is None else {"a1": view(**found)}, name="gold", hidden=hidden)


def write_gold(folder: Path, *articles: dict[str, Any], text: str = TEXT) -> Path:
    """Write label files with one text."""
    folder.mkdir(parents=True, exist_ok=True)
    for article in articles:
        (folder / f"{article['id']}.txt").write_text(text, encoding="utf-8")
        (folder / f"{article['id']}.json").write_text(json.dumps(article), encoding="utf-8")
    return folder
