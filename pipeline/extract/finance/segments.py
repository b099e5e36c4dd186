"""The words of a segment: where they begin and end, and what kind of part they name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.extract.finance.lexicon import segment_rules
from pipeline.extract.finance.syntax import SUBJECTS, is_verb, token_range

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

    from pipeline.document import Context
    from pipeline.records import Dimension

_HEAD = re.compile(
    r"^(?:(?:the|a|an|its|their|his|our|this|that|those|these|such|and|while|but|with|then|also|of which|whose|while|where|including|only|alone|mainly|mostly|chiefly|in|of|from|for|by|to)\s+)+",
    re.IGNORECASE,
)
_CARRIER = re.compile(
    r"^(?:(?:sales?|revenues?|demand|income|orders?|turnover|proceeds|earnings|receipts|shipments?|deliveries) (?:of|from|to|in|by)|(?:the )?sale of)\s+(?:the\s+)?",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"\s+(?:like|such as|including|which|that|who|where|because|as|while|compared|against|versus|up from|down from|and the rest|last year|this year|in (?:19|20)\d\d|during|alone|totall?ed|was|were|is|are|reached|amounted|rose|fell|(?:a )?(?:company|spokes\w+) said|he said|she said|it said|said)\b.*$",
    re.IGNORECASE | re.DOTALL,
)
_TIME = re.compile(r"[\w-]+ (?:years?|months?|quarters?|weeks?)", re.IGNORECASE)
_PRONOUNS = frozenset(
    {"he", "she", "it", "they", "this", "that", "which", "who", "these", "those", "we", "i", "you", "them", "what"}
)
_LOOSE_END = re.compile(
    r"(?:\s+(?:to|in|for|of|by|now|also|alone|together|still|currently|each|already|then|will|would|and))+$",
    re.IGNORECASE,
)
_EDGES = " ,.;:()\"'-–—"


def clean(context: Context, start: int, end: int) -> tuple[int, int] | None:
    """Cut determiners, "sales of" and trailing clauses off a segment; None where nothing is left."""
    text = context.clean.view[start:end]
    tail = _TAIL.search(text)
    if tail is not None and tail.start() > 0:
        text = text[: tail.start()]
    cut = len(text) - len(text.lstrip(_EDGES))
    text = text.strip(_EDGES)
    end = _LOOSE_END.search(text)
    text = text if end is None else text[: end.start()]
    for pattern in (_HEAD, _CARRIER, _HEAD):
        hit = pattern.match(text)
        if hit is not None and hit.end() < len(text):
            cut += hit.end()
            text = text[hit.end() :]
    if text.lower() in _PRONOUNS or not any(c.isalpha() for c in text):
        return None
    begin, stop = start + cut, start + cut + len(text)
    timed = sum(
        min(date.end, stop) - max(date.start, begin)
        for date in context.inside(context.dates, begin - 12, stop + 12)
        if date.start < stop and begin < date.end
    )
    return None if 2 * timed > len(text) or _TIME.fullmatch(text) is not None else (begin, stop)


def subject_of(context: Context, sent: Span, verb_at: int, floor: int) -> tuple[int, int] | None:
    """Words of the subject of the verb at an offset.

    Args:
        context: the article.
        sent: the sentence.
        verb_at: offset of the verb's first letter.
        floor: offset before which the segment cannot begin (the value ahead ends there).
    """
    first, last = token_range(context.doc, verb_at, verb_at + 1)
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
    cut = re.search(r"\b(?:which|that|who|whose)\b", words)
    if cut is not None and cut.start() > 0:
        end = start + cut.start()
    return start, end


def _chunk(context: Context, floor: int, stop: int) -> tuple[int, int] | None:
    """The last stretch without a comma or clause word ahead of the verb."""
    words = context.clean.view[floor:stop].rstrip(" ,")
    cuts = [m.end() for m in re.finditer(r"[,;:(]|\b(?:that|said|says|and|while|but|which|as)\b", words)]
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
    first, last = token_range(context.doc, start, end)
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
