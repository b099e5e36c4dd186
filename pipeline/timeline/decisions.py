"""Reports → decisions: which reports tell one decision, settled by what both say and nothing that either contradicts.

Reports are taken in the order of their dates, those without a date last, and each joins the decision that it fits best
or starts one. A decision of another authority, programme, target or time never fits; a missing statement is no
contradiction.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.records import Action, EventStatus
from pipeline.timeline.model import Decision, Party, Report

_OUTCOMES: tuple[EventStatus, ...] = ("enacted", "denied")
"""Statuses that contradict each other in reports of one decision."""
_STAGES: tuple[EventStatus, ...] = ("proposed", "threatened", "considered", "requested")
"""Statuses of what may come: reports mix them, the first of these that is given counts."""
_NEAR: tuple[frozenset[Action], ...] = (frozenset({"designate", "expand"}), frozenset({"ease", "delist"}))
"""Actions that reports of one decision take for one another."""


_DAYS = 7
"""Width of a date, in days, that still tells one decision from another of the same list."""
Parties = Mapping[str, Party]
"""Parties by id."""


def merge(reports: Iterable[Report], handles: Mapping[str, Party], window: int) -> tuple[Decision, ...]:
    """Merge reports into decisions, in the order of their dates.

    Args:
        reports: of all articles, with handles of the directory for parties.
        handles: the party of each handle.
        window: days by which reports of one decision may date it apart.
    """
    parties = {party.id: party for party in handles.values()}
    groups: list[_Group] = []
    by_target: dict[str, list[_Group]] = {}
    for report in sorted((_with_ids(one, handles) for one in reports), key=_order):
        near = groups if not report.targets else _distinct(g for t in report.targets for g in by_target.get(t, ()))
        near = [*near, *(g for g in by_target.get("", ()) if report.targets)]
        fits = [(fit, group) for group in near if (fit := group.fit(report, parties, window)) > 0]
        if fits:
            chosen = max(fits, key=lambda pair: (pair[0], -pair[1].number))[1]
        else:
            chosen = _Group(len(groups))
            groups.append(chosen)
        chosen.reports.append(report)
        for target in report.targets or ("",):
            if chosen not in by_target.setdefault(target, []):
                by_target[target].append(chosen)
    ordered = sorted((group.decision(parties) for group in groups), key=_place)
    return tuple(one.model_copy(update={"id": f"d{number}"}) for number, one in enumerate(ordered, start=1))


@dataclass(slots=True, eq=False)
class _Group:
    """Reports of one decision."""

    number: int
    reports: list[Report] = field(default_factory=list)

    def fit(self, report: Report, parties: Parties, window: int) -> float:
        """How well a report fits: what both state alike adds, a contradiction makes it 0."""
        if not _same_course(self._first, report):
            return 0.0
        shares = (
            _targets_fit(self, report),
            _bodies_fit(self.union("authorities"), report.authorities, parties),
            _bodies_fit(self.union("programs"), report.programs, parties),
            self._dates_fit(report, window),
        )
        if None in shares or not self._tied(report, shares[0] or 0.0, shares[2] or 0.0):
            return 0.0
        return sum(one for one in shares if one is not None)

    def _tied(self, report: Report, targets: float, programs: float) -> bool:
        """Whether more than the authority ties a report to the decision: a target or the count, else list and day."""
        if targets > 0:
            return True
        span = self.span
        close = span is not None and (span[1] - span[0]).days <= _DAYS and report.start is not None
        return close and ((report.end or report.start) - report.start).days <= _DAYS and programs > 0  # type: ignore[operator]

    @property
    def _first(self) -> Report:
        return self.reports[0]

    def union(self, name: str) -> tuple[str, ...]:
        """Everything that the reports state in a list, each once, in order."""
        return tuple(dict.fromkeys(one for report in self.reports for one in getattr(report, name)))

    @property
    def span(self) -> tuple[dt.date, dt.date] | None:
        """First and last day: of the reports that date the decision most closely."""
        dated = [(one.start, one.end or one.start) for one in self.reports if one.start is not None]
        return min(dated, key=lambda pair: (pair[1] - pair[0], pair)) if dated else None

    def _dates_fit(self, report: Report, window: int) -> float | None:
        """Nearness of the dates: 1 on the same day; a report without a date tells of what was before it."""
        span = self.span
        if span is None:
            return 0.0 if report.start is None and _published_apart(self._first, report) <= window else None
        if report.start is None:
            if report.published is not None and span[0] > report.published:
                return None
            # The nearer the decision, the likelier it is the one that a report need not date.
            apart = 0 if report.published is None else (report.published - span[1]).days
            return 1.0 / (2 + max(apart, 0))
        apart = max((report.start - span[1]).days, (span[0] - (report.end or report.start)).days, 0)
        return None if apart > window else 1.0 - apart / (window + 1)

    def decision(self, parties: Parties) -> Decision:
        """The decision that the reports tell; its number is given later."""
        counts = Counter(report.status for report in self.reports)
        statuses = tuple(sorted(counts, key=lambda one: (-counts[one], _rank(one))))
        span = self.span
        expires = [one.expires for one in self.reports if one.expires is not None]
        stated = [one.target_count for one in self.reports if one.target_count is not None]
        return Decision(
            id="d0",
            action=Counter(report.action for report in self.reports).most_common(1)[0][0],
            status=min(statuses, key=_rank),
            statuses=statuses,
            contradicted=set(_OUTCOMES) <= set(statuses),
            authorities=_narrowest(self.union("authorities"), parties),
            programs=self.union("programs"),
            targets=self.union("targets"),
            target_count=max(stated, default=None),
            measures=self.union("measures"),  # type: ignore[arg-type]
            reasons=self.union("reasons"),  # type: ignore[arg-type]
            start=None if span is None else span[0],
            end=None if span is None else span[1],
            expires=max(expires, default=None),
            reports=tuple(sorted(self.reports, key=lambda one: (one.published or dt.date.max, one.doc_id, one.event))),
        )


def _same_course(one: Report, other: Report) -> bool:
    """Whether two reports can tell the same act: the action is the same or near, the statuses are of one kind."""
    if one.action != other.action and not any({one.action, other.action} <= pair for pair in _NEAR):
        return False
    return one.status == other.status or any({one.status, other.status} <= set(kind) for kind in (_OUTCOMES, _STAGES))


def _targets_fit(group: _Group, report: Report) -> float | None:
    """Share of the smaller list that both name; where one names none, the counts must not contradict each other."""
    known, told = set(group.union("targets")), set(report.targets)
    if known and told:
        common = len(known & told)
        return common / min(len(known), len(told)) if common else None
    counts = {one.target_count for one in (*group.reports, report) if one.target_count is not None}
    if len(counts) > 1:
        return None
    return 0.5 if counts and _counted(group, report) else 0.0


def _counted(group: _Group, report: Report) -> bool:
    return report.target_count is not None and any(one.target_count == report.target_count for one in group.reports)


def _bodies_fit(known: Sequence[str], told: Sequence[str], parties: Parties) -> float | None:
    """Whether one of the bodies is, or belongs to, one of the others: the Treasury is the United States' too."""
    if not known or not told:
        return 0.0
    if set(known) & set(told):
        return 1.0
    related = any(_belongs(parties[a], parties[b]) or _belongs(parties[b], parties[a]) for a in known for b in told)
    return 0.5 if related else None


def _belongs(part: Party, whole: Party) -> bool:
    return whole.key is not None and whole.key in part.within


def _narrowest(ids: Sequence[str], parties: Parties) -> tuple[str, ...]:
    """Without those that another of them belongs to."""
    return tuple(a for a in ids if not any(_belongs(parties[b], parties[a]) for b in ids if b != a))


def _published_apart(one: Report, other: Report) -> int:
    if one.published is None or other.published is None:
        return 0
    return abs((one.published - other.published).days)


def _with_ids(report: Report, handles: Mapping[str, Party]) -> Report:
    def ids(given: Collection[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(handles[one].id for one in given))

    lists = {name: ids(getattr(report, name)) for name in ("authorities", "programs", "targets")}
    return report.model_copy(update=lists)


def _distinct(groups: Iterable[_Group]) -> list[_Group]:
    return list({group.number: group for group in groups}.values())


def _order(report: Report) -> tuple[object, ...]:
    """Close dates first, then wide ones, then none: a decision is dated before undated reports look for it."""
    day = report.start or report.published or dt.date.max
    width = 0 if report.start is None or report.end is None else (report.end - report.start).days
    return (report.start is None, width, day, not report.targets, report.doc_id, report.event)


def _place(decision: Decision) -> tuple[object, ...]:
    first = decision.reports[0]
    return (decision.start or first.published or dt.date.max, decision.end or dt.date.max, first.doc_id, first.event)


def _rank(status: EventStatus) -> int:
    order: tuple[EventStatus, ...] = ("enacted", *_STAGES, "rejected", "denied")
    return order.index(status)
