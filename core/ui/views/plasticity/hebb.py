"""Hebb and Oja: two neurons in a cloud of inputs that the person turns, stretches and moves."""

import numpy as np

from core.figures.drawing import Drawing
from core.figures.loss_curve import LossLine, loss_curve
from core.figures.number import factor, told
from core.figures.scale import outward
from core.figures.weight_cloud import Neuron, weight_cloud
from core.lessons.plasticity.correlation import RUNAWAY
from core.ui.language import t
from core.ui.look import Panel
from core.ui.views.plasticity.hebb_look import ROLES, HebbLook
from core.ui.views.plasticity.look import HIGH, LOW, Block, pair

DIRECTIONS = np.linspace(-90, 90, 181)


def cloud_panel(look: HebbLook) -> Drawing:
    learner, s = look.run.learner, look.settings.cloud
    turn = np.deg2rad(s.angle)
    axes = np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]]) * [[2 * s.long], [2 * s.short]]
    middle = np.array([s.mean_x, s.mean_y])
    kept = [f for f in look.frames if f.step <= look.step and f.weights]
    ways = {id: np.array([f.weights[id].numpy() for f in kept]) for id in ROLES}
    came = look.state("input") + (learner.mean if s.centred else 0)
    return weight_cloud(
        learner.points,
        [Neuron(look.names[id], look.state(id), ways[id], role) for id, role in ROLES.items()],
        theme=look.theme,
        middle=middle,
        handles=middle + np.array([axes[0], -axes[0], axes[1], -axes[1]]),
        component=learner.component,
        labels={
            "input": t("an input x"),
            "handle": t("Drag: turn and stretch the cloud"),
            "middle": t("Drag: move the cloud"),
            "component": t("first principal component, by scikit-learn’s PCA"),
        },
        current=came if look.step else None,
        title=t("Inputs and weights"),
        width_px=look.room(5),
        height_px=HIGH,
    )


def length_panel(look: HebbLook) -> Drawing:
    steps, (hebb, oja) = look.history("length_hebb", "length_oja")
    lines = [
        LossLine(look.names[id], steps, values, role, ball=(steps[-1], values[-1], np.nan), label=told(values[-1], 3))
        for (id, role), values in zip(ROLES.items(), (hebb, oja), strict=True)
    ]
    axes = look.axes(3, HIGH, x_range=look.steps, y_range=(0.1, 3 * RUNAWAY), log_y=True, title=t("Length of w"))
    return loss_curve(lines, axes=axes, theme=look.theme, x_title=t("step"), y_title="|w|")


def angle_panel(look: HebbLook) -> Drawing:
    steps, (hebb, oja) = look.history("angle_hebb", "angle_oja")
    values = {"hebb": hebb, "oja": oja}
    lines = [
        LossLine(look.names[id], steps, values[id], role, dashed=id == "hebb", ball=(steps[-1], values[id][-1], np.nan))
        for id, role in ROLES.items()
    ]
    title = t("Angle to the first principal component")
    axes = look.axes(4, HIGH, x_range=look.steps, y_range=(0.0, 90.0), title=title)
    return loss_curve(lines, axes=axes, theme=look.theme, x_title=t("step"), y_title=t("degrees"))


def moment_panel(look: HebbLook) -> Drawing:
    """The mean of y² over the direction of a weight vector of length 1, and where both neurons point."""
    inputs, turn = look.run.learner.inputs, np.deg2rad(DIRECTIONS)
    moment = inputs.T @ inputs / len(inputs)
    directions = np.column_stack([np.cos(turn), np.sin(turn)])
    height = np.einsum("ij,jk,ik->i", directions, moment, directions)
    lines = [LossLine("", DIRECTIONS, height, "text")]
    for id, role in ROLES.items():
        w = look.state(id)
        at = (np.degrees(np.arctan2(w[1], w[0])) + 90) % 180 - 90
        here = w @ moment @ w / (w @ w) if w.any() else 0.0
        lines.append(LossLine(look.names[id], DIRECTIONS[:1], height[:1], role, ball=(at, here, np.nan)))
    top = outward(1.05 * float(height.max()))
    axes = look.axes(4, LOW, x_range=(-90, 90), y_range=(0.0, top), title=t("Mean of y² by the direction of w"))
    return loss_curve(lines, axes=axes, theme=look.theme, x_title=t("degrees"), y_title="⟨y²⟩", named=False)


def rule_panel(look: HebbLook) -> dict[str, list[Block]]:
    """The step just taken, with its numbers put in."""
    lr, x = look.settings.cloud.lr, look.state("input")
    if not look.step:
        answer, start = "y = w·x", [f"w = {pair(look.state('oja'))}"]
        rules = {"hebb": "w ← w + η y x", "oja": "w ← w + η y (x − y w)"}
        both = [(look.names[id], [answer, rule]) for id, rule in rules.items()]
        return {"text": [(t("Both start with the same weights"), start), *both]}
    blocks: list[Block] = [(t("Step {n}: an input comes", n=f"{look.step:,}"), [f"x = {pair(x)}"])]
    for id, name in look.names.items():
        w, after = look.state(f"before_{id}"), look.state(id)
        if id == "hebb" and 0 <= look.ran_away < look.step:
            blocks.append((name, [t("stopped at step {n}", n=f"{look.ran_away:,}")]))
            continue
        y = float(w @ x)
        answer = f"y = w·x = {factor(w[0])}·{factor(x[0])} + {factor(w[1])}·{factor(x[1])} = {told(y)}"
        if id == "hebb":
            step = f"w ← w + η y x = {pair(w)} + {told(lr)}·{factor(y)}·{pair(x)} = {pair(after)}"
        else:
            inner = f"({pair(x)} − {factor(y)}·{pair(w)})"
            step = f"w ← w + η y (x − y w) = {pair(w)} + {told(lr)}·{factor(y)}·{inner} = {pair(after)}"
        blocks.append((name, [answer, step]))
    return {"text": blocks}


PANELS: dict[str, Panel] = {
    "cloud": Panel(
        cloud_panel, 5, HIGH, "The inputs as a cloud of points, and the weights of both neurons as arrows", drag=True
    ),
    "length": Panel(length_panel, 3, HIGH, "Length of the weights of both neurons over the steps"),
    "angle": Panel(angle_panel, 4, HIGH, "Angle of both neurons to the first principal component over the steps"),
    "rule": Panel(rule_panel, 8, LOW, "The step just taken, with its numbers put in"),
    "moment": Panel(moment_panel, 4, LOW, "Mean of the squared answer by the direction of the weights"),
}
