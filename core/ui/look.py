"""Look: a run at one frame, looked at by one person."""

from dataclasses import dataclass
from functools import cached_property

from torch import Tensor

from core import probe
from core.datasets.own_points import EXTENT
from core.diagnosis import FINDINGS, findings
from core.figures.theme import Theme
from core.run import Run
from core.trainer import Frame
from core.ui.language import t
from core.ui.picture import Picture

RESOLUTION = 64  # pixels a side of the large map


@dataclass
class Look:
    """A run at one frame, looked at by one person; everything costly is computed once, and only if a panel asks."""

    run: Run
    frame: Frame
    frames: list[Frame]
    theme: Theme
    picture: Picture
    selected: tuple[int, int] | None
    point: tuple[str, int] | None
    width: int

    def __post_init__(self) -> None:
        self.model = self.run.model_at(self.frame)
        self.data = self.run.trainer.data
        self.loss = self.run.trainer.loss

    @cached_property
    def maps(self) -> list[Tensor]:
        """What each unit answers over the plane: per layer (n_units, RESOLUTION, RESOLUTION)."""
        points = probe.grid(RESOLUTION, EXTENT)
        maps = probe.unit_maps(self.model, self.data.encode, points, self.loss.scores)
        return [m.reshape(-1, RESOLUTION, RESOLUTION) for m in maps]

    @cached_property
    def units(self) -> probe.Units:
        return probe.units(self.model, self.run.trainer.x_train)

    @cached_property
    def gradients(self) -> list[Tensor]:
        return probe.gradient(self.model, self.loss, self.run.trainer.x_train, self.run.trainer.t_train)

    @cached_property
    def norms(self) -> list[float]:
        return [g.norm().item() for g in self.gradients]

    @property
    def layer_names(self) -> list[str]:
        return [str(i + 1) for i in range(len(self.model.weights) - 1)] + [t("out")]

    def notes(self) -> list[str]:
        """What is about to go wrong, in sentences."""
        found = findings(self.norms, self.units, sum(self.model.sizes[1:-1]), self.frame.metrics["train_loss"])
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
