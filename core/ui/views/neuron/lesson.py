"""Lesson panels: a neuron's numbers put into its formulas, and what the perceptron rule does with them."""

from typing import Any

import numpy as np
import torch

from core.datasets.gates import GATES
from core.figures.curves import Curve
from core.figures.drawing import Drawing
from core.figures.lines import lines
from core.lessons.neuron.activation_facts import Facts
from core.lessons.neuron.perceptron import weighted_sum
from core.ui.language import t
from core.ui.views.neuron.formulas import activation_lines, inner, plain, sum_line
from core.ui.views.neuron.look import NeuronLook, breaks, width

SUB = "₁₂₃"
HEIGHT = 190  # px of a chart
DOTTED = 60  # passes up to which each is a point


def sums_panel(look: NeuronLook) -> dict[str, Any]:
    """The neuron's formulas with its numbers put in, and what was measured of its activation."""
    w, found = look.w.tolist(), look.facts
    size = float(look.w[:2].norm())
    terms = f"z = 0: {inner(w[0])}·x₁ + {inner(w[1])}·x₂ + {inner(look.offset)} = 0"
    away = t("distance") + f" |z| / ‖w‖ = {plain(abs(look.z))} / {plain(size)} = {plain(abs(look.z) / (size or 1))}"
    line = [terms, away] if size else [t("no line: w₁ = w₂ = 0")]
    share = "{:.1%}".format
    return {
        "text": [
            (
                t("The neuron"),
                [
                    sum_line(w, look.x.tolist(), look.b, look.z),
                    *activation_lines(look.settings.activation, look.z, look.y, look.slope),
                    *line,
                ],
            ),
            (
                t("{name}, measured for z from −5 to 5", name=look.title),
                [
                    t("range {low} … {high}", low=plain(found.low), high=plain(found.high)),
                    t(
                        "mean {mean} for z ~ N(0, 1), {verdict}",
                        mean=plain(round(found.mean, 6)),
                        verdict=centred(found),
                    ),
                    t("saturated on {flat}, dead on {dead}", flat=share(found.saturated), dead=share(found.dead)),
                    t("steepest slope {slope}, {breaks}", slope=plain(found.steepest), breaks=breaks(found)),
                ],
            ),
        ]
    }


def centred(found: Facts) -> str:
    return t("zero-centred") if abs(found.mean) < 1e-6 else t("not zero-centred")


def lesson_panel(look: NeuronLook) -> dict[str, Any]:
    """The last correction with its numbers put in, and the truth table with the neuron's answers now."""
    assert look.frame is not None
    learner, weights = look.run.learner, look.frame.weights
    gate = t(GATES[look.settings.gate].title)
    names = [f"x{SUB[i]}" for i in range(len(look.w))]
    rows = ["  ".join([*names, "y", "ŷ", "", "z"])]
    for row, target, total, right in zip(learner.x, learner.y, look.sums, look.answers, strict=True):
        inputs, mark = [f"{int(v):>2}" for v in row], "✓" if right else "✗"
        rows.append("  ".join([*inputs, str(int(target)), str(int(total >= 0)), mark, plain(total.item())]))
    answers = (t("{gate}, answered with these weights", gate=gate), rows)
    if look.frame.step == 0:
        rule = ["ŷ = 1  (z ≥ 0)", "w ← w + α·(y − ŷ)·x", "b ← b + α·(y − ŷ)"]
        return {"text": [(t("The rule, one example a step"), rule), answers]}
    i = int(weights["example"])
    x, y = learner.x[i].tolist(), int(learner.y[i])
    *w, b = weights["before"].tolist()
    new = weights["w"].tolist()
    z = weighted_sum(weights["before"][:-1], b, learner.x[i]).item()
    error = y - int(z >= 0)
    lr = abs(weights["b"].item() - b) if error else look.settings.lr
    change = f"{inner(lr)}·{inner(error)}"
    written = [
        sum_line(w, x, b, z),
        f"ŷ = {int(z >= 0)}  ({plain(z)} {'≥' if z >= 0 else '<'} 0)",
        f"y − ŷ = {y} − {int(z >= 0)} = {plain(error)}",
        *(f"w{SUB[k]} ← {plain(w[k])} + {change}·{plain(x[k])} = {plain(new[k])}" for k in range(len(x))),
        f"b  ← {plain(b)} + {change} = {plain(weights['b'].item())}",
    ]
    example = ", ".join(str(int(v)) for v in x)
    return {
        "text": [(t("Step {n}: example ({x}) of {gate}", n=look.frame.step, x=example, gate=gate), written), answers]
    }


def weights_panel(look: NeuronLook) -> Drawing:
    """w and b over the steps."""
    steps = np.array([frame.step for frame in look.frames])
    w = torch.stack([frame.weights["w"] for frame in look.frames]).numpy()
    b = np.array([frame.weights["b"].item() for frame in look.frames])
    return lines(
        [Curve("b", steps, b), *(Curve(f"w{SUB[i]}", steps, w[:, i], role=i + 2) for i in range(w.shape[1]))],
        theme=look.theme,
        title=t("Weights and bias"),
        x_title=t("step"),
        cursor=cursor(look, "step"),
        width_px=width(look, 6),
        height_px=HEIGHT,
    )


def mistakes_panel(look: NeuronLook) -> Drawing:
    """Mistakes of each whole pass."""
    ends = [frame for frame in look.frames if frame.cursor == len(look.answers)]
    passes = np.array([frame.progress for frame in ends])
    return lines(
        [Curve("", passes, np.array([frame.metrics["mistakes"] for frame in ends]))],
        theme=look.theme,
        title=t("Mistakes in each pass"),
        x_title=t("pass"),
        cursor=cursor(look, "progress"),
        y_range=(0.0, float(len(look.answers))),
        dots=len(ends) < DOTTED,
        width_px=width(look, 6),
        height_px=HEIGHT,
    )


def cursor(look: NeuronLook, name: str) -> float | None:
    """Where the frame stands that is looked at, unless it is the newest."""
    return None if look.frame is look.frames[-1] else float(getattr(look.frame, name))
