"""Script: a run as a standalone PyTorch program that draws the same curve."""

import inspect
import textwrap
from typing import Any

from core.activations import ACTIVATIONS, Step
from core.datasets.own_points import decode_points
from core.datasets.points import DATASETS, FEATURE_CODE, PointsConfig
from core.initializations import INITIALIZATIONS
from core.metrics import r2
from core.run import Run
from core.script_changes import Table, change_table, literal, loop_settings, optimizer
from core.settings import to_text
from core.trainer import MAX_WATCHED, Trainer

LOSS_CODE: dict[str, str] = {
    "mse": "nn.MSELoss()",
    "mae": "nn.L1Loss()",
    "huber": "nn.HuberLoss()",
    "bce": "nn.BCEWithLogitsLoss()",
    "cross_entropy": "nn.CrossEntropyLoss()",
    "hinge": "lambda z, t: (1 - t * z).clamp_min(0).mean()",
}
# A piece that shares its line is optional: empty, or whole lines.
TEMPLATE = '''\
"""{summary}

{settings}
"""

{math}import torch
from torch import Generator, Tensor, nn

torch.set_num_threads(1)  # small networks are slower on more


{points}

generator = Generator().manual_seed({data_seed})
x, y = {xy}
order = torch.randperm({n}, generator=generator)
x, y = x[order], y[order]  # the first {n_train} to train on, the others to test on
t = {targets}{features}


'''
LEARNING = '''\
{functions}

model = nn.Sequential(
{layers})
seed = {seed}
generator.manual_seed(seed)
with torch.no_grad():
    for linear in model[::2]:
        {init}(linear.weight, generator)
        linear.bias.zero_()


{first}loss_function = {loss}
optimizer = {optimizer}


{dropout}{r2}@torch.no_grad()
def report(step: int) -> None:
    """Print loss and {title} on the training and the test samples."""
    z = model(x)
    parts = {parts}
    losses = [loss_function(z[part], t[part]).item() for part in parts]
    scores = [{score} for part in parts]
    print(step, *losses, *scores, sep=",")


{changes}print("{columns}")
order, epoch = [], 0
for step in range({last} + 1):
{change}    {when}report(step)
    if step == {last}:
        break
    if len(order) == 0:  # a new pass through the training samples, in a new order
        order = torch.randperm({n_train}, generator=generator.manual_seed(seed * 1_000_003 + epoch))
        epoch += 1
    batch, order = order[:batch_size], order[batch_size:]
{masks}    loss = loss_function({forward}(x[batch]), t[batch])
{penalty}    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
'''

DROPOUT = '''\
def forward(x: Tensor) -> Tensor:
    """The outputs in training: each hidden unit is left out with probability `dropout`."""
    for layer in model[:-1]:
        x = layer(x)
        if not isinstance(layer, nn.Linear):
            keep = torch.rand(x.shape, generator=generator) >= dropout
            x = x * keep / (1 - dropout)
    return model[-1](x)


'''
PENALTIES: dict[str, str] = {
    "l1": "    loss = loss + l1 * sum(linear.weight.abs().sum() for linear in model[::2])\n",
    "l2": "    loss = loss + l2 / 2 * sum((linear.weight**2).sum() for linear in model[::2])\n",
}
VARIABLES = ("batch_size", "dropout", "l1", "l2", "optimizer")
CHANGES: dict[str, str] = {  # how the loop takes in what was changed by hand
    **{name: f'    {name} = change.get("{name}", {name})\n' for name in VARIABLES},
    "keywords": '    optimizer.param_groups[0].update(change.get("keywords", {}))\n',
    "edits": '    for tensor, place, value in change.get("edits", []):\n        tensor.data[place] = value\n',
}


def script(run: Run[Trainer]) -> str:
    """A program on torch alone that trains as this run did and prints its curve at the steps of `run.frames()`."""
    with run._lock:
        last, stride, table = run.frames()[-1].step, run.history.stride, change_table(run)
    table = {step: row for step, row in table.items() if step <= last}
    pieces = header(run, len(table), last) | data(run) | network(run) | training(run, table, last, stride)
    math = "import math\n\n" if "math." in pieces["points"] + pieces["functions"] else ""
    return (TEMPLATE + LEARNING).format(math=math, **pieces)


def header(run: Run[Trainer], n_changes: int, last: int) -> dict[str, str]:
    """What the script does, and the settings it begins with."""
    experiment, sizes = run.learner.initial, "-".join(map(str, run.learner.model.sizes))
    assert isinstance(experiment.data, PointsConfig)
    skipped = ("points", "stop", "stop_value", *(["n_samples", "noise"] if experiment.data.dataset == "own" else []))
    settings = experiment.values() | {"loss": experiment.loss}
    listed = ", ".join(f"{name} {to_text(value)}" for name, value in settings.items() if name not in skipped)
    changed = f", changed {n_changes} time{'s'[: n_changes - 1]} on the way" if n_changes else ""
    return {
        "summary": f"A {sizes} network learns {experiment.data.dataset} as in Hebb. Steps: {last}{changed}.",
        "settings": textwrap.fill(f"It begins with {listed}.", 119, break_on_hyphens=False),
    }


def data(run: Run[Trainer]) -> dict[str, Any]:
    """Samples x, labels y and targets t, those for training first."""
    config, n_train = run.learner.initial.data, len(run.learner.x_train)
    n = n_train + len(run.learner.x_test)
    assert isinstance(config, PointsConfig)
    if config.dataset == "own":
        cells = [f"({x!r}, {y!r}, {label:.0f})," for x, y, label in decode_points(config.points).tolist()]
        rows = "".join(f"    {' '.join(cells[i : i + 5])}\n" for i in range(0, n, 5))
        points, xy = f"points = torch.tensor([  # x1, x2, class\n{rows}])", "points[:, :2], points[:, 2].long()"
    else:
        points = inspect.getsource(DATASETS[config.dataset].make)
        xy = f"{config.dataset}({n}, {config.noise!r}, generator)"
    features = ", ".join(FEATURE_CODE[feature] for feature in config.features)
    return {
        "points": points,
        "data_seed": config.data_seed,
        "xy": xy,
        "n": n,
        "n_train": n_train,
        "targets": targets(run),
        "features": "" if config.features == ("x1", "x2") else f"\nx = torch.stack([{features}], dim=1)",
    }


def targets(run: Run[Trainer]) -> str:
    """What the loss compares the outputs with, made of the labels y."""
    k = run.learner.n_outputs
    if not run.learner.data.n_classes:
        return "y[:, None]"
    zero_one = "y[:, None].float()" if k == 1 else f"nn.functional.one_hot(y, {k}).float()"
    return {"cross_entropy": "y", "bce": zero_one}.get(run.learner.initial.loss, f"2 * {zero_one} - 1")


def network(run: Run[Trainer]) -> dict[str, Any]:
    """The layers and their first weights."""
    config = run.learner.initial.model
    module, fill = ACTIVATIONS[config.activation].module, INITIALIZATIONS[config.init].fill
    own = f"{inspect.getsource(Step)}\n\n" if module is Step else ""
    name = f"    {'' if own else 'nn.'}{module.__name__}(),\n"
    return {
        "functions": own + inspect.getsource(fill),
        "layers": name.join(f"    nn.Linear({n_in}, {n_out}),\n" for n_out, n_in in run.learner.model.shapes),
        "init": fill.__name__,
        "seed": run.learner.initial.training.seed,
    }


def training(run: Run[Trainer], table: Table, last: int, stride: int) -> dict[str, Any]:
    """Loss, optimiser, report and loop, with what was changed by hand."""
    experiment, n_classes = run.learner.initial, run.learner.data.n_classes
    changed = {name for row in table.values() for name in row}
    used = {name: value for name, value in loop_settings(experiment).items() if value or name in changed}
    rows = "".join(f"    {step}: {literal(row)},\n" for step, row in table.items())
    taken = "".join(code for name, code in CHANGES.items() if name in changed)
    n_train, n_test = len(run.learner.x_train), len(run.learner.x_test)
    ends = min(n_train, MAX_WATCHED), n_train + min(n_test, MAX_WATCHED)
    classes = "(z[part, 0] > 0)" if run.learner.n_outputs == 1 else "z[part].argmax(1)"
    return {
        "first": "".join(f"{name} = {value!r}\n" for name, value in used.items()),
        "loss": LOSS_CODE[experiment.loss],
        "optimizer": optimizer(experiment),
        "parts": f"slice(0, {ends[0]}), slice({n_train}, {ends[1]})",
        "r2": "" if n_classes else inspect.getsource(r2) + "\n\n",
        "title": "accuracy" if n_classes else "R²",
        "score": f"({classes} == y[part]).float().mean().item()" if n_classes else "r2(z[part], y[part])",
        "columns": ",".join(["step", *run.newest.metrics]),
        "dropout": DROPOUT if "dropout" in used else "",
        "masks": "    generator.manual_seed(seed * 1_000_003 + step)\n" if "dropout" in used else "",
        "forward": "forward" if "dropout" in used else "model",
        "penalty": "".join(code for name, code in PENALTIES.items() if name in used),
        "last": last,
        "when": f"if step % {stride} == 0 or step == {last}:\n        " if stride > 1 else "",
        "changes": f"CHANGES = {{  # step: what was changed by hand before it\n{rows}}}\n" if rows else "",
        "change": f"    change = CHANGES.get(step, {{}})\n{taken}" if rows else "",
    }
