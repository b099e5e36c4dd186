"""The reader's arithmetic, on small weights made here; the shipped weights are judged by the gold floors."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from pipeline.errors import KnowledgeError
from pipeline.reader import Place, Reader, reader
from pipeline.reader.encoder import Encoder, Floats
from pipeline.reader.heads import Heads, Labels, gelu
from pipeline.reader.model import read_folder
from pipeline.reader.pieces import END, PAD, START, UNKNOWN
from pipeline.train.reader.graph import HEADS, PRODUCTS, encoder_graph

WIDTH, INNER, LAYERS, LONGEST = 2 * HEADS, 30, 2, 12
VOCABULARY = [PAD, UNKNOWN, START, END, "oslo", "froze", "the", "bank", "5", "million", "##s", "."]
LABELS = Labels(
    actions=("none", "designate", "delist"),
    statuses=("enacted", "proposed"),
    event_roles=("none", "authority", "target"),
    metrics=("revenue", "none"),
    money_roles=("none", "owner"),
    kinds=("Company", "date", "other"),
)
SHAPES = {"trigger": 3, "event.status": 2, "amount.metric": 2}


def weights() -> dict[str, Floats]:
    """Random weights of a small network."""
    chance = np.random.default_rng(3)

    def make(*shape: int) -> Floats:
        return chance.normal(0, 0.2, shape).astype(np.float32)

    found = {"embed.words": make(len(VOCABULARY), WIDTH), "embed.places": make(LONGEST, WIDTH)}

    def norm(name: str) -> None:
        found[name], found[f"{name}_bias"] = 1 + make(WIDTH), make(WIDTH)

    def linear(name: str, low: int, high: int) -> None:
        found[name], found[f"{name}_bias"] = make(low, high), make(high)

    norm("embed.norm")
    for number in range(LAYERS):
        layer = f"layer{number}"
        linear(f"{layer}.attend", WIDTH, 3 * WIDTH)
        linear(f"{layer}.out", WIDTH, WIDTH)
        norm(f"{layer}.out_norm")
        linear(f"{layer}.up", WIDTH, INNER)
        linear(f"{layer}.down", INNER, WIDTH)
        norm(f"{layer}.down_norm")
    for name, size in SHAPES.items():
        linear(name, WIDTH if name.endswith("trigger") else 10, size)
    for family, roles in (("event", 3), ("amount", 2)):
        linear(f"{family}.state", 2 * WIDTH, 10)
        linear(f"{family}.asks", WIDTH, 8)
        linear(f"{family}.answers", WIDTH, 8)
        linear(f"{family}.roles", 16, roles)
        found[f"{family}.kinds"] = make(len(LABELS.kinds), 8)
    return found


def encoder(told: dict[str, Floats]) -> Encoder:
    """An encoder whose products are told that no channel reaches beyond three and a half."""
    layers = sum(name.endswith(".attend") for name in told)
    names = [f"layer{number}.{part}" for number in range(layers) for part in PRODUCTS]
    reach = {name: np.full(len(told[name]), 3.5, dtype=np.float32) for name in names}
    return Encoder(encoder_graph(told, reach, VOCABULARY.index(PAD)))


@pytest.fixture
def small() -> Reader:
    return Reader(encoder(weights()), Heads(weights(), LABELS), VOCABULARY)


def test_a_sentence_is_encoded_alike_alone_and_among_others() -> None:
    small = encoder(weights())
    short, long = [2, 4, 5, 3], [2, 6, 7, 5, 8, 9, 11, 3]
    alone = small.encode([short])[0]
    beside = small.encode([long, short])[1]
    assert alone.shape == (4, WIDTH)
    np.testing.assert_allclose(alone, beside, atol=1e-5)


def test_a_layer_is_attention_and_a_perceptron_with_residuals() -> None:
    """One layer written out word by word gives what the graph gives, but for the rounding to eight bits."""
    told, pieces = weights(), [2, 4, 5, 3]
    told = {name: array for name, array in told.items() if not name.startswith("layer1")}

    def normed(x: Floats, name: str) -> Floats:
        spread = np.sqrt(x.var(-1, keepdims=True) + 1e-12)
        return (x - x.mean(-1, keepdims=True)) / spread * told[name] + told[f"{name}_bias"]

    x = normed(told["embed.words"][pieces] + told["embed.places"][:4], "embed.norm")
    query, key, value = np.split(x @ told["layer0.attend"] + told["layer0.attend_bias"], 3, axis=1)
    size, mixed = WIDTH // HEADS, np.zeros_like(x)
    for head in range(HEADS):
        part = slice(head * size, (head + 1) * size)
        for i in range(4):
            sums = [float(query[i, part] @ key[j, part]) / math.sqrt(size) for j in range(4)]
            shares = np.exp(sums) / np.exp(sums).sum()
            mixed[i, part] = sum(share * value[j, part] for j, share in enumerate(shares))
    x = normed(x + mixed @ told["layer0.out"] + told["layer0.out_bias"], "layer0.out_norm")
    raised = gelu((x @ told["layer0.up"] + told["layer0.up_bias"]).astype(np.float32))
    x = normed(x + raised @ told["layer0.down"] + told["layer0.down_bias"], "layer0.down_norm")
    np.testing.assert_allclose(encoder(told).encode([pieces])[0], x, atol=0.1)


@pytest.mark.parametrize("x", [-4.0, -1.0, -0.1, 0.0, 0.3, 2.0, 5.0])
def test_gelu_is_near_the_exact_one(x: float) -> None:
    exact = 0.5 * x * (1 + math.erf(x / math.sqrt(2)))
    assert float(gelu(np.array([x], dtype=np.float32))[0]) == pytest.approx(exact, abs=1e-3)


def test_a_sentence_is_read_alike_alone_and_among_others(small: Reader) -> None:
    one = ["Oslo", "froze", "the", "bank", "."]
    alone = small.read([one])[0]
    among = small.read([["banks"], one, ["the"] * 9])[1]
    np.testing.assert_allclose(alone.triggers(), among.triggers(), atol=1e-5)
    assert alone.triggers().shape == (5, 3)
    np.testing.assert_allclose(alone.triggers().sum(axis=1), 1, atol=1e-5)


def test_heads_give_chances_by_name(small: Reader) -> None:
    reading = small.read([["Oslo", "froze", "5", "million", "of", "banks"]])[0]
    status, metric = reading.status(1, 2), reading.metric(2, 4)
    assert set(status) == {"enacted", "proposed"}
    assert sum(status.values()) == pytest.approx(1, abs=1e-5)
    assert set(metric) == {"revenue", "none"}
    assert sum(metric.values()) == pytest.approx(1, abs=1e-5)
    places = [Place(0, 1, "Company"), Place(5, 6, "a kind that nobody knows")]
    parts = reading.parts("event", 1, 2, places)
    assert [set(one) for one in parts] == [{"none", "authority", "target"}] * 2
    assert reading.parts("amount", 1, 2, []) == []


def test_words_out_of_reach_are_read_as_the_whole_sentence(small: Reader) -> None:
    reading = small.read([["bank"] * 40])[0]
    assert reading.words.shape == (40, WIDTH)
    np.testing.assert_allclose(reading.words[-1], reading.whole, atol=1e-5)


def test_nothing_is_read_of_nothing(small: Reader) -> None:
    assert small.read([]) == []


def test_a_broken_folder_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="cannot be loaded"):
        read_folder(tmp_path)


@pytest.mark.model
def test_the_shipped_reader_sees_a_plain_listing() -> None:
    model = reader()
    assert model is not None
    words = ["The", "Commerce", "Ministry", "on", "Thursday", "blacklisted", "Norda", "Lines", "."]
    reading = model.read([words])[0]
    names = model.labels.actions
    assert names[int(reading.triggers()[5].argmax())] == "designate"
    parts = reading.parts("event", 5, 6, [Place(1, 3, "PublicBody"), Place(6, 8, "Company")])
    assert [max(one, key=lambda role: one[role]) for one in parts] == ["authority", "target"]
