"""Errors that callers may catch. Each message says what went wrong, where, and what to do."""

from __future__ import annotations


class SanctexError(Exception):
    """Base of every error that sanctex raises on purpose."""


class ConfigError(SanctexError):
    """The configuration, an option or the installed model is wrong: nothing was processed."""


class KnowledgeError(SanctexError):
    """A rule or table of ``pipeline/knowledge`` is wrong: nothing was processed."""


class ArticleError(SanctexError):
    """One article cannot be processed; it becomes an issue line and the run goes on.

    Args:
        code: stable, machine-readable reason such as ``empty`` or ``not_text``.
        message: one sentence for people.
        stage: the stage that gave up.
    """

    def __init__(self, code: str, message: str, stage: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.stage = stage
