"""The company that results are told of: what stands ahead of the stretch in a headline ("NORDA LINES 3RD QTR NET")."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.resolve.mentions import Found

if TYPE_CHECKING:
    from pipeline.document import CleanArticle

_STRETCH = (
    r"(?:(?:1ST|2ND|3RD|4TH|FIRST|SECOND|THIRD|FOURTH|FINAL) (?:QTR|QUARTER|HALF)"
    r"|(?:SIX|NINE|THREE|TWELVE|\d{1,2}) (?:MTHS?|MONTHS?|WKS)"
    r"|(?:FULL )?YEAR (?:NET|LOSS|RESULTS|TO|ENDED|(?:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC))"
    r"|QTLY (?:DIV|DIVIDEND|PAYOUT)|(?:SETS|RAISES|CUTS|DECLARES|VOTES) (?:QTLY|QUARTERLY|REGULAR)"
    r"|PAYOUT\b|DIVIDEND\b|(?:QUARTERLY|INTERIM) (?:NET|DIV|DIVIDEND|RESULTS))"
)
_HEADING = re.compile(
    rf"\s*(?:\(CORRECTED\)\s*-?\s*)?(?P<name>[A-Z][A-Z0-9&.,'/ -]{{1,48}}?[A-Z0-9.])"
    r"(?<! AFTER)(?<! FOR)(?<! OVER)(?<! NEXT)(?<! LAST)(?<! BY)(?<! TO)(?<! WITHIN)"
    rf"(?:\s+<[A-Z0-9.]{{1,12}}>)?(?:\s+IN)?\s+{_STRETCH}"
)


def results_heading(clean: CleanArticle) -> Iterator[Found]:
    """The name ahead of the stretch in a headline of results, all in capitals."""
    text = clean.article.text
    for part in clean.segments:
        if part.kind == "title":
            match = _HEADING.match(text, part.start, part.end)
            if match is not None:
                yield Found(match.start("name"), match.end("name"), "Company", 7.0, "form.results_heading")
