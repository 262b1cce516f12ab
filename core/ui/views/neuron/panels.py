"""Panels of one neuron: by hand, or taught a gate by the perceptron rule."""

import torch

from core.figures.activation import activation
from core.figures.decision import decision
from core.figures.drawing import Drawing
from core.figures.neuron import neuron
from core.lessons.neuron.activation_facts import curve, drawn
from core.lessons.neuron.settings import EXTENT
from core.ui.language import t
from core.ui.look import Panel
from core.ui.views.neuron.activations import functions_panel, slopes_panel, table_panel
from core.ui.views.neuron.formulas import plain
from core.ui.views.neuron.lesson import lesson_panel, mistakes_panel, sums_panel, weights_panel
from core.ui.views.neuron.look import NeuronLook, width

TOP, MIDDLE = 256, 280  # px
NARROWEST = 440  # px that the neuron is drawn for


def neuron_panel(look: NeuronLook) -> Drawing:
    z = drawn()
    owner = t("Your input") if look.own else t("Example {n} of the table", n=int(look.frame.weights["example"]) + 1)  # type: ignore[union-attr]
    return neuron(
        look.x.numpy(),
        look.w.numpy(),
        look.b,
        look.z,
        look.y,
        (z.numpy(), curve(look.settings.activation, z)[0].numpy()),
        theme=look.theme,
        name=look.title,
        answer=t("z ≥ 0: class 1") if look.z >= 0 else t("z < 0: class 0"),
        centre=look.scale[0],
        limit=look.scale[1],
        title=owner,
        labels={
            "weight": t("weight"),
            "bias": t("bias"),
            "product": t("adds"),
            "input": t("input"),
            "sum": t("sum z ="),
            "output": t("output y ="),
        },
        width_px=max(width(look, 7), NARROWEST),
        height_px=TOP,
    )


def plane_panel(look: NeuronLook) -> Drawing:
    """What the neuron answers over the plane; with three inputs on the slice at x₃."""
    learner, three = look.run.learner, len(look.w) == 3
    near = torch.ones(len(learner.x), dtype=torch.bool)
    if three:
        near = learner.x[:, 2] == float(look.x[2] >= 0.5)
    shown = (learner.x[near, :2].numpy(), learner.y[near].numpy())
    exact = not three or look.x[2].item() in (0.0, 1.0)
    wrong = [tuple(row[:2].tolist()) for row, ok, n in zip(learner.x, look.answers, near, strict=True) if n and not ok]
    title = t("What it answers, at x₃ = {x}", x=plain(look.x[2].item())) if three else t("What it answers")
    return decision(
        look.over_plane,
        EXTENT,
        look.w[:2].numpy(),
        look.offset,
        (look.x[0].item(), look.x[1].item()),
        theme=look.theme,
        on_slice=shown if exact else None,
        off_slice=None if exact else shown,
        wrong=wrong,
        taught=None if look.own else (look.x[0].item(), look.x[1].item()),
        centre=look.scale[0],
        limit=look.scale[1],
        title=title,
        labels={
            "value": "y =",
            "class": t("class"),
            "train": t("example"),
            "test": t("example beside this slice"),
            "point": t("the neuron's input"),
            "line": t("z = 0: the decision line"),
        },
        size_px=TOP,
    )


def curve_panel(look: NeuronLook) -> Drawing:
    z = drawn()
    f, slope = curve(look.settings.activation, z)
    return activation(
        z.numpy(),
        f.numpy(),
        slope.numpy(),
        (look.z, look.y, look.slope),
        theme=look.theme,
        flat=look.facts.flat_zones,
        dead=look.facts.dead_zones,
        title=t("{name} and its derivative", name=look.title),
        labels={"flat": t("saturated"), "dead": t("dead: f′ = 0")},
        width_px=width(look, 4),
        height_px=MIDDLE,
    )


PANELS: dict[str, Panel] = {
    "neuron": Panel(neuron_panel, 7, TOP, "The neuron: inputs times weights, their sum, the activation, the output"),
    "plane": Panel(plane_panel, 5, TOP, "The neuron's output over the plane, its decision line, the gate", drag=True),
    "curve": Panel(curve_panel, 4, MIDDLE, "The activation and its derivative, with the neuron on both", drag=True),
    "sums": Panel(sums_panel, 4, MIDDLE, "The neuron's formulas with its numbers put in"),
    "lesson": Panel(lesson_panel, 4, MIDDLE, "The perceptron rule with its numbers put in, and the truth table"),
    "weights": Panel(weights_panel, 6, 190, "Weights and bias over the steps"),
    "mistakes": Panel(mistakes_panel, 6, 190, "Mistakes in each pass through the truth table"),
    "functions": Panel(functions_panel, 6, 240, "All activations over each other, with the neuron on each", 2),
    "slopes": Panel(slopes_panel, 6, 240, "All derivatives over each other, with the neuron on each", 2, 1),
    "table": Panel(table_panel, 12, 320, "Range, mean, saturation, dead zones and slope of every activation", 2),
}
