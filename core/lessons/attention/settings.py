"""Attention settings: the task, the Transformer, how it learns, and what is looked at in it."""

from collections.abc import Mapping
from typing import Any, Literal, Self

from pydantic import Field, model_validator

from core.config import titles
from core.datasets.sequence_tasks import TASKS, Layout
from core.datasets.sequences import SequencesConfig
from core.learning.training_config import TrainingConfig
from core.lessons.attention.look import LookConfig
from core.models.trace import Without
from core.models.transformer import TransformerConfig
from core.settings import SettingError, Settings, choices

LAYOUTS: dict[str, Layout] = {"decoder": "causal", "encoder": "aligned"}
AttentionTaskId = Literal["reverse", "copy", "sort", "depth", "parity", "modular", "remember", "dates", "names", "text"]


class AttentionTask(SequencesConfig):
    """Which sequences of tokens the Transformer learns."""

    task: AttentionTaskId = Field(
        "reverse", title="Task", description="What the network is to do.", json_schema_extra=titles(TASKS)
    )
    length: int = Field(
        16,
        ge=2,
        le=128,
        title="Length",
        description="How long the sequences are; what is counted depends on the task.",
        json_schema_extra={"step": 1},
    )


class AttentionTraining(TrainingConfig):
    """Gradient descent with a warm-up."""

    warmup: int = Field(
        0,
        ge=0,
        le=2000,
        title="Warm-up steps",
        description="Over so many first steps the learning rate rises to its full value; deep post-norm networks need "
        "it.",
        json_schema_extra={"hot": True, "step": 10},
    )


COMMON: dict[str, Any] = {
    "architecture": "decoder",
    "n_layers": 2,
    "optimizer": "adam",
    "lr": 0.001,
    "batch_size": 32,
    "l2": 0.0,
    "dropout": 0.0,
    "positions": "learned",
}
SPECIAL: dict[str, dict[str, Any]] = {
    "depth": {"architecture": "encoder"},
    "parity": {"architecture": "encoder", "length": 8},
    "modular": {"length": 2, "n_layers": 1, "optimizer": "adamw", "l2": 1.0, "batch_size": 64},
    "names": {"dropout": 0.3},
    "text": {"length": 32, "optimizer": "adamw", "lr": 0.002, "l2": 1.0, "dropout": 0.1, "positions": "rotary"},
}
OWN: dict[str, dict[str, Any]] = {  # task → what it brings with it where the person has not chosen otherwise
    task: COMMON | {"length": (TASKS[task].lengths or (0, 16, 0))[1]} | SPECIAL.get(task, {})
    for task in choices(AttentionTask.model_fields["task"])
}


class AttentionSettings(Settings):
    """Everything that decides a run of a Transformer; a new task or architecture brings its own settings."""

    data: AttentionTask = AttentionTask()
    model: TransformerConfig = TransformerConfig()
    training: AttentionTraining = AttentionTraining(optimizer="adam", lr=0.001, batch_size=32)
    look: LookConfig = LookConfig()

    @property
    def layout(self) -> Layout:
        """How the task is laid out: a decoder goes on after the question, an encoder answers at its places."""
        return LAYOUTS[self.model.architecture]

    @property
    def without(self) -> Without:
        """What is taken away while one looks."""
        pairs = [pair.split(".") for pair in self.look.off.split("-") if pair]
        heads = frozenset((int(layer) - 1, int(head) - 1) for layer, head in pairs)
        return Without(heads, not self.look.positioned, None if self.look.masked else not self.model.causal)

    @model_validator(mode="after")
    def task_has_layout(self) -> Self:
        if self.layout not in TASKS[self.data.task].layouts:
            raise SettingError("architecture", self.model.architecture, ", ".join(fitting(self.data.task)))
        return self

    def replace(self, /, **values: Any) -> "AttentionSettings":
        """As any settings; but a new task brings its length, and what else `OWN` says of it where that was left at what
        the task before had brought; another architecture brings its mask."""
        task, now = values.get("task", self.data.task), self.values()
        alone = {name for name, value in now.items() if values.get(name, value) == value}
        if task in OWN and task != self.data.task:
            chosen = {name for name, own in OWN[self.data.task].items() if now[name] != own} - {"length"}
            chosen -= {"architecture"} if self.model.architecture not in fitting(task) else set()
            values |= {name: own for name, own in OWN[task].items() if name in alone - chosen}
        architecture = values.get("architecture", self.model.architecture)
        if architecture != self.model.architecture and "causal" in alone:
            values["causal"] = architecture == "decoder"
        return super().replace(**values)

    def from_query(self, query: Mapping[str, str]) -> tuple["AttentionSettings", list[SettingError]]:
        """The task and the architecture of an address first, since they bring other settings."""
        settings, errors = self, []
        rest = query.keys() - {"task", "architecture"}
        for names in ({"task"}, {"architecture"}, rest):
            settings, more = super(AttentionSettings, settings).from_query(
                {k: v for k, v in query.items() if k in names}
            )
            errors += more
        return settings, errors

    def to_query(self, default: Settings) -> dict[str, str]:
        """What differs from the default of this task and architecture, and these where they are others."""
        query = {}
        for name in ("task", "architecture"):
            value = self.values()[name]
            if value != default.values()[name]:
                query[name], default = value, default.replace(**{name: value})
        return query | super().to_query(default)

    def offered(self, name: str, values: Mapping[str, Any]) -> tuple[str, ...]:
        return fitting(values["task"]) if name == "architecture" else super().offered(name, values)


def fitting(task: str) -> tuple[str, ...]:
    """The architectures that a task is laid out for."""
    return tuple(id for id, layout in LAYOUTS.items() if layout in TASKS[task].layouts)
