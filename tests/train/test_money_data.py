"""Drills and gold articles as lessons: where the labelled amounts stand, and which amount of the text is which."""

from __future__ import annotations

from pathlib import Path

from pipeline.extract.finance.metric_model import MetricModel
from pipeline.records import Metric
from pipeline.train import metrics
from pipeline.train.money_data import label, opened, place, read_drills
from pipeline.values import find_money
from tests.conftest import ROOT

DRILLS = """# a note
Orlo borrows
OSLO, May 3 - Orlo Mills borrowed {5 mln dlrs|debt|Orlo Mills} at {four dlrs|none|-} a line.
---
Kest sells
Kest Foods had sales of {$7 million|revenue|Kest Foods}.
"""


def test_marks_become_offsets() -> None:
    first, second = read_drills(DRILLS)
    assert first.text.startswith("Orlo borrows\n\nOSLO")
    assert [(one.metric, first.text[slice(*one.quote)]) for one in first.told] == [
        ("debt", "5 mln dlrs"),
        ("none", "four dlrs"),
    ]
    assert first.told[0].owner is not None
    assert first.told[1].owner is None
    assert "{" not in second.text


def test_an_amount_finds_its_label() -> None:
    lesson = read_drills(DRILLS)[0]
    found = [label(money, lesson.told) for money in find_money(lesson.text)]
    assert [one.metric for one in found if one is not None] == ["debt", "none"]


def test_a_quote_is_found_across_lines_and_inside_another() -> None:
    assert place("a loan of five\nmln", "five mln") == (10, 18)
    assert place("ten, ten", "ten", (5, 8)) == (5, 8)
    assert place("ten", "eleven") == (-1, -1)


def test_every_drill_is_sound() -> None:
    known = {*Metric.__args__, "none"}
    lessons = read_drills((ROOT / "corpus/money/drills.txt").read_text(encoding="utf-8"))
    assert len(lessons) > 80
    for lesson in lessons:
        assert lesson.told, lesson.text[:60]
        assert {one.metric for one in lesson.told} <= known, lesson.text[:60]
        assert "{" not in lesson.text
        assert "|" not in lesson.text


def test_what_is_learnt_from_few_drills_separates_them(tmp_path: Path) -> None:
    lessons = read_drills(DRILLS + "---\n" + DRILLS.partition("\n")[2])
    weights = metrics.train_metrics(lessons, tmp_path / "weights.json", axes=2)
    model = MetricModel(weights)
    seen = list(metrics.examples(lessons))
    chosen = [
        max(likely, key=lambda name: likely[name])
        for one in seen
        if (likely := model.likelihoods(one.features, one.vectors))
    ]
    assert chosen == [one.right for one in seen]
    assert sum(1 for _ in opened(lessons)) == len(lessons)
