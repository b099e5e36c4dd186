"""The labelling configuration, as published in ``configs/label_studio.xml``."""

from __future__ import annotations

from collections.abc import Iterable
from xml.sax.saxutils import quoteattr

from pipeline.evaluate.labelstudio.vocabulary import (
    CHOICES,
    ENTITY,
    ENTITY_TYPES,
    FACT,
    FACT_LABELS,
    LINKS,
    SEVERAL,
    TEXT,
    TEXTS,
)


def configuration() -> str:
    """XML to paste into the project's labelling interface; every vocabulary is that of the record."""
    lines = [
        "<View>",
        "  <Style>.htx-text { white-space: pre-wrap }</Style>",
        "  <Relations>",
        *_values("Relation", LINKS),
        "  </Relations>",
        f'  <Labels name="{ENTITY}" toName="{TEXT}" showInline="true">',
        *_values("Label", ENTITY_TYPES),
        "  </Labels>",
        f'  <Labels name="{FACT}" toName="{TEXT}" showInline="true">',
        *_values("Label", FACT_LABELS),
        "  </Labels>",
        f'  <Text name="{TEXT}" value="$text"/>',
    ]
    for name, words in CHOICES.items():
        choice = "multiple" if name in SEVERAL else "single-radio"
        lines.append(f'  <Header value={quoteattr(name.replace("_", " "))} size="6"/>')
        lines.append(f'  <Choices name="{name}" toName="{TEXT}" perRegion="true" choice="{choice}" showInline="true">')
        lines += [*_values("Choice", words), "  </Choices>"]
    for name, hint in TEXTS.items():
        shown = f'perRegion="true" editable="true" placeholder={quoteattr(hint)}'
        lines.append(f'  <TextArea name="{name}" toName="{TEXT}" {shown}/>')
    return "\n".join([*lines, "</View>"]) + "\n"


def _values(tag: str, words: Iterable[str]) -> list[str]:
    return [f'    <{tag} value="{word}"/>' for word in words]
