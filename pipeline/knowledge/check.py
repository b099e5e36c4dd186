"""Run the examples that every rule carries: each ``matches`` must be found, no ``rejects`` may be."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import resources

from pydantic import ConfigDict

from pipeline.knowledge import Rule, load_rules


class AnyRule(Rule):
    """A rule with whatever further fields its family has."""

    model_config = ConfigDict(extra="allow", frozen=True)


def rule_files() -> list[str]:
    """Names of the rule files, sorted, without ending."""
    folder = resources.files("pipeline.knowledge").joinpath("rules")
    return sorted(file.name.removesuffix(".yml") for file in folder.iterdir() if file.name.endswith(".yml"))


def compiled_rules() -> Iterator[tuple[str, Rule, re.Pattern[str]]]:
    """Every rule with its file and compiled pattern."""
    for name in rule_files():
        for rule, pattern in load_rules(name, AnyRule):
            yield name, rule, pattern


def all_rules() -> Iterator[tuple[str, Rule]]:
    """Every rule with its file."""
    for name, rule, _ in compiled_rules():
        yield name, rule


def failures() -> list[str]:
    """One line for each example that its rule gets wrong."""
    failed = []
    for name, rule, pattern in compiled_rules():
        failed += [f"{name}: {rule.id} does not match {text!r}" for text in rule.matches if not pattern.search(text)]
        failed += [f"{name}: {rule.id} must not match {text!r}" for text in rule.rejects if pattern.search(text)]
    return failed
