"""E-mail: the subject is the headline; plain text is read rather than HTML, attachments are not."""

from __future__ import annotations

import email
import email.policy
from email.message import MIMEPart
from email.utils import parsedate_to_datetime

from pipeline.errors import ArticleError
from pipeline.ingest import plaintext
from pipeline.ingest.article import Document, with_title
from pipeline.records import Published


def read(data: bytes) -> Document:
    """One message.

    Raises:
        ArticleError: it has no text.
    """
    message = email.message_from_bytes(data, policy=email.policy.default)
    part = message.get_body(("plain", "html"))
    if part is None:
        raise ArticleError("empty", "the message has no text", "ingest")
    text, encoding = _content(part)
    title = " ".join(str(message["subject"] or "").split()) or None
    return Document(
        text=with_title(title, text),
        encoding=encoding,
        title=title,
        published=_date(message),
        media_type="message/rfc822",
    )


def _content(part: MIMEPart) -> tuple[str, str]:
    payload = part.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    charset = part.get_content_charset()
    if part.get_content_type() == "text/html":
        from pipeline.ingest import html  # noqa: PLC0415 - lxml is loaded only for those who need it

        text, encoding = plaintext.decode(data, charset)
        return html.plain(text), encoding
    return plaintext.decode(data, charset)


def _date(message: MIMEPart) -> Published | None:
    try:
        day = parsedate_to_datetime(str(message["date"])).date()
    except ValueError:
        return None
    return Published(date=day, basis="metadata")
