"""Hebb and Oja at a frame: what the view says, and what a drag on the cloud means."""

from typing import Any

import numpy as np

from core.figures.number import told
from core.lessons.plasticity.correlation import Correlation, top_moment
from core.run import Run
from core.ui.language import t
from core.ui.player import Player
from core.ui.views.plasticity.look import PlasticLook, within

ROLES = {"hebb": "test", "oja": "positive"}
NEAR = 0.25  # on the plane, how close to a tip or to the middle a drag takes hold of it
CLOSE = 2.0  # degrees, below which Oja's neuron has found the component
OFF = 0.3  # of the cloud's spread: a middle so far from 0 counts


class HebbLook(PlasticLook):
    """Both neurons at a frame."""

    run: Run[Correlation]

    @property
    def names(self) -> dict[str, str]:
        return {"hebb": t("Hebb"), "oja": t("Oja")}

    @property
    def ran_away(self) -> int:
        return int(self.state("ran_away"))

    def told(self) -> list[tuple[str, str]]:
        oja, hebb = self.metric("length_oja"), self.metric("length_hebb")
        return [
            (t("Oja: angle to PCA"), f"{self.metric('angle_oja'):.2f}°"),
            (t("Oja: |w|"), f"{oja:.3f}"),
            (t("Hebb: |w|"), t("ran away") if self.ran_away >= 0 else told(hebb)),
        ]

    def notes(self) -> list[str]:
        learner, s = self.run.learner, self.settings.cloud
        if self.run.diverged:
            return [
                t(
                    "Oja’s weights ran away too: η y² is so large that each correction overshoots. Lower η, or the "
                    "spread."
                )
            ]
        notes = []
        if self.ran_away >= 0:
            growth = 1 + s.lr * top_moment(learner.inputs)
            notes.append(
                t(
                    "Hebb ran away and was stopped at step {n}: Δw = η y x has no brake, |w| grows × {growth} a step, "
                    "with smaller η only later. Oja’s − η y² w holds |w| at 1.",
                    n=f"{self.ran_away:,}",
                    growth=f"{growth:.4f}",
                )
            )
        distance = float(np.linalg.norm(learner.mean))
        if not s.centred and distance > OFF * max(s.long, s.short):
            notes.append(
                t(
                    "The cloud’s middle is {d} from 0. Neither rule knows the mean: both follow where y² is largest, "
                    "and that is partly the mean. PCA subtracts it; so can the neuron, in the sidebar.",
                    d=f"{distance:.2f}",
                )
            )
        elif not notes and self.step and self.metric("angle_oja") < CLOSE:
            notes.append(t("Oja’s neuron points along the first principal component. Now turn the cloud."))
        return notes

    @classmethod
    def dragged(cls, held: Player, event: dict[str, Any]) -> None:
        """The middle moves the cloud, the tip of an arrow the first weights, anything else turns and stretches."""
        p, p0 = np.array([event["x"], event["y"]], float), np.array([event["x0"], event["y0"]], float)
        frame = held.frame()
        if event["panel"] != "cloud" or frame is None or not np.isfinite([*p, *p0]).all():
            return
        if event.get("start"):
            held.picked["grip"] = grip(held, p0)
        kind, angle, long, short, middle = held.picked.get("grip") or grip(held, p0)
        if kind == "weights":
            values = {"w1": p[0], "w2": p[1]}
        elif kind == "middle":
            values = {"mean_x": middle[0] + p[0] - p0[0], "mean_y": middle[1] + p[1] - p0[1]}
        else:
            v, v0 = p - middle, p0 - middle
            turned = angle + np.degrees(np.arctan2(v[1], v[0]) - np.arctan2(v0[1], v0[0]))
            stretched = {"long": long, "short": short}[kind] * float(np.linalg.norm(v) / np.linalg.norm(v0))
            values = {"angle": (turned + 90) % 180 - 90, kind: stretched}
        held.propose(**within(held.settings, values))


def grip(held: Player, at: np.ndarray) -> tuple[str, float, float, float, np.ndarray]:
    """What a drag that starts here takes hold of, and the cloud as it is then."""
    s, frame = held.settings.cloud, held.frame()
    middle = np.array([s.mean_x, s.mean_y])
    cloud = (s.angle, s.long, s.short, middle)
    away = at - middle
    along = np.array([np.cos(np.deg2rad(s.angle)), np.sin(np.deg2rad(s.angle))])
    across = np.array([-along[1], along[0]])
    ends = [middle + side * reach for reach in (2 * s.long * along, 2 * s.short * across) for side in (-1, 1)]
    if min(float(np.linalg.norm(at - end)) for end in ends) > NEAR:
        if float(np.linalg.norm(away)) < NEAR:
            return "middle", *cloud
        if frame and min(float(np.linalg.norm(at - frame.weights[id].numpy())) for id in ROLES) < NEAR:
            return "weights", *cloud
    return ("long" if abs(away @ along) / s.long >= abs(away @ across) / s.short else "short"), *cloud
