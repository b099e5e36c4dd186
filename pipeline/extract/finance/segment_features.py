"""What an amount may measure a part of: stretches of its sentence with features, each named in plain words.

A candidate is a noun with or without the words that belong to it: "sales", "etch systems sales", "sales in China". One
more candidate is that the amount measures its owner as a whole. Nothing here decides; ``segment_model`` weighs the
features with the coefficients of ``models/money_segment.json``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.extract.finance.lexicon import phrases
from pipeline.extract.finance.syntax import stem, way_up

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
    inside = _of_amounts(context, draft)
    for noun in range(draft.sent.start, draft.sent.end):
        if noun in inside or not _can_be_part(context, noun, draft):
            continue
        starts = [noun, *_starts(context, noun, draft, inside)]
        ends = sorted({noun + 1, *(end for end in _ends(context.doc[noun], inside) if end - noun <= _LONGEST)})
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


def _of_amounts(context: Context, draft: Draft) -> frozenset[int]:
    """Tokens of the amounts of a sentence, in all their currencies."""
    moneys = context.inside(context.moneys, draft.sent.start_char, draft.sent.end_char)
    ends = [(one.start, one.secondary[-1].end if one.secondary else one.end) for one in moneys]
    spans = [context.token_range(start, end) for start, end in ends]
    own = [(draft.slot.first, draft.slot.last)] if draft.slot is not None else []
    return frozenset(index for first, last in (*spans, *own) for index in range(first, last))


def _can_be_part(context: Context, noun: int, draft: Draft) -> bool:
    tag = context.tags[noun]
    if tag[:2] != "NN" and tag != "VBG":
        return False
    chain = context.chain_at(noun)
    if chain is not None and (chain is draft.owner or chain.type == "Person"):
        return False
    return not any(date.start <= context.starts[noun] < date.end for date in context.dates)


def _starts(context: Context, noun: int, draft: Draft, inside: frozenset[int]) -> Iterator[int]:
    """Where the words that belong to a noun may begin, nearest first."""
    for index in range(noun - 1, max(draft.sent.start, noun - _LONGEST) - 1, -1):
        chain = context.chain_at(index)
        if index in inside or context.tags[index] in _STOP or not index < context.heads[index] <= noun:
            return
        if chain is not None and chain is draft.owner:
            return
        yield index


def _ends(noun: Token, inside: frozenset[int]) -> Iterator[int]:
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


def _of_noun(context: Context, draft: Draft, noun: int) -> Features:
    """What holds of a noun, whichever words are taken with it."""
    metric, word, dep = draft.metric, context.lower[noun], context.printed.deps[noun]
    lemma = stem(word)
    chain = context.chain_at(noun)
    kind = chain.type if chain is not None else "noun"
    found: Features = {
        "part": 1.0, f"part*metric={metric}": 1.0, f"kind={kind}": 1.0, f"kind*metric={kind},{metric}": 1.0,
        f"dep={dep}": 1.0, f"dep*metric={dep},{metric}": 1.0, f"word={lemma}": 1.0,
        f"word*metric={lemma},{metric}": 1.0, f"by={draft.by}*dep={dep}": 1.0,
    }  # fmt: skip
    if dep == "pobj":
        above = context.lower[context.heads[noun]]
        found[f"prep={above}"] = found[f"prep*metric={above},{metric}"] = 1.0
    if phrases("segment_edges")["edge.unit"].fullmatch(word) is not None:
        found["unit"] = found[f"unit*dep={dep}"] = 1.0
    cue = draft.cue
    if cue is not None:
        if cue.first <= noun < cue.last:
            found["is_cue"] = found[f"is_cue*by={draft.by}"] = found[f"is_cue*metric={metric}"] = 1.0
        path = _path(context, noun, cue.head.i)
        found[f"to_cue={path}"] = found[f"to_cue*metric={path},{metric}"] = 1.0
    if draft.slot is not None:
        path = _path(context, noun, draft.slot.head.i)
        found[f"to_amount={path}"] = found[f"to_amount*metric={path},{metric}"] = 1.0
        gap = draft.slot.first - noun if noun < draft.slot.first else noun - draft.slot.last + 1
        side = "ahead" if noun < draft.slot.first else "behind"
        found[f"{side}={'beside' if gap <= _NEAR else 'near' if gap <= _FAR else 'far'}"] = 1.0
        found[f"side*metric={side},{metric}"] = 1.0
        if draft.slot.money.per is not None:
            found[f"dep*per={dep},{'share' if draft.slot.money.per == 'share' else 'unit'}"] = 1.0
    return found


def _of_stretch(context: Context, draft: Draft, stretch: Range, noun: int) -> Features:
    """What holds of the words taken."""
    first, last = stretch
    tags, lower = context.tags, context.lower
    ahead = tags[first - 1] if first > draft.sent.start else "start"
    lefts, rights = noun - first, last - noun - 1
    found: Features = {
        f"lefts={min(lefts, 3)}": 1.0, f"rights={min(rights, 3)}": 1.0, f"first_tag={tags[first]}": 1.0,
        f"lefts*metric={min(lefts, 2)},{draft.metric}": 1.0, f"rights*metric={min(rights, 1)},{draft.metric}": 1.0,
        f"ahead={ahead}": 1.0,
    }  # fmt: skip
    if draft.segment == stretch:
        found["ruled"] = found[f"ruled*metric={draft.metric}"] = 1.0
    if lefts:
        found[f"first_word={lower[first]}"] = 1.0
        if phrases("segment_edges")["edge.plain"].fullmatch(lower[first]) is not None:
            found["first_plain"] = 1.0
        if context.doc[first].like_num:
            found["first_number"] = 1.0
    if rights:
        link = lower[noun + 1]
        found[f"link={link}"] = found[f"link*metric={link},{draft.metric}"] = 1.0
        if context.doc[last - 1].right_edge.i >= last:
            found["cut_short"] = 1.0
    cue = draft.cue
    if cue is not None:
        if last == cue.first:
            found["right_ahead_of_cue"] = found[f"right_ahead_of_cue*metric={draft.metric}"] = 1.0
        if first <= cue.first and cue.last <= last and last - first > cue.last - cue.first:
            found["holds_cue"] = found[f"holds_cue*metric={draft.metric}"] = 1.0
    return found


def _path(context: Context, noun: int, target: int) -> str:
    """The way through the parse from a noun to another word: up to a common head, then down."""
    ups, downs = way_up(context.heads, noun, _STEPS), way_up(context.heads, target, _STEPS)
    for step, one in enumerate(ups):
        if one in downs:
            tag = context.tags[one]
            joint = "V" if tag.startswith("VB") else tag[:1]
            up = ">".join([_edge(context, word) for word in ups[:step]])
            down = "<".join([_edge(context, word) for word in downs[: downs.index(one)]])
            return f"{up}^{joint}^{down}"
    return "far"


def _edge(context: Context, position: int) -> str:
    dep = context.printed.deps[position]
    return context.lower[position] if dep == "prep" else dep
