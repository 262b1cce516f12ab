"""Panels of linear and logistic regression: the fit, the bowl of the loss with the path in it, and the numbers."""

from functools import cached_property
from itertools import combinations
from typing import Any

import numpy as np

from core.aim import DEGREES, EDGE, Aim
from core.datasets.line import EXTENT, LineConfig
from core.datasets.own_points import MAX_POINTS, decode_points, encode_points
from core.datasets.polynomials import HALF
from core.figures.bowl import bowl, frame
from core.figures.coefficients import coefficients
from core.figures.curves import Curve, curves
from core.figures.drawing import Drawing
from core.figures.figure import Array, Figure
from core.figures.fit import fit
from core.figures.number import told
from core.figures.parting import parting
from core.figures.theme import Theme
from core.learner import Frame
from core.line_experiment import LineExperiment
from core.run import Run
from core.trainer import Trainer
from core.ui.language import t
from core.ui.look import Look, Panel
from core.ui.player import Player
from core.ui.regression_words import answer_block, speed_block, step_block

GRAB = 0.03  # how near, as a share of the picture, the pointer takes hold of a point
ERASER = "erase"
PARAMETERS = ("start_w", "start_w2", "start_b")  # the settings behind the parameters that a bowl can show
HEIGHT, LOW, WORDS = 340, 220, 150

NOTES: dict[str, str] = {
    "fast": "The learning rate {lr} is above {rate}, the largest that is stable here.",
    "none": "A boundary without a mistake exists, so no finite answer does: the weights grow for ever. L2 stops them.",
    "many": "The points cannot fix all weights: many answers are equally good. Shown is the one nearest to the start.",
}


class RegressionLook(Look):
    """A linear model on its way to the answer."""

    settings: LineExperiment
    run: Run[Trainer]
    frame: Frame

    def __post_init__(self) -> None:
        """The aim stays from picture to picture, until a setting changes it."""
        key = self.settings.data, self.settings.training.l2, self.settings.model
        if self.picked.get("aim", [None])[0] != key:
            self.picked["aim"] = key, Aim(self.settings)
        self.aim: Aim = self.picked["aim"][1]

    @cached_property
    def theta(self) -> Array:
        return parameters(self.frame)

    @cached_property
    def path(self) -> Array:
        """The parameters so far, (n_frames, k + 1)."""
        return np.stack([parameters(kept) for kept in self.frames if kept.weights and kept.step <= self.frame.step])

    @cached_property
    def gradient(self) -> Array:
        return self.aim.regression.gradient(self.theta)

    @cached_property
    def names(self) -> list[str]:
        """What the parameters are called: w, or w₁, w₂, …, and b."""
        k = len(self.theta) - 1
        return ["w", "b"] if k == 1 else [*(f"w{sub(i + 1)}" for i in range(k)), "b"]

    @property
    def rate(self) -> float:
        """The largest stable learning rate here."""
        return self.aim.regression.largest_rate(self.theta, self.settings.training.optimizer)

    @property
    def distance(self) -> float:
        return self.aim.answer.distance(self.theta)

    @property
    def gap(self) -> float:
        return self.aim.regression.objective(self.theta) - self.aim.answer.objective

    def readout(self) -> list[tuple[str, str]]:
        skipped = {t("train R²"), t("test R²"), *([t("epoch")] if self.settings.full_batch else [])}
        if not self.aim.config.has_test:
            skipped |= {t("test loss"), t("test accuracy")}
        shown = [(label, value) for label, value in super().readout() if label not in skipped]
        near = f"{told(self.distance)}°" if self.aim.answer.kind == "none" else told(self.distance)
        return [*shown, (t("distance to the answer"), near), (t("loss above it"), told(self.gap))]

    def notes(self) -> list[str]:
        lr, found = self.settings.training.lr, []
        if self.settings.full_batch and lr > self.rate:
            found.append(t(NOTES["fast"], lr=f"{lr:g}", rate=told(self.rate)))
        if self.aim.answer.kind in NOTES:
            found.append(t(NOTES[self.aim.answer.kind]))
        return found

    def pairs(self) -> list[tuple[int, int]]:
        """The pairs of parameters that a bowl can show."""
        k = len(self.theta) - 1
        pairs = list(combinations(sorted({0, min(1, k), k}), 2))
        return pairs if self.aim.config.n_classes else sorted(pairs, key=lambda pair: pair != (0, k))

    def pair(self) -> tuple[int, int]:
        known = {f"{i}-{j}": (i, j) for i, j in self.pairs()}
        return known.get(self.picked.get("bowl", ""), self.pairs()[0])

    def choices(self) -> list[tuple[str, str]]:
        named = [(f"{i}-{j}", t("Bowl over {u} and {v}", u=self.names[i], v=self.names[j])) for i, j in self.pairs()]
        return named if len(named) > 1 else []

    def choice(self) -> str:
        return "{}-{}".format(*self.pair())

    def choice_label(self) -> str:
        return t("Parameters that the bowl shows")

    @classmethod
    def chosen(cls, held: Player, id: str) -> None:
        held.picked["bowl"] = str(id)[:8]

    @classmethod
    def dragged(cls, held: Player, event: dict[str, Any]) -> None:
        """On the fit, put, move or erase a point; on the bowl, choose where learning starts."""
        x, y = float(event["x"]), float(event["y"])
        if event["panel"] == "fit":
            grab(held, x, y, bool(event["start"]))
        elif event["panel"] == "bowl" and "axes" in held.picked:
            names = held.picked["axes"]
            held.propose(**{name: float(np.clip(round(v, 2), -20, 20)) for name, v in zip(names, (x, y), strict=True)})


def grab(held: Player, x: float, y: float, start: bool) -> None:
    """Take hold of the point at a place, or of a new one, and carry it along; the eraser takes away what is near."""
    config: LineConfig = held.settings.data
    height = HALF if config.n_classes else EXTENT[1]
    at = np.clip([x, y], [-HALF, -height], [HALF, height])
    points = decode_points(config.as_own(), EXTENT)
    size = (2 * EDGE, 2 * EDGE) if config.n_classes else (2 * EDGE, 30.0)
    away = np.hypot(*((points[:, :2] - at) / size).T)
    pen = held.picked.get("pen", config.n_classes // 2)
    if pen == ERASER:
        points = points[away > GRAB]
    elif start and not (len(points) and away.min() <= GRAB):
        if len(points) == MAX_POINTS:
            return
        points = np.vstack([points, [*at, float(pen)]])
        held.picked["grabbed"] = len(points) - 1
    elif start:
        held.picked["grabbed"] = int(away.argmin())
    elif held.picked.get("grabbed", MAX_POINTS) < len(points):
        points[held.picked["grabbed"], :2] = at
    held.propose(dataset="own", points=encode_points(points, EXTENT))


def parameters(kept: Frame) -> Array:
    return kept.weights["flat"].numpy().astype(np.float64)


def sub(n: int) -> str:
    return str(n).translate(str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉"))


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
    lines: dict[str, Any] = {"truth": aim.truth, "theme": look.theme, "labels": words()}
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
        lines.append(Curve(t("answer"), x[[0, -1]], np.array([least, least]), role="outline", dash="2px,3px"))
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
    return coefficients(
        look.theta,
        [*look.aim.data.input_names, "b"],
        theme=look.theme,
        answer=None if answer.kind == "none" else answer.theta,
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
    where = {"x_range": (0.5, 12.5), "y_range": log, "x_title": t("degree"), "cursor": degree}
    return curves(lines, theme=look.theme, log=True, title=title, **where)


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
