"""Gains and losses of one run against another."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest

from evaluate.samples import FREED, LISTED, report_of, view
from pipeline.errors import ConfigError
from pipeline.evaluate.compare import compare, read_side, side_of_report, to_json
from pipeline.evaluate.report import Report, evaluate
from pipeline.evaluate.report import to_json as report_json
from pipeline.evaluate.runs import compare_paths
from pipeline.evaluate.terminal import show_comparison

PROPOSED = {**LISTED, "status": "proposed"}
INVENTED = {**FREED, "action": "penalize", "status": "enacted"}


def run(*events: dict[str, object]) -> Report:
    return report_of({"sanction_events": list(events)})


def test_gains_losses_and_alarms_are_told_with_their_words() -> None:
    before, after = run(LISTED, INVENTED), run(PROPOSED, FREED)
    comparison = compare(side_of_report(before, "a"), side_of_report(after, "b"))
    assert [one.quote for one in comparison.gained] == [FREED["evidence"]]
    assert [one.quote for one in comparison.lost] == [LISTED["evidence"]]
    assert comparison.new_alarms == []
    assert [one.predicted.split(":")[0] for one in comparison.gone_alarms] == ["penalize/enacted"]


def test_a_run_against_itself_changes_nothing() -> None:
    side = side_of_report(run(LISTED), "a")
    comparison = compare(side, side)
    assert not (comparison.gained or comparison.lost or comparison.new_alarms or comparison.gone_alarms)
    assert {(one.change, one.p_value) for one in comparison.differences.values()} == {(0.0, 1.0)}


def many(right: range, articles: int = 30) -> Report:
    gold = [view(f"a{number}") for number in range(articles)]
    found = {one.id: one if number in right else dataclasses.replace(one, events=()) for number, one in enumerate(gold)}
    return evaluate(gold, found)


def test_a_large_difference_is_no_chance_and_one_article_may_be() -> None:
    base = side_of_report(many(range(10)), "a")
    large = compare(base, side_of_report(many(range(25)), "b")).differences["event"]
    small = compare(base, side_of_report(many(range(11)), "b")).differences["event"]
    assert large.change > small.change > 0
    assert large.p_value < 0.01
    assert small.p_value > 0.1
    assert large.interval[0] > 0


def test_two_right_facts_that_read_alike_are_counted_apart() -> None:
    twice = {"sanction_events": [LISTED, LISTED]}
    both = side_of_report(report_of(twice, **twice), "a")
    one = side_of_report(report_of({"sanction_events": [LISTED]}, **twice), "b")
    assert len(compare(both, one).lost) == 1


def test_reports_on_file_compare_as_those_in_memory(tmp_path: Path) -> None:
    reports = {"a": run(LISTED), "b": run(LISTED, FREED)}
    for name, report in reports.items():
        (tmp_path / f"{name}.json").write_text(report_json(report), encoding="utf-8")
    read = compare_paths(tmp_path / "a.json", tmp_path / "b.json", None, show_unseen=False)
    made = compare(*(side_of_report(report, name) for name, report in reports.items()))
    assert json.loads(to_json(read)) == json.loads(to_json(made))


def test_the_terminal_shows_gains(capsys: pytest.CaptureFixture[str]) -> None:
    show_comparison(compare(side_of_report(run(LISTED), "a"), side_of_report(run(LISTED, FREED), "b")))
    out = capsys.readouterr().out
    assert "gained: 1" in out
    assert FREED["evidence"] in out


def test_different_labels_cannot_be_compared() -> None:
    with pytest.raises(ConfigError, match="different labels"):
        compare(side_of_report(run(LISTED), "a"), side_of_report(report_of({}, sanction_events=[LISTED]), "b"))


def test_records_need_a_gold_set(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="--gold"):
        compare_paths(tmp_path / "a.jsonl", tmp_path / "b.jsonl", None, show_unseen=False)


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"counts": 1}'])
def test_a_file_that_is_no_report_is_named(tmp_path: Path, content: str) -> None:
    file = tmp_path / "a.json"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(ConfigError, match=r"a\.json: not a report"):
        read_side(file)
