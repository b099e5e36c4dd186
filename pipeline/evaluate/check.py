"""Check a gold set: every label file is complete, its words stand in the text, and articles do not share wording.

Two articles that word things alike measure one wording twice, and a rule written for one is praised for the other. So
no six words in a row may stand in more than three articles; names do not count (three capitalised words of the six).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from pydantic import ValidationError

from pipeline.errors import ConfigError
from pipeline.evaluate.gold import GoldEvent, GoldLabels, GoldPeriod, misplaced

RUN = 6
"""Length of a wording, in words."""
SHARED_BY = 3
"""Articles that may share one."""
_CAPITALS = 3
_WORD = re.compile(r"[A-Za-z0-9$%.'-]+")


def check(folders: Sequence[Path]) -> tuple[int, list[str]]:
    """Number of articles in the folders, and everything that is wrong, one line each.

    Raises:
        ConfigError: there is no article.
    """
    texts = [file for folder in folders for file in sorted(folder.glob("*.txt"))]
    if not texts:
        raise ConfigError(f"no articles (*.txt) in {', '.join(map(str, folders))}")
    problems = [problem for file in texts for problem in check_article(file)]
    for folder in folders:
        for file in sorted(folder.glob("*.json")):
            if not file.with_suffix(".txt").exists():
                problems.append(f"{file}: labels without a text")
    problems += [
        f"shared wording in {len(files)} articles ({', '.join(files[:4])} …): {words!r}"
        for words, files in shared_wordings((file.stem, _plain(file)) for file in texts)
    ]
    return len(texts), problems


def check_article(file: Path) -> Iterator[str]:
    """Problems of one article, each with its file.

    Args:
        file: the text; its labels stand beside it.
    """
    labels_file = file.with_suffix(".json")
    try:
        labels = GoldLabels.model_validate_json(labels_file.read_bytes())
    except OSError:
        yield f"{file}: no labels"
        return
    except ValidationError as error:
        for one in error.errors():
            yield f"{labels_file}: {'.'.join(map(str, one['loc']))}: {one['msg']}"
        return
    if labels.id != file.stem:
        yield f"{labels_file}: the id is {labels.id!r}"
    yield from (f"{labels_file}: {problem}" for problem in misplaced(file.read_text(encoding="utf-8"), labels))
    text = _plain(file)
    for what, words in _quoted(labels):
        if words is not None and " ".join(words.split()) not in text:
            yield f"{labels_file}: {what} does not stand in the text: {words!r}"
    yield from (f"{labels_file}: {problem}" for problem in _sense(labels))


def shared_wordings(articles: Iterable[tuple[str, str]]) -> list[tuple[str, list[str]]]:
    """Wordings that too many articles share, the most shared first, with the names of the articles.

    Args:
        articles: names and texts.
    """
    places: dict[str, set[str]] = defaultdict(set)
    for name, text in articles:
        words = _WORD.findall(text)
        for i in range(len(words) - RUN + 1):
            run = words[i : i + RUN]
            if sum(word[0].isupper() for word in run) < _CAPITALS:
                places[" ".join(run).lower()].add(name)
    shared = [(words, sorted(names)) for words, names in places.items() if len(names) > SHARED_BY]
    return sorted(shared, key=lambda one: (-len(one[1]), one[0]))


def _plain(file: Path) -> str:
    return " ".join(file.read_text(encoding="utf-8").split())


def _quoted(labels: GoldLabels) -> Iterator[tuple[str, str | None]]:
    """Everything that must stand in the text word for word, with what it is."""
    for entity in labels.entities:
        for form in (entity.name, *entity.aliases, *entity.nominals):
            yield "name", form
    for relation in labels.relations:
        yield "evidence of a relation", relation.evidence
    for event in labels.sanction_events:
        yield "trigger", event.trigger
        yield "evidence of an event", event.evidence
        yield "target_description", event.target_description
        yield "attributed_to", event.attributed_to
        yield from _periods(event)
    for fact in labels.financials:
        yield "evidence of a money fact", fact.evidence
        yield "amount_text", fact.amount_text
        yield "segment", fact.segment
        yield "attributed_to", fact.attributed_to
        yield "period", _text(fact.period)
    for share in labels.revenue_shares:
        yield "evidence of a revenue share", share.evidence
        yield "segment", share.segment
        yield "period", _text(share.period)


def _periods(event: GoldEvent) -> Iterator[tuple[str, str | None]]:
    for slot in ("announced", "effective", "expires"):
        yield slot, _text(getattr(event, slot))


def _text(period: GoldPeriod | None) -> str | None:
    return None if period is None else period.text


def _sense(labels: GoldLabels) -> Iterator[str]:
    """What no single field shows."""
    names = [entity.name for entity in labels.entities]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield f"two entities are called {name!r}"
    sums = {fact.amount_text for fact in labels.financials}
    for event in labels.sanction_events:
        if not event.trigger.split():
            yield "an event has no trigger"
        if event.penalty is not None and event.penalty not in sums:
            yield f"the penalty {event.penalty!r} is the amount_text of no money fact"
    for fact in labels.financials:
        if fact.value is fact.low is fact.high is None and fact.change is None:
            yield f"a money fact has neither a sum nor a change: {fact.evidence!r}"
    for share in labels.revenue_shares:
        if share.share is share.low is share.high is None:
            yield f"a revenue share has neither a share nor a range: {share.evidence!r}"
