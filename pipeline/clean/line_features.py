"""What the classifier of lines sees of a paragraph: its shape, its words, and what stands around it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cached_property

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_SIZES = (1, 2, 4, 8, 15, 30, 60)
_FUNCTION = frozenset(
    "the of and to in a is that for on was with as by at from it be are has its were said will not an or".split()  # noqa: SIM905
)
_READER = frozenset(("you", "your", "we", "us", "our", "me", "my", "i"))
_MARKS = {
    "bar": re.compile(r"[|·»]|\s[>/]\s|\s{2,}\S"),
    "link": re.compile(r"https?://|www\.|\S@\S|(?<!\w)@\w"),
    "money": re.compile(r"[$€£¥%]|\b(?:percent|pct|per cent|million|billion|mln|bln|dlrs|cts|vs)\b", re.IGNORECASE),
    "digit": re.compile(r"\d"),
    "quote": re.compile(r"[\"“”]"),
    "bullet": re.compile(r"^\s*(?:[-•*–]|\(?\w{1,2}[.)])\s"),
    "label": re.compile(r"^[^\s:][^:.]{1,30}:\s"),
}
_STOPS = frozenset({".", "!", "”", '"'})
_OTHER_ENDS = frozenset({"?", ":", "…", ")"})
_PROSE_ENDS = frozenset({".", "!", "?", '"', "”", "'", "’", ")"})
LONGEST = 240
"""Characters above which a paragraph is text: no teaser, comment or notice of a site is worth the risk beyond."""


class Line:
    """A paragraph with its words.

    Args:
        text: as it is printed.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self._last = text.rstrip()[-1:]

    @cached_property
    def words(self) -> list[str]:
        """Its words as printed."""
        return _WORD.findall(self.text)

    @cached_property
    def small(self) -> list[str]:
        """The same in small letters."""
        return [word.lower() for word in self.words]

    @cached_property
    def share(self) -> float:
        """Share of the words between the names."""
        return sum(word in _FUNCTION for word in self.small) / max(len(self.small), 1)

    @cached_property
    def marks(self) -> frozenset[str]:
        """What stands in it besides words."""
        return frozenset(name for name, pattern in _MARKS.items() if pattern.search(self.text))

    @property
    def end(self) -> str:
        """How it ends."""
        return "stop" if self._last in _STOPS else "other" if self._last in _OTHER_ENDS else "none"

    @property
    def is_prose(self) -> bool:
        """Whether it reads as running text: it ends as a sentence and has the words between the names."""
        return self._last in _PROSE_ENDS and len(self.words) >= 12 and self.share >= 0.2

    @property
    def is_sentence(self) -> bool:
        """Whether it could be a sentence of the article, also one that a feed has cut off, and speaks to nobody."""
        if not _READER.isdisjoint(self.small) or not self.marks.isdisjoint(("link", "bar")):
            return False
        return (len(self.words) >= 3 and self.end == "stop") or (len(self.words) >= 8 and self.share >= 0.2)


def features(lines: Sequence[Line], at: int, furniture: Sequence[bool], prose: Sequence[bool]) -> list[str]:
    """Names of what holds of one line; each counts as one.

    Args:
        lines: all paragraphs.
        at: the one to describe.
        furniture: which ones before it are furniture, and which ones after it are by the rules.
        prose: which ones are running text.
    """
    line = lines[at]
    words, small = line.words, line.small
    found = [f"size:{bisect_left(_SIZES, len(words))}", f"end:{line.end}"]
    found += [f"has:{name}" for name in _MARKS if name in line.marks]
    found.append(f"function:{min(int(line.share * 10), 4)}")
    found.append(f"capitals:{int(4 * sum(word[0].isupper() for word in words) / max(len(words), 1))}")
    if line.text.isupper():
        found.append("upper")
    distinct = set(small)
    if (small and small[0] in _READER) or len(_READER & distinct) > 1:
        found.append("reader")
    found += [f"word:{word}" for word in sorted(distinct)]
    if small:
        found.append(f"first:{small[0]}")
    zone = "head" if not any(prose[:at]) else "middle" if any(prose[at + 1 :]) else "tail"
    before = "none" if at == 0 else "furniture" if furniture[at - 1] else "prose" if prose[at - 1] else "line"
    if at + 1 == len(lines):
        after = "none"
    else:
        after = "furniture" if furniture[at + 1] else "prose" if prose[at + 1] else "line"
    return [*found, f"zone:{zone}", f"before:{before}", f"after:{after}", f"zone+before:{zone}+{before}"]
