"""README.md: its commands run, its example runs, its record is one the tool writes."""

from __future__ import annotations

import contextlib
import io
import json
import re
import shlex
import shutil
from importlib.util import find_spec
from pathlib import Path

import pytest
import yaml
from conftest import ROOT, SAMPLE, need
from typer.main import get_command
from typer.testing import CliRunner

import pipeline
from pipeline import cli, flow
from pipeline.flow import Extractor
from pipeline.knowledge import Rule, expand

README = (ROOT / "README.md").read_text(encoding="utf-8")
SLOW = {"evaluate", "gate"}
"""Commands that read the whole gold set: only their options are checked here."""
EXPORTS = ("sanctex export ", "sanctex query ", "sanctex report ", "sanctex link ", "sanctex timeline ")
"""Commands that need the run of the sample articles."""


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


LINES = [line.removeprefix("$ ") for block in blocks("console") for line in block.splitlines() if line.startswith("$ ")]


@pytest.fixture
def quick(extractor: Extractor, monkeypatch: pytest.MonkeyPatch) -> None:
    """The session's model serves whatever the README loads."""
    monkeypatch.setattr(flow, "Extractor", lambda _: extractor)


@pytest.fixture(scope="module")
def sample_run(extractor: Extractor, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `sanctex batch corpus/sample --out out/sample` leaves behind."""
    folder = tmp_path_factory.mktemp("sample")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pipeline, "load", lambda _: extractor)
        shown = CliRunner().invoke(cli.app, ["extract", str(SAMPLE)])
    (folder / "records.jsonl").write_text(shown.stdout, encoding="utf-8")
    (folder / "issues.jsonl").touch()
    return folder


@pytest.mark.model
@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("line", [line for line in LINES if line.startswith("sanctex ")])
def test_a_command_runs(line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sample_run: Path) -> None:
    for name in ("corpus", "configs"):
        (tmp_path / name).symlink_to(ROOT / name)
    if line.startswith(EXPORTS):
        shutil.copytree(sample_run, tmp_path / "out" / "sample")
    if "--to ftm" in line:
        need(find_spec("followthemoney") is not None, "the extra `ftm`")
    monkeypatch.chdir(tmp_path)
    arguments = [word for word in shlex.split(line)[1:] if word not in ("--workers", "2")]
    if arguments[0] in SLOW:
        get_command(cli.app).make_context("sanctex", arguments, resilient_parsing=True)
        arguments = [arguments[0], "--help"]
    result = CliRunner().invoke(cli.app, arguments)
    assert result.exit_code == 0, result.output
    assert result.stdout


@pytest.mark.parametrize("line", [line for line in LINES if line.startswith("make ")])
def test_a_make_target_exists(line: str) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert re.search(rf"^{line.split()[1]}:", makefile, re.MULTILINE)


def test_every_line_is_one_of_the_two() -> None:
    assert LINES
    assert [line for line in LINES if not line.startswith(("make ", "sanctex "))] == []


def test_every_command_of_the_first_level_is_in_the_readme() -> None:
    names = [str(command.name or getattr(command.callback, "__name__", "")) for command in cli.app.registered_commands]
    names += [str(group.name) for group in cli.app.registered_groups]
    assert [name for name in names if not re.search(rf"\b{name}\b", README)] == []


@pytest.mark.model
@pytest.mark.usefixtures("quick")
def test_the_python_example_runs() -> None:
    shown = run_example(blocks("python")[0])
    assert "penalize enacted ['Harbour Bank'] 'fined'" in shown
    assert "penalty Harbour Bank USD 5000000" in shown
    assert "corporate clients 0.6 approximate" in shown


@pytest.mark.model
@pytest.mark.usefixtures("quick")
def test_the_spacy_example_runs() -> None:
    shown = run_example(blocks("python")[1])
    assert "MONEY USD 5000000 'some $5 million'" in shown
    assert "DATE 2023-01-01/2023-12-31 'last year'" in shown
    assert re.search(r"Company e\d+ 'Harbour Bank'", shown)


def run_example(code: str) -> str:
    """What an example prints."""
    shown = io.StringIO()
    with contextlib.redirect_stdout(shown):
        exec(compile(code, "README.md", "exec"), {})
    return shown.getvalue()


def holds(shown: object, real: object) -> bool:
    """Whether what is shown is part of what is real: keys of mappings and items of lists may be left out."""
    if isinstance(shown, dict) and isinstance(real, dict):
        names = {"name": [real.get("name"), *real.get("aliases", [])]}  # which name is the fullest may change
        return all(
            value in names[key] if key in names else key in real and holds(value, real[key])
            for key, value in shown.items()
            if key not in LOOSE
        )
    if isinstance(shown, list) and isinstance(real, list):
        return all(any(holds(item, one) for one in real) for item in shown)
    return shown == real


LOOSE = {"confidence", "by", "id", "authorities", "programs"}
"""Changes with the rules and their calibration: shown as an example only."""


@pytest.mark.model
def test_the_record_is_one_the_tool_writes(extractor: Extractor) -> None:
    shown = json.loads(blocks("json")[0])
    text = (SAMPLE / "entity-list-chipmakers.txt").read_text(encoding="utf-8")
    import datetime as dt

    record = extractor.extract(text, published=dt.date.fromisoformat(shown["published"]["date"]))
    real = record.model_dump(mode="json")
    assert {key: value for key, value in shown.items() if not holds(value, real[key])} == {}


def test_the_rule_does_what_its_examples_say() -> None:
    (entry,) = yaml.safe_load(blocks("yaml")[0])
    effect = entry.pop("effect")
    rule = Rule.model_validate(entry)
    pattern = re.compile(expand(rule.pattern, {}), re.IGNORECASE)
    assert effect == "line"
    assert all(pattern.search(text) for text in rule.matches)
    assert not any(pattern.search(text) for text in rule.rejects)


def test_every_link_leads_somewhere() -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", README)
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_the_version_is_said_once() -> None:
    assert f"## {pipeline.__version__}" in (ROOT / "CHANGES.md").read_text(encoding="utf-8")


def test_the_two_locks_pin_the_same_versions() -> None:
    """`make test` installs the second over the first: it must not change what is there."""

    def pins(name: str) -> set[str]:
        return set(re.findall(r"^([a-z0-9.-]+==[^ ;]+)", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE))

    first, second = pins("requirements.lock"), pins("requirements-interop.lock")
    packages = {pin.split("==")[0] for pin in first}
    assert {pin for pin in second if pin.split("==")[0] in packages} <= first
