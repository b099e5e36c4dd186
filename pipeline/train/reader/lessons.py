"""All lessons of the reader, from every source."""

from __future__ import annotations

from pipeline.evaluate.gold import read_gold
from pipeline.train.events import sources
from pipeline.train.money_data import from_gold, lessons
from pipeline.train.reader.choices import ReaderSettings
from pipeline.train.reader.from_gold import drill_lessons, gold_lessons, phrasing_lessons
from pipeline.train.reader.from_marked import marked_lessons
from pipeline.train.reader.lesson import PassageLesson
from pipeline.train.reader.marked import read_marked


def passage_lessons(settings: ReaderSettings) -> list[PassageLesson]:
    """All lessons of a training."""
    golds = read_gold(settings.gold)
    told = sources(golds, settings.mentions)
    money = [from_gold(one) for one in golds] + lessons([], settings.drills)
    return [
        *marked_lessons([one for path in sorted(settings.marked.glob("*.txt")) for one in read_marked(path)]),
        *gold_lessons(golds, told[: len(golds)], money[: len(golds)]),
        *phrasing_lessons(told[len(golds) :]),
        *drill_lessons(money[len(golds) :]),
    ]
