"""Train the entity model: types of the record, on views of the gold set, from the base model's own weights."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError
from spacy.tokens import Doc
from spacy.training import Example
from spacy.util import filter_spans, fix_random_seed
from thinc.api import Adam

from pipeline.annotate.loading import entity_component, load_base
from pipeline.clean import clean
from pipeline.errors import ConfigError
from pipeline.evaluate.gold import GoldArticle, read_gold
from pipeline.ingest import read_text
from pipeline.records import EntityType

if TYPE_CHECKING:
    from spacy.language import Language

_SWAPPED: tuple[EntityType, ...] = ("Person", "Company", "Location", "Vessel")
"""Types whose names carry no further meaning, so that one may stand for another."""


class TrainingSettings(BaseModel):
    """What ``configs/entities.yml`` may say."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    base: str
    gold: tuple[Path, ...]
    seed: int
    epochs: int
    dropout: float
    learn_rate: float
    batch_words: int
    swapped_copies: int
    out: Path


@dataclass(frozen=True, slots=True)
class _Labelled:
    """A text with its name spans: (start, end, type), offsets into the text, sorted."""

    text: str
    spans: tuple[tuple[int, int, EntityType], ...]


def read_training_settings(path: Path) -> TrainingSettings:
    """Read a training configuration.

    Raises:
        ConfigError: the file is missing or wrong.
    """
    try:
        return TrainingSettings.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (OSError, yaml.YAMLError, ValidationError) as error:
        raise ConfigError(f"{path}: {error}") from error


def train_entities(settings: TrainingSettings, report: Callable[[str], None]) -> Path:
    """Train and write the entity model; the same settings and data give the same weights on one machine.

    Args:
        settings: the training configuration.
        report: called with one line per epoch.

    Returns:
        The folder that was written.
    """
    fix_random_seed(settings.seed)
    rng = random.Random(settings.seed)
    nlp = load_base(settings.base, exclude=("tagger", "parser", "attribute_ruler", "lemmatizer", "senter", "tok2vec"))
    data = [_labelled(article) for folder in settings.gold for article in read_gold(folder)]
    labels = sorted({kind for item in data for _, _, kind in item.spans})
    component = entity_component(nlp, labels)
    pool = _name_pool(data)
    optimizer = Adam(settings.learn_rate, grad_clip=1.0, L2=0.01)
    for epoch in range(1, settings.epochs + 1):
        texts = [*data, *(_swap(item, pool, rng) for item in data for _ in range(settings.swapped_copies))]
        texts = [_vary(item, rng) for item in texts]
        rng.shuffle(texts)
        losses: dict[str, float] = {}
        for batch in _batches(texts, settings.batch_words):
            examples = [_example(nlp, item) for item in batch]
            component.update(examples, sgd=optimizer, drop=settings.dropout, losses=losses)
        optimizer.learn_rate = settings.learn_rate * (1 - epoch / (settings.epochs + 1))
        report(f"epoch {epoch}/{settings.epochs}: loss {losses.get('ner', 0.0):.0f} over {len(texts)} texts")
    settings.out.mkdir(parents=True, exist_ok=True)
    (settings.out / "labels.yml").write_text(yaml.safe_dump({"base": settings.base, "labels": labels}), encoding="utf-8")
    (settings.out / "weights.bin").write_bytes(component.model.to_bytes())
    return settings.out


def _labelled(article: GoldArticle) -> _Labelled:
    """The view of an article, as the model will read it, with the mentions outside its furniture."""
    cleaned = clean(read_text(article.text), languages=("en",))
    body = [(s.start, s.end) for s in cleaned.segments if s.kind in ("title", "dateline", "body", "caption")]
    spans = tuple(
        (start, end, entity.type)
        for start, end, entity in article.mentions()
        if any(low <= start and end <= high for low, high in body)
    )
    return _Labelled(cleaned.view, spans)


def _name_pool(data: Sequence[_Labelled]) -> dict[EntityType, list[str]]:
    pool: dict[EntityType, set[str]] = defaultdict(set)
    for item in data:
        for start, end, kind in item.spans:
            name = item.text[start:end]
            if kind in _SWAPPED and not name.isupper():
                pool[kind].add(name)
    return {kind: sorted(names) for kind, names in pool.items()}


def _swap(item: _Labelled, pool: dict[EntityType, list[str]], rng: random.Random) -> _Labelled:
    """Put other names in place of an article's own: full for full, short for short."""
    chosen: dict[str, str] = {}
    parts: list[str] = []
    spans: list[tuple[int, int, EntityType]] = []
    last = length = 0
    for start, end, kind in item.spans:
        name = item.text[start:end]
        if kind in pool and name not in chosen:
            alike = [other for other in pool[kind] if len(other.split()) == len(name.split())]
            chosen[name] = rng.choice(alike or [name])
        new = chosen.get(name, name) if kind in pool else name
        parts += [item.text[last:start], new]
        length += start - last
        spans.append((length, length + len(new), kind))
        length += len(new)
        last = end
    return _Labelled("".join([*parts, item.text[last:]]), tuple(spans))


def _vary(item: _Labelled, rng: random.Random) -> _Labelled:
    """Now and then a text in capitals or in small letters, as headlines and damaged pages print it."""
    draw = rng.random()
    if draw < 0.04 and len(item.text.upper()) == len(item.text):
        return _Labelled(item.text.upper(), item.spans)
    if draw < 0.06 and len(item.text.lower()) == len(item.text):
        return _Labelled(item.text.lower(), item.spans)
    return item


def _example(nlp: Language, item: _Labelled) -> Example:
    reference = nlp.make_doc(item.text)
    spans = [reference.char_span(s, e, label=kind, alignment_mode="expand") for s, e, kind in item.spans]
    # A span that begins or ends in white space (damaged copy) cannot be learnt.
    sound = [span for span in spans if span is not None and not span[0].is_space and not span[-1].is_space]
    reference.ents = filter_spans(sound)  # type: ignore[assignment]
    return Example(Doc(nlp.vocab, words=[t.text for t in reference], spaces=[bool(t.whitespace_) for t in reference]), reference)


def _batches(texts: Sequence[_Labelled], words: int) -> Iterator[list[_Labelled]]:
    batch: list[_Labelled] = []
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
