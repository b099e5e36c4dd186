"""What the classifier of lines sees of a paragraph: its shape, its words, and what stands around it."""

from __future__ import annotations

import re
from collections.abc import Sequence

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
LONGEST = 240
"""Characters above which a paragraph is text: no teaser, comment or notice of a site is worth the risk beyond."""


def is_prose(line: str) -> bool:
    """Whether a paragraph reads as running text: it ends as a sentence and has the words between the names."""
    words = _WORD.findall(line.lower())
    return len(words) >= 12 and line.rstrip()[-1:] in {".", "!", "?", '"', "”", "'", "’", ")"} and _share(words) >= 0.2


def is_sentence(line: str) -> bool:
    """Whether a line could be a sentence of the article, also one that a feed has cut off, and speaks to nobody."""
    words = _WORD.findall(line.lower())
    if _READER & set(words) or _MARKS["link"].search(line) or _MARKS["bar"].search(line):
        return False
    return (len(words) >= 3 and _end(line) == "stop") or (len(words) >= 8 and _share(words) >= 0.2)


def features(lines: Sequence[str], at: int, furniture: Sequence[bool], prose: Sequence[bool]) -> list[str]:
    """Names of what holds of one line; each counts as one.

    Args:
        lines: all paragraphs.
        at: the one to describe.
        furniture: which ones before it are furniture, and which ones after it are by the rules.
        prose: which ones are running text.
    """
    line = lines[at]
    words = _WORD.findall(line)
    small = [word.lower() for word in words]
    found = [f"size:{sum(len(words) > size for size in _SIZES)}", f"end:{_end(line)}"]
    found += [f"has:{name}" for name, pattern in _MARKS.items() if pattern.search(line)]
    found.append(f"function:{min(int(_share(small) * 10), 4)}")
    found.append(f"capitals:{int(4 * sum(word[0].isupper() for word in words) / max(len(words), 1))}")
    if line.isupper():
        found.append("upper")
    if (small and small[0] in _READER) or len(_READER & set(small)) > 1:
        found.append("reader")
    found += [f"word:{word}" for word in sorted(set(small))]
    if small:
        found.append(f"first:{small[0]}")
    zone = "head" if not any(prose[:at]) else "middle" if any(prose[at + 1 :]) else "tail"
    before = "none" if at == 0 else "furniture" if furniture[at - 1] else "prose" if prose[at - 1] else "line"
    if at + 1 == len(lines):
        after = "none"
    else:
        after = "furniture" if furniture[at + 1] else "prose" if prose[at + 1] else "line"
    return [*found, f"zone:{zone}", f"before:{before}", f"after:{after}", f"zone+before:{zone}+{before}"]


def _end(line: str) -> str:
    last = line.rstrip()[-1:]
    return "stop" if last in {".", "!", "”", '"'} else "other" if last in {"?", ":", "…", ")"} else "none"


def _share(words: Sequence[str]) -> float:
    return sum(word in _FUNCTION for word in words) / max(len(words), 1)
