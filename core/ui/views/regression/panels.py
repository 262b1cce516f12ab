"""Panels of linear and logistic regression: the fit, the bowl of the loss with the path in it, and the numbers."""

from typing import Any

import numpy as np

from core.datasets.line import EXTENT
from core.datasets.polynomials import HALF
from core.figures.bowl import bowl, frame
from core.figures.coefficients import coefficients
from core.figures.curves import Curve, curves
from core.figures.drawing import Drawing
from core.figures.figure import Figure
from core.figures.fit import fit
from core.figures.parting import parting
from core.figures.scale import outward
from core.figures.theme import Theme
from core.lessons.regression.aim import DEGREES, EDGE
from core.lessons.regression.line_experiment import LineExperiment
from core.ui.language import t
from core.ui.look import Look, Panel
from core.ui.views.regression.look import PARAMETERS, RegressionLook, parameters
from core.ui.views.regression.words import answer_block, speed_block, step_block

HEIGHT, LOW, WORDS = 340, 220, 190


def words() -> dict[str, str]:
    return {
        "fitted": t("learned"),
        "answer": t("answer"),
        "truth": t("truth"),
        "miss": t("miss"),
        "train": t("train"),
        "test": t("test"),
        "value": t("value"),
        "class": t("class"),
        "loss": t("loss"),
        "here": t("here"),
        "best": t("answer"),
        "first": t("start"),
    }


def span(look: Look, columns: int) -> float:
    """Width in px of a panel that spans so many of the 12 columns."""
    return look.width * (columns / 12 if look.width > 640 else 1) - 12


def fit_panel(look: RegressionLook) -> Drawing:
    aim, data = look.aim, look.aim.data
    shown_test = look.picture.show_test and aim.config.has_test
    told = {"answer": t("widest margin")} if aim.answer.kind == "none" else {}
    lines: dict[str, Any] = {"truth": aim.truth, "theme": look.theme, "labels": words() | told}
    if aim.config.n_classes:
        train, test = ((x.numpy(), y.numpy()) for x, y in ((data.x_train, data.y_train), (data.x_test, data.y_test)))
        title = t("How sure it is that a point is of class 1")
        answer = aim.answer_output
        z = aim.output(look.theta)
        return parting(
            z, EDGE, train, test if shown_test else None, answer=answer, title=title, size_px=HEIGHT, **lines
        )
    train, test = ((x[:, 0].numpy(), y.numpy()) for x, y in ((data.x_train, data.y_train), (data.x_test, data.y_test)))
    return fit(
        train,
        test if shown_test else None,
        aim.places[:, 0],
        aim.output(look.theta),
        answer=aim.answer_output,
        predicted=aim.regression.a @ look.theta if look.picture.show_misses else None,
        x_range=(-EDGE, EDGE),
        y_range=aim.y_range,
        title=t("The points and what is learned of them"),
        width_px=span(look, 7),
        height_px=HEIGHT,
        **lines,
    )


def bowl_panel(look: RegressionLook) -> Drawing:
    aim, answer, (i, j) = look.aim, look.aim.answer, look.pair()
    k = len(look.theta) - 1
    best = answer.theta * (5.0 if answer.kind == "none" else 1.0)
    across, up = frame(aim.start[[i, j]], best[[i, j]])
    side = int(np.clip(np.sqrt(3e5 / len(aim.regression.y)), 25, 49))
    u, v = np.linspace(*across, side), np.linspace(*up, side)
    rest = look.theta if np.isfinite(look.theta).all() else aim.start
    values = aim.regression.slice(rest, i, j, u, v)
    top = aim.regression.slice(best, i, j, u[[0, -1]], v[[0, -1]]).max()
    look.picked["axes"] = [PARAMETERS[2 if n == k else n] for n in (i, j)]
    training = look.settings.training
    plain = training.optimizer == "sgd" and look.settings.full_batch
    penalised = t("loss + L2 penalty") if training.l2 else t("loss")
    others = k + 1 > 2
    return bowl(
        values,
        across,
        up,
        look.path[:, [i, j]],
        theme=look.theme,
        floor=answer.objective,
        top=float(top),
        best=None if answer.kind == "none" else (float(answer.theta[i]), float(answer.theta[j])),
        move=tuple(-training.lr * look.gradient[[i, j]]) if plain else None,
        title=t("Bowl: {loss}, the other weights as they are", loss=penalised)
        if others
        else t("Bowl: {loss}", loss=penalised),
        x_title=look.names[i],
        y_title=look.names[j],
        labels=words(),
        size_px=HEIGHT,
    )


def step_panel(look: RegressionLook) -> dict[str, Any]:
    return {"text": [step_block(look)]}


def answer_panel(look: RegressionLook) -> dict[str, Any]:
    return {"text": [answer_block(look)]}


def speed_panel(look: RegressionLook) -> dict[str, Any]:
    return {"text": [speed_block(look)]}


def loss_panel(look: RegressionLook) -> Figure:
    x = np.array([kept.progress for kept in look.frames])
    splits = ("train", "test") if look.aim.config.has_test else ("train",)
    lines = [Curve(t(s), x, np.array([kept.metrics[f"{s}_loss"] for kept in look.frames]), role=s) for s in splits]
    answer = look.aim.answer
    if answer.kind != "none":
        least = look.aim.regression.loss(answer.theta)
        lines.append(Curve(t("lowest"), x[[0, -1]], np.array([least, least]), role="outline", dash="2px,3px"))
    return curves(lines, theme=look.theme, log=True, title=t("Loss"), x_title=t("epoch"), cursor=past(look))


def distance_panel(look: RegressionLook) -> Figure:
    kept = [frame for frame in look.frames if frame.weights]
    answer = look.aim.answer
    away = np.array([answer.distance(parameters(frame)) for frame in kept])
    title = t("Angle to the widest margin, °") if answer.kind == "none" else t("Distance to the answer")
    line = Curve("", np.array([frame.progress for frame in kept]), away, role="positive")
    return curves([line], theme=look.theme, log=True, title=title, x_title=t("epoch"), cursor=past(look))


def past(look: RegressionLook) -> float | None:
    return look.frame.progress if look.frame is not look.frames[-1] else None


def coefficient_panel(look: RegressionLook) -> Drawing:
    answer = look.aim.answer
    none = answer.kind == "none"
    reach = outward(max(1.0, float(np.abs(np.nan_to_num(look.theta)).max()))) if none else None
    return coefficients(
        look.theta,
        [*look.aim.data.input_names, "b"],
        theme=look.theme,
        answer=None if none else answer.theta,
        reach=reach,
        title=t("Weight of each feature; the line across is the answer"),
        labels={"value": t("learned"), "answer": t("answer")},
        width_px=span(look, 6),
        height_px=LOW,
    )


def degree_panel(look: RegressionLook) -> Figure:
    x, both = np.array(DEGREES), look.aim.degrees
    series = zip(("train", "test"), both, strict=True)
    lines = [Curve(t(s), x, np.maximum(y, 1e-3), role=s) for s, y in series if s == "train" or look.aim.config.has_test]
    title, log = t("Loss of the answer for each degree"), (1e-3, 100.0)
    degree = look.aim.config.degree
    return curves(
        lines,
        theme=look.theme,
        log=True,
        title=title,
        x_title=t("degree"),
        cursor=degree,
        x_range=(0.5, 12.5),
        y_range=log,
    )


def empty_plane(settings: LineExperiment, theme: Theme) -> dict[str, Drawing]:
    """The plane with the own points so far, while they are too few to learn from."""
    config = settings.data
    points = config.own
    inside = points[(np.abs(points[:, :2]) <= (HALF, HALF if config.n_classes else EXTENT[1])).all(axis=1)]
    train, test = inside[inside[:, 2] < 2], inside[inside[:, 2] >= 2]
    title, labels = t("Click here to put points"), words()
    if config.n_classes:
        (train, test) = ((part[:, :2], part[:, 2] % 2) for part in (train, test))
        return {"fit": parting(np.zeros((2, 2)), EDGE, train, test, theme=theme, title=title, labels=labels)}
    nowhere = np.full(2, np.nan)
    ranges: dict[str, Any] = {"x_range": (-EDGE, EDGE), "y_range": (-10.0, 20.0)}
    (train, test) = ((part[:, 0], part[:, 1]) for part in (train, test))
    return {"fit": fit(train, test, nowhere, nowhere, theme=theme, title=title, labels=labels, **ranges)}


LEARNING: dict[str, Panel] = {
    "fit": Panel(fit_panel, 7, HEIGHT, "The points, and the line or boundary that is being learned", drag=True),
    "bowl": Panel(bowl_panel, 5, HEIGHT, "The loss over two parameters with the path of learning", drag=True),
    "numbers": Panel(step_panel, 5, LOW, "The formulas with the numbers of this step"),
    "loss": Panel(loss_panel, 4, LOW, "Loss on train and test over the epochs, and the least possible", 2),
    "distance": Panel(distance_panel, 3, LOW, "Distance to the answer over the epochs", 2, 1),
}
BENT: dict[str, Panel] = {
    "coefficients": Panel(coefficient_panel, 6, LOW, "Every weight beside the one of the answer"),
    "degrees": Panel(degree_panel, 6, LOW, "Loss of the answer on train and test for degrees 1 to 12", 12),
}
AIM: dict[str, Panel] = {
    "answer": Panel(answer_panel, 5, WORDS, "The answer, how far it is, and the numbers of both"),
    "speed": Panel(speed_panel, 7, WORDS, "The curvatures of the bowl and the largest stable learning rate"),
}
PANELS = LEARNING | AIM
CURVED = LEARNING | BENT | AIM
