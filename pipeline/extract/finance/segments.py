"""The words of a segment: where they begin and end, and what kind of part they name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.extract.finance.lexicon import phrases, segment_rules
from pipeline.extract.finance.syntax import SUBJECTS, is_verb

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

    from pipeline.document import Context
    from pipeline.records import Dimension

_PRONOUNS = frozenset(
    {"he", "she", "it", "they", "this", "that", "which", "who", "these", "those", "we", "i", "you", "them", "what"}
)
_EDGES = " ,.;:()\"'-–—"


def clean(context: Context, start: int, end: int) -> tuple[int, int] | None:
    """Cut determiners, "sales of" and trailing clauses off a segment; None where nothing or only a time is left."""
    edges, text = phrases("segment_edges"), context.clean.view[start:end]
    tail = edges["edge.tail"].search(text)
    if tail is not None and tail.start() > 0:
        text = text[: tail.start()]
    cut = len(text) - len(text.lstrip(_EDGES))
    text = edges["edge.loose"].sub("", text.strip(_EDGES))
    for name in ("edge.head", "edge.carrier", "edge.head"):
        hit = edges[name].match(text)
        if hit is not None and hit.end() < len(text):
            cut += hit.end()
            text = text[hit.end() :]
    begin, stop = start + cut, start + cut + len(text)
    if phrases("share_lists")["list.no_segment"].match(text.lower()):
        return None
    if text.lower() in _PRONOUNS or not any(c.isalpha() for c in text) or edges["edge.time"].match(text):
        return None
    dates = [date for date in context.dates if date.start < stop and begin < date.end]
    timed = sum(min(date.end, stop) - max(date.start, begin) for date in dates)
    return None if 2 * timed > len(text) else (begin, stop)


def subject_of(context: Context, sent: Span, verb_at: int, floor: int) -> tuple[int, int] | None:
    """Words of the subject of the verb at an offset.

    Args:
        context: the article.
        sent: the sentence.
        verb_at: offset of the verb's first letter.
        floor: offset before which the segment cannot begin (the value ahead ends there).
    """
    first, last = context.token_range(verb_at, verb_at + 1)
    verb = context.doc[first:last].root
    subject = _subject(verb)
    if subject is not None and subject.idx >= floor and subject.i < verb.i:
        start = max(min(t.idx for t in subject.subtree), floor)
        return _until_comma(context, start, subject, verb.idx)
    return _chunk(context, max(sent.start_char, floor), verb.idx)


def _subject(verb: Token) -> Token | None:
    node = verb
    for _ in range(4):
        for child in node.children:
            if child.dep_ in SUBJECTS:
                if child.lower_ in ("which", "that", "who"):
                    break
                return None if child.lower_ in ("it", "this", "they") else child
        if node.dep_ in ("acl", "relcl") and not is_verb(node.head):
            return node.head
        if node.dep_ not in ("xcomp", "conj", "aux", "advcl", "auxpass"):
            return None
        node = node.head
    return None


def _until_comma(context: Context, start: int, subject: Token, stop: int) -> tuple[int, int]:
    """From ``start`` to the first comma behind the subject's head word, at most to the verb."""
    view = context.clean.view
    comma = view.find(",", subject.idx, stop)
    end = comma if comma >= 0 else stop
    words = view[start:end]
    cut = phrases("segment_edges")["edge.relative"].search(words)
    if cut is not None and cut.start() > 0:
        end = start + cut.start()
    return start, end


def _chunk(context: Context, floor: int, stop: int) -> tuple[int, int] | None:
    """The last stretch without a comma or clause word ahead of the verb."""
    words = context.clean.view[floor:stop].rstrip(" ,")
    cuts = [m.end() for m in phrases("segment_edges")["edge.clause"].finditer(words)]
    start = cuts[-1] if cuts else 0
    if not words[start:].strip() and len(cuts) > 1:
        start = cuts[-2]
    return (floor + start, floor + len(words)) if words[start:].strip(_EDGES) else None


def dimension_of(context: Context, start: int, end: int) -> Dimension | None:
    """Kind of part that the words name; None where they are no part of revenue (a cost, a stake)."""
    words = context.clean.view[start:end]
    for rule, pattern in segment_rules():
        if rule.dimension is None and pattern.search(words):
            return None
    first, last = context.token_range(start, end)
    head = context.doc[first:last].root if last > first else None
    chain = context.chain_at(head.i) if head is not None else None
    if chain is None and head is not None:
        chain = next(
            (
                context.chain_at(i)
                for i in range(first, last)
                if (c := context.chain_at(i)) is not None and c.type in ("Country", "Location")
            ),
            None,
        )
    for rule, pattern in segment_rules():
        if rule.dimension not in (None, "other") and rule.dimension != "geography" and pattern.search(words):
            return rule.dimension
    if chain is not None and chain.type in ("Country", "Location"):
        return "geography"
    if chain is not None and chain.type in ("Company", "PublicBody", "Organization"):
        return "customer"
    return next((rule.dimension for rule, pattern in segment_rules() if pattern.search(words)), "product") or "product"
