"""The command line: what it prints, where, and its exit code."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import pytest
from conftest import ARTICLE, ROOT
from typer.testing import CliRunner

import pipeline
from pipeline import __version__, cli, flow
from pipeline.errors import ConfigError
from pipeline.flow import Extractor
from pipeline.records import ArticleRecord
from pipeline.settings import read_settings

Captured = pytest.CaptureFixture[str]
COMMANDS = [str(command.name or getattr(command.callback, "__name__", "")) for command in cli.app.registered_commands]
HELPED = [[], *([name] for name in COMMANDS), ["rules"], ["rules", "list"], ["rules", "test"]]


def run(*arguments: str, stdin: bytes = b"") -> SimpleNamespace:
    """Run a command in this process as the shell would: exit code, standard output, standard error."""
    result = CliRunner().invoke(cli.app, list(arguments), input=stdin)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return SimpleNamespace(code=result.exit_code, out=result.stdout, err=result.stderr)


@pytest.fixture
def loaded(extractor: Extractor, monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands use the session's model."""
    monkeypatch.setattr(pipeline, "load", lambda _: extractor)


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "a.txt"
    path.write_text(ARTICLE)
    return path


def test_help_is_quick_and_loads_no_model() -> None:
    code = (
        "import sys\nsys.argv = ['sanctex', '--help']\nfrom pipeline import cli\n"
        "try:\n    cli.main()\nexcept SystemExit as end:\n    code = end.code\n"
        "heavy = {'spacy', 'numpy', 'sklearn', 'pydantic', 'rich', 'yaml', 'thinc', 'ftfy', 'jinja2', 'duckdb'}\n"
        "heavy &= set(sys.modules)\n"
        "assert code in (0, None), code\nassert not heavy, heavy\n"
    )
    times = []
    for _ in range(3):
        start = time.perf_counter()
        done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
        times.append(time.perf_counter() - start)
        assert done.returncode == 0, done.stderr
        assert "Exit codes" in done.stdout
    assert min(times) < 0.8, "a quarter of a second on an idle machine"


@pytest.mark.parametrize("command", HELPED, ids=" ".join)
def test_every_command_explains_itself(command: list[str]) -> None:
    shown = run(*command, "--help")
    assert shown.code == 0
    assert len(shown.out.splitlines()) > 3


def test_version() -> None:
    assert run("--version").out == f"sanctex {__version__}\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["extrct", "a.txt"], "Did you mean 'extract'"),
        (["extract", "--jsnl", "a.txt"], "--jsonl"),
        (["extract"], "Missing argument"),
        (["extract", "a.txt", "--published", "15 March"], "not a date like 2024-03-15"),
        (["batch", "a.txt"], "--out"),
        (["batch", "a.txt", "--out", "o", "--workers", "0"], "--workers"),
        (["rules", "lst"], "Did you mean 'list'"),
    ],
)
def test_wrong_usage_is_exit_code_2_with_a_hint(arguments: list[str], message: str) -> None:
    shown = run(*arguments)
    assert shown.code == 2
    assert message in shown.err
    assert shown.out == ""


def test_a_wrong_configuration_is_exit_code_2(
    tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "c.yml").write_text("modle: x")
    monkeypatch.setattr(sys, "argv", ["sanctex", "config", "--config", str(tmp_path / "c.yml")])
    with pytest.raises(SystemExit) as end:
        cli.main()
    assert end.value.code == 2
    shown = capsys.readouterr()
    assert shown.err.count("\n") == 1
    assert "did you mean 'model'" in shown.err


@pytest.mark.model
@pytest.mark.usefixtures("loaded")
class TestExtract:
    def test_piped_output_is_json_lines(self, article: Path) -> None:
        shown = run("extract", str(article), str(article), "--published", "2024-03-14")
        assert shown.code == 0
        records = [ArticleRecord.model_validate_json(line) for line in shown.out.splitlines()]
        assert len(records) == 2
        assert str(records[0].published.date) == "2024-03-14"
        assert records[0].source.uri == str(article)

    def test_a_terminal_gets_a_summary(self, article: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
        monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
        cli.extract([str(article)])
        shown = capsys.readouterr().out
        assert "Ministry lists two shipping firms" in shown
        assert "sanction events" in shown
        assert "Norda Lines" in shown
        cli.extract([str(article)], jsonl=True)
        assert json.loads(capsys.readouterr().out)["title"] == "Ministry lists two shipping firms"

    def test_standard_input(self) -> None:
        shown = run("extract", "-", stdin=ARTICLE.encode("utf-16"))
        assert shown.code == 0
        record = json.loads(shown.out)
        assert (record["source"]["uri"], record["source"]["encoding"]) == ("-", "utf-16")

    def test_json_lines_give_all_their_articles(self, tmp_path: Path) -> None:
        path = tmp_path / "a.jsonl"
        path.write_text("".join(json.dumps({"id": f"n{n}", "text": ARTICLE}) + "\n" for n in range(3)))
        shown = run("extract", str(path))
        assert [json.loads(line)["doc_id"] for line in shown.out.splitlines()] == ["n0", "n1", "n2"]

    def test_what_fails_is_said_on_stderr_and_the_rest_is_done(self, article: Path, tmp_path: Path) -> None:
        (tmp_path / "empty.txt").touch()
        shown = run("extract", str(tmp_path / "empty.txt"), str(article), str(tmp_path / "b.txt"))
        assert shown.code == 1
        assert len(shown.out.splitlines()) == 1
        assert f"{tmp_path / 'empty.txt'}: the file is empty [empty]" in shown.err
        assert "did you mean" in shown.err

    def test_explain_quotes_each_fact_with_its_rule(self, article: Path) -> None:
        shown = run("explain", str(article))
        assert shown.code == 0
        assert "designate" in shown.out
        assert "event." in shown.out
        assert "revenue of $40 million" in " ".join(shown.out.split())


def test_a_missing_file_needs_no_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(_: object) -> None:
        raise AssertionError("the model was loaded")

    monkeypatch.setattr(pipeline, "load", never)
    assert run("extract", str(tmp_path / "none.txt")).code == 1
    assert run("extract", "-").code == 1


class TestBatch:
    @pytest.mark.model
    def test_a_folder_a_pattern_and_a_file(
        self, tmp_path: Path, article: Path, extractor: Extractor, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(flow, "Extractor", lambda _: extractor)
        (tmp_path / "more.jsonl").write_text(json.dumps({"id": "n1", "text": ARTICLE}) + "\n")
        (tmp_path / "bad.txt").write_bytes(b"")
        out = tmp_path / "out"
        shown = run("batch", str(tmp_path / "*.jsonl"), str(article), "--out", str(out), "--engine", "inline")
        assert shown.code == 0
        assert [line.split(",")[0] for line in shown.err.splitlines()] == [f"sanctex: {n} of 2 shards" for n in (1, 2)]
        assert "2 articles: 2 records (1 of them near-duplicates), 0 issues" in shown.out
        assert str(out / "records.jsonl") in shown.out
        shown = run("batch", str(tmp_path), "--out", str(out), "--overwrite")
        assert shown.code == 1
        assert "1 issues (empty 1)" in shown.out
        assert json.loads((out / "issues.jsonl").read_text())["code"] == "empty"

    @pytest.mark.parametrize(
        ("error", "code", "message"),
        [
            (KeyboardInterrupt(), 130, "run the same command again to go on"),
            (OSError(28, "No space left on device", "out/shards/1"), 2, "out/shards/1: No space left on device"),
            (PermissionError(13, "Permission denied", "out"), 2, "out: Permission denied"),
        ],
    )
    def test_what_stops_a_run_is_one_line(
        self, article: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException, code: int, message: str
    ) -> None:
        def stop(*_: object, **__: object) -> None:
            raise error

        monkeypatch.setattr("pipeline.run.batch", stop)
        shown = run("batch", str(article), "--out", "out")
        assert shown.code == code
        assert message in shown.err
        assert shown.err.count("\n") == 1

    def test_nothing_to_read(self, tmp_path: Path) -> None:
        with pytest.raises(ConfigError, match="no articles under"):
            run("batch", str(tmp_path), "--out", str(tmp_path / "out"))


def test_schema_config_and_rules() -> None:
    assert json.loads(run("schema").out)["title"] == "ArticleRecord"
    assert run("config").out.startswith("#")
    assert "model: other" in run("config", "--model", "other").out
    assert read_settings() is not None
    listed = run("rules", "list").out.splitlines()
    assert all(line.count("\t") >= 2 for line in listed)
    tested = run("rules", "test")
    assert (tested.code, tested.out.splitlines()[-1].split(",")[0]) == (0, f"{len(listed)} rules")
