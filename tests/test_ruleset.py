"""A rule set runs only rules that may match, and leaves out none that does."""

from __future__ import annotations

import re

import pytest
from conftest import ROOT

from pipeline.knowledge import RuleSet, load_rules, ruleset
from pipeline.knowledge.alternatives import any_of
from pipeline.knowledge.check import AnyRule
from pipeline.knowledge.ruleset import needed_words

NAMES = sorted(path.stem for path in (ROOT / "pipeline" / "knowledge" / "rules").glob("*.yml"))


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ruleset, "_FIRST", 0)


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        (r"\bsanction(?:s|ed)?", [{"\bsanction"}]),
        (r"\bsanction(?:s|ed)?\b", [{"\bsanction\b", "\bsanctions\b", "\bsanctioned\b"}]),
        (r"(?:add|place)d? to", [{"add to", "addd to", "place to", "placed to"}]),
        (r"(?:ban|no) trade", [{"ban trade", "no trade"}]),
        (r"pa(?:id|ys?)\b", [{"paid\b", "pay\b", "pays\b"}]),
        (r"\bnew\b \bmoney|\b<R\d", [{"\bnew money", "<r"}]),
        (r"\bM-?[0-2]\b|©", [{f"\bm{dash}{figure}\b" for dash in ("", "-") for figure in "012"} | {"©"}]),
        (r"stake \w+ sold", [{"stake "}, {" sold"}]),
        (r"<R\d+> of <[OB]\d+>", [{"> of <b", "> of <o"}, {"<r"}]),
        (r"(?:stake)?in", []),
        (r"(?:is|was) \d+", [{"is ", "was "}]),
        (r"owns <S\d+>|sold \w+ of <S\d+>", [{"owns <s", " of <s"}, {"owns <s", "sold "}]),
        (r"(?:LISTED)+", [{"listed"}]),
        (r"(?=list)\w+", []),
    ],
)
def test_words_that_a_pattern_needs(pattern: str, words: list[set[str]]) -> None:
    assert list(needed_words(re.compile(pattern, re.IGNORECASE))) == words


@pytest.mark.parametrize("name", NAMES)
def test_no_rule_misses_its_own_examples(name: str) -> None:
    rules = load_rules(name, AnyRule)
    for rule, _ in rules:
        for text in rule.matches:
            assert rule.id in [one.id for one, _ in rules.possible(text.upper())], (rule.id, text)


def test_rules_come_in_file_order() -> None:
    rules = load_rules("metrics", AnyRule)
    text = " ".join(example for rule, _ in rules for example in rule.matches)
    assert [rule.id for rule, _ in rules.possible(text)] == [rule.id for rule, _ in rules]
    assert len(list(rules.possible("the"))) < len(rules) / 2


def test_a_rule_needs_all_its_words() -> None:
    rules = RuleSet([("sold", re.compile(r"stake \w+ sold")), ("anything", re.compile(r"\d"))])
    assert [one for one, _ in rules.possible("A stake was sold")] == ["sold", "anything"]
    assert [one for one, _ in rules.possible("The stake was kept")] == ["anything"]


def test_an_edge_is_one_in_the_text() -> None:
    rules = RuleSet([("aid", re.compile(r"\baid\b")), ("aided", re.compile(r"\baid"))])
    assert [one for one, _ in rules.possible("They said so.")] == []
    assert [one for one, _ in rules.possible("Aided by rain")] == ["aided"]
    assert [one for one, _ in rules.possible("(aid) 1aid")] == ["aid", "aided"]


def test_an_empty_set_gives_nothing() -> None:
    assert list(RuleSet(()).possible("any text")) == []


def test_the_first_texts_are_not_worth_a_look(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ruleset, "_FIRST", 1)
    rules = RuleSet(load_rules("metrics", AnyRule))
    assert len(list(rules.possible("the"))) == len(rules)
    assert len(list(rules.possible("the"))) < len(rules) / 2


@pytest.mark.parametrize(
    ("words", "text", "longest"),
    [
        (["report", "request", "re"], "request", "request"),
        (["report", "request", "re"], "requiem", "re"),
        (["chief", "chief of staff", "chief executive"], "chief  of staff", "chief  of staff"),
        (["chief", "chief of staff"], "chief of police", "chief"),
        (["U.S.", "U.S"], "U.S.", "U.S."),
        (["U.S."], "UKS.", None),
        (["ban"], "ban", "ban"),
    ],
)
def test_the_longest_of_many_words(words: list[str], text: str, longest: str | None) -> None:
    match = re.match(any_of(words, " +"), text)
    assert (None if match is None else match.group()) == longest
