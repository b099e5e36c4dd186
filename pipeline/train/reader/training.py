"""Fine-tune the encoder on the lessons. Needs the extra ``train`` (PyTorch, transformers and the base weights)."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from pathlib import Path

import torch
from torch import nn

from pipeline.reader.model import GRAPH, VOCABULARY, WEIGHTS
from pipeline.reader.pieces import Speller
from pipeline.train.manifest import digest, write_manifest
from pipeline.train.reader.base import base_folder, make_network, vocabulary
from pipeline.train.reader.batches import Cutter
from pipeline.train.reader.choices import LABELS, ReaderSettings
from pipeline.train.reader.export import write
from pipeline.train.reader.folds import FOLDS, without
from pipeline.train.reader.lesson import PassageLesson
from pipeline.train.reader.lessons import passage_lessons
from pipeline.train.reader.losses import batch_loss
from pipeline.train.reader.network import Network

LICENCE = "MIT; starts from all-MiniLM-L6-v2 (Apache 2.0); trained on CC BY 4.0 text of this project (models/README.md)"


def train_reader(settings: ReaderSettings, say: Callable[[str], None]) -> Path:
    """Train the reader on all lessons and write it; gives its folder."""
    lessons = passage_lessons(settings)
    kept = vocabulary(base_folder(settings.base), lessons, settings.pieces)
    _learn(settings.out, lessons, kept, settings, say)
    describe(settings)
    return settings.out


def describe(settings: ReaderSettings) -> None:
    """Write the MANIFEST of a reader that was trained with these settings."""
    data = {
        "gold_sha256": digest(settings.gold.glob("*.*")),
        "mentions_sha256": digest(settings.mentions.glob("*.jsonl")),
        "marked_sha256": digest(settings.marked.glob("*.txt")),
        "drills_sha256": digest([settings.drills]),
    }
    choices = settings.model_dump(mode="json", exclude={"out"})
    write_manifest(settings.out, [GRAPH, WEIGHTS, VOCABULARY], {"licence": LICENCE, "data": data, "choices": choices})


def train_folds(settings: ReaderSettings, folder: Path, say: Callable[[str], None]) -> None:
    """Train for each fold a reader that has not seen it, in one run, and write them below a folder."""
    settings = settings.model_copy(update={"runs": 1})
    lessons = passage_lessons(settings)
    kept = vocabulary(base_folder(settings.base), lessons, settings.pieces)
    for fold in range(FOLDS):
        _learn(folder / f"fold{fold}", without(lessons, fold), kept, settings, say)


def _learn(
    folder: Path,
    lessons: Sequence[PassageLesson],
    kept: Sequence[str],
    settings: ReaderSettings,
    say: Callable[[str], None],
) -> None:
    network = train(lessons, kept, settings, say)
    chance = random.Random(settings.seed)
    shown = chance.sample(lessons, min(_SHOWN, len(lessons)))
    write(folder, network, _cutter(kept, settings).batches(shown, chance), LABELS, kept)


def train(
    lessons: Sequence[PassageLesson], kept: Sequence[str], settings: ReaderSettings, say: Callable[[str], None]
) -> Network:
    """Train networks on lessons and average their weights: what one run learns by chance, another does not.

    They begin alike and differ in the order of the lessons, so they end near enough to each other for their mean to be
    a network too (Wortsman et al. 2022).

    Args:
        lessons: what to learn from.
        kept: the vocabulary.
        settings: the choices.
        say: gets a line of progress now and then.
    """
    runs = [_run(number, lessons, kept, settings, say).state_dict() for number in range(settings.runs)]
    network = make_network(settings, kept)
    network.load_state_dict(
        {
            name: torch.stack([one[name] for one in runs]).mean(dim=0) if one.is_floating_point() else one
            for name, one in runs[0].items()
        }
    )
    network.eval()
    return network


def _run(
    number: int,
    lessons: Sequence[PassageLesson],
    kept: Sequence[str],
    settings: ReaderSettings,
    say: Callable[[str], None],
) -> Network:
    torch.manual_seed(settings.seed)
    chance = random.Random(settings.seed + _STEP * number)
    network = make_network(settings, kept)
    network.train()
    cutter = _cutter(kept, settings)
    epochs = [list(cutter.batches(_drawn(lessons, settings, chance), chance)) for _ in range(settings.epochs)]
    steps, done = sum(map(len, epochs)), 0
    optimiser = torch.optim.AdamW(
        [
            {"params": [p for p in network.encoder.parameters() if p.requires_grad], "lr": settings.learn_rate},
            {
                "params": [p for name, p in network.named_parameters() if not name.startswith("encoder.")],
                "lr": settings.head_rate,
            },
        ],
        weight_decay=0.01,
        fused=True,
    )
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min(step / max(steps * 0.1, 1), max(0.0, (steps - step) / (steps * 0.9)))
    )
    for at, epoch in enumerate(epochs, start=1):
        total = 0.0
        for batch in epoch:
            loss = batch_loss(network, batch, cutter.pad)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            total, done = total + float(loss.detach()), done + 1
            if done % _NEWS == 0:
                say(f"run {number + 1}, epoch {at}, update {done} of {steps}")
        say(f"run {number + 1}, epoch {at}: mean loss {total / len(epoch):.3f}")
    return network


def _cutter(kept: Sequence[str], settings: ReaderSettings) -> Cutter:
    return Cutter(Speller({piece: number for number, piece in enumerate(kept)}), settings)


_SHOWN = 200
"""Passages that show how far the numbers of the encoder reach."""
_STEP = 77
"""From the seed of one run's order to that of the next."""
_NEWS = 50
"""Updates between two lines of progress."""


def _drawn(lessons: Sequence[PassageLesson], settings: ReaderSettings, chance: random.Random) -> list[PassageLesson]:
    return [one for one in lessons if one.events or one.amounts or chance.random() < settings.quiet]
