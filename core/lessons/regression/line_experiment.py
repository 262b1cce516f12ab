"""LineExperiment: everything that decides a run of linear or logistic regression."""

from collections.abc import Mapping
from typing import Any, Self

from pydantic import model_validator

from core.datasets.line import LineConfig
from core.experiment import Experiment
from core.learning.backprop import BackpropConfig
from core.models.linear import LinearConfig
from core.settings import SettingError

FULL = BackpropConfig(lr=0.01, batch_size=2000, stop="epochs", stop_value=1000)
OPTIMIZERS = ("sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam")  # those that minimise loss + L2 penalty


class LineExperiment(Experiment):
    """The articles' line, and by default their 1000 steps of full-batch gradient descent at learning rate 0.01.

    The loss is the task's own, and the only penalty is L2, so that there is an answer to compare with.
    """

    data: LineConfig = LineConfig()  # type: ignore[assignment]
    model: LinearConfig = LinearConfig()  # type: ignore[assignment]
    training: BackpropConfig = FULL

    @model_validator(mode="after")
    def has_an_answer(self) -> Self:
        training = self.training
        wanted = {"loss": ("auto",), "l1": (0.0,), "optimizer": OPTIMIZERS}
        for name, allowed in wanted.items():
            if (value := getattr(training, name)) not in allowed:
                raise SettingError(name, value, ", ".join(map(str, allowed)))
        return self

    def offered(self, name: str, values: Mapping[str, Any]) -> tuple[str, ...]:
        return OPTIMIZERS if name == "optimizer" else super().offered(name, values)

    @property
    def full_batch(self) -> bool:
        return self.training.batch_size >= len(
            self.data.own if self.data.dataset == "own" else range(self.data.n_samples)
        )
