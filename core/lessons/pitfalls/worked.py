"""Worked: what a program computed at a frame, written out as formulas with their numbers."""

import math
from typing import Any

import torch
from torch import Tensor

from core.learner import Frame
from core.lessons.pitfalls import by_hand, deep_net, digit_nets, measures
from core.lessons.pitfalls.measures import Measured
from core.lessons.pitfalls.net import Net
from core.pair import PairFrame

Lines = list[str]


def signed(value: float, digits: int = 3) -> str:
    """With a true minus, and without one before zero."""
    text = f"{value:.{digits}f}"
    return (text if float(text) else text.lstrip("-")).replace("-", "−")


def outputs(program: Net, frame: Frame, n: int) -> Tensor:
    """The outputs z of the first n samples that are learned from: (n, n_outputs)."""
    with torch.no_grad():
        return program.model_at(frame)(program.learned.x[:n])


def shape(tensor: Tensor) -> str:
    return f"({', '.join(map(str, tensor.shape))}{',' if tensor.dim() == 1 else ''})"


def sigmoid(program: Net, frame: Frame, m: Measured) -> Lines:
    """One sample of each class, from z to its part of the loss."""
    found = []
    for label in (0, 1):
        i = int((program.learned.y == label).nonzero()[0])
        with torch.no_grad():
            z = program.model_at(frame)(program.learned.x[i : i + 1])
            p = torch.sigmoid(program.output(z)).item()
        double = program.output(z).item() != z.item()
        inner = (
            f"σ(σ({signed(z.item())})) = σ({signed(program.output(z).item())})" if double else f"σ({signed(z.item())})"
        )
        told = "−ln p" if label else "−ln (1 − p)"
        found += [f"y = {label}", f"p = {inner} = {p:.4f}", f"L = {told} = {-math.log(p if label else 1 - p):.4f}"]
    return [*found, f"{m['low']:.4f} ≤ p ≤ {m['high']:.4f}", f"mean L = {m['loss']:.4f}"]


def share(m: Measured) -> Lines:
    """How the scores were counted."""
    return [
        f"reported = {m['correct']:.0f} / {m['n']:.0f} = {m['reported']:.4f}",
        f"held out = {m['correct_new']:.0f} / {m['n_new']:.0f} = {m['accuracy']:.4f}",
    ]


def stacked(program: Net, frame: Frame, m: Measured) -> Lines:
    return [f"len(x) = {m['rows']:.0f}", f"len(x.unique(dim=0)) = {m['different']:.0f}", *share(m)]


def scored(program: Net, frame: Frame, m: Measured) -> Lines:
    return share(m)


def onehot(program: Net, frame: Frame, m: Measured) -> Lines:
    """The loss of the first samples, from the one-hot row to the product."""
    found, k = [f"n_outputs = {m['outputs']:.0f}"], int(m["outputs"])
    for z, y in zip(outputs(program, frame, 4).log_softmax(1), program.learned.y[:4].tolist(), strict=True):
        row = [int(y == c) for c in range(k)]
        loss = f"−ln p[{y}] = {-z[y].item():.4f}" if y < k else "0"
        found += [f"y = {y}: {row}".replace(" ", "").replace("y=", "y = ").replace(":", ": "), f"  L = {loss}"]
    return [*found, f"mean L = {m['loss']:.4f}", *share(m)[1:]]


def images(program: Net, frame: Frame, m: Measured) -> Lines:
    x, y = program.given(program.settings)[0]
    return [
        f"images {shape(x)}, labels {shape(y)}",
        f"x {shape(program.learned.x)}, y {shape(program.learned.y)}",
        f"W1 ({program.sizes[1]}, {program.sizes[0]})",
        *share(m)[1:],
    ]


def products(program: Net, frame: Frame, m: Measured) -> Lines:
    """The first sample's loss as the program computes it: what multiplies each log-probability."""
    weights = measures.matched(program)[0]
    terms = outputs(program, frame, 1).log_softmax(1)[0]
    used = [(int(w), t) for w, t in zip(weights.tolist(), terms.tolist(), strict=True) if w]
    total = -sum(w * t for w, t in used)
    return [
        f"y[:10] = {program.learned.y[:10].tolist()}",
        f"row 0 = {[int(w) for w in weights.tolist()]}",
        "L = −(" + " + ".join(f"{w}·({signed(t, 2)})" for w, t in used) + ")",
        f"  = {total:.3f}",
        f"mean L = {m['loss']:.4f}",
        *share(m)[1:],
    ]


def two_runs(program: Any, frame: PairFrame, m: Measured) -> Lines:
    seeds = [run.seeded(run.settings.seed, run.clock) for run in program.sides.values()]
    return [
        f"seed of run 1 = {seeds[0]}",
        f"seed of run 2 = {seeds[1]}",
        f"L1 = {m['loss']:.6f}",
        f"L2 = {m['other']:.6f}",
        f"|L1 − L2| = {m['apart']:.6f}",
        f"max |w1 − w2| = {m['weights']:.6f}",
        *share(m),
    ]


def line(program: by_hand.Line, frame: Frame, m: Measured) -> Lines:
    """Error and gradient of the first three samples."""
    w, b = frame.weights["w"].expand(100), frame.weights["b"].expand(100)
    x, y = program.learned
    found = [f"w {shape(frame.weights['w'])}, b {shape(frame.weights['b'])}"]
    for i in range(3):
        error = (w[i] * x[i] + b[i] - y[i]).item()
        found += [
            f"x = {signed(x[i].item())}, y = {signed(y[i].item())}",
            f"  ŷ = {signed(w[i].item())}·x + {signed(b[i].item())}, ŷ − y = {signed(error)}",
        ]
    dw, _ = program.gradient(frame.weights["w"] * x + frame.weights["b"] - y, x)
    first = f"{signed(dw.flatten()[0].item(), 5)}{', …' if dw.dim() else ''}"
    return [*found, f"∂L/∂w {shape(dw)} = {first}", f"MSE = {m['train']:.4f}, new {m['new']:.4f}"]


def logistic(program: by_hand.Logistic, frame: Frame, m: Measured) -> Lines:
    """Output, loss and slope of one sample of each class."""
    w, b = frame.weights["w"], frame.weights["b"]
    x, y = program.learned
    found = [f"w = ({signed(w[0].item())}, {signed(w[1].item())}), b = {signed(b.item())}"]
    for label in (0, 1):
        i = int((y == label).nonzero()[0])
        z = x[i] @ w + b
        p, target = torch.sigmoid(z), torch.tensor(float(label))
        slope, loss = program.slope(p, target).item(), program.loss(z[None], target[None]).item()
        found += [
            f"y = {label}: z = {signed(z.item())}, p = {p.item():.4f}",
            f"  L = {loss:.4f}, slope = {signed(slope, 4)}, p − y = {signed(p.item() - label, 4)}",
        ]
    return [*found, f"mean L = {m['loss']:.4f}, true {m['true']:.4f}"]


def deep(program: deep_net.Deep, frame: Frame, m: Measured) -> Lines:
    """Layer by layer the length of the gradient used, of the true one, and the cosine between them."""
    own, true = measures.gradients(program, frame)
    rows = zip(own, true, measures.cosines(own, true), strict=True)
    return ["l   |g used|   |g true|    cos"] + [
        f"{i}  {a.norm().item():9.2e}  {b.norm().item():9.2e}  {signed(c):>6}" for i, (a, b, c) in enumerate(rows, 1)
    ]


def table(program: Net, frame: Frame, m: Measured) -> Lines:
    return [
        f"x {shape(program.learned.x)}",
        f"y == 0: {m['label_0']:.0f}, y == 1: {m['label_1']:.0f}",
        f"mean L = {m['loss']:.4f}",
        *share(m),
    ]


def log(program: digit_nets.Logged, frame: Frame, m: Measured) -> Lines:
    batch, every = int((m["batches"] - 1) % m["in_epoch"]), int(m["every"])
    counted = batch if isinstance(program, digit_nets.SilentLog) else int(m["batches"]) - 1
    return [
        f"batch % {every} = {counted} % {every} = {counted % every}",
        f"{every} − 1 = {every - 1}",
        f"lines = {m['lines']:.0f}",
        f"mean L = {m['loss']:.4f}",
    ]


WORKED: dict[str, Any] = {  # pitfall → its lines
    "double_sigmoid": sigmoid,
    "stacked_rows": stacked,
    "train_score": scored,
    "two_outputs": onehot,
    "two_outputs_silent": onehot,
    "own_lines": line,
    "wrong_sign": logistic,
    "not_flattened": images,
    "rows_as_samples": images,
    "integer_labels": products,
    "integer_labels_silent": products,
    "not_reproducible": two_runs,
    "no_derivative": deep,
    "label_deleted": table,
    "silent_log": log,
}
