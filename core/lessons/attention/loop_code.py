"""Loop code: what the loop of an exported script reads, and what a person changed on the way."""

from itertools import groupby
from typing import Any

from core.lessons.attention.learner import AttentionLearner
from core.lessons.attention.settings import AttentionSettings
from core.optimizers import OPTIMIZERS

VARIABLES = ("batch_size", "lr", "l2", "dropout", "warmup", "optimizer")


def variables(settings: AttentionSettings) -> dict[str, Any]:
    """What the loop itself reads; an optimiser with weight decay of its own takes L2 out of the gradient."""
    training = settings.training
    l2 = 0.0 if OPTIMIZERS[training.optimizer].decoupled else training.l2
    dropout, warmup = settings.model.dropout, training.warmup
    return {"batch_size": training.batch_size, "lr": training.lr, "l2": l2, "dropout": dropout, "warmup": warmup}


def optimizer(settings: AttentionSettings) -> str:
    """The call that makes the optimiser."""
    training, entry = settings.training, OPTIMIZERS[settings.training.optimizer]
    keywords = "".join(f", {name}={value!r}" for name, value in entry.arguments(training.lr, training.l2).items())
    return f"torch.optim.{entry.cls.__name__}(model.parameters(){keywords})"


def change_table(learner: AttentionLearner) -> dict[int, dict[str, str]]:
    """What was changed by hand, as code, by the step before which it counts."""
    table: dict[int, dict[str, str]] = {}
    settings = learner.initial
    for step, group in groupby(learner.changes, key=lambda change: change[0]):
        before, changes = settings, [change for _, change in group]
        for change in changes:
            settings = settings.replace(**change)
        was, entry = variables(before), OPTIMIZERS[settings.training.optimizer]
        row = {name: repr(value) for name, value in variables(settings).items() if value != was[name]}
        if any("optimizer" in change for change in changes):
            row["optimizer"] = optimizer(settings)
        elif entry.decoupled and settings.training.l2 != before.training.l2:
            row["decay"] = repr(settings.training.l2)
        if row:
            table[step] = row
    return table


def taken(changed: set[str]) -> str:
    """How the loop takes in what was changed by hand."""
    lines = ["change = CHANGES.get(step, {})"]
    lines += [f'{name} = change.get("{name}", {name})' for name in VARIABLES if name in changed]
    if "lr" in changed:
        lines.append('optimizer.param_groups[0]["lr"] = lr')
    if "decay" in changed:
        lines.append('optimizer.param_groups[0].update({"weight_decay": change["decay"]} if "decay" in change else {})')
    return "".join(f"    {line}\n" for line in lines)
