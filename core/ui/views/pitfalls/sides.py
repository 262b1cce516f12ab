"""Sides: what one of two programs shows of its mistake, or of having none."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
import torch

from core.datasets.own_points import EXTENT
from core.figures.boundary import boundary
from core.figures.cells import cells
from core.figures.confidence import confidence
from core.figures.curves import Curve, curves
from core.figures.own_lines import own_lines
from core.figures.samples import samples
from core.learner import Frame
from core.lessons.pitfalls import by_hand, deep_net, digit_nets, measures
from core.metrics import predicted_classes
from core.ui.language import t

if TYPE_CHECKING:
    from core.ui.views.pitfalls.panels import PitfallLook

HEIGHT = 264
RESOLUTION = 48  # pixels a side of a map
MARKED = 300  # points drawn at most
ROLES = {"a": 2, "b": 3}  # colours of the curves

Figure = dict[str, Any]


def confidence_figure(look: PitfallLook, program: Any, frame: Frame, name: str) -> Figure:
    return confidence(
        measures.confidence(program, frame).numpy(),
        program.held_out.y.numpy(),
        theme=look.theme,
        limits=(0.5,),
        title=name,
        x_title=t("p, the probability of class 1 that the loss sees"),
        y_title=t("share of the class"),
        labels={"class": t("class"), "share": t("share")},
        width_px=look.panel_width,
        height_px=HEIGHT,
    )


def map_figure(look: PitfallLook, program: Any, frame: Frame, name: str) -> Figure:
    """What a program answers over the plane, under the points that it learns from, or that its score was counted on."""
    with torch.no_grad():
        if isinstance(program, by_hand.Logistic):
            z = look.grid @ frame.weights["w"] + frame.weights["b"]
        elif isinstance(program, deep_net.Deep):
            z = program.outputs(look.grid, frame)
        else:
            z = program.model_at(frame)(look.grid)[:, 0]
    points = program.learned
    if "reported" in frame.metrics and look.settings.pitfall == "train_score":
        points = program.scored(program.learned, program.held_out)
        name = t("{name}: reports {score}", name=name, score=f"{frame.metrics['reported']:.1%}")
    x, y = points.x[:MARKED].numpy(), points.y[:MARKED].numpy()
    return boundary(
        torch.tanh(z / 2).view(RESOLUTION, RESOLUTION).numpy(),
        EXTENT,
        (x, y),
        n_classes=2,
        theme=look.theme,
        title=name,
        x_title="x₁",
        y_title="x₂",
        labels={"value": t("value"), "class": t("class"), "train": t("point"), "test": t("point")},
        size_px=HEIGHT,
    )


def confusion_figure(look: PitfallLook, program: Any, frame: Frame, name: str) -> Figure:
    counts = measures.counts(program, frame).numpy()
    names = [str(i) for i in range(len(counts))]
    return cells(
        counts,
        counts / np.maximum(counts.sum(1, keepdims=True), 1),
        theme=look.theme,
        row_names=names,
        column_names=names,
        title=name,
        x_title=t("predicted"),
        y_title=t("true"),
        height_px=HEIGHT,
    )


def labels_figure(look: PitfallLook, program: Any, frame: Frame, name: str) -> Figure:
    """What the loss multiplies the log-probabilities of ten samples with."""
    matched = measures.matched(program).numpy()
    return cells(
        matched,
        matched / max(float(matched.max()), 1),
        theme=look.theme,
        row_names=[str(i) for i in range(10)],
        column_names=[str(i) for i in range(10)],
        title=t("{name}: weights of the log-probabilities", name=name),
        x_title=t("output"),
        y_title=t("sample"),
        height_px=HEIGHT,
    )


def samples_figure(look: PitfallLook, program: Any, frame: Frame, name: str) -> Figure:
    """What a network is given as one sample, what it takes it for, and what it was."""
    rows = isinstance(program, digit_nets.PixelRows)
    picked = np.arange(10) * 8 + 3 if rows else np.arange(10)  # the fourth row of each image
    x = program.held_out.x[picked]
    with torch.no_grad():
        says = predicted_classes(program.model_at(frame)(x))
    truth = program.held_out.y[picked]
    images = np.zeros((10, 8, 8), np.float32)
    if rows:
        images[:, 3] = x.numpy()
    else:
        images = x.view(-1, 8, 8).numpy()
    return samples(
        images,
        [f"{int(s)} = {int(y)}" if s == y else f"{int(s)} ≠ {int(y)}" for s, y in zip(says, truth, strict=True)],
        (says == truth).numpy(),
        theme=look.theme,
        across=5,
        title=t("{name}: one sample each, answer and truth", name=name),
        width_px=look.panel_width,
        height_px=HEIGHT,
    )


def lines_figure(look: PitfallLook, program: Any, frame: Frame, name: str) -> Figure:
    x, y = program.learned
    return own_lines(
        (x.numpy(), y.numpy()),
        frame.weights["w"].flatten().numpy(),
        frame.weights["b"].flatten().numpy(),
        theme=look.theme,
        x_range=(-5.5, 5.5),
        y_range=(-10.0, 16.0),
        title=name,
        labels={"sample": t("sample"), "line": t("line")},
        width_px=look.panel_width,
        height_px=HEIGHT,
    )


def runs_figure(look: PitfallLook, program: Any, frame: Frame, name: str) -> Figure:
    """The loss of both runs of one program."""
    side = "a" if program is look.pair.sides["a"] else "b"
    frames = [kept for kept in look.frames if kept.step <= look.now.step]
    x = np.array([kept.step for kept in frames])
    both = [
        Curve(
            t("run {n}", n=n),
            x,
            np.array([kept.metrics[f"{side}.{n}.train_loss"] for kept in frames]),
            role=ROLES[side] if n == 1 else "outline",
            dash="solid" if n == 1 else "2px,4px",
        )
        for n in (1, 2)
    ]
    return curves(both, theme=look.theme, title=name, x_title=t("step"), y_range=(0, 3))


def log_figure(look: PitfallLook, program: Any, frame: Frame, name: str) -> Figure:
    """The last lines that a program printed."""
    printed = [f"[{int(a)}, {int(b):5d}] loss: {c:.3f}" for a, b, c in frame.weights["log"][-10:].tolist()]
    return {"text": [(name, ["$ python train.py", *printed, "▌"])]}


FIGURES: dict[str, Callable[[PitfallLook, Any, Frame, str], Figure]] = {
    "confidence": confidence_figure,
    "map": map_figure,
    "confusion": confusion_figure,
    "labels": labels_figure,
    "samples": samples_figure,
    "lines": lines_figure,
    "runs": runs_figure,
    "log": log_figure,
}
