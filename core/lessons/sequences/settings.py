"""Sequence settings: the task, the cell and the one beside it, and how they learn."""

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import Field

from core.config import titles
from core.datasets.sequence_tasks import TASKS
from core.datasets.sequences import SequencesConfig
from core.learning.training_config import TrainingConfig
from core.models.recurrent import RecurrentConfig
from core.models.recurrent_cells import CELLS
from core.settings import Settings


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


OWN: dict[str, dict[str, Any]] = {  # task → what it brings with it where the person has not chosen otherwise
    task: {"length": entry.lengths[1] if entry.lengths else 40} for task, entry in TASKS.items()
}


class SequenceSettings(Settings):
    """Everything that decides a run of one cell, or of two side by side; a new task brings its own settings."""

    data: SequencesConfig = SequencesConfig()
    model: RecurrentConfig = RecurrentConfig()
    versus: Literal["none", "rnn", "lstm", "gru"] = Field(
        "rnn",
        title="Beside it",
        description="A second cell of as many units that learns from the same sequences.",
        json_schema_extra={"titles": {"none": "Nothing"} | titles(CELLS)["titles"]},
    )
    training: SequenceTraining = SequenceTraining(optimizer="adam", lr=0.005, batch_size=32)

    def replace(self, /, **values: Any) -> "SequenceSettings":
        """As any settings; but with a new task everything of `OWN` that was left alone becomes the task's own."""
        task = values.get("task", self.data.task)
        if task in OWN and task != self.data.task:
            now = self.values()
            values |= {name: own for name, own in OWN[task].items() if values.get(name, now[name]) == now[name]}
        return super().replace(**values)

    def to_query(self, default: Settings) -> dict[str, str]:
        """What differs from the default of this task, and the task where it is another."""
        query = super().to_query(default.replace(task=self.data.task))
        return query if "task" not in self.differences(default) else {"task": self.data.task} | query

    def offered(self, name: str, values: Mapping[str, Any]) -> tuple[str, ...]:
        """Beside a cell stands another."""
        found = super().offered(name, values)
        return tuple(id for id in found if id != values["cell"]) if name == "versus" else found

    @property
    def sides(self) -> dict[str, "SequenceSettings"]:
        """The settings of each side: "a" has `cell`, "b" has `versus` where there is one."""
        return {"a": self} | ({"b": self.replace(cell=self.versus)} if self.versus != "none" else {})
