"""Checks of a gold set, also of ours."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT

from evaluate.samples import ENTITIES, EXPORTS, LED, LISTED, ORSA, SALES, TEXT, labels, value, write_gold
from pipeline.errors import ConfigError
from pipeline.evaluate.agreement import agreement, to_markdown
from pipeline.evaluate.check import check, shared_wordings
from pipeline.evaluate.gold import read_gold

MONDAY = value("date", "Monday")


@pytest.mark.parametrize("split", ["train", "dev", "test"])
def test_our_labels_are_clean(split: str) -> None:
    assert check([ROOT / "corpus" / "gold" / split])[1] == []


def test_our_articles_share_no_wording_across_splits() -> None:
    folders = [ROOT / "corpus" / "gold" / split for split in ("train", "dev", "test")]
    assert [problem for problem in check(folders)[1] if problem.startswith("shared wording")] == []


def test_a_clean_article_has_no_problems(tmp_path: Path) -> None:
    assert check([write_gold(tmp_path, labels())]) == (1, [])


@pytest.mark.parametrize(
    ("lists", "problem"),
    [
        ({"entities": [*ENTITIES, {"type": "Company", "name": "Nowhere AB"}]}, "name does not stand in the text"),
        ({"entities": [*ENTITIES, ORSA]}, "two entities are called 'Orsa Mills'"),
        ({"entities": [{**ORSA, "nominals": ["the mill"]}, *ENTITIES[2:], ENTITIES[0]]}, "'the mill'"),
        ({"sanction_events": [{**LISTED, "trigger": "blacklisted"}]}, "trigger does not stand in the text"),
        ({"sanction_events": [{**LISTED, "trigger": " "}]}, "an event has no trigger"),
        ({"sanction_events": [{**LISTED, "announced": {"text": "Friday"}}]}, "announced does not stand"),
        ({"sanction_events": [{**LISTED, "penalty": "5 crowns"}]}, "amount_text of no money fact"),
        ({"sanction_events": [{**LISTED, "action": "punish"}]}, "sanction_events.0.action"),
        ({"financials": [{**SALES, "evidence": "sold much"}]}, "evidence of a money fact does not stand"),
        ({"financials": [{**SALES, "value": None}]}, "neither a sum nor a change"),
        ({"financials": [{**SALES, "entity": "Nobody"}]}, "Nobody"),
        ({"revenue_shares": [{**EXPORTS, "share": None}]}, "neither a share nor a range"),
        ({"revenue_shares": [{**EXPORTS, "share": 60}]}, "less than or equal to 1"),
        ({"relations": [{**LED, "evidence": "run by Ada Lund"}]}, "evidence of a relation does not stand"),
        ({"values": [{**MONDAY, "start": 94, "end": 100}]}, "a value does not stand at 94:100: 'Monday'"),
        ({"values": [{**MONDAY, "end": 98}]}, "'Monday' has 6 characters, not 5"),
        ({"values": [{**MONDAY, "start": "93"}]}, "values.0.start"),
        ({"values": [{**MONDAY, "kind": "time"}]}, "values.0.kind"),
        ({"values": [value("date", "2020"), MONDAY]}, "begins ahead of the end of '2020'"),
        ({"values": [value("date", "on Monday"), MONDAY]}, "'Monday' begins ahead of the end of 'on Monday'"),
        ({"id": "a9"}, "the id is 'a9'"),
        ({"mood": "good"}, "mood"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_problems_are_found(tmp_path: Path, lists: dict[str, Any], problem: str) -> None:
    write_gold(tmp_path, labels())
    (tmp_path / "a1.json").write_text(json.dumps({**labels(), **lists}), encoding="utf-8")
    problems = check([tmp_path])[1]
    assert any(problem in line and "a1.json" in line for line in problems), problems


def test_labelled_values_are_read_and_checked(tmp_path: Path) -> None:
    folder = write_gold(tmp_path, labels(values=[MONDAY, value("date", "2020", optional=True)]))
    assert check([folder]) == (1, [])
    (article,) = read_gold(folder)
    assert [(one.text, one.optional) for one in article.labels.values or ()] == [("Monday", False), ("2020", True)]
    write_gold(folder, labels(values=[{**MONDAY, "start": 0, "end": 6}]))
    with pytest.raises(ConfigError, match="does not stand at 0:6"):
        read_gold(folder)


def test_values_need_a_text_that_is_read_as_it_is(tmp_path: Path) -> None:
    folder = write_gold(tmp_path, labels(values=[MONDAY]), text=TEXT.replace("fine", "ﬁne"))
    (problem,) = check([folder])[1]
    assert "ingest would change this text" in problem


def test_halves_of_a_pair_are_found(tmp_path: Path) -> None:
    write_gold(tmp_path, labels("a1"), labels("a2"))
    (tmp_path / "a1.json").unlink()
    (tmp_path / "a2.txt").unlink()
    assert sorted(line.split(": ")[1] for line in check([tmp_path])[1]) == ["labels without a text", "no labels"]


def test_nothing_to_check_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no articles"):
        check([tmp_path])


@pytest.mark.parametrize(
    ("text", "articles", "shared"),
    [
        ("the firm said it would appeal soon", 4, 2),
        ("the firm said it would appeal soon", 3, 0),
        ("said the Velmark Trade Board of", 4, 0),
        ("the firm said it would", 4, 0),
    ],
    ids=["in four articles", "in three", "a name", "five words"],
)
def test_wording_may_not_be_shared(text: str, articles: int, shared: int) -> None:
    assert len(shared_wordings((f"a{number}", text) for number in range(articles))) == shared


def test_agreement_is_the_same_both_ways(tmp_path: Path) -> None:
    first = write_gold(tmp_path / "first", labels("a1"), labels("a2"))
    second = write_gold(tmp_path / "second", labels("a1", sanction_events=[LISTED], relations=[]), labels("a3"))
    count, figures = agreement(first, second)
    assert count == 1
    assert figures["event"].f1 == pytest.approx(0.6667)
    assert figures["entity_typed"].f1 == 1.0
    assert {key: figure.f1 for key, figure in agreement(second, first)[1].items() if "." not in key} == {
        key: figure.f1 for key, figure in figures.items() if "." not in key
    }
    assert "| sanction events | 0.667 |" in to_markdown(count, figures)


def test_agreement_needs_the_same_articles(tmp_path: Path) -> None:
    first = write_gold(tmp_path / "first", labels("a1"))
    with pytest.raises(ConfigError, match="no article in common"):
        agreement(first, write_gold(tmp_path / "second", labels("a2")))
    other = write_gold(tmp_path / "third", labels("a1"), text="Another text: Orsa Mills.\n")
    with pytest.raises(ConfigError, match="different texts of a1"):
        agreement(first, other)
