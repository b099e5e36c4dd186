"""The report as one HTML page without any other file: figures, then every miss and false alarm in its context."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from pipeline.evaluate.documents import ArticleScore
from pipeline.evaluate.outcome import Outcome
from pipeline.evaluate.report import Report
from pipeline.evaluate.tally import Figure

_AROUND = 160
"""Characters of context on each side of a quote."""

_STYLE = """
body { font: 15px/1.45 system-ui, sans-serif; margin: 2rem auto; max-width: 70rem; padding: 0 1rem; color: #222 }
table { border-collapse: collapse; margin: .6rem 0 1.4rem } td, th { padding: .15rem .7rem; text-align: right }
td:first-child, th:first-child { text-align: left } tr:nth-child(even) { background: #f4f4f4 }
article { border-top: 1px solid #ccc; padding: .5rem 0 } summary { cursor: pointer; font-weight: 600 }
.one { margin: .6rem 0 .6rem 1rem } .context { color: #555; white-space: pre-wrap } mark { background: #ffe28a }
.missed b { color: #b00020 } .false b { color: #7a3e00 } .partly b, .right b { color: #00509e } small { color: #777 }
"""
_WORDS = {"missed": "missed", "false": "false alarm", "partly": "wrong", "right": "right, but"}


def to_html(report: Report) -> str:
    """The page; every word of articles, labels and records is escaped."""
    parts = [
        "<!doctype html><html lang='en'><head><meta charset='utf-8'>",
        f"<title>{escape(report.gold)}</title><style>{_STYLE}</style></head><body>",
        f"<h1>{escape(report.gold)}</h1>",
        f"<p>{report.articles} labelled articles, {len(report.without_record)} without a record.</p>",
        "<h2>Figures</h2>",
        _table(report.figures),
    ]
    for kind, groups in report.groups.items():
        parts.append(f"<h2>By {escape(kind)}</h2>")
        parts += [_group(name, figures) for name, figures in groups.items()]
    parts.append(_reliability(report))
    if report.hidden:
        parts.append("<p>The articles of a test set stay unseen: no misses are shown.</p>")
    else:
        parts.append("<h2>Misses and false alarms</h2>")
        parts += [_article(score) for score in report.scores]
    return "\n".join([*parts, "</body></html>\n"])


def _table(figures: Mapping[str, Figure]) -> str:
    columns = ("", "precision", "recall", "F1", "95% of F1", "gold", "predicted")
    head = "".join(f"<th>{column}</th>" for column in columns)
    return f"<table><tr>{head}</tr>{''.join(_row(key, figure) for key, figure in figures.items())}</table>"


def _row(key: str, figure: Figure) -> str:
    low, high = figure.f1_interval or (figure.f1, figure.f1)
    cells = (f"{figure.precision:.3f}", f"{figure.recall:.3f}", f"{figure.f1:.3f}", f"{low:.3f}–{high:.3f}")
    columns = (escape(key), *cells, f"{figure.gold:g}", f"{figure.predicted:g}")
    return f"<tr>{''.join(f'<td>{column}</td>' for column in columns)}</tr>"


def _group(name: str, figures: Mapping[str, Figure]) -> str:
    return f"<details><summary>{escape(name)}</summary>{_table(figures)}</details>"


def _reliability(report: Report) -> str:
    rows = []
    for kind, table in report.reliability.items():
        for one in table.bins:
            cells = (
                escape(kind),
                f"{one.low:.1f}–{one.high:.1f}",
                one.facts,
                f"{one.confidence:.3f}",
                f"{one.right:.3f}",
            )
            rows.append(f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>")
        rows.append(f"<tr><th>{escape(kind)}</th><th colspan='4'>calibration error {table.error:.3f}</th></tr>")
    head = "<tr><th></th><th>confidence</th><th>facts</th><th>mean confidence</th><th>right</th></tr>"
    return f"<h2>Confidence</h2><table>{head}{''.join(rows)}</table>"


def _article(score: ArticleScore) -> str:
    shown = [one for one in score.outcomes if one.verdict != "right" or one.wrong]
    if not shown:
        return ""
    about = escape(f"{score.gold.category} · {score.gold.style} · {len(shown)}")
    head = f"{escape(score.gold.id)} <small>{about}</small>"
    inside = "".join(_outcome(one, score.gold.text) for one in shown)
    return f"<article><details><summary>{head}</summary>{inside}</details></article>"


def _outcome(one: Outcome, text: str) -> str:
    said = escape(one.gold or one.predicted)
    wrong = f"<br>{escape('; '.join(one.wrong))}" if one.wrong else ""
    rule = f" <small>{escape(one.by)} {one.confidence:.2f}</small>" if one.confidence is not None else ""
    context = _context(text, one.span) if one.span else escape(one.quote)
    head = f"<b>{_WORDS[one.verdict]} {one.kind}</b> {said}{rule}{wrong}"
    return f"<div class='one {one.verdict}'>{head}<div class='context'>{context}</div></div>"


def _context(text: str, span: tuple[int, int]) -> str:
    start, end = span
    before, after = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
    return f"…{escape(before)}<mark>{escape(text[start:end])}</mark>{escape(after)}…"
