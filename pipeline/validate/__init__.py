"""Validate: assemble the record; the record models prove every quote, range and reference."""

from __future__ import annotations

from dataclasses import fields

from pydantic import ValidationError

from pipeline.document import Chain, Context, Facts
from pipeline.errors import ArticleError
from pipeline.records import ArticleRecord, Entity, Mention, Provenance


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
            **{field.name: getattr(facts, field.name) for field in fields(facts)},
            provenance=provenance,
            warnings=tuple(context.warnings),
        )
    except ValidationError as error:
        message = f"the record breaks a rule: {error.errors()[0]['msg']}"
        raise ArticleError("invalid_record", message, "validate") from error


def _entity(context: Context, chain: Chain) -> Entity:
    mentions = []
    for mention in sorted(chain.mentions):
        quote = context.span(context.starts[mention.first], context.ends[mention.last - 1])
        mentions.append(Mention(start=quote.start, end=quote.end, text=quote.text, kind=mention.kind))
    return Entity(
        id=chain.id,
        type=chain.type,
        name=chain.name,
        aliases=chain.aliases,
        mentions=tuple(mentions),
        countries=chain.countries,
    )
