"""HTML → the article of the page: trafilatura finds it, metadata tell headline and date (JSON-LD first)."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator

import lxml.html
from lxml import etree
from trafilatura import bare_extraction

from pipeline.errors import ArticleError
from pipeline.ingest import page_facts, plaintext
from pipeline.ingest.article import Document, with_title

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,30})", re.IGNORECASE)
_XML_ENCODING = re.compile(r"\A\s*<\?xml[^>]{0,200}\?>")
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_DEEPEST = 250
"""Elements inside elements; libxml2 itself gives up at 256 and leaves the rest of the page out."""
_INLINE = frozenset({"hi", "ref", "del", "lb", "graphic"})
_WHOLE = 400
"""Characters below which a page is too short to tell article and furniture apart by their shares."""
_TEASER = 0.5
"""Where the page shows less than this part of the text in its JSON-LD, that text is the article."""
_BREAKS = frozenset(
    {
        *("address", "article", "aside", "blockquote", "br", "caption", "dd", "div", "dl", "dt", "fieldset", "figure"),
        *("figcaption", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav"),
        *("ol", "option", "p", "pre", "section", "table", "td", "th", "title", "tr", "ul"),
    }
)
_UNSEEN = frozenset(
    {"script", "style", "noscript", "template", "head", "svg", "iframe", "object", "textarea", "select"}
)


def read(data: bytes, charset: str | None = None) -> Document:
    """The article of one page.

    Args:
        data: bytes of the page.
        charset: what the server said; without it what the page says.

    Raises:
        ArticleError: no text, nested too deep, or nothing on it reads like an article.
    """
    declared = _CHARSET.search(data[:4096])
    text, encoding = plaintext.decode(data, charset or (declared.group(1).decode("ascii") if declared else None))
    tree = _parse(text)
    if tree is None:
        raise ArticleError("empty", "the page has no text", "ingest")
    facts = page_facts.read(tree)
    body = _article(tree, facts.body)
    if not body:
        raise ArticleError("empty", "there is no article on the page", "ingest")
    return Document(
        text=with_title(facts.title, body),
        encoding=encoding,
        title=facts.title,
        published=facts.published,
        language=facts.language,
        media_type="text/html",
    )


def plain(text: str) -> str:
    """The text of a piece of HTML, such as the body of a feed's entry or a message, whole."""
    tree = _parse(text)
    return "" if tree is None else "\n\n".join(_shown(tree))


def _parse(text: str) -> lxml.html.HtmlElement | None:
    parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=False)
    source = _XML_ENCODING.sub("", text).replace("\0", "")
    try:
        tree = lxml.html.document_fromstring(source.encode("utf-8", "replace"), parser=parser)
    except etree.ParserError:  # nothing but white space or comments
        return None
    depth = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > _DEEPEST:
            raise ArticleError("too_deep", f"the page nests elements more than {_DEEPEST} deep", "ingest")
    return tree


def _article(tree: lxml.html.HtmlElement, told: str | None) -> str:
    """The article's paragraphs, each apart by a blank line."""
    shown = "\n\n".join(_shown(tree))
    if len(shown) < _WHOLE and not told:
        return shown
    found = bare_extraction(copy.deepcopy(tree), include_comments=False, include_tables=True, with_metadata=False)
    body = getattr(found, "body", None)
    text = "" if body is None else "\n\n".join(_paragraphs(body))
    if told and len(text) < _TEASER * len(told):
        text = plain(told) if "</" in told else told
    return text or shown


def _paragraphs(element: etree._Element) -> Iterator[str]:
    """Paragraphs, headings, list items and rows of what trafilatura found."""
    bullet = "- " if element.tag == "item" else ""
    open_ = [element.text or ""]
    for child in element:
        if child.tag in _INLINE:
            open_ += [_inline(child), child.tail or ""]
            continue
        for text in _split(open_):
            yield bullet + text
            bullet = ""
        open_ = [child.tail or ""]
        if child.tag == "row":
            cells = (" ".join("".join(cell.itertext()).split()) for cell in child)
            yield " | ".join(cell for cell in cells if cell)
        else:
            yield from _paragraphs(child)
    for text in _split(open_):
        yield bullet + text
        bullet = ""


def _inline(element: etree._Element) -> str:
    if element.tag == "lb":
        return "\n"
    inner = (_inline(child) + (child.tail or "") for child in element)
    return (element.text or "") + "".join(inner)


def _split(parts: list[str]) -> Iterator[str]:
    """Texts between double line breaks, blanks squeezed."""
    for piece in re.split(r"[ \t\r\f\v]*\n[ \t\r\f\v]*\n\s*", "".join(parts)):
        lines = (" ".join(line.split()) for line in piece.split("\n"))
        text = "\n".join(line for line in lines if line)
        if text:
            yield text


def _shown(tree: lxml.html.HtmlElement) -> Iterator[str]:
    """Everything that a browser would show, a paragraph for each block."""
    parts: list[str] = []
    hidden = 0
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        if element.tag in _UNSEEN:
            hidden += 1 if event == "start" else -1
        elif element.tag in _BREAKS:
            parts.append("\n\n")
        if not hidden:
            # Line ends of the source mean nothing in HTML.
            parts.append(_BLANKS.sub(" ", (element.text if event == "start" else element.tail) or ""))
    yield from _split(parts)
