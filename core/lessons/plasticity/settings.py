"""Plasticity settings: which rule is looked at, and the settings of each."""

from collections.abc import Callable
from typing import Any, Literal

from pydantic import Field, model_validator

from core.config import extra, seed
from core.learner import Learner
from core.lessons.plasticity.correlation import CloudConfig, Correlation
from core.lessons.plasticity.memory import Memory, MemoryConfig
from core.lessons.plasticity.selectivity import BarsConfig, Selectivity
from core.lessons.plasticity.sweep import Sweep, SweepConfig
from core.lessons.plasticity.timing import SpikesConfig, Timing
from core.settings import SettingError, Settings

SCENES = {
    "hebb": "Hebb and Oja",
    "bcm": "BCM",
    "stdp": "STDP",
    "hopfield": "Hopfield memory",
    "capacity": "Its capacity",
}
LEARNERS: dict[str, Callable[[Any], Learner]] = {
    "hebb": Correlation,
    "bcm": Selectivity,
    "stdp": Timing,
    "hopfield": Memory,
    "capacity": Sweep,
}
LISTS = ("shown", "stored")
START = ("cue", "damage")  # a new one of these starts from the damaged digit again


def titled(titles: dict[str, str]) -> dict[str, Any]:
    """What a choice field's ids are called."""
    return {"titles": titles}


class PlasticitySettings(Settings):
    """A part for each scene; `seed` decides the chance in all of them."""

    scene: Literal["hebb", "bcm", "stdp", "hopfield", "capacity"] = Field(
        "hebb", title="Scene", description="What is looked at.", json_schema_extra=titled(SCENES)
    )
    cloud: CloudConfig = CloudConfig()
    bars: BarsConfig = BarsConfig()
    spikes: SpikesConfig = SpikesConfig()
    memory: MemoryConfig = MemoryConfig()
    sweep: SweepConfig = SweepConfig()
    seed: int = seed("Decides all chance: inputs, noise, first weights, order.")

    @model_validator(mode="after")
    def each_once(self) -> "PlasticitySettings":
        for name in LISTS:
            values = self.values()[name]
            if len(set(values)) < len(values):
                raise SettingError(name, "-".join(values), extra(self.fields()[name], "allowed"))
        return self

    def replace(self, /, **values: Any) -> "PlasticitySettings":
        """As any settings; lists may be joined by "-" and come in order; a new cue or damage forgets the pen."""
        for name in LISTS:
            if isinstance(values.get(name), str):
                values[name] = values[name].split("-")
            if isinstance(values.get(name), list | tuple):
                values[name] = tuple(sorted(values[name], key=str))
        had = self.values()
        passed_on = values.get("start", had["start"]) == had["start"]
        if passed_on and any(values.get(name, had[name]) != had[name] for name in START):
            values["start"] = ""
        return super().replace(**values)


def learner(settings: PlasticitySettings) -> Learner:
    """What learns in the scene that is open."""
    return LEARNERS[settings.scene](settings)
