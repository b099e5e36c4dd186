"""Who may import whom: the flow is readable because only ``flow.py`` knows the order of the stages."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOT

PACKAGE = ROOT / "pipeline"
FILES = sorted(PACKAGE.rglob("*.py"))
STAGES = {"ingest", "clean", "annotate", "resolve", "extract", "validate"}
SHARED = {"", "errors", "records", "document", "knowledge", "values", "reading", "reader", "printed", "readings"}
"""What a stage may import beside its own modules; "" is the package itself, for its version."""
STAGE_USERS = {
    "flow": STAGES,  # the order of the stages
    "run": {"ingest"},  # plans by files, reads them in the worker
    "components": {"ingest"},  # a document of spaCy becomes an article
    "cli": {"ingest"},  # reads the files it is given
    # learns from what the stages of a run see, and from which events of a record are right
    "train": {"ingest", "clean", "annotate", "resolve", "extract", "validate"},
    "evaluate": {"ingest", "clean"},  # a gold article is read as a run would read it
}
FOUNDATIONS = {
    "errors": set(),
    "records": set(),
    "duplicates": {"records"},
    "reading": set(),
    "knowledge": {"errors", "records"},
    "values": {"errors", "knowledge", "records"},
    "reader": {"errors", "knowledge"},
    "link": {"errors", "export", "knowledge", "records"},
}
CEILING = 300
LONGER = {"records.py": 500}
"""The record is one contract and stands in one file."""


def part(path: Path) -> str:
    """Top-level part of the package that a file belongs to: ``ingest``, ``flow``, …"""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """Line and top-level part of everything of ours that a file imports, also inside functions."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: relative import"
            names = (
                [f"{node.module}.{alias.name}" for alias in node.names]
                if node.module == "pipeline"
                else [node.module or ""]
            )
        for name in names:
            first, _, rest = name.partition(".")
            if first == "pipeline":
                top = rest.split(".")[0]
                yield node.lineno, top if (PACKAGE / top).is_dir() or (PACKAGE / f"{top}.py").exists() else ""


def test_no_stage_imports_another() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{line} imports {top}"
        for path in FILES
        if part(path) in STAGES
        for line, top in imports(path)
        if top not in SHARED | {part(path)}
    ]
    assert wrong == []


def test_only_the_flow_knows_the_stages() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{line} imports {top}"
        for path in FILES
        if part(path) not in STAGES
        for line, top in imports(path)
        if top in STAGES - STAGE_USERS.get(part(path), set())
    ]
    assert wrong == []


@pytest.mark.parametrize("name", FOUNDATIONS)
def test_the_foundations_know_nothing_above_them(name: str) -> None:
    found = {top for path in FILES if part(path) == name for _, top in imports(path)}
    assert found - {name} <= FOUNDATIONS[name]


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_says_what_it_is_and_stays_small(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert ast.get_docstring(ast.parse(text)), "no docstring"
    assert len(text.splitlines()) <= LONGER.get(path.name, CEILING)
    assert path.stem not in {"utils", "helpers", "common", "misc", "manager", "handler"}


def test_heavy_libraries_stay_where_they_are_used() -> None:
    """spaCy lives in annotate, where a model is trained and in components; elsewhere only its types are named."""
    wrong = []
    for path in FILES:
        if part(path) in {"annotate", "train", "components"}:
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        top = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
        names = [alias.name for node in top if isinstance(node, ast.Import) for alias in node.names]
        names += [node.module or "" for node in top if isinstance(node, ast.ImportFrom)]
        wrong += [
            f"{path.relative_to(ROOT)}: {name}"
            for name in names
            if name.split(".")[0] in {"spacy", "thinc", "sklearn", "ray"}
        ]
    assert wrong == []
