"""What a person changed in a run by hand, as code for its exported script."""

from itertools import groupby
from typing import Any

from core.experiment import Experiment
from core.optimizers import OPTIMIZERS
from core.run import Run
from core.trainer import Trainer

Table = dict[int, dict[str, str]]  # step → name → value as code


def loop_settings(experiment: Experiment) -> dict[str, Any]:
    """What the loop itself reads; an optimiser with weight decay of its own takes L2 out of the loss."""
    training, model = experiment.training, experiment.model
    l2 = 0.0 if OPTIMIZERS[training.optimizer].decoupled else training.l2
    dropout = model.dropout if model.hidden else 0.0
    return {"batch_size": training.batch_size, "dropout": dropout, "l1": training.l1, "l2": l2}


def keywords(experiment: Experiment) -> dict[str, Any]:
    training = experiment.training
    return OPTIMIZERS[training.optimizer].arguments(training.lr, training.l2)


def optimizer(experiment: Experiment) -> str:
    """The call that makes the optimiser."""
    arguments = ["model.parameters()", *(f"{name}={value!r}" for name, value in keywords(experiment).items())]
    return f"torch.optim.{OPTIMIZERS[experiment.training.optimizer].cls.__name__}({', '.join(arguments)})"


def change_table(run: Run[Trainer]) -> Table:
    """What was changed by hand, by the step before which it counts."""
    table: Table = {}
    experiment = run.learner.initial
    for step, group in groupby(run.learner.changes, key=lambda change: change[0]):
        before, changes = experiment, [change for _, change in group]
        for change in changes:
            experiment = experiment.replace(**{name: value for name, value in change.items() if name != "weight"})
        was = loop_settings(before)
        row = {name: repr(value) for name, value in loop_settings(experiment).items() if value != was[name]}
        if any("optimizer" in change for change in changes):
            row["optimizer"] = optimizer(experiment)
        elif different := keywords(experiment).items() - keywords(before).items():
            row["keywords"] = literal(dict(sorted(different)))
        if edits := [edit(run, *change["weight"]) for change in changes if "weight" in change]:
            row["edits"] = f"[{', '.join(edits)}]"
        if row:
            table[step] = row
    return table


def literal(values: dict[str, Any]) -> str:
    """A dict as code; text in it is code already."""
    return "{" + ", ".join(f'"{name}": {value}' for name, value in values.items()) + "}"


def edit(run: Run[Trainer], index: int, value: float) -> str:
    """A new weight or bias as code: its tensor, its place there, its value."""
    model = run.learner.model
    index, layer = range(model.flat.numel())[index], 0
    while index >= (n_out := model.sizes[layer + 1]) * (1 + (n_in := model.sizes[layer])):
        index, layer = index - n_out * (1 + n_in), layer + 1
    name, place = ("weight", divmod(index, n_in)) if index < n_out * n_in else ("bias", index - n_out * n_in)
    return f"(model[{2 * layer}].{name}, {place}, {float(value)!r})"
