"""Race look: a race of optimisers at a frame, as one person sees it, and what a click or a drag on it does."""

from functools import cached_property
from typing import Any, Literal

import numpy as np
import torch
from pydantic import Field
from torch import Tensor

from core.figures.runners import Runner
from core.learner import Frame
from core.lessons.optimizers.race import Race, ahead, gradients
from core.lessons.optimizers.settings import RaceSettings
from core.lessons.optimizers.stability import largest_rate
from core.lessons.optimizers.update_rule import Line, tell, written_out
from core.optimizers import OPTIMIZERS
from core.run import Run
from core.ui.language import t
from core.ui.look import Look
from core.ui.picture import Picture
from core.ui.player import Player

AHEAD = 100  # steps that are run in advance, to show the way
GRIP = 0.03  # of the plane's width: so near to a runner a press means it
TURN = (35.0, 40.0)  # azimuth and elevation of the relief, at first
NUMBERS = {id: i for i, id in enumerate(OPTIMIZERS)}  # an optimiser looks the same in every race


class RacePicture(Picture):
    """View settings of a race."""

    speed: Literal["step", "steps", "epoch", "fastest"] = Field(
        "steps",
        title="Speed",
        description="How many steps each optimiser takes between two pictures.",
        json_schema_extra={
            "titles": {
                "step": "1 step a picture",
                "steps": "5 steps a picture",
                "epoch": "10 steps a picture",
                "fastest": "As fast as it goes",
            }
        },
    )
    ahead: bool = Field(True, title="Way ahead", description="Also draw, pale, where each would go from here.")


class RaceLook(Look):
    """A race at a frame; everything costly is computed once, and only if a panel asks."""

    run: Run[Race]
    frame: Frame
    settings: RaceSettings

    def __post_init__(self) -> None:
        if self.run.diverged and self.frame is self.frames[-1]:
            self.frame = self.run.newest  # where all have left
        self.surface = self.settings.place
        self.ids = list(self.settings.optimizers)
        weights = self.frame.weights
        self.positions: Tensor = weights["positions"]
        self.stopped, self.arrived = weights["stopped"].tolist(), weights["arrived"].tolist()
        picked = self.picked.get("runner")
        self.index = self.ids.index(picked) if picked in self.ids else len(self.ids) - 1

    @property
    def id(self) -> str:
        """The optimiser whose numbers are shown."""
        return self.ids[self.index]

    def name(self, id: str) -> str:
        return t(OPTIMIZERS[id].title)

    @cached_property
    def path(self) -> np.ndarray:
        """Where all have been, (m, n, 2)."""
        return self.run.learner.path[: self.frame.step + 1].numpy()

    @cached_property
    def course(self) -> np.ndarray:
        """Where all will be, (k, n, 2); kept from picture to picture as long as it comes true."""
        if not self.picture.ahead:
            return self.positions[None].numpy()
        settings, first, course = self.picked.get("course", (None, 0, np.empty((0, 0, 2))))
        behind = self.frame.step - first
        known = settings == self.settings and 0 <= behind < len(course)
        left = self.settings.n_steps - self.frame.step
        if (
            not known
            or not np.array_equal(course[behind], self.positions.numpy(), equal_nan=True)
            or (len(course) - 1 - behind < min(AHEAD // 3, left))
        ):
            behind, course = 0, ahead(self.settings, self.frame, min(AHEAD, left)).numpy()
            self.picked["course"] = (self.settings, self.frame.step, course)
        return course[behind:]

    def runners(self, way: Any) -> list[Runner]:
        """All who take part, with their paths and ways ahead as `way` (m, 2) → (m, …) makes of them."""
        return [
            Runner(self.name(id), NUMBERS[id], way(self.path[:, i]), way(self.course[:, i]), self.stopped[i] >= 0)
            for i, id in enumerate(self.ids)
        ]

    @cached_property
    def gradient(self) -> Tensor:
        """What the selected one sees in its next step, (2,)."""
        return gradients(self.settings, self.positions, self.frame.step)[self.index]

    @cached_property
    def lines(self) -> list[Line]:
        """The next step of the selected one, written out."""
        state = self.frame.optimizer[self.index]
        return written_out(self.id, self.positions[self.index], self.gradient, state, self.settings.arguments(self.id))

    @cached_property
    def curvature(self) -> float:
        """The greatest curvature where the selected one is."""
        return self.surface.curvatures(*self.positions[self.index].tolist())[1]

    def readout(self) -> list[tuple[str, str]]:
        n, limit = len(self.ids), largest_rate("sgd", self.curvature, 0.0)
        return [
            (t("step"), f"{self.frame.step:,}"),
            (t("arrived"), t("{n} of {total}", n=sum(step >= 0 for step in self.arrived), total=n)),
            (t("left"), t("{n} of {total}", n=sum(step >= 0 for step in self.stopped), total=n)),
            (t("greatest curvature λ at {name}", name=self.name(self.id)), tell(self.curvature)),
            (t("SGD is stable there below α = 2/λ"), "—" if limit is None else tell(limit)),
        ]

    def notes(self) -> list[str]:
        """Who has left, and why; and whether the race is over."""
        said = [self.reason(i) for i in range(len(self.ids)) if self.stopped[i] >= 0]
        if len(said) == len(self.ids):
            said.append(t("All have left the plane. Lower the learning rates or start elsewhere."))
        elif self.frame.step >= self.settings.n_steps:
            said.append(t("The race is over. The slider goes back along its way; Reset begins it again."))
        return said

    def reason(self, i: int) -> str:
        """Why one has left: a rate beyond what is stable at the start or where it last was on the plane."""
        id, step = self.ids[i], self.stopped[i]
        rate = getattr(self.settings, self.settings.rate(id))
        inside = np.abs(self.path[: step + 1, i] - self.surface.middle).max(1) <= self.surface.width / 2
        places = [self.path[0, i], self.path[: step + 1, i][inside][-1]] if inside.any() else [self.path[0, i]]
        curvature = max(self.surface.curvatures(*place.tolist())[1] for place in places)
        limit = largest_rate(id, curvature, self.settings.momentum)
        told = {"name": self.name(id), "step": step, "rate": tell(rate)}
        if limit is not None and rate > limit:
            return t(
                "{name} left the plane at step {step}: α = {rate} is more than {limit}, the most that is stable where "
                "the curvature is {curvature}. Each step overshoots further than the one before; lower α.",
                limit=tell(limit),
                curvature=tell(curvature),
                **told,
            )
        return t("{name} left the plane at step {step} with α = {rate}. A smaller learning rate usually helps.", **told)

    def standing(self, i: int) -> str:
        if self.stopped[i] >= 0:
            return t("left at step {step}", step=self.stopped[i])
        if self.arrived[i] >= 0:
            return t("arrived at step {step}", step=self.arrived[i])
        away = np.linalg.norm(np.array(self.surface.minima) - self.positions[i].numpy(), axis=1).min()
        return t("{distance} from a minimum", distance=tell(float(f"{away:.3g}")))

    def choices(self) -> list[tuple[str, str]]:
        return [(id, t("Numbers of {name}", name=self.name(id))) for id in self.ids]

    def choice(self) -> str:
        return self.id

    def choice_label(self) -> str:
        return t("Optimiser whose numbers are shown")

    @classmethod
    def chosen(cls, held: Player, id: str) -> None:
        held.picked["runner"], held.refresh = id, True

    @classmethod
    def clicked(cls, held: Player, event: dict[str, Any]) -> None:
        """A click on a symbol shows that optimiser's numbers."""
        if event["trace"] == "runner":
            cls.chosen(held, held.settings.optimizers[int(event["custom"][0])])

    @classmethod
    def dragged(cls, held: Player, event: dict[str, Any]) -> None:
        """On the relief it turns; on the map a press on an optimiser selects it, any other place becomes the start."""
        x, y, picked = float(event["x"]), float(event["y"]), held.picked
        if event["panel"] == "relief":
            if event.get("start"):
                picked["turned"] = picked.get("turn", TURN)
            azimuth, elevation = picked["turned"]
            azimuth -= x - float(event["x0"])
            picked["turn"] = (
                (azimuth + 180) % 360 - 180,
                min(85.0, max(10.0, elevation - (y - float(event["y0"])) / 2)),
            )
            return
        surface, frame = held.settings.place, held.frame()
        if event.get("start"):
            picked["grip"] = False
            if frame is not None and frame.step:
                away = (
                    (frame.weights["positions"] - torch.tensor([x, y], dtype=torch.float64)).norm(dim=1).nan_to_num(9e9)
                )
                if away.min() < GRIP * surface.width:
                    picked["grip"] = True
                    cls.chosen(held, held.settings.optimizers[int(away.argmin())])
        if not picked.get("grip"):
            (x0, x1), (y0, y1) = surface.x_range, surface.y_range
            held.propose(x=round(min(x1, max(x0, x)), 2), y=round(min(y1, max(y0, y)), 2))
