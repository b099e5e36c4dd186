"""The command ``train``: thin functions that the command line mounts. Imports are lazy, so that help is quick."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from pipeline.train.reader.folds import FoldReaders

ReadersOption = Annotated[
    Path | None,
    typer.Option("--readers", help="Readers that have not learnt the articles, as `train reader --folds` makes them."),
]
CompareOption = Annotated[
    Path | None,
    typer.Option("--compare", help="Write nothing; show rules and both in folds and on this gold set."),
]


def mount(app: typer.Typer) -> None:
    """Add ``train`` to the command line."""
    group = typer.Typer(help="Train what is learnt from the gold set.", no_args_is_help=True, rich_markup_mode=None)
    group.command("entities")(entities)
    group.command("roles")(roles)
    group.command("furniture")(furniture)
    group.command("events")(events)
    group.command("measures")(measures)
    group.command("dates")(dates)
    group.command("holders")(holders)
    group.command("money")(money)
    group.command("reader")(reader)
    app.add_typer(group, name="train")


def entities(
    config: Annotated[Path, typer.Option("--config", help="Training configuration.")] = Path("configs/entities.yml"),
    out: Annotated[
        Path | None, typer.Option("--out", help="Folder for the weights; without it that of the file.")
    ] = None,
    compare: Annotated[
        Path | None, typer.Option("--compare", help="Train nothing; show what each part adds on this gold set.")
    ] = None,
) -> None:
    """Train the entity model.

    Some ten minutes on one core; the same configuration and data give the same weights on one machine.
    """
    from pipeline.train.entities import train_entities
    from pipeline.train.entity_ablation import ablation
    from pipeline.train.settings import TrainingSettings, read_training_settings

    settings = read_training_settings(config, TrainingSettings)
    if compare is not None:
        for row, figures in ablation(compare, settings.base).items():
            typer.echo(f"{row:30s} " + "   ".join(f"{name} {f1:.3f}" for name, f1 in figures.items()))
        return
    if out is not None:
        settings = settings.model_copy(update={"out": out})
    folder = train_entities(settings, lambda line: typer.echo(line, err=True))
    typer.echo(f"wrote {folder}")


def furniture(
    gold: Annotated[Path, typer.Option("--gold", help="Gold set whose articles give the text.")] = Path(
        "corpus/gold/train"
    ),
    out: Annotated[Path, typer.Option("--out", help="The file of coefficients.")] = Path("models/line_furniture.json"),
) -> None:
    """Learn which lines of a page are furniture. A few seconds."""
    from pipeline.train.furniture import train_furniture

    train_furniture(gold, out)
    typer.echo(f"wrote {out}")


def roles(
    gold: Annotated[Path, typer.Option("--gold", help="Gold set to learn from.")] = Path("corpus/gold/train"),
    out: Annotated[Path, typer.Option("--out", help="The file of coefficients.")] = Path("models/event_roles.json"),
    readers: ReadersOption = None,
    compare: Annotated[
        Path | None, typer.Option("--compare", help="Write nothing; show rules, learnt and both on this gold set.")
    ] = None,
) -> None:
    """Learn who plays which part in an event: authorities, targets, programmes. About a minute."""
    from pipeline.evaluate.gold import read_gold
    from pipeline.train.roles import compare as compared
    from pipeline.train.roles import questions, train_roles

    if compare is None:
        train_roles([gold], out, _fold_readers(readers))
        typer.echo(f"wrote {out}")
        return
    table = compared(list(questions(list(read_gold(gold)))), list(questions(list(read_gold(compare)))))
    for name, figures in table.items():
        parts = (f"{role} P {p:.2f} R {r:.2f} F1 {f1:.2f}" for role, (p, r, f1) in figures.items())
        typer.echo(f"{name:7s} " + "   ".join(parts))


def events(
    gold: Annotated[Path, typer.Option("--gold", help="Gold set to learn from.")] = Path("corpus/gold/train"),
    mentions: Annotated[Path, typer.Option("--mentions", help="Folder of marked mentions.")] = Path("corpus/mentions"),
    out: Annotated[Path, typer.Option("--out", help="The file of coefficients.")] = Path("models/events.json"),
    readers: ReadersOption = None,
    compare: Annotated[
        Path | None, typer.Option("--compare", help="Write nothing; show rules, learnt and both on this gold set.")
    ] = None,
) -> None:
    """Learn which words tell a sanction event, which action and which stage. About a minute."""
    from pipeline.train.event_ablation import ablation
    from pipeline.train.events import train_events

    if compare is None:
        train_events(gold, mentions, out, _fold_readers(readers))
        typer.echo(f"wrote {out}")
        return
    for name, figures in ablation(compare).items():
        rows = ((key, figures[key]) for key in ("event", "event_action_status") if key in figures)
        typer.echo(
            f"{name:7s} " + "   ".join(f"{key} P {f.precision:.2f} R {f.recall:.2f} F1 {f.f1:.2f}" for key, f in rows)
        )


def measures(
    gold: Annotated[Path, typer.Option("--gold", help="Gold set to learn from.")] = Path("corpus/gold/train"),
    out: Annotated[Path, typer.Option("--out", help="The file of coefficients.")] = Path("models/event_measures.json"),
    readers: ReadersOption = None,
    compare: CompareOption = None,
) -> None:
    """Learn which measures a sanction event has. Some three minutes."""
    from pipeline.evaluate.gold import read_gold
    from pipeline.train import measures as learnt

    golds, folds = list(read_gold(gold)), _fold_readers(readers)
    if compare is None:
        learnt.train_measures(golds, out, folds)
        typer.echo(f"wrote {out}")
        return
    seen, held = list(learnt.examples(golds, folds)), list(learnt.examples(list(read_gold(compare))))
    _show({"folds": learnt.ablation(seen), str(compare): learnt.check(learnt.fit(seen), held)})


def dates(
    gold: Annotated[Path, typer.Option("--gold", help="Gold set to learn from.")] = Path("corpus/gold/train"),
    out: Annotated[Path, typer.Option("--out", help="The file of coefficients.")] = Path("models/event_dates.json"),
    readers: ReadersOption = None,
    compare: CompareOption = None,
) -> None:
    """Learn when a sanction event was announced, works and ends. Some three minutes."""
    from pipeline.evaluate.gold import read_gold
    from pipeline.train import dates as learnt

    golds, folds = list(read_gold(gold)), _fold_readers(readers)
    if compare is None:
        learnt.train_dates(golds, out, folds)
        typer.echo(f"wrote {out}")
        return
    seen, held = list(learnt.examples(golds, folds)), list(learnt.examples(list(read_gold(compare))))
    _show({"folds": learnt.ablation(seen), str(compare): learnt.check(learnt.fit(seen), held)})


def _show(rows: Mapping[str, Mapping[str, float]]) -> None:
    """One line for each set: F1 of each way."""
    for name, figures in rows.items():
        typer.echo(f"{name:24s} " + "   ".join(f"{way} F1 {f1:.2f}" for way, f1 in figures.items()))


def holders(
    gold: Annotated[Path, typer.Option("--gold", help="Gold set to learn from.")] = Path("corpus/gold/train"),
    out: Annotated[Path, typer.Option("--out", help="The file of coefficients.")] = Path("models/relation_holder.json"),
    compare: CompareOption = None,
) -> None:
    """Learn in what a role is held whose clause does not say. About a minute."""
    from pipeline.evaluate.gold import read_gold
    from pipeline.train import holders as learnt

    golds = list(read_gold(gold))
    if compare is None:
        learnt.train_holders(golds, out)
        typer.echo(f"wrote {out}")
        return
    asked = list(learnt.questions(golds))
    held = list(learnt.questions(list(read_gold(compare))))
    rows = {"folds": learnt.ablation(asked), str(compare): learnt.check(learnt.fit(asked), held)}
    for name, figures in rows.items():
        typer.echo(f"{name:24s} " + "   ".join(f"{way} P {p:.2f} R {r:.2f}" for way, (p, r) in figures.items()))


def money(
    gold: Annotated[Path, typer.Option("--gold", help="Gold set to learn from.")] = Path("corpus/gold/train"),
    drills: Annotated[Path, typer.Option("--drills", help="Drills to learn from.")] = Path("corpus/money/drills.txt"),
    out: Annotated[Path, typer.Option("--out", help="Folder of the coefficients.")] = Path("models"),
    readers: ReadersOption = None,
    compare: Annotated[
        Path | None,
        typer.Option("--compare", help="Write nothing; show rules, learnt and both in folds and on this set."),
    ] = None,
) -> None:
    """Learn what amounts measure, whose they are, of which part and time, how firm, and who else takes part.

    About five minutes.
    """
    from pipeline.extract.finance.metric_model import MODEL as METRICS
    from pipeline.extract.finance.owner_model import MODEL as OWNERS
    from pipeline.extract.finance.party_model import MODEL as PARTIES
    from pipeline.extract.finance.period_model import MODEL as TIMES
    from pipeline.extract.finance.segment_model import MODEL as SEGMENTS
    from pipeline.extract.finance.status_model import MODEL as STATUSES
    from pipeline.train import metrics, owners, parties, segments, statuses, times
    from pipeline.train.money_data import lessons

    taught, folds = lessons([gold], drills), _fold_readers(readers)
    if compare is None:
        # In this order: features of owners hold what the amounts are taken to measure, those of parts whose they are.
        metrics.train_metrics(taught, out / METRICS, folds)
        owners.train_owners(taught, out / OWNERS, folds)
        segments.train_segments(taught, out / SEGMENTS)
        parties.train_parties(taught, out / PARTIES, folds)
        times.train_times(taught, out / TIMES)
        statuses.train_statuses(taught, out / STATUSES)
        names = (METRICS, OWNERS, SEGMENTS, PARTIES, TIMES, STATUSES)
        typer.echo("wrote " + ", ".join(str(out / name) for name in names))
        return
    held = lessons([compare], None)
    examples, questions = list(metrics.examples(taught, folds)), list(owners.questions(taught, folds))
    when, firm = list(times.questions(taught)), list(statuses.examples(taught))
    parts, beside = list(segments.questions(taught)), list(parties.examples(taught, folds))
    rows = {
        "metric, folds": metrics.ablation(examples),
        f"metric, {compare}": metrics.check(metrics.fit(examples), list(metrics.examples(held))),
        "owner, folds": owners.ablation(questions),
        f"owner, {compare}": owners.check(owners.learn(questions), list(owners.questions(held))),
        "segment F1, folds": segments.ablation(parts),
        f"segment F1, {compare}": segments.check(segments.fit(parts), list(segments.questions(held))),
        "parties F1, folds": parties.ablation(beside),
        f"parties F1, {compare}": parties.check(parties.fit(beside), list(parties.examples(held))),
        "time F1, folds": times.ablation(when),
        f"time F1, {compare}": times.check(times.fit(when), list(times.questions(held))),
        "status, folds": statuses.ablation(firm),
        f"status, {compare}": statuses.check(statuses.fit(firm), list(statuses.examples(held))),
    }
    for name, figures in rows.items():
        typer.echo(f"{name:32s} " + "   ".join(f"{way} {part:.2f}" for way, part in figures.items()))


def reader(
    config: Annotated[Path, typer.Option("--config", help="Training configuration.")] = Path("configs/reader.yml"),
    folds: Annotated[
        Path | None,
        typer.Option("--folds", help="Train for each fold a reader that has not seen it, into this folder."),
    ] = None,
) -> None:
    """Train the encoder of passages that scores triggers, amounts and their parties.

    Needs the extra ``train``. Some fifty minutes of one core; with --folds a quarter of an hour a fold.
    """
    from pipeline.train.reader.choices import ReaderSettings
    from pipeline.train.reader.training import train_folds, train_reader
    from pipeline.train.settings import read_training_settings

    settings = read_training_settings(config, ReaderSettings)
    if folds is None:
        typer.echo(f"wrote {train_reader(settings, lambda line: typer.echo(line, err=True))}")
    else:
        train_folds(settings, folds, lambda line: typer.echo(line, err=True))
        typer.echo(f"wrote {folds}")


def _fold_readers(folder: Path | None) -> FoldReaders | None:
    from pipeline.train.reader.folds import FoldReaders

    return None if folder is None else FoldReaders(folder)
