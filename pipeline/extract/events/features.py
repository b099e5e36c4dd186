"""What the learned decision sees of a candidate: named features, and word vectors of what stands around it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from pipeline.document import Context
from pipeline.extract.events.candidate import Candidate
from pipeline.extract.events.loose import lexicon
from pipeline.extract.events.reader_features import heard
from pipeline.extract.events.syntax import child, is_noun, is_passive, is_verb, named, patient, pobj, surface_subject
from pipeline.extract.events.vocabulary import vocabulary

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from spacy.tokens import Span as DocSpan
    from spacy.tokens import Token

Features = dict[str, float]
STAGE = "stage."
"""Prefix of the features that only the model of stages learns from."""
SLOTS = ("word", "object", "head", "sentence", "context")
"""Parts of the vector of a candidate: three word vectors, the mean of the sentence, the tagger's view of the word."""
_LISTS = frozenset({"list", "blacklist", "roster", "roll", "annex", "schedule", "register", "watchlist", "sdn", "uvl"})
_ASSETS = frozenset(
    {"asset", "property", "account", "fund", "holding", "reserve", "deposit", "yacht", "villa", "money"}
)
_NUMBERS = ("0", "1", "2-4", "5+")


def _bucket(number: int) -> str:
    return _NUMBERS[0 if number == 0 else 1 if number == 1 else 2 if number < 5 else 3]


class Scene:
    """What holds for all candidates of a sentence, found once."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.plain = vocabulary().context["plain"]
        self.places = {s.start: i for i, s in enumerate(context.doc.sents)}
        self._sentences: dict[int, Features] = {}
        self._vectors: dict[int, NDArray[np.float32]] = {}

    def sentence(self, sentence: DocSpan) -> Features:
        """Features of a sentence."""
        found = self._sentences.get(sentence.start)
        if found is None:
            found = self._sentences[sentence.start] = dict.fromkeys(self._sentence(sentence), 1.0)
        return found

    def _sentence(self, sentence: DocSpan) -> Iterator[str]:
        context = self.context
        text = context.printed.text(sentence.start, sentence.end)
        chains = {chain.id: chain for _, chain in context.chains_in(sentence.start, sentence.end)}
        for kind in sorted({chain.type for chain in chains.values()}):
            yield f"s.has={kind}"
        if self.plain.search(text):
            yield "s.plain"
        if any(t.lower_.rstrip("s") in _LISTS for t in sentence):
            yield "s.list"
        if context.inside(context.dates, sentence.start_char, sentence.end_char):
            yield "s.date"
        if context.inside(context.moneys, sentence.start_char, sentence.end_char):
            yield "s.money"
        if context.in_title(sentence.start_char):
            yield "s.title"
        if '"' in text:
            yield "s.quote"
        yield f"s.place={_bucket(self.places[sentence.start])}"

    def mean(self, sentence: DocSpan) -> NDArray[np.float32]:
        """Mean vector of the words of a sentence that carry meaning."""
        found = self._vectors.get(sentence.start)
        if found is None:
            tags = self.context.tags
            rows = self.context.vectors(
                [i for i in range(sentence.start, sentence.end) if tags[i][:2] in ("NN", "VB", "JJ")]
            )
            found = rows.mean(axis=0) if len(rows) else np.zeros(rows.shape[1], dtype=np.float32)
            self._vectors[sentence.start] = found
        return found


def features(scene: Scene, mention: Candidate) -> Features:
    """Named features of a candidate but for those of the reader; all that are there are 1."""
    return scene.sentence(mention.sentence) | dict.fromkeys(_own(scene.context, mention), 1.0)


def with_reader(scene: Scene, mention: Candidate, row: Features) -> Features:
    """The features of a candidate with what the reader says of it, if it read the sentence."""
    return row | dict.fromkeys(heard(scene.context, mention), 1.0)


def _own(context: Context, mention: Candidate) -> Iterator[str]:
    token, noun = mention.predicate, mention.noun
    word = base(token)
    yield f"w={word}"
    yield f"tag={token.tag_}"
    yield f"dep={token.dep_}"
    yield "rule" if not mention.loose else "loose"
    if not mention.loose:
        yield f"by={mention.rule}"
        yield f"action={mention.action}"
        yield "bare" if mention.bare else "told"
        if mention.weak:
            yield "weak"
    for row in mention.cues:
        yield f"row={row}"
    if noun is not None and noun.i != token.i:
        yield f"n={base(noun)}"
    yield f"h={base(token.head)}"
    yield f"h.dep={token.dep_}:{token.head.tag_[:2]}"
    objects = _classes(context, _object(token))
    subjects = _classes(context, surface_subject(token) if is_verb(token) else child(token, "poss"))
    for kind in objects:
        yield f"o={kind}"
        yield f"w+o={word}:{kind}"
        for row in mention.cues:
            yield f"row+o={row}:{kind}"
    for kind in subjects:
        yield f"s={kind}"
        yield f"w+s={word}:{kind}"
    yield from _below(context, mention, word)
    yield from _stage(mention)
    if mention.sense:
        yield "sense"
    for near in mention.sentence.doc[max(mention.sentence.start, token.i - 2) : min(mention.sentence.end, token.i + 3)]:
        if near.i != token.i:
            yield f"near={near.lower_}"


def _below(context: Context, mention: Candidate, word: str) -> Iterator[str]:
    """Particles, and prepositions with the kind of thing behind them."""
    token = mention.predicate
    for one in token.children:
        if one.dep_ == "prt":
            yield f"prt={word}:{one.lower_}"
        elif one.dep_ in ("prep", "agent", "dative"):
            yield f"p={one.lower_}"
            for kind in _classes(context, pobj(one)):
                yield f"p={one.lower_}:{kind}"
        elif one.dep_ in ("amod", "compound", "nummod", "det", "poss") and is_noun(token):
            yield f"m={one.lower_}"
            for kind in _classes(context, one):
                yield f"m={kind}"
        elif one.dep_ == "advmod":
            yield f"adv={one.lower_}"


def _stage(mention: Candidate) -> Iterator[str]:
    token = mention.predicate
    yield f"stage={mention.status}"
    yield from (f"{STAGE}{shade}" for shade in mention.shades)
    if mention.conditional:
        yield "if"
    if is_verb(token):
        yield "passive" if is_passive(token) else "active"
        for one in token.children:
            if one.dep_ in ("aux", "auxpass", "neg", "mark"):
                yield f"aux={one.lower_}"


def base(token: Token) -> str:
    """The base form of a word that the tables of events know, else the word in small letters."""
    return lexicon().base.get(token.lower_, token.lower_)


def _object(token: Token) -> Token | None:
    return patient(token) if is_verb(token) else next((pobj(c) for c in token.children if c.dep_ == "prep"), None)


def _classes(context: Context, token: Token | None) -> list[str]:
    """What kind of thing a word stands for."""
    if token is None:
        return ["none"]
    words = vocabulary().words
    found: list[str] = []
    chain = context.chain_at(token.i)
    if chain is not None:
        found.append(chain.type)
    low = token.lower_
    for name, members in (("list", _LISTS), ("asset", _ASSETS), ("flow", words.flows), ("party", words.parties)):
        if named(token, members):
            found.append(name)
    if named(token, words.deciders):
        found.append("decider")
    if named(token, words.courts):
        found.append("court")
    if any(row.id == "measure" for row in lexicon().nouns.get(low, ())):
        found.append("measure")
    if token.tag_ in ("PRP", "DT", "WDT", "WP"):
        found.append("pronoun")
    if token.tag_ == "CD" or any(c.dep_ == "nummod" for c in token.children):
        found.append("number")
    if token.tag_ == "VBG":
        found.append("doing")
    return found or ["other"]


def vectors(scene: Scene, mention: Candidate) -> dict[str, NDArray[np.float32]]:
    """Vectors of a candidate, one for each slot."""
    token = mention.predicate
    below = mention.noun if mention.noun is not None and mention.noun.i != token.i else _object(token)
    blank = np.zeros(token.vocab.vectors_length, dtype=np.float32)
    return {
        "word": token.vector,
        "object": blank if below is None else below.vector,
        "head": token.head.vector if token.head.i != token.i else blank,
        "sentence": scene.mean(mention.sentence),
        "context": token.doc.tensor[token.i],
    }
