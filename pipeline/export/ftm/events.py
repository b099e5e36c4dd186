"""Sanction events → Sanction and Risk for each target, Event for the rest, Payment for penalties."""

from __future__ import annotations

from functools import cache

from pipeline.export.describe import describe
from pipeline.export.ftm.draft import LEGAL, Draft, Grounds, Sheet, mapping
from pipeline.export.ftm.periods import add_date, whole_date
from pipeline.export.source import source_url
from pipeline.knowledge.world import World
from pipeline.records import SanctionEvent

_LISTING = {"designate", "expand", "renew"}
_PROSPECT = {"proposed", "threatened", "requested", "considered"}


def add_events(sheet: Sheet) -> None:
    """Add the events of the record."""
    delisted = {
        target
        for event in sheet.record.sanction_events
        if event.action == "delist" and event.status == "enacted"
        for target in event.targets
    }
    for event in sheet.record.sanction_events:
        grounds = Grounds.of(event, event.id)
        sheet.lose("confidence", event.id)
        if event.implied_measures:
            sheet.lose("implied_measure", event.id)
        if event.target_count is not None or event.target_description is not None:
            sheet.lose("target_count", event.id)
        targets = [target for target in event.targets if target in sheet.things]
        if len(targets) < len(event.targets):
            sheet.lose("program_target", event.id)
        if _is_measure(event) and targets:
            for target in targets:
                _measure(sheet, event, target, grounds)
            if event.action in _LISTING and event.status == "enacted":
                _topics(sheet, event, [one for one in targets if one not in delisted], grounds)
        else:
            _event(sheet, event, grounds)


def _is_measure(event: SanctionEvent) -> bool:
    """Whether FollowTheMoney has a schema: a listing or delisting, or the prospect of a listing."""
    if event.status == "enacted":
        return event.action in _LISTING | {"delist"}
    return event.action in _LISTING and event.status in _PROSPECT


def _only_warns(event: SanctionEvent, sheet: Sheet) -> bool:
    """Whether all that is named is lists that bring no measure, such as the Unverified List."""
    rows = [_programmes().get(name.casefold()) for name in sheet.names(event.programs)]
    named = [row for row in rows if row is not None and row[1] == "list" and not row[2]]
    return bool(rows) and len(named) == len(rows) and not event.measures and not event.implied_measures


def _measure(sheet: Sheet, event: SanctionEvent, target: str, grounds: Grounds) -> None:
    risk = event.status != "enacted" or _only_warns(event, sheet)
    draft = _dated(sheet, event, sheet.draft("Risk" if risk else "Sanction", *_key(event), sheet.name(target)), grounds)
    draft.add("entity", sheet.things[target].id, grounds)
    draft.add("authority", sheet.names(event.authorities), grounds)
    draft.add("country", _countries(sheet, event), grounds)
    if not risk:
        draft.add("provisions", event.measures, grounds)
        draft.add(
            "provisions", [f"{one.measure} (implied by the programme)" for one in event.implied_measures], grounds
        )
    elif event.measures:
        draft.add("summary", f"measures: {', '.join(event.measures)}", grounds)
    draft.add("reason", event.reasons, grounds)
    add_date(sheet, draft, "startDate", event.effective if event.action != "delist" else None, grounds)
    if event.action == "delist":
        draft.add("status", "inactive", grounds)
        add_date(sheet, draft, "endDate", event.effective or event.announced, grounds)
    else:
        draft.add("status", "active" if event.status == "enacted" else event.status, grounds)
        add_date(sheet, draft, "listingDate", event.announced, grounds)
        add_date(sheet, draft, "endDate", event.expires, grounds)
    if event.action in {"expand", "renew"}:
        sheet.lose("event_action", event.id)
        draft.add("summary", f"action: {event.action}", grounds)


def _event(sheet: Sheet, event: SanctionEvent, grounds: Grounds) -> None:
    draft = _dated(sheet, event, sheet.draft("Event", *_key(event)), grounds)
    sheet.lose("event_action", event.id)
    if event.action in _LISTING and not event.targets:
        sheet.lose("no_target", event.id)
    names = {entity.id: entity.name for entity in sheet.record.entities}
    draft.add("name", describe(event, names)[:380], grounds)
    keywords = [f"action:{event.action}", f"status:{event.status}", *(f"measure:{one}" for one in event.measures)]
    draft.add("keywords", [*keywords, *(f"reason:{one}" for one in event.reasons)], grounds)
    for prop, entities in (("involved", event.targets), ("organizer", event.authorities)):
        for entity in entities:
            _involve(sheet, draft, prop, entity, grounds)
    add_date(sheet, draft, "date", event.announced, grounds)
    add_date(sheet, draft, "startDate", event.effective, grounds)
    add_date(sheet, draft, "endDate", event.expires, grounds)
    if event.action == "penalize":
        _penalty(sheet, event, grounds)


def _involve(sheet: Sheet, draft: Draft, prop: str, entity: str, grounds: Grounds) -> None:
    thing = sheet.fits(entity, LEGAL)
    if thing is not None:
        draft.add(prop, thing.id, grounds)
    else:
        sheet.lose("event_party", grounds.fact)
        draft.add("namesMentioned", sheet.name(entity), grounds)


def _penalty(sheet: Sheet, event: SanctionEvent, grounds: Grounds) -> None:
    if event.status == "enacted":
        for target in event.targets:
            thing = sheet.fits(target, LEGAL)
            if thing is not None:
                thing.add("topics", mapping()["penalty_topic"], grounds)
    money = next((fact for fact in sheet.record.financials if fact.id == event.penalty), None)
    if money is None:
        return
    payer = sheet.fits(event.targets[0], LEGAL) if len(event.targets) == 1 else None
    payee = sheet.fits(event.authorities[0], LEGAL) if len(event.authorities) == 1 else None
    if (
        payer is None
        or payee is None
        or money.amount is None
        or money.amount.value is None
        or event.status != "enacted"
    ):
        sheet.lose("penalty", event.id)
        return
    draft = _dated(sheet, event, sheet.draft("Payment", *_key(event)), grounds)
    draft.add("payer", payer.id, grounds)
    draft.add("beneficiary", payee.id, grounds)
    draft.add("purpose", "penalty", grounds)
    draft.add("amount", format(money.amount.value, "f"), Grounds.of(money, money.id))
    draft.add("currency", money.amount.currency, Grounds.of(money, money.id))
    add_date(sheet, draft, "date", event.announced, grounds)


def _dated(sheet: Sheet, event: SanctionEvent, draft: Draft, grounds: Grounds) -> Draft:
    """What every schema of an event shares: quote, programme, source."""
    draft.add("description", " ".join(event.evidence[0].text.split()), grounds)
    draft.add("proof", sheet.article, grounds)
    draft.add("sourceUrl", source_url(sheet.record), grounds)
    draft.add("recordId", f"{sheet.record.doc_id}#{event.id}"[:1024], grounds)
    if event.attributed_to is not None:
        draft.add("summary", f"according to {event.attributed_to}", grounds)
    if event.target_description is not None or event.target_count is not None:
        count = f"{event.target_count} targets" if event.target_count is not None else "targets"
        draft.add("summary", f"{count}: {event.target_description or 'as named'}", grounds)
    if draft.schema != "Payment":
        names = sheet.names(event.programs)
        draft.add("program", names, grounds)
        draft.add("programId", [row[0] for name in names if (row := _programmes().get(name.casefold()))], grounds)
    for label in ("announced", "effective", "expires"):
        period = getattr(event, label)
        if period is not None and whole_date(period) is None:
            draft.add("summary", f"{label}: {period.text}", grounds)
    return draft


def _topics(sheet: Sheet, event: SanctionEvent, targets: list[str], grounds: Grounds) -> None:
    """Topics of the targets, where the listing itself is asserted and stands."""
    if event.attributed_to is not None:
        return
    table = mapping()
    if _only_warns(event, sheet):
        topics = [table["warning_topic"]]
    elif event.measures:
        topics = [table["topics"][one] for one in event.measures if one in table["topics"]]
    else:
        topics = [table["unspecified_topic"]]
    for target in targets:
        if sheet.things[target].schema not in {"Territory", "Address"}:
            sheet.things[target].add("topics", dict.fromkeys(topics), grounds)


def _countries(sheet: Sheet, event: SanctionEvent) -> list[str]:
    """Country of a single authority."""
    if len(event.authorities) != 1:
        return []
    codes = next(one.countries for one in sheet.record.entities if one.id == event.authorities[0])
    return [codes[0].lower()] if len(codes) == 1 else []


def _key(event: SanctionEvent) -> tuple[str, str, str]:
    return event.action, event.status, str(event.trigger.start)


@cache
def _programmes() -> dict[str, tuple[str, str, tuple[str, ...]]]:
    """Key, kind and measures of a programme, by each name that means it wherever it stands."""
    return {
        name.casefold(): (row.id, row.kind, row.measures)
        for row in World().programmes
        for name in (*row.aliases, row.name)
    }
