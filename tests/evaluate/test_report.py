"""Reports: groups, hard negatives, JSON, the page, and what stays hidden of a test set."""

from __future__ import annotations

import dataclasses
import json
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT

from evaluate.samples import ORSA, TEXT, report_of, view
from pipeline.evaluate.gold import read_gold
from pipeline.evaluate.groups import group_of
from pipeline.evaluate.html import to_html
from pipeline.evaluate.report import evaluate, is_unseen, to_json
from pipeline.evaluate.terminal import show_outcomes, show_report

DENIED = {"action": "designate", "status": "denied", "targets": ["Orsa Mills"], "trigger": "listed"}


class Words(HTMLParser):
    """Collects tags and words of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.words: list[str] = []
        self.sources: list[str | None] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.sources += [value for name, value in attrs if name in ("src", "href")]

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def read(page: str) -> Words:
    words = Words()
    words.feed(page)
    return words


def test_groups_split_by_action_metric_and_type() -> None:
    groups = report_of({}).groups
    assert groups["action"]["designate"]["event_action_status"].f1 == 1.0
    assert set(groups["metric"]) == {"revenue"}
    assert set(groups["entity type"]) == {"Company", "Person", "PublicBody"}
    assert groups["category"]["listing"]["revenue_share"].gold == 1


def test_false_alarms_on_hard_negatives_are_counted() -> None:
    negative = dataclasses.replace(view(sanction_events=[]), category="hard_negative")
    other = dataclasses.replace(view("a2"), category="hard negative", events=())
    report = evaluate([negative, other], {"a1": view(), "a2": dataclasses.replace(view("a2"), events=())})
    assert dataclasses.astuple(report.hard_negatives) == (2, 1, 2)


def test_an_article_without_a_record_is_named() -> None:
    assert report_of(None).without_record == ("a1",)


def test_the_page_shows_misses_in_context_and_loads_nothing() -> None:
    page = read(to_html(report_of({"sanction_events": [DENIED]})))
    text = "".join(page.words)
    assert "status: enacted, not denied" in text
    assert "missed event delist/considered" in "".join(page.words).replace("\n", " ")
    assert page.sources == []
    assert not page.tags & {"script", "link", "img", "iframe"}


def test_the_page_escapes_every_word() -> None:
    text = TEXT.replace("two mills", "<script>alert('x')</script> & Co")
    gold = dataclasses.replace(view(text=text, entities=[ORSA], sanction_events=[], relations=[]), style="<b>wire</b>")
    report = evaluate([gold], {}, name="<i>gold</i>")
    page = to_html(report)
    assert "script" not in read(page).tags
    assert "<i>" not in page
    assert "<b>wire" not in page


def test_json_holds_all_that_a_comparison_needs() -> None:
    data = json.loads(to_json(report_of({"sanction_events": [DENIED]})))
    assert data["figures"]["event"]["gold"] == 2
    assert data["counts"]["a1"]["event"] == [1, 1, 1, 2]
    assert {one["verdict"] for one in data["outcomes"]} == {"right", "partly", "missed"}


def test_of_a_hidden_set_only_figures_leave(capsys: pytest.CaptureFixture[str]) -> None:
    report = report_of({"sanction_events": [DENIED]}, hidden=True)
    assert json.loads(to_json(report))["outcomes"] == []
    page = to_html(report)
    assert "Orsa" not in page
    assert "Misses and false alarms" not in page
    show_report(report)
    show_outcomes(report.outcomes())
    assert "Orsa" not in capsys.readouterr().out


def test_the_terminal_shows_figures_and_misses(capsys: pytest.CaptureFixture[str]) -> None:
    report = report_of({"sanction_events": [DENIED]})
    show_report(report)
    show_outcomes(report.outcomes())
    out = capsys.readouterr().out
    assert "event_action_status" in out
    assert "a1\tevent\tmissed\tdelist/considered" in out


@pytest.mark.parametrize(
    ("path", "unseen"),
    [
        ("corpus/gold/test", True),
        ("corpus/gold/test/t001.json", True),
        ("corpus/gold/test_first", True),
        ("corpus/gold/test_second/t001.json", True),
        ("mine/test.jsonl", True),
        ("corpus/gold/dev", False),
        ("tests/x", False),
    ],
)
def test_the_folder_called_test_is_unseen(path: str, unseen: bool) -> None:
    assert is_unseen(Path(path)) is unseen


@pytest.mark.parametrize(
    ("kind", "name", "group"),
    [
        ("category", "hard_negative", "hard_negative"),
        ("category", "company results and tariffs", "company"),
        ("category", "belarus_counter", "counter_measures"),
        ("category", "south_africa", "states_and_trade"),
        ("category", "china_military_lists", "listing"),
        ("category", "", "other"),
        ("style", "wire_1980s_damaged", "wire_1980s"),
        ("style", "investor blog", "blog"),
        ("style", "modern wire", "wire"),
    ],
)
def test_writers_words_fall_into_groups(kind: str, name: str, group: str) -> None:
    assert group_of(kind, name) == group


@pytest.mark.parametrize("split", ["train", "dev", "test"])
def test_hard_negatives_of_the_gold_set_have_no_events(split: str) -> None:
    articles: list[Any] = [article.labels for article in read_gold(ROOT / "corpus" / "gold" / split)]
    negatives = [one for one in articles if group_of("category", one.category) == "hard_negative"]
    assert [one.id for one in negatives if one.sanction_events] == []
