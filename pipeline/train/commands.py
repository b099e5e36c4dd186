"""The command ``train``: thin functions that the command line mounts. Imports are lazy, so that help is quick."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def mount(app: typer.Typer) -> None:
    """Add ``train`` to the command line."""
    group = typer.Typer(help="Train what is learnt from the gold set.", no_args_is_help=True, rich_markup_mode=None)
    group.command("entities")(entities)
    group.callback()(lambda: None)  # keeps `entities` a subcommand while it is the only one
    app.add_typer(group, name="train")


def entities(
    config: Annotated[Path, typer.Option("--config", help="Training configuration.")] = Path("configs/entities.yml"),
    out: Annotated[
        Path | None, typer.Option("--out", help="Folder for the weights; without it that of the file.")
    ] = None,
) -> None:
    """Train the entity model.

    Some ten minutes on one core; the same configuration and data give the same weights on one machine.
    """
    from pipeline.train.entities import train_entities
    from pipeline.train.settings import read_training_settings

    settings = read_training_settings(config)
    if out is not None:
        settings = settings.model_copy(update={"out": out})
    folder = train_entities(settings, lambda line: typer.echo(line, err=True))
    typer.echo(f"wrote {folder}")
