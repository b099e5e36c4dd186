"""Sentences as the reader sees them: what stands where, read once, and nothing without weights."""

from __future__ import annotations

import pytest

from pipeline.document import Context
from pipeline.extract.events.reader_features import parts, times
from pipeline.readings import Readings, parties, steps
from pipeline.records import Published
from pipeline.train.contexts import read_contexts

TEXT = (
    "Ministry lists two shipping firms\n\n"
    "OSLO, March 14 - The Trade Ministry on Thursday froze the assets of Norda Lines and of Fjell Tankers.\n"
)


@pytest.fixture(scope="module")
def context() -> Context:
    return next(read_contexts([("a", TEXT, Published(date=None, basis="none"))]))


def body(context: Context):  # type: ignore[no-untyped-def]
    return next(one for one in context.sentences if "froze" in one.text)


@pytest.mark.parametrize(
    ("chance", "found"), [(0.0, []), (0.06, ["x>0.02", "x>0.05"]), (0.1, ["x>0.02", "x>0.05", "x>0.1"])]
)
def test_a_chance_is_the_steps_that_it_reaches(chance: float, found: list[str]) -> None:
    assert list(steps("x", chance)) == found


@pytest.mark.model
def test_mentions_and_dates_are_places(context: Context) -> None:
    sentence = body(context)
    found = {sentence[one.place.first : one.place.last].text: one.place.kind for one in parties(context, sentence)}
    assert found["Norda Lines"] == found["Fjell Tankers"] == "Company"
    assert found["Thursday"] == "date"


@pytest.mark.model
def test_a_sentence_is_read_once(context: Context) -> None:
    calls: list[int] = []

    class Counting:
        def read(self, sentences):  # type: ignore[no-untyped-def]
            calls.append(len(sentences))
            return [object() for _ in sentences]

    readings = Readings(context, Counting())  # type: ignore[arg-type]
    readings.read(context.sentences)
    readings.read(context.sentences)
    assert calls == [len(context.sentences)]
    assert readings.of(body(context)) is not None


@pytest.mark.model
def test_what_was_not_read_says_nothing() -> None:
    fresh = next(read_contexts([("a", TEXT, Published(date=None, basis="none"))]))
    assert fresh.readings.of(body(fresh)) is None


@pytest.mark.model
def test_the_reader_gives_parties_to_a_plain_listing(context: Context) -> None:
    from pipeline.extract.events.propose import Proposals

    proposals = Proposals(context)
    proposals.read(proposals.found)
    found = [one.mention for one in proposals.found if one.mention.predicate.text == "froze"]
    assert found and (found[0].read or 0) > 0.5
    names = {
        context.chain(id_).name: max(chances, key=lambda role: chances[role])
        for id_, chances in parts(context, found[0]).items()
    }
    assert names["Norda Lines"] == names["Fjell Tankers"] == "target"
    assert set(times(context, found[0]).values()) <= {"announced", "effective", "expires"}
