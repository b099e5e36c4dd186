"""Relations → Ownership, Directorship, Employment, Occupancy, Family …, else UnknownLink."""

from __future__ import annotations

from pipeline.export.ftm.draft import ASSET, LEGAL, ORGANIZATION, PERSON, Draft, Grounds, Sheet, mapping
from pipeline.export.source import source_url
from pipeline.records import Relation

_ENDS = {
    "director": LEGAL,
    "organization": ORGANIZATION,
    "employee": PERSON,
    "employer": ORGANIZATION,
    "owner": LEGAL,
    "asset": ASSET,
    "person": PERSON,
    "relative": PERSON,
    "associate": PERSON,
    "agent": LEGAL,
    "client": LEGAL,
}
"""What FollowTheMoney lets stand at each end."""
_HELD = {"current": "current", "former": "ended", "future": "unknown"}


def add_links(sheet: Sheet) -> None:
    """Add the relations of the record."""
    for link in sheet.record.relations:
        sheet.lose("confidence", link.id)
        if link.subject not in sheet.things or link.object not in sheet.things:
            sheet.lose("program_target", link.id)
        elif link.subject == link.object:
            sheet.lose("self_link", link.id)
        else:
            _add(sheet, link, Grounds.of(link, link.id))


def _add(sheet: Sheet, link: Relation, grounds: Grounds) -> None:
    subject, target = sheet.things[link.subject], sheet.things[link.object]
    if link.type == "located_in" and link.status == "current" and _place(subject, target, grounds):
        return
    post = link.type in {"directorship", "employment"} and link.role is not None
    if post and target.schema == "Territory" and subject.schema == "Person":
        _office(sheet, link, grounds)
        return
    schema, first, second = mapping()["links"].get(link.type, ("UnknownLink", "subject", "object"))
    if subject.schema not in _ENDS.get(first, {subject.schema}) or target.schema not in _ENDS.get(
        second, {target.schema}
    ):
        schema, first, second = "UnknownLink", "subject", "object"
    draft = _draft(sheet, link, schema, grounds)
    draft.add(first, subject.id, grounds)
    draft.add(second, target.id, grounds)
    role = link.role or (link.type if schema == "UnknownLink" else "parent" if link.type == "subsidiary" else None)
    if schema == "UnknownLink":
        sheet.lose("relation", link.id)
        role = link.type if role == link.type else f"{link.type}: {role}"
    if schema in {"Family", "Associate"}:
        draft.add("relationship", role or link.type, grounds)
    else:
        draft.add("role", role, grounds)
        draft.add("status", link.status, grounds)
    if link.share is not None and schema == "Ownership":
        draft.add("percentage", format((link.share * 100).normalize(), "f"), grounds)


def _place(subject: Draft, place: Draft, grounds: Grounds) -> bool:
    """Where something is based is a property of it, not a link."""
    if place.schema == "Address":
        subject.add("addressEntity", place.id, grounds)
        return True
    countries = [value.text for value in place.values if value.prop == "country"]
    if place.schema == "Territory" and countries:
        subject.add("country", countries, grounds)
        return True
    return False


def _office(sheet: Sheet, link: Relation, grounds: Grounds) -> None:
    """A post in a state: FollowTheMoney keeps the post and who holds it apart."""
    state = sheet.things[link.object]
    post = sheet.draft("Position", link.object, link.role or "")
    post.add("name", f"{link.role} of {sheet.name(link.object)}", grounds)
    post.add("country", [value.text for value in state.values if value.prop == "country"], grounds)
    post.add("proof", sheet.article, grounds)
    draft = _draft(sheet, link, "Occupancy", grounds)
    draft.add("holder", sheet.things[link.subject].id, grounds)
    draft.add("post", post.id, grounds)
    draft.add("status", _HELD[link.status], grounds)


def _draft(sheet: Sheet, link: Relation, schema: str, grounds: Grounds) -> Draft:
    ends = (sheet.things[link.subject].id, sheet.things[link.object].id)
    draft = sheet.draft(schema, link.type, *ends, link.role or "", link.status)
    draft.add("description", " ".join(link.evidence[0].text.split()), grounds)
    draft.add("proof", sheet.article, grounds)
    draft.add("sourceUrl", source_url(sheet.record), grounds)
    draft.add("recordId", f"{sheet.record.doc_id}#{link.id}"[:1024], grounds)
    return draft
