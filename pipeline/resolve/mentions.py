"""What a finder found, and one printed name of a document with the evidence for its type."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.records import EntityType

Votes = dict[EntityType, float]


@dataclass(frozen=True, slots=True)
class Found:
    """A name found in the view: offsets, type, how sure (votes), and which rule."""

    start: int
    end: int
    type: EntityType
    weight: float
    rule: str
    key: str | None = None


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
