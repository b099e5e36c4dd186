"""Tables: every part of a record has its column, keys are keys, answers are right."""

from __future__ import annotations

import csv
import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
from conftest import ROOT
from typer.testing import CliRunner

from export import articles
from pipeline import cli
from pipeline.errors import ConfigError
from pipeline.export import tables
from pipeline.export.source import Run, open_run
from pipeline.export.tables.catalogue import describe
from pipeline.export.tables.query import ask
from pipeline.export.tables.rows import row_of_issue, rows_of_record

QUERIES = re.findall(r"^```sql\n-- (.*?)\n(.*?)^```", (ROOT / "README.md").read_text(), re.MULTILINE | re.DOTALL)


def test_rows_have_the_columns_of_their_tables() -> None:
    columns = {table.name: [column.name for column in table.columns] for table in tables.read_tables()}
    rows = [row for record in articles.records() for row in rows_of_record(1, record)]
    rows.append(row_of_issue(1, articles.issue()))
    assert {name for name, _ in rows} == set(columns) - {"watchlist_matches"}
    assert [name for name, row in rows if sorted(row) != sorted(columns[name])] == []


def test_keys_tell_rows_apart_and_nothing_is_lost(run: Run) -> None:
    with tables.open_tables(run) as connection:
        for table in tables.read_tables():
            question = f"SELECT count(*), count(DISTINCT ({', '.join(table.key)})) FROM {table.name}"
            assert connection.sql(question).fetchone() == (count(table.name), count(table.name)), table.name


def count(table: str) -> int:
    rows = [name for record in articles.records() for name, _ in rows_of_record(1, record)]
    return [*rows, "issues"].count(table)


def answer(run: Run, sql: str) -> list[tuple[Any, ...]]:
    with tables.open_tables(run) as connection:
        return connection.sql(sql).fetchall()


def test_values_keep_their_types_and_digits(run: Run) -> None:
    shown = answer(run, "SELECT value, low, high, currency, change_percent, period_start FROM money ORDER BY ALL")
    assert (Decimal("1200000000"), None, None, "USD", None, None) in shown
    assert any(row[1:3] == (Decimal("80000000"), Decimal("90000000")) and row[4] == 12 for row in shown)
    (event,) = answer(run, "SELECT day::VARCHAR, authorities, targets, measures FROM events WHERE programs[1] ^@ 'Exp'")
    assert event == ("2024-03-15", ["Trade Ministry"], ["Aldor Robotics"], ["export_control"])
    assert answer(run, "SELECT text FROM articles WHERE doc_id = 'a2'") == [(articles.PENALTY,)]


def test_offsets_find_their_words_in_sql(run: Run) -> None:
    wrong = "SELECT * FROM evidence e JOIN articles a USING (article) WHERE a.text[start_at + 1:end_at] <> e.text"
    assert answer(run, wrong) == []


@pytest.mark.parametrize("value", ["1e40", "0.12345678901"])
def test_a_number_that_does_not_fit_is_a_warning(tmp_path: Path, value: str) -> None:
    record = articles.penalty()
    odd = record.financials[0].amount.model_copy(update={"value": Decimal(value)})  # type: ignore[union-attr]
    facts = (record.financials[0].model_copy(update={"amount": odd}), *record.financials[1:])
    path = tmp_path / "r.jsonl"
    path.write_text(record.model_copy(update={"financials": facts}).model_dump_json() + "\n")
    assert answer(open_run(path), "SELECT value FROM money WHERE fact = 'f1'") == [(None,)]
    (warning,) = answer(open_run(path), "SELECT message FROM warnings WHERE code = 'table_number'")
    assert "money.value of f1 is null" in warning[0]


def test_exported_files_hold_the_same(run: Run, tmp_path: Path) -> None:
    parquet = tables.write_parquet(run, tmp_path / "parquet")
    assert [path.stem for path in parquet] == [table.name for table in tables.read_tables()]
    events = tmp_path / "parquet" / "events.parquet"
    assert duckdb.sql(f"SELECT targets FROM '{events}' WHERE action = 'delist'").fetchall() == [(["Ferro Lines"],)]
    tables.write_csv(run, tmp_path / "csv")
    with (tmp_path / "csv" / "events.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [json.loads(row["targets"]) for row in rows if row["action"] == "delist"] == [["Ferro Lines"]]
    (database,) = tables.write_duckdb(run, tmp_path / "x.duckdb")
    tables.write_duckdb(run, database)  # replaces what is there
    comments = "SELECT comment FROM duckdb_columns() WHERE table_name = 'events' AND column_name = 'action'"
    assert ask(database, comments).rows == [("one of the 9 actions",)]
    with pytest.raises(ConfigError, match="read-only"):
        ask(database, "DROP TABLE events")


def test_every_column_is_explained() -> None:
    text = describe()
    assert all(column.about and column.name in text for table in tables.read_tables() for column in table.columns)


@pytest.mark.parametrize(("title", "sql"), QUERIES, ids=[title for title, _ in QUERIES])
def test_a_question_of_the_readme_has_an_answer(run: Run, title: str, sql: str) -> None:
    assert title
    assert answer(run, sql) != []


def test_the_readme_has_five_questions() -> None:
    assert len(QUERIES) == 5


class TestCommands:
    def test_export(self, folder: Path, tmp_path: Path) -> None:
        for form in ("parquet", "csv", "duckdb"):
            shown = invoke("export", str(folder), "--to", form)
            assert shown.exit_code == 0, shown.output
            assert all(Path(line).is_file() for line in shown.stdout.splitlines())
        assert (folder / "tables.duckdb").is_file()
        (tmp_path / "file").touch()
        shown = invoke("export", str(folder), "--to", "csv", "--out", str(tmp_path / "file" / "x"))
        assert (shown.exit_code, "Not a directory" in shown.stderr) == (2, True)

    def test_query_prints_csv_into_a_pipe(self, folder: Path) -> None:
        shown = invoke("query", str(folder), "SELECT owner, value, NULL AS n FROM money WHERE metric = 'valuation'")
        assert shown.stdout == "owner,value,n\nAldor Robotics,1200000000,\n"

    def test_query_layouts(self, folder: Path) -> None:
        sql = "SELECT targets, day FROM events WHERE action = 'delist'"
        rows = [json.loads(line) for line in invoke("query", str(folder), sql, "--format", "jsonl").stdout.splitlines()]
        assert rows == [{"targets": ["Ferro Lines"], "day": "2024-04-02"}]
        shown = invoke("query", str(folder), sql, "--format", "table").stdout
        assert "Ferro Lines" in shown
        assert "1 rows" in shown

    def test_query_from_standard_input_and_of_a_database(self, folder: Path) -> None:
        invoke("export", str(folder), "--to", "duckdb")
        shown = CliRunner().invoke(cli.app, ["query", str(folder / "tables.duckdb"), "-"], input="SELECT 1 AS one")
        assert shown.stdout == "one\n1\n"

    def test_query_lists_its_tables(self) -> None:
        assert "events: sanction events" in invoke("query", "anything", "--tables").stdout

    def test_a_wrong_question(self, folder: Path) -> None:
        with pytest.raises(ConfigError, match="Candidate bindings"):
            ask(folder, "SELECT actoin FROM events")
        assert invoke("query", str(folder)).exit_code == 2

    def test_without_duckdb_it_is_said_what_to_install(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(__import__("sys").modules, "duckdb", None)
        with pytest.raises(ConfigError, match=r"sanctex\[tables\]"):
            ask(folder, "SELECT 1")


def invoke(*arguments: str) -> Any:
    return CliRunner().invoke(cli.app, list(arguments))
