"""Panels of one pass through a small network: its numbers on the diagram, as matrices, as formulas, and checked."""

import re
import unicodedata
from functools import cached_property
from typing import Any, Literal

import numpy as np
import torch
from pydantic import Field, field_validator
from torch import Tensor

from core import probe
from core.datasets.own_points import EXTENT
from core.figures.boundary import boundary
from core.figures.curves import Curve, curves
from core.figures.digits import short, sub
from core.figures.drawing import Drawing
from core.figures.figure import Figure
from core.figures.matrices import matrices
from core.figures.passes import diagram
from core.figures.scale import outward
from core.learner import Frame
from core.learning.gradient_check import Check, check, has_kink, relative_error
from core.learning.passes import Parameter, Pass, Phase, loss_at, parameters, run
from core.passes import Passes
from core.run import Run
from core.ui.chain_rule import BLANK, Written, name, number, plain
from core.ui.equations import Equation
from core.ui.language import t
from core.ui.look import Look, Panel
from core.ui.numbers import loss_line
from core.ui.picture import Picture
from core.ui.player import Player

NARROW = 640  # px, from which a panel stands beside another
RESOLUTION = 48  # pixels a side of the map
NEAR = 0.3  # how close to a point of the data a press takes it
WEIGHT = re.compile(r"\d{1,2}-\d{1,2}-(\d{1,2}|b)")
RATES = 10.0 ** np.arange(-3, 2.01, 0.125)
EPSILON = 8  # place of 10⁻⁵ in `gradient_check.EPSILONS`
DOUBTFUL = 1e-5  # relative error of the check from which something has to be said


class PassPicture(Picture):
    """How a pass is looked at: how fast it goes, and the weight whose gradient is followed."""

    speed: Literal["slow", "step", "epoch", "fastest"] = Field(  # type: ignore[assignment]
        "slow",
        title="Speed",
        description="How much is learned between two pictures.",
        json_schema_extra={
            "titles": {
                "slow": "1 phase a second",
                "step": "10 phases a second",
                "epoch": "1 pass a picture",
                "fastest": "As fast as it goes",
            }
        },
    )
    weight: str = Field(
        "1-1-1",
        title="Weight",
        description="Layer, neuron it leads to, neuron it comes from; b for the bias.",
        json_schema_extra={"allowed": "1-1-1 … 4-4-4, 1-1-b … 4-4-b"},
    )

    @field_validator("weight")
    @classmethod
    def check_weight(cls, value: str) -> str:
        if not WEIGHT.fullmatch(value):
            raise ValueError("a weight is written 1-2-1, a bias 1-2-b")
        return value


def weight_id(parameter: Parameter) -> str:
    """As the address writes it, counted from 1."""
    source = "b" if parameter.source is None else str(parameter.source + 1)
    return f"{parameter.layer}-{parameter.to + 1}-{source}"


class PassLook(Look):
    """A pass at one of its phases."""

    run: Run[Passes]
    frame: Frame

    def __post_init__(self) -> None:
        self.learner = self.run.learner
        newest = self.frame is self.run.newest
        self.record: Pass = self.learner.record if newest else self.learner.record_at(self.frame)
        self.n_passes, self.at = self.learner.place(self.frame.step)
        self.phase: Phase = self.learner.order[self.at]
        self.last = len(self.record.weights)
        self.sample = min(self.settings.sample, len(self.record.x)) - 1
        every = parameters(self.learner.model.shapes)
        wanted = self.picked.get("weight", self.picture.weight)
        self.parameter = next((p for p in every if weight_id(p) == wanted), every[0])
        activation = self.settings.activation
        self.written = Written(self.record, self.at, self.learner.loss_id, activation, self.sample)

    def known(self, kind: str, layer: int = 0) -> bool:
        return self.written.known(kind, layer)

    @property
    def after(self) -> bool:
        """Whether the network already has its new weights."""
        return self.phase.kind in ("update", "after")

    def per_layer(self, kind: str, values: list[Tensor]) -> list[np.ndarray | None]:
        """The values of each layer where they are known by now."""
        layers = enumerate(values, start=1)
        return [value.numpy() if self.known(kind, layer) else None for layer, value in layers]

    @cached_property
    def check(self) -> Check:
        index, record = self.parameter.index(self.learner.model.shapes), self.record
        return check(self.learner.model, self.learner.loss, record.flat, record.x, record.targets, index)

    @property
    def gradient(self) -> float:
        return self.parameter.of(self.record.weight_grads, self.record.bias_grads)

    # What the view says.
    def layer_name(self, layer: int) -> str:
        return t("Output layer") if layer == self.last else t("Layer {n}", n=layer)

    def title(self) -> str:
        layer = self.layer_name(self.phase.layer)
        return {
            "input": t("What goes in"),
            "z": t("{layer}: weighted sums z", layer=layer),
            "a": t("{layer}: activations a = f(z)", layer=layer),
            "loss": t("The loss"),
            "delta": t("{layer}: error signals δ = ∂L/∂z", layer=layer),
            "gradient": t("{layer}: gradients of its weights and biases", layer=layer),
            "update": t("Every weight takes its step"),
            "after": t("Forward again: the loss after the step"),
        }[self.phase.kind]

    def readout(self) -> list[tuple[str, str]]:
        loss = f"{self.record.loss:.6g}" if self.known("loss") else BLANK
        after = f"{self.record.new_loss:.6g}" if self.phase.kind == "after" else BLANK
        return [
            (t("pass"), f"{self.n_passes + 1:,}"),
            (t("phase {n} of {total}", n=self.at + 1, total=len(self.learner.order)), self.title()),
            (t("loss before"), loss),
            (t("loss after"), after),
        ]

    def notes(self) -> list[str]:
        record, kind = self.record, self.phase.kind
        if kind == "after":
            change = record.new_loss - record.loss
            found = t(
                "The loss went from {before} to {after}. A very small step changes it by −α‖∇L‖² = {expected}.",
                before=plain(record.loss, 4),
                after=plain(record.new_loss, 4),
                expected=plain(-record.lr * record.gradient.square().sum().item(), 3),
            )
            worse = t("It rose: the step was too long. Make the learning rate smaller while you look.")
            return [f"{found} {worse}" if change > 0 else found]
        says = {
            "input": t("What goes in is known, and what should come out. All else is blank. Press Step, or play."),
            "z": t("Each neuron adds up what comes in, times its weights, and its bias."),
            "a": t("The activation bends the sum. Without it, all layers together were one linear layer."),
            "loss": t("One number for how wrong the answer is. From here the way leads back."),
            "delta": t("δ of the layer after comes back through the same weights; f′(z) says how much of it passes."),
            "gradient": t("A weight's share: δ of the neuron it leads to, times the activation it comes from."),
            "update": t("All weights move at once, against their gradients. Drag the learning rate and look."),
        }
        if kind == "delta" and self.phase.layer == self.last:
            return [t("How the loss changes with the output: the way back begins here.")]
        return [says[kind]]

    # What can be chosen.
    def choices(self) -> list[tuple[str, str]]:
        every = parameters(self.learner.model.shapes)
        return [(weight_id(p), t("Gradient of {weight}", weight=name(p))) for p in every]

    def choice(self) -> str:
        return weight_id(self.parameter)

    def choice_label(self) -> str:
        return t("Weight whose gradient is followed")

    @classmethod
    def chosen(cls, held: Player, id: str) -> None:
        if WEIGHT.fullmatch(id):
            held.picked["weight"], held.refresh = id, True

    @classmethod
    def clicked(cls, held: Player, event: dict[str, Any]) -> None:
        """A click on an edge or on the square of a bias follows its gradient."""
        if event["trace"] in ("weights", "biases"):
            layer, to, source = (int(v) for v in event["custom"][:3])
            cls.chosen(held, weight_id(Parameter(layer, to, None if source < 0 else source)))

    @classmethod
    def dragged(cls, held: Player, event: dict[str, Any]) -> None:
        """On the plane a press takes a point of the data, and a drag moves the sample."""
        learner: Passes | None = held.run.learner if held.run else None
        if learner is None:
            return
        place = torch.tensor([event["x"], event["y"]], dtype=torch.float64).clamp(-5, 5)
        single = learner.settings.feed == "sample"
        points = learner.data.x_train.double() if single else learner.record.x
        distance = (points - place).norm(dim=1)
        nearest = int(distance.argmin())
        taken = distance[nearest] < NEAR
        if not single:
            if event["start"] and taken:
                held.propose(sample=nearest + 1)
            return
        if not (event["start"] and taken):
            held.propose(x1=round(float(place[0]), 2), x2=round(float(place[1]), 2))
            return
        x1, x2 = (round(v, 2) for v in points[nearest].clamp(-5, 5).tolist())
        y = learner.data.y_train[nearest].item()
        told = {"label": str(y)} if learner.settings.n_classes else {"target": round(max(-2.0, min(2.0, y)), 2)}
        held.propose(x1=x1, x2=x2, **told)


# Panels.
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
        width_px=0.75 * look.width - 12 if look.width > NARROW else look.width,
        height_px=HEIGHT,
    )


def equation_panel(look: PassLook) -> Drawing:
    terms = Equation(look.written, look.parameter).of(look.phase)
    return matrices(terms, theme=look.theme, width_px=look.width, height_px=MATRICES)


def now_panel(look: PassLook) -> dict[str, Any]:
    """The lines of the phase for each neuron, with numbers."""
    return {"text": [(look.title(), now_lines(look))]}


def now_lines(look: PassLook) -> list[str]:
    written, record, layer = look.written, look.record, look.phase.layer
    n_units = len(record.biases[layer - 1])
    kind = look.phase.kind
    if kind == "input":
        lines = [f"x{sub(j + 1)} = {plain(v)}" for j, v in enumerate(record.x[look.sample].tolist())]
        targets = record.targets[look.sample]
        return [*lines, f"y = {', '.join(plain(v) for v in targets.double().reshape(-1).tolist())}"]
    if kind == "loss":
        return loss_lines(look, record.zs[-1], record.loss)
    if kind == "after":
        lines = loss_lines(look, record.new_zs[-1], record.new_loss)
        rate, size = record.lr, record.gradient.square().sum().item()
        change = (
            f"ΔL = {plain(record.new_loss)} − {number(record.loss).text} = {plain(record.new_loss - record.loss, 4)}"
        )
        return [*lines, change, f"−α‖∇L‖² = −{plain(rate)}·{plain(size)} = {plain(-rate * size, 4)}"]
    if kind == "update":
        every = parameters(look.learner.model.shapes)
        return [written.update_line(p) for p in [look.parameter, *(p for p in every if p != look.parameter)]]
    if kind == "gradient":
        every = [p for p in parameters(look.learner.model.shapes) if p.layer == layer]
        return [written.gradient_line(p) for p in every]
    line = {"z": written.z_line, "a": written.a_line, "delta": written.delta_line}[kind]
    lines = [line(layer, unit) for unit in range(n_units)]
    if kind == "delta" and layer < look.last:
        lines += [written.slope_line(layer, unit) for unit in range(n_units)]
    return lines


def loss_lines(look: PassLook, outputs: Tensor, value: float) -> list[str]:
    """The loss of each sample, and their mean."""
    loss = look.learner.loss
    alone = [loss.value(outputs[n : n + 1], look.record.targets[n : n + 1]).item() for n in range(len(outputs))]
    lines = [
        loss_line(look.learner.loss_id, z, target, one)
        for z, target, one in zip(outputs, look.record.targets, alone, strict=True)
    ]
    if len(alone) == 1:
        return lines
    mean = " + ".join(number(one).text for one in alone)
    return [line.replace("L =", f"L{sub(n)} =", 1) for n, line in enumerate(lines, start=1)] + [
        f"L = ({mean})/{len(alone)} = {plain(value)}"
    ]


def chain_panel(look: PassLook) -> dict[str, Any]:
    """The chain rule of the chosen weight, from its gradient to the loss."""
    p, written = look.parameter, look.written
    n = len(look.record.x)
    lines, n_paths = written.path_lines(p)
    chain = written.chain(p)
    blocks = [(t("Chain rule for {weight}", weight=name(p)), chain[:1])]
    if n > 1:
        blocks.append((t("the mean of what each of the {n} samples alone would give", n=n), [written.average_line(p)]))
        blocks.append(
            (
                t("δ of sample {n}, in which the 1/{total} of the mean is contained", n=look.sample + 1, total=n),
                chain[1:],
            )
        )
    else:
        blocks[0][1].extend(chain[1:])
    told = t("The same as a sum over the {n} paths from {weight} to the loss", n=n_paths, weight=name(p))
    if n > 1:
        told += " · " + t("sample {n}", n=look.sample + 1)
    return {"text": [*blocks, (told, lines)]}


def difference_panel(look: PassLook) -> dict[str, Any]:
    """The finite differences of the chosen weight with numbers, and what to think of them."""
    title = t("Check: move {weight} by ±ε and look at the loss", weight=name(look.parameter))
    if not look.known("gradient", look.parameter.layer):
        return {"text": [(title, [t("The gradient of this weight is not computed yet.")])]}
    found, gradient = look.check, look.gradient
    errors = relative_error(gradient, found.central)
    above, below = (f"{v[EPSILON]:.12g}".replace("-", "−") for v in (found.above, found.below))
    first = [
        "(L(w + ε) − L(w − ε)) / 2ε, ε = 10⁻⁵",
        f"= ({above} − {below if found.below[EPSILON] >= 0 else f'({below})'}) / (2·10⁻⁵)",
        f"= {plain(found.central[EPSILON], 9)}",
        f"∂L/∂w = {plain(gradient, 9)}",
    ]
    rows = [
        f"{'10' + exponent(e):<6} {plain(n, 9):>16} {plain(error, 2):>16}{'  ⚠' if crossed else ''}"
        for e, n, error, crossed in zip(found.epsilons, found.central, errors, found.crossed, strict=True)
        if round(-np.log10(e) * 2) % 2 == 0
    ]
    head = f"{'ε':<6} {right(t('difference'), 16)} {right(t('relative error'), 16)}"
    return {"text": [(title, [*first, "", verdict(look, found, errors), "", head, *rows])]}


def right(text: str, cells: int) -> str:
    """Text at the right of so many cells, of which a Chinese character takes two."""
    wide = sum(unicodedata.east_asian_width(letter) in "WF" for letter in text)
    return text.rjust(cells - wide)


def exponent(epsilon: float) -> str:
    digits = str(round(-np.log10(epsilon)))
    return "⁻" + digits.translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"))


def verdict(look: PassLook, found: Check, errors: np.ndarray) -> str:
    """Whether the two agree, and if not, why."""
    if found.crossed[EPSILON]:
        if has_kink(look.learner.model.activation) and look.settings.activation == "step":
            return t("⚠ A neuron jumps between w − ε and w + ε. There is no derivative; its slope counts as 0.")
        return t("⚠ A kink lies between w − ε and w + ε: left and right of it the slopes differ, and both are right.")
    if errors.min() > DOUBTFUL:
        return t("The loss hardly changes with this weight: what is left of the difference is rounding.")
    best = found.epsilons[errors.argmin()]
    return t(
        "They agree best at ε ≈ {best}: larger ones cut off the curve, smaller ones leave rounding.", best=short(best)
    )


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
        size_px=look.width / 4 if look.width > NARROW else HEIGHT,
    )


BUTTONS = {  # of the transport bar, as this page calls them
    "step": ("Step", "One phase further", "skip_next"),
    "epoch": ("Pass", "To the end of this pass, or through the next", "fast_forward"),
    "reset": ("Reset", "Back to the same first weights", "replay"),
    "new_weights": ("New weights", "The next seed draws other first weights", "casino"),
}
HEIGHT, MATRICES, LOW = 340, 190, 250
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
