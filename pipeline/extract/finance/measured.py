"""The part of its owner that an amount measures, as printed: "cloud unit", "etch systems", "China"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.extract.finance.lexicon import phrases, words
from pipeline.extract.finance.syntax import is_verb, prepositions, subject

if TYPE_CHECKING:
    from spacy.tokens import Token

    from pipeline.document import Chain, Context
    from pipeline.extract.finance.draft import Draft

Range = tuple[int, int]

_SALES = frozenset({"revenue", "orders", "net_income", "net_loss", "operating_income", "ebitda", "trade_value"})
_WIDE = frozenset({*_SALES, "capital_expenditure", "assets", "investment", "other"})
_LONGEST = 6
_BESIDE = frozenset({"compound", "nmod", "amod"})


def segment_of(context: Context, draft: Draft) -> Range | None:
    """Tokens of the segment of a draft, if its clause names one."""
    cue = draft.cue
    if cue is None or draft.metric not in _WIDE:
        return None
    if is_verb(cue.head):
        return _unit(context, draft, subject(cue.head)) if draft.metric in _SALES else None
    found = _modifiers(context, draft, cue.head) if draft.metric in _SALES else None
    if found is None:
        found = _unit(context, draft, next((one for one in cue.head.children if one.dep_ == "poss"), None))
    if found is None and draft.metric in _SALES:
        found = _phrase(context, draft, cue.head)
    if found is None and is_verb(cue.head.head):
        found = _unit(context, draft, subject(cue.head.head))
    return found


def is_part(context: Context, chain: Chain, main: Chain, draft: Draft) -> bool:
    """Whether a name is of a part of the main company: "its Merchandise Group", "Slate tablet revenue".

    A part is called "its" or ends in a word for parts; or it is only ever named beside other nouns, while the company
    stands in the title.
    """
    if chain is main or chain.type != "Company" or draft.metric not in _WIDE:
        return False
    names = [one for one in chain.mentions if one.kind == "name"]
    last = chain.name.rsplit(None, 1)[-1].lower()
    whose = {context.lower[one.first - 1] for one in names if one.first}
    unit = last == "group" or phrases("segment_edges")["edge.unit"].fullmatch(last) is not None
    if unit and "its" in whose:
        return True
    titled = any(context.in_title(context.starts[one.first]) for one in main.mentions)
    if not titled or any(context.in_title(context.starts[one.first]) for one in names) or draft.metric not in _SALES:
        return False
    roots = [context.root(one.first, one.last) for one in names]
    return bool(roots) and all(root.dep_ in _BESIDE for root in roots) and len(main.mentions) > 2 * len(names)


def _modifiers(context: Context, draft: Draft, head: Token) -> Range | None:
    """Nouns ahead of the metric's word: "its etch systems sales", "U.S. farm exports"."""
    cue, doc = draft.cue, context.doc
    assert cue is not None
    last = cue.first
    first = last
    while first - 1 >= draft.sent.start:
        token = doc[first - 1]
        chain = context.chain_at(token.i)
        if chain is not None and (chain is draft.owner or chain.type in ("Company", "Country", "PublicBody")):
            break
        if token.head.i not in (head.i, *range(first, last)) or token.tag_[:2] not in ("NN", "JJ", "VB", "HY"):
            break
        first -= 1
    while first < last and _plain(context, doc[first]):
        first += 1
    held = [doc[i] for i in range(first, last)]
    if not held or len(held) > _LONGEST or all(_plain(context, token) for token in held):
        return None
    return (first, last) if held[-1].tag_[:2] == "NN" and not _plain(context, held[-1]) else None


def _phrase(context: Context, draft: Draft, head: Token) -> Range | None:
    """A place or product behind the metric's word: "sales in China", "exports of tea"."""
    for word, item in prepositions(head):
        if word not in ("in", "from", "of", "to") or item.tag_[:2] != "NN" or _inside_amount(draft, item):
            continue
        chain = context.chain_at(item.i)
        if chain is not None and (chain is draft.owner or chain.type not in ("Country", "Location")):
            continue
        if (chain is None and word == "in") or _dated(context, item):
            continue
        left = next((one for one in item.lefts if one.dep_ in ("compound", "amod") and not one.like_num), item)
        first = left.i if item.i - left.i < _LONGEST else item.i
        if not _plain(context, context.doc[first]):
            return first, item.i + 1
    return None


def _unit(context: Context, draft: Draft, noun: Token | None) -> Range | None:
    """A part of the company that acts or owns: "its chip division lost …", "the Irish business"."""
    if noun is None or _inside_amount(draft, noun):
        return None
    chain = context.chain_at(noun.i)
    part = phrases("segment_edges")["edge.unit"].fullmatch(noun.lower_) is not None
    if chain is not None and (not part or chain is draft.owner):
        return None
    if not part and (
        draft.metric not in ("revenue", "trade_value") or noun.lower_ in words().anaphors | words().states
    ):
        return None
    lefts = [one for one in noun.lefts if one.dep_ in ("compound", "amod", "nmod") and not _plain(context, one)]
    first = lefts[0].i if lefts and noun.i - lefts[0].i < _LONGEST else noun.i
    if noun.tag_[:3] not in ("NN", "NNS", "NNP") or _dated(context, noun) or (first == noun.i and part):
        return None
    return (first, noun.i + 1) if noun.lower_ not in _NO_PART else None


_NO_PART = frozenset({"figures", "figure", "sales", "revenue", "results", "result", "amount", "total", "sum", "number",
    "deal", "contract", "agreement", "company", "group", "firm", "spokesman", "official", "statement"})  # fmt: skip


def _plain(context: Context, token: Token) -> bool:
    """Whether a word says nothing of a part: when, how much, before or after tax."""
    return (
        phrases("segment_edges")["edge.plain"].fullmatch(token.lower_) is not None
        or token.like_num
        or _dated(context, token)
    )


def _dated(context: Context, token: Token) -> bool:
    return any(date.start <= token.idx < date.end for date in context.dates)


def _inside_amount(draft: Draft, token: Token) -> bool:
    return draft.slot is not None and draft.slot.first <= token.i < draft.slot.last
