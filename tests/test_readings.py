"""Passages as the reader sees them: how they are cut, what stands where, read once, and nothing without weights."""

from __future__ import annotations

import pytest

from pipeline.document import Context
from pipeline.extract.events.reader_features import parts, times
from pipeline.readings import Readings, around, parties, passages, steps
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


LONG = (
    TEXT
    + "\n"
    + "\n\n".join(f"In port {number} it owns {number} ships, Norda Lines said." * 2 for number in range(2, 30))
)


@pytest.fixture(scope="module")
def long() -> Context:
    return next(read_contexts([("b", LONG, Published(date=None, basis="none"))]))


@pytest.mark.model
def test_passages_hold_every_sentence_once_behind_the_first_lines(long: Context) -> None:
    cut = passages(long, long.sentences)
    assert len(cut) > 2
    assert [row for one in cut for row in one.sentences] == [(one.start, one.end) for one in long.sentences]
    assert cut[0].opening == ()
    assert all(one.opening == cut[0].sentences[: len(one.opening)] for one in cut[1:])
    last = cut[-1]
    words = last.words(long)
    assert words[0] == "Ministry"
    assert words[last.row(last.sentences[1][0])] == long.words[last.sentences[1][0]]


@pytest.mark.model
def test_names_around_a_sentence_are_places_seen_from_it(long: Context) -> None:
    passage = passages(long, long.sentences)[-1]
    words = passage.words(long)
    sentence = long.doc[slice(*passage.sentences[1])]
    row = passage.row(sentence.start)
    found = [(words[row + one.place.first], one.place.apart) for one in around(long, passage, sentence)]
    assert ("Norda", "lead") in found
    assert ("Norda", "before") in found
    assert ("Norda", "behind") in found
    assert all(apart != "here" for _, apart in found)


@pytest.mark.model
def test_a_passage_is_read_once(context: Context) -> None:
    calls: list[list[str]] = []

    class Read:
        def sentence(self, first: int, last: int) -> tuple[int, int]:
            return first, last

    class Counting:
        def read(self, words: list[str]) -> Read:
            calls.append(words)
            return Read()

    readings = Readings(context, Counting())  # type: ignore[arg-type]
    readings.read(context.sentences)
    readings.read(context.sentences)
    assert len(calls) == 1
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
