"""Experiment: everything that decides a run of the trainer."""

from collections.abc import Mapping
from typing import Annotated, Any, Self

from pydantic import Field, model_validator

from core.datasets.points import PointsConfig
from core.datasets.table import TableConfig
from core.learning.backprop import BackpropConfig
from core.losses import LOSSES, resolve
from core.models.mlp import MLPConfig, WideMLPConfig
from core.settings import SettingError, Settings, choices


class Experiment(Settings):
    """Data, model and training; two equal experiments give the same run to the last digit."""

    data: Annotated[PointsConfig | TableConfig, Field(discriminator="kind")] = PointsConfig()
    model: Annotated[MLPConfig | WideMLPConfig, Field(discriminator="kind")] = MLPConfig()
    training: BackpropConfig = BackpropConfig()

    @model_validator(mode="after")
    def loss_fits_task(self) -> Self:
        try:
            resolve(self.training.loss, self.data.n_classes)
        except ValueError:
            raise SettingError("loss", self.training.loss, ", ".join(fitting(self.data.n_classes))) from None
        return self

    @property
    def loss(self) -> str:
        """The loss in use, where "auto" is resolved."""
        return resolve(self.training.loss, self.data.n_classes)

    def offered(self, name: str, values: Mapping[str, Any]) -> tuple[str, ...]:
        if name == "loss":
            asked = {field: values[field] for field in type(self.data).model_fields if field in values}
            return fitting(self.data.model_copy(update=asked).n_classes)
        return choices(self.fields()[name])


def fitting(n_classes: int) -> tuple[str, ...]:
    """The losses for a number of classes, 0 for numbers."""
    return ("auto", *(id for id, loss in LOSSES.items() if n_classes or loss.regression))
