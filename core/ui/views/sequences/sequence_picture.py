"""Sequence picture: what of the recurrent cells is looked at."""

from typing import Literal

from pydantic import Field

from core.datasets.own_prompt import MAX_TYPED
from core.ui.picture import Picture


class SequencePicture(Picture):
    """View settings of recurrent networks: which example is read, and what of the cells is drawn."""

    example: int = Field(
        1,
        ge=1,
        le=10_000,
        title="Example",
        description="A sequence that is not trained on, to look at.",
        json_schema_extra={"step": 1},
    )
    prompt: str = Field(
        "",
        max_length=MAX_TYPED,
        title="Your own example",
        description="What both cells read instead of an example.",
        json_schema_extra={"allowed": f"≤ {MAX_TYPED}"},
    )
    maps: Literal["states", "gates"] = Field(
        "states",
        title="Maps",
        description="What the maps of units × time steps show.",
        json_schema_extra={"titles": {"states": "States", "gates": "Gates"}},
    )
    layer: int = Field(1, ge=1, le=3, title="Layer shown", description="The layer whose units are drawn.")
    temperature: float = Field(
        0.7,
        ge=0,
        le=2,
        title="Temperature",
        description="How daring it writes: at 0 the likeliest character always, at 1 as it has learned, above wilder.",
        json_schema_extra={"step": 0.1},
    )
    log_axis: bool = Field(
        True, title="Logarithmic axes", description="Equal steps are equal factors: small losses show."
    )
    unit_lines: bool = Field(True, title="One unit", description="Draw the states and gates of one unit through time.")
    sums: bool = Field(True, title="Equations", description="Write the step under the pointer with its numbers.")
