"""Panels of a network that learns points on the plane: from a run at a frame to the figures of the live view."""

import numpy as np
import torch
from torch import Tensor

from core.datasets.own_points import EXTENT
from core.figures.boundary import boundary
from core.figures.confusion import confusion, predicted_against_actual
from core.figures.curves import Curve, curves
from core.figures.drawing import Drawing
from core.figures.figure import Figure
from core.figures.layers import gradient_norms, weight_histograms
from core.figures.network import network
from core.figures.scale import outward
from core.metrics import confusion as count_confusion
from core.ui.language import t
from core.ui.look import Panel
from core.ui.views.network.look import RESOLUTION, NetworkLook

THUMBNAIL_BYTES = 12_000


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
