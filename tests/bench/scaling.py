"""Two workers beside one, wall clock from the first finished shard to the last; and spaCy's own second process."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import spacy
import texts

from pipeline import run
from pipeline.document import Article
from pipeline.settings import Settings

SHARDS = 24


def measure(articles: Sequence[Article]) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        texts.write(articles, len(articles), folder / "in.jsonl")
        settings = Settings(shard_size=max(1, len(articles) // SHARDS))
        one, two = (_rate(folder, settings, workers) for workers in (1, 2))
    return {"two_workers": round(two / one, 2), "spacy_two_processes": round(_spacy(articles), 2)}


def _rate(folder: Path, settings: Settings, workers: int) -> float:
    """Shards a second once all workers have loaded: the first of each is not counted."""
    seen: list[tuple[float, int]] = []

    def note(now: run.Progress) -> None:
        if now.shards >= workers and (not seen or now.shards > seen[-1][1]):
            seen.append((time.perf_counter(), now.shards))

    run.batch([folder / "in.jsonl"], folder / f"out{workers}", settings, workers=workers, report=note)
    (begin, first), (end, last) = seen[0], seen[-1]
    return (last - first) / (end - begin)


def _spacy(articles: Sequence[Article]) -> float:
    nlp = spacy.load(Settings().model)
    plain = [article.text for article in articles]
    spent = []
    for processes in (1, 2):
        start = time.perf_counter()
        for _ in nlp.pipe(plain, n_process=processes):
            pass
        spent.append(time.perf_counter() - start)
    return spent[0] / spent[1]
