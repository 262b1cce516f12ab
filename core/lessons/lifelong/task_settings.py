"""Task settings: which tasks come one after another, and how the networks try not to forget."""

from typing import Any, Literal

from pydantic import Field, field_validator

from core.config import Config, titles
from core.lessons.lifelong.task_lists import SCENARIOS, TASK_LISTS

METHODS: dict[str, str] = {"plain": "Plain", "replay": "Replay", "ewc": "EWC", "joint": "All at once"}
OWN: dict[str, dict[str, Any]] = {  # task list → what it brings with it
    "split": {"ewc_lambda": 100.0},
    "rotated": {},
    "points": {"angle": 90.0},
}


def named(table: dict[str, str]) -> dict[str, Any]:
    """What a choice field's ids are called."""
    return {"titles": table}


class TasksConfig(Config):
    """The tasks, how long each is learned, and what is kept of those before."""

    task_list: Literal["split", "rotated", "points"] = Field(
        "rotated", title="Tasks", description="What comes one after another.", json_schema_extra=titles(TASK_LISTS)
    )
    scenario: Literal["task", "domain", "class"] = Field(
        "domain",
        title="Scenario",
        description="What the network is told, and what it must answer, when it is asked.",
        json_schema_extra=named(SCENARIOS),
    )
    angle: float = Field(
        30.0,
        ge=0,
        le=90,
        title="Turn (°)",
        description="By how much each task is turned against the one before.",
        json_schema_extra={"step": 5.0},
    )
    pattern: Literal["gaussians", "moons", "xor", "circle"] = Field(
        "gaussians",
        title="Pattern",
        description="Of the points in each task.",
        json_schema_extra={
            "titles": {"gaussians": "Two Gaussians", "moons": "Moons", "xor": "XOR", "circle": "Disc and ring"}
        },
    )
    task_steps: int = Field(
        200,
        ge=20,
        le=2000,
        title="Steps a task",
        description="Mini-batches, then the next task comes.",
        json_schema_extra={"step": 20},
    )
    methods: tuple[Literal["plain", "replay", "ewc", "joint"], ...] = Field(
        ("plain", "replay", "ewc"),
        min_length=1,
        title="Networks",
        description="Side by side, from the same first weights.",
        json_schema_extra=named(METHODS) | {"allowed": "-".join(METHODS)},
    )
    memory: int = Field(
        20,
        ge=0,
        le=200,
        title="Replay: kept of a task",
        description="Examples of each finished task that are shown again, with those of the task under way.",
        json_schema_extra={"hot": True, "step": 5},
    )
    ewc_lambda: float = Field(
        10.0,
        ge=0,
        le=100_000,
        title="EWC: strength λ",
        description="How firmly weights that mattered before are held. 0: not at all.",
        json_schema_extra={"hot": True, "widget": "log"},
    )

    @field_validator("methods", mode="before")
    @classmethod
    def split_methods(cls, value: object) -> object:
        return value.split("-") if isinstance(value, str) else value

    @field_validator("methods")
    @classmethod
    def order_methods(cls, value: tuple[Any, ...]) -> tuple[Any, ...]:
        if len(set(value)) < len(value):
            raise ValueError("each can be named only once")
        return tuple(sorted(value, key=list(METHODS).index))
