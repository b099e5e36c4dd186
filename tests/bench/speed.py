"""Words a second in one process with one matrix thread, beside spaCy's own pipeline on the same texts."""

from __future__ import annotations

import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import spacy
import texts
from threadpoolctl import threadpool_limits

from pipeline import run
from pipeline.annotate import annotate
from pipeline.clean import clean
from pipeline.document import Article
from pipeline.extract import extract
from pipeline.flow import Extractor
from pipeline.run.worker import Worker
from pipeline.settings import Settings
from pipeline.validate import assemble

ROUNDS = 4
"""The texts are cut into as many parts; each is read by all before the next: a busy machine slows all alike."""
Spent = dict[str, tuple[float, float]]


class Clock:
    """Adds up processor and wall time by name."""

    def __init__(self) -> None:
        self.processor: dict[str, float] = defaultdict(float)
        self.wall: dict[str, float] = defaultdict(float)

    @contextmanager
    def __call__(self, name: str) -> Iterator[None]:
        processor, wall = time.process_time(), time.perf_counter()
        yield
        self.processor[name] += time.process_time() - processor
        self.wall[name] += time.perf_counter() - wall


def rounds(articles: Sequence[Article]) -> list[list[Article]]:
    return [list(articles[start::ROUNDS]) for start in range(ROUNDS)]


def measure(articles: Sequence[Article]) -> dict[str, object]:
    """Bare spaCy, extraction of everything, and extraction behind the gates of ``--only``."""
    bare = spacy.load(Settings().model)
    ours = _loaded()
    ways: dict[str, Callable[[list[Article]], object]] = {
        "spacy": lambda part: sum(1 for _ in bare.pipe([article.text for article in part])),
        "all": lambda part: _with(ours, "all", part),
        "relevant": lambda part: _with(ours, "relevant", part),
        "sanctions": lambda part: _with(ours, "sanctions", part),
    }
    clock = Clock()
    with threadpool_limits(1):
        for work in ways.values():
            work(texts.fresh(articles[:5]))
        for part in rounds(articles):
            for name, work in ways.items():
                again = texts.fresh(part)
                with clock(name):
                    work(again)
    count = texts.words(articles)
    return {
        **texts.facts(articles),
        "words_per_second": {name: round(count / seconds) for name, seconds in clock.processor.items()},
        "words_per_second_wall": {name: round(count / seconds) for name, seconds in clock.wall.items()},
        "times_spacy": _ratios(clock.processor),
        "times_spacy_wall": _ratios(clock.wall),
    }


def _loaded() -> Extractor:
    """What a worker loads before its first article."""
    extractor = Extractor(Settings())
    extractor.prepare()
    return extractor


def _with(extractor: Extractor, only: str, part: list[Article]) -> int:
    extractor.settings = Settings.model_validate({"only": only})
    return sum(1 for _ in extractor.process(part))


def _ratios(seconds: dict[str, float]) -> dict[str, float]:
    return {name: round(seconds["spacy"] / spent, 2) for name, spent in seconds.items() if name != "spacy"}


def stages(articles: Sequence[Article]) -> dict[str, float]:
    """Share of the processor time that each stage takes."""
    extractor = _loaded()
    clock = Clock()
    with threadpool_limits(1):
        for start in range(0, len(articles), 64):
            with clock("ingest"):
                read = texts.fresh(articles[start : start + 64])
            with clock("clean"):
                ready = [clean(article, ("en",)) for article in read]
            with extractor.zone():
                with clock("annotate"):
                    pairs = list(annotate(ready, extractor.nlp, 64))
                with clock("resolve and values"):
                    contexts = [extractor.context(article, doc) for article, doc in pairs]
                with clock("extract"):
                    facts = [extractor.calibration.apply(extract(context)) for context in contexts]
                with clock("validate"):
                    records = [
                        assemble(context, fact, extractor.provenance)
                        for context, fact in zip(contexts, facts, strict=True)
                    ]
                del pairs, contexts
            with clock("write"):
                for record in records:
                    record.model_dump_json()
    total = sum(clock.processor.values())
    return {name: round(seconds / total, 3) for name, seconds in clock.processor.items()}


def overhead(articles: Sequence[Article]) -> dict[str, float]:
    """What a batch costs beside extraction: planning, writing, near-duplicates, joining."""
    extractor = _loaded()
    clock = Clock()
    with tempfile.TemporaryDirectory() as name, threadpool_limits(1):
        folder = Path(name)
        for number, part in enumerate(rounds(articles)):
            texts.write(part, len(part), folder / f"{number}.jsonl")
            for way in ("extraction", "batch", "batch", "extraction"):
                again = texts.read([folder / f"{number}.jsonl"], None)
                with clock(way):
                    if way == "extraction":
                        sum(1 for _ in extractor.process(again))
                    else:
                        run.batch(
                            [folder / f"{number}.jsonl"],
                            folder / "out",
                            Settings(),
                            engine="inline",
                            overwrite=True,
                            make_worker=lambda settings: Worker(settings, extractor),
                        )
    return {"share": round(clock.processor["batch"] / clock.processor["extraction"] - 1, 3)}
