"""Decisions → what holds for each target under each programme, by replaying them in order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.records import Action
from pipeline.timeline.model import Decision, Party, Standing, State, TargetHistory

_MAKES: dict[Action, State] = {
    "designate": "in_force",
    "expand": "in_force",
    "renew": "in_force",
    "ease": "eased",
    "delist": "lifted",
    "annul": "annulled",
}
"""State that an enacted action makes; the others (penalize, challenge, breach) change none."""
_PUTS: tuple[Action, ...] = ("designate", "expand", "renew")
_COMING = ("proposed", "threatened", "considered", "requested")


def histories(
    decisions: Sequence[Decision], parties: Mapping[str, Party], day: dt.date | None
) -> tuple[TargetHistory, ...]:
    """The history of every target, by name.

    Args:
        decisions: in the order of their dates.
        parties: by handle or id.
        day: the day for which states hold; what is dated later does not count, what expired before has lapsed.
    """
    by_id = {party.id: party for party in parties.values()}
    courses: dict[str, dict[str | None, _Course]] = {}
    for decision in decisions:
        if day is not None and decision.start is not None and decision.start > day:
            continue
        for target in decision.targets:
            regimes = courses.setdefault(target, {})
            for regime in _regimes(decision, regimes, by_id):
                regimes.setdefault(regime, _Course()).take(decision)
    found = (
        TargetHistory(
            target=target,
            name=by_id[target].name,
            standings=tuple(course.standing(regime, day) for regime, course in regimes.items()),
        )
        for target, regimes in courses.items()
    )
    return tuple(sorted(found, key=lambda one: (one.name.casefold(), one.target)))


@dataclass(slots=True)
class _Course:
    """What happened so far under one regime."""

    state: State = "none"
    since: dt.date | None = None
    expires: dt.date | None = None
    contested: bool = False
    decisions: list[str] = field(default_factory=list)

    def take(self, decision: Decision) -> None:
        """Apply a decision."""
        self.decisions.append(decision.id)
        new = self.state
        if decision.status == "enacted":
            new = _MAKES.get(decision.action, self.state)
            self.contested = decision.contradicted if decision.action in _MAKES else self.contested
        elif decision.status in _COMING and decision.action in _PUTS and self.state == "none":
            new = "proposed"
        if decision.status == "enacted" and decision.action in _PUTS:
            self.expires = decision.expires
        if new != self.state:
            self.state, self.since = new, decision.start

    def standing(self, regime: str | None, day: dt.date | None) -> Standing:
        """What holds in the end."""
        lapsed = day is not None and self.expires is not None and self.expires < day and self.state == "in_force"
        return Standing(
            regime=regime,
            state="lifted" if lapsed else self.state,
            since=self.expires if lapsed else self.since,
            contested=self.contested,
            decisions=tuple(self.decisions),
        )


def _regimes(decision: Decision, known: Mapping[str | None, _Course], parties: Mapping[str, Party]) -> list[str | None]:
    """Where a decision counts: its programmes; else the regimes of its authority that the target is under; else it."""
    if decision.programs:
        return list(decision.programs)
    bodies = [parties[one] for one in decision.authorities]
    same = [one for one in known if one is not None and any(_related(parties[one], body) for body in bodies)]
    if same:
        return list(same)
    if not bodies:
        return list(known) if len(known) == 1 else [None]
    return [bodies[0].id]


def _related(regime: Party, body: Party) -> bool:
    """Whether a regime is an authority, one of its programmes, or a part or the whole of it."""
    keys = {regime.key, *regime.within} - {None}
    return regime.id == body.id or bool(keys & ({body.key} - {None})) or regime.key in body.within
