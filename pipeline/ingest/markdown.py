"""Markdown → plain text: marks go, words stay; title and date may stand in a head of YAML."""

from __future__ import annotations

import re
from collections.abc import Iterator

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

from pipeline.ingest import plaintext
from pipeline.ingest.article import Document, with_title
from pipeline.ingest.rows import published_of

_HEAD = re.compile(r"\A---[ \t]*\n(.{0,20000}?)\n(?:---|\.\.\.)[ \t]*\n", re.DOTALL)


def read(data: bytes) -> Document:
    """One file.

    Raises:
        ArticleError: the bytes are no text.
    """
    text, encoding = plaintext.decode(data)
    text = text.replace("\r\n", "\n")
    head: dict[object, object] = {}
    match = _HEAD.match(text)
    if match is not None:
        found = _yaml(match.group(1))
        if found is not None:
            head, text = found, text[match.end() :]
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    parts = list(_blocks(tokens))
    title = head.get("title") or (parts[0] if parts and tokens[0].tag == "h1" else None)
    title = " ".join(title.split()) if isinstance(title, str) else None
    return Document(
        text=with_title(title, "\n\n".join(parts)),
        encoding=encoding,
        title=title,
        published=published_of(head.get("date")),
        media_type="text/markdown",
    )


def _yaml(text: str) -> dict[object, object] | None:
    """The head, if it is a mapping without aliases: those can be made to unfold without end."""
    if re.search(r"(?m)[&*]\w+\s*$|[:\[,-]\s*[&*]\w", text):
        return None
    try:
        found = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def _blocks(tokens: list[Token]) -> Iterator[str]:
    """Paragraphs, headings, list items and table rows as text."""
    bullet, row, last = "", list[str](), ""
    for token in tokens:
        if token.type == "list_item_open":
            bullet = f"{token.info}. " if token.info else "- "
        elif token.type == "tr_open":
            row = []
        elif token.type == "tr_close":
            yield " | ".join(row)
        elif token.type in {"fence", "code_block"}:
            yield token.content.strip("\n")
        elif token.type == "inline":
            text = "".join(_words(token.children or [])).strip()
            if last in {"td_open", "th_open"}:
                row.append(text)
            elif text:
                yield bullet + text
                bullet = ""
        last = token.type


def _words(children: list[Token]) -> Iterator[str]:
    for child in children:
        if child.type in {"text", "code_inline"}:
            yield child.content
        elif child.type in {"softbreak", "hardbreak"}:
            yield "\n"
