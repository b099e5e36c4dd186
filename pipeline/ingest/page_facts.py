"""What a page says of itself: headline, publication date, language, and the text in its JSON-LD."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import lxml.html
import orjson

from pipeline.ingest.rows import published_of
from pipeline.records import Published

_TITLES = ("og:title", "twitter:title", "dc.title", "dcterms.title", "title", "headline")
_DATES = (
    "article:published_time", "og:article:published_time", "datepublished", "pubdate", "publish-date", "publishdate",
    "publication_date", "date.issued", "dc.date.issued", "dcterms.issued", "dcterms.created", "dc.date", "dcterms.date",
    "parsely-pub-date", "sailthru.date", "citation_publication_date", "originalpublicationdate", "date",
)  # fmt: skip
"""Names of meta elements, the most telling first. Dates of change are not among them."""
_SITE = re.compile(r"\s+[|–—»·-]\s+[^|–—»·]{2,40}$")
_DEEPEST = 12
_LONGEST_TITLE = 300


@dataclass(frozen=True, slots=True)
class PageFacts:
    """Each is None where the page does not tell."""

    title: str | None
    published: Published | None
    language: str | None
    body: str | None


def read(tree: lxml.html.HtmlElement) -> PageFacts:
    """Metadata of a page: JSON-LD, else meta elements, else the page's own heading and time."""
    story = _story(tree)
    metas = _metas(tree)
    titles = [story.get("headline"), *_heading(tree, metas), *(metas.get(name) for name in _TITLES), _head_title(tree)]
    dates = [story.get("datePublished"), *(metas.get(name) for name in _DATES), *_times(tree)]
    language = story.get("inLanguage") or tree.get("lang") or metas.get("og:locale")
    return PageFacts(
        title=next((text for value in titles if (text := _line(value))), None),
        published=next((found for value in dates if (found := published_of(value)) is not None), None),
        language=_code(language),
        body=_text(story.get("articleBody")),
    )


def _story(tree: lxml.html.HtmlElement) -> dict[str, object]:
    """The first object of the page's JSON-LD that is an article."""
    for script in tree.iter("script"):
        if (script.get("type") or "").split(";")[0].strip().lower() != "application/ld+json":
            continue
        try:
            found = orjson.loads((script.text or "").strip().rstrip(";"))
        except orjson.JSONDecodeError:  # pages carry broken JSON-LD; the meta elements tell the same
            continue
        story = next((one for one in _objects(found, 0) if _is_story(one)), None)
        if story is not None:
            return story
    return {}


def _objects(value: object, depth: int) -> Iterator[dict[str, object]]:
    if depth > _DEEPEST:
        return
    if isinstance(value, dict):
        yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _objects(value.get(key), depth + 1)
    elif isinstance(value, list):
        for one in value:
            yield from _objects(one, depth + 1)


def _is_story(value: dict[str, object]) -> bool:
    kinds = value.get("@type")
    names = kinds if isinstance(kinds, list) else [kinds]
    return any(isinstance(name, str) and name.endswith(("Article", "Posting", "PressRelease")) for name in names)


def _metas(tree: lxml.html.HtmlElement) -> dict[str, str]:
    found: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop")
        content = meta.get("content")
        if name and content:
            found.setdefault(name.strip().lower(), content)
    return found


def _heading(tree: lxml.html.HtmlElement, metas: dict[str, str]) -> list[str]:
    """The first heading of the first level that the page's title repeats: a site's logo may be another one."""
    heads = [" ".join(one.text_content().split()) for one in tree.iter("h1")][:5]
    said = [*(metas.get(name, "") for name in _TITLES), _head_title(tree) or ""]
    return [head for head in heads if head and any(_same(head, title) for title in said)]


def _same(one: str, other: str) -> bool:
    left, right = ("".join(re.findall(r"\w", text)).lower() for text in (one, other))
    return bool(left) and (left in right or (bool(right) and right in left))


def _head_title(tree: lxml.html.HtmlElement) -> str | None:
    title = next(tree.iter("title"), None)
    text = None if title is None else title.text
    return None if text is None else _SITE.sub("", " ".join(text.split()))


def _times(tree: lxml.html.HtmlElement) -> list[str | None]:
    """The page's time elements, if they all tell one day: on others one cannot know whose time it is."""
    times = [one.get("datetime") for one in tree.iter("time") if one.get("datetime")]
    marked = [one.get("datetime") for one in tree.iter("time") if one.get("itemprop") == "datePublished"]
    return marked or (times[:1] if len({value[:10] for value in times}) == 1 else [])


def _line(value: object) -> str | None:
    text = " ".join(value.split()) if isinstance(value, str) else ""
    return text if 0 < len(text) <= _LONGEST_TITLE else None


def _text(value: object) -> str | None:
    return value.strip() or None if isinstance(value, str) else None


def _code(value: object) -> str | None:
    if isinstance(value, dict):
        value = value.get("alternateName") or value.get("name")
    match = re.match(r"([A-Za-z]{2})(?:[-_]|$)", value.strip()) if isinstance(value, str) else None
    return match.group(1).lower() if match else None
