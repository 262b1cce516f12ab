"""Regression script: a run of linear or logistic regression as a standalone PyTorch program, gradient written out."""

import inspect
import textwrap
from typing import Any

from core.datasets.line import CURVES, N_TEST
from core.datasets.polynomials import BASES, HALF, exponents
from core.lessons.regression.line_experiment import LineExperiment
from core.run import Run
from core.script import CHANGES
from core.script_changes import change_table, literal, loop_settings, optimizer
from core.settings import to_text
from core.trainer import Trainer

# A piece that shares its line is optional: empty, or whole lines.
TEMPLATE = '''\
"""{summary}

{settings}
"""

{math}import torch
from torch import Generator

torch.set_num_threads(1)  # small problems are slower on more


{data}
{features}
phi, phi_test = features(x), features(x_test)  # (n, {k}): {names}
w, b = torch.tensor({w}), torch.tensor({b})
{first}optimizer = {optimizer}


def loss(phi: torch.Tensor, y: torch.Tensor) -> float:
    """{loss_words}"""
    return {loss}


{changes}{order}print("step,train_loss,test_loss,w...,b")
for step in range({end}):
{change}    {when}print(step, loss(phi, y), loss(phi_test, y_test), *w.tolist(), b.item(), sep=",")
    if step == {last}:
        break
{batch}    miss = {miss}
    w.grad = {factor}phi{part}.T @ miss / len(miss){shrink}
    b.grad = {factor}miss.mean()
    optimizer.step()

{answer}'''

BATCH = """\
    if len(order) == 0:  # a new pass through the training points, in a new order
        order = torch.randperm(len(x), generator=generator.manual_seed(seed * 1_000_003 + epoch))
        epoch += 1
    batch, order = order[:batch_size], order[batch_size:]
"""
LINEAR = """\
# The closed form: least squares, by singular values.
A = torch.cat([phi, torch.ones(len(phi), 1)], dim=1).double()
{rows}theta = torch.linalg.lstsq({a}, {target}, driver="gelsd").solution
print("closed form", *theta.tolist(), sep=",")
curvature = torch.linalg.eigvalsh(2 / len(A) * A.T @ A{hessian})
print("largest stable rate of plain gradient descent", 2 / curvature[-1].item(), sep=",")
"""
LOGISTIC = """\
# No closed form: Newton's method, which weighs the points anew in every step.
A = torch.cat([phi, torch.ones(len(phi), 1)], dim=1).double()
shrink = torch.tensor([{l2}] * {k} + [0.0]).double()
theta = torch.zeros({k} + 1).double()
for _ in range(30):
    p = torch.sigmoid(A @ theta)
    gradient = A.T @ (p - y) / len(A) + shrink * theta
    hessian = A.T * (p * (1 - p)) @ A / len(A) + torch.diag(shrink)
    theta = theta - torch.linalg.solve(hessian, gradient)
print("Newton", *theta.tolist(), sep=",")
"""
SEPARABLE = "# The two classes can be parted without a mistake: no finite answer exists, the weights grow for ever.\n"
LOSSES = {
    "linear": ("Mean squared error.", "(phi @ w + b - y).square().mean().item()"),
    "logistic": (
        "Cross-entropy of 0/1 labels.",
        "nn.functional.binary_cross_entropy_with_logits(phi @ w + b, y).item()",
    ),
}

MISS = {
    "linear": "phi{part} @ w + b - y{part}",
    "logistic": "torch.sigmoid(phi{part} @ w + b) - y{part}",
}


def script(run: Run[Trainer], separable: bool = False) -> str:
    """A program on torch alone that trains as this run did and prints its curve at the steps of `run.frames()`.

    Its last line is the answer that the curve goes to, unless the classes are `separable`.
    """
    with run._lock:
        frames, stride, table = run.frames(), run.history.stride, change_table(run)
    first, last = run.learner.initial, frames[-1].step
    assert isinstance(first, LineExperiment)
    table = {step: row for step, row in table.items() if step <= last}
    changed = {name for row in table.values() for name in row}
    rows = "".join(f"    {step}: {literal(row)},\n" for step, row in table.items()).replace(*PARAMETERS)
    taken = "".join(code for name, code in CHANGES.items() if name in changed)
    *w, b = frames[0].weights["flat"].tolist()
    names = run.learner.data.input_names
    used = {name: value for name, value in loop_settings(first).items() if value or name in changed}
    whole = first.full_batch and "batch_size" not in changed
    if whole:
        del used["batch_size"]
    part = "" if whole else "[batch]"
    task, pieces = first.data.task, data(first) | features(first)
    text = TEMPLATE.format(
        summary=f"{task.capitalize()} regression as in Hebb. Steps of gradient descent: {last}.",
        settings=textwrap.fill(f"It begins with {listed(first)}.", 119, break_on_hyphens=False),
        math="import math\n\n" if "math." in pieces["features"] else "",
        **pieces,
        k=len(w),
        names=", ".join(names[:6]) + (", …" if len(names) > 6 else ""),
        w=w if any(w) else f"[0.0] * {len(w)}" if len(w) > 1 else "[0.0]",
        b=b,
        first="".join(f"{name} = {value!r}\n" for name, value in used.items()),
        optimizer=optimizer(first).replace(*PARAMETERS),
        loss_words=LOSSES[task][0],
        loss=LOSSES[task][1],
        changes=f"CHANGES = {{  # step: what was changed by hand before it\n{rows}}}\n" if rows else "",
        change=f"    change = CHANGES.get(step, {{}})\n{taken}" if rows else "",
        order="" if whole else f"generator, seed, order, epoch = Generator(), {first.training.seed}, [], 0\n",
        batch="" if whole else BATCH,
        part=part,
        last=last,
        end=last + 1,
        when=f"if step % {stride} == 0 or step == {last}:\n        " if stride > 1 else "",
        miss=MISS[task].format(part=part),
        factor="2 * " if task == "linear" else "",
        shrink=" + l2 * w" if "l2" in used else "",
        answer=answer(run.settings, len(w), separable),
    )
    return text.replace("import torch\nfrom torch import Generator", IMPORTS) if "nn." in text else text


PARAMETERS = ("model.parameters()", "[w, b]")
IMPORTS = "import torch\nfrom torch import Generator, nn"


def listed(settings: LineExperiment) -> str:
    skipped = {"points", "stop", "stop_value", "loss", "l1", "start_w", "start_w2", "start_b"}
    if settings.data.dataset == "own":
        skipped |= {"n_samples", "slope", "intercept", "noise", "data_seed"}
    return ", ".join(f"{name} {to_text(value)}" for name, value in settings.values().items() if name not in skipped)


def data(settings: LineExperiment) -> dict[str, str]:
    """The points x, y and x_test, y_test."""
    config = settings.data
    if config.dataset == "own":
        cells = [f"({x!r}, {y!r}, {label:.0f})," for x, y, label in config.own.tolist()]
        rows = "".join(f"    {' '.join(cells[i : i + 5])}\n" for i in range(0, len(cells), 5))
        read = ("points[:, :2]", "points[:, 2] % 2") if config.n_classes else ("points[:, :1]", "points[:, 1]")
        test = "test = points[:, 2] >= 2\n" if config.has_test else "test = ~torch.ones(len(points), dtype=bool)\n"
        split = f"x, y = {read[0]}[~test], ({read[1]})[~test]\n"
        split += (
            f"x_test, y_test = {read[0]}[test], ({read[1]})[test]\n" if config.has_test else "x_test, y_test = x, y\n"
        )
        return {"data": f"points = torch.tensor([  # x, y, class, and 2 more for a test point\n{rows}])\n{test}{split}"}
    function = CURVES[config.dataset].function
    lines = [
        inspect.getsource(function),
        "",
        "def make(n: int) -> tuple[torch.Tensor, torch.Tensor]:",
        f'    """Points {"on the two sides of" if config.n_classes else "around"} the noisy {config.dataset}."""',
        "    x = 10 * torch.rand(n, generator=generator) - 5",
        f"    noisy = {function.__name__}(x, {config.slope!r}, {config.intercept!r})",
        f"    noisy = noisy + {config.noise!r} * torch.randn(n, generator=generator)",
    ]
    if config.n_classes:
        lines.append("    x2 = 10 * torch.rand(n, generator=generator) - 5")
        lines.append("    return torch.stack([x, x2], dim=1), (x2 > noisy).float()")
    else:
        lines.append("    return x[:, None], noisy")
    lines += ["", "", f"generator = Generator().manual_seed({config.data_seed})"]
    lines += [f"x, y = make({config.n_samples})", f"x_test, y_test = make({N_TEST})", ""]
    return {"data": "\n".join(lines)}


def features(settings: LineExperiment) -> dict[str, str]:
    """What the model reads of x."""
    config = settings.data
    n_inputs = len(config.inputs)
    head = "def features(x: torch.Tensor) -> torch.Tensor:\n"
    if config.degree == 1:
        return {"features": f'\n{head}    """The inputs themselves."""\n    return x\n\n'}
    basis = BASES[config.basis]
    make, scale = basis.make.__name__, HALF / basis.constant ** (n_inputs - 1)
    body = f'    """Polynomials up to degree {config.degree}."""\n'
    if n_inputs == 1:
        body += f"    return {scale!r} * {make}(x[:, 0], {config.degree})[:, 1:]\n"
    else:
        body += f"    first, second = {make}(x[:, 0], {config.degree}), {make}(x[:, 1], {config.degree})\n"
        terms = textwrap.fill(f"terms = {exponents(2, config.degree)}", 110, subsequent_indent=" " * 13)
        body += f"    {terms}\n"
        body += f"    return torch.stack([{scale!r} * first[:, i] * second[:, j] for i, j in terms], dim=1)\n"
    return {"features": f"\n{inspect.getsource(basis.make)}\n\n{head}{body}\n"}


def answer(settings: LineExperiment, k: int, separable: bool) -> str:
    """How the answer is found without descending; a penalty changed on the way counts as it is now."""
    l2 = settings.training.l2
    if settings.data.task == "logistic":
        return SEPARABLE if separable else LOGISTIC.format(l2=l2, k=k)
    pieces: dict[str, Any] = {"rows": "", "a": "A", "target": "y.double()", "hessian": ""}
    if l2:
        pieces["rows"] = f"rows = (len(A) * {l2!r} / 2) ** 0.5 * torch.eye({k}, {k} + 1).double()  # the penalty\n"
        pieces |= {"a": "torch.cat([A, rows])", "target": f"torch.cat([y, torch.zeros({k})]).double()"}
        pieces["hessian"] = f" + {l2!r} * torch.diag((torch.arange({k} + 1) < {k}).double())"
    return LINEAR.format(**pieces)
