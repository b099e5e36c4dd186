"""Two workers beside one, wall clock from the first finished shard to the last; and spaCy's own second process."""

from __future__ import annotations

import resource
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
    """Wall clock says what this machine gave; ``possible`` what the processor time lets two free cores give."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        texts.write(articles, len(articles), folder / "in.jsonl")
        texts.write(articles, 1, folder / "one.jsonl")
        settings = Settings(shard_size=max(1, len(articles) // SHARDS))
        loading = _run(folder / "one.jsonl", folder / "out0", settings, 1)[1]
        (one, cost), (two, costs) = (_run(folder / "in.jsonl", folder / f"out{n}", settings, n) for n in (1, 2))
    return {
        "two_workers": round(two / one, 2),
        "two_workers_possible": round(2 * (cost - loading) / (costs - 2 * loading), 2),
        "spacy_two_processes": round(_spacy(articles), 2),
    }


def _run(source: Path, out: Path, settings: Settings, workers: int) -> tuple[float, float]:
    """Shards a second once all workers have loaded (the first of each is not counted), and processor seconds."""
    seen: list[tuple[float, int]] = []

    def note(now: run.Progress) -> None:
        if now.shards >= workers and (not seen or now.shards > seen[-1][1]):
            seen.append((time.perf_counter(), now.shards))

    before = _spent()
    run.batch([source], out, settings, workers=workers, report=note)
    (begin, first), (end, last) = seen[0], seen[-1]
    return (last - first) / max(end - begin, 1e-9), _spent() - before


def _spent() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


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
