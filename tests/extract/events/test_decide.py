"""The learned decision: wide candidates, weights that are read as they were learnt, and what they add to the rules."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from pipeline.document import NO_DATE, Context
from pipeline.extract.events import events_by, extract_events, read_decisions
from pipeline.extract.events.decide import decider, ready
from pipeline.extract.events.loose import loose_tokens
from pipeline.extract.events.propose import Proposals
from pipeline.train.contexts import read_contexts
from pipeline.train.events import Source, Told, examples
from pipeline.train.linear import fit

ARTICLE = (
    "Ruritania feels the squeeze\n\n"
    "Washington cut the drone maker Aldor Robotics off from American parts on Thursday. It moved nine traders onto "
    "the Unverified List in the same notice.\n\n"
    "Sales of the firm rose by a tenth last year, and it hired forty engineers."
)


@pytest.fixture(scope="module")
def article() -> Context:
    (context,) = read_contexts([("one", ARTICLE, NO_DATE)])
    return context


@pytest.mark.model
def test_wide_candidates_hold_what_the_rules_do_not_know(article: Context) -> None:
    words = {t.text for sentence in article.doc.sents for t, _ in loose_tokens(sentence)}
    assert {"cut", "moved"} <= words
    assert not {"rose", "hired", "drone"} & words


@pytest.mark.model
def test_every_candidate_gets_a_chance_and_facts_about_sales_a_small_one(article: Context) -> None:
    model = decider()
    assert model is not None
    proposals = Proposals(article)
    model.decide(proposals)
    chances = {one.mention.predicate.text: one.mention.chance or 0.0 for one in proposals.found}
    assert all(0 < chance < 1 for chance in chances.values())
    assert min(chances["cut"], chances["moved"]) > 0.5
    assert all(chance < 0.5 for word, chance in chances.items() if word in ("Sales", "hired", "rose"))


@pytest.mark.model
def test_the_shipped_way_keeps_what_the_rules_find_and_repeats_itself(article: Context) -> None:
    model = decider()
    assert model is not None
    rules = {(e.action, e.trigger.text) for e in events_by(article, (), None)}
    both = {(e.action, e.trigger.text) for e in extract_events(article, ())}
    assert both >= rules
    assert [e.model_dump() for e in extract_events(article, ())] == [
        e.model_dump() for e in extract_events(article, ())
    ]
    ruled, _ = read_decisions(article, (), replace(model, rules=False))
    assert ruled == []


@pytest.mark.model
def test_a_word_is_an_example_of_what_the_labels_say(article: Context) -> None:
    start = ARTICLE.index("cut the")
    source = Source("one", ARTICLE, NO_DATE, (Told(start, start + 3, "designate", "enacted"),))
    told = [one.told for one in examples(source, article)]
    assert sum(one is not None for one in told) == 1
    doubtful = replace(source, told=(), doubtful=frozenset({start}))
    assert len(list(examples(doubtful, article))) == len(told) - 1


def test_weights_are_stored_for_the_vectors_themselves() -> None:
    draws = np.random.default_rng(7)
    numbers = {slot: list(draws.normal(size=(60, 6)).astype(np.float32)) for slot in _SLOTS}
    answers = ["yes" if vector[0] > 0 else "no" for vector in numbers["word"]]
    rows = [{"plain": 1.0} if vector[1] > 0 else {} for vector in numbers["word"]]
    model = ready(fit(rows, answers, 1.0, numbers, dict.fromkeys(_SLOTS, 6)))
    sums = model.score(rows, {slot: np.stack(vectors) for slot, vectors in numbers.items()})[:, 0]
    assert model.answers == ("yes",)
    assert np.mean((sums > 0) == [one == "yes" for one in answers]) > 0.9


_SLOTS = ("word", "object", "head", "sentence", "context")
