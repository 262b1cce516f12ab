"""Picture: how a run is looked at; unlike an `Experiment` it changes nothing of what is learned."""

from typing import Any, Literal

from pydantic import Field

from core.settings import Settings

SPEED: dict[str, Any] = {
    "title": "Speed",
    "description": "How much is learned between two pictures.",
    "json_schema_extra": {
        "titles": {
            "step": "1 step a picture",
            "steps": "5 steps a picture",
            "epoch": "At most 1 epoch a picture",
            "fastest": "As fast as it goes",
        }
    },
}


class Picture(Settings):
    """View settings of a live page, kept in its address like the others."""

    speed: Literal["step", "steps", "epoch", "fastest"] = Field("fastest", **SPEED)


class StepPicture(Picture):
    """View settings of a page where each step is to be seen."""

    speed: Literal["step", "steps", "epoch", "fastest"] = Field("step", **SPEED)


class PlanePicture(Picture):
    """View settings of a network that learns points on the plane."""

    discretize: bool = Field(
        False,
        title="Decisions only",
        description="Show the decision (coarse steps for numbers) instead of how sure it is.",
    )
    show_test: bool = Field(True, title="Test points", description="Also draw the points it never learns from.")
    log_axis: bool = Field(
        False, title="Logarithmic axes", description="Equal steps are equal factors: small losses show."
    )


class RegressionPicture(Picture):
    """View settings of a line that learns, by default one pass through the points a picture."""

    speed: Literal["step", "steps", "epoch", "fastest"] = Field("epoch", **SPEED)
    show_test: bool = Field(True, title="Test points", description="Also draw the points it never learns from.")
    show_misses: bool = Field(True, title="Misses", description="Draw how far each prediction is from its point.")


class StepsPicture(Picture):
    """View settings of a page whose runs are over soon: a few steps a picture unless one asks for more."""

    speed: Literal["step", "steps", "epoch", "fastest"] = Field("steps", **SPEED)


VIEWS: dict[str, Any] = {
    "network": "Network",
    "answers": "Answers",
    "embedding": "Last layer",
    "layers": "Layer table",
    "batch": "Augmentation",
}


class ImagesPicture(StepsPicture):
    """View settings of a network that learns pictures."""

    view: Literal["network", "answers", "embedding", "layers", "batch"] = Field(
        "network",
        title="Look at",
        description="Only what is looked at is computed.",
        json_schema_extra={"titles": VIEWS},
    )
    sample: int = Field(1, ge=1, le=100_000, title="Test picture", description="The picture that is followed.")
    every_layer: bool = Field(
        True,
        title="Every layer",
        description="Also show the maps before the activation, and normalised or summed ones.",
    )
    log_axis: bool = Field(
        False, title="Logarithmic axes", description="Equal steps are equal factors: small losses show."
    )


class TablePicture(StepsPicture):
    """View settings of a network that learns a table."""

    log_axis: bool = Field(
        False, title="Logarithmic axes", description="Equal steps are equal factors: small losses show."
    )
