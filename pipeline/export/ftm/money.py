"""Money facts and revenue shares: Payment where both sides are known, else Event with the figures in words."""

from __future__ import annotations

from pipeline.export.describe import describe
from pipeline.export.ftm.draft import LEGAL, Draft, Grounds, Sheet, mapping
from pipeline.export.ftm.periods import add_interval
from pipeline.export.source import source_url
from pipeline.records import FinancialFact, RevenueShare


def add_money(sheet: Sheet) -> None:
    """Add the money facts and revenue shares of the record, after its events, which may have paid some."""
    paid = {value.grounds.fact for draft in sheet.drafts.values() for value in draft.values}  # penalties
    for fact in sheet.record.financials:
        sheet.lose("confidence", fact.id)
        if fact.id not in paid:
            _fact(sheet, fact)
    for share in sheet.record.revenue_shares:
        sheet.lose("confidence", share.id)
        sheet.lose("revenue_share", share.id)
        keywords = ["revenue_share", f"basis:{share.basis}", f"dimension:{share.dimension}", f"status:{share.status}"]
        _event(sheet, share, keywords)


def _fact(sheet: Sheet, fact: FinancialFact) -> None:
    ends = _ends(sheet, fact)
    grounds = Grounds.of(fact, fact.id)
    if ends is None:
        sheet.lose("money", fact.id)
        currency = [f"currency:{fact.amount.currency}"] if fact.amount else []
        _event(sheet, fact, [fact.metric, f"status:{fact.status}", *currency])
        return
    assert fact.amount is not None
    draft = sheet.draft("Payment", fact.metric, ends[0].id, ends[1].id, str(fact.amount.span.start))
    _sourced(sheet, draft, fact, grounds)
    draft.add("payer", ends[0].id, grounds)
    draft.add("beneficiary", ends[1].id, grounds)
    draft.add("amount", format(fact.amount.value or 0, "f"), grounds)
    draft.add("currency", fact.amount.currency, grounds)
    draft.add("purpose", fact.metric, grounds)


def _ends(sheet: Sheet, fact: FinancialFact) -> tuple[Draft, Draft] | None:
    """Who paid whom, where the text tells both, the sum is one number and the payment was made."""
    roles = mapping()["payments"].get(fact.metric)
    if roles is None or fact.status != "actual" or fact.amount is None or fact.amount.value is None:
        return None
    ends = []
    for role in roles:
        named = [party.entity for party in fact.counterparties if party.role == role] if role else [fact.entity]
        draft = sheet.fits(named[0], LEGAL) if len(named) == 1 else None
        if draft is None:
            return None
        ends.append(draft)
    return (ends[0], ends[1]) if ends[0] is not ends[1] else None


def _event(sheet: Sheet, fact: FinancialFact | RevenueShare, keywords: list[str]) -> None:
    grounds = Grounds.of(fact, fact.id)
    names = {entity.id: entity.name for entity in sheet.record.entities}
    draft = sheet.draft("Event", keywords[0], str(fact.evidence[0].start), describe(fact, names))
    draft.add("name", describe(fact, names)[:380], grounds)
    draft.add("keywords", keywords, grounds)
    _sourced(sheet, draft, fact, grounds)
    parties = fact.counterparties if isinstance(fact, FinancialFact) else ()
    for entity in dict.fromkeys([fact.entity, *(party.entity for party in parties)]):
        if entity is None:
            continue
        thing = sheet.fits(entity, LEGAL)
        if thing is not None:
            draft.add("involved", thing.id, grounds)
        else:
            sheet.lose("event_party", fact.id)
            draft.add("namesMentioned", sheet.name(entity), grounds)
    draft.add("summary", [f"{party.role}: {sheet.name(party.entity)}" for party in parties], grounds)
    if isinstance(fact, FinancialFact) and fact.attributed_to is not None:
        draft.add("summary", f"according to {fact.attributed_to}", grounds)


def _sourced(sheet: Sheet, draft: Draft, fact: FinancialFact | RevenueShare, grounds: Grounds) -> None:
    draft.add("description", " ".join(fact.evidence[0].text.split()), grounds)
    draft.add("proof", sheet.article, grounds)
    draft.add("sourceUrl", source_url(sheet.record), grounds)
    draft.add("recordId", f"{sheet.record.doc_id}#{fact.id}"[:1024], grounds)
    add_interval(sheet, draft, fact.period, grounds)
    if fact.period is not None:
        draft.add("summary", f"period: {fact.period.text}", grounds)
