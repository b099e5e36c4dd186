"""Every rule file: its own examples, its ids, and the time its patterns take on hostile text."""

from __future__ import annotations

import re
import time

import pytest
import yaml
from conftest import ROOT

from pipeline import knowledge
from pipeline.errors import KnowledgeError
from pipeline.knowledge import Row, Rule, expand, files, load_rules, load_table
from pipeline.knowledge.check import AnyRule, compiled_rules, failures, rule_files

RULES = list(compiled_rules())
NAMES = [f"{name}/{rule.id}" for name, rule, _ in RULES]
FOLDER = ROOT / "pipeline" / "knowledge"
HOSTILE = {
    "blanks": (" " * 49 + "a") * 200,  # annotate ends a sentence at 50 blanks
    "one letter": "a" * 10_000,
    "words": "sanction " * 1_100,
    "capitals": "The Bank of " * 830,
    "open brackets": "(" * 10_000,
    "commas": "a, " * 3_300,
    "figures": "1,000.5 " * 1_250,
    "hyphens": "-a" * 5_000,
    "placeholders": "<O1>, <P2> and " * 660,
    "lists": "the United States and the European Union added removed " * 180,
}
SECONDS = 1.0


@pytest.mark.parametrize(("name", "rule", "pattern"), RULES, ids=NAMES)
def test_a_rule_does_what_its_examples_say(name: str, rule: Rule, pattern: re.Pattern[str]) -> None:
    for text in rule.matches:
        assert pattern.search(text), f"{name}: {rule.id} does not match {text!r}"
    for text in rule.rejects:
        assert not pattern.search(text), f"{name}: {rule.id} must not match {text!r}"


@pytest.mark.parametrize("text", HOSTILE)
def test_no_pattern_is_slow_on_hostile_text(text: str) -> None:
    slow = {}
    for name, rule, pattern in RULES:
        # Rules read one sentence, and annotate ends a sentence after 300 tokens: about 2,000 characters.
        start = time.perf_counter()
        for _ in pattern.finditer(HOSTILE[text][:2_000]):
            pass
        taken = time.perf_counter() - start
        if taken > SECONDS:
            slow[f"{name}/{rule.id}"] = f"{taken:.1f} s"
    assert slow == {}


def test_an_id_names_one_rule() -> None:
    ids = [rule.id for _, rule, _ in RULES]
    assert sorted({one for one in ids if ids.count(one) > 1}) == []


def test_rule_files_are_all_run() -> None:
    assert rule_files() == sorted(path.stem for path in (FOLDER / "rules").glob("*.yml"))
    assert all(list(load_rules(name, AnyRule)) for name in rule_files())


def test_the_check_of_the_command_line_finds_the_same() -> None:
    assert failures() == []


@pytest.mark.parametrize("path", sorted(FOLDER.rglob("*.yml")), ids=lambda path: path.name)
def test_no_key_stands_twice_in_a_mapping(path: object) -> None:
    class Strict(yaml.SafeLoader):
        pass

    def mapping(loader: yaml.SafeLoader, node: yaml.MappingNode) -> dict[object, object]:
        keys = [loader.construct_object(key) for key, _ in node.value]
        assert len(set(map(str, keys))) == len(keys), f"a key twice at {node.start_mark}"
        return yaml.SafeLoader.construct_mapping(loader, node, deep=True)

    Strict.add_constructor("tag:yaml.org,2002:map", mapping)
    assert yaml.load(path.read_text(encoding="utf-8"), Loader=Strict)  # type: ignore[attr-defined]


def test_macros_write_the_forms_of_words() -> None:
    assert expand("{v:add}", {}) == "(?:add(?:ed|ing|s|))"
    assert expand("{n:travel ban}", {}) == r"(?:travel\s+ban(?:s|))"
    assert expand("{w:list}", {"list": ("black list", "roll")}) == r"(?:black\s+list|roll)"
    assert expand("{w:list} x", {"list": ("black list", "{n:annex}")}) == r"(?:(?:annex(?:es|))|black\s+list) x"
    with pytest.raises(KeyError):
        expand("{w:none}", {})


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("rules: 5", "expected a mapping with a list under 'rules'"),
        ("rules: [{id: a.b, pattern: x, matches: [x]}]", "rejects"),
        ("rules: [{id: A, pattern: x, matches: [x], rejects: [y]}]", "id"),
        ("rules: [{id: a.b, pattern: '(', matches: [x], rejects: [y]}]", "a.b"),
        ("rules: [{id: a.b, pattern: '{w:none}', matches: [x], rejects: [y]}]", "none"),
        ("rules: [{id: a.b, pattern: x, matches: [x], rejects: [y], colour: red}]", "colour"),
        (
            "rules: [{id: a.b, pattern: x, matches: [x], rejects: [y]},"
            " {id: a.b, pattern: z, matches: [z], rejects: [y]}]",
            "twice",
        ),
        ("rules: [", "while parsing"),
    ],
)
def test_a_wrong_rule_file_stops_the_program(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch, content: str, message: str
) -> None:
    folder = tmp_path_factory.mktemp("knowledge")
    (folder / "rules").mkdir()
    name = f"wrong_{folder.name}"  # files are read once per name
    (folder / "rules" / f"{name}.yml").write_text(content)
    monkeypatch.setattr(files, "_FOLDER", folder)
    load_rules.cache_clear()
    with pytest.raises(KnowledgeError, match=re.escape(message)):
        load_rules(name, Rule)
    load_rules.cache_clear()


def test_a_missing_table_and_a_row_with_a_typo_stop_the_program() -> None:
    class City(Row):
        name: str

    with pytest.raises(KnowledgeError, match="no_such"):
        load_table("no_such", City)
    with pytest.raises(KnowledgeError, match="currencies"):
        load_table("currencies", City)


def test_the_digest_follows_every_file(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path_factory.mktemp("knowledge")
    for name in ("rules", "tables"):
        (folder / name).mkdir()
    (folder / "rules" / "a.yml").write_text("rules: []")
    monkeypatch.setattr(files, "_FOLDER", folder)
    before = knowledge.digest()
    (folder / "tables" / "b.yml").write_text("[]")
    assert knowledge.digest() != before
    assert len(before) == 64
