"""The gate fails below a floor, and a floor is lowered on purpose only."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ROOT
from typer.testing import CliRunner

import pipeline.evaluate.runs
from evaluate.samples import FREED, LISTED, labels, report_of, write_gold
from pipeline.cli import app
from pipeline.errors import ConfigError
from pipeline.evaluate.gate import (
    GATED,
    Baseline,
    Pinned,
    check_gate,
    measured,
    read_baseline,
    update_baseline,
    write_baseline,
)
from pipeline.evaluate.report import Report

GOOD = report_of({"sanction_events": [LISTED, FREED]})
WORSE = report_of({"sanction_events": [LISTED]})


def always(report: Report) -> Callable[[Path], Report]:
    return lambda _gold: report


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    return write_gold(tmp_path / "gold" / "dev", labels())


@pytest.fixture
def pinned(gold: Path) -> Baseline:
    empty = Baseline(sets={"dev": Pinned(gold=gold)})
    return update_baseline(empty, always(GOOD), allow_regression=False)[0]


def test_the_figures_that_were_pinned_pass(pinned: Baseline) -> None:
    assert check_gate(pinned, always(GOOD)) == []


def test_a_broken_floor_fails_and_is_named(pinned: Baseline) -> None:
    problems = check_gate(pinned, always(WORSE))
    assert "dev: event_action_status is 0.6667, below its floor 1.0000" in problems


def test_a_figure_that_is_gone_fails(pinned: Baseline) -> None:
    pinned.sets["dev"].floors["money.of_old"] = 0.5
    assert check_gate(pinned, always(GOOD)) == ["dev: money.of_old is 0.0000, below its floor 0.5000"]


def test_a_ceiling_fails_when_exceeded(pinned: Baseline) -> None:
    pinned.sets["dev"].ceilings["calibration_error"] = -1.0
    (problem,) = check_gate(pinned, always(GOOD))
    assert "calibration_error is 0, above its ceiling -1" in problem


def test_floors_without_labels_to_match_fail(pinned: Baseline, gold: Path) -> None:
    pinned.sets["dev"].gold_sha256 = "other"
    assert "labels have changed" in check_gate(pinned, always(GOOD))[0]
    unpinned = Baseline(sets={"dev": Pinned(gold=gold)})
    assert "no floors are pinned yet" in check_gate(unpinned, always(GOOD))[0]


def test_an_update_raises_floors(pinned: Baseline) -> None:
    low = update_baseline(pinned, always(WORSE), allow_regression=True)[0]
    raised, worse = update_baseline(low, always(GOOD), allow_regression=False)
    assert worse == []
    assert raised == pinned


def test_an_update_lowers_no_floor(pinned: Baseline) -> None:
    kept, worse = update_baseline(pinned, always(WORSE), allow_regression=False)
    assert kept.sets["dev"].floors == pinned.sets["dev"].floors
    assert any("event_action_status" in line for line in worse)


def test_a_flag_lowers_a_floor(pinned: Baseline) -> None:
    lowered, worse = update_baseline(pinned, always(WORSE), allow_regression=True)
    assert lowered.sets["dev"].floors["event_action_status"] == pytest.approx(0.6667)
    assert worse
    assert check_gate(lowered, always(WORSE)) == []


def test_a_missing_set_is_an_error(tmp_path: Path) -> None:
    baseline = Baseline(sets={"dev": Pinned(gold=tmp_path / "dev"), "test": Pinned(gold=tmp_path / "test")})
    with pytest.raises(ConfigError, match=r"no labelled articles in .*dev and .*test"):
        check_gate(baseline, always(GOOD))


def test_only_what_the_labels_have_is_pinned() -> None:
    floors, ceilings = measured(GOOD)
    assert "event.programs" not in floors
    assert floors["event"] == 1.0
    assert set(floors) <= set(GATED)
    assert set(ceilings) == {"calibration_error", "false_events_on_hard_negatives"}


def test_the_file_of_floors_reads_back(tmp_path: Path, pinned: Baseline) -> None:
    write_baseline(tmp_path / "baseline.json", pinned)
    assert read_baseline(tmp_path / "baseline.json") == pinned


@pytest.mark.parametrize("content", ["", "{}", '{"sets": {"dev": {"gold": "x", "floor": {}}}}'])
def test_a_wrong_file_of_floors_is_named(tmp_path: Path, content: str) -> None:
    file = tmp_path / "baseline.json"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(ConfigError, match=r"baseline\.json"):
        read_baseline(file)


def test_the_pinned_file_names_dev_and_test() -> None:
    baseline = read_baseline(ROOT / "configs" / "baseline.json")
    assert {name: str(one.gold) for name, one in baseline.sets.items()} == {
        "dev": "corpus/gold/dev",
        "test": "corpus/gold/test",
    }
    assert all(key in GATED for one in baseline.sets.values() for key in one.floors)


@pytest.fixture
def file(tmp_path: Path, pinned: Baseline) -> Path:
    write_baseline(tmp_path / "baseline.json", pinned)
    return tmp_path / "baseline.json"


@pytest.mark.parametrize(
    ("report", "options", "code"),
    [
        (GOOD, [], 0),
        (WORSE, [], 1),
        (WORSE, ["--update"], 1),
        (WORSE, ["--update", "--allow-regression"], 0),
    ],
    ids=["passed", "broken", "not lowered", "lowered"],
)
def test_the_command_fails_with_the_gate(
    file: Path, monkeypatch: pytest.MonkeyPatch, report: Report, options: list[str], code: int
) -> None:
    monkeypatch.setattr(pipeline.evaluate.runs, "evaluate_path", lambda *_args, **_options: report)
    result = CliRunner().invoke(app, ["gate", "--baseline", str(file), *options])
    assert result.exit_code == code, result.output
    floor = json.loads(file.read_text(encoding="utf-8"))["sets"]["dev"]["floors"]["event_action_status"]
    assert floor == pytest.approx(0.6667 if "--allow-regression" in options else 1.0)
