"""The command ``train``: thin functions that the command line mounts. Imports are lazy, so that help is quick."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def mount(app: typer.Typer) -> None:
    """Add ``train`` to the command line."""
    group = typer.Typer(help="Train what is learnt from the gold set.", no_args_is_help=True, rich_markup_mode=None)
    group.command("entities")(entities)
    group.command("roles")(roles)
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


def roles(
    gold: Annotated[Path, typer.Option("--gold", help="Gold set to learn from.")] = Path("corpus/gold/train"),
    out: Annotated[Path, typer.Option("--out", help="The file of coefficients.")] = Path("models/event_roles.json"),
    compare: Annotated[
        Path | None, typer.Option("--compare", help="Write nothing; show rules, learnt and both on this gold set.")
    ] = None,
) -> None:
    """Learn who plays which part in an event: authorities, targets, programmes. About a minute."""
    from pipeline.evaluate.gold import read_gold
    from pipeline.train.roles import compare as compared
    from pipeline.train.roles import questions, train_roles

    if compare is None:
        train_roles([gold], out)
        typer.echo(f"wrote {out}")
        return
    table = compared(list(questions(list(read_gold(gold)))), list(questions(list(read_gold(compare)))))
    for name, figures in table.items():
        parts = (f"{role} P {p:.2f} R {r:.2f} F1 {f1:.2f}" for role, (p, r, f1) in figures.items())
        typer.echo(f"{name:7s} " + "   ".join(parts))
