"""Sequence settings: the task, the cell and the one beside it, and how they learn."""

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import Field

from core.config import titles
from core.datasets.sequences import SequencesConfig
from core.learning.training_config import TrainingConfig
from core.models.recurrent import RecurrentConfig
from core.models.recurrent_cells import CELLS
from core.settings import SettingError, Settings


class SequenceTraining(TrainingConfig):
    """Gradient descent through time, with clipping and truncation."""

    clip: float = Field(
        1.0,
        ge=0,
        le=100,
        title="Clip the gradient",
        description="A gradient longer than this is shortened to it; 0: never.",
        json_schema_extra={"hot": True, "widget": "log"},
    )
    bptt: int = Field(
        0,
        ge=0,
        le=128,
        title="Truncate after",
        description="The error goes back at most to the last border of so many steps; 0: to the beginning.",
        json_schema_extra={"hot": True, "step": 1},
    )


USUAL: dict[str, Any] = {
    "cell": "lstm",
    "versus": "rnn",
    "hidden_size": 32,
    "n_layers": 1,
    "forget_bias": 1.0,
    "optimizer": "adam",
    "lr": 0.005,
    "l2": 0.0,
    "batch_size": 32,
}
OWN: dict[str, dict[str, Any]] = {  # task → what it brings with it; chosen by `python -m tests.benchmarks.sequences`
    "adding": {"length": 50, "lr": 0.01},
    "remember": {"length": 60, "forget_bias": 4.0},
    "parity": {"length": 16},
    "depth": {"length": 24},
    "modular": {"length": 4, "hidden_size": 64},
    "copy": {"length": 8, "hidden_size": 64, "cell": "gru"},
    "reverse": {"length": 8, "hidden_size": 64},
    "sort": {"length": 8, "hidden_size": 64},
    "dates": {"hidden_size": 64, "cell": "gru", "versus": "lstm"},
    "names": {"hidden_size": 64, "cell": "gru"},
    "sines": {"length": 60},
    "text": {"hidden_size": 64, "cell": "gru", "length": 64, "optimizer": "adamw", "lr": 0.003, "l2": 1.0},
}
FIRST = "adding"


def own(task: str) -> dict[str, Any]:
    """The settings that a task brings with it."""
    return USUAL | OWN[task]


class SequenceSettings(Settings):
    """Everything that decides a run of one cell, or of two side by side; a new task brings its own settings."""

    data: SequencesConfig = SequencesConfig(task=FIRST, length=OWN[FIRST]["length"])
    model: RecurrentConfig = RecurrentConfig()
    versus: Literal["rnn", "lstm", "gru", "none"] = Field(
        "rnn",
        title="Beside it",
        description="A second cell of as many units that learns from the same sequences.",
        json_schema_extra={"titles": titles(CELLS)["titles"] | {"none": "Nothing"}},
    )
    training: SequenceTraining = SequenceTraining(optimizer="adam", lr=own(FIRST)["lr"], batch_size=32)

    def replace(self, /, **values: Any) -> "SequenceSettings":
        """As any settings; but a new task brings its length, and its other settings where those of the task before were
        left as they came; and two cells that would be the same change places."""
        now, task = self.values(), values.get("task", self.data.task)
        alone = {name for name, value in now.items() if values.get(name, value) == value}
        if task in OWN and task != self.data.task:
            chosen = {name for name, value in own(self.data.task).items() if now[name] != value} - {"length"}
            values |= {name: value for name, value in own(task).items() if name in alone - chosen}
        if "versus" in alone and values.get("cell") == values.get("versus", self.versus):
            values["versus"] = self.model.cell
        return super().replace(**values)

    def from_query(self, query: Mapping[str, str]) -> tuple["SequenceSettings", list[SettingError]]:
        """The task of an address first, since it brings other settings, then the cell."""
        settings, errors = self, []
        for names in ({"task"}, {"cell"}, query.keys() - {"task", "cell"}):
            part = {name: value for name, value in query.items() if name in names}
            settings, more = super(SequenceSettings, settings).from_query(part)
            errors += more
        return settings, errors

    def to_query(self, default: Settings) -> dict[str, str]:
        """What differs from the default of this task and cell, and these where they are others."""
        query = {}
        for name in ("task", "cell"):
            value = self.values()[name]
            if value != default.values()[name]:
                query[name], default = value, default.replace(**{name: value})
        return query | super().to_query(default)

    def offered(self, name: str, values: Mapping[str, Any]) -> tuple[str, ...]:
        """Beside a cell stands another."""
        found = super().offered(name, values)
        return tuple(id for id in found if id != values["cell"]) if name == "versus" else found

    @property
    def sides(self) -> dict[str, "SequenceSettings"]:
        """The settings of each side: "a" has `cell`, "b" has `versus` where there is one."""
        return {"a": self} | ({"b": self.replace(cell=self.versus)} if self.versus != "none" else {})
