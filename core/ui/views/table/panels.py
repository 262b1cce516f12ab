"""Panels of a network that learns a table: from a run at a frame to the figures of the live view."""

from functools import cached_property

import numpy as np
import torch
from torch import Tensor

from core import probe
from core.diagnosis import FINDINGS, findings
from core.figures.confusion import confusion, predicted_against_actual
from core.figures.curves import Curve, curves
from core.figures.figure import Figure
from core.figures.layers import weight_histograms
from core.figures.scale import nice_range, outward
from core.figures.spread import spread
from core.figures.strength import strength
from core.learner import Frame
from core.metrics import confusion as count_confusion
from core.run import Run
from core.trainer import MAX_WATCHED
from core.ui.language import t
from core.ui.look import Look, Panel
from core.ui.views.table.uploads import TableTrainer

PROBED = 1000  # training rows that gradients and sleeping neurons are looked for on
DRAWN = 1000  # validation rows that are drawn as dots


class TableLook(Look):
    """A network that learns a table, watched on the validation set; nothing here reads the test set."""

    run: Run[TableTrainer]
    frame: Frame

    def __post_init__(self) -> None:
        self.learner = self.run.learner
        self.model = self.learner.model_at(self.frame)
        self.data, self.loss, self.prepared = self.learner.data, self.learner.loss, self.learner.prepared

    @cached_property
    def outputs(self) -> Tensor:
        """Outputs (n, n_outputs) on the watched validation rows."""
        with torch.no_grad():
            return self.model(self.learner.x_test[:MAX_WATCHED])

    @property
    def y(self) -> Tensor:
        return self.data.y_test[:MAX_WATCHED]

    @cached_property
    def gradients(self) -> list[Tensor]:
        return probe.gradient(self.model, self.loss, self.learner.x_train[:PROBED], self.learner.t_train[:PROBED])

    @property
    def layer_names(self) -> list[str]:
        return [str(i + 1) for i in range(len(self.model.weights) - 1)] + [t("out")]

    def readout(self) -> list[tuple[str, str]]:
        words = {
            t("test loss"): t("validation loss"),
            t("test accuracy"): t("validation accuracy"),
            t("test R²"): t("validation R²"),
        }
        return [(words.get(label, label), value) for label, value in super().readout()]

    def notes(self) -> list[str]:
        norms = [g.norm().item() for g in self.gradients]
        units = probe.units(self.model, self.learner.x_train[:PROBED])
        found = findings(norms, units, sum(self.model.sizes[1:-1]), self.frame.metrics["train_loss"])
        return [t(FINDINGS[finding.id], **finding.values) for finding in found]


def curve_panel(
    look: TableLook, metric: str, title: str, y_range: tuple[float, float] | None, log: bool = False
) -> Figure:
    x = np.array([frame.progress for frame in look.frames])
    names = {"train": t("train"), "test": t("validation")}
    lines = [
        Curve(name, x, np.array([frame.metrics[f"{split}_{metric}"] for frame in look.frames]), role=split)
        for split, name in names.items()
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


def loss_panel(look: TableLook) -> Figure:
    return curve_panel(look, "loss", t("Loss"), None, look.picture.log_axis)


def score_panel(look: TableLook) -> Figure:
    if look.data.n_classes:
        return curve_panel(look, "accuracy", t("Accuracy"), (0, 1))
    return curve_panel(look, "r2", "R²", (-1, 1))


def answer_panel(look: TableLook) -> Figure:
    """Confusion matrix on the validation set, or prediction against truth in the target's own units."""
    n = look.data.n_classes
    if n:
        return confusion(
            count_confusion(look.outputs, look.y, n).numpy(),
            class_names=[short(name) for name in look.data.class_names],
            theme=look.theme,
            title=t("Validation set"),
            x_title=t("predicted"),
            y_title=t("true"),
        )
    y = look.prepared.untarget(look.y[:DRAWN]).numpy()
    prediction = look.prepared.untarget(look.outputs[:DRAWN, 0]).numpy()
    limits = nice_range(y)
    return predicted_against_actual(
        y,
        np.clip(prediction, *limits),
        theme=look.theme,
        limits=limits,
        title=t("Validation set: {target}", target=short(look.data.target_name, 24)),
        x_title=t("true"),
        y_title=t("predicted"),
    )


def short(name: str, length: int = 10) -> str:
    return name if len(name) <= length else name[: length - 1] + "…"


def spread_panel(look: TableLook) -> Figure:
    """How sure the network is of each class, or how far its numbers lie off."""
    n, theme, y = look.data.n_classes, look.theme, look.y
    if not n:
        y_true = look.prepared.untarget(y)
        error = (look.prepared.untarget(look.outputs[:, 0]) - y_true).numpy()
        reach = outward(float((y_true - y_true.mean()).abs().max()))
        return spread(
            [error],
            (-reach, reach),
            colours=[theme.train],
            names=[t("error")],
            theme=theme,
            title=t("Error: predicted − true"),
            y_title=t("share of rows"),
            mark=0.0,
        )
    scores = look.loss.scores(look.outputs)
    share = (scores + 1) / 2 if scores.dim() == 1 else scores  # (n,) of class 1, or (n, k)
    if n == 2:
        share = share if share.dim() == 1 else share[:, 1]
        names = [short(name, 24) for name in look.data.class_names]
        return spread(
            [share[y == k].numpy() for k in (0, 1)],
            (0.0, 1.0),
            colours=[theme.classes[0], theme.classes[1]],
            names=names,
            theme=theme,
            title=t("▲ {one}, ▼ {zero}", one=names[1], zero=names[0]),
            x_title=t("confidence in {one}", one=names[1]),
            y_title=t("share of the class"),
            mark=0.5,
        )
    own = share[torch.arange(len(y)), y].numpy()
    return spread(
        [own],
        (0.0, 1.0),
        colours=[theme.train],
        names=[t("confidence")],
        theme=theme,
        title=t("Confidence in the true class"),
        y_title=t("share of rows"),
    )


def input_panel(look: TableLook) -> Figure:
    """How strongly the first layer reads each raw column: the norm of all weights that leave its inputs."""
    weight, groups = look.model.weights[0], look.prepared.groups
    norms = [weight[:, list(places)].norm().item() for places in groups.values()]
    return strength(
        np.array(norms), names=list(groups), theme=look.theme, title=t("Weights that leave each column, ‖w‖")
    )


def weight_panel(look: TableLook) -> Figure:
    return weight_histograms(
        [w.numpy() for w in look.model.weights],
        layer_names=look.layer_names,
        theme=look.theme,
        title=t("Weights of each layer"),
    )


TOP, LOW = 250, 200
PANELS: dict[str, Panel] = {
    "loss": Panel(loss_panel, 4, TOP, "Loss on train and validation over the epochs", 2),
    "score": Panel(score_panel, 4, TOP, "Accuracy or R² on train and validation over the epochs", 2, 1),
    "answers": Panel(answer_panel, 4, TOP, "Predictions against the truth on the validation set", 4),
    "spread": Panel(spread_panel, 4, LOW, "How the network's answers on the validation set are spread", 4, 1),
    "inputs": Panel(input_panel, 4, LOW, "Size of the weights that leave each column", 4, 2),
    "weights": Panel(weight_panel, 4, LOW, "Histogram of the weights of each layer", 4, 3),
}
