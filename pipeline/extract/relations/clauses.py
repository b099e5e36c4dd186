"""Shorter readings of a sentence: what the parse says belongs together, without what stands between.

"Orlo, which has two docks in Bergen and is controlled by Kest, wants money" also reads "Orlo has two docks in Bergen",
"Orlo is controlled by Kest" and "Orlo wants money", so that a rule need not know what may stand between the names. A
reading is a list of token positions, in the order in which they are to be read.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Span

    from pipeline.document import Context

Reading = list[int]

_CLAUSES = frozenset({"ROOT", "relcl", "acl", "advcl", "ccomp", "conj", "parataxis"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_ASIDES = frozenset({"relcl", "advcl", "ccomp", "parataxis"})
_BARE = frozenset({"VB", "VBP"})
_FINITE = frozenset({"VBD", "VBZ"})
_RELATIVES = frozenset({"WDT", "WP"})
_MARKS = frozenset({",", "-", "–", "—", "("})
_CLOSING = frozenset({",", "-", "–", "—", ")"})
_FENCES = _MARKS | _CLOSING
_AT = frozenset({"of", "in", "at", "from", "near"})
_PLACES = frozenset({"Location", "Country"})
_HAVE_SEATS = frozenset({"Company", "Organization", "Person"})


def shorter_readings(context: Context, sentence: Span) -> Iterator[Reading]:
    """Readings of a sentence that are no part of it as it is printed."""
    tree = _Tree(context, sentence)
    seen: set[tuple[int, ...]] = set()
    for reading in tree.readings():
        steps = [(a, b) for a, b in pairwise(reading) if b != a + 1]
        if steps and tuple(reading) not in seen:
            seen.add(tuple(reading))
            yield reading


class _Tree:
    """The parse of one sentence."""

    def __init__(self, context: Context, sentence: Span) -> None:
        self._context = context
        self._first, self._end = sentence.start, sentence.end
        places = range(sentence.start, sentence.end)
        self._deps = dict(zip(places, context.printed.deps[sentence.start : sentence.end], strict=True))
        self._kids: dict[int, list[int]] = {}
        for position in range(sentence.start, sentence.end):
            head = context.heads[position]
            if head != position:
                self._kids.setdefault(head, []).append(position)
        self._skeletons: dict[int, Reading] = {}

    def readings(self) -> Iterator[Reading]:
        """A reading of each clause and of each aside with what it is about."""
        for position, dep in self._deps.items():
            if dep == "appos" and self._named(self._context.heads[position]) and self._fenced(position):
                yield self._described(position)
            elif dep in _CLAUSES and self._context.tags[position][0] == "V":
                yield from self._clause(position, dep)

    def _clause(self, verb: int, dep: str) -> Iterator[Reading]:
        subject = next((kid for kid in self._kids.get(verb, ()) if self._deps[kid] in _SUBJECTS), None)
        if dep == "relcl" and subject is not None and not self._relative(subject):
            yield from self._about_object(verb)
            return
        body = self._skeleton(verb)
        if dep == "acl" or (subject is not None and self._relative(subject)):
            of = self._subject_of(verb)
            if of is not None:
                yield self._noun(of, verb) + [p for p in body if p != subject]
        elif subject is not None:
            yield body
        elif dep == "advcl" or (dep == "conj" and self._goes_with(verb)):
            of = self._subject_of(verb)
            if of is not None:
                yield self._noun(of, verb) + body

    def _goes_with(self, verb: int) -> bool:
        """Whether a joined verb can have the subject of the first: "and unit Kest Ltd" is no verb behind "withdrew"."""
        tags = self._context.tags
        return tags[verb] not in _BARE or tags[self._context.heads[verb]] not in _FINITE

    def _about_object(self, verb: int) -> Iterator[Reading]:
        """Read "Orlo, which Kest owns" as Kest owns Orlo, "of which Kest has 5 pct" as Kest has 5 pct of Orlo."""
        noun = self._noun(self._context.heads[verb], verb)
        body = self._skeleton(verb)
        pronoun = next((p for p in body if self._context.tags[p] in _RELATIVES and p < verb), None)
        if pronoun is None or self._deps[pronoun] == "dobj":
            body = [p for p in body if p != pronoun]
            place = body.index(verb) + 1
            yield body[:place] + noun + body[place:]
        elif self._deps[pronoun] == "pobj":
            before = self._context.heads[pronoun]
            yield [p for p in body if p not in (before, pronoun)] + [before, *noun]

    def _subject_of(self, verb: int) -> int | None:
        """The noun that a verb tells about, its own subject, that of the verb it is joined to, or what it stands by."""
        for _ in range(self._end - self._first):
            own = next((kid for kid in self._kids.get(verb, ()) if self._deps[kid] in _SUBJECTS), None)
            dep, head = self._deps[verb], self._context.heads[verb]
            if own is not None and not self._relative(own):
                return own
            if dep in ("relcl", "acl"):
                return head
            if dep not in ("conj", "advcl") or self._context.tags[head][0] != "V":
                return None
            verb = head
        return None

    def _described(self, aside: int) -> Reading:
        """A name and what stands in apposition to it: "Orlo, a unit of Kest"."""
        mark = min(self._subtree(aside)) - 1
        return [*self._noun(self._context.heads[aside], aside), mark, *self._skeleton(aside)]

    def _noun(self, head: int, aside: int) -> Reading:
        """A noun without what stands behind it: the name, where the noun is an aside of a name."""
        if self._deps[head] == "appos" and not self._named(head) and self._named(self._context.heads[head]):
            head = self._context.heads[head]
        left = min(self._subtree(aside))
        return [p for p in self._skeleton(head) if p < left or p <= head]

    def _skeleton(self, head: int) -> Reading:
        """The words that hang on a word, without asides and without clauses of their own."""
        found = self._skeletons.get(head)
        if found is None:
            found = self._skeletons[head] = self._tidy(head)
        return found

    def _tidy(self, head: int) -> Reading:
        kept = {head}
        for kid in self._kids.get(head, ()):
            if not self._is_aside(kid, head):
                kept.update(self._skeleton(kid))
        words = self._context.words
        tidy = [p for p in sorted(kept) if p == head or words[p] not in _FENCES or self._inside(p, kept)]
        while len(tidy) > 1 and words[tidy[-1]] in (",", "and", ";"):
            tidy.pop()
        return tidy

    def _inside(self, mark: int, kept: set[int]) -> bool:
        """Whether nothing was left out beside a comma."""
        return all(other in kept or not self._first <= other < self._end for other in (mark - 1, mark + 1))

    def _is_aside(self, kid: int, head: int) -> bool:
        dep = self._deps[kid]
        context = self._context
        if dep in _ASIDES:
            return True
        if dep == "appos":
            return self._named(head) or not self._named(kid)
        if dep == "acl":
            return self._fenced(kid)
        if context.tags[head][0] == "V":
            joined = dep == "conj" and context.tags[kid][0] == "V"
            return joined or (dep in ("prep", "advmod", "npadvmod") and self._fenced(kid, both=True))
        return dep == "prep" and self._says_where(kid, head)

    def _says_where(self, kid: int, head: int) -> bool:
        context = self._context
        owner = context.chain_at(head)
        if context.lower[kid] not in _AT or context.chain_at(kid) is not None or owner is None:
            return False
        places = [context.chain_at(under) for under in self._kids.get(kid, ())]
        return owner.type in _HAVE_SEATS and any(one is not None and one.type in _PLACES for one in places)

    def _fenced(self, kid: int, *, both: bool = False) -> bool:
        part = self._subtree(kid)
        before, behind = min(part) - 1, max(part) + 1
        opened = before >= self._first and self._context.words[before] in _MARKS
        closed = behind < self._end and self._context.words[behind] in _CLOSING
        return opened and (closed or not both)

    def _subtree(self, head: int) -> Reading:
        found = [head]
        for kid in self._kids.get(head, ()):
            found += self._subtree(kid)
        return found

    def _named(self, position: int) -> bool:
        return self._context.chain_at(position) is not None

    def _relative(self, position: int) -> bool:
        return self._context.tags[position] in _RELATIVES
