"""FollowTheMoney: the mapping, the checks that the library leaves out, the files, and that others can load them."""

from __future__ import annotations

import csv
import datetime as dt
import json
import re
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, SAMPLE, need
from typer.testing import CliRunner

from export import articles
from pipeline import cli
from pipeline.errors import ConfigError
from pipeline.export.ftm import write_ftm
from pipeline.export.ftm.check import Checked
from pipeline.export.ftm.draft import Draft, Grounds, Sheet, make_id, mapping
from pipeline.export.ftm.events import _programmes
from pipeline.export.ftm.periods import whole_date
from pipeline.export.ftm.write import map_record
from pipeline.export.source import Run
from pipeline.flow import Extractor
from pipeline.records import ArticleRecord, Period

TEST = Grounds("test")


@pytest.fixture(autouse=True)
def _installed() -> None:
    need(find_spec("followthemoney") is not None, "the extra `ftm`")


def named(schema: str, record: ArticleRecord) -> list[dict[str, list[str]]]:
    """Properties of the entities of one schema; references are shown as names."""
    sheet = map_record(record)
    names = {
        draft.id: next((v.text for v in draft.values if v.prop == "name"), draft.id) for draft in sheet.things.values()
    }
    found = []
    for draft in sheet.drafts.values():
        if draft.schema == schema:
            shown: dict[str, list[str]] = {}
            for value in draft.values:
                shown.setdefault(value.prop, []).append(names.get(value.text, value.text))
            found.append(shown)
    return found


class TestMapping:
    def test_a_listing_is_one_sanction_for_each_target(self) -> None:
        sanctions = named("Sanction", articles.listing())
        assert [one["entity"] for one in sanctions] == [["Aldor Robotics"], ["Mira Tal"], ["Sea Lark"]]
        first, second, third = sanctions
        assert first["authority"] == ["Trade Ministry"]
        assert first["program"] == ["Export Control List"]
        assert first["provisions"] == ["export_control"]
        assert first["reason"] == ["military_end_use"]
        assert first["listingDate"] == ["2024-03-15"]
        assert first["status"] == ["active"]
        assert first["recordId"] == ["a1#s1"]
        assert "3 targets: two affiliates" in first["summary"]
        assert "startDate" not in first
        assert second["country"] == ["no"]
        assert third["summary"] == ["according to the ministry"]

    def test_a_threat_is_a_risk_and_never_a_sanction(self) -> None:
        (risk,) = named("Risk", articles.listing())
        assert (risk["entity"], risk["status"], risk["authority"]) == (["Aldor Robotics"], ["threatened"], ["Britain"])

    def test_a_delisting_ends_the_sanction(self) -> None:
        (sanction,) = named("Sanction", articles.penalty())
        assert (sanction["entity"], sanction["status"]) == (["Ferro Lines"], ["inactive"])
        assert sanction["endDate"] == ["2024-04-02"]
        assert sanction["programId"] == [_programmes()["uk sanctions list"][0]]
        assert "listingDate" not in sanction

    def test_a_penalty_is_an_event_and_a_payment_in_one_currency(self) -> None:
        fine, investment = named("Payment", articles.penalty())
        assert (fine["payer"], fine["beneficiary"]) == (["Bank Nord"], ["Sanctions Office"])
        assert (fine["amount"], fine["currency"]) == (["5000000"], ["USD"])
        assert (investment["payer"], investment["beneficiary"]) == (["Fund Ost"], ["Bank Nord"])
        (event,) = [one for one in named("Event", articles.penalty()) if "action:penalize" in one["keywords"]]
        assert (event["involved"], event["organizer"]) == (["Bank Nord"], ["Sanctions Office"])

    def test_money_that_is_no_payment_is_an_event_in_words(self) -> None:
        events = named("Event", articles.penalty())
        (revenue,) = [one for one in events if "revenue" in one["keywords"]]
        assert (revenue["date"], revenue["involved"]) == (["2023"], ["Bank Nord"])
        assert "80,000,000 to 90,000,000" in revenue["name"][0]
        assert any("revenue_share" in one["keywords"] for one in named("Event", articles.listing()))

    def test_topics_are_those_of_what_is_asserted(self) -> None:
        topics = {one["name"][0]: one.get("topics") for one in named("Company", articles.listing())}
        assert topics == {"Aldor Robotics": ["export.control"], "Aldor Holding": None}
        assert named("Person", articles.listing())[0]["topics"] == ["sanction"]
        assert named("Vessel", articles.listing())[0].get("topics") is None  # "according to the ministry"
        assert {one["name"][0]: one.get("topics") for one in named("Company", articles.penalty())} == {
            "Bank Nord": ["reg.action"], "Ferro Lines": None, "Fund Ost": None,
        }  # fmt: skip

    def test_links(self) -> None:
        record = articles.listing()
        owned = {one["owner"][0]: one for one in named("Ownership", record)}
        assert (owned["Mira Tal"]["asset"], owned["Mira Tal"]["percentage"]) == (["Aldor Robotics"], ["62"])
        assert (owned["Aldor Holding"]["asset"], owned["Aldor Holding"]["role"]) == (["Aldor Robotics"], ["parent"])
        (post,) = named("Directorship", record)
        assert (post["director"], post["role"], post["status"]) == (["Mira Tal"], ["chairwoman"], ["current"])
        (job,) = named("Employment", record)
        assert (job["employee"], job["employer"]) == (["Jon Vik"], ["Aldor Robotics"])
        (family,) = named("Family", record)
        assert (family["person"], family["relative"], family["relationship"]) == (["Per Vik"], ["Jon Vik"], ["brother"])
        roles = {one["role"][0] for one in named("UnknownLink", record)}
        assert roles == {"founder", "associated: adviser"}
        assert named("Company", record)[0]["addressEntity"] == ["Oslo"]

    def test_article_mentions_and_documentation(self) -> None:
        record = articles.listing()
        (article,) = named("Article", record)
        assert (article["publishedAt"], article["bodyText"]) == (["2024-03-16"], [record.text])
        mentions = {one["name"][0]: one for one in named("Mention", record)}
        assert (mentions["Aldor"]["resolved"], mentions["Aldor"]["detectedSchema"]) == (["Aldor Robotics"], ["Company"])
        assert "resolved" not in mentions["Sea Lark"]
        roles = {one["entity"][0]: one["role"] for one in named("Documentation", record)}
        assert roles["Aldor Robotics"] == ["target: designate, enacted", "target: designate, threatened"]
        assert roles["Per Vik"] == ["mentioned"]

    def test_an_office_of_a_state_is_a_position(self) -> None:
        at = articles.Places("Vik leads\n\nNorway's prime minister Jon Vik spoke.\n")
        entities = [at.entity(1, "Country", "Norway", countries=("NO",)), at.entity(2, "Person", "Jon Vik")]
        links = [at.link(1, "directorship", "e2", "e1", "prime minister", role="prime minister", status="former")]
        record = articles.record("p", at.text, "2024-01-01", entities, {"relations": links})
        (held,) = named("Occupancy", record)
        assert (held["holder"], held["status"]) == (["Jon Vik"], ["ended"])
        assert [one["name"] for one in named("Position", record)] == [["prime minister of Norway"]]
        assert Checked(map_record(record)).problems == []

    def test_ids_are_stable_whatever_the_record_calls_its_entities(self) -> None:
        record = articles.listing()
        renamed = record.model_dump_json()
        for number in range(12, 0, -1):
            renamed = re.sub(rf'"e{number}"', f'"e{number + 100}"', renamed)
        again = map_record(ArticleRecord.model_validate_json(renamed))
        assert list(again.drafts) == list(map_record(record).drafts)
        assert make_id("a", "b") == make_id("a", "b") != make_id("ab")

    @pytest.mark.parametrize(
        ("start", "end", "shown"),
        [
            ("2024-03-15", "2024-03-15", "2024-03-15"),
            ("2024-02-01", "2024-02-29", "2024-02"),
            ("2024-01-01", "2024-12-31", "2024"),
            ("2024-01-01", "2024-03-31", None),
            ("2023-01-01", "2024-12-31", None),
            (None, "2024-03-31", None),
        ],
    )
    def test_periods(self, start: str | None, end: str | None, shown: str | None) -> None:
        days = [dt.date.fromisoformat(day) if day else None for day in (start, end)]
        assert whole_date(Period(start=days[0], end=days[1], kind="duration", text="x")) == shown


class TestChecks:
    def sheet(self) -> Sheet:
        sheet = map_record(articles.penalty())
        assert Checked(sheet).problems == []
        return sheet

    def test_a_date_that_would_be_dropped(self) -> None:
        sheet = self.sheet()
        next(one for one in sheet.drafts.values() if one.schema == "Sanction").add("startDate", "15 March 2024", TEST)
        (problem,) = Checked(sheet).problems
        assert "startDate '15 March 2024' became None" in problem

    def test_a_sanction_without_an_entity(self) -> None:
        sheet = self.sheet()
        sheet.drafts["x"] = Draft("x", "Sanction")
        assert Checked(sheet).problems == ["Sanction x lacks entity"]

    def test_a_reference_that_leads_nowhere_or_to_the_wrong_thing(self) -> None:
        sheet = self.sheet()
        sheet.drafts["x"] = Draft("x", "Sanction")
        sheet.drafts["x"].add("entity", "gone", TEST)
        sheet.drafts["y"] = Draft("y", "Sanction")
        sheet.drafts["y"].add("entity", "x", TEST)
        sheet.drafts["y"].add("proof", "y", TEST)
        assert sorted(Checked(sheet).problems) == [
            "Sanction x: entity gone is not in the output",
            "Sanction y: entity x is a Sanction",
            "Sanction y: proof 'y': Self-relationship (<Schema('Sanction')>): y",
        ]

    def test_an_unknown_property_a_value_out_of_range_and_a_fact_without_trace(self) -> None:
        sheet = self.sheet()
        company = next(one for one in sheet.drafts.values() if one.schema == "Company")
        company.add("valuation", "5", TEST)
        company.add("country", "Nowhere", TEST)
        company.add("topics", "bad.topic", TEST)
        company.add("weakAlias", "x" * 400, TEST)
        payments = [key for key, draft in sheet.drafts.items() if draft.schema == "Payment"]
        for key in payments:
            del sheet.drafts[key]
        problems = "\n".join(Checked(sheet).problems)
        for words in ("no property 'valuation'", "country 'Nowhere'", "'bad.topic'", "weakAlias", "f3 left no trace"):
            assert words in problems


class TestFiles:
    def test_what_is_written(self, run: Run, tmp_path: Path) -> None:
        outcome = write_ftm(run, tmp_path / "a")
        assert outcome.problems == []
        entities = [json.loads(line) for line in (tmp_path / "a" / "entities.ftm.json").read_text().splitlines()]
        assert len({one["id"] for one in entities}) == len(entities) == outcome.schemata.total()
        rows = list(csv.DictReader((tmp_path / "a" / "statements.csv").open(newline="")))
        held = {
            (one["id"], prop, value)
            for one in entities
            for prop, values in one["properties"].items()
            for value in values
        }
        assert {(row["entity_id"], row["prop"], row["value"]) for row in rows if row["prop"] != "id"} == held
        assert len({row["id"] for row in rows}) == len(rows) == outcome.statements
        assert all(row["origin"] for row in rows)
        write_ftm(run, tmp_path / "b")
        for path in outcome.paths:
            assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes()

    def test_each_statement_of_a_fact_leads_to_its_words(self, run: Run, tmp_path: Path) -> None:
        write_ftm(run, tmp_path)
        texts = {record.doc_id: record.text for record in run.records()}
        statements = {row["id"]: row for row in csv.DictReader((tmp_path / "statements.csv").open(newline=""))}
        grounds = list(csv.DictReader((tmp_path / "provenance.csv").open(newline="")))
        assert all(texts[row["doc_id"]][int(row["start"]) : int(row["end"])] == row["quote"] for row in grounds)
        assert {row["statement_id"] for row in grounds} <= set(statements)
        facts = {row["statement_id"] for row in grounds if row["rule"] == "test.rule" and row["confidence"] == "0.9"}
        assert facts == {key for key, row in statements.items() if row["origin"] == "test.rule"}

    def test_the_report_says_what_is_lost(self, run: Run, tmp_path: Path) -> None:
        write_ftm(run, tmp_path)
        report = json.loads((tmp_path / "report.json").read_text())
        losses = {row["kind"]: row for row in report["losses"]}
        assert losses["revenue_share"] == {
            "kind": "revenue_share", "count": 1, "examples": ["a1#r1"], "meaning": mapping()["losses"]["revenue_share"],
        }  # fmt: skip
        assert {"money", "confidence", "program", "segment", "warning", "relation", "target_count"} <= set(losses)
        assert losses["money"]["count"] == 2

    def test_every_loss_has_a_meaning_and_can_happen(self) -> None:
        code = "".join(path.read_text() for path in (ROOT / "pipeline" / "export" / "ftm").glob("*.py"))
        assert set(re.findall(r'lose\(\s*"(\w+)"', code)) | {"duplicate"} == set(mapping()["losses"])

    def test_an_article_that_is_there_twice(self, folder: Path, run: Run, tmp_path: Path) -> None:
        path = folder / "records.jsonl"
        path.write_text(path.read_text() * 2)
        outcome = write_ftm(run, tmp_path / "out")
        assert (outcome.articles, outcome.losses["duplicate"], outcome.problems) == (2, 2, [])

    def test_the_command(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        shown = CliRunner().invoke(cli.app, ["export", str(folder), "--to", "ftm"])
        assert shown.exit_code == 0, shown.output
        assert "2 articles: " in shown.stdout
        assert ", 0 problems; " in shown.stdout
        monkeypatch.setattr("pipeline.export.ftm.check._untraced", lambda _: ["f9 left no trace"])
        shown = CliRunner().invoke(cli.app, ["export", str(folder), "--to", "ftm"])
        assert (shown.exit_code, "a1: f9 left no trace" in shown.stderr) == (1, True)

    def test_without_the_extra_it_is_said_what_to_install(self, run: Run, tmp_path: Path, monkeypatch: Any) -> None:
        monkeypatch.setitem(__import__("sys").modules, "followthemoney", None)
        with pytest.raises(ConfigError, match=r"sanctex\[ftm\]"):
            write_ftm(run, tmp_path)


def test_nomenklatura_loads_the_entities(run: Run, tmp_path: Path) -> None:
    need(find_spec("nomenklatura") is not None, "nomenklatura")
    from nomenklatura.db import make_session
    from nomenklatura.resolver import Resolver
    from nomenklatura.store import load_entity_file_store

    outcome = write_ftm(run, tmp_path)
    session = make_session("sqlite:///:memory:")
    view = load_entity_file_store(outcome.paths[0], Resolver(session, create=True), cleaned=True).default_view()
    assert sum(1 for _ in view.entities()) == outcome.schemata.total()
    company = next(one for one in view.entities() if one.caption == "Aldor Robotics" and one.schema.name == "Company")
    sanctions = [other for _, other in view.get_inverted(company.id) if other.schema.name == "Sanction"]
    assert [one.get("authority") for one in sanctions] == [["Trade Ministry"]]


def test_statements_are_read_back_by_the_library(run: Run, tmp_path: Path) -> None:
    from followthemoney.statement.serialize import read_path_statements

    outcome = write_ftm(run, tmp_path)
    statements = list(read_path_statements(outcome.paths[1], "csv"))
    assert len(statements) == outcome.statements
    assert {one.id for one in statements if one.origin == "test.rule"}


@pytest.mark.model
def test_samples_and_gold_articles_are_complete(extractor: Extractor) -> None:
    texts = sorted(SAMPLE.glob("*.txt")) + sorted((ROOT / "corpus" / "gold" / "dev").glob("*.txt"))[:8]
    problems = []
    for path in texts:
        record = extractor.extract(path.read_text(encoding="utf-8"), published=dt.date(2024, 3, 15))
        problems += Checked(map_record(record)).problems
    assert problems == []
