"""What an amount may measure a part of: stretches of its sentence with features, each named in plain words.

A candidate is a noun with or without the words that belong to it: "sales", "etch systems sales", "sales in China". One
more candidate is that the amount measures its owner as a whole. Nothing here decides; ``segment_model`` weighs the
features with the coefficients of ``models/money_segment.json``.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from pipeline.extract.finance.lexicon import phrases
from pipeline.extract.finance.syntax import ancestors, is_verb, stem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from pipeline.document import Context
    from pipeline.extract.finance.draft import Draft

Features = dict[str, float]
Range = tuple[int, int]

_STOP = frozenset(
    {"DT", "PDT", "PRP$", "WP$", "IN", ",", "CC", "TO", "WDT", "POS", ":", "``", "''", "-LRB-", "-RRB-", "_SP"}
)
_LONGEST = 8
"""Most tokens to either side of the noun."""
_STEPS = 3
"""Most steps up the parse from a word that still make a way."""
_NEAR, _FAR = 4, 12
"""Tokens up to which a noun stands beside an amount, and near it."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A stretch of tokens (half-open; None: the whole) with its features.

    Attributes:
        stretch: the tokens.
        own: its own features.
        shared: those that it shares with the other stretches around its noun, which follow one another.
    """

    stretch: Range | None
    own: Features
    shared: Features

    @property
    def features(self) -> Features:
        """All of them."""
        return {**self.shared, **self.own}


def candidates(context: Context, draft: Draft) -> list[Candidate]:
    """The whole, and every stretch of the sentence that can be a part."""
    rows = [Candidate(None, _whole(draft), {})]
    inside = range(draft.slot.first, draft.slot.last) if draft.slot is not None else range(0)
    for noun in draft.sent:
        if not _can_be_part(context, noun, draft) or noun.i in inside:
            continue
        starts = [noun.i, *_starts(context, noun, draft, inside)]
        ends = sorted({noun.i + 1, *(end for end in _ends(noun, inside) if end - noun.i <= _LONGEST)})
        shared = _of_noun(context, draft, noun)
        for first in starts:
            for last in ends:
                found = _of_stretch(context, draft, (first, last), noun)
                if first == starts[-1]:
                    found["from_start"] = 1.0
                if last == ends[-1]:
                    found["to_end"] = 1.0
                rows.append(Candidate((first, last), found, shared))
    return rows


def _can_be_part(context: Context, token: Token, draft: Draft) -> bool:
    if token.tag_[:2] != "NN" and token.tag_ != "VBG":
        return False
    chain = context.chain_at(token.i)
    if chain is not None and (chain is draft.owner or chain.type == "Person"):
        return False
    return not any(date.start <= token.idx < date.end for date in context.dates)


def _starts(context: Context, noun: Token, draft: Draft, inside: range) -> Iterator[int]:
    """Where the words that belong to a noun may begin, nearest first."""
    for index in range(noun.i - 1, max(draft.sent.start, noun.i - _LONGEST) - 1, -1):
        token = context.doc[index]
        chain = context.chain_at(index)
        if index in inside or token.tag_ in _STOP or not index < token.head.i <= noun.i:
            return
        if chain is not None and chain is draft.owner:
            return
        yield index


def _ends(noun: Token, inside: range) -> Iterator[int]:
    """Where phrases and conjuncts behind a noun may end."""
    for child in noun.rights:
        tails = [item for item in child.children if item.dep_ == "pobj"] if child.dep_ == "prep" else []
        tails += [child] if child.dep_ == "conj" else []
        for tail in tails:
            for end in (tail.i + 1, tail.right_edge.i + 1):
                if not any(noun.i < index < end for index in inside):
                    yield end


def _whole(draft: Draft) -> Features:
    found = {"whole": 1.0, f"whole*metric={draft.metric}": 1.0, f"whole*by={draft.by}": 1.0}
    if draft.segment is None:
        found["whole*ruled"] = 1.0
    if draft.owner is not None:
        found[f"whole*owner={draft.owner.type}"] = found[f"whole*owner*metric={draft.owner.type},{draft.metric}"] = 1.0
    else:
        found["whole*nobody"] = 1.0
    if draft.slot is not None and draft.slot.money.per is not None:
        found["whole*per_share" if draft.slot.money.per == "share" else "whole*per_unit"] = 1.0
    return found


def _of_noun(context: Context, draft: Draft, noun: Token) -> Features:
    """What holds of a noun, whichever words are taken with it."""
    metric, lemma = draft.metric, stem(noun.lower_)
    chain = context.chain_at(noun.i)
    kind = chain.type if chain is not None else "noun"
    found: Features = {
        "part": 1.0, f"part*metric={metric}": 1.0, f"kind={kind}": 1.0, f"kind*metric={kind},{metric}": 1.0,
        f"dep={noun.dep_}": 1.0, f"dep*metric={noun.dep_},{metric}": 1.0, f"word={lemma}": 1.0,
        f"word*metric={lemma},{metric}": 1.0, f"by={draft.by}*dep={noun.dep_}": 1.0,
    }  # fmt: skip
    if noun.dep_ == "pobj":
        found[f"prep={noun.head.lower_}"] = found[f"prep*metric={noun.head.lower_},{metric}"] = 1.0
    if phrases("segment_edges")["edge.unit"].fullmatch(noun.lower_) is not None:
        found["unit"] = found[f"unit*dep={noun.dep_}"] = 1.0
    cue = draft.cue
    if cue is not None:
        if cue.first <= noun.i < cue.last:
            found["is_cue"] = found[f"is_cue*by={draft.by}"] = found[f"is_cue*metric={metric}"] = 1.0
        path = _path(noun, cue.head)
        found[f"to_cue={path}"] = found[f"to_cue*metric={path},{metric}"] = 1.0
    if draft.slot is not None:
        path = _path(noun, draft.slot.head)
        found[f"to_amount={path}"] = found[f"to_amount*metric={path},{metric}"] = 1.0
        gap = draft.slot.first - noun.i if noun.i < draft.slot.first else noun.i - draft.slot.last + 1
        side = "ahead" if noun.i < draft.slot.first else "behind"
        found[f"{side}={'beside' if gap <= _NEAR else 'near' if gap <= _FAR else 'far'}"] = 1.0
        found[f"side*metric={side},{metric}"] = 1.0
        if draft.slot.money.per is not None:
            found[f"dep*per={noun.dep_},{'share' if draft.slot.money.per == 'share' else 'unit'}"] = 1.0
    return found


def _of_stretch(context: Context, draft: Draft, stretch: Range, noun: Token) -> Features:
    """What holds of the words taken."""
    first, last = stretch
    doc = context.doc
    ahead = doc[first - 1] if first > draft.sent.start else None
    lefts, rights = noun.i - first, last - noun.i - 1
    found: Features = {
        f"lefts={min(lefts, 3)}": 1.0, f"rights={min(rights, 3)}": 1.0, f"first_tag={doc[first].tag_}": 1.0,
        f"lefts*metric={min(lefts, 2)},{draft.metric}": 1.0, f"rights*metric={min(rights, 1)},{draft.metric}": 1.0,
        f"ahead={ahead.tag_ if ahead is not None else 'start'}": 1.0,
    }  # fmt: skip
    if draft.segment == stretch:
        found["ruled"] = found[f"ruled*metric={draft.metric}"] = 1.0
    if lefts:
        found[f"first_word={doc[first].lower_}"] = 1.0
        if phrases("segment_edges")["edge.plain"].fullmatch(doc[first].lower_) is not None:
            found["first_plain"] = 1.0
        if doc[first].like_num:
            found["first_number"] = 1.0
    if rights:
        link = doc[noun.i + 1]
        found[f"link={link.lower_}"] = found[f"link*metric={link.lower_},{draft.metric}"] = 1.0
        if doc[last - 1].right_edge.i >= last:
            found["cut_short"] = 1.0
    cue = draft.cue
    if cue is not None:
        if last == cue.first:
            found["right_ahead_of_cue"] = found[f"right_ahead_of_cue*metric={draft.metric}"] = 1.0
        if first <= cue.first and cue.last <= last and last - first > cue.last - cue.first:
            found["holds_cue"] = found[f"holds_cue*metric={draft.metric}"] = 1.0
    return found


def _path(noun: Token, target: Token) -> str:
    """The way through the parse from a noun to another word: up to a common head, then down."""
    ups = list(islice(ancestors(noun), _STEPS + 1))
    downs = list(islice(ancestors(target), _STEPS + 1))
    below = {one.i: step for step, one in enumerate(downs)}
    for step, one in enumerate(ups):
        if one.i in below:
            joint = "V" if is_verb(one) else one.tag_[:1]
            up = ">".join(_edge(word) for word in ups[:step])
            down = "<".join(_edge(word) for word in downs[: below[one.i]])
            return f"{up}^{joint}^{down}"
    return "far"


def _edge(token: Token) -> str:
    return token.lower_ if token.dep_ == "prep" else token.dep_
