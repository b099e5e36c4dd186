"""Words ahead of a date that move its edges: "end of", "early", "since", "until", "by"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.values import calendar
from pipeline.values.spans import DateSpan

if TYPE_CHECKING:
    from datetime import date

    from pipeline.values.date_place import Placed

_EDGE = re.compile(
    r"(?:(?<!\w)(?P<edge>end|beginning|start|close|turn)(?:\s+of\s+(?:the\s+)?|-of-(?:the-)?|-|\s)"
    r"|(?<!\w)(?P<third>early|mid|late|middle)(?:\s+of\s+(?:the\s+)?|[-\s]+(?:in\s+)?(?:the\s+)?)"
    r"|(?<!\w)(?P<half>first|second|latter)\s+half\s+(?:of|in)\s+(?:the\s+)?"
    r"|(?<!\w)(?P<week>first|second|third|fourth|last|final)\s+(?P<unit>week"
    r"|ten\s+days|10\s+days|two\s+weeks)\s+(?:of|in)\s+(?:the\s+)?)$"
)
_LIMIT = re.compile(
    r"(?<!\w)(?:(?P<open>since(?:\s+(?:at\s+least|about|around|the|as\s+far\s+back\s+as))?"
    r"|(?:effective|starting|beginning|commencing|dating)(?:\s+(?:from|on"
    r"|in|as\s+of|back\s+to))?"
    r"|as\s+(?:from|of\s+from)|(?P<weak>from))|(?P<close>until|till|through"
    r"|up\s+to|up\s+until|thru|valid\s+to)|(?P<by>by|no\s+later\s+than|not\s+later\s+than"
    r"|on\s+or\s+before|before))"
    r"\s+(?:the\s+)?$"
)
_ONWARD = re.compile(r"\s+(?:onwards?|on|forward)\b")


def finish(low: str, one: Placed, published: date | None) -> DateSpan:
    """Make the span of a placed atom, its edge and limit words included.

    Args:
        low: lower-case text.
        one: the atom with its days.
        published: publication date, or None.
    """
    start, days, precision = one.start, one.days, one.precision
    instant = days is not None and days[0] == days[1]
    edge = (
        _EDGE.search(low, max(0, start - 26), start)
        if one.atom.kind not in ("day", "weekday", "now", "ago", "length")
        else None
    )
    if edge is not None:
        start = edge.start()
        if days is not None:
            days = _edge(days, edge)
            instant = days[0] == days[1]
        precision = "day" if edge["edge"] else "week" if edge["week"] else "half" if edge["half"] else "range"
    limit = _LIMIT.search(low, max(0, start - 28), start)
    kind = "instant" if precision == "day" and (instant or days is None) else "duration"
    first, last = days if days is not None else (None, None)
    if limit is not None and one.atom.kind not in ("length",) and not low.startswith((" to ", " until "), one.end):
        if limit["open"] and (not limit["weak"] or _opens(low, one, published)):
            return DateSpan(limit.start(), one.end, first, None, "duration", precision, one.relative)
        if limit["close"]:
            return DateSpan(limit.start(), one.end, None, last, "duration", precision, one.relative)
        if limit["by"] and (limit["by"] != "before" or edge is not None):
            begin = start if limit["by"] == "before" else limit.start()  # "before" is no part: its day is still outside
            return DateSpan(begin, one.end, None, last, "instant", precision, one.relative)
    return DateSpan(start, one.end, first, last, kind, precision, one.relative)  # type: ignore[arg-type]


def _edge(days: calendar.Interval, edge: re.Match[str]) -> calendar.Interval:
    if edge["edge"]:
        return calendar.part_of(days, "start" if edge["edge"] in ("beginning", "start") else "end")
    if edge["third"]:
        return calendar.part_of(days, "mid" if edge["third"] == "middle" else edge["third"])
    first, last = days
    if edge["half"]:
        middle = first + (last - first) // 2
        return (first, middle) if edge["half"] == "first" else (calendar.move(middle, days=1) or middle, last)
    length = {"week": 7, "two": 14}.get(edge["unit"].split()[0], 10)
    order = {"first": 0, "second": 1, "third": 2, "fourth": 3}.get(edge["week"])
    if order is None:
        return calendar.move(last, days=1 - length) or first, last
    begin = calendar.move(first, days=order * length) or first
    return begin, min(last, calendar.move(begin, days=length - 1) or last)


def _opens(low: str, one: Placed, published: date | None) -> bool:
    """Whether "from" starts a stretch ("from July 1") and compares nothing ("up from 1985")."""
    if _ONWARD.match(low, one.end):
        return True
    if one.days is None:
        return False
    ahead = published is not None and one.days[0] > published
    return ahead or (
        one.atom.kind == "day" and low[max(0, one.start - 12) : one.start - 5].strip()[-4:] not in ("down", " up")
    )
