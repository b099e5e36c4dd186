"""What each part of finding entities adds, on a labelled set: stock and own model, tables, document consistency."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.annotate import annotate
from pipeline.annotate.loading import load_model
from pipeline.clean import clean
from pipeline.document import CleanArticle, Mentioned
from pipeline.evaluate.entities import score_entities
from pipeline.evaluate.from_gold import view_of_gold
from pipeline.evaluate.gold import GoldArticle, read_gold
from pipeline.evaluate.names import make_name
from pipeline.evaluate.tally import Tally, figures
from pipeline.evaluate.views import ArticleView, EntityView, MentionView
from pipeline.ingest import read_text
from pipeline.printed import Printed
from pipeline.resolve import Resolver

if TYPE_CHECKING:
    from spacy.tokens import Doc

FIGURES = ("entity", "entity_typed", "mention_exact", "mention_strict")
_STOCK = {
    "PERSON": "Person",
    "ORG": "Company",
    "GPE": "Location",
    "LOC": "Location",
    "FAC": "Location",
    "LAW": "Program",
}
"""The likeliest type of a label of the stock model."""
_Group = tuple[str, list[str], list[Mentioned]]
"""Type, printed names and mentions of what counts as one entity."""


def ablation(gold: Path, base: str) -> dict[str, dict[str, float]]:
    """F1 of each row of the table by figure: a model alone, with tables and clues, with the whole document.

    Args:
        gold: a labelled set that nothing was trained on.
        base: the spaCy pipeline.
    """
    articles = read_gold(gold)
    cleaned = [clean(read_text(article.text), languages=("en",)) for article in articles]
    resolver = Resolver()
    rows: dict[str, dict[str, float]] = {}
    for model, own in (("stock", False), ("retrained", True)):
        docs = [doc for _, doc in annotate(cleaned, load_model(base, own=own), 32)]
        pairs = list(zip(docs, cleaned, strict=True))
        rows[f"{model} alone"] = _score(articles, cleaned, docs, (_alone(doc) for doc in docs))
        rows[f"{model} + tables"] = _score(articles, cleaned, docs, (_by_name(resolver, *pair) for pair in pairs))
        rows[f"{model} + tables + document"] = _score(articles, cleaned, docs, (_whole(resolver, *p) for p in pairs))
    return rows


def _score(
    articles: Sequence[GoldArticle],
    cleaned: Sequence[CleanArticle],
    docs: Sequence[Doc],
    groups: Iterable[list[_Group]],
) -> dict[str, float]:
    tallies = []
    for article, view, doc, found in zip(articles, cleaned, docs, groups, strict=True):
        tally = Tally()
        score_entities(view_of_gold(article), _view(view, doc, found), tally)
        tallies.append(tally)
    table = figures(tallies, rounds=0)
    return {name: table[name].f1 for name in FIGURES}


def _view(article: CleanArticle, doc: Doc, groups: list[_Group]) -> ArticleView:
    entities = tuple(EntityView(name=make_name(max(n, key=len), n), type=kind) for kind, n, _ in groups)
    spans = ((doc[m.first : m.last], kind, number) for number, (kind, _, places) in enumerate(groups) for m in places)
    mentions = sorted(MentionView(s.start_char, s.end_char, kind, number) for s, kind, number in spans)
    furniture = tuple((s.start, s.end) for s in article.segments if s.kind == "boilerplate")
    return ArticleView(
        id="",
        text=article.article.text,
        published=None,
        entities=entities,
        mentions=tuple(mentions),
        furniture=furniture,
    )


def _alone(doc: Doc) -> list[_Group]:
    """One entity for each name and type that the model gives."""
    groups: dict[tuple[str, str], list[Mentioned]] = {}
    for ent in doc.ents:
        kind = _STOCK.get(ent.label_, ent.label_ if not ent.label_.isupper() else None)
        if kind is not None:
            groups.setdefault((kind, ent.text), []).append(Mentioned(ent.start, ent.end))
    return [(kind, [name], places) for (kind, name), places in groups.items()]


def _by_name(resolver: Resolver, doc: Doc, article: CleanArticle) -> list[_Group]:
    """One entity for each printed name or table row; each mention has the type that its own evidence says."""
    groups: dict[tuple[str, str], tuple[set[str], list[Mentioned]]] = {}
    for one in resolver.names(Printed(doc, article.view), article)[0]:
        kind = max(sorted(one.votes), key=one.votes.__getitem__)
        text = doc[one.first : one.last].text
        names, places = groups.setdefault((kind, one.key or text), (set(), []))
        names.add(text)
        places.append(Mentioned(one.first, one.last))
    return [(kind, sorted(names), places) for (kind, _), (names, places) in groups.items()]


def _whole(resolver: Resolver, doc: Doc, article: CleanArticle) -> list[_Group]:
    return [
        (chain.type, [chain.name, *chain.aliases], list(_named(chain.mentions)))
        for chain in resolver(Printed(doc, article.view), article)
    ]


def _named(mentions: Iterable[Mentioned]) -> Iterator[Mentioned]:
    return (mention for mention in mentions if mention.kind == "name")
