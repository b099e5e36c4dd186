"""Training text: every span names what it covers, and a seed fixes all of it."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
import yaml
from pydantic import ValidationError

from pipeline.train import sentences
from pipeline.train.labelled import Labelled
from pipeline.train.pools import NamePools
from pipeline.train.sentences import LABELS, make_texts
from pipeline.train.settings import TrainingSettings, read_training_settings
from pipeline.train.variants import swap_names, vary
from tests.conftest import ROOT

POOLS = NamePools()


def test_made_texts_are_the_same_for_a_seed_and_differ_for_another() -> None:
    first = make_texts(20, POOLS, random.Random(1))
    assert first == make_texts(20, POOLS, random.Random(1))
    assert first != make_texts(20, POOLS, random.Random(2))


def test_spans_of_made_texts_cover_whole_words() -> None:
    for item in make_texts(200, POOLS, random.Random(3)):
        last = 0
        for start, end, label in item.spans:
            name = item.text[start:end]
            assert last <= start < end <= len(item.text)
            assert name == name.strip(), item.text
            assert label in LABELS.values()
            last = end


def test_every_pattern_can_be_filled() -> None:
    rng = random.Random(4)
    data = yaml.safe_load(Path(sentences.__file__).with_name("sentences.yml").read_text(encoding="utf-8"))
    for pattern in [*data["body"], *data["title"]]:
        text = sentences.fill(pattern, POOLS, [], rng)[0]
        assert "{" not in text, pattern


def test_swapped_names_stay_where_they_are_labelled() -> None:
    text = "Kaito Ltd sued Ana Lind in Oslo. Lind paid the central bank."
    spans = ((0, 9, "Company"), (15, 23, "Person"), (27, 31, "Location"), (33, 37, "Person"))
    item = Labelled(text, spans, ((47, 59),), title=32)
    for seed in range(20):
        swapped = swap_names(item, POOLS, random.Random(seed))
        names = [swapped.text[start:end] for start, end, _ in swapped.spans]
        assert swapped.text.startswith(names[0] + " sued ")
        assert names[1].endswith(names[3])
        (unknown,) = swapped.unknown
        assert swapped.text[slice(*unknown)] == "central bank"
        assert swapped.text[: swapped.title] == f"{names[0]} sued {names[1]} in {names[2]}."


def test_capitals_move_no_offset() -> None:
    item = Labelled("Kaito sues. Then it paid.", ((0, 5, "Company"),), title=11)
    forms = {vary(item, random.Random(seed)).text for seed in range(200)}
    assert forms == {item.text, item.text.upper(), item.text.lower(), "KAITO SUES. Then it paid."}


def test_the_shipped_configuration_is_valid_and_typos_are_errors() -> None:
    settings = read_training_settings(ROOT / "configs" / "entities.yml", TrainingSettings)
    assert settings.epochs > 0
    with pytest.raises(ValidationError):
        TrainingSettings.model_validate({**settings.model_dump(), "epoch": 3})
