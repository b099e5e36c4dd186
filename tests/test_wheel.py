"""What is handed out: wheel and sdist hold everything, and the wheel works where there is no checkout."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import subprocess
import sys
import sysconfig
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest
import yaml
from conftest import ROOT, SAMPLE

from pipeline import __version__
from pipeline.flow import Extractor
from pipeline.settings import read_settings, to_yaml

ARTICLE = SAMPLE / "penalty-press-release.txt"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
DATA = {".yml", ".json", ".xml", ".bin", ".css", ".js", ".j2", ".typed", ".md"}


def run(*command: str | Path, folder: Path) -> str:
    """Output of a command that knows nothing of this checkout and these tests."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "PIP_", "VIRTUAL_ENV"))}
    clean |= {"XDG_CACHE_HOME": str(folder / "cache"), "PIP_NO_INDEX": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    done = subprocess.run(
        [str(part) for part in command], cwd=folder, env=clean, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def build(source: Path, target: str, out: Path) -> Path:
    before = set(out.glob("*"))
    command = [sys.executable, "-m", "hatchling", "build", "-t", target, "-d", str(out)]
    done = subprocess.run(command, cwd=source, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    (made,) = set(out.glob("*")) - before
    return made


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(ROOT, "wheel", tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new environment with the wheel; the packages it depends on are borrowed, the checkout is out of sight."""
    folder = tmp_path_factory.mktemp("clean")
    run(sys.executable, "-m", "venv", "--without-pip", folder / "env", folder=folder)
    python = folder / "env" / "bin" / "python"
    run(sys.executable, "-m", "pip", "--python", python, "install", "--no-deps", "--quiet", wheel, folder=folder)
    (site,) = (folder / "env" / "lib").glob("python*/site-packages")
    # A line of a .pth file puts the folder on the path, and does not follow the one that leads to this checkout.
    (site / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return folder


def names(path: Path) -> set[str]:
    if path.suffix == ".whl":
        return set(zipfile.ZipFile(path).namelist())
    with tarfile.open(path) as archive:
        return {name.partition("/")[2] for name in archive.getnames()}


def data(folder: str) -> set[str]:
    found = (path for path in (ROOT / folder).rglob("*") if path.suffix in DATA and path.is_file())
    return {str(path.relative_to(ROOT)) for path in found}


def test_the_wheel_holds_knowledge_configurations_and_models(wheel: Path) -> None:
    held = names(wheel)
    assert data("pipeline") - held == set()
    assert {f"pipeline/_data/{name}" for name in data("configs") | data("models")} - held == set()
    assert any(name.endswith("weights.bin") for name in held)
    assert not any(name.startswith(("tests/", "corpus/")) for name in held)


def test_the_sdist_makes_the_same_wheel(wheel: Path, tmp_path: Path) -> None:
    sdist = build(ROOT, "sdist", tmp_path)
    held = names(sdist)
    assert data("pipeline") | data("configs") | data("models") | {"README.md", "LICENSE", "CHANGES.md"} <= held
    with tarfile.open(sdist) as archive:
        archive.extractall(tmp_path / "unpacked", filter="data")
    (source,) = (tmp_path / "unpacked").iterdir()
    (tmp_path / "again").mkdir()
    assert names(build(source, "wheel", tmp_path / "again")) == names(wheel)


@pytest.mark.model
def test_the_installed_command_reads_an_article_as_this_checkout_does(
    environment: Path, extractor: Extractor, tmp_path: Path
) -> None:
    article = tmp_path / ARTICLE.name
    article.write_bytes(ARTICLE.read_bytes())
    sanctex = environment / "env" / "bin" / "sanctex"
    told = json.loads(run(sanctex, "extract", article, "--published", "2024-03-15", folder=tmp_path))
    here = extractor.extract(ARTICLE.read_text(encoding="utf-8"), published=dt.date(2024, 3, 15))
    assert told["sanction_events"]
    assert told["provenance"] == here.provenance.model_dump(mode="json")
    assert told["sanction_events"] == here.model_dump(mode="json")["sanction_events"]


def test_the_environment_has_the_wheel_and_not_the_checkout(environment: Path) -> None:
    python = environment / "env" / "bin" / "python"
    where = run(python, "-c", "import pipeline; print(pipeline.__file__)", folder=environment)
    assert Path(where.strip()).is_relative_to(environment)
    code = (
        "import spacy; nlp = spacy.blank('en'); nlp.add_pipe('sanctex_values'); a = nlp('$5 million'); print(a.spans)"
    )
    assert "$5 million" in run(python, "-c", code, folder=environment)


def test_commands_that_need_files_of_the_package_find_them(environment: Path) -> None:
    sanctex = environment / "env" / "bin" / "sanctex"
    assert run(sanctex, "--version", folder=environment) == f"sanctex {__version__}\n"
    assert yaml.safe_load(run(sanctex, "config", folder=environment)) == yaml.safe_load(to_yaml(read_settings()))
    assert "furniture.rights" in run(sanctex, "rules", "list", folder=environment)


def test_the_version_stands_in_one_place(wheel: Path) -> None:
    assert "version" in PROJECT["dynamic"]
    assert wheel.name.startswith(f"sanctex-{__version__}-")


def test_the_readme_names_every_extra() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    named = {one for listed in re.findall(r"sanctex\[([a-z,]+)\]", readme) for one in listed.split(",")}
    assert named == set(PROJECT["optional-dependencies"])


def test_the_container_installs_what_is_pinned_and_runs_as_nobody_special() -> None:
    lines = (ROOT / "Containerfile").read_text(encoding="utf-8").splitlines()
    copied = [word for line in lines if line.startswith("COPY") and "--from" not in line for word in line.split()[1:-1]]
    assert copied
    assert [name for name in copied if not (ROOT / name).exists()] == []
    assert any("--require-hashes" in line and "requirements" in line for line in lines)
    assert any(line.startswith("USER ") and line != "USER root" for line in lines)
    assert lines[-1] == 'ENTRYPOINT ["sanctex"]'
