"""Panels of one pass through a small network: its numbers on the diagram, as matrices, as formulas, and checked."""

from dataclasses import replace
from typing import Any

import numpy as np

from core import probe
from core.datasets.own_points import EXTENT
from core.figures.boundary import boundary
from core.figures.curves import Curve, curves
from core.figures.digits import short
from core.figures.drawing import Drawing
from core.figures.figure import Figure
from core.figures.matrices import matrices
from core.figures.passes import diagram
from core.figures.scale import outward
from core.learning.gradient_check import relative_error
from core.learning.passes import loss_at, run
from core.lessons.backprop.settings import PassSettings
from core.ui.language import t
from core.ui.look import Panel
from core.ui.views.backprop.equations import Equation
from core.ui.views.backprop.look import SHALLOW, PassLook
from core.ui.views.backprop.text import chain_blocks, difference_block, now_lines

NARROW = 640  # px, from which a panel stands beside another
RESOLUTION = 48  # pixels a side of the map
RATES = 10.0 ** np.arange(-3, 2.01, 0.125)


def network_panel(look: PassLook) -> Drawing:
    record, kind = look.record, look.phase.kind
    new, row = kind == "after", look.sample
    zs = record.new_zs if new else record.zs
    activations = record.new_activations if new else record.activations
    following = range(look.parameter.layer + 1, look.last + 1)
    sizes = look.learner.model.sizes
    path = {(k, to, source) for k in following for to in range(sizes[k]) for source in range(sizes[k - 1])}
    on_path = {e for e in path if e[0] > look.parameter.layer + 1 or e[2] == look.parameter.to}
    source = -1 if look.parameter.source is None else look.parameter.source
    targets = record.targets[row]
    several = targets.dim() == 0
    told = [float(int(targets) == k) for k in range(sizes[-1])] if several else targets.tolist()
    return diagram(
        weights=[w.numpy() for w in (record.new_weights if look.after else record.weights)],
        biases=[b.numpy() for b in (record.new_biases if look.after else record.biases)],
        zs=look.per_layer("z", [z[row] for z in zs]),
        activations=[record.x[row].numpy(), *look.per_layer("a", [a[row] for a in activations[1:]])],
        deltas=look.per_layer("delta", [d[row] for d in record.deltas]),
        weight_grads=look.per_layer("gradient", record.weight_grads),
        bias_grads=look.per_layer("gradient", record.bias_grads),
        loss=(record.new_loss if new else record.loss) if look.known("loss") else float("nan"),
        targets=[f"y {short(v)}" for v in told],
        theme=look.theme,
        active=(kind, look.phase.layer),
        chosen=(look.parameter.layer, look.parameter.to, source),
        path=on_path if look.known("loss") and not look.after else (),
        labels={"unit": t("Layer {layer}, neuron {unit}")},
        width_px=look.width if look.deep or look.width <= NARROW else 0.75 * look.width - 12,
        height_px=TALL if look.deep else HEIGHT,
    )


def equation_panel(look: PassLook) -> Drawing:
    terms = Equation(look.written, look.parameter).of(look.phase)
    return matrices(terms, theme=look.theme, width_px=look.width, height_px=MATRICES)


def now_panel(look: PassLook) -> dict[str, Any]:
    """The lines of the phase for each neuron, with numbers."""
    return {"text": [(look.title(), now_lines(look))]}


def chain_panel(look: PassLook) -> dict[str, Any]:
    """The chain rule of the chosen weight, from its gradient to the loss."""
    return {"text": chain_blocks(look)}


def difference_panel(look: PassLook) -> dict[str, Any]:
    """The finite differences of the chosen weight."""
    return {"text": [difference_block(look)]}


def error_panel(look: PassLook) -> Figure:
    """Relative error against ε, both on logarithmic axes."""
    title = t("Error of the check")
    across = {"x_title": "log₁₀ ε", "x_range": (-13.0, -1.0), "y_range": (1e-14, 10.0), "log": True}
    lines = []
    if look.known("gradient", look.parameter.layer):
        x = np.log10(look.check.epsilons)[::-1]
        for label, values, role in (
            (t("central"), look.check.central, "gradient"),
            (t("one-sided"), look.check.one_sided, "test"),
        ):
            errors = np.clip(relative_error(look.gradient, values), 1e-14, 10)
            lines.append(Curve(label, x, errors[::-1], role=role))
    return curves(lines, theme=look.theme, title=title, y_title=t("relative error"), **across)  # type: ignore[arg-type]


def rate_panel(look: PassLook) -> Figure:
    """The loss after a step, for every learning rate."""
    record, learner = look.record, look.learner
    title = t("Loss by learning rate")
    top = 2 * outward(max(record.loss, 1e-6))
    across = {"x_title": "log₁₀ α", "x_range": (-3.0, 2.0), "y_range": (0.0, top)}
    lines = []
    if look.known("gradient", 1):
        losses = [
            loss_at(learner.model, learner.loss, record.flat - a * record.gradient, record.x, record.targets)
            for a in RATES
        ]
        ends = np.array([-3.0, 2.0])
        lines = [
            Curve(t("before"), ends, np.array([record.loss, record.loss]), role="muted", dash="2px,3px"),
            Curve(t("after"), np.log10(RATES), np.nan_to_num(losses, nan=2 * top, posinf=2 * top), role="train"),
        ]
    cursor = float(np.clip(np.log10(record.lr), -3, 2))
    return curves(lines, theme=look.theme, title=title, cursor=cursor, **across)  # type: ignore[arg-type]


def history_panel(look: PassLook) -> Figure:
    """The loss after so many passes; of a mini-batch, each time the next one's."""
    ends = {int(frame.progress): frame.metrics["train_loss"] for frame in look.frames}
    line = Curve("", np.array([*ends]), np.array([*ends.values()]), role="train")
    cursor = look.frame.progress if look.frame is not look.frames[-1] else None
    title, across = t("Loss over the passes"), t("passes completed")
    return curves([line], theme=look.theme, title=title, x_title=across, cursor=cursor)


def plane_panel(look: PassLook) -> Drawing:
    """What the network answers over the plane, the data, and where the sample lies."""
    learner, record, data = look.learner, look.record, look.learner.data
    flat = record.new_flat if look.after else record.flat
    scores = learner.loss.scores(run(learner.model, flat, probe.grid(RESOLUTION, EXTENT).double())[2][-1])
    values = (
        scores.reshape(RESOLUTION, RESOLUTION) if scores.dim() == 1 else scores.T.reshape(-1, RESOLUTION, RESOLUTION)
    )
    n_classes = look.settings.n_classes
    if n_classes == 2 and scores.dim() == 2:
        values = 2 * values[1] - 1
    train: tuple[np.ndarray, np.ndarray] = data.x_train.numpy(), data.y_train.numpy()
    rest = None
    if look.settings.feed == "batch":
        inside = (data.x_train.double()[:, None] == record.x).all(2).any(1).numpy()
        train, rest = (train[0][inside], train[1][inside]), (train[0][~inside], train[1][~inside])
    at = record.x[look.sample].tolist()
    return boundary(
        values.numpy(),
        EXTENT,
        train,
        rest,
        n_classes=n_classes,
        theme=look.theme,
        show_test=True,
        selected=(at[0], at[1]),
        title=t("What the network answers"),
        x_title="x₁",
        y_title="x₂",
        labels={"value": t("value"), "class": t("class"), "train": t("train"), "test": t("not in this batch")},
        size_px=look.width / 4 if look.width > NARROW and not look.deep else LOW,
    )


BUTTONS = {  # of the transport bar, as this page calls them
    "step": ("Step", "One phase further", "skip_next"),
    "epoch": ("Pass", "To the end of this pass, or through the next", "fast_forward"),
    "reset": ("Reset", "Back to the same first weights", "replay"),
    "new_weights": ("New weights", "The next seed draws other first weights", "casino"),
}
HEIGHT, TALL, MATRICES, LOW = 340, 420, 190, 250
PANELS: dict[str, Panel] = {
    "network": Panel(network_panel, 9, HEIGHT, "Diagram of the network with every number computed so far"),
    "plane": Panel(plane_panel, 3, HEIGHT, "The answer over the plane, the data points and the sample", drag=True),
    "equation": Panel(equation_panel, 12, MATRICES, "The equation of this phase as matrices with their shapes"),
    "now": Panel(now_panel, 12, 150, "This phase in numbers, neuron by neuron"),
    "chain": Panel(chain_panel, 12, 280, "The chain rule for the chosen weight, with numbers"),
    "difference": Panel(difference_panel, 6, LOW, "Finite differences that check the gradient of the chosen weight"),
    "error": Panel(error_panel, 6, LOW, "Relative error of the check against the size of the difference"),
    "rate": Panel(rate_panel, 6, LOW, "Loss after the step against the learning rate"),
    "history": Panel(history_panel, 6, LOW, "Loss over the passes"),
}
DEEP = {
    id: replace(panel, span=12, height=TALL) if id == "network" else panel
    for id, panel in PANELS.items()
    if id != "plane"
}
DEEP |= {id: replace(PANELS[id], span=4, height=LOW) for id in ("plane", "rate", "history")}


def panels(settings: PassSettings) -> dict[str, Panel]:
    """Beside the diagram of a shallow network there is room for the plane."""
    return DEEP if len(settings.hidden) > SHALLOW else PANELS
