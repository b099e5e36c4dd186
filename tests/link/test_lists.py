"""Watch-lists in the forms that people have, with the damage that files have."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from pipeline.errors import ConfigError
from pipeline.link.formats import ListRow
from pipeline.link.ids import Identifier, is_imo, is_isin, is_lei, printed
from pipeline.link.lists import read_list
from pipeline.records import Issue

SIMPLE = (
    '"id","schema","name","aliases","birth_date","countries","addresses","identifiers","dataset"\n'
    '"Q1","Person","Ivan Petrov","Petrov, Ivan;Иван Петров","","ru;cy","","","Test"\n'
    '"v1","Vessel","Sea Lark","","","","","IMO9074729;273000000","Test"\n'
    '"a1","Address","12 Quay Street","","","","","","Test"\n'
)


def write(path: Path, text: str | bytes) -> Path:
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def read(path: Path) -> tuple[list[ListRow], list[Issue]]:
    found = list(read_list(path))
    return [one for one in found if isinstance(one, ListRow)], [one for one in found if isinstance(one, Issue)]


def test_targets_simple(tmp_path: Path) -> None:
    rows, issues = read(write(tmp_path / "targets.simple.csv", SIMPLE))
    assert issues == []
    assert [(row.id, row.kind, row.names) for row in rows] == [
        ("Q1", "person", ("Ivan Petrov", "Petrov, Ivan", "Иван Петров")),
        ("v1", "vessel", ("Sea Lark",)),
    ]
    assert rows[0].countries == {"RU", "CY"}
    assert rows[0].list == "targets.simple"
    assert Identifier("imo", "9074729") in rows[1].identifiers


def test_a_list_may_be_compressed(tmp_path: Path) -> None:
    rows, _ = read(write(tmp_path / "targets.simple.csv.gz", gzip.compress(SIMPLE.encode())))
    assert [row.id for row in rows] == ["Q1", "v1"]


def test_a_cut_archive_is_said(tmp_path: Path) -> None:
    path = write(tmp_path / "list.csv.gz", gzip.compress(SIMPLE.encode() * 50)[:60])
    with pytest.raises(ConfigError, match="cannot be read"):
        read(path)


def test_rows_that_cannot_be_read_are_issues_and_the_rest_goes_on(tmp_path: Path) -> None:
    text = (
        SIMPLE.encode()
        + b'"Q2","Person"\n'
        + b'"Q3","Person","","","","","","",""\n'
        + b'"Q4","Person","Fran\xe7ois Lenoir","","","","","",""\n'
        + b'"Q5","Person","Mira Tal","","","","","",""\n'
    )
    rows, issues = read(write(tmp_path / "list.csv", text))
    assert [row.id for row in rows] == ["Q1", "v1", "Q4", "Q5"]
    assert [(issue.code, issue.uri) for issue in issues] == [
        ("bad_row", "list.csv#5"),
        ("bad_row", "list.csv#6"),
        ("damaged_row", "list.csv#7"),
    ]
    assert issues[0].message == "line 5: 2 columns instead of 9"


def test_a_quote_that_is_never_closed_takes_no_more_than_its_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.link.lists._LONGEST_CELL", 200)
    text = SIMPLE + '"Q6","Person","Mira' + "\n" + ("x" * 300 + "\n") + '"Q7","Person","Jon Vik","","","","","",""\n'
    rows, issues = read(write(tmp_path / "list.csv", text))
    assert issues[0].code == "bad_row"
    assert rows[-1].id == "Q7"


def test_follow_the_money(tmp_path: Path) -> None:
    company = {
        "id": "c1",
        "schema": "Company",
        "properties": {"name": ["Aldor Robotics"], "alias": ["Aldor"], "registrationNumber": ["HRB 12345"],
                       "jurisdiction": ["no"]},
    }  # fmt: skip
    wallet = {"id": "w1", "schema": "CryptoWallet", "properties": {"publicKey": ["0x" + "aB" * 20]}}
    sanction = {"id": "s1", "schema": "Sanction", "properties": {"entity": ["c1"]}}
    lines = [json.dumps(company), "{broken", json.dumps(wallet), json.dumps(sanction), '["no object"]']
    rows, issues = read(write(tmp_path / "entities.ftm.json", "\n".join(lines)))
    assert [(row.id, row.kind) for row in rows] == [("c1", "organisation"), ("w1", "wallet")]
    assert rows[0].identifiers == {Identifier("registration", "HRB12345")}
    assert rows[0].countries == {"NO"}
    assert rows[1].identifiers == {Identifier("wallet", "0x" + "ab" * 20)}
    assert [issue.uri for issue in issues] == ["entities.ftm.json#2", "entities.ftm.json#5"]


def test_consolidated_screening_list(tmp_path: Path) -> None:
    text = (
        "_id,source,entity_number,type,programs,name,alt_names,remarks,ids\n"
        "k1,Entity List (EL),,,,Kaito Electronics,Kaito Denki; KE Co,,\n"
        'k2,SDN,77,Vessel,IRAN,SEA LARK,,,"IMO 9074729, Vessel Registration Identification"\n'
    )
    rows, issues = read(write(tmp_path / "consolidated.csv", text))
    assert issues == []
    assert [(row.id, row.kind) for row in rows] == [("k1", "any"), ("k2", "vessel")]
    assert rows[0].names == ("Kaito Electronics", "Kaito Denki", "KE Co")
    assert rows[1].identifiers == {Identifier("imo", "9074729")}


def test_sdn_with_the_names_beside_it(tmp_path: Path) -> None:
    nothing = ',"-0- "' * 8
    text = (
        f'36,"PETROV, Ivan Sergeyevich","individual","RUSSIA"{nothing[:-7]},"DOB 1 Jan 1960; a.k.a. \'Vanya\'."\n'
        f'37,"NORDA LINES","-0- ","IRAN"{nothing}\n'
        "38,short\n\x1a\n"
    )
    write(tmp_path / "ALT.CSV", '36,1,"aka","PETROFF, Ivan","-0- "\n')
    rows, issues = read(write(tmp_path / "SDN.CSV", text.encode("cp1252")))
    assert [(row.id, row.kind) for row in rows] == [("36", "person"), ("37", "organisation")]
    assert rows[0].names == ("PETROV, Ivan Sergeyevich", "PETROFF, Ivan", "Vanya")
    assert rows[1].names == ("NORDA LINES",)
    assert [issue.message for issue in issues] == ["line 3: 2 columns instead of 12"]


def test_plain_lists(tmp_path: Path) -> None:
    lines, _ = read(write(tmp_path / "names.txt", "# mine\nIvan Petrov\n\nNorda Lines\n"))
    assert [(row.id, row.names[0], row.kind) for row in lines] == [
        ("line 2", "Ivan Petrov", "any"),
        ("line 4", "Norda Lines", "any"),
    ]
    table, _ = read(write(tmp_path / "mine.csv", "\ufeffName,Type\nIvan Petrov,Person\n"))
    assert [(row.id, row.kind) for row in table] == [("line 2", "person")]


def test_a_table_without_names_is_no_list(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="a CSV needs a column 'name'"):
        read(write(tmp_path / "prices.csv", "day,price\n2024-01-01,3\n"))
    with pytest.raises(ConfigError, match="cannot be read"):
        read(tmp_path / "none.csv")


def test_check_digits() -> None:
    assert is_imo("9074729")
    assert not is_imo("9074728")
    assert is_isin("US0378331005")
    assert not is_isin("US0378331006")
    assert is_lei("5493006MHB84DD0ZWV18")
    assert not is_lei("5493006MHB84DD0ZWV19")


def test_numbers_in_a_text() -> None:
    text = "The Sea Lark (IMO number: 9074729) and IMO 9074728; OGRN 1027700132195, company number 0123 4567."
    assert [one.identifier for one in printed(text)] == [
        Identifier("imo", "9074729"),
        Identifier("registration", "1027700132195"),
    ]
