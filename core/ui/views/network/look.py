"""Look of a network that learns points on the plane: what its panels share, and what a click means."""

from functools import cached_property
from typing import Any

from torch import Tensor

from core import probe
from core.datasets.own_points import EXTENT
from core.diagnosis import FINDINGS, findings
from core.learner import Frame
from core.run import Run
from core.trainer import Trainer
from core.ui.language import t
from core.ui.look import Look
from core.ui.player import Player

RESOLUTION = 64  # pixels a side of the large map


class NetworkLook(Look):
    """A network that learns points on the plane; everything costly is computed once, and only if a panel asks."""

    run: Run[Trainer]
    frame: Frame

    def __post_init__(self) -> None:
        self.learner = self.run.learner
        self.model = self.learner.model_at(self.frame)
        self.data, self.loss, sizes = self.learner.data, self.learner.loss, self.model.sizes
        layer, unit = self.selected or (0, 0)
        if not (layer < len(sizes) and unit < sizes[layer]):
            self.selected = None

    @cached_property
    def maps(self) -> list[Tensor]:
        """What each unit answers over the plane: per layer (n_units, RESOLUTION, RESOLUTION)."""
        points = probe.grid(RESOLUTION, EXTENT)
        maps = probe.unit_maps(self.model, self.data.encode, points, self.loss.scores)
        return [m.reshape(-1, RESOLUTION, RESOLUTION) for m in maps]

    @cached_property
    def units(self) -> probe.Units:
        return probe.units(self.model, self.learner.x_train)

    @cached_property
    def gradients(self) -> list[Tensor]:
        return probe.gradient(self.model, self.loss, self.learner.x_train, self.learner.t_train)

    @cached_property
    def norms(self) -> list[float]:
        return [g.norm().item() for g in self.gradients]

    @property
    def layer_names(self) -> list[str]:
        return [str(i + 1) for i in range(len(self.model.weights) - 1)] + [t("out")]

    def notes(self) -> list[str]:
        loss = self.frame.metrics["train_loss"]
        found = findings(self.norms, self.units, sum(self.model.sizes[1:-1]), loss)
        return [t(FINDINGS[finding.id], **finding.values) for finding in found]

    def output_names(self) -> list[str]:
        n = self.model.sizes[-1]
        return [t("output")] if n == 1 else [t("class {n}", n=i) for i in range(n)]

    def unit_name(self, layer: int, unit: int) -> str:
        if layer == 0:
            return self.data.input_names[unit]
        if layer == len(self.model.sizes) - 1:
            return self.output_names()[unit]
        return t("Layer {layer}, neuron {unit}", layer=layer, unit=unit + 1)

    def choices(self) -> list[tuple[str, str]]:
        """The maps that can be shown large."""
        sizes = self.model.sizes
        shown = sizes if sizes[-1] > 1 else sizes[:-1]
        units = [(layer, unit) for layer, n in enumerate(shown) for unit in range(n)]
        named = [(f"{layer}-{unit}", t("Map: {unit}", unit=self.unit_name(layer, unit))) for layer, unit in units]
        return [("", t("Map: the network's answer")), *named]

    def choice(self) -> str:
        return "-".join(map(str, self.selected)) if self.selected else ""

    def choice_label(self) -> str:
        return t("Map shown")

    @classmethod
    def chosen(cls, held: Player, id: str) -> None:
        layer, _, unit = id.partition("-")
        cls.select(held, (int(layer), int(unit)) if unit else None)

    @classmethod
    def clicked(cls, held: Player, event: dict[str, Any]) -> None:
        """A click on a unit shows its map, a click on a point follows it through the network."""
        if event["trace"] == "units":
            cls.select(held, (int(event["custom"][0]), int(event["custom"][1])))
        elif event["trace"] in ("train", "test"):
            held.look_at(event["trace"], int(event["custom"][0]))

    @staticmethod
    def select(held: Player, unit: tuple[int, int] | None) -> None:
        """Show one unit's map large, or the output's when it is chosen again."""
        sizes: tuple[int, ...] = held.run.learner.model.sizes if held.run else ()
        known = unit is not None and 0 <= unit[0] < len(sizes) and 0 <= unit[1] < sizes[unit[0]]
        output = unit is not None and unit[0] == len(sizes) - 1 and sizes[-1] == 1
        held.selected = unit if known and not output and unit != held.selected else None
