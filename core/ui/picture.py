"""Picture: how a run is looked at; unlike an `Experiment` it changes nothing of what is learned."""

from typing import Literal

from pydantic import Field

from core.config import Config


class Picture(Config):
    """View settings of a live page, kept in its address like the others."""

    discretize: bool = Field(
        False,
        title="Decisions only",
        description="Show the decision (coarse steps for numbers) instead of how sure it is.",
    )
    show_test: bool = Field(True, title="Test points", description="Also draw the points it never learns from.")
    log_axis: bool = Field(
        False, title="Logarithmic axes", description="Equal steps are equal factors: small losses show."
    )
    speed: Literal["step", "steps", "epoch", "fastest"] = Field(
        "fastest", title="Speed", description="How much is learned between two pictures."
    )
