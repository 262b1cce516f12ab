"""Program: a small training program of which one line can be wrong; every such line is a method of its own."""

from collections.abc import Mapping
from typing import Any, ClassVar, Literal, NamedTuple

import torch
from pydantic import Field
from torch import Tensor

from core.activations import ACTIVATIONS
from core.config import extra, seed
from core.learner import Frame, broken
from core.settings import SettingError, Settings


class ProgramSettings(Settings):
    """What a program can be given; each uses what it needs."""

    seed: int = seed("Both programs draw their data and first weights from it; it also decides which is A.")
    lr_factor: float = Field(
        1.0,
        ge=0.01,
        le=100,
        title="Learning rate ×",
        description="Multiplies the learning rate of both programs.",
        json_schema_extra={"widget": "log"},
    )
    n_samples: int = Field(
        40,
        ge=20,
        le=400,
        title="Training samples",
        description="How many samples both programs are given to learn from.",
        json_schema_extra={"step": 20},
    )
    activation: Literal["tanh", "relu", "sigmoid"] = Field(
        "tanh",
        title="Activation",
        description="What each hidden neuron does with its weighted sum.",
        json_schema_extra={"titles": {id: ACTIVATIONS[id].title for id in ("tanh", "relu", "sigmoid")}},
    )
    depth: int = Field(
        4,
        ge=1,
        le=10,
        title="Hidden layers",
        description="How many layers the error has to pass on its way back.",
        json_schema_extra={"step": 1},
    )
    report_every: int = Field(
        2000,
        ge=100,
        le=3000,
        title="Print every … batches",
        description="An epoch has 500 batches; the mistake counts them within the epoch, the cure from the start.",
        json_schema_extra={"step": 100},
    )


class Rows(NamedTuple):
    """Samples x (n, …) with their labels y (n,)."""

    x: Tensor
    y: Tensor


class Program:
    """A learner whose state is a few tensors; subclasses give `state`, `set_state`, `step` and `metrics`."""

    lr: ClassVar[float]
    n_rows: int  # of a pass

    def __init__(self, settings: ProgramSettings, clock: int = 0) -> None:
        self.settings, self.clock = settings, clock
        self.step_count = self.epoch = self.cursor = 0

    @staticmethod
    def given(settings: Any) -> tuple[Rows, Rows]:
        """The samples that both programs of a pair get: to learn from, and held out."""
        raise NotImplementedError

    def state(self) -> dict[str, Tensor]:
        raise NotImplementedError

    def set_state(self, state: Mapping[str, Tensor]) -> None:
        raise NotImplementedError

    def step(self) -> None:
        raise NotImplementedError

    def metrics(self) -> dict[str, float]:
        """Numbers of now; `train_loss` is the loss that the program itself believes in."""
        raise NotImplementedError

    @property
    def rate(self) -> float:
        return self.lr * self.settings.lr_factor

    @property
    def epoch_ended(self) -> bool:
        return self.cursor == self.n_rows

    @property
    def stops(self) -> bool:
        return False

    @torch.no_grad()
    def frame(self) -> Frame:
        passes, cursor = (self.epoch + 1, 0) if self.epoch_ended else (self.epoch, self.cursor)
        return Frame(
            step=self.step_count,
            progress=passes + cursor / self.n_rows,
            metrics=self.metrics(),
            weights={name: value.clone() for name, value in self.state().items()},
            epoch=self.epoch,
            cursor=self.cursor,
        )

    def restore(self, frame: Frame) -> None:
        self.step_count, self.epoch, self.cursor = frame.step, frame.epoch, frame.cursor
        self.set_state({name: value.clone() for name, value in frame.weights.items()})

    def change(self, **values: Any) -> None:
        """Change the learning rate; raises `SettingError` for what needs a new run."""
        settings = self.settings.replace(**values)
        cold = [name for name in values if not extra(settings.fields()[name], "hot")]
        if cold:
            raise SettingError(cold[0], values[cold[0]], "a new run")
        self.settings = settings

    def verdict(self, frame: Frame, first: Frame) -> str | None:
        return broken(frame, first)
