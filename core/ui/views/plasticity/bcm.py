"""BCM: a neuron that sees bars, its weights as a picture, and the threshold that slides."""

from typing import Any

import numpy as np

from core.figures.drawing import Drawing
from core.figures.loss_curve import LossLine, loss_curve
from core.figures.number import factor, told
from core.figures.pictures import Picture, pictures
from core.figures.scale import outward
from core.figures.tuning import tuning
from core.lessons.plasticity.selectivity import ALL, NAMES, SIDE, Selectivity, selectivity
from core.run import Run
from core.ui.language import t
from core.ui.look import Panel
from core.ui.player import Player
from core.ui.views.plasticity.look import HIGH, LOW, Block, PlasticLook

LOWEST = 2.0  # top of the lowest axis of answers
LEAST = -0.15  # of that top: where the axis begins, for answers below the spontaneous rate
NEARLY = 0.97  # of the largest selectivity there can be


class BCMLook(PlasticLook):
    """The neuron at a frame."""

    run: Run[Selectivity]

    @property
    def shown(self) -> list[int]:
        return self.run.learner.places

    @property
    def answers(self) -> np.ndarray:
        return self.run.learner.pictures @ self.state("w")

    @property
    def theta(self) -> float:
        return float(self.state("theta"))

    @property
    def top(self) -> float:
        """The end of the axis of answers: grows in jumps, and holds θ too."""
        return outward(1.05 * max(LOWEST, self.theta, self.metric("largest"), float(self.state("y"))))

    def told(self) -> list[tuple[str, str]]:
        return [
            (t("selectivity"), f"{self.metric('selectivity'):.3f}"),
            (t("highest possible"), f"{1 - 1 / len(self.shown):.3f}"),
            ("θ", told(self.theta, 3)),
        ]

    def notes(self) -> list[str]:
        if self.run.diverged:
            return [
                t(
                    "The weights exploded: y grew faster than the threshold could follow. Lower η, or make θ’s memory "
                    "τ shorter."
                )
            ]
        answers = self.answers[self.shown]
        best = 1 - 1 / len(self.shown)
        if len(self.shown) > 1 and selectivity(answers) > NEARLY * best:
            name = NAMES[ALL[self.shown[int(answers.argmax())]]]
            return [
                t(
                    "It answers to {name} alone. Click that column, so that it is shown no more: what happens to θ?",
                    name=name,
                )
            ]
        return []

    @classmethod
    def clicked(cls, held: Player, event: dict[str, Any]) -> None:
        """A click on a column shows that bar, or no longer; one has to stay."""
        if event["trace"] != "bar":
            return
        id, shown = ALL[int(event["custom"][0])], held.settings.bars.shown
        kept = tuple(sorted({*shown} ^ {id}))
        if kept:
            held.propose(shown=kept)


def seen_panel(look: BCMLook) -> Drawing:
    values = look.state("input").reshape(SIDE, SIDE)
    limit = float(look.run.learner.pictures.max())
    saw = int(look.state("saw"))
    under = NAMES[ALL[saw]] if look.step else t("nothing yet")
    shown = [Picture(values, under=under, limit=limit)]
    return pictures(shown, theme=look.theme, title=t("What it sees, x"), width_px=look.room(3), height_px=HIGH)


def weights_panel(look: BCMLook) -> Drawing:
    w = look.state("w")
    limit = outward(max(float(np.abs(w).max()), 0.3))
    under = t("−{limit} orange, {limit} blue", limit=told(limit))
    shown = [Picture(w.reshape(SIDE, SIDE), under=under, limit=limit)]
    return pictures(shown, theme=look.theme, title=t("Its weights, w"), width_px=look.room(3), height_px=HIGH)


def tuning_panel(look: BCMLook) -> Drawing:
    return tuning(
        look.answers,
        theme=look.theme,
        names=[NAMES[id] for id in ALL],
        theta=look.theta,
        y_range=(LEAST * look.top, look.top),
        shown=look.shown,
        seen=int(look.state("saw")),
        title=t("Its answer to each bar; click one to take it away"),
        y_title="y",
        width_px=look.room(6),
        height_px=HIGH,
    )


def change_panel(look: BCMLook) -> Drawing:
    """φ(y) = y (y − θ) with the threshold of now, and the answers to all bars on it."""
    top, theta = look.top, look.theta
    y = np.linspace(LEAST * top, top, 161)
    phi = y * (y - theta)
    high = outward(max(float(phi.max()), theta**2 / 4, 0.1))
    low = -outward(max(theta**2 / 4, 0.05 * high))
    lines = [LossLine(t("φ(y) = y (y − θ)"), y, phi, "text")]
    for k in look.shown:
        at = float(np.clip(look.answers[k], LEAST * top, top))
        role = "positive" if at > theta else "negative"
        lines.append(LossLine("", y[:1], phi[:1], role, ball=(at, at * (at - theta), np.nan)))
    axes = look.axes(
        4, LOW, x_range=(LEAST * top, top), y_range=(low, high), title=t("Grows above θ, shrinks below it")
    )
    return loss_curve(lines, axes=axes, theme=look.theme, x_title=t("answer y"), y_title="φ", level=0.0, named=False)


def course_panel(look: BCMLook) -> Drawing:
    steps, (values,) = look.history("selectivity")
    lines = [LossLine("", steps, values, "positive", ball=(steps[-1], values[-1], np.nan), label=f"{values[-1]:.2f}")]
    axes = look.axes(3, LOW, x_range=look.steps, y_range=(0.0, 1.0), title=t("Selectivity"))
    best = 1 - 1 / len(look.shown)
    return loss_curve(lines, axes=axes, theme=look.theme, x_title=t("step"), y_title="1 − ⟨y⟩ / max y", level=best)


def rule_panel(look: BCMLook) -> dict[str, list[Block]]:
    s = look.settings.bars
    if not look.step:
        lines = ["y = w·x", "w ← w + η y (y − θ) x", "θ ← θ + (y² − θ) / τ"]
        return {"text": [(t("For each picture x that comes"), lines)]}
    y, theta, after = float(look.state("y")), float(look.state("theta_before")), look.theta
    x, w, now = look.state("input"), look.state("before"), look.state("w")
    k = int(np.abs(x).argmax())
    row, column = divmod(k, SIDE)
    phi = y * (y - theta)
    answer = [
        f"y = w·x = {told(y)}",
        f"φ = y (y − θ) = {told(y)}·({told(y)} − {told(theta)}) = {told(phi)}",
    ]
    weight = [f"w ← w + η φ x = {told(w[k])} + {told(s.lr_bcm)}·{factor(phi)}·{factor(x[k])} = {told(now[k])}"]
    slid = [f"θ ← θ + (y² − θ)/τ = {told(theta)} + ({told(y * y)} − {told(theta)})/{told(s.tau)} = {told(after)}"]
    return {
        "text": [
            (t("Step {n}: a bar at {name} comes", n=f"{look.step:,}", name=NAMES[ALL[int(look.state("saw"))]]), answer),
            (t("The brightest pixel, row {row}, column {column}", row=row + 1, column=column + 1), weight),
            (t("The threshold slides"), slid),
        ]
    }


PANELS: dict[str, Panel] = {
    "seen": Panel(seen_panel, 3, HIGH, "The picture that the neuron has just seen"),
    "weights": Panel(weights_panel, 3, HIGH, "The weights of the neuron as a picture"),
    "tuning": Panel(tuning_panel, 6, HIGH, "The answer of the neuron to each bar, and its threshold"),
    "change": Panel(change_panel, 4, LOW, "How the change of the weights depends on the answer, with the threshold"),
    "rule": Panel(rule_panel, 5, LOW, "The step just taken, with its numbers put in"),
    "course": Panel(course_panel, 3, LOW, "Selectivity over the steps"),
}
