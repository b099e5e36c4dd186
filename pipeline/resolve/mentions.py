"""One printed name of a document with the evidence for its type."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.records import EntityType

Votes = dict[EntityType, float]


@dataclass(slots=True)
class NameMention:
    """One printed name: token range (half-open), offsets into the view, evidence for its type."""

    first: int
    last: int
    start: int
    end: int
    votes: Votes = field(default_factory=dict)
    key: str | None = None
    rules: list[str] = field(default_factory=list)
    label: str | None = None

    def add(self, votes: Votes, rule: str) -> None:
        """Add evidence."""
        for kind, weight in votes.items():
            self.votes[kind] = self.votes.get(kind, 0.0) + weight
        self.rules.append(rule)
