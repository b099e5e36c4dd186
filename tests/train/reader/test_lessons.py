"""What a marked passage and a labelled article teach the reader."""

from __future__ import annotations

import pytest

from pipeline.reader import Place
from pipeline.train.reader.from_marked import marked_lessons
from pipeline.train.reader.lesson import FrameLesson
from pipeline.train.reader.marked import parse

LINE = (
    "{T|Norda Lines} runs nine ferries to Bergen. "
    "On Friday {A|the Trade Ministry} {designate enacted asset_freeze other_measure|froze} the assets of the firm."
)


def role_of(frame: FrameLesson, words: tuple[str, ...], name: str) -> tuple[str | None, Place]:
    """Role and place of the first place where a name stands."""
    start = frame.sentence[0]
    rows = zip(frame.places, frame.roles, strict=True)
    return next((role, at) for at, role in rows if name in words[start + at.first : start + at.last])


@pytest.mark.model
def test_a_name_of_another_sentence_plays_its_part() -> None:
    (lesson,) = marked_lessons([parse(LINE)])
    (frame,) = lesson.events
    assert lesson.words[frame.first : frame.last] == ("froze",)
    assert lesson.triggers[frame.first] == frame.kind == "designate"
    role, place = role_of(frame, lesson.words, "Norda")
    assert (role, place.apart) == ("target", "before")
    role, place = role_of(frame, lesson.words, "Ministry")
    assert (role, place.apart) == ("authority", "here")


@pytest.mark.model
def test_a_name_of_another_sentence_without_a_mark_is_unknown_and_one_of_the_same_plays_none() -> None:
    (lesson,) = marked_lessons([parse(LINE.replace("the assets of the firm", "its assets in Oslo"))])
    (frame,) = lesson.events
    assert role_of(frame, lesson.words, "Bergen")[0] is None
    assert role_of(frame, lesson.words, "Oslo")[0] == "none"


@pytest.mark.model
def test_measures_bear_the_names_of_records() -> None:
    (lesson,) = marked_lessons([parse(LINE)])
    assert lesson.events[0].measures == {"asset_freeze", "other"}
    assert lesson.events[0].reasons == frozenset()
