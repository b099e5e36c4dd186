"""Train the entity model: types of the record, on views of the gold set, from what the stock recogniser knows."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml
from spacy.pipeline import EntityRecognizer
from thinc.api import Adam, Model, fix_random_seed

from pipeline.annotate.loading import load_base, use_numpy_products
from pipeline.evaluate.gold import read_gold
from pipeline.train.labelled import Labelled, from_gold, to_example
from pipeline.train.manifest import digest, write_manifest
from pipeline.train.open_data import read_open_data
from pipeline.train.pools import NamePools
from pipeline.train.sentences import LABELS, make_texts
from pipeline.train.settings import TrainingSettings
from pipeline.train.variants import swap_names, vary
from pipeline.train.warm import warm_component

REHEARSED = ("CARDINAL", "DATE", "MONEY", "ORDINAL", "PERCENT", "QUANTITY", "TIME")
"""Labels of the stock model that training keeps alive with its own predictions: what is a date is no name."""
LICENCE = "MIT, as its base en_core_web_md 3.7.1; attribution of the training data in models/README.md"
_NEEDLESS = ("tagger", "parser", "attribute_ruler", "lemmatizer", "senter", "tok2vec")
_WARM_UP = 50
"""Updates over which the learning rate rises."""
_SLOWEST = 0.2
"""Share of the highest learning rate below which it does not fall."""
_SNAPSHOT = 25
"""Updates between two steps whose weights are averaged."""


def train_entities(settings: TrainingSettings, report: Callable[[str], None]) -> Path:
    """Train and write the entity model; the same settings and data give the same weights on one machine.

    Args:
        settings: the training configuration.
        report: called with one line per epoch.

    Returns:
        The folder that was written.
    """
    # Trainings of one start that saw their texts in another order err in other places; their mean errs less.
    mean = _Mean()
    for seed in settings.seeds:
        fix_random_seed(seed)
        texts = _Texts(settings, seed)
        component = _train(settings, texts, lambda line, seed=seed: report(f"seed {seed}, {line}"))  # type: ignore[misc]
        mean.add(component.model)
    mean.put_into(component.model)
    settings.out.mkdir(parents=True, exist_ok=True)
    return write_model(settings, texts.labels, component.model.to_bytes())


def write_model(settings: TrainingSettings, labels: Sequence[str], weights: bytes) -> Path:
    """Write weights, labels and MANIFEST: what was made, from which data and choices, under which licences."""
    settings.out.mkdir(parents=True, exist_ok=True)
    (settings.out / "weights.bin").write_bytes(weights)
    names = {"base": settings.base, "labels": list(labels)}
    (settings.out / "labels.yml").write_text(yaml.safe_dump(names), encoding="utf-8")
    data = {
        "gold": [str(folder) for folder in settings.gold],
        "gold_sha256": digest(file for folder in settings.gold for file in folder.glob("*.*")),
        "patterns_sha256": digest(Path(__file__).parent.glob("*.yml")),
        "open_data_sha256": None if settings.open_data is None else digest(settings.open_data.rglob("*.*")),
    }
    choices = settings.model_dump(mode="json", exclude={"out", "gold", "open_data"})
    write_manifest(settings.out, ["weights.bin"], {"licence": LICENCE, "data": data, "choices": choices})
    return settings.out


def _train(settings: TrainingSettings, texts: _Texts, report: Callable[[str], None]) -> EntityRecognizer:
    """One training; its weights are the mean of those of many late steps."""
    nlp = load_base(settings.base, exclude=_NEEDLESS)
    component: Any = warm_component(nlp, texts.labels)
    use_numpy_products(nlp)
    optimizer = Adam(settings.learn_rate, grad_clip=1.0, L2=0.01)
    mean = _Mean()
    step = 0
    for epoch in range(1, settings.epochs + 1):
        batches = list(_batches(texts.epoch(), settings.batch_words))
        losses: dict[str, float] = {}
        for batch in batches:
            done = step / (len(batches) * settings.epochs)
            optimizer.learn_rate = settings.learn_rate * min(1.0, (step + 1) / _WARM_UP) * max(1 - done, _SLOWEST)
            examples = [to_example(nlp, item) for item in batch]
            component.update(examples, sgd=optimizer, drop=settings.dropout, losses=losses)
            step += 1
            if done > settings.average_from and step % _SNAPSHOT == 0:
                mean.add(component.model)
        report(f"epoch {epoch}/{settings.epochs}: loss {losses.get('ner', 0.0):.0f}, {len(batches)} updates")
    mean.put_into(component.model)
    return component


class _Mean:
    """Mean of several states of a model: steadier on unseen text than the last of them."""

    def __init__(self) -> None:
        self._sums: dict[tuple[int, str], Any] = {}
        self._number = 0

    def add(self, model: Model[Any, Any]) -> None:
        """Take the present weights in."""
        self._number += 1
        for key, node, name in _weights(model):
            value = node.get_param(name)
            self._sums[key] = self._sums[key] + value if key in self._sums else value.copy()

    def put_into(self, model: Model[Any, Any]) -> None:
        """Give the model the mean; without any state it keeps what it has."""
        for key, node, name in _weights(model):
            if key in self._sums:
                node.set_param(name, self._sums[key] / self._number)


def _weights(model: Model[Any, Any]) -> Iterator[tuple[tuple[int, str], Model[Any, Any], str]]:
    for number, node in enumerate(model.walk()):
        for name in node.param_names:
            if node.has_param(name):
                yield (number, name), node, name


class _Texts:
    """The texts of an epoch: the gold articles, copies of them with other names, our sentences, open corpora."""

    def __init__(self, settings: TrainingSettings, seed: int) -> None:
        self._settings = settings
        self._stock = load_base(settings.base, exclude=_NEEDLESS)
        use_numpy_products(self._stock)
        self._rng = random.Random(seed)
        self._pools = NamePools()
        articles = [article for folder in settings.gold for article in read_gold(folder)]
        kept = [a for i, a in enumerate(articles, start=1) if not settings.hold_out or i % settings.hold_out]
        self._gold = [self._rehearsed(from_gold(article)) for article in kept]
        opened = [] if settings.open_data is None else read_open_data(settings.open_data)
        self._open = [self._rehearsed(item) for item in opened]
        found = {*LABELS.values(), *_labels(self._gold), *_labels(self._open)} - set(REHEARSED)
        self.labels = (*REHEARSED, *sorted(found))

    def epoch(self) -> list[Labelled]:
        """Texts in random order; copies and sentences are new each time."""
        texts = list(self._gold)
        for _ in range(self._settings.swapped_copies):
            texts += [swap_names(item, self._pools, self._rng) for item in self._gold]
        texts += [self._rehearsed(item) for item in make_texts(self._settings.made_texts, self._pools, self._rng)]
        texts += self._rng.sample(self._open, min(self._settings.open_texts, len(self._open)))
        texts = [vary(item, self._rng) for item in texts]
        self._rng.shuffle(texts)
        return texts

    def _rehearsed(self, item: Labelled) -> Labelled:
        """Add the stock model's dates, sums and numbers where nothing else is labelled."""
        taken = [*((start, end) for start, end, _ in item.spans), *item.unknown]
        doc = self._stock(item.text)
        found = [(ent.start_char, ent.end_char, ent.label_) for ent in doc.ents if ent.label_ in REHEARSED]
        new = [one for one in found if not any(start < one[1] and one[0] < end for start, end in taken)]
        return replace(item, spans=tuple(sorted([*item.spans, *new])))


def _labels(items: Sequence[Labelled]) -> set[str]:
    return {label for item in items for _, _, label in item.spans}


def _batches(texts: Sequence[Labelled], words: int) -> Iterator[list[Labelled]]:
    batch: list[Labelled] = []
    size = 0
    for item in texts:
        length = len(item.text) // 6
        if batch and size + length > words:
            yield batch
            batch, size = [], 0
        batch.append(item)
        size += length
    if batch:
        yield batch
