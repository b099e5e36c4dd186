"""The article and its entities: Article, Person, Company …, Mention, Documentation."""

from __future__ import annotations

from pipeline.export.ftm.draft import LEGAL, Draft, Grounds, Sheet, make_id, mapping
from pipeline.export.source import source_url
from pipeline.records import ArticleRecord, Entity

TEXT_LIMIT = 65_000
"""Length that FollowTheMoney allows a text."""


def start(record: ArticleRecord) -> Sheet:
    """A sheet with the article and its entities."""
    sheet = Sheet(record, make_id("Article", record.doc_id, record.source.sha256))
    _article(sheet)
    for position, entity in enumerate(record.entities):
        _entity(sheet, position, entity)
    if record.warnings:
        sheet.lose("warning", "article")
    if any(segment.kind != "body" for segment in record.segments):
        sheet.lose("segment", "article")
    return sheet


def _article(sheet: Sheet) -> None:
    record = sheet.record
    draft = Draft(sheet.article, "Article")
    sheet.drafts[draft.id] = draft
    given = Grounds("sanctex.source")
    if len(record.text) > TEXT_LIMIT:
        sheet.lose("long_text", "article")
    for prop, value in (
        ("title", record.title),
        ("fileName", record.source.uri.rsplit("/", 1)[-1] or record.source.uri),
        ("name", record.title or record.doc_id),
        ("sourceUrl", source_url(record)),
        ("mimeType", record.source.media_type),
        ("encoding", record.source.encoding),
        ("fileSize", str(record.source.bytes)),
        ("language", record.language),
        ("bodyText", record.text[:TEXT_LIMIT]),
        ("publishedAt", record.published.date.isoformat() if record.published.date else None),
        ("generator", f"sanctex {record.provenance.version}, {record.provenance.model}"),
    ):
        draft.add(prop, value, given)


def _entity(sheet: Sheet, position: int, entity: Entity) -> None:
    schema = mapping()["schemata"].get(entity.type)
    named = tuple(mention for mention in entity.mentions if mention.kind == "name")
    grounds = Grounds("sanctex.entity", entity.id, named[:1] or entity.mentions[:1])
    if len(named) < len(entity.mentions):
        sheet.lose("mention", entity.id)
    if schema is None:
        sheet.lose("program", entity.id)
        return
    alike = sum(one.type == entity.type and one.name == entity.name for one in sheet.record.entities[:position])
    draft = sheet.draft(schema, entity.name, *([str(alike)] if alike else []))
    sheet.things[entity.id] = draft
    draft.add("name", entity.name, grounds)
    draft.add("weakAlias", entity.aliases, grounds)
    countries = [code.lower() for code in entity.countries]
    draft.add("country", countries, grounds)
    draft.add("proof", sheet.article, grounds)
    if schema == "Address":
        draft.add("full", entity.name, grounds)
    if schema == "Territory":
        draft.add("territoryCode", countries, grounds)
    for name in dict.fromkeys(mention.text for mention in named):
        found = Grounds("sanctex.mention", entity.id, tuple(one for one in named if one.text == name))
        text = " ".join(name.split())
        mention = sheet.draft("Mention", draft.id, text)
        mention.add("document", sheet.article, found)
        mention.add("name", text, found)
        mention.add("detectedSchema", schema, found)
        mention.add("contextCountry", countries, found)
        if schema in LEGAL:
            mention.add("resolved", draft.id, found)


def finish(sheet: Sheet) -> None:
    """Tie every entity to the article, with the part it plays there."""
    roles: dict[str, list[str]] = {}
    for event in sheet.record.sanction_events:
        for part, entities in (("target", event.targets), ("authority", event.authorities)):
            for one in entities:
                roles.setdefault(one, []).append(f"{part}: {event.action}, {event.status}")
    for entity in sheet.record.entities:
        draft = sheet.things.get(entity.id)
        if draft is None:
            continue
        grounds = Grounds("sanctex.entity", entity.id, entity.mentions[:1])
        tie = sheet.draft("Documentation", draft.id)
        tie.add("document", sheet.article, grounds)
        tie.add("entity", draft.id, grounds)
        tie.add("role", dict.fromkeys(roles.get(entity.id, ["mentioned"])), grounds)
        tie.add("date", sheet.record.published.date.isoformat() if sheet.record.published.date else None, grounds)
