"""Script: a run as a standalone PyTorch program that draws the same curve."""

import inspect
import textwrap
from itertools import groupby
from typing import Any

from core.activations import ACTIVATIONS, Step
from core.datasets.own_points import decode_points
from core.datasets.points import DATASETS, FEATURE_CODE
from core.experiment import Experiment, to_text
from core.initializations import INITIALIZATIONS
from core.metrics import r2
from core.optimizers import OPTIMIZERS
from core.run import Run

Table = dict[int, dict[str, str]]  # step → name → value as code

LOSS_CODE: dict[str, str] = {
    "mse": "nn.MSELoss()",
    "mae": "nn.L1Loss()",
    "huber": "nn.HuberLoss()",
    "bce": "nn.BCEWithLogitsLoss()",
    "cross_entropy": "nn.CrossEntropyLoss()",
    "hinge": "lambda z, t: (1 - t * z).clamp_min(0).mean()",
}

HEADER = '''\
"""Trains a {sizes} network on the data set "{dataset}" for {steps} as Hebb did, and prints its curve as CSV.

{settings}
"""
{math}
import torch
from torch import Generator, Tensor, nn

torch.set_num_threads(1)  # small networks are slower on more'''

FORWARD = '''\
def forward(x: Tensor) -> Tensor:
    """The outputs in training: each hidden unit is left out with probability `dropout`."""
    for layer in model[:-1]:
        x = layer(x)
        if not isinstance(layer, nn.Linear):
            keep = torch.rand(x.shape, generator=generator) >= dropout
            x = x * keep / (1 - dropout)
    return model[-1](x)'''

REPORT = '''\
@torch.no_grad()
def report(step: int) -> None:
    """Print loss and {title} on the training and the test samples."""
    z = model(x)
    parts = slice(0, {n_train}), slice({n_train}, {n})
    losses = [loss_function(z[part], t[part]).item() for part in parts]
    scores = [{score} for part in parts]
    print(step, *losses, *scores, sep=",")'''

NEW_OPTIMIZER = """\
    if "optimizer" in change:  # it starts with an empty memory
        optimizer_class, keywords = change["optimizer"]
        optimizer = optimizer_class(model.parameters(), **keywords)"""

KEYWORDS = """\
    optimizer.param_groups[0].update({k: v for k, v in change.items() if k in ("lr", "weight_decay")})"""

EDITS = """\
    for tensor, place, value in change.get("edits", []):
        tensor.data[place] = value"""

SHUFFLE = """\
    if len(order) == 0:  # a new pass through the training samples, in a new order
        order = torch.randperm({n_train}, generator=generator.manual_seed(seed * 1_000_003 + epoch))
        epoch += 1
    batch, order = order[:batch_size], order[batch_size:]"""

UPDATE = """\
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()"""


def script(run: Run) -> str:
    """A program on torch alone that trains as this run did and prints its curve at the steps of `run.frames()`."""
    with run._lock:
        last, table = run.frames()[-1].step, change_table(run)
        table = {step: row for step, row in table.items() if step <= last}
        changed = {name for row in table.values() for name in row}
        used = {k: v for k, v in loop_settings(run.trainer.initial).items() if v or k in changed}
        sections = [data(run), network(run), training(run, used), loop(run, used, changed, table, last)]
        head = header(run, len(table), last, any("math." in section for section in sections))
    return "\n\n\n".join([head, *sections]) + "\n"


def loop_settings(experiment: Experiment) -> dict[str, Any]:
    """What the loop itself reads; an optimiser with weight decay of its own takes L2 out of the loss."""
    training, model = experiment.training, experiment.model
    l2 = 0.0 if OPTIMIZERS[training.optimizer].decoupled else training.l2
    dropout = model.dropout if model.hidden else 0.0
    return {"batch_size": training.batch_size, "dropout": dropout, "l1": training.l1, "l2": l2}


def optimizer(experiment: Experiment) -> tuple[str, dict[str, Any]]:
    """The optimiser's class as code, and its keywords."""
    entry = OPTIMIZERS[experiment.training.optimizer]
    keywords = entry.arguments(experiment.training.lr, experiment.training.l2)
    return f"torch.optim.{entry.cls.__name__}", keywords


def change_table(run: Run) -> Table:
    """What was changed by hand, by the step before which it counts."""
    table: Table = {}
    experiment = run.trainer.initial
    for step, group in groupby(run.trainer.changes, key=lambda change: change[0]):
        changes = [change for _, change in group]
        before = loop_settings(experiment) | optimizer(experiment)[1]
        for change in changes:
            experiment = experiment.replace(**{name: value for name, value in change.items() if name != "weight"})
        (kind, keywords), after = optimizer(experiment), loop_settings(experiment)
        new = any("optimizer" in change for change in changes)
        row = {"optimizer": f"({kind}, {keywords!r})"} if new else {}
        after |= {} if new else keywords
        row |= {name: repr(value) for name, value in after.items() if value != before[name]}
        if edits := [edit(run, *change["weight"]) for change in changes if "weight" in change]:
            row["edits"] = f"[{', '.join(edits)}]"
        if row:
            table[step] = row
    return table


def edit(run: Run, index: int, value: float) -> str:
    """A new weight or bias as code: its tensor, its place there, its value."""
    model = run.trainer.model
    index = range(model.flat.numel())[index]
    for layer, (n_out, n_in) in enumerate(model.shapes):
        if index < n_out * (n_in + 1):
            break
        index -= n_out * (n_in + 1)
    name, place = ("weight", divmod(index, n_in)) if index < n_out * n_in else ("bias", index - n_out * n_in)
    return f"(model[{2 * layer}].{name}, {place}, {float(value)!r})"


def header(run: Run, n_changes: int, last: int, math: bool) -> str:
    """What the script does, the settings it begins with, and the imports."""
    experiment = run.trainer.initial
    skipped = {"points", "stop", "stop_value"} | ({"n_samples", "noise"} if experiment.data.dataset == "own" else set())
    settings = experiment.settings() | {"loss": experiment.loss}
    listed = ", ".join(f"{name} {to_text(value)}" for name, value in settings.items() if name not in skipped)
    return HEADER.format(
        sizes="-".join(map(str, run.trainer.model.sizes)),
        dataset=experiment.data.dataset,
        steps=f"{last} steps" + (f" with {n_changes} change{'s'[: n_changes - 1]} on the way" if n_changes else ""),
        settings=textwrap.fill(f"Settings: {listed}.", 118, break_on_hyphens=False),
        math="\nimport math\n" if math else "",
    )


def data(run: Run) -> str:
    """Samples x, labels y and targets t, those for training first."""
    config, n_train, n = run.trainer.initial.data, len(run.trainer.x_train), len(run.trainer._all)
    if config.dataset == "own":
        points = [f"({x!r}, {y!r}, {label:.0f})," for x, y, label in decode_points(config.points).tolist()]
        rows = "".join(f"    {' '.join(points[i : i + 5])}\n" for i in range(0, n, 5))
        source = f"points = torch.tensor([  # x1, x2, class\n{rows}])"
        make = "x, y = points[:, :2], points[:, 2].long()"
    else:
        source = inspect.getsource(DATASETS[config.dataset].make) + "\n"
        make = f"x, y = {config.dataset}({n}, {config.noise!r}, generator)"
    lines = [
        source,
        f"generator = Generator().manual_seed({config.data_seed})",
        make,
        f"order = torch.randperm({n}, generator=generator)",
        f"x, y = x[order], y[order]  # the first {n_train} to train on, the others to test on",
        f"t = {target_code(run.trainer.initial.loss, config.n_classes, run.trainer.n_outputs)}",
    ]
    if config.features != ("x1", "x2"):
        lines.append(f"x = torch.stack([{', '.join(FEATURE_CODE[feature] for feature in config.features)}], dim=1)")
    return "\n".join(lines)


def target_code(loss: str, n_classes: int, n_outputs: int) -> str:
    """What the outputs are compared with, from the labels."""
    if n_classes == 0 or loss == "cross_entropy":
        return "y" if n_classes else "y[:, None]"
    zero_one = "y[:, None].float()" if n_outputs == 1 else f"nn.functional.one_hot(y, {n_outputs}).float()"
    return zero_one if loss == "bce" else f"2 * {zero_one} - 1"


def network(run: Run) -> str:
    """The layers and their first weights."""
    config = run.trainer.initial.model
    module, fill = ACTIVATIONS[config.activation].module, INITIALIZATIONS[config.init].fill
    name = "    Step(),\n" if module is Step else f"    nn.{module.__name__}(),\n"
    layers = name.join(f"    nn.Linear({n_in}, {n_out}),\n" for n_out, n_in in run.trainer.model.shapes)
    lines = [
        f"model = nn.Sequential(\n{layers})",
        f"seed = {run.trainer.initial.training.seed}",
        "generator.manual_seed(seed)",
        "with torch.no_grad():",
        "    for linear in model[::2]:",
        f"        {fill.__name__}(linear.weight, generator)",
        "        linear.bias.zero_()",
    ]
    sources = [Step, fill] if "Step" in name else [fill]
    return "\n\n".join([*map(inspect.getsource, sources), "\n".join(lines)])


def training(run: Run, used: dict[str, Any]) -> str:
    """Loss, optimiser and report."""
    trainer = run.trainer
    n_train, n = len(trainer.x_train), len(trainer._all)
    if trainer.data.n_classes:
        predicted = "(z[part, 0] > 0)" if trainer.n_outputs == 1 else "z[part].argmax(1)"
        title, score = "accuracy", f"({predicted} == y[part]).float().mean().item()"
    else:
        title, score = "R²", "r2(z[part], y[part])"
    kind, keywords = optimizer(trainer.initial)
    listed = ", ".join(f"{name}={value!r}" for name, value in keywords.items())
    lines = [
        *(f"{name} = {value!r}" for name, value in used.items()),
        f"loss_function = {LOSS_CODE[trainer.initial.loss]}",
        f"optimizer = {kind}(model.parameters(), {listed})",
    ]
    functions = [REPORT.format(title=title, score=score, n_train=n_train, n=n)]
    if "dropout" in used:
        functions.insert(0, FORWARD)
    if "r2" in score:
        functions.insert(0, inspect.getsource(r2).rstrip())
    return "\n\n\n".join(["\n".join(lines), *functions])


def loop(run: Run, used: dict[str, Any], changed: set[str], table: Table, last: int) -> str:
    """The training loop, with what was changed by hand."""
    stride, network = run.history.stride, "forward" if "dropout" in used else "model"
    seeding = "    generator.manual_seed(seed * 1_000_003 + step)"
    rows = [f"    {step}: {{{', '.join(f'{k!r}: {v}' for k, v in row.items())}}}," for step, row in table.items()]
    lines = [  # (needed, text)
        (table, "\n".join(["CHANGES = {  # step: what was changed by hand before it", *rows, "}"])),
        (True, f'print("{",".join(["step", *run.newest.metrics])}")'),
        (True, f"order, epoch = [], 0\nfor step in range({last + 1}):"),
        (table, "    change = CHANGES.get(step, {})"),
        *((k in changed, f'    {k} = change.get("{k}", {k})') for k in used),
        ("optimizer" in changed, NEW_OPTIMIZER),
        (changed & {"lr", "weight_decay"}, KEYWORDS),
        ("edits" in changed, EDITS),
        (stride > 1, f"    if step % {stride} == 0 or step == {last}:\n        report(step)"),
        (stride == 1, "    report(step)"),
        (True, f"    if step == {last}:\n        break"),
        (True, SHUFFLE.format(n_train=len(run.trainer.x_train))),
        ("dropout" in used, seeding),
        (True, f"    loss = loss_function({network}(x[batch]), t[batch])"),
        ("l1" in used, "    loss = loss + l1 * sum(linear.weight.abs().sum() for linear in model[::2])"),
        ("l2" in used, "    loss = loss + l2 / 2 * sum((linear.weight**2).sum() for linear in model[::2])"),
        (True, UPDATE),
    ]
    return "\n".join(text for needed, text in lines if needed)
