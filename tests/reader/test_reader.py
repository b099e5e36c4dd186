"""The reader's arithmetic, on small weights made here; the shipped weights are judged by the gold floors."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from pipeline.errors import KnowledgeError
from pipeline.reader import Place, Reader, reader
from pipeline.reader.encoder import Encoder, Floats
from pipeline.reader.heads import APART, Heads, Labels, gelu
from pipeline.reader.model import read_folder
from pipeline.reader.pieces import END, PAD, START, UNKNOWN
from pipeline.train.reader.graph import HEADS, PRODUCTS, encoder_graph

WIDTH, INNER, LAYERS, LONGEST = 2 * HEADS, 30, 2, 12
VOCABULARY = [PAD, UNKNOWN, START, END, "oslo", "froze", "the", "bank", "5", "million", "##s", "."]
LABELS = Labels(
    actions=("none", "designate", "delist"),
    statuses=("enacted", "proposed"),
    measures=("asset_freeze", "travel_ban", "other"),
    event_roles=("none", "authority", "target"),
    metrics=("revenue", "none"),
    money_roles=("none", "owner"),
    kinds=("Company", "date", "other"),
)
SHAPES = {"trigger": 3, "event.status": 2, "event.measures": 3, "amount.metric": 2}


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
        found[f"{family}.apart"] = make(len(APART), 8)
    linear("event.same", 16, 1)
    return found


def encoder(told: dict[str, Floats]) -> Encoder:
    """An encoder whose products are told that no channel reaches beyond three and a half."""
    layers = sum(name.endswith(".attend") for name in told)
    names = [f"layer{number}.{part}" for number in range(layers) for part in PRODUCTS]
    reach = {name: np.full(len(told[name]), 3.5, dtype=np.float32) for name in names}
    return Encoder(encoder_graph(told, reach))


@pytest.fixture
def small() -> Reader:
    return Reader(encoder(weights()), Heads(weights(), LABELS), VOCABULARY)


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
    np.testing.assert_allclose(encoder(told).encode(pieces), x, atol=0.1)


@pytest.mark.parametrize("x", [-4.0, -1.0, -0.1, 0.0, 0.3, 2.0, 5.0])
def test_gelu_is_near_the_exact_one(x: float) -> None:
    exact = 0.5 * x * (1 + math.erf(x / math.sqrt(2)))
    assert float(gelu(np.array([x], dtype=np.float32))[0]) == pytest.approx(exact, abs=1e-3)


def test_every_word_has_chances(small: Reader) -> None:
    triggers = small.read(["Oslo", "froze", "the", "bank", "."]).triggers()
    assert triggers.shape == (5, 3)
    np.testing.assert_allclose(triggers.sum(axis=1), 1, atol=1e-5)


def test_a_word_is_the_mean_of_its_pieces(small: Reader) -> None:
    pieces = encoder(weights()).encode([VOCABULARY.index(piece) for piece in (START, "the", "bank", "##s", END)])
    words = small.read(["the", "banks"]).words
    np.testing.assert_allclose(words[0], pieces[1], atol=1e-5)
    np.testing.assert_allclose(words[1], pieces[2:4].mean(axis=0), atol=1e-5)


WORDS = ["Oslo", "froze", "5", "million", "of", "banks"]


def test_heads_give_chances_by_name(small: Reader) -> None:
    reading = small.read(WORDS).sentence(0, 6)
    status, metric = reading.status(1, 2), reading.metric(2, 4)
    assert set(status) == {"enacted", "proposed"}
    assert sum(status.values()) == pytest.approx(1, abs=1e-5)
    assert set(metric) == {"revenue", "none"}
    assert sum(metric.values()) == pytest.approx(1, abs=1e-5)
    measures = reading.measures(1, 2)
    assert tuple(measures) == LABELS.measures
    assert all(0 < chance < 1 for chance in measures.values())
    places = [Place(0, 1, "Company"), Place(5, 6, "a kind that nobody knows")]
    parts = reading.parts("event", 1, 2, places)
    assert [set(one) for one in parts] == [{"none", "authority", "target"}] * 2
    assert reading.parts("amount", 1, 2, []) == []


def test_a_sentence_counts_its_words_from_its_own_start(small: Reader) -> None:
    passage = small.read(WORDS)
    whole, part = passage.sentence(0, 6), passage.sentence(2, 6)
    np.testing.assert_allclose(part.triggers(), whole.triggers()[2:])
    places = [Place(0, 1, "Company", "before"), Place(5, 6, "Company")]
    moved = [Place(-2, -1, "Company", "before"), Place(3, 4, "Company")]
    assert part.parts("amount", 0, 2, moved) == whole.parts("amount", 2, 4, places)


def test_where_a_place_stands_matters(small: Reader) -> None:
    reading = small.read(WORDS).sentence(0, 6)
    answers = [reading.parts("event", 1, 2, [Place(5, 6, "Company", apart)])[0]["target"] for apart in APART]
    assert len(set(answers)) == len(APART)


def test_two_triggers_are_one_decision_in_either_order(small: Reader) -> None:
    passage = small.read(WORDS)
    one, other = passage.sentence(0, 3), passage.sentence(3, 6)
    assert 0 < one.same(1, other, 0) < 1
    assert one.same(1, other, 0) == pytest.approx(other.same(0, one, 1))


def test_words_out_of_reach_are_read_as_the_mark_of_start(small: Reader) -> None:
    words = small.read(["bank"] * 40).words
    assert words.shape == (40, WIDTH)
    np.testing.assert_allclose(words[-1], words[-2])
    assert not np.allclose(words[0], words[-1])


def test_nothing_is_read_of_nothing(small: Reader) -> None:
    assert small.read([]).triggers().shape == (0, 3)


def test_a_broken_folder_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="cannot be loaded"):
        read_folder(tmp_path)


@pytest.mark.model
def test_the_shipped_reader_sees_a_plain_listing() -> None:
    model = reader()
    assert model is not None
    words = ["The", "Commerce", "Ministry", "on", "Thursday", "blacklisted", "Norda", "Lines", "."]
    reading = model.read(words).sentence(0, len(words))
    names = model.labels.actions
    assert names[int(reading.triggers()[5].argmax())] == "designate"
    parts = reading.parts("event", 5, 6, [Place(1, 3, "PublicBody"), Place(6, 8, "Company")])
    assert [max(one, key=lambda role: one[role]) for one in parts] == ["authority", "target"]
