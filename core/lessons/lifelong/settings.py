"""Lifelong settings: which part of the page is open, and the settings of each."""

from collections.abc import Callable, Mapping
from typing import Any, Literal, Self

from pydantic import Field

from core.config import Config
from core.learner import Learner
from core.learning.training_config import TrainingConfig
from core.lessons.lifelong.errors import ErrorRules
from core.lessons.lifelong.errors_settings import OWN as ERRORS_OWN
from core.lessons.lifelong.errors_settings import ErrorsConfig
from core.lessons.lifelong.few_settings import FewConfig
from core.lessons.lifelong.few_shot import FewShot
from core.lessons.lifelong.task_settings import OWN as TASKS_OWN
from core.lessons.lifelong.task_settings import TasksConfig, named
from core.lessons.lifelong.task_stream import TaskStreams
from core.settings import SettingError, Settings

PARTS: dict[str, str] = {
    "tasks": "One task after another",
    "few": "From few examples",
    "errors": "How errors go back",
}
LEARNERS: dict[str, Callable[[Any], Learner]] = {"tasks": TaskStreams, "few": FewShot, "errors": ErrorRules}
USUAL: dict[str, Any] = {
    "depth": 1,
    "optimizer": "adam",
    "width": 64,
    "lr": 0.003,
    "batch_size": 32,
    "angle": 30.0,
    "ewc_lambda": 10.0,
}
OWN: dict[str, dict[str, dict[str, Any]]] = {  # part → what its choice brings with it, by choice
    "tasks": TASKS_OWN,
    "errors": ERRORS_OWN,
    "few": {"": {"width": 128}},
}
CHOICES = {"tasks": "task_list"}  # part → the setting whose choices bring settings of their own


class NetConfig(Config):
    """The size of the network of every part."""

    width: int = Field(
        64,
        ge=8,
        le=256,
        title="Hidden neurons",
        description="In each hidden layer.",
        json_schema_extra={"step": 8},
    )
    depth: int = Field(
        1, ge=1, le=4, title="Hidden layers", description="One behind the other.", json_schema_extra={"step": 1}
    )


class LifelongSettings(Settings):
    """A part for each part of the page; the network and how it is trained belong to all of them.

    A new part, or a new choice of what is learned there, brings settings of its own.
    """

    part: Literal["tasks", "few", "errors"] = Field(
        "tasks", title="Part", description="What is looked at.", json_schema_extra=named(PARTS)
    )
    tasks: TasksConfig = TasksConfig()
    few: FewConfig = FewConfig()
    errors: ErrorsConfig = ErrorsConfig()
    model: NetConfig = NetConfig()
    training: TrainingConfig = TrainingConfig(optimizer="adam", lr=0.003, batch_size=32)

    def own(self) -> dict[str, Any]:
        """The settings that the open part brings with it."""
        part = self.part
        chosen = self.values()[CHOICES[part]] if part in CHOICES else ""
        return USUAL | OWN[part].get(chosen, {})

    def replace(self, /, **values: Any) -> Self:
        """As any settings; but a new part or choice brings its own values where those were left alone."""
        changed = super().replace(**values)
        own = changed.own()
        if own == self.own():
            return changed
        now, then = self.values(), changed.values()
        return super(LifelongSettings, changed).replace(**{k: v for k, v in own.items() if then[k] == now[k]})

    def based(self, values: Mapping[str, Any]) -> Self:
        """This, with the part and the choices of others, and what they bring."""
        found = self
        for name in ("part", *CHOICES.values()):
            if name in values:
                try:
                    found = found.replace(**{name: values[name]})
                except SettingError:
                    continue
        return found

    def from_query(self, query: Mapping[str, str]) -> tuple[Self, list[SettingError]]:
        """As any settings, from those that the part and the choices of the address bring."""
        return super(LifelongSettings, self.based(query)).from_query(query)

    def to_query(self, default: Settings) -> dict[str, str]:
        """What differs from the default in this part, and the part and the choices where they are others."""
        assert isinstance(default, LifelongSettings)
        mine, theirs = self.values(), default.values()
        named = {name: str(mine[name]) for name in ("part", *CHOICES.values()) if mine[name] != theirs[name]}
        return named | super().to_query(default.based(mine))


def learner(settings: LifelongSettings) -> Learner:
    """What learns in the part that is open."""
    return LEARNERS[settings.part](settings)
