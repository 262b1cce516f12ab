"""What the loop of an exported script reads, and what was changed of it by hand."""

from typing import Any

import torch

from core.datasets.image_augmentation import CHANGES
from core.lessons.images.learner import ImagesLearner
from core.lessons.images.settings import ImagesExperiment
from core.optimizers import OPTIMIZERS
from core.precision import chosen
from core.script_changes import keywords, optimizer

HOT = ("batch_size", "dropout", "l2", "bfloat16", *CHANGES)  # what the loop itself reads
Row = dict[str, Any]


def loop(experiment: ImagesExperiment, flops: int) -> Row:
    """The values of what the loop reads; an optimiser with weight decay of its own takes L2 out of the loss."""
    training, decoupled = experiment.training, OPTIMIZERS[experiment.training.optimizer].decoupled
    return {
        "batch_size": training.batch_size,
        "dropout": experiment.model.dropout if experiment.model.hidden else 0.0,
        "l2": 0.0 if decoupled else training.l2,
        "bfloat16": chosen(training.precision, flops) == torch.bfloat16,
        **experiment.augmentation.model_dump(),
    }


def changes(learner: ImagesLearner, last: int) -> dict[int, Row]:
    """What was changed by hand: step → name → value as code, of what the loop reads and of the optimiser."""
    experiment = learner.initial
    table: dict[int, Row] = {}
    for step, values in learner.changes:
        before, experiment = experiment, experiment.replace(**values)
        was, now = loop(before, learner.flops), loop(experiment, learner.flops)
        row = {name: repr(value) for name, value in now.items() if value != was[name]}
        if "optimizer" in values:
            row["optimizer"] = optimizer(experiment)
        elif keywords(experiment) != keywords(before):
            row["keywords"] = repr(keywords(experiment))
        if row and step <= last:
            table[step] = table.get(step, {}) | row
    return table


def taken(changed: set[str]) -> str:
    """How the loop takes in what was changed by hand."""
    lines = ["change = CHANGES.get(step, {})"]
    for name in (*HOT, "optimizer"):
        if name in changed:
            variable = f"{name}_by" if name in CHANGES else name
            lines.append(f'{variable} = change.get("{name}", {variable})')
    if "keywords" in changed:
        lines.append('optimizer.param_groups[0].update(change.get("keywords", {}))')
    return "".join(f"    {line}\n" for line in lines)


def literal(row: Row) -> str:
    return "{" + ", ".join(f'"{name}": {value}' for name, value in row.items()) + "}"
