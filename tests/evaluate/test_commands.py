"""The commands that measure, from files to files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

import pipeline.evaluate.runs
from evaluate.records import record
from evaluate.samples import labels, report_of, write_gold
from pipeline.cli import app
from pipeline.errors import ConfigError


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    return write_gold(tmp_path / "gold", labels("a1"))


@pytest.fixture
def found(tmp_path: Path) -> Path:
    file = tmp_path / "records.jsonl"
    file.write_text(record().model_dump_json() + "\n", encoding="utf-8")
    return file


def sanctex(*words: object) -> tuple[int, str]:
    result = CliRunner().invoke(app, [str(word) for word in words])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.output


def test_evaluate_prints_and_writes(tmp_path: Path, gold: Path, found: Path) -> None:
    report, page = tmp_path / "out" / "report.json", tmp_path / "out" / "report.html"
    code, out = sanctex(
        "evaluate", "--gold", gold, "--predictions", found, "--json", report, "--html", page, "--misses"
    )
    assert code == 0
    assert "event_action_status" in out
    assert "money\tpartly\trevenue of Orsa Mills" in out
    assert json.loads(report.read_text(encoding="utf-8"))["articles"] == 1
    assert "metric: revenue, not orders" in page.read_text(encoding="utf-8")


def test_evaluate_hides_the_misses_of_a_test_set(tmp_path: Path, found: Path) -> None:
    gold = write_gold(tmp_path / "test", labels("a1"))
    assert "Orsa" not in sanctex("evaluate", "--gold", gold, "--predictions", found, "--misses")[1]
    shown = sanctex("evaluate", "--gold", gold, "--predictions", found, "--misses", "--show-test-misses")[1]
    assert "Orsa" in shown


def test_compare_takes_records(gold: Path, found: Path) -> None:
    code, out = sanctex("compare", found, found, "--gold", gold)
    assert code == 0
    assert "gained: 0" in out


def test_compare_hides_the_gains_of_a_test_set(tmp_path: Path, found: Path) -> None:
    gold = write_gold(tmp_path / "test", labels("a1"))
    other = tmp_path / "other.jsonl"
    other.write_text(record().model_copy(update={"sanction_events": ()}).model_dump_json() + "\n", encoding="utf-8")
    hidden = sanctex("compare", found, other, "--gold", gold)[1]
    assert "stay hidden" in hidden
    assert "lost:" not in hidden
    assert "lost: 1" in sanctex("compare", found, other, "--gold", gold, "--show-test-misses")[1]


def test_gold_check_fails_on_a_problem(gold: Path) -> None:
    assert sanctex("gold", "check", gold) == (0, "1 articles, 0 problems\n")
    (gold / "a1.txt").write_text("Something else.\n", encoding="utf-8")
    code, out = sanctex("gold", "check", gold)
    assert code == 1
    assert "trigger does not stand in the text" in out


def test_agreement_prints_a_table(gold: Path) -> None:
    code, out = sanctex("agreement", gold, gold)
    assert code == 0
    assert "| sanction events | 1.000 |" in out


def test_records_go_to_label_studio_and_back(tmp_path: Path, found: Path) -> None:
    tasks, back = tmp_path / "tasks.json", tmp_path / "back.jsonl"
    assert sanctex("label", "export", found, "--out", tasks)[0] == 0
    assert sanctex("label", "import", tasks, "--out", back)[0] == 0
    assert back.read_bytes() == found.read_bytes()


def test_an_import_with_problems_fails_and_keeps_the_rest(tmp_path: Path, found: Path) -> None:
    tasks, back = tmp_path / "tasks.json", tmp_path / "back.jsonl"
    sanctex("label", "export", found, "--out", tasks)
    good = json.loads(tasks.read_text(encoding="utf-8"))
    tasks.write_text(json.dumps([{"id": 9, "data": {}}, *good]), encoding="utf-8")
    code, out = sanctex("label", "import", tasks, "--out", back)
    assert code == 1
    assert "task 9" in out
    assert back.read_bytes() == found.read_bytes()


def test_calibrate_says_what_it_did(tmp_path: Path, gold: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    report = report_of({})
    monkeypatch.setattr(pipeline.evaluate.runs, "read_articles", lambda *_args, **_options: {})
    monkeypatch.setattr(pipeline.evaluate.runs, "evaluate", lambda *_args: report)
    code, out = sanctex("calibrate", "--gold", gold, "--out", tmp_path / "calibration.json")
    assert code == 0
    assert "event: 0 facts, none" in out
    assert (tmp_path / "calibration.json").read_text(encoding="utf-8") == "{}\n"


def test_curves_are_not_fitted_on_the_test_set(tmp_path: Path) -> None:
    gold = write_gold(tmp_path / "test", labels("a1"))
    with pytest.raises(ConfigError, match="fit it on the dev set"):
        sanctex("calibrate", "--gold", gold, "--out", tmp_path / "calibration.json")


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path, gold: Path, found: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(ConfigError, match="cannot write"):
        sanctex("evaluate", "--gold", gold, "--predictions", found, "--json", tmp_path / "file" / "report.json")
