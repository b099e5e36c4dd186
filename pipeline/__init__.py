"""sanctex reads news articles and writes what they state about sanctions and the money around them.

``load`` builds an :class:`Extractor` (it holds the spaCy model); ``Extractor.extract`` turns one text into an
:class:`~pipeline.records.ArticleRecord`, ``Extractor.process`` many articles into records and issues. The stages and
their order stand on one screen in ``pipeline.flow``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.flow import Extractor
    from pipeline.settings import Settings

__all__ = ["__version__", "load"]

__version__ = "0.1.0"


def load(config: Settings | Path | str | None = None) -> Extractor:
    """Load the model and the knowledge once and return an extractor.

    Args:
        config: settings, the path of a YAML configuration, or None for ``configs/default.yml``.

    Raises:
        ConfigError: the configuration or the model it names is wrong; the message says how to mend it.
        KnowledgeError: a rule or table is wrong.
    """
    # Imported here so that `import pipeline` and `sanctex --help` do not load spaCy.
    from pipeline.flow import Extractor  # noqa: PLC0415
    from pipeline.settings import Settings, read_settings  # noqa: PLC0415

    return Extractor(config if isinstance(config, Settings) else read_settings(config))
