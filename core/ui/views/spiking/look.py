"""Spiking look: both networks at a frame, one example in both, and what a decision costs."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np
import torch
from torch import Generator, Tensor

from core import probe
from core.datasets.own_points import EXTENT
from core.lessons.spiking.learner import After, SpikingPair
from core.lessons.spiking.operations import NUMBERS, Part, Spikes, energy
from core.lessons.spiking.settings import SpikingSettings
from core.models.spiking import Activity
from core.pair import PairFrame
from core.run import Run
from core.ui.language import t
from core.ui.look import Look
from core.ui.player import Player

SHOWN = 20  # digits in the gallery
SIDE = 8
RESOLUTION = 28  # pixels a side of a map
SILENT = 0.02  # share of decisions without a spike that is told
MAP_SEED = 20_261_123  # of the draw in which the plane is encoded


class SpikingLook(Look):
    """An ordinary and a spiking network at a frame."""

    settings: SpikingSettings
    run: Run[SpikingPair]
    frame: PairFrame

    def __post_init__(self) -> None:
        self.pair = self.run.learner
        self.ordinary, self.spiking = self.pair.ordinary, self.pair.spiking
        self.data = self.spiking.data

    def span(self, columns: int) -> float:
        """Width in px of a panel that spans so many of the 12 columns."""
        return self.width * (columns / 12 if self.width > 640 else 1) - 12

    @property
    def plane(self) -> bool:
        return self.settings.data.plane

    @property
    def classes(self) -> list[str]:
        n = self.data.n_classes
        return [t("class {n}", n=i) for i in range(n)] if self.plane else [str(i) for i in range(n)]

    @property
    def example(self) -> int:
        """The test example that is looked at, from 0."""
        return (self.settings.count.example - 1) % len(self.data.x_test)

    @property
    def unit(self) -> int:
        """The hidden neuron that is looked at, from 0."""
        return min(self.settings.count.unit, self.settings.model.width) - 1

    @property
    def truth(self) -> int:
        return int(self.data.y_test[self.example])

    @cached_property
    def activity(self) -> Activity:
        """What the spiking network does with the example, n = 1."""
        return self.answered([self.example])

    def answered(self, examples: Sequence[int]) -> Activity:
        """What it does with test examples, each of them in the same draw whichever others are asked with it."""
        draw = self.settings.count.draw
        drawn = [self.arriving(self.data.x_test[i : i + 1], 1000 * i + draw) for i in examples]
        return self.spiking.activity(self.frame.sides["spiking"], torch.cat(drawn, 1))

    def arriving(self, x: Tensor, seed: int) -> Tensor:
        """Pictures or points as they arrive, (T, n, n_inputs)."""
        return self.spiking.encode(self.data.encode(x), Generator().manual_seed(seed))

    @cached_property
    def probabilities(self) -> Tensor:
        """What the ordinary network says of the example, (k,)."""
        return self.said(self.data.x_test[self.example : self.example + 1])[0]

    @torch.no_grad()
    def said(self, x: Tensor) -> Tensor:
        """Probabilities (n, k) of the ordinary network."""
        model = self.ordinary.model_at(self.frame.sides["ordinary"])
        return torch.softmax(model(self.data.encode(x)), 1)

    @cached_property
    def after(self) -> After:
        """What the spiking network would do with fewer steps, with the settings of now."""
        return self.spiking.after(self.frame.sides["spiking"])

    @cached_property
    def accuracies(self) -> dict[str, float]:
        """Test accuracy by side; of spiking neurons with the settings of now, which a frame may be older than."""
        found = {side: self.frame.metrics[f"{side}.test_accuracy"] for side in self.frame.sides}
        return found if self.playing else found | {"spiking": self.after.accuracy[-1].item()}

    @cached_property
    def spikes(self) -> Spikes:
        """Mean spikes of a decision, with the settings of now."""
        return self.spiking.counted(self.frame.sides["spiking"]) if self.playing else self.after.spikes

    @cached_property
    def parts(self) -> dict[str, list[Part]]:
        """The operations of a decision, by side."""
        return {
            "spiking": self.spiking.parts(self.spikes),
            "ordinary": self.ordinary.parts(self.frame.sides["ordinary"]),
        }

    @property
    def energies(self) -> dict[str, float]:
        """nJ of arithmetic a decision, by side."""
        return {side: energy(parts, NUMBERS[self.settings.count.numbers]) for side, parts in self.parts.items()}

    @cached_property
    def maps(self) -> dict[str, np.ndarray]:
        """What each says over the plane: (r, r) of −1…1 for two classes, else shares (k, r, r)."""
        x = probe.grid(RESOLUTION, EXTENT)
        found = self.spiking.activity(self.frame.sides["spiking"], self.arriving(x, MAP_SEED))
        scores = found.scores()[-1]
        k = scores.shape[1]
        sides = {"spiking": scores / scores.sum(1, keepdim=True), "ordinary": self.said(x)}
        shape = (k, RESOLUTION, RESOLUTION)
        maps = {side: np.asarray(p.t().reshape(shape).numpy()) for side, p in sides.items()}
        return {side: 2 * p[1] - 1 if k == 2 else p for side, p in maps.items()}

    @property
    def page(self) -> range:
        """The test digits in the gallery: those around the chosen one."""
        first = self.example // SHOWN * SHOWN
        return range(first, min(first + SHOWN, len(self.data.x_test)))

    def readout(self) -> list[tuple[str, str]]:
        shown = [(t("step"), f"{self.frame.step:,}"), (t("epoch"), f"{self.frame.progress:,.1f}")]
        for side, name in (("spiking", t("spiking")), ("ordinary", t("ordinary"))):
            if not self.frame.sides[side].finite:
                shown.append((name, t("diverged")))
                continue
            shown.append((t("{network}: test accuracy", network=name), f"{self.accuracies[side]:.1%}"))
            shown.append((t("a decision"), f"{self.energies[side]:.1f} nJ"))
        return shown

    def notes(self) -> list[str]:
        """How many decisions are not made by spikes, with the settings of now."""
        silent = self.frame.metrics["spiking.silent"] if self.playing else self.after.silent
        if silent < SILENT:
            return []
        return [
            t(
                "In {n} of the test examples no output neuron spikes; there the highest potential decides.",
                n=f"{silent:.0%}",
            )
        ]

    def choices(self) -> list[tuple[str, str]]:
        places = self.page if not self.plane else range(len(self.data.x_test))
        names = self.classes
        return [
            (str(i + 1), t("Test example {n}: {name}", n=i + 1, name=names[int(self.data.y_test[i])])) for i in places
        ]

    def choice(self) -> str:
        return str(self.example + 1)

    def choice_label(self) -> str:
        return t("Example whose spikes are shown")

    @classmethod
    def chosen(cls, held: Player, id: str) -> None:
        held.propose(example=int(id))
        held.refresh = True

    @classmethod
    def clicked(cls, held: Player, event: dict[str, Any]) -> None:
        """A click on a picture or a point chooses the example, one among the hidden spikes its neuron."""
        trace = event.get("trace")
        if trace == "units":
            held.propose(unit=min(max(round(float(event["y"])), 0), held.settings.model.width - 1) + 1)
        elif trace in ("picture", "test"):
            held.propose(example=int(event["custom"][0]) + 1)
        elif trace == "map" and held.run:
            place = torch.tensor([float(event["x"]), float(event["y"])])
            far = (held.run.learner.spiking.data.x_test - place).norm(dim=1)
            held.propose(example=int(far.argmin()) + 1)
