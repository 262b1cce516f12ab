"""Sequence script: a run of one cell as a plain PyTorch program that prints its curve."""

import textwrap
from itertools import groupby
from typing import Any

from core.datasets.sequence_code import sequence_code
from core.lessons.sequences.learner import N_WATCHED, WATCHED_SEED, SequenceDescent, SequencePair
from core.lessons.sequences.network_code import network_code
from core.lessons.sequences.settings import SequenceSettings
from core.optimizers import OPTIMIZERS
from core.run import Run
from core.settings import to_text
from core.source import import_lines

TEMPLATE = '''\
"""{summary}

{settings}
"""

{imports}

torch.set_num_threads(1)  # small networks are slower on more


{data}
x_watched, y_watched, mask_watched = sample({n_watched}, Generator().manual_seed({watched_seed}))

seed = {seed}
generator = Generator().manual_seed(seed)
cells = nn.{module}({n_inputs}, {hidden_size}, {n_layers}, batch_first=True{activation})
readout = nn.Linear({hidden_size}, {n_outputs})
parameters = [*cells.parameters(), *readout.parameters()]
with torch.no_grad():
    for parameter in parameters:
        parameter.uniform_(-({hidden_size}**-0.5), {hidden_size}**-0.5, generator=generator)
{forget}{variables}
optimizer = {optimizer}
{changes}

def network(x: Tensor{argument}) -> Tensor:
    """Outputs at every place, (n, T, {n_outputs})."""
{reading}

def loss_function(outputs: Tensor, y: Tensor, mask: Tensor) -> Tensor:
    """{told} over the places that count."""
    return {loss}


@torch.no_grad()
def report(step: int) -> None:
    """Print the loss on some training sequences, and loss and accuracy on held-out ones."""
    outputs = network(x_held)
    right = {right}
    train_loss = loss_function(network(x_watched), y_watched, mask_watched).item()
    test_loss = loss_function(outputs, y_held, mask_held).item()
    print(step, train_loss, test_loss, right[mask_held].float().mean().item(), sep=",")


print("step,train_loss,test_loss,test_accuracy")
cursor = 0
for step in range({end}):
{change}    {when}report(step)
    if step == {last}:
        break
    n = min(batch_size, {n_train} - cursor)  # an epoch ends after {n_train} sequences
    cursor = (cursor + n) % {n_train}
    x, y, mask = sample(n, generator.manual_seed(seed * 1_000_003 + step))
    loss = loss_function(network(x{passed}), y, mask)
    optimizer.zero_grad()
    loss.backward()
{clipping}{penalty}    optimizer.step()
'''
CLIPPING = "    nn.utils.clip_grad_norm_(parameters, clip or torch.inf)\n"
PENALTY = """\
    for parameter in parameters:
        if parameter.ndim > 1:
            parameter.grad.add_(parameter.detach(), alpha=l2)
"""
VARIABLES = ("batch_size", "clip", "l2", "bptt", "optimizer")


def script(run: Run[SequencePair], side: str) -> str:
    """A program on torch that learns as one side of a run did and prints its curve at the steps of `run.frames()`."""
    with run._lock:
        last, stride, learner = run.frames()[-1].step, run.history.stride, run.learner.sides[side]
        first, table = learner.initial, change_table(learner)
    table = {step: row for step, row in table.items() if step < max(last, 1)}
    changed = {name for row in table.values() for name in row}
    used = {name: value for name, value in variables(first).items() if value or name in changed}
    rows = "".join(f"    {step}: {literal(row)},\n" for step, row in table.items())
    data = sequence_code(learner.sequences)
    return TEMPLATE.format(
        summary=f"{learner.model.cell.title} learns the task {first.data.task} as in Hebb. Steps: {last}.",
        settings=textwrap.fill(f"It begins with {listed(first)}.", 119, break_on_hyphens=False),
        imports=import_lines(data.imports | {("torch.nn.functional", ""), ("torch", "nn")}),
        data=data.body,
        n_watched=N_WATCHED,
        watched_seed=WATCHED_SEED,
        seed=first.training.seed,
        variables="\n".join(f"{name} = {value!r}" for name, value in used.items()),
        optimizer=optimizer(first),
        changes=f"CHANGES = {{  # step: what was changed by hand before it\n{rows}}}\n" if rows else "",
        argument=", bptt: int = 0" if "bptt" in used else "",
        passed=", bptt" if "bptt" in used else "",
        end=last + 1,
        last=last,
        n_train=learner.n_train,
        change=taken(changed) if rows else "",
        when=f"if step % {stride} == 0 or step == {last}:\n        " if stride > 1 else "",
        clipping=CLIPPING if "clip" in used else "",
        penalty=PENALTY if "l2" in used else "",
        **network_code(learner, "bptt" in used),
    )


def listed(settings: SequenceSettings) -> str:
    """The settings that decide the run."""
    skipped = {"file", "stop", "stop_value", "versus"} | (set() if settings.data.task == "text" else {"text"})
    return ", ".join(f"{name} {to_text(value)}" for name, value in settings.values().items() if name not in skipped)


def variables(settings: SequenceSettings) -> dict[str, Any]:
    """What the loop itself reads; an optimiser with weight decay of its own takes L2 out of the gradient."""
    training = settings.training
    l2 = 0.0 if OPTIMIZERS[training.optimizer].decoupled else training.l2
    return {"batch_size": training.batch_size, "clip": training.clip, "l2": l2, "bptt": training.bptt}


def keywords(settings: SequenceSettings) -> dict[str, Any]:
    training = settings.training
    return OPTIMIZERS[training.optimizer].arguments(training.lr, training.l2)


def optimizer(settings: SequenceSettings) -> str:
    """The call that makes the optimiser."""
    arguments = "".join(f", {name}={value!r}" for name, value in keywords(settings).items())
    return f"torch.optim.{OPTIMIZERS[settings.training.optimizer].cls.__name__}(parameters{arguments})"


def change_table(learner: SequenceDescent) -> dict[int, dict[str, str]]:
    """What was changed by hand, as code, by the step before which it counts."""
    table: dict[int, dict[str, str]] = {}
    settings = learner.initial
    for step, group in groupby(learner.changes, key=lambda change: change[0]):
        before, changes = settings, [change for _, change in group]
        for change in changes:
            settings = settings.replace(**change)
        was, names = variables(before), {name for change in changes for name in change}
        row = {name: repr(value) for name, value in variables(settings).items() if value != was[name]}
        if "optimizer" in names:
            row["optimizer"] = optimizer(settings)
        elif different := keywords(settings).items() - keywords(before).items():
            row["keywords"] = literal({name: repr(value) for name, value in sorted(different)})
        if row:
            table[step] = row
    return table


def literal(values: dict[str, str]) -> str:
    """A dict as code; its values are code already."""
    return "{" + ", ".join(f'"{name}": {value}' for name, value in values.items()) + "}"


def taken(changed: set[str]) -> str:
    """How the loop takes in what was changed by hand."""
    lines = ["change = CHANGES.get(step, {})"]
    lines += [f'{name} = change.get("{name}", {name})' for name in VARIABLES if name in changed]
    if "keywords" in changed:
        lines.append('optimizer.param_groups[0].update(change.get("keywords", {}))')
    return "".join(f"    {line}\n" for line in lines)
