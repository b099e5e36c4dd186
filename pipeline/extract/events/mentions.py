"""The mentions of an article that are believed, with their arguments, stage and slots."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.document import Context
from pipeline.extract.events.arguments import Arguments
from pipeline.extract.events.candidate import Candidate
from pipeline.extract.events.decide import Decider
from pipeline.extract.events.gate import near_sanctions
from pipeline.extract.events.propose import Proposal, Proposals
from pipeline.extract.events.reader_features import LIKELY
from pipeline.extract.events.roles import complete
from pipeline.extract.events.score import raw_score
from pipeline.extract.events.slots import fill_dates, fill_penalty, stated_measures, stated_reasons
from pipeline.extract.events.syntax import child, surface_subject
from pipeline.records import FinancialFact

_NEAR = 8
"""Tokens within which two words of one action tell the same thing."""


def find_mentions(
    context: Context, financials: Sequence[FinancialFact], arguments: Arguments, model: Decider | None
) -> list[Candidate]:
    """Every mention that is worth a look, in text order; without a model those of the rules."""
    proposals = Proposals(context)
    for one in proposals.found:
        one.mention.trusted = (model is None or model.rules) and _ruled(context, one.mention)
    if model is None:
        proposals.read(one for one in proposals.found if one.mention.trusted)
    else:
        model.decide(proposals)
    found: list[Candidate] = []
    for one in proposals.found:
        if _passes(one.mention, model) and _fill(context, one, arguments, financials):
            found.append(one.mention)
    return _without_echoes(found)


def _passes(mention: Candidate, model: Decider | None) -> bool:
    if model is None or mention.chance is None:
        return mention.trusted
    # An answer in kind that no rule trusts has no word of trade around it: it is one of weapons.
    return mention.trusted or (mention.chance >= model.loose and not mention.sense and not mention.answer)


def _ruled(context: Context, mention: Candidate) -> bool:
    if mention.loose or mention.sense:
        return False
    return near_sanctions(
        context, mention.sentence, close=mention.close, anywhere=mention.context, trade=mention.answer
    )


def _fill(context: Context, one: Proposal, arguments: Arguments, financials: Sequence[FinancialFact]) -> bool:
    mention, told = one.mention, one.told
    mention.bare = mention.bare or told.bare
    mention.progressive = mention.predicate.tag_ == "VBG" and mention.status == "enacted" and mention.noun is not None
    if told.ended and mention.action in ("designate", "delist"):
        mention.action, mention.status = "delist", "enacted"
    if mention.rule == "event.lost_access" and (told.future or mention.status != "enacted"):
        return False
    if mention.action == "challenge" and mention.predicate.lower_ in ("lose", "loses", "lost", "losing"):
        mention.status = "rejected"
    if told.future and mention.action in ("challenge", "penalize") and mention.status in ("enacted", "threatened"):
        mention.status = "proposed"
    if not _argue(one, arguments):
        return False
    if mention.loose:
        complete(context, mention)
    if mention.action == "challenge" and not mention.targets:
        mention.targets = _speaker(context, mention)
    if mention.status == "requested" and told.asker is not None:
        mention.attributed_to = context.quote(told.asker.doc[told.asker.left_edge.i : told.asker.i + 1]).text
    text = context.printed.text(mention.sentence.start, mention.sentence.end)
    mention.measures = list(dict.fromkeys([*mention.measures, *stated_measures(text)]))
    mention.reasons = stated_reasons(text)
    fill_dates(context, mention)
    fill_penalty(mention, financials)
    mention.score = raw_score(mention)
    return True


def _speaker(context: Context, mention: Candidate) -> list[str]:
    """Who speaks in the sentence, or whose people do: "Its founders say they will seek relief from the ban"."""
    subject = surface_subject(mention.sentence.root)
    if subject is None:
        return []
    owner = child(subject, "poss")
    chains = [context.chain_at(token.i) for token in (subject, owner) if token is not None]
    return [one.id for one in chains if one is not None and one.type in ("Company", "Person", "Organization")][:1]


def _argue(one: Proposal, arguments: Arguments) -> bool:
    mention = one.mention
    if one.rule is not None:
        return arguments.fill(mention, one.rule)
    row = next(row for row in one.rows if mention.rule == f"learned.{row.id}")
    if arguments.fill(mention, row.trigger()):
        return True
    mention.void = False
    return arguments.fill(mention, row.trigger("object")) or _read(mention)


def _read(mention: Candidate) -> bool:
    """Whether the reader is sure of words whose frame does not hold; it then gives them their parties."""
    mention.void = False
    mention.parsed = False
    mention.authorities, mention.targets, mention.programs = [], [], []
    return (mention.read or 0.0) >= LIKELY


def _without_echoes(found: list[Candidate]) -> list[Candidate]:
    """One mention for the words of one clause: those that rules trust stay, of others the surest."""
    kept: list[Candidate] = []
    for one in sorted(found, key=lambda m: (not m.trusted, m.loose, m.bare, -(m.chance or 0.0))):
        if one.trusted or not any(_echo(m, one) for m in kept):
            kept.append(one)
    return sorted(kept, key=lambda m: (m.sentence.start, m.predicate.i))


def _echo(kept: Candidate, one: Candidate) -> bool:
    if kept.sentence.start != one.sentence.start or kept.action != one.action:
        return False
    words = [kept.predicate, *([kept.noun] if kept.noun is not None else [])]
    near = any(abs(one.predicate.i - w.i) <= _NEAR for w in words)
    linked = any(w.is_ancestor(one.predicate) or one.predicate.is_ancestor(w) for w in words)
    apart = bool(set(kept.targets)) and bool(set(one.targets)) and not set(kept.targets) & set(one.targets)
    return (near or linked) and not apart
