"""Validate: assemble the record; the record models prove every quote, range and reference."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from pydantic import ValidationError

from pipeline.document import Chain, Context
from pipeline.errors import ArticleError
from pipeline.extract import Facts
from pipeline.records import ArticleRecord, Entity, Mention, Provenance, RecordWarning, RevenueShare


def assemble(context: Context, facts: Facts, provenance: Provenance) -> ArticleRecord:
    """Make the record of one article.

    Raises:
        ArticleError: a fact breaks a rule of the record, which is a defect of an extractor; nothing false is written.
    """
    clean = context.clean
    try:
        return ArticleRecord(
            doc_id=clean.article.doc_id,
            source=clean.article.source,
            title=clean.title,
            published=clean.published,
            language=clean.language,
            text=clean.article.text,
            segments=clean.segments,
            entities=tuple(_entity(context, chain) for chain in context.chains),
            relations=facts.relations,
            financials=facts.financials,
            revenue_shares=facts.revenue_shares,
            sanction_events=facts.sanction_events,
            provenance=provenance,
            warnings=(*context.warnings, *share_warnings(facts.revenue_shares)),
        )
    except ValidationError as error:
        raise ArticleError("invalid_record", f"the record breaks a rule: {error.errors()[0]['msg']}", "validate") from error


def _entity(context: Context, chain: Chain) -> Entity:
    mentions = []
    for mention in sorted(chain.mentions):
        quote = context.quote(context.doc[mention.first : mention.last])
        mentions.append(Mention(start=quote.start, end=quote.end, text=quote.text, kind=mention.kind))
    return Entity(
        id=chain.id,
        type=chain.type,
        name=chain.name,
        aliases=chain.aliases,
        mentions=tuple(mentions),
        countries=chain.countries,
    )


_WHOLE = Decimal("1.02")
"""Largest sum of the shares of one whole: each share is rounded as printed."""


def share_warnings(shares: Iterable[RevenueShare]) -> list[RecordWarning]:
    """A warning for each whole (owner, basis, dimension, period) whose shares sum to more than 1.02.

    A share printed twice for one segment counts once, with its larger figure.
    """
    wholes: dict[tuple[str | None, ...], dict[str, Decimal]] = {}
    for share in shares:
        period = None if share.period is None else share.period.text.lower()
        size = share.share if share.share is not None else share.low or Decimal(0)
        parts = wholes.setdefault((share.entity, share.basis, share.dimension, share.status, period), {})
        parts[share.segment.lower()] = max(size, parts.get(share.segment.lower(), Decimal(0)))
    return [
        RecordWarning(
            code="shares_over_one",
            message=f"shares of {key[1]} by {key[2]} of {key[0] or 'an unnamed owner'} sum to {sum(parts.values())}: "
            + ", ".join(f"{segment} {size}" for segment, size in parts.items()),
        )
        for key, parts in wholes.items()
        if sum(parts.values()) > _WHOLE
    ]
