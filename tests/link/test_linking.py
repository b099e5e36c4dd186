"""`sanctex link`: a run beside lists, from the command line."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from export import articles
from export.articles import Places, record
from typer.testing import CliRunner

from pipeline import cli
from pipeline.link.formats import ListRow
from pipeline.link.ids import Identifier
from pipeline.link.linking import search
from pipeline.link.wanted import Wanted, wanted
from pipeline.records import ArticleRecord, Entity

LIST = (
    "id,type,name,aliases,identifiers,countries\n"
    "n1,Company,ALDOR ROBOTICS LLC,Aldor,,NO\n"
    "n2,Person,\"TAL, Mira\",,,\n"
    "n3,Vessel,Sea Lark,,IMO9074729,\n"
    "n4,Person,Jon Berg,,,\n"
)  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    run = tmp_path / "run"
    run.mkdir()
    lines = "".join(one.model_dump_json() + "\n" for one in articles.records())
    (run / "records.jsonl").write_text(lines, encoding="utf-8")
    (tmp_path / "mine.csv").write_text(LIST, encoding="utf-8")
    return tmp_path


def link(folder: Path, *arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(cli.app, ["link", str(folder / "run"), *arguments])
    return result.exit_code, result.stdout, result.stderr


def entities(path: Path) -> dict[str, Entity]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return {one.name: one for line in lines for one in ArticleRecord.model_validate_json(line).entities}


def test_records_get_their_matches_and_each_its_reason(folder: Path) -> None:
    code, out, _ = link(folder, "--watchlist", str(folder / "mine.csv"))
    assert code == 0
    assert "4 rows of mine" in out
    found = entities(folder / "run" / "records.linked.jsonl")
    matched = {name: [(one.list, one.id) for one in entity.matches] for name, entity in found.items() if entity.matches}
    assert matched == {
        "Aldor Robotics": [("mine", "n1")],
        "Mira Tal": [("mine", "n2")],
        "Sea Lark": [("mine", "n3")],
    }
    with (folder / "run" / "matches.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [(row["entity_name"], row["matched"], row["rule"]) for row in rows][:2] == [
        ("Aldor Robotics", "ALDOR ROBOTICS LLC", "equal"),
        ("Mira Tal", "TAL, Mira", "equal"),
    ]
    lines = (folder / "run" / "matches.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["id"] for line in lines] == [row["id"] for row in rows]
    assert sorted(path.name for path in (folder / "run").iterdir()) == [
        "link_issues.jsonl",
        "matches.csv",
        "matches.jsonl",
        "records.jsonl",
        "records.linked.jsonl",
    ]


def test_nothing_but_matches_changes(folder: Path) -> None:
    link(folder, "--watchlist", str(folder / "mine.csv"))
    before = [ArticleRecord.model_validate_json(line) for line in (folder / "run" / "records.jsonl").open()]
    after = [ArticleRecord.model_validate_json(line) for line in (folder / "run" / "records.linked.jsonl").open()]
    bare = [
        one.model_copy(update={"entities": tuple(it.model_copy(update={"matches": ()}) for it in one.entities)})
        for one in after
    ]
    assert bare == before


def test_a_second_list_is_added_and_the_same_list_replaced(folder: Path) -> None:
    link(folder, "--watchlist", str(folder / "mine.csv"))
    (folder / "other.txt").write_text("Mira Tal\n", encoding="utf-8")
    (folder / "mine.csv").write_text("id,name\nm9,Per Vik\n", encoding="utf-8")
    linked = folder / "run" / "records.linked.jsonl"
    result = CliRunner().invoke(
        cli.app,
        ["link", str(linked), "--watchlist", str(folder / "mine.csv"), "--watchlist", str(folder / "other.txt")],
    )
    assert result.exit_code == 0, result.output
    found = entities(linked)
    assert [one.list for one in found["Mira Tal"].matches] == ["other"]
    assert [one.id for one in found["Per Vik"].matches] == ["m9"]
    assert found["Aldor Robotics"].matches == ()


def test_bad_rows_are_said_and_end_in_one(folder: Path) -> None:
    (folder / "mine.csv").write_text(LIST + "n5\n", encoding="utf-8")
    code, _, err = link(folder, "--watchlist", str(folder / "mine.csv"))
    assert code == 1
    assert "bad_row 1" in err
    (line,) = (folder / "run" / "link_issues.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["uri"] == "mine.csv#6"


def test_a_list_that_is_none_leaves_everything_as_it_was(folder: Path) -> None:
    (folder / "prices.csv").write_text("day,price\n", encoding="utf-8")
    result = CliRunner().invoke(cli.app, ["link", str(folder / "run"), "--watchlist", str(folder / "prices.csv")])
    assert "a CSV needs a column 'name'" in str(result.exception)
    assert [path.name for path in (folder / "run").iterdir()] == ["records.jsonl"]


def test_a_run_that_breaks_off_leaves_no_half_files(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pipeline.link.linking._matched", full)
    code, _, err = link(folder, "--watchlist", str(folder / "mine.csv"))
    assert code == 2
    assert "No space left on device" in err
    assert [path.name for path in (folder / "run").iterdir()] == ["records.jsonl"]


def test_names_of_lists_go_with_lists(folder: Path) -> None:
    lists = ["--watchlist", str(folder / "mine.csv")]
    assert link(folder, *lists, "--name", "a", "--name", "b")[0] == 2
    link(folder, *lists, "--name", "board")
    assert entities(folder / "run" / "records.linked.jsonl")["Mira Tal"].matches[0].list == "board"


def row(key: str, name: str, *identifiers: Identifier, kind: str = "vessel") -> ListRow:
    return ListRow("list", key, kind, (name,), frozenset(identifiers))  # type: ignore[arg-type]


def test_an_identifier_decides_for_and_against() -> None:
    ours, theirs = Identifier("imo", "9074729"), Identifier("imo", "9187629")
    thing = Wanted("vessel", ("Sea Lark",), frozenset({ours}), frozenset())
    rows = [row("same name", "Sea Lark", theirs), row("same number", "Ocean Dawn", ours), row("no number", "Sea Lark")]
    (hits,) = search([thing], rows).values()
    assert [(hit.id, hit.rule) for hit in hits] == [("same number", "id.imo"), ("no number", "equal")]


def test_only_the_best_are_kept() -> None:
    thing = Wanted("person", ("Ivan Petrov",), frozenset(), frozenset())
    rows = [row("c", "Ivan Petrov", kind="person"), row("b", "Ivan Petroff", kind="person")]
    rows.append(row("a", "Ivan Petrov", kind="person"))
    (hits,) = search([thing], rows, top=2).values()
    assert [hit.id for hit in hits] == ["a", "c"]


def test_countries_that_differ_lower_the_score() -> None:
    thing = Wanted("person", ("Ivan Petrov",), frozenset(), frozenset({"NO"}))
    listed = ListRow("list", "1", "person", ("Ivan Petrov",), frozenset(), frozenset({"RU"}))
    (hits,) = search([thing], [listed]).values()
    assert hits[0].score == 0.95
    assert hits[0].detail.endswith("(countries NO and RU)")


@pytest.mark.parametrize(
    ("ours", "theirs", "matches"), [({"NO"}, {"NO"}, 1), ({"NO"}, {"RU"}, 0), ({"NO"}, set(), 0), (set(), set(), 0)]
)
def test_an_office_that_every_state_has_matches_only_with_its_country(
    ours: set[str], theirs: set[str], matches: int
) -> None:
    thing = Wanted("organisation", ("Defence Ministry",), frozenset(), frozenset(ours))
    listed = ListRow("list", "1", "any", ("Ministry of Defence",), frozenset(), frozenset(theirs))
    assert len(search([thing], [listed])) == matches


TEXT = """Tanker listed

OSLO, March 15 - The ministry listed the tanker Sea Lark (IMO 9074729) and Norda Lines, OGRN 1027700132195.
It also named the wallet 0x52908400098527886E0F7030069857D2E4169EE7 and Ivan Petrov.
"""


def test_numbers_belong_to_the_name_before_them() -> None:
    at = Places(TEXT)
    address = "0x52908400098527886E0F7030069857D2E4169EE7"
    found = record(
        "0123456789abcdef",
        TEXT,
        "2024-03-15",
        [
            at.entity(1, "Vessel", "Sea Lark"),
            at.entity(2, "Company", "Norda Lines"),
            at.entity(3, "CryptoWallet", address),
            at.entity(4, "Person", "Ivan Petrov"),
            at.entity(5, "Location", "OSLO"),
        ],
        {},
    )
    assert {entity.name: one.identifiers for entity, one in wanted(found)} == {
        "Sea Lark": {Identifier("imo", "9074729")},
        "Norda Lines": {Identifier("registration", "1027700132195")},
        address: {Identifier("wallet", address.lower())},
        "Ivan Petrov": set(),
    }
