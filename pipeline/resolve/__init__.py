"""Resolve: names of the Doc → entities, one per real-world thing, with every mention.

Order inside: tables, patterns and the model propose names; clues vote on types; names are clustered; common nouns and
pronouns join the clusters they stand for.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.document import Chain, CleanArticle, Mentioned
from pipeline.knowledge.world import World, load_world
from pipeline.printed import Printed
from pipeline.records import EntityType, RecordWarning, Span
from pipeline.resolve.acronyms import read_definitions
from pipeline.resolve.cluster import Cluster, cluster
from pipeline.resolve.context import capital_acts, country_codes, story_country
from pipeline.resolve.datelines import dateline_places
from pipeline.resolve.headlines import align_headlines, find_headlines
from pipeline.resolve.keep import keeps
from pipeline.resolve.lists import listed_names
from pipeline.resolve.mentions import NameMention
from pipeline.resolve.names import find_names
from pipeline.resolve.nominals import add_nominals
from pipeline.resolve.patterns import Patterns, bracketed
from pipeline.resolve.repeat import add_repeats
from pipeline.resolve.results_heading import results_heading
from pipeline.resolve.tables import Gazetteer
from pipeline.resolve.told import part_holders, told_names
from pipeline.resolve.typing import vote

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["Resolver", "story_country"]

_GOVERNMENT = re.compile(
    r"^government of (?:the )?| (?:government|administration|regime|authorities|cabinet|junta|govt)$", re.IGNORECASE
)

_OFFICE = ["secretary", "of"]
_SECRETARY = re.compile(
    r"(?:Secretary|Department|Ministry) of (?:the )?(State|Treasury|Commerce|Defense|Energy|Justice)$"
)


class Resolver:
    """Finders compiled once from the tables; call it with a Doc and its article."""

    def __init__(self) -> None:
        self._world = load_world()
        self._gazetteer = Gazetteer(self._world)
        self._patterns = Patterns(self._world)

    def __call__(
        self, printed: Printed, clean: CleanArticle, warnings: list[RecordWarning] | None = None
    ) -> tuple[Chain, ...]:
        """Entities of a document, ordered by first mention, ids ``e1`` … in that order.

        Args:
            printed: the annotated view.
            clean: its article.
            warnings: takes a warning for each name that is too doubtful to be kept.
        """
        doc = printed.doc
        names, meant = self.names(printed, clean)
        groups = cluster(clean.view, names, self._world, meant)
        add_repeats(doc, clean.view, groups)
        groups = [
            group
            for group in groups
            if not (_only_in_office(printed, group) or self._doubtful(doc, clean, group, warnings))
        ]
        chains = [chain for group in groups if (chain := self._chain(printed, clean, group)) is not None]
        for number, chain in enumerate(chains, start=1):
            chain.id = f"e{number}"
        add_nominals(doc, chains, self._world)
        return tuple(chains)

    def names(self, printed: Printed, clean: CleanArticle) -> tuple[list[NameMention], dict[str, NameMention]]:
        """Names with the votes for their types, before any are taken together, and what abbreviations mean."""
        doc = printed.doc
        tabled = dateline_places(clean, self._gazetteer.find(clean.view))
        found = [*tabled, *bracketed(clean.article.text), *results_heading(clean)]
        for part in clean.segments:
            # Paragraph by paragraph: no name runs over the end of one.
            pieces = self._patterns.find(clean.view[part.start : part.end])
            found += [replace(one, start=one.start + part.start, end=one.end + part.start) for one in pieces]
        names = find_names(
            printed, clean.view, self._world, capital_acts(doc, found, self._world), self._gazetteer.knows
        )
        told = [*told_names(printed, names, self._world), *part_holders(printed, names, self._world)]
        names = sorted([*names, *told], key=lambda name: name.first)
        headlines = find_headlines(clean)
        align_headlines(doc, headlines, names)
        names = [name for name in names if keeps(printed, headlines, name, self._world)]
        vote(printed, names, self._world)
        names = sorted([*names, *listed_names(doc, names, self._world)], key=lambda name: name.first)
        return read_definitions(doc, clean.view, names)

    @staticmethod
    def _doubtful(doc: Doc, clean: CleanArticle, group: Cluster, warnings: list[RecordWarning] | None) -> bool:
        """Whether only a model's word makes a name of one word that opens a sentence and never comes again."""
        one = group.mentions[0]
        lone = len(group.mentions) == 1 and one.last - one.first == 1 and bool(doc[one.first].is_sent_start)
        told = group.key is not None or not all(rule.startswith("model.") for rule in one.rules)
        if not lone or told or group.type() == "Person":
            return False
        if warnings is not None:
            text = clean.article.text[one.start : one.end]
            span = Span(start=one.start, end=one.end, text=text)
            warnings.append(RecordWarning(code="doubtful_name", message=f"{text}: only the model's word", span=span))
        return True

    def _chain(self, tokens: Printed, clean: CleanArticle, group: Cluster) -> Chain | None:
        kind = group.type()
        if kind is None:
            return None
        text = clean.article.text
        mentions = sorted(Mentioned(m.first, m.last) for m in group.mentions)
        printed = list(dict.fromkeys(" ".join(_quote(tokens, text, m).split()) for m in mentions))
        name = _full_name(printed, kind, group.key, self._world)
        if kind == "Country":
            printed += [
                bare
                for form in printed
                if (bare := _GOVERNMENT.sub("", form)) not in printed and self._world.country_code(bare)
            ]
        if kind == "PublicBody":
            printed += [bare for form in printed if (bare := self._short_body(form)) not in (*printed, "")]
        aliases = tuple(form for form in printed if form != name)
        codes = country_codes(tokens, mentions, group.key, kind, self._world)
        return Chain(id="", type=kind, name=name, mentions=mentions, aliases=aliases, countries=codes, key=group.key)

    def _short_body(self, printed: str) -> str:
        """The body without its country or its head: "U.S. Treasury" → "Treasury", "Secretary of State" → "State"."""
        match = _SECRETARY.match(printed)
        if match is not None:
            return match.group(1)
        first, _, rest = printed.partition(" ")
        return rest if rest[:1].isupper() and self._world.country_code(first) is not None else ""


def _only_in_office(tokens: Printed, group: Cluster) -> bool:
    """Whether a name stands only in a minister's title: "State" in "Secretary of State"."""
    return all(
        tokens.words[one.first : one.last] == ["State"] and tokens.lower[one.first - 2 : one.first] == _OFFICE
        for one in group.mentions
    )


def _quote(tokens: Printed, text: str, mention: Mentioned) -> str:
    return text[tokens.starts[mention.first] : tokens.ends[mention.last - 1]].strip()


def _full_name(printed: list[str], kind: EntityType, key: str | None, world: World) -> str:
    """The fullest printed form; a country known only by its adjective takes its English short name."""
    # A city that the article means as its government has a place's key and keeps its printed name.
    if kind == "Country" and key is not None and not key.startswith("place:"):
        nouns = [form for form in printed if world.is_country_noun(form)]
        return (
            max(nouns, key=lambda form: (not form.isupper() or "." in form or len(form) <= 3, len(form)))
            if nouns
            else world.country_name(key)
        )
    cased = [form for form in printed if not (form.isupper() and len(form) > 6)] or printed
    return max(cased, key=lambda form: (len(form.split()), len(form)))
