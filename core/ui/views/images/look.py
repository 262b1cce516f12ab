"""Look of a network that learns pictures: the picture that is followed, and what the pointer chooses."""

from functools import cached_property
from typing import Any

import numpy as np
import torch
from torch import Tensor

from core.datasets.drawn_digit import from_strokes
from core.figures.answer_bars import LETTER, cut, letters, percent
from core.figures.figure import Array
from core.learner import Frame
from core.lessons.images.learner import ImagesLearner
from core.lessons.images.results import Results, results
from core.lessons.images.seeing import Product, Stage, product, walk
from core.lessons.images.settings import ImagesExperiment
from core.run import Run
from core.ui.language import t
from core.ui.look import Look
from core.ui.player import Player
from core.ui.views.images.followed import draw, source
from core.ui.views.images.words import layer_name

WIDEST = 12 * LETTER  # px of a class of one's own: as long as folders are called, there is no room for all
STRONGEST = -1  # the slice of a kernel that is shown unless one is chosen: the one that adds most here


class ImagesLook(Look):
    """A network that learns pictures; everything costly is computed once, and only if a panel asks."""

    settings: ImagesExperiment
    run: Run[ImagesLearner]
    frame: Frame

    def __post_init__(self) -> None:
        self.learner = self.run.learner
        self.data = self.learner.data
        self.model = self.learner.model_at(self.frame)

    @property
    def number(self) -> int:
        """Place in the test set of the picture that is chosen there."""
        return min(self.picture.sample, len(self.data.x_test)) - 1

    @property
    def source(self) -> str:
        """Where the picture that is followed comes from: "test", "ink" or "photo"."""
        return source(self.picked, self.settings)

    @cached_property
    def image(self) -> Tensor:
        """The picture that is followed, as bytes (c, h, w)."""
        if self.source == "ink":
            made = from_strokes(self.picked["strokes"], self.settings.data.shape[1])
            return torch.from_numpy(np.repeat(made, self.settings.data.shape[0], 0))
        return self.picked["photo"][1] if self.source == "photo" else self.data.x_test[self.number]

    @property
    def truth(self) -> int | None:
        """Its class, where that is known."""
        return int(self.data.y_test[self.number]) if self.source == "test" else None

    @cached_property
    def stages(self) -> list[Stage]:
        return walk(self.model, self.image, self.data.encode)

    @cached_property
    def probabilities(self) -> Array:
        logits = self.stages[-1].values.astype(np.float64)
        parts = np.exp(logits - logits.max())
        return parts / parts.sum()

    @cached_property
    def chosen_map(self) -> tuple[int, int]:
        """Stage and number of the map or unit that is shown large."""
        stage, channel = self.selected or (1, 0)
        stage = stage if 0 < stage < len(self.stages) else 1
        return stage, min(channel, len(self.stages[stage].values) - 1)

    @cached_property
    def place(self) -> tuple[int, int]:
        """Row and column on the map of the number that is written out: where the pointer was last."""
        values = self.stages[self.chosen_map[0]].values
        if values.ndim == 1:
            return 0, 0
        down, across = self.picked.get("place", (0.5, 0.5))
        return min(int(down * values.shape[1]), values.shape[1] - 1), min(
            int(across * values.shape[2]), values.shape[2] - 1
        )

    @cached_property
    def product(self) -> Product:
        return product(self.model, self.stages, *self.chosen_map, *self.place)

    @cached_property
    def contributions(self) -> Array:
        """What each map or unit of the stage before adds to the number, (n,); without weights what it is made of."""
        stage, channel = self.chosen_map
        before, made = self.stages[stage - 1].values, self.product
        if made.kind == "conv":
            return (made.weights * made.inputs).sum((1, 2))
        if made.kind in ("dense", "output"):
            return (made.weights * made.inputs).reshape(len(before), -1).sum(1)
        parts = np.zeros(len(before))
        parts[channel] = made.value
        return parts

    @cached_property
    def slice(self) -> int:
        """The map before whose part in the sum is shown."""
        wanted, n = self.picked.get("slice", STRONGEST), len(self.contributions)
        return wanted if 0 <= wanted < n else int(np.argmax(np.abs(self.contributions)))

    @cached_property
    def results(self) -> Results:
        """What the network answers to the watched test pictures, or to all where that was asked for at this frame."""
        whole = self.picked.get("whole")
        if whole and whole[0] is self.frame:
            found: Results = whole[1]
            return found
        return results(self.learner, self.model, self.learner.watched["test"])

    @cached_property
    def last(self) -> Array:
        """What the last hidden layer answers to the picture that is followed, (d,)."""
        with torch.no_grad():
            return self.model.hidden(self.data.encode(self.image[None]))[0].numpy()

    @property
    def class_names(self) -> list[str]:
        if self.settings.data.dataset != "own":
            return [name if name.isdigit() else t(name) for name in self.data.class_names]
        lines = (" ".join(name.split()) for name in self.data.class_names)
        return [line if letters(line) <= WIDEST else cut(line, WIDEST - LETTER) + "…" for line in lines]

    def called(self, name: str) -> str:
        """A layer's name on the page."""
        return layer_name(name, self.settings.model.activation)

    def readout(self) -> list[tuple[str, str]]:
        best = int(np.argmax(self.probabilities))
        answer = f"{self.class_names[best]}, {percent(float(self.probabilities[best]))}"
        return [*super().readout(), (t("its answer"), answer)]

    def notes(self) -> list[str]:
        n, total = (len(self.learner.watched["test"]), len(self.data.x_test))
        bits = "bfloat16" if self.learner.precision == torch.bfloat16 else "float32"
        found, whole = [t("Computed in {bits}.", bits=bits)], self.frame.metrics["whole_test_accuracy"]
        if n < total:
            found.append(t("Loss and accuracy: {n} of {total} test pictures.", n=f"{n:,}", total=f"{total:,}"))
            if whole == whole:
                found.append(t("All of them after the last epoch: {accuracy}.", accuracy=f"{whole:.2%}"))
        return [" ".join(found)]

    def choices(self) -> list[tuple[str, str]]:
        """The maps before, whose part in the sum can be shown."""
        if self.picture.view != "network" or self.product.kind != "conv" or len(self.contributions) < 2:
            return []
        named = [(str(i), t("Slice of the kernel: input {n}", n=i + 1)) for i in range(len(self.contributions))]
        return [(str(STRONGEST), t("Slice of the kernel: the one that adds most")), *named]

    def choice(self) -> str:
        wanted = self.picked.get("slice", STRONGEST)
        return str(wanted if wanted < len(self.contributions) else STRONGEST)

    def choice_label(self) -> str:
        return t("Slice of the kernel")

    @classmethod
    def chosen(cls, held: Player, id: str) -> None:
        held.picked["slice"] = int(id)

    @classmethod
    def clicked(cls, held: Player, event: dict[str, Any]) -> None:
        """A map is shown large, a cell its pictures, a picture is followed, a point is followed."""
        custom = [int(value) for value in event["custom"]]
        if event["trace"] == "map":
            held.selected, held.picked["slice"] = (max(custom[0], 1), custom[1]), STRONGEST
        elif event["trace"] == "cells":
            cell = custom[0], custom[1]
            held.picked["cell"] = None if held.picked.get("cell") == cell else cell
        elif event["trace"] in ("picture", "point"):
            held.picked |= {"sample": custom[0] + 1, "source": "test"}
            held.refresh = True

    @classmethod
    def hovered(cls, held: Player, event: dict[str, Any]) -> None:
        """The number that is written out is the one under the pointer, on the map or on the one before it."""
        x, y = float(event["x"]), float(event["y"])
        before, after = held.picked.get("sides", (1, 1))
        side = before if event["panel"] == "source" else after
        held.picked["place"] = tuple(float(np.clip(v / side, 0, 0.999)) for v in (y, x))

    @classmethod
    def dragged(cls, held: Player, event: dict[str, Any]) -> None:
        """On the pad the pointer draws, elsewhere it chooses a number."""
        if event["panel"] != "pad":
            return cls.hovered(held, event)
        draw(held, event["path"])
