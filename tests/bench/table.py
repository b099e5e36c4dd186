"""The table of README.md, made of the kept figures."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

BEGIN, END = "<!-- bench -->", "<!-- /bench -->"


def write(readme: Path, results: dict[str, Any]) -> None:
    """Put the table between the marks of a file."""
    text = readme.read_text(encoding="utf-8")
    filled = re.sub(f"{BEGIN}.*?{END}", lambda _: f"{BEGIN}\n{render(results)}{END}", text, flags=re.DOTALL)
    readme.write_text(filled, encoding="utf-8")


def render(results: dict[str, Any]) -> str:
    names = list(results)
    lines = ["| " + " | ".join(["", *names]) + " |", "|---" * (len(names) + 1) + "|"]
    for label, path, form in ROWS:
        cells = [_cell(results[name], path, form) for name in names]
        if any(cells):
            lines.append("| " + " | ".join([label, *(cell or "–" for cell in cells)]) + " |")
    return "\n".join(lines) + "\n"


ROWS = (
    ("articles", ("speed", "articles"), "{:,}"),
    ("words", ("speed", "words"), "{:,}"),
    ("cores of the machine", ("machine", "cores"), "{}"),
    ("its load meanwhile", ("machine", "load"), "{}"),
    ("everything, × bare spaCy", ("speed", "times_spacy", "all"), "{:.2f}"),
    ("`--only relevant`, × bare spaCy", ("speed", "times_spacy", "relevant"), "{:.2f}"),
    ("`--only sanctions`, × bare spaCy", ("speed", "times_spacy", "sanctions"), "{:.2f}"),
    ("batch beside extraction", ("overhead", "share"), "{:+.1%}"),
    ("two workers, × one", ("scaling", "two_workers"), "{:.2f}"),
    ("the same by processor time (what free cores would give)", ("scaling", "two_workers_possible"), "{:.2f}"),
    ("spaCy's two processes, × one", ("scaling", "spacy_two_processes"), "{:.2f}"),
    ("peak memory of a worker at 1,000 articles, MB", ("memory", "1000", "worker_mb"), "{:,}"),
    ("at 5,000", ("memory", "5000", "worker_mb"), "{:,}"),
    ("at 50,000", ("memory", "50000", "worker_mb"), "{:,}"),
    ("processor seconds to the first record", ("start", "first record"), "{:.1f}"),
    ("to bare spaCy's first document", ("start", "spacy"), "{:.1f}"),
)


def _cell(figures: dict[str, Any], path: tuple[str, ...], form: str) -> str:
    value: Any = figures
    for key in path:
        if not isinstance(value, dict) or key not in value:
            return ""
        value = value[key]
    return form.format(value)
