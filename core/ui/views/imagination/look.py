"""Imagination look: what a maker makes, and where in its codes one stands."""

from functools import cached_property
from typing import Any

import numpy as np
import torch
from torch import Tensor

from core.datasets.drawn_digit import from_strokes
from core.figures.figure import Array
from core.figures.scale import outward
from core.learner import Frame
from core.lessons.imagination.imagination import SIDE, Imagination
from core.lessons.imagination.settings import ImaginationSettings
from core.run import Run
from core.ui import strokes
from core.ui.language import t
from core.ui.look import Look
from core.ui.player import Player

REACH = 3.0  # of the map, in standard deviations of N(0, 1)
MOSAIC = 13  # pictures along a side of the map
SHELF = 10  # test digits to pick from
DRAWINGS = 2  # the last ones that the person drew; they stand behind the test digits
STEPS = 9  # pictures of a way from one to another
FIRST_ENDS = 3, 8


class ImaginationLook(Look):
    """A maker at a frame."""

    settings: ImaginationSettings
    run: Run[Imagination]
    frame: Frame

    def __post_init__(self) -> None:
        self.learner = self.run.learner

    @cached_property
    def codes(self) -> Tensor:
        """Of the test digits, (n, code)."""
        return self.learner.code_of(self.frame, self.learner.x_test)

    @cached_property
    def reach(self) -> float:
        """How far the map goes: an autoencoder puts its codes where it likes."""
        if self.settings.model.maker != "autoencoder":
            return REACH
        return outward(float(self.codes[:, :2].abs().nan_to_num().quantile(0.98)))

    @cached_property
    def here(self) -> Tensor:
        """The code (code,) that one stands at."""
        z = torch.zeros(self.settings.model.code)
        z[:2] = torch.tensor(self.picked.get("here", (0.0, 0.0)))
        return z

    @cached_property
    def mosaic(self) -> Array:
        """(MOSAIC, MOSAIC, 8, 8) What is made of a grid of codes; those beyond the first two are 0."""
        ticks = torch.linspace(-1, 1, MOSAIC) * self.reach * (1 - 1 / MOSAIC)
        z = torch.zeros(MOSAIC, MOSAIC, self.settings.model.code)
        z[..., 0], z[..., 1] = ticks[None, :], -ticks[:, None]
        made = self.learner.made(self.frame, z.flatten(0, 1))
        return np.asarray(made.view(MOSAIC, MOSAIC, SIDE, SIDE).numpy())

    @cached_property
    def drawings(self) -> list[list[list[tuple[float, float]]]]:
        """The strokes of what the person drew; a GAN, which has no codes of pictures, cannot use them."""
        return self.picked.get("drawings", []) if self.learner.encodes else []

    @cached_property
    def shelf(self) -> Tensor:
        """(n, 8, 8) Pictures to pick from: a test digit of each kind and the drawings; for a GAN what it makes of random
        codes."""
        if not self.learner.encodes:
            return self.learner.made(self.frame, self.learner.noise(SHELF))
        firsts = [int((self.learner.y_test == k).nonzero()[0]) for k in range(SHELF)]
        digits = self.learner.x_test[firsts].view(-1, SIDE, SIDE)
        drawn = [torch.from_numpy(from_strokes(drawing, SIDE)).float() / 255 for drawing in self.drawings]
        return torch.cat([digits, *drawn])

    @cached_property
    def ends(self) -> tuple[int, int]:
        """Which two of the shelf are picked."""
        first, last = (min(end, len(self.shelf) - 1) for end in self.picked.get("ends", FIRST_ENDS))
        return first, last

    @cached_property
    def way(self) -> Tensor:
        """(STEPS, code) From the code of one picked digit to that of the other; a GAN, which has none, from one random
        code to another."""
        if self.learner.encodes:
            a, b = self.learner.code_of(self.frame, self.shelf[list(self.ends)].flatten(1))
        else:
            a, b = self.learner.noise(SHELF)[list(self.ends)]
        return torch.lerp(a, b, torch.linspace(0, 1, STEPS)[:, None])

    def readout(self) -> list[tuple[str, str]]:
        metrics = self.frame.metrics
        labels = {
            "train_loss": t("train loss"),
            "test_loss": t("test loss"),
            "test_difference": t("difference"),
            "test_cloud": t("distance from the cloud"),
            "test_judge": t("judge's loss"),
            "test_maker": t("maker's loss"),
        }
        hidden = {"train_loss", "test_loss"} if not self.learner.encodes else set()
        shown = [(t("step"), f"{self.frame.step:,}"), (t("epoch"), f"{self.frame.progress:,.1f}")]
        known = [(label, metrics[name]) for name, label in labels.items() if name in metrics and name not in hidden]
        return [*shown, *((label, f"{value:.3f}".replace("-", "−")) for label, value in known)]

    @classmethod
    def dragged(cls, held: Player, event: dict[str, Any]) -> None:
        """Walk in the map, or draw on the pad."""
        if event["panel"] == "map":
            held.picked["here"] = float(event["x"]), float(event["y"])
        elif event["panel"] == "pad":
            if not held.picked.get("drawings") or held.picked.get("empty"):
                begin(held)
            strokes.draw(held.picked["drawings"][-1], event["path"])

    @classmethod
    def clicked(cls, held: Player, event: dict[str, Any]) -> None:
        """Pick a digit of the shelf as the new end of the way; the old end becomes its start."""
        if event.get("panel") == "ways" and event.get("trace") == "picture":
            row, place = (int(v) for v in event["custom"][:2])
            if row == 0 and 0 <= place < SHELF + len(held.picked.get("drawings", [])):
                lead_to(held, place)


def lead_to(held: Player, place: int) -> None:
    """The way leads to this picture of the shelf, from where it led to before."""
    held.picked["ends"] = held.picked.get("ends", FIRST_ENDS)[1], place


def empty_pad(held: Player) -> None:
    """The next stroke begins another drawing."""
    held.picked["empty"] = True


def begin(held: Player) -> None:
    """Another drawing, to which the way leads; the oldest one leaves the shelf."""
    drawings = [*held.picked.get("drawings", []), []]
    if len(drawings) > DRAWINGS:
        ends = held.picked.get("ends", FIRST_ENDS)
        held.picked["ends"] = tuple(end - 1 if end > SHELF else end for end in ends)
    held.picked |= {"drawings": drawings[-DRAWINGS:], "empty": False}
    lead_to(held, SHELF + len(held.picked["drawings"]) - 1)
