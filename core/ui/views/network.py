"""Panels of a network that learns points on the plane: from a run at a frame to the figures of the live view."""

from functools import cached_property
from typing import Any

import numpy as np
import torch
from torch import Tensor

from core import probe
from core.datasets.own_points import EXTENT
from core.diagnosis import FINDINGS, findings
from core.figures.boundary import boundary
from core.figures.confusion import confusion, predicted_against_actual
from core.figures.curves import Curve, curves
from core.figures.drawing import Drawing
from core.figures.figure import Figure
from core.figures.layers import gradient_norms, weight_histograms
from core.figures.network import network
from core.figures.scale import outward
from core.learner import Frame
from core.metrics import confusion as count_confusion
from core.run import Run
from core.trainer import Trainer
from core.ui.language import t
from core.ui.look import Look, Panel
from core.ui.player import Player

THUMBNAIL_BYTES = 12_000
RESOLUTION = 64  # pixels a side of the large map


class NetworkLook(Look):
    """A network that learns points on the plane; everything costly is computed once, and only if a panel asks."""

    run: Run[Trainer]
    frame: Frame

    def __post_init__(self) -> None:
        self.learner = self.run.learner
        self.model = self.learner.model_at(self.frame)
        self.data, self.loss, sizes = self.learner.data, self.learner.loss, self.model.sizes
        layer, unit = self.selected or (0, 0)
        if not (layer < len(sizes) and unit < sizes[layer]):
            self.selected = None

    @cached_property
    def maps(self) -> list[Tensor]:
        """What each unit answers over the plane: per layer (n_units, RESOLUTION, RESOLUTION)."""
        points = probe.grid(RESOLUTION, EXTENT)
        maps = probe.unit_maps(self.model, self.data.encode, points, self.loss.scores)
        return [m.reshape(-1, RESOLUTION, RESOLUTION) for m in maps]

    @cached_property
    def units(self) -> probe.Units:
        return probe.units(self.model, self.learner.x_train)

    @cached_property
    def gradients(self) -> list[Tensor]:
        return probe.gradient(self.model, self.loss, self.learner.x_train, self.learner.t_train)

    @cached_property
    def norms(self) -> list[float]:
        return [g.norm().item() for g in self.gradients]

    @property
    def layer_names(self) -> list[str]:
        return [str(i + 1) for i in range(len(self.model.weights) - 1)] + [t("out")]

    def notes(self) -> list[str]:
        loss = self.frame.metrics["train_loss"]
        found = findings(self.norms, self.units, sum(self.model.sizes[1:-1]), loss)
        return [t(FINDINGS[finding.id], **finding.values) for finding in found]

    def output_names(self) -> list[str]:
        n = self.model.sizes[-1]
        return [t("output")] if n == 1 else [t("class {n}", n=i) for i in range(n)]

    def unit_name(self, layer: int, unit: int) -> str:
        if layer == 0:
            return self.data.input_names[unit]
        if layer == len(self.model.sizes) - 1:
            return self.output_names()[unit]
        return t("Layer {layer}, neuron {unit}", layer=layer, unit=unit + 1)

    def choices(self) -> list[tuple[str, str]]:
        """The maps that can be shown large."""
        sizes = self.model.sizes
        shown = sizes if sizes[-1] > 1 else sizes[:-1]
        units = [(layer, unit) for layer, n in enumerate(shown) for unit in range(n)]
        named = [(f"{layer}-{unit}", t("Map: {unit}", unit=self.unit_name(layer, unit))) for layer, unit in units]
        return [("", t("Map: the network's answer")), *named]

    def choice(self) -> str:
        return "-".join(map(str, self.selected)) if self.selected else ""

    def choice_label(self) -> str:
        return t("Map shown")

    @classmethod
    def chosen(cls, held: Player, id: str) -> None:
        layer, _, unit = id.partition("-")
        cls.select(held, (int(layer), int(unit)) if unit else None)

    @classmethod
    def clicked(cls, held: Player, event: dict[str, Any]) -> None:
        """A click on a unit shows its map, a click on a point follows it through the network."""
        if event["trace"] == "units":
            cls.select(held, (int(event["custom"][0]), int(event["custom"][1])))
        elif event["trace"] in ("train", "test"):
            held.look_at(event["trace"], int(event["custom"][0]))

    @staticmethod
    def select(held: Player, unit: tuple[int, int] | None) -> None:
        """Show one unit's map large, or the output's when it is chosen again."""
        sizes: tuple[int, ...] = held.run.learner.model.sizes if held.run else ()
        known = unit is not None and 0 <= unit[0] < len(sizes) and 0 <= unit[1] < sizes[unit[0]]
        output = unit is not None and unit[0] == len(sizes) - 1 and sizes[-1] == 1
        held.selected = unit if known and not output and unit != held.selected else None


def thumbnails(look: NetworkLook) -> list[np.ndarray]:
    """Every unit's map as uint8 (n_units, r, r), 0…255 for −1…1; r shrinks with the number of units."""
    n_units = sum(look.model.sizes)
    stride = max(3, int(np.ceil(RESOLUTION / np.sqrt(THUMBNAIL_BYTES / n_units))))
    small = [m[:, stride // 2 :: stride, stride // 2 :: stride] for m in look.maps]
    small = [scaled(look, layer, m) for layer, m in enumerate(small)]
    return [((m.clamp(-1, 1) + 1) * 127.5).round().to(torch.uint8).numpy() for m in small]


def scaled(look: NetworkLook, layer: int, m: Tensor) -> Tensor:
    """Answers brought into −1…1: inputs by their largest value, unbounded activations by a / (1 + |a|)."""
    if layer == 0:
        return m / m.abs().amax((1, 2), keepdim=True).clamp_min(1e-9)
    return m / (1 + m.abs()) if unbounded(look, layer) else m


def unbounded(look: NetworkLook, layer: int) -> bool:
    """Whether the units of a layer can answer anything, not only −1…1."""
    return layer == 0 or (layer < len(look.model.weights) and not look.model.activation.saturates)


def network_panel(look: NetworkLook) -> Drawing:
    model = look.model
    dead = look.units.dead if look.model.weights else ()
    return network(
        model.sizes,
        [w.numpy() for w in model.weights],
        [b.numpy() for b in model.biases],
        thumbnails(look),
        theme=look.theme,
        input_names=look.data.input_names,
        output_names=look.output_names(),
        selected=look.selected,
        dead=dead,
        labels={"unit": t("Layer {layer}, neuron {unit}")},
        width_px=look.width * (7 / 12 if look.width > 640 else 1) - 12,
        height_px=HEIGHT,
    )


def boundary_panel(look: NetworkLook) -> Drawing:
    data, n_classes, limit = look.data, look.data.n_classes, 1.0
    if look.selected:
        layer, unit = look.selected
        values, kind = look.maps[layer][unit].numpy(), min(n_classes, 2)
        if unbounded(look, layer):
            limit = outward(float(np.abs(values).max()))
        title = look.unit_name(layer, unit)
    else:
        output = look.maps[-1]
        values, kind, title = output[0].numpy(), n_classes, t("What the network answers")
        if output.shape[0] > 1:
            values = ((output + 1) / 2).numpy()
            values, kind = (values[1] * 2 - 1, 2) if n_classes == 2 else (values, n_classes)
    followed = None
    if look.point:
        split, index = look.point
        followed = tuple((data.x_train if split == "train" else data.x_test)[index].tolist())
    return boundary(
        values,
        EXTENT,
        (data.x_train.numpy(), data.y_train.numpy()),
        (data.x_test.numpy(), data.y_test.numpy()),
        n_classes=kind,
        theme=look.theme,
        discretize=look.picture.discretize,
        show_test=look.picture.show_test,
        selected=followed,
        title=title,
        x_title="x₁",
        y_title="x₂",
        labels={"value": t("value"), "class": t("class"), "train": t("train"), "test": t("test")},
        limit=limit,
        size_px=HEIGHT,
    )


def curve_panel(look: NetworkLook, metric: str, title: str, log: bool, y_range: tuple[float, float] | None) -> Figure:
    x = np.array([frame.progress for frame in look.frames])
    lines = [
        Curve(t(split), x, np.array([frame.metrics[f"{split}_{metric}"] for frame in look.frames]), role=split)
        for split in ("train", "test")
    ]
    past = look.frame is not look.frames[-1]
    return curves(
        lines,
        theme=look.theme,
        log=log,
        title=title,
        x_title=t("epoch"),
        cursor=look.frame.progress if past else None,
        y_range=y_range,
    )


def loss_panel(look: NetworkLook) -> Figure:
    return curve_panel(look, "loss", t("Loss"), look.picture.log_axis, None)


def score_panel(look: NetworkLook) -> Figure:
    if look.data.n_classes:
        log = look.picture.log_axis
        return curve_panel(look, "accuracy", t("Accuracy"), log, (0.01, 1) if log else (0, 1))
    return curve_panel(look, "r2", "R²", False, (-1, 1))


def gradient_panel(look: NetworkLook) -> Figure:
    return gradient_norms(
        np.array(look.norms), layer_names=look.layer_names, theme=look.theme, title=t("Gradient norm of each layer")
    )


def weight_panel(look: NetworkLook) -> Figure:
    return weight_histograms(
        [w.numpy() for w in look.model.weights],
        layer_names=look.layer_names,
        theme=look.theme,
        title=t("Weights of each layer"),
    )


def answer_panel(look: NetworkLook) -> Figure:
    """Confusion matrix on the test set, or prediction against truth for numbers."""
    with torch.no_grad():
        outputs = look.model(look.learner.x_test)
    n, y = look.data.n_classes, look.data.y_test
    if not n:
        title = t("Test set: R² = {r2}", r2=f"{look.frame.metrics['test_r2']:.3f}")
        return predicted_against_actual(
            y.numpy(), outputs[:, 0].numpy(), theme=look.theme, title=title, x_title=t("true"), y_title=t("predicted")
        )
    counts = count_confusion(outputs, y, n).numpy()
    names = [str(i) for i in range(n)]
    return confusion(
        counts, class_names=names, theme=look.theme, title=t("Test set"), x_title=t("predicted"), y_title=t("true")
    )


HEIGHT = 370
PANELS: dict[str, Panel] = {
    "network": Panel(network_panel, 7, HEIGHT, "Diagram of the network with the weights and each neuron's map"),
    "boundary": Panel(boundary_panel, 5, HEIGHT, "What the network answers over the plane, with the data points"),
    "loss": Panel(loss_panel, 6, 200, "Loss on train and test over the epochs", 2),
    "score": Panel(score_panel, 6, 200, "Accuracy or R² on train and test over the epochs", 2, 1),
    "gradients": Panel(gradient_panel, 4, 200, "Gradient norm of each layer", 6),
    "weights": Panel(weight_panel, 4, 200, "Histogram of the weights of each layer", 6, 2),
    "answers": Panel(answer_panel, 4, 200, "Predictions against the truth on the test set", 6, 4),
}
HOME = {id: PANELS[id] for id in ("network", "boundary", "loss", "score")}
